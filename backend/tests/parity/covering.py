"""All pairs of levels in few rows: greedy, seeded, the same rows for the same seed.

Comes in: factors with their levels, and which rows are legal. Goes out: rows, each a level index by factor, that
together hold every pair of levels of two factors that a legal row can hold.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

Row = dict[str, int]
Pair = tuple[tuple[str, int], tuple[str, int]]
TRIES = 12
"""Rows drawn around one missing pair, of which the one that covers most is kept."""
PATIENCE = 400
"""Draws after which a pair counts as one that no legal row holds."""


def all_pairs(factors: Mapping[str, Sequence[object]], is_legal: Callable[[Row], bool], seed: int) -> list[Row]:
    chance = random.Random(seed)
    sizes = {name: len(levels) for name, levels in factors.items()}
    missing = dict.fromkeys(every_pair(sizes))
    rows: list[Row] = []
    while missing:
        wanted = next(iter(missing))
        drawn = [row for _ in range(PATIENCE) if is_legal(row := _around(wanted, sizes, chance))][:TRIES]
        if not drawn:
            del missing[wanted]
            continue
        best = max(drawn, key=lambda row: sum(pair in missing for pair in pairs_of(row)))
        for pair in pairs_of(best):
            missing.pop(pair, None)
        rows.append(best)
    return rows


def every_pair(sizes: Mapping[str, int]) -> list[Pair]:
    """Pairs of the largest factors first: they decide how many rows there are."""
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    return [
        ((one, i), (other, j))
        for one, other in combinations(names, 2)
        for i in range(sizes[one])
        for j in range(sizes[other])
    ]


def pairs_of(row: Row) -> list[Pair]:
    names = sorted(row)
    held = [((one, row[one]), (other, row[other])) for one, other in combinations(names, 2)]
    return held + [(other, one) for one, other in held]


def _around(wanted: Pair, sizes: Mapping[str, int], chance: random.Random) -> Row:
    return {name: chance.randrange(size) for name, size in sizes.items()} | dict(wanted)
