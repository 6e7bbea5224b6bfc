"""What routing rules look at: one window of one question over one snapshot, and the rollups that fit it.

Comes in: a resolved question, a window, facts, prices. Goes out: a `Scene`, and how a leaf is computed from a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.planner.alignment import Cut, boundaries_of, split_rows
from backend.planner.ask import Ask, column_of, counted_of, distinct_of
from backend.planner.facts import Facts
from backend.planner.orders import is_countable
from backend.planner.plan import Interval, Window
from druid.catalog.model import Catalog, DistinctDays, DistinctOrders, Earliest, Grain, Latest, Rollup


@dataclass(frozen=True, slots=True)
class Prices:
    """Estimated microseconds: of starting a statement, and of a row read, on a rollup and on the base.

    `distinct_row` is added for each distinct count.
    """

    rollup_start: float = 1_500
    base_start: float = 3_000
    rollup_row: float = 0.01
    base_row: float = 0.03
    distinct_row: float = 0.05


PRICES = Prices()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One result column: `function` is SUM, MIN, MAX or COUNT DISTINCT of a stored column, or COUNT.

    COUNT sums a stored count: over no lines it is 0, as a distinct count is, where a sum is unknown. Distinct values
    are looked at where column `positive` is above zero, and each with its day of zone `day_of`.
    """

    leaf: str
    function: str
    column: str
    positive: str | None = None
    day_of: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """`rows_from` is where the rows of the first interval begin to stand, where that is not its start."""

    table: str
    intervals: tuple[Interval, ...]
    aggregates: tuple[Aggregate, ...]
    rows_from: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rollup that may serve some leaves of a window."""

    rollup: Rollup
    cut: Cut
    rows: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One window of one question over one snapshot: what every routing rule looks at.

    `markers` are those of the question that count exactly in this window, by leaf; `whole` is the window itself.
    """

    ask: Ask
    window: Window
    facts: Facts
    prices: Prices
    boundaries: tuple[int, ...]
    markers: Mapping[str, str]
    whole: tuple[Interval, ...]


def scene_of(ask: Ask, window: Window, facts: Facts, prices: Prices) -> Scene:
    boundaries = boundaries_of(window)
    markers = _exact_markers(ask, window, boundaries, facts)
    return Scene(ask, window, facts, prices, boundaries, markers, (Interval(window.start_ms, window.end_ms),))


def _exact_markers(ask: Ask, window: Window, boundaries: tuple[int, ...], facts: Facts) -> Mapping[str, str]:
    stored = {} if ask.base_only else {leaf: name for leaf, name in ask.markers.items() if name in facts.markers}
    counted = {type(counted_of(leaf, ask.catalog)) for leaf in stored}
    exact: set[type] = set()
    if DistinctOrders in counted and is_countable(window, boundaries, ask.touched, facts):
        exact.add(DistinctOrders)
    if DistinctDays in counted and not split_rows(window, boundaries, Grain.DAY, facts):
        exact.add(DistinctDays)
    return {leaf: name for leaf, name in stored.items() if type(counted_of(leaf, ask.catalog)) in exact}


def aggregate_of(leaf: str, table: str, scene: Scene) -> Aggregate:
    """How a leaf is computed from a table."""
    catalog = scene.ask.catalog
    column = column_of(leaf, catalog)
    if column is not None:
        return Aggregate(leaf, "SUM", column)
    dimension = distinct_of(leaf, catalog)
    if dimension is not None:
        return Aggregate(leaf, "COUNT DISTINCT", dimension)
    if leaf in scene.markers:
        return Aggregate(leaf, "COUNT", scene.markers[leaf])
    match counted_of(leaf, catalog):
        case DistinctOrders(positive=positive):
            return Aggregate(leaf, "COUNT DISTINCT", catalog.order_key, positive)
        case DistinctDays(dimension=name, positive=positive):
            return Aggregate(leaf, "COUNT DISTINCT", name, positive, scene.facts.zone)
    return _extreme(leaf, table == catalog.base, catalog)


def _extreme(leaf: str, from_lines: bool, catalog: Catalog) -> Aggregate:
    """The first or last of a moment: of the lines themselves, or of what a rollup kept of them."""
    match catalog.measure[leaf].expression:
        case Earliest(moment=name):
            return Aggregate(leaf, "MIN", name if from_lines else catalog.moment[name].first)
        case Latest(moment=name):
            return Aggregate(leaf, "MAX", name if from_lines else catalog.moment[name].last)
        case other:
            raise TypeError(f"{leaf} is computed by {other}, which no table answers")
