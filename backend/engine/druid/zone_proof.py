"""Whether the cluster's time zone rules are ours, wherever a statement cuts time by them.

Both sides carry a time zone database of their own, of different years. Comes in: a zone and the stretch of time that
is cut. Goes out: where they differ there. Each year of a zone is asked once: around every change of offset that we
know, and every few days between.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

from cachetools import TTLCache
from sqlglot import exp

from backend.engine.druid.cluster import Cluster, Inquiry
from backend.engine.druid.statements import Cutting
from backend.errors import EngineFailed
from backend.planner.plan import Interval
from druid.calendar import offset_ms, to_ms

DAY_MS = 86_400_000
STEP_MS = 5 * DAY_MS
LONGEST_MS = {"PT1H": DAY_MS, "P1D": 3 * DAY_MS, "P1W": 10 * DAY_MS, "P1M": 34 * DAY_MS, "P3M": 95 * DAY_MS}
YEAR_MS = 370 * DAY_MS
UNTOLD_SECONDS = 600.0
MOST_UNTOLD = 256
_PLAIN = frozenset(("UTC", "Etc/UTC", "GMT", "Etc/GMT"))


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of time inside which the two sides differ at `at_ms`."""

    at_ms: int
    span: Interval


class ZoneProof:
    """Keeps what was found by zone and year, for as long as the process."""

    def __init__(self, cluster: Cluster, clock: Callable[[], float] = time.monotonic) -> None:
        self._cluster = cluster
        self._untold: TTLCache[tuple[str, int], tuple[Difference, ...]] = TTLCache(MOST_UNTOLD, UNTOLD_SECONDS, clock)
        self._known: dict[tuple[str, int], tuple[Difference, ...]] = {}
        self._asking = asyncio.Lock()

    async def differences(self, cutting: Cutting, cut: Interval, deadline: float) -> tuple[Difference, ...]:
        """Where in the stretch the cluster's clocks are not ours."""
        if cutting.zone in _PLAIN:
            return ()
        years = range(_year(cut.start_ms), _year(cut.end_ms) + 1)
        found = [one for year in years for one in await self._of_year((cutting.zone, year), deadline)]
        return tuple(one for one in found if one.span.start_ms < cut.end_ms and cut.start_ms <= one.span.end_ms)

    async def _of_year(self, asked: tuple[str, int], deadline: float) -> tuple[Difference, ...]:
        """Asks once. A zone that the cluster cannot tell differs everywhere, and is asked again later."""
        if (known := self._found(asked)) is not None:
            return known
        async with self._asking:
            if (known := self._found(asked)) is not None:
                return known
            instants = probes(*asked)
            try:
                reply = await self._cluster.ask(offsets_inquiry(asked[0], instants), deadline)
            except EngineFailed:
                self._untold[asked] = (Difference(instants[0], Interval(instants[0], instants[-1])),)
                return self._untold[asked]
            self._known[asked] = compared(asked[0], instants, reply.rows())
            return self._known[asked]

    def _found(self, asked: tuple[str, int]) -> tuple[Difference, ...] | None:
        return self._known.get(asked, self._untold.get(asked))


def cut_stretch(cutting: Cutting, intervals: tuple[Interval, ...]) -> Interval:
    """From the earliest moment that the first bucket can begin to the end."""
    lead = LONGEST_MS.get(cutting.period, YEAR_MS)
    return Interval(min(each.start_ms for each in intervals) - lead, max(each.end_ms for each in intervals))


def _year(ms: int) -> int:
    return datetime.fromtimestamp(ms // 1000, UTC).year


def _year_start(year: int) -> int:
    return to_ms(datetime(year, 1, 1, tzinfo=UTC))


@lru_cache(maxsize=4096)
def probes(zone: str, year: int) -> tuple[int, ...]:
    """Instants of a UTC year to compare at: both sides of each change of offset, and every few days."""
    start, end = _year_start(year), _year_start(year + 1)
    steps = [*range(start, end, STEP_MS), end]
    changes = [change for one, other in pairwise(steps) for change in _changes(one, other, zone)]
    return tuple(sorted({*steps[:-1], end - 1, *changes, *(change - 1 for change in changes)}))


def _changes(start: int, end: int, zone: str) -> Iterable[int]:
    """First moments of another offset between two instants, day by day."""
    days = [*range(start, end, DAY_MS), end]
    for one, other in pairwise(days):
        if offset_ms(one, zone) != offset_ms(other, zone):
            yield _first_of_other(one, other, zone)


def _first_of_other(before: int, after: int, zone: str) -> int:
    old = offset_ms(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if offset_ms(middle, zone) == old else (before, middle)
    return after


def offsets_inquiry(zone: str, instants: Iterable[int]) -> Inquiry:
    """The cluster's own offset at each instant, from constants: no table is read."""
    ms, listed = exp.column("ms", quoted=True), exp.values([(instant,) for instant in instants], "t", ["ms"])
    moment = exp.Anonymous(this="MILLIS_TO_TIMESTAMP", expressions=[ms])
    written = exp.Anonymous(
        this="TIME_FORMAT", expressions=[moment, exp.Literal.string("ZZ"), exp.Literal.string(zone)]
    )
    select = exp.select(ms, exp.alias_(written, "utc_offset", quoted=True)).from_(listed)
    return Inquiry(select.sql(dialect="druid"))


def compared(zone: str, instants: Iterable[int], rows: Iterable[dict[str, object]]) -> tuple[Difference, ...]:
    """Where the cluster's offsets are not ours; raises EngineFailed when it did not tell all of them."""
    told = {row["ms"]: row["utc_offset"] for row in rows}
    asked = sorted(instants)
    if set(told) != set(asked):
        raise EngineFailed("The engine did not say how its time zones are.")
    found = []
    for index, instant in enumerate(asked):
        if told[instant] != written_offset(instant, zone):
            span = Interval(asked[max(index - 1, 0)], asked[min(index + 1, len(asked) - 1)])
            found.append(Difference(instant, span))
    return tuple(found)


def written_offset(ms: int, zone: str) -> str:
    """Our offset as "+03:00".

    >>> written_offset(1704056400000, "Africa/Nairobi")
    '+03:00'
    """
    minutes, sign = abs(offset_ms(ms, zone)) // 60_000, "-" if offset_ms(ms, zone) < 0 else "+"
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def fixed_offset(zone: str, cut: Interval) -> str | None:
    """The one offset that our clocks show over the whole stretch, None when they change."""
    points = [*range(cut.start_ms, cut.end_ms, DAY_MS), cut.end_ms - 1]
    offsets = {offset_ms(point, zone) for point in points}
    is_whole = len(offsets) == 1 and not any(offset % 60_000 for offset in offsets)
    return written_offset(cut.start_ms, zone) if is_whole else None
