"""What a serving document makes of its record: the planner's manifest, and which months a question touches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.engine.druid.documents import FALLBACK_RETRY_SECONDS, Documents
from backend.engine.druid.served import Served, replaced_months
from backend.errors import NoData, StoreOutdated
from backend.planner.facts import facts_of
from backend.planner.plan import Interval, Reason
from backend.tests.engine.disk import write_store
from backend.tests.engine.druid.tiny_cluster import publish, serving_of
from backend.tests.stores import Trouble, make_store
from druid.catalog.pairs import PAIRS_TABLE
from druid.catalog.sales import SALES
from druid.store.manifest import Withdrawn, manifest_path
from druid.store.serving import serving_path

TINY = make_store(3, Trouble(withdrawn=1, not_built=1, holes=False))
CLEAN = make_store(3, Trouble(withdrawn=0, not_built=0, holes=False))
JANUARY = Interval(1_704_056_400_000, 1_706_734_800_000)  # of 2024 in Nairobi
ROLLUPS = {rollup.name for rollup in SALES.rollups}


def served(**changes: Any) -> Served:  # noqa: ANN401  # fields of a document
    return Served(replace(serving_of(CLEAN), **changes), CLEAN.manifest, SALES)


def test_the_cluster_says_what_is_withdrawn_and_missing() -> None:
    """The record's own list is of its files; what failed on the cluster is another."""
    gap = Withdrawn("sales_hourly", "2024-02", "2024-02-03", "lines", 4, 5)
    serving = replace(serving_of(TINY), withdrawn=(gap,), missing=(("sales_daily_product", "2024-03"),))
    made = Served(serving, TINY.manifest, SALES).manifest
    assert made.withdrawn == (gap,)
    unusable = facts_of(made, SALES).unusable
    assert unusable["sales_hourly", "2024-02"] is Reason.PROOF_FAILED
    assert unusable["sales_daily_product", "2024-03"] is Reason.NOT_BUILT
    assert made.version == TINY.manifest.version


def test_rollups_of_months_being_loaded_are_left_alone() -> None:
    made = served(loading=("2024-01",)).manifest
    left_alone = {*ROLLUPS, PAIRS_TABLE}
    assert {pair for pair in made.not_built if pair[1] == "2024-01"} == {(name, "2024-01") for name in left_alone}
    assert {month for _, month in made.not_built} == {"2024-01"}


def test_a_rollup_month_never_seen_served_is_not_used() -> None:
    months = tuple(m for m in serving_of(CLEAN).months if (m.table, m.month) != ("sales_hourly", "2024-05"))
    assert served(months=months).manifest.not_built == (("sales_hourly", "2024-05"),)


def test_a_month_built_from_other_lines_than_the_record_has_is_not_used() -> None:
    stale = {(name, "2024-05") for name in (*ROLLUPS, SALES.base)}
    months = tuple(replace(m, source="other") if (m.table, m.month) in stale else m for m in serving_of(CLEAN).months)
    made = served(months=months)
    assert set(made.manifest.not_built) == stale - {(SALES.base, "2024-05")}
    assert made.unpublished_in([Interval(JANUARY.start_ms, JANUARY.end_ms + 150 * 86_400_000)]) == ("2024-05",)
    assert made.unpublished_in([JANUARY]) == ()


def test_the_same_bars_keep_the_same_manifest() -> None:
    """Plans' facts are kept by the manifest itself."""
    made = served()
    assert made.barring(frozenset()) is made
    barred = made.barring(frozenset({("sales_hourly", "2024-02")}))
    assert barred.manifest.not_built == (("sales_hourly", "2024-02"),)
    assert barred.manifest is barred.manifest
    assert barred.barring(frozenset()).manifest.not_built == ()


def test_months_by_time() -> None:
    assert served().months_in([JANUARY]) == ("2024-01",)
    assert served().months_in([Interval(JANUARY.start_ms - 1, JANUARY.end_ms + 1)]) == ("2023-12", "2024-01", "2024-02")
    assert served().published_in("sales_hourly", [Interval(0, JANUARY.start_ms)]) == ("2023-12",)


def test_replaced_months_are_those_of_other_segments_or_being_loaded() -> None:
    before = serving_of(CLEAN)
    months = tuple(
        replace(m, version="later") if (m.table, m.month) == ("sales_hourly", "2024-05") else m for m in before.months
    )
    after = replace(before, number=2, months=months, loading=("2024-07",))
    assert replaced_months("sales_hourly", before, after) == {"2024-05", "2024-07"}
    assert replaced_months(SALES.base, before, after) == {"2024-07"}
    assert replaced_months(SALES.base, before, before) == frozenset()


async def test_a_document_and_manifests_are_enough(tmp_path: Path) -> None:
    write_store(CLEAN, tmp_path, CLEAN.manifest.sequence)
    for file in (tmp_path / "data").iterdir():
        file.unlink()
    publish(tmp_path, serving_of(CLEAN))
    documents = Documents(tmp_path, SALES)
    first = await documents.newest()
    assert first.record.newest_ms == CLEAN.manifest.newest_ms
    assert await documents.newest() is first
    publish(tmp_path, serving_of(CLEAN, 2, loading=["2024-01"]))
    assert (await documents.newest()).serving.loading == ("2024-01",)


async def test_a_torn_document_is_passed_over_and_said(tmp_path: Path) -> None:
    write_store(CLEAN, tmp_path, CLEAN.manifest.sequence)
    publish(tmp_path, serving_of(CLEAN))
    serving_path(tmp_path, 2).write_bytes(serving_path(tmp_path, 1).read_bytes()[:-9])
    now = 100.0
    documents = Documents(tmp_path, SALES, lambda: now)
    found = await documents.newest()
    assert found.serving.number == 1
    assert (found.fallback or "").startswith("SERVING_FALLBACK 2")
    publish(tmp_path, serving_of(CLEAN, 2))
    assert (await documents.newest()).serving.number == 1
    now += FALLBACK_RETRY_SECONDS
    healed = await documents.newest()
    assert (healed.serving.number, healed.fallback) == (2, None)


async def test_nothing_published_is_no_data_with_the_command_to_run(tmp_path: Path) -> None:
    write_store(CLEAN, tmp_path, CLEAN.manifest.sequence)
    with pytest.raises(NoData, match="published") as caught:
        await Documents(tmp_path, SALES).newest()
    assert "ENGINE=druid" in caught.value.hint


async def test_a_record_that_is_gone_is_no_data(tmp_path: Path) -> None:
    write_store(CLEAN, tmp_path, CLEAN.manifest.sequence)
    publish(tmp_path, serving_of(CLEAN))
    manifest_path(tmp_path, CLEAN.manifest.sequence).unlink()
    with pytest.raises(NoData):
        await Documents(tmp_path, SALES).newest()


async def test_another_layout_is_refused_by_name(tmp_path: Path) -> None:
    other = replace(CLEAN, manifest=replace(CLEAN.manifest, essential="other"))
    write_store(other, tmp_path, CLEAN.manifest.sequence)
    publish(tmp_path, serving_of(other))
    with pytest.raises(StoreOutdated):
        await Documents(tmp_path, SALES).newest()
