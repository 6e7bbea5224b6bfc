"""Which months of which rollup may answer, and which days were loaded: the snapshot's manifest as a matrix.

In: a manifest and its catalog. Out: plain values; lists by month stand in the order of `months`. Of a very long history
the newest months are shown and the number of older ones is said.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from backend.planner.coverage import CoveredDays
from backend.planner.coverage import covered_days as days_of
from druid.calendar import add_months
from druid.catalog.model import Catalog
from druid.catalog.pairs import ORDER_ID, PAIRS_TABLE
from druid.store.contents import built_tables
from druid.store.manifest import DataFile, Manifest

MOST_MONTHS = 120
MOST_HOLES = 100
MOST_DAYS = 1000


class State(StrEnum):
    """BUILT answers; WITHDRAWN failed its proof; NOT_BUILT saves too little, or waits; EMPTY has nothing to hold."""

    BUILT = "BUILT"
    WITHDRAWN = "WITHDRAWN"
    NOT_BUILT = "NOT_BUILT"
    EMPTY = "EMPTY"


def coverage(manifest: Manifest, catalog: Catalog) -> dict[str, Any]:
    """`months` with lines and days, `tables` with a state and rows a month and the days that differ, and the holes."""
    covered = days_of(manifest.coverage, manifest.timezone, manifest.timezone, None)
    base = {file.month: file for file in manifest.of_table(catalog.base)}
    every = _months(covered, base)
    shown = every[-MOST_MONTHS:]
    holes = _holes(covered)
    return {
        "months": [_month(month, base.get(month), covered) for month in shown],
        "olderMonths": len(every) - len(shown),
        "tables": [_table(name, shown, manifest, base) for name in built_tables(catalog)],
        "holes": holes[-MOST_HOLES:],
        "holeCount": len(holes),
        "daysLoaded": sum(last - first + 1 for first, last in zip(covered.firsts, covered.lasts, strict=True)),
    }


def _months(covered: CoveredDays, base: Iterable[str]) -> list[str]:
    """Every month from the first that is loaded or has lines to the last, those between included."""
    bounds = covered.bounds()
    known = sorted({*base, *(f"{day:%Y-%m}" for day in bounds or ())})
    if not known:
        return []
    month, last = date.fromisoformat(f"{known[0]}-01"), known[-1]
    months = []
    while f"{month:%Y-%m}" <= last:
        months.append(f"{month:%Y-%m}")
        month = add_months(month, 1)
    return months


def _month(month: str, file: DataFile | None, covered: CoveredDays) -> dict[str, Any]:
    first = date.fromisoformat(f"{month}-01")
    days = calendar.monthrange(first.year, first.month)[1]
    every = [first + timedelta(days=day) for day in range(days)]
    missing = [day.day for day in every if not covered.count(day, day)]
    return {
        "month": month,
        "lines": file.rows if file else 0,
        "days": days,
        "daysLoaded": days - len(missing),
        "missingDays": missing,
    }


def _table(name: str, months: Iterable[str], manifest: Manifest, base: Mapping[str, DataFile]) -> dict[str, Any]:
    files = {file.month: file for file in manifest.of_table(name)}
    gaps = [gap for gap in manifest.withdrawn if gap.table == name]
    withdrawn = {gap.month for gap in gaps}
    waiting = {month for table, month in manifest.not_built if table == name}

    def state(month: str) -> State:
        if month in withdrawn:
            return State.WITHDRAWN
        if month in files and month not in waiting:
            return State.BUILT
        return State.EMPTY if _has_nothing(name, base.get(month)) else State.NOT_BUILT

    shown = list(months)
    return {
        "table": name,
        "rows": sum(file.rows for file in files.values()),
        "states": [state(month).value for month in shown],
        "differingDays": sorted({gap.day for gap in gaps if gap.day})[-MOST_DAYS:],
        "rowsByMonth": [files[month].rows if month in files else 0 for month in shown],
    }


def _has_nothing(table: str, base: DataFile | None) -> bool:
    """Whether the month has no line that this table could be made from."""
    if base is None or not base.rows or base.newest_ms is None:
        return True
    return table == PAIRS_TABLE and not base.present.get(ORDER_ID)


def _holes(covered: CoveredDays) -> list[dict[str, str]]:
    """Days between loaded ones that no load spoke for, both ends included."""
    spans = pairwise(zip(covered.firsts, covered.lasts, strict=True))
    return [
        {"start": date.fromordinal(left[1] + 1).isoformat(), "end": date.fromordinal(right[0] - 1).isoformat()}
        for left, right in spans
    ]
