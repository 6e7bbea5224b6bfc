"""Leaves laid out over tables, and the cheapest layout. Every layout is exact; prices only choose between them.

Comes in: a scene, the rollups that fit, which of them can serve each leaf. Goes out: a `Layout`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain, combinations

from backend.planner.ask import counted_of, distinct_of
from backend.planner.plan import Interval
from backend.planner.scene import Candidate, Scene

Slot = tuple[str, tuple[Interval, ...]]
Layout = dict[Slot, list[str]]


def cheapest_layout(
    candidates: tuple[Candidate, ...], able: Mapping[str, tuple[Candidate, ...]], scene: Scene
) -> Layout:
    """The layout with the lowest price over every choice of rollups; of equal ones that with fewer statements.

    `able` holds for each leaf the rollups that can serve it, the smallest first.
    """
    sizes = _sizes(candidates, scene)
    counted = frozenset(leaf for leaf in scene.ask.leaves if _is_counted(leaf, scene))
    layouts = [_laid_out(names, able, scene) for names in _subsets(candidates, able)]
    return min(layouts, key=lambda layout: (_cost(layout, sizes, counted, scene), len(layout)))


def _subsets(
    candidates: tuple[Candidate, ...], able: Mapping[str, tuple[Candidate, ...]]
) -> tuple[frozenset[str], ...]:
    """Sets of rollups of which each would serve a leaf, the smaller first; others lay leaves out like a smaller one."""
    choices = frozenset(tuple(candidate.rollup.name for candidate in found) for found in able.values())
    return _useful(tuple(candidate.rollup.name for candidate in candidates), choices)


@lru_cache(maxsize=256)
def _useful(candidates: tuple[str, ...], choices: frozenset[tuple[str, ...]]) -> tuple[frozenset[str], ...]:
    """The same for every window whose leaves have the same choices."""
    useful = frozenset(chain.from_iterable(choices))
    names = [name for name in candidates if name in useful]
    subsets = map(frozenset, chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)))
    return tuple(subset for subset in subsets if subset == _used(subset, choices))


def _used(subset: frozenset[str], choices: Iterable[tuple[str, ...]]) -> frozenset[str]:
    found = (next((name for name in names if name in subset), None) for names in choices)
    return frozenset(name for name in found if name is not None)


def _laid_out(names: frozenset[str], able: Mapping[str, tuple[Candidate, ...]], scene: Scene) -> Layout:
    """Leaves by table and stretch: each to the smallest named rollup that can serve it, else to the base."""
    layout: Layout = {}
    base = scene.ask.catalog.base
    for leaf in scene.ask.leaves:
        best = next((candidate for candidate in able[leaf] if candidate.rollup.name in names), None)
        if best is None:
            layout.setdefault((base, scene.whole), []).append(leaf)
            continue
        layout.setdefault((best.rollup.name, best.cut.inside), []).append(leaf)
        if best.cut.edges:
            layout.setdefault((base, best.cut.edges), []).append(leaf)
    return layout


def _sizes(candidates: tuple[Candidate, ...], scene: Scene) -> dict[Slot, float]:
    """Estimated rows of every slot that a layout can have."""
    base = scene.ask.catalog.base
    stretches = {scene.whole, *(candidate.cut.edges for candidate in candidates)}
    of_base = {(base, intervals): scene.facts.estimated_rows(base, intervals) for intervals in stretches}
    return of_base | {(candidate.rollup.name, candidate.cut.inside): candidate.rows for candidate in candidates}


def _cost(layout: Layout, sizes: Mapping[Slot, float], counted: frozenset[str], scene: Scene) -> float:
    prices, base = scene.prices, scene.ask.catalog.base
    total = 0.0
    for slot, leaves in layout.items():
        is_base = slot[0] == base
        start, row = (prices.base_start, prices.base_row) if is_base else (prices.rollup_start, prices.rollup_row)
        counts = sum(leaf in counted for leaf in leaves)
        total += start + sizes[slot] * (row + counts * prices.distinct_row)
    return total


def _is_counted(leaf: str, scene: Scene) -> bool:
    """Whether a leaf is a distinct count."""
    if distinct_of(leaf, scene.ask.catalog) is not None:
        return True
    return counted_of(leaf, scene.ask.catalog) is not None and leaf not in scene.markers
