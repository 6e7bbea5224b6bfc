"""Which table answers which part of a window: the cheapest exact way, and why other tables were not used.

Comes in: a resolved question, one window, the snapshot's facts, prices. Goes out: a `Choice` of parts. Every choice is
exact; prices only decide between exact ones. A sum may be put together from a rollup's whole rows and ragged edges of
the base; a distinct count comes from one table for the whole window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations

from backend.planner.alignment import Cut, boundaries_of, cut_window
from backend.planner.ask import Ask, column_of, distinct_of
from backend.planner.facts import Facts
from backend.planner.orders import is_countable
from backend.planner.plan import Interval, Reason, Rejection, Window
from druid.catalog.model import Catalog, DistinctOrders, Earliest, Latest, Rollup
from druid.grain import is_derivable

MAX_PIECES = 14


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

    COUNT sums a stored count: over no lines it is 0, as a distinct count is, where a sum is unknown.
    """

    leaf: str
    function: str
    column: str


@dataclass(frozen=True, slots=True)
class Part:
    table: str
    intervals: tuple[Interval, ...]
    aggregates: tuple[Aggregate, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """How a window is answered. `orders_split`: its orders had to be counted one by one."""

    parts: tuple[Part, ...]
    rejections: tuple[Rejection, ...]
    orders_split: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rollup that may serve some leaves of a window."""

    rollup: Rollup
    cut: Cut
    rows: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One window of one question over one snapshot: what every routing rule looks at."""

    ask: Ask
    window: Window
    facts: Facts
    prices: Prices
    boundaries: tuple[int, ...]
    is_countable: bool


def choose_rollup(ask: Ask, window: Window, facts: Facts, prices: Prices = PRICES) -> Choice:
    """The cheapest exact parts for one window, and the named reason against every table not used."""
    scene = scene_of(ask, window, facts, prices)
    judged = {rollup.name: judge(rollup, scene) for rollup in ask.catalog.rollups}
    candidates = tuple(verdict for verdict in judged.values() if isinstance(verdict, Candidate))
    plans = [_assign(chosen, scene) for chosen in _subsets(candidates)]
    parts = min(plans, key=lambda plan: (_cost(plan, scene), len(plan)))
    return Choice(parts, tuple(_rejections(judged, parts, scene)), _has_split_orders(scene))


def scene_of(ask: Ask, window: Window, facts: Facts, prices: Prices) -> Scene:
    boundaries = boundaries_of(window)
    countable = (
        ask.orders_marker is not None and not ask.base_only and is_countable(window, boundaries, ask.touched, facts)
    )
    return Scene(ask, window, facts, prices, boundaries, countable)


def _has_split_orders(scene: Scene) -> bool:
    ask = scene.ask
    markers_fit = ask.orders_marker is not None and not ask.base_only
    return markers_fit and not scene.is_countable and any(_is_orders(leaf, ask) for leaf in ask.leaves)


def judge(rollup: Rollup, scene: Scene) -> Candidate | Rejection:
    """Whether a rollup can serve a window at all: the first rule it breaks, or how the window is cut for it."""
    reason = _shape_reason(rollup, scene.ask)
    if reason is not None:
        return reason
    barred = _barred(rollup, scene)
    row = (rollup.grain, scene.facts.zone)
    cut = cut_window(scene.window, scene.boundaries, row, tuple(scene.facts.months[month] for month in barred))
    if cut.ragged > MAX_PIECES or (cut.ragged > 2 and not cut.inside):
        return Rejection(rollup.name, Reason.ZONE_NOT_ALIGNED, scene.ask.question.timezone)
    if not cut.inside or len(cut.edges) > 2 * MAX_PIECES:
        return _barred_rejection(rollup, barred, scene) or Rejection(rollup.name, Reason.WINDOW_TOO_SHORT)
    return Candidate(rollup, cut, scene.facts.estimated_rows(rollup.name, cut.inside))


def _shape_reason(rollup: Rollup, ask: Ask) -> Rejection | None:
    """Reasons that hold for every window."""
    if ask.base_only:
        return Rejection(rollup.name, Reason.BASE_ASKED)
    if ask.by_status:
        return Rejection(rollup.name, Reason.STATUS_ASKED, ask.catalog.completed[0])
    for dimension in ask.question.dimensions:
        if dimension not in rollup.dimensions:
            return Rejection(rollup.name, Reason.DIMENSION_MISSING, dimension)
    for restriction in ask.question.filters:
        if restriction.dimension not in rollup.dimensions:
            return Rejection(rollup.name, Reason.FILTER_MISSING, restriction.dimension)
    grain = ask.question.grain
    if grain is not None and not is_derivable(rollup.grain, grain):
        return Rejection(rollup.name, Reason.GRAIN_TOO_COARSE, grain.value)
    return None


def _barred(rollup: Rollup, scene: Scene) -> tuple[str, ...]:
    """Months of the window that the rollup may not serve."""
    months = scene.facts.months_in(scene.window.start_ms, scene.window.end_ms)
    return tuple(month for month in months if (rollup.name, month) in scene.facts.unusable)


def _barred_rejection(rollup: Rollup, barred: tuple[str, ...], scene: Scene) -> Rejection | None:
    if not barred:
        return None
    more = f" and {len(barred) - 1} more" if len(barred) > 1 else ""
    return Rejection(rollup.name, scene.facts.unusable[rollup.name, barred[0]], barred[0] + more)


def refusal(leaf: str, candidate: Candidate, scene: Scene) -> Reason | None:
    """Why a rollup that fits the window cannot serve one leaf; None when it can."""
    dimension = distinct_of(leaf, scene.ask.catalog)
    if dimension is not None:
        if dimension not in candidate.rollup.dimensions:
            return Reason.MEASURE_NOT_DERIVABLE
        return _split_reason(candidate, scene) if candidate.cut.edges else None
    if _is_orders(leaf, scene.ask) and not scene.is_countable:
        return Reason.ORDERS_NOT_EXACT
    return None


def _split_reason(candidate: Candidate, scene: Scene) -> Reason:
    """Why a window is not whole in a rollup, so that a distinct count cannot come from it."""
    if candidate.cut.ragged:
        return Reason.ZONE_NOT_ALIGNED
    return scene.facts.unusable[candidate.rollup.name, _barred(candidate.rollup, scene)[0]]


def _is_orders(leaf: str, ask: Ask) -> bool:
    measure = ask.catalog.measure.get(leaf)
    return measure is not None and isinstance(measure.expression, DistinctOrders)


def _subsets(candidates: tuple[Candidate, ...]) -> Iterator[tuple[Candidate, ...]]:
    return chain.from_iterable(combinations(candidates, size) for size in range(len(candidates) + 1))


def _assign(chosen: tuple[Candidate, ...], scene: Scene) -> tuple[Part, ...]:
    """Each leaf to the smallest chosen rollup that can serve it, else to the base."""
    grouped: dict[tuple[str, tuple[Interval, ...]], list[Aggregate]] = {}
    base = scene.ask.catalog.base
    whole = (Interval(scene.window.start_ms, scene.window.end_ms),)
    for leaf in scene.ask.leaves:
        able = [candidate for candidate in chosen if refusal(leaf, candidate, scene) is None]
        best = min(able, key=lambda candidate: candidate.rows, default=None)
        if best is None:
            grouped.setdefault((base, whole), []).append(aggregate_of(leaf, base, scene))
            continue
        grouped.setdefault((best.rollup.name, best.cut.inside), []).append(aggregate_of(leaf, best.rollup.name, scene))
        if best.cut.edges:
            grouped.setdefault((base, best.cut.edges), []).append(aggregate_of(leaf, base, scene))
    return tuple(Part(table, intervals, tuple(columns)) for (table, intervals), columns in grouped.items())


def aggregate_of(leaf: str, table: str, scene: Scene) -> Aggregate:
    """How a leaf is computed from a table."""
    catalog = scene.ask.catalog
    column = column_of(leaf, catalog)
    if column is not None:
        return Aggregate(leaf, "SUM", column)
    dimension = distinct_of(leaf, catalog)
    if dimension is not None:
        return Aggregate(leaf, "COUNT DISTINCT", dimension)
    if _is_orders(leaf, scene.ask):
        marker = scene.ask.orders_marker if scene.is_countable else None
        return Aggregate(leaf, "COUNT", marker) if marker else Aggregate(leaf, "COUNT DISTINCT", catalog.order_key)
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


def _cost(parts: tuple[Part, ...], scene: Scene) -> float:
    return sum(_part_cost(part, scene) for part in parts)


def _part_cost(part: Part, scene: Scene) -> float:
    prices = scene.prices
    is_base = part.table == scene.ask.catalog.base
    start, row = (prices.base_start, prices.base_row) if is_base else (prices.rollup_start, prices.rollup_row)
    counts = sum(aggregate.function == "COUNT DISTINCT" for aggregate in part.aggregates)
    return start + scene.facts.estimated_rows(part.table, part.intervals) * (row + counts * prices.distinct_row)


def _rejections(
    judged: Mapping[str, Candidate | Rejection], parts: tuple[Part, ...], scene: Scene
) -> Iterator[Rejection]:
    """For a table not used its first reason; for one used the months it lacks; for leaves of the base each reason."""
    used = {part.table for part in parts}
    in_base = _base_leaves(parts, scene)
    for name, verdict in judged.items():
        if isinstance(verdict, Rejection):
            yield verdict
        elif name in used:
            yield from _leaf_rejections(in_base, verdict, scene)
            barred = _barred_rejection(verdict.rollup, _barred(verdict.rollup, scene), scene)
            yield from () if barred is None else (barred,)
        else:
            refused = tuple(_leaf_rejections(in_base or scene.ask.leaves, verdict, scene))
            yield from refused or (Rejection(name, Reason.MORE_ROWS),)


def _base_leaves(parts: Iterable[Part], scene: Scene) -> tuple[str, ...]:
    """Leaves that the base answers for the whole window."""
    whole = (Interval(scene.window.start_ms, scene.window.end_ms),)
    return tuple(
        aggregate.leaf
        for part in parts
        if part.table == scene.ask.catalog.base and part.intervals == whole
        for aggregate in part.aggregates
    )


def _leaf_rejections(leaves: Iterable[str], candidate: Candidate, scene: Scene) -> Iterator[Rejection]:
    for leaf in leaves:
        reason = refusal(leaf, candidate, scene)
        if reason is not None:
            yield Rejection(candidate.rollup.name, reason, leaf)
