"""Which local days the store can speak for, as loads add to them.

In: coverage so far and what a load covers. Out: merged coverage, at most one entry for each run of days of a branch.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from druid.store.manifest import Coverage


def covered_by(days: tuple[str, str], branches: tuple[str, ...]) -> tuple[Coverage, ...]:
    """The coverage of one load: of each of its branches, or of all when it does not name them."""
    return tuple(Coverage(*days, branch) for branch in branches) or (Coverage(*days),)


def merge_coverage(coverage: Iterable[Coverage]) -> tuple[Coverage, ...]:
    """The same days in the fewest entries, ordered by branch and day, all branches first.

    >>> merge_coverage([Coverage("2024-01-02", "2024-01-03"), Coverage("2024-01-01", "2024-01-01")])
    (Coverage(first_day='2024-01-01', last_day='2024-01-03', branch=None),)
    """
    ordered = sorted(set(coverage), key=lambda c: (_branch(c), c.first_day, c.last_day))
    return tuple(merged for _, entries in groupby(ordered, key=_branch) for merged in _merge_runs(entries))


def _branch(coverage: Coverage) -> tuple[bool, str]:
    return coverage.branch is not None, coverage.branch or ""


def _merge_runs(entries: Iterable[Coverage]) -> list[Coverage]:
    runs: list[Coverage] = []
    for entry in entries:
        if runs and entry.first_day <= _day_after(runs[-1].last_day):
            last_day = max(entry.last_day, runs[-1].last_day)
            runs[-1] = Coverage(runs[-1].first_day, last_day, entry.branch)
        else:
            runs.append(entry)
    return runs


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
