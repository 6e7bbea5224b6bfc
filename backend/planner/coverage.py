"""Which local days were loaded: the manifest's ranges as days of any zone.

Comes in: the ranges of the snapshot (business-zone days), the branches a question includes, a zone. Goes out:
`CoveredDays`, which counts covered days between two days. A day of another zone is covered when a business day
that overlaps it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from druid.calendar import DAY, day_start_ms, local_day
from druid.store.manifest import Coverage


@dataclass(frozen=True, slots=True)
class CoveredDays:
    """Disjoint ranges of day ordinals in order, both ends included."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def count(self, first: date, last: date) -> int:
        """How many days from `first` to `last` were loaded."""
        low, high = first.toordinal(), last.toordinal()
        total = 0
        for index in range(max(bisect_right(self.firsts, low) - 1, 0), len(self.firsts)):
            if self.firsts[index] > high:
                break
            total += max(0, min(high, self.lasts[index]) - max(low, self.firsts[index]) + 1)
        return total

    def bounds(self) -> tuple[date, date] | None:
        """The first and the last covered day, None when nothing is covered."""
        if not self.firsts:
            return None
        return date.fromordinal(self.firsts[0]), date.fromordinal(self.lasts[-1])


def covered_days(
    ranges: Iterable[Coverage], business_zone: str, zone: str, branches: frozenset[str | None] | None
) -> CoveredDays:
    """The days of `zone` that a load spoke for: of any of `branches`, or of any branch when None.

    >>> covered_days([Coverage("2024-01-01", "2024-01-31", "Thika")], "Africa/Nairobi", "UTC", frozenset({"Ruiru"}))
    CoveredDays(firsts=(), lasts=())
    """
    spans = sorted(
        _local_span(span, business_zone, zone)
        for span in ranges
        if branches is None or span.branch is None or span.branch in branches
    )
    firsts: list[int] = []
    lasts: list[int] = []
    for first, last in spans:
        if lasts and first <= lasts[-1] + 1:
            lasts[-1] = max(lasts[-1], last)
        else:
            firsts.append(first)
            lasts.append(last)
    return CoveredDays(tuple(firsts), tuple(lasts))


def _local_span(span: Coverage, business_zone: str, zone: str) -> tuple[int, int]:
    first, last = date.fromisoformat(span.first_day), date.fromisoformat(span.last_day)
    if zone != business_zone:
        first, last = (
            local_day(day_start_ms(first, business_zone), zone),
            local_day(day_start_ms(last + DAY, business_zone) - 1, zone),
        )
    return first.toordinal(), last.toordinal()
