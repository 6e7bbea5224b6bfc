"""The specifications of tasks: whole months of the business zone, every column, and nothing dropped in silence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from druid.catalog.model import Rollup
from druid.catalog.sales import SALES
from druid.ingestion_spec import (
    SEGMENT_ROWS,
    Cluster,
    StagedMonth,
    base_columns,
    base_task,
    interval,
    rollup_task,
    task_id,
)

GOLDEN = Path(__file__).parent / "golden" / "0.1.0" / "store" / "data"
KEPT_IN_THE_RECORD = {"load_no", "line"}
PLACE = Cluster("shop_", "Africa/Nairobi")
JANUARY = StagedMonth("2024-01", (Path("/staged/a.gz"), Path("/staged/b.gz")), 10, "aa")
MARCH = StagedMonth("2024-03", (Path("/staged/c.gz"),), 20, "cc")


def stored(table: str) -> set[str]:
    """Columns of the record's files."""
    return set(pl.read_parquet_schema(next((GOLDEN / table).glob("*.parquet"))))


def columns(task: dict[str, Any]) -> set[str]:
    schema = task["spec"]["dataSchema"]
    named = [*schema["dimensionsSpec"]["dimensions"], *schema["metricsSpec"]]
    return {schema["timestampSpec"]["column"], *(column["name"] for column in named)}


def test_the_base_has_every_column_of_the_record() -> None:
    record = stored(SALES.base) - KEPT_IN_THE_RECORD
    assert columns(base_task(SALES, PLACE, [JANUARY], "t")) - SALES.later == record
    assert {marker.name for marker in SALES.markers} <= columns(base_task(SALES, PLACE, [JANUARY], "t"))


@pytest.mark.parametrize("rollup", SALES.rollups[:-1], ids=lambda rollup: rollup.name)
def test_a_rollup_has_every_column_of_the_record(rollup: Rollup) -> None:
    assert columns(rollup_task(SALES, rollup, PLACE, [JANUARY], "t")) - SALES.later == stored(rollup.name)


def test_rows_of_a_month_have_what_those_of_its_days_have() -> None:
    daily, monthly = (
        rollup_task(SALES, SALES.rollup[name], PLACE, [JANUARY], "t")
        for name in ("sales_daily_customer", "customer_month")
    )
    assert columns(monthly) == columns(daily) >= {"first_of_purchase", "first_of_purchase_day"}
    cut = {"type": "period", "period": "P1M", "timeZone": "Africa/Nairobi"}
    assert monthly["spec"]["dataSchema"]["granularitySpec"]["queryGranularity"] == cut


@pytest.mark.parametrize("zone", ["Africa/Nairobi", "Asia/Kolkata", "America/New_York", "UTC", "Asia/Beirut"])
@pytest.mark.parametrize("month", ["2023-12", "2024-03", "2024-11"])
def test_an_interval_is_a_month_of_the_zone(month: str, zone: str) -> None:
    first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=ZoneInfo(zone))
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    bounds = [datetime.fromisoformat(moment) for moment in interval(month, zone).split("/")]
    assert bounds == [first, following]


def test_tasks_are_plain_json() -> None:
    for task in (base_task(SALES, PLACE, [JANUARY], "t"), rollup_task(SALES, SALES.rollups[0], PLACE, [MARCH], "t")):
        assert json.loads(json.dumps(task)) == task


def test_every_staged_file_is_read() -> None:
    source = base_task(SALES, PLACE, [JANUARY, MARCH], "t")["spec"]["ioConfig"]["inputSource"]
    assert source["files"] == ["/staged/a.gz", "/staged/b.gz", "/staged/c.gz"]


