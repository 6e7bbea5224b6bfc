"""Rollup files of one or several months and the proof that they say the same as the base.

In: the workbench with view `base_lines` (base files) and table `slots`, both of these months. Out: Parquet files,
their facts, and `Withdrawn` for every rollup, local day (of rollups by month: first of the month) and number whose
total is not the base's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from druid.catalog.model import Catalog, Grain, Rollup
from druid.ingestion_spec import rollup_numbers
from druid.store.manifest import Withdrawn
from ingestion.sink.bench import Workbench, is_completed, listed, quoted, slot_of

LARGEST_SHARE = 2
"""A rollup may have at most one row for this many completed lines of the base."""

_BUCKET = {Grain.HOUR: "slots.hour_ms", Grain.DAY: "slots.day_ms", Grain.MONTH: "slots.month_ms"}

_SUMMED = """
    CREATE OR REPLACE TEMP VIEW summed AS
    SELECT make_timestamp_ms({bucket}) AS {time}, {dimensions}, {sums}, {moments}, slots.month AS its_month
    FROM base_lines JOIN slots ON slots.slot = {slot}
    WHERE {completed} GROUP BY {bucket}, slots.month, {dimensions}
"""
_ROLLUP = """
    COPY (
        SELECT * EXCLUDE (its_month) FROM summed WHERE its_month = $month ORDER BY {time}, {dimensions}
    ) TO $path (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
"""
_FACTS = """
    SELECT slots.month, count(*), min(epoch_ms({first})), max(epoch_ms({last})), {sums}
    FROM rollup_rows JOIN slots ON slots.slot = {slot} GROUP BY slots.month
"""
_DAYS = "SELECT slots.day, {sums} FROM {view} JOIN slots ON slots.slot = {slot} WHERE {condition} GROUP BY slots.day"

DayTotals = dict[str, dict[str, int | None]]


@dataclass(frozen=True, slots=True)
class RollupFacts:
    """What a rollup file holds."""

    rows: int
    first_ms: int | None
    last_ms: int | None
    sums: dict[str, int]


def sum_lines(bench: Workbench, catalog: Catalog, rollup: Rollup, *, held: bool) -> None:
    """Define view `summed`: completed lines of `base_lines` by local bucket and dimensions; `held`: computed once."""
    names = rollup_numbers(catalog, rollup)
    sql = _SUMMED.format(
        bucket=_BUCKET[rollup.grain],
        time=quoted(catalog.time),
        dimensions=listed(quoted(name) for name in rollup.dimensions),
        sums=listed(f"sum({quoted(name)})::BIGINT AS {quoted(name)}" for name in names),
        moments=listed(
            f"min({quoted(m.name)}) AS {quoted(m.first)}, max({quoted(m.name)}) AS {quoted(m.last)}"
            for m in catalog.moments
        ),
        slot=slot_of(catalog),
        completed=is_completed(catalog),
    )
    bench.run(sql)
    if held:
        bench.hold("summed")


def write_rollup(bench: Workbench, catalog: Catalog, rollup: Rollup, month: str, path: Path) -> None:
    """Write one month of `summed`."""
    sql = _ROLLUP.format(time=quoted(catalog.time), dimensions=listed(quoted(name) for name in rollup.dimensions))
    bench.run(sql, {"month": month, "path": str(path)})


def rollup_facts(bench: Workbench, catalog: Catalog, rollup: Rollup) -> dict[str, RollupFacts]:
    """Counts and totals of view `rollup_rows` by month."""
    names = rollup_numbers(catalog, rollup)
    sale = catalog.moment[catalog.time]
    totals = listed(f"sum({quoted(name)})" for name in names)
    words = {"first": quoted(sale.first), "last": quoted(sale.last), "slot": slot_of(catalog)}
    found = {}
    for month, rows, first, last, *sums in bench.run(_FACTS.format(sums=totals, **words)):
        known = {name: int(value) for name, value in zip(names, sums, strict=True) if value is not None}
        found[str(month)] = RollupFacts(rows, first, last, known)
    return found


def is_too_large(rows: int, completed: int) -> bool:
    """Whether a rollup saves too little to be kept."""
    return rows * LARGEST_SHARE > completed


def base_days(bench: Workbench, catalog: Catalog) -> DayTotals:
    """Totals of the completed lines of `base_lines` by local day."""
    stored = bench.columns("base_lines")
    names = (*catalog.summed, *(marker.name for marker in catalog.markers if marker.name in stored))
    return _days(bench, catalog, names, "base_lines")


def disagreements(
    bench: Workbench, catalog: Catalog, rollup: Rollup, months: Collection[str], expected: DayTotals
) -> tuple[Withdrawn, ...]:
    """Every day and number of view `rollup_rows` that differs from the base, in the months it was built for.

    Numbers that a store of an earlier release lacks are not compared.
    """
    stored = bench.columns("rollup_rows")
    names = tuple(name for name in rollup_numbers(catalog, rollup) if name in stored)
    found = _days(bench, catalog, names, "rollup_rows")
    expected = by_row(expected, rollup.grain)
    days = sorted(day for day in expected.keys() | found.keys() if month_of(day) in months)
    return tuple(
        Withdrawn(rollup.name, month_of(day), day, name, _number(expected, day, name), _number(found, day, name))
        for day in days
        for name in names
        if expected.get(day, {}).get(name) != found.get(day, {}).get(name)
    )


def _days(bench: Workbench, catalog: Catalog, names: tuple[str, ...], view: str) -> DayTotals:
    sql = _DAYS.format(
        sums=listed(f"sum({quoted(name)})" for name in names),
        view=view,
        slot=slot_of(catalog),
        condition=is_completed(catalog) if view == "base_lines" else "true",
    )
    return {day: dict(zip(names, sums, strict=True)) for day, *sums in bench.run(sql)}


def by_row(totals: DayTotals, grain: Grain) -> DayTotals:
    """Totals by day as the rows of a rollup stand: those of a month on its first day.

    >>> by_row({"2024-03-07": {"lines": 2}, "2024-03-31": {"lines": None}}, Grain.MONTH)
    {'2024-03-01': {'lines': 2}}
    """
    if grain is not Grain.MONTH:
        return totals
    months: DayTotals = {}
    for day, numbers in totals.items():
        month = months.setdefault(f"{month_of(day)}-01", {})
        for name, number in numbers.items():
            known = month.get(name)
            month[name] = number if known is None else known + (number or 0)
    return months


def month_of(day: str) -> str:
    """The month of a local day.

    >>> month_of("2024-03-31")
    '2024-03'
    """
    return day[:7]


def _number(totals: DayTotals, day: str, name: str) -> int:
    return totals.get(day, {}).get(name) or 0
