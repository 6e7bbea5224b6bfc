"""How often a document says the same again: pairs of equal fields, and of fragments, side by side.

Whoever validates a document compares each field with every other of its name in the same place, so their number
counts twice over. Comes in: the definitions of a document whose fragments make no circle. Goes out: a number, exact up
to the `most` that is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphql import FieldNode, FragmentDefinitionNode, SelectionSetNode

from backend.api.selected import in_place

Sets = list[SelectionSetNode]


class _Enough(Exception):
    """More was counted than was asked about."""


class _Count:
    """Pairs and places looked at so far; raises _Enough beyond either bound."""

    def __init__(self, most_pairs: int, most_places: int) -> None:
        self.pairs = 0
        self._most_pairs = most_pairs
        self._places_left = most_places

    def look(self) -> None:
        self._places_left -= 1
        if self._places_left < 0:
            raise _Enough

    def add(self, alike: int) -> None:
        self.pairs += alike * (alike - 1) // 2
        if self.pairs > self._most_pairs:
            raise _Enough


def repeats_more_than(
    most: int, roots: Iterable[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode], places: int
) -> bool:
    """Whether more than `most` pairs are alike, or more than `places` fields would have to be looked at to tell."""
    count = _Count(most, places)
    waiting: list[Sets] = [[root] for root in roots]
    try:
        while waiting:
            waiting += _merged(waiting.pop(), fragments, count)
    except _Enough:
        return True
    return False


def _merged(sets: Sets, fragments: Mapping[str, FragmentDefinitionNode], count: _Count) -> list[Sets]:
    """What lies under each name of selections that are answered in one place; adds the pairs there."""
    under: dict[str, list[FieldNode]] = {}
    spread: set[str] = set()
    for selection in in_place(sets, fragments, spread):
        count.look()
        if isinstance(selection, FieldNode):
            under.setdefault((selection.alias or selection.name).value, []).append(selection)
    count.add(len(spread))
    for fields in under.values():
        count.add(len(fields))
    inner = ([field.selection_set for field in fields if field.selection_set] for fields in under.values())
    return [deeper for deeper in inner if deeper]