def test_only_the_named_months_are_replaced() -> None:
    expected = [interval("2024-01", PLACE.zone), interval("2024-03", PLACE.zone)]
    for task in (
        base_task(SALES, PLACE, [JANUARY, MARCH], "t"),
        rollup_task(SALES, SALES.rollups[0], PLACE, [MARCH, JANUARY], "t"),
    ):
        spec = task["spec"]
        assert sorted(spec["dataSchema"]["granularitySpec"]["intervals"]) == expected
        assert spec["ioConfig"]["appendToExisting"] is False
        assert spec["tuningConfig"]["maxParseExceptions"] == 0


def test_a_rollup_reads_from_the_first_to_the_last_of_its_months() -> None:
    source = rollup_task(SALES, SALES.rollups[0], PLACE, [MARCH, JANUARY], "t")["spec"]["ioConfig"]["inputSource"]
    assert source["dataSource"] == "shop_sales_analytics"
    assert source["interval"] == "2023-12-31T21:00:00.000Z/2024-03-31T21:00:00.000Z"


def test_months_without_files_are_not_emptied() -> None:
    """Druid takes a file it cannot find for no lines: that must not delete what is served."""
    assert base_task(SALES, PLACE, [JANUARY], "t")["spec"]["ioConfig"]["dropExisting"] is False


def partitions(workers: int) -> list[tuple[int, dict[str, Any]]]:
    """Workers and partitions of a base task and a rollup task."""
    place = replace(PLACE, workers=workers)
    tasks = (base_task(SALES, place, [JANUARY], "t"), rollup_task(SALES, SALES.rollups[0], place, [MARCH], "t"))
    tunings = [task["spec"]["tuningConfig"] for task in tasks]
    return [(tuning["maxNumConcurrentSubTasks"], tuning["partitionsSpec"]) for tuning in tunings]


def test_one_worker_makes_one_segment_of_a_rollup_month() -> None:
    """Dynamic partitions are closed early when a limit is passed; equal rows would then appear twice."""
    base, rollup = partitions(1)
    assert (base[0], base[1]["type"], base[1]["maxRowsPerSegment"]) == (1, "dynamic", SEGMENT_ROWS)
    assert (rollup[0], rollup[1]["type"]) == (1, "dynamic")
    assert min(rollup[1]["maxRowsPerSegment"], rollup[1]["maxTotalRows"]) > 2 * 10**9


def test_several_workers_cut_months_by_what_questions_filter() -> None:
    base, rollup = partitions(3)
    assert (base[0], base[1]["type"], base[1]["partitionDimensions"]) == (3, "range", ["branch", "product_line"])
    assert (rollup[0], rollup[1]["type"], rollup[1]["partitionDimensions"]) == (3, "range", ["branch", "region"])


def test_ids_follow_from_content() -> None:
    """The same months from the same files in the same publication have one id; anything else another."""
    first = task_id(PLACE, "sales_hourly", [JANUARY, MARCH], 1)
    assert task_id(PLACE, "sales_hourly", [replace(JANUARY, paths=()), MARCH], 1) == first
    others = {
        task_id(PLACE, "sales_hourly", [JANUARY, MARCH], 2),
        task_id(PLACE, "sales_hourly", [JANUARY], 1),
        task_id(PLACE, "sales_hourly", [JANUARY, replace(MARCH, source="cd")], 1),
        task_id(PLACE, "sales_daily_product", [JANUARY, MARCH], 1),
        task_id(replace(PLACE, prefix="other_"), "sales_hourly", [JANUARY, MARCH], 1),
    }
    assert len(others - {first}) == 5


def test_texts_that_are_not_grouped_by_have_no_index() -> None:
    dimensions = base_task(SALES, PLACE, [JANUARY], "t")["spec"]["dataSchema"]["dimensionsSpec"]["dimensions"]
    without = {d["name"] for d in dimensions if d["type"] == "string" and not d["createBitmapIndex"]}
    assert without == {"order_id", "order_key"}
    assert [d["name"] for d in dimensions[:2]] == ["branch", "product_line"]
    assert set(base_columns(SALES)) == {d["name"] for d in dimensions}
