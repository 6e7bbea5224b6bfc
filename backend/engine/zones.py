"""A zone's offsets as a short list of stretches, so that SQL can do local time by plain integer arithmetic.

Comes in: an IANA zone and a span of years. Goes out: consecutive stretches of one offset. They are read from the
same time zone database as the planner's calendar, so engine and planner cannot disagree about a transition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from druid.calendar import offset_ms

DAY_MS = 86_400_000
FIRST_YEAR = 1990
LAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time from `start_ms` (None: since ever) to the next stretch, `offset_ms` ahead of UTC.

    `reached_ms` is the local time that clocks had shown already when they were put back over a midnight, None
    elsewhere: a day that has begun does not end by that.
    """

    start_ms: int | None
    offset_ms: int
    reached_ms: int | None = None


def year_ms(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000


def year_of(ms: int) -> int:
    return datetime.fromtimestamp(ms / 1000, UTC).year


@lru_cache(maxsize=512)
def stretches(zone: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> tuple[Stretch, ...]:
    """The stretches that touch the years, both included.

    >>> stretches("Africa/Nairobi")
    (Stretch(start_ms=None, offset_ms=10800000, reached_ms=None),)
    >>> [s.offset_ms // 3_600_000 for s in stretches("Europe/London", 2024, 2024)]
    [0, 1, 0]
    """
    offset = offset_ms(year_ms(first_year), zone)
    found = [Stretch(None, offset)]
    for year in range(first_year, last_year + 1):
        for start, after in _changes(zone, year):
            found.append(Stretch(start, after, _reached(start, offset, after)))
            offset = after
    return tuple(found)


def _reached(start: int, before: int, after: int) -> int | None:
    last_shown = start + before - 1
    return last_shown if last_shown // DAY_MS > (start + after) // DAY_MS else None


@lru_cache(maxsize=8192)
def _changes(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """Moments of a year at which the offset changes, with the new offset. No zone changes twice in a day."""
    changes = []
    end = year_ms(year + 1)
    moment, offset = year_ms(year), offset_ms(year_ms(year), zone)
    while moment < end:
        later = min(moment + DAY_MS, end)
        after = offset_ms(later, zone)
        if after != offset:
            changes.append((_moment_of_change(moment, later, zone), after))
        moment, offset = later, after
    return tuple(changes)


def _moment_of_change(before: int, after: int, zone: str) -> int:
    offset = offset_ms(after, zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if offset_ms(middle, zone) == offset else (middle, after)
    return after
