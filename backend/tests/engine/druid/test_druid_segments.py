"""What the segment table of a cluster means for what was published to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from backend.engine.druid.segments import Findings, Held, compare, held_from
from backend.engine.druid.served import Served
from backend.tests.engine.druid.tiny_cluster import PREFIX, VERSION, serving_of
from backend.tests.stores import Trouble, make_store
from druid.catalog.sales import SALES

TINY = make_store(3, Trouble(withdrawn=0, not_built=0, holes=False))
SERVED = Served(serving_of(TINY), TINY.manifest, SALES)
HOURLY, MAY = PREFIX + "sales_hourly", "2024-05"


def everything() -> list[Held]:
    return [
        Held(PREFIX + table, SERVED.bounds[month].start_ms, VERSION, 1, 1, published.rows)
        for (table, month), published in SERVED.published.items()
    ]


def found(change: dict[str, Any], table: str = "sales_hourly") -> Findings:
    """The findings when the segment of May is another."""
    start = SERVED.bounds[MAY].start_ms
    held = [
        replace(one, **change) if (one.datasource, one.start_ms) == (PREFIX + table, start) else one
        for one in everything()
    ]
    return compare(SERVED, held)


def test_everything_served_bars_nothing() -> None:
    findings = compare(SERVED, everything())
    assert findings.unserved == frozenset()
    assert findings.foreign == frozenset()
    assert findings.available == findings.expected
    assert (findings.expected or {})["sales_hourly"] == sum(table == "sales_hourly" for table, _ in SERVED.published)


def test_a_rollup_month_not_loaded_anywhere_is_barred() -> None:
    findings = found({"available": 0})
    assert findings.unserved == {("sales_hourly", MAY)}
    assert (findings.available or {})["sales_hourly"] == (findings.expected or {})["sales_hourly"] - 1


def test_a_rollup_month_that_is_gone_is_barred() -> None:
    start = SERVED.bounds[MAY].start_ms
    held = [one for one in everything() if (one.datasource, one.start_ms) != (HOURLY, start)]
    assert compare(SERVED, held).unserved == {("sales_hourly", MAY)}


def test_a_rollup_month_of_another_version_is_barred() -> None:
    """Whoever wrote it, it was not proved."""
    assert found({"version": "2026-01-01T00:00:00.000Z"}).unserved == {("sales_hourly", MAY)}


def test_lines_of_another_version_are_foreign_only_when_their_number_differs() -> None:
    """Compaction makes another version of the same lines."""
    later: dict[str, Any] = {"version": "2026-01-01T00:00:00.000Z"}
    assert found(later, SALES.base).foreign == frozenset()
    assert found({**later, "rows": 1_000_000}, SALES.base).foreign == {MAY}
    assert found({**later, "rows": 0}, SALES.base).foreign == frozenset()


def test_rows_added_under_the_published_version_are_seen() -> None:
    """Whoever appends to a month gets its version: only the number of its segments tells."""
    added = {"segments": 2, "available": 2, "rows": 1_000_000}
    assert found(added).unserved == {("sales_hourly", MAY)}
    assert found(added, SALES.base).foreign == {MAY}
    assert found({**added, "rows": 0}, SALES.base).foreign == frozenset()


def test_months_being_loaded_are_left_alone() -> None:
    loading = Served(replace(SERVED.serving, loading=(MAY,)), TINY.manifest, SALES)
    assert compare(loading, []).unserved == {
        pair for pair in SERVED.published if pair[0] != SALES.base and pair[1] != MAY
    }


def test_rows_of_the_cluster_are_read_by_name() -> None:
    row = {
        "held_rows": 7, "available": 1, "segments": 2, "version": "v", "datasource": "d",
        "start": "2024-02-29T21:00:00.000Z",
    }  # fmt: skip
    assert held_from([row]) == (Held("d", 1_709_240_400_000, "v", 2, 1, 7),)
