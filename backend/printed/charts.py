"""Charts as inline SVG, drawn from the points of a trend: columns now, a line for the comparison.

In: points as salesTrends answers them. Out: one SVG element of fixed size in its own units, with a text description.
Colours are attributes: the page's policy allows no inline style.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Any

from backend.printed.words import short

WIDTH, HEIGHT = 360, 140
LEFT, RIGHT, TOP, BOTTOM = 40, 6, 8, 18
NOW, THEN, GRID, INK = "#1f5f99", "#c8553d", "#d9dee4", "#4a5560"
PALE, PALE_THEN = "#a9c3db", "#ecc6bc"
"""Of a bucket that is not over, or not wholly loaded."""
SHORT_LABEL = 16
Point = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis from `low` to `high` in steps of `step`; zero is always on it."""

    low: float
    high: float
    step: float

    def y(self, value: float) -> float:
        span = self.high - self.low
        return round(TOP + (self.high - value) / span * (HEIGHT - TOP - BOTTOM), 2)

    def ticks(self) -> Iterator[float]:
        count = round((self.high - self.low) / self.step)
        for i in range(count + 1):
            yield self.low + i * self.step


def scale_of(values: Sequence[float]) -> Scale:
    """Round steps around zero and all values.

    >>> scale_of([12.0, 87.0])
    Scale(low=0.0, high=100.0, step=25.0)
    """
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    spread = high - low or 1.0
    size = 10.0 ** floor(log10(spread / 4))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m * 4 >= spread * 0.999)
    return Scale(floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step or step, step)


def trend_chart(points: Sequence[Point], title: str) -> str:
    """Columns of each bucket; of a bucket never loaded nothing is drawn."""
    earlier = [point["comparisons"][0] if point["comparisons"] else None for point in points]
    values = (*(point["value"] for point in points), *(then["value"] for then in earlier if then is not None))
    known = [value for value in values if value is not None]
    if not known:
        return '<p class="none">Nothing was loaded for this chart.</p>'
    scale = scale_of(known)
    parts = [*_grid(scale), *_columns(points, scale), *_line(earlier, scale), *_labels(points)]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}" '
        f'font-family="sans-serif" font-size="8">{"".join(parts)}</svg>'
    )


def _slot(count: int) -> float:
    return (WIDTH - LEFT - RIGHT) / count


def _grid(scale: Scale) -> Iterator[str]:
    for tick in scale.ticks():
        y = scale.y(tick)
        colour = INK if abs(tick) < scale.step / 2 else GRID
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="0.6"/>'
        yield f'<text x="{LEFT - 4}" y="{y + 2.8}" text-anchor="end" fill="{INK}">{short(tick)}</text>'


def _columns(points: Sequence[Point], scale: Scale) -> Iterator[str]:
    slot = _slot(len(points))
    zero = scale.y(0)
    for i, point in enumerate(points):
        if point["value"] is None:
            continue
        y = scale.y(point["value"])
        x, width = round(LEFT + (i + 0.15) * slot, 2), round(slot * 0.7, 2)
        colour = NOW if point["status"] == "COMPLETE" else PALE
        top, height = min(y, zero), round(abs(zero - y), 2)
        yield f'<rect x="{x}" y="{top}" width="{width}" height="{height}" fill="{colour}"/>'


def _line(earlier: Sequence[Point | None], scale: Scale) -> Iterator[str]:
    """The way from each bucket to the next, pale where one of them is not whole; a mark for one that stands alone."""
    slot = _slot(len(earlier))
    places = {
        i: (round(LEFT + (i + 0.5) * slot, 2), scale.y(then["value"]), then["status"] == "COMPLETE")
        for i, then in enumerate(earlier)
        if then is not None and then["value"] is not None
    }
    for i, (x, y, is_whole) in places.items():
        if i + 1 in places:
            end_x, end_y, is_end_whole = places[i + 1]
            colour = THEN if is_whole and is_end_whole else PALE_THEN
            yield f'<line x1="{x}" x2="{end_x}" y1="{y}" y2="{end_y}" stroke="{colour}" stroke-width="1.2"/>'
        elif i - 1 not in places:
            yield f'<circle cx="{x}" cy="{y}" r="1.2" fill="{THEN if is_whole else PALE_THEN}"/>'


def _labels(points: Sequence[Point]) -> Iterator[str]:
    """The names of the first bucket, the last, and one between where there is room."""
    slot = _slot(len(points))
    last = len(points) - 1
    named = {0: "start", last: "end"}
    if len(str(points[0]["label"])) <= SHORT_LABEL and last >= 4:
        named[last // 2] = "middle"
    for i, anchor in named.items():
        x = {"start": LEFT, "middle": LEFT + (i + 0.5) * slot, "end": WIDTH - RIGHT}[anchor]
        text = escape(str(points[i]["label"]))
        yield f'<text x="{round(x, 2)}" y="{HEIGHT - 5}" text-anchor="{anchor}" fill="{INK}">{text}</text>'


def share_bar(value: float | None, largest: float) -> str:
    """A small bar for a row of a table, as long as its part of the largest."""
    part = 0.0 if value is None or largest <= 0 else max(value, 0.0) / largest
    whole = f'<rect width="60" height="6" fill="{GRID}"/>'
    filled = f'<rect width="{round(60 * min(part, 1.0), 2)}" height="6" fill="{NOW}"/>'
    frame = 'class="bar" viewBox="0 0 60 6" preserveAspectRatio="none" aria-hidden="true"'
    return f"<svg {frame}>{whole}{filled}</svg>"
