"""Where a rollup's rows fit a window: whole rows inside from the rollup, ragged edges from the base.

Comes in: a window with its buckets, a rollup's grain, the business zone, months the rollup may not serve. Goes out:
a `Cut`. A rollup row is used only when its whole hour or day lies inside one bucket of the window.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from backend.planner.plan import Interval, Window
from druid.calendar import DAY, HOUR_MS, day_start_ms, hour_start_ms, local_day
from druid.catalog.model import Grain


@dataclass(frozen=True, slots=True)
class Cut:
    """A window divided: `inside` for the rollup, `edges` for the base, together the window, without overlap.

    `ragged` counts the boundaries that fall inside a row.
    """

    inside: tuple[Interval, ...]
    edges: tuple[Interval, ...]
    ragged: int


def boundaries_of(window: Window) -> tuple[int, ...]:
    """The instants at which a line changes its bucket, or enters or leaves the window."""
    return tuple(sorted({window.start_ms, window.end_ms, *(bucket.start_ms for bucket in window.buckets)}))


@lru_cache(maxsize=1 << 16)
def row_around(ms: int, grain: Grain, zone: str) -> Interval | None:
    """The stored hour or day that an instant cuts in two, None when it falls between two of them."""
    if grain is Grain.HOUR:
        start = hour_start_ms(ms, zone)
        return None if start == ms else Interval(start, start + HOUR_MS)
    day = local_day(ms, zone)
    start = day_start_ms(day, zone)
    return None if start == ms else Interval(start, day_start_ms(day + DAY, zone))


def is_aligned(boundaries: Iterable[int], grain: Grain, zone: str) -> bool:
    return all(row_around(ms, grain, zone) is None for ms in boundaries)


def cut_window(
    window: Window, boundaries: tuple[int, ...], row: tuple[Grain, str], barred: tuple[Interval, ...]
) -> Cut:
    """The window divided for rows of `row` (grain, business zone), without the `barred` months."""
    grain, zone = row
    split = [around for ms in boundaries if (around := row_around(ms, grain, zone)) is not None]
    edges = merge((*split, *barred), window)
    return Cut(_rest(edges, window), edges, len(split))


def merge(pieces: Iterable[Interval], window: Window) -> tuple[Interval, ...]:
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


def _rest(edges: tuple[Interval, ...], window: Window) -> tuple[Interval, ...]:
    """The window without its edges."""
    starts = (window.start_ms, *(edge.end_ms for edge in edges))
    ends = (*(edge.start_ms for edge in edges), window.end_ms)
    return tuple(Interval(start, end) for start, end in zip(starts, ends, strict=True) if end > start)
