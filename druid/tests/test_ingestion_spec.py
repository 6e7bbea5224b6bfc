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
    assert columns(base_task(SALES, PLACE, [JANUARY], "t")) == stored(SALES.base) - KEPT_IN_THE_RECORD


@pytest.mark.parametrize("rollup", SALES.rollups, ids=lambda rollup: rollup.name)
def test_a_rollup_has_every_column_of_the_record(rollup: Rollup) -> None:
    assert columns(rollup_task(SALES, rollup, PLACE, [JANUARY], "t")) == stored(rollup.name)


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


@pytest.mark.parametrize(
    ("rows", "workers", "kind", "tasks"),
    [
        (SEGMENT_ROWS, 1, "dynamic", 1),
        (SEGMENT_ROWS + 1, 1, "range", 2),
        (10, 2, "range", 2),
        (10, 8, "range", 8),
    ],
)
def test_months_are_cut_only_when_large(rows: int, workers: int, kind: str, tasks: int) -> None:
    place, months = replace(PLACE, workers=workers), [replace(JANUARY, rows=rows), MARCH]
    for task in (
        base_task(SALES, place, months, "t"),
        rollup_task(SALES, SALES.rollups[0], place, months, "t"),
    ):
        tuning = task["spec"]["tuningConfig"]
        assert (tuning["partitionsSpec"]["type"], tuning["maxNumConcurrentSubTasks"]) == (kind, tasks)


def test_one_segment_a_month_whatever_the_number_of_months() -> None:
    """Dynamic partitions are closed early when all months together pass a limit; rows would then appear twice."""
    spec = base_task(SALES, PLACE, [replace(JANUARY, rows=SEGMENT_ROWS)] * 400, "t")["spec"]["tuningConfig"]
    assert spec["partitionsSpec"]["maxRowsPerSegment"] > SEGMENT_ROWS
    assert spec["partitionsSpec"]["maxTotalRows"] > 400 * SEGMENT_ROWS


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
