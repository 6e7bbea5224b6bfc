"""Leaves laid out over tables, and the cheapest layout. Every layout is exact; prices only choose between them.

Comes in: a scene, the rollups that fit, which of them can serve each leaf. Goes out: a `Layout`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import chain, combinations

from backend.planner.ask import counted_of, distinct_of
from backend.planner.plan import Interval
from backend.planner.scene import Candidate, Scene

Slot = tuple[str, tuple[Interval, ...]]
Layout = dict[Slot, list[str]]
_Alike = tuple[tuple[Candidate, ...], int]
"""The rollups that can serve certain leaves, the smallest first, and how many of the leaves are distinct counts."""


def cheapest_layout(
    candidates: tuple[Candidate, ...], able: Mapping[str, tuple[Candidate, ...]], scene: Scene
) -> Layout:
    """The layout with the lowest price over every choice of rollups; of equal ones that with fewer statements.

    `able` holds for each leaf the rollups that can serve it, the smallest first.
    """
    sizes, alike = _sizes(candidates, scene), _alike(able, scene)
    best = min(_subsets(candidates, able), key=lambda names: _price(names, alike, sizes, scene))
    layout: Layout = {}
    for leaf in scene.ask.leaves:
        for slot in _slots(able[leaf], best, scene):
            layout.setdefault(slot, []).append(leaf)
    return layout


def _alike(able: Mapping[str, tuple[Candidate, ...]], scene: Scene) -> Collection[_Alike]:
    """The leaves by the rollups that can serve them."""
    counts: dict[tuple[str, ...], int] = {}
    choices: dict[tuple[str, ...], tuple[Candidate, ...]] = {}
    for leaf in scene.ask.leaves:
        names = tuple(candidate.rollup.name for candidate in able[leaf])
        choices[names] = able[leaf]
        counts[names] = counts.get(names, 0) + _is_counted(leaf, scene)
    return [(found, counts[names]) for names, found in choices.items()]


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


def _slots(able: Iterable[Candidate], names: frozenset[str], scene: Scene) -> tuple[Slot, ...]:
    """Where a leaf is read: from the smallest named rollup that can serve it, its edges from the base, else there."""
    base = scene.ask.catalog.base
    best = next((candidate for candidate in able if candidate.rollup.name in names), None)
    if best is None:
        return ((base, scene.whole),)
    inside = (best.rollup.name, best.cut.inside)
    return (inside, (base, best.cut.edges)) if best.cut.edges else (inside,)


def _sizes(candidates: tuple[Candidate, ...], scene: Scene) -> dict[Slot, float]:
    """Estimated rows of every slot that a layout can have."""
    base = scene.ask.catalog.base
    stretches = {scene.whole, *(candidate.cut.edges for candidate in candidates)}
    of_base = {(base, intervals): scene.facts.estimated_rows(base, intervals) for intervals in stretches}
    return of_base | {(candidate.rollup.name, candidate.cut.inside): candidate.rows for candidate in candidates}


def _price(
    names: frozenset[str], alike: Iterable[_Alike], sizes: Mapping[Slot, float], scene: Scene
) -> tuple[float, int]:
    """What a choice of rollups costs, and how many statements it takes."""
    prices, base = scene.prices, scene.ask.catalog.base
    counts: dict[Slot, int] = {}
    for able, counted in alike:
        for slot in _slots(able, names, scene):
            counts[slot] = counts.get(slot, 0) + counted
    total = 0.0
    for slot, counted in counts.items():
        is_base = slot[0] == base
        start, row = (prices.base_start, prices.base_row) if is_base else (prices.rollup_start, prices.rollup_row)
        total += start + sizes[slot] * (row + counted * prices.distinct_row)
    return total, len(counts)


def _is_counted(leaf: str, scene: Scene) -> bool:
    """Whether a leaf is a distinct count."""
    if distinct_of(leaf, scene.ask.catalog) is not None:
        return True
    return counted_of(leaf, scene.ask.catalog) is not None and leaf not in scene.markers
