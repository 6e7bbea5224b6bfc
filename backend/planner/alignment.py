"""Where a rollup's rows fit a window: whole rows inside from the rollup, ragged edges from the base.

Comes in: a window with its buckets, a rollup's grain, the snapshot's facts, months the rollup may not serve. Goes out:
a `Cut`. A rollup row is used only when all lines of its hour, day or month lie inside one bucket of the window.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from backend.planner.facts import Facts
from backend.planner.plan import Interval, Window
from druid.calendar import DAY, HOUR_MS, add_months, day_start_ms, hour_start_ms, local_day
from druid.catalog.model import Grain

KEPT_CUTS = 1024


@dataclass(frozen=True, slots=True)
class Cut:
    """A window divided: `inside` for the rollup, `edges` for the base, together the window, without overlap.

    `ragged` counts the boundaries with lines of one row on both sides. `rows_from` is where the row stands that holds
    the window's first lines: before the window where that begins inside a row without earlier lines.
    """

    inside: tuple[Interval, ...]
    edges: tuple[Interval, ...]
    ragged: int
    rows_from: int


def boundaries_of(window: Window) -> tuple[int, ...]:
    """The instants at which a line changes its bucket, or enters or leaves the window."""
    return tuple(sorted({window.start_ms, window.end_ms, *(bucket.start_ms for bucket in window.buckets)}))


@lru_cache(maxsize=1 << 16)
def row_around(ms: int, grain: Grain, zone: str) -> Interval | None:
    """The stored hour, day or month that an instant cuts in two, None when it falls between two of them."""
    if grain is Grain.HOUR:
        start = hour_start_ms(ms, zone)
        return None if start == ms else Interval(start, start + HOUR_MS)
    day = local_day(ms, zone)
    first, after = (day.replace(day=1), add_months(day, 1)) if grain is Grain.MONTH else (day, day + DAY)
    start = day_start_ms(first, zone)
    return None if start == ms else Interval(start, day_start_ms(after, zone))


def is_aligned(boundaries: Iterable[int], grain: Grain, zone: str) -> bool:
    return all(row_around(ms, grain, zone) is None for ms in boundaries)


def split_rows(window: Window, boundaries: Iterable[int], grain: Grain, facts: Facts) -> tuple[Interval, ...]:
    """The stored rows that boundaries really cut: a row is whole when no line of it lies outside of the window.

    Of the month that still runs, all lines lie before the window's end, so its row is whole.
    """
    return _split(_ends_of(window), tuple(boundaries), grain, facts)


@dataclass(frozen=True, slots=True)
class _Ends:
    """Of a window what decides how it is cut; `unit_ms` is where its first bucket's day, month... begins, if known."""

    start_ms: int
    end_ms: int
    unit_ms: float | None


def _ends_of(window: Window) -> _Ends:
    return _Ends(window.start_ms, window.end_ms, window.buckets[0].unit_ms if window.buckets else -inf)


def _split(ends: _Ends, boundaries: tuple[int, ...], grain: Grain, facts: Facts) -> tuple[Interval, ...]:
    around = ((ms, row_around(ms, grain, facts.zone)) for ms in boundaries)
    return tuple(row for ms, row in around if row is not None and not _is_whole(ends, ms, row, facts))


def _is_whole(ends: _Ends, ms: int, row: Interval, facts: Facts) -> bool:
    first, newest = facts.bounds_of(row)
    if ms == ends.end_ms:
        return newest is not None and newest < ms
    if ms != ends.start_ms or first is None or first < ms:
        return False
    return ends.unit_ms is not None and ends.unit_ms <= row.start_ms


def cut_window(
    window: Window, boundaries: tuple[int, ...], grain: Grain, facts: Facts, barred: Iterable[Interval]
) -> Cut:
    """The window divided for rows of a grain, without the `barred` months."""
    return _cut(_ends_of(window), boundaries, grain, facts, tuple(barred))


@lru_cache(maxsize=KEPT_CUTS)
def _cut(ends: _Ends, boundaries: tuple[int, ...], grain: Grain, facts: Facts, barred: tuple[Interval, ...]) -> Cut:
    """The same for every question of the window, whatever it asks."""
    split = _split(ends, boundaries, grain, facts)
    edges = merge((*split, *barred), ends)
    first = row_around(ends.start_ms, grain, facts.zone)
    rows_from = ends.start_ms if first is None or first in split else first.start_ms
    return Cut(_rest(edges, ends), edges, len(split), rows_from)


def merge(pieces: Iterable[Interval], window: _Ends) -> tuple[Interval, ...]:
    """Pieces cut to the window, in order, those that touch made one."""
    merged: list[Interval] = []
    for piece in sorted(pieces, key=lambda interval: interval.start_ms):
        start, end = max(piece.start_ms, window.start_ms), min(piece.end_ms, window.end_ms)
        if end <= start:
            continue
        if merged and start <= merged[-1].end_ms:
            merged[-1] = Interval(merged[-1].start_ms, max(merged[-1].end_ms, end))
        else:
            merged.append(Interval(start, end))
    return tuple(merged)


def _rest(edges: tuple[Interval, ...], window: _Ends) -> tuple[Interval, ...]:
    """The window without its edges."""
    starts = (window.start_ms, *(edge.end_ms for edge in edges))
    ends = (*(edge.start_ms for edge in edges), window.end_ms)
    return tuple(Interval(start, end) for start, end in zip(starts, ends, strict=True) if end > start)
