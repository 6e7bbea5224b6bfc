"""Which table answers which part of a window: the cheapest exact way, and why other tables were not used.

Comes in: a resolved question, one window, the snapshot's facts, prices. Goes out: a `Choice` of parts. Every choice is
exact; prices only decide between exact ones. A sum may be put together from a rollup's whole rows and ragged edges of
the base; a distinct count comes from one table for the whole window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from backend.planner.alignment import cut_window
from backend.planner.ask import Ask, counted_of, distinct_of
from backend.planner.facts import Facts
from backend.planner.layout import Slot, cheapest_layout
from backend.planner.plan import Reason, Rejection, Window
from backend.planner.scene import PRICES, Candidate, Part, Prices, Scene, aggregate_of, scene_of
from druid.catalog.model import DistinctOrders, Rollup
from druid.grain import is_derivable

MAX_PIECES = 14


@dataclass(frozen=True, slots=True)
class Choice:
    """How a window is answered. `orders_split`: its orders had to be counted one by one."""

    parts: tuple[Part, ...]
    rejections: tuple[Rejection, ...]
    orders_split: bool = False


def choose_rollup(ask: Ask, window: Window, facts: Facts, prices: Prices = PRICES) -> Choice:
    """The cheapest exact parts for one window, and the named reason against every table not used."""
    scene = scene_of(ask, window, facts, prices)
    judged = {rollup.name: judge(rollup, scene) for rollup in ask.catalog.rollups}
    candidates = tuple(verdict for verdict in judged.values() if isinstance(verdict, Candidate))
    able = _able(candidates, scene)
    best = cheapest_layout(candidates, able, scene)
    parts = tuple(_part(slot, leaves, scene, judged.get(slot[0])) for slot, leaves in best.items())
    return Choice(parts, tuple(_rejections(judged, parts, scene)), _has_split_orders(scene))


def _part(slot: Slot, leaves: Iterable[str], scene: Scene, verdict: Candidate | Rejection | None) -> Part:
    """A rollup's rows of the window's first lines may stand before the window."""
    table, intervals = slot
    aggregates = tuple(aggregate_of(leaf, table, scene) for leaf in leaves)
    if not isinstance(verdict, Candidate) or intervals[0].start_ms != scene.window.start_ms:
        return Part(table, intervals, aggregates)
    return Part(table, intervals, aggregates, verdict.cut.rows_from)


def _has_split_orders(scene: Scene) -> bool:
    ask = scene.ask
    uncounted = {leaf for leaf, marker in ask.markers.items() if marker in scene.facts.markers} - scene.markers.keys()
    return not ask.base_only and any(isinstance(counted_of(leaf, ask.catalog), DistinctOrders) for leaf in uncounted)


def judge(rollup: Rollup, scene: Scene) -> Candidate | Rejection:
    """Whether a rollup can serve a window at all: the first rule it breaks, or how the window is cut for it."""
    reason = _shape_reason(rollup, scene.ask)
    if reason is not None:
        return reason
    barred = _barred(rollup, scene)
    spans = tuple(scene.facts.months[month] for month in barred)
    cut = cut_window(scene.window, scene.boundaries, rollup.grain, scene.facts, spans)
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
    counted = counted_of(leaf, scene.ask.catalog)
    if counted is None:
        return None
    if leaf not in scene.markers:
        return Reason.ORDERS_NOT_EXACT if isinstance(counted, DistinctOrders) else Reason.MEASURE_NOT_DERIVABLE
    is_kept = scene.markers[leaf] in scene.ask.catalog.kept_markers(candidate.rollup)
    return None if is_kept else Reason.MEASURE_NOT_DERIVABLE


def _split_reason(candidate: Candidate, scene: Scene) -> Reason:
    """Why a window is not whole in a rollup, so that a distinct count cannot come from it."""
    if candidate.cut.ragged:
        return Reason.ZONE_NOT_ALIGNED
    return scene.facts.unusable[candidate.rollup.name, _barred(candidate.rollup, scene)[0]]


def _able(candidates: tuple[Candidate, ...], scene: Scene) -> dict[str, tuple[Candidate, ...]]:
    """For each leaf the rollups that can serve it, the smallest first."""
    ordered = sorted(candidates, key=lambda candidate: candidate.rows)
    return {leaf: tuple(c for c in ordered if refusal(leaf, c, scene) is None) for leaf in scene.ask.leaves}


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
    return tuple(
        aggregate.leaf
        for part in parts
        if part.table == scene.ask.catalog.base and part.intervals == scene.whole
        for aggregate in part.aggregates
    )


def _leaf_rejections(leaves: Iterable[str], candidate: Candidate, scene: Scene) -> Iterator[Rejection]:
    for leaf in leaves:
        reason = refusal(leaf, candidate, scene)
        if reason is not None:
            yield Rejection(candidate.rollup.name, reason, leaf)
