"""Which fields of a report's rows an operation selects, so that nothing is asked of the engine for the others.

Comes in: an operation and the fragments of its document, which spread in no circle. Goes out: names by response key.
What a directive leaves out counts as selected: a name too many costs a question, never an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

Fragments = Mapping[str, FragmentDefinitionNode]
DATA = "data"


def selected_rows(operation: OperationDefinitionNode, fragments: Fragments) -> dict[str, frozenset[str]]:
    """For each root field, by its response key, every name that is selected within its `data`, however deep."""
    found: dict[str, frozenset[str]] = {}
    for root in _direct(operation.selection_set, fragments):
        key = (root.alias or root.name).value
        data = (node for node in _direct(root.selection_set, fragments) if node.name.value == DATA)
        names = (name for node in data for name in _names(node.selection_set, fragments))
        found[key] = found.get(key, frozenset()).union(names)
    return found


def _names(selected: SelectionSetNode | None, fragments: Fragments) -> Iterator[str]:
    waiting, seen = [selected], set[str]()
    while waiting:
        for node in _direct(waiting.pop(), fragments, seen):
            yield node.name.value
            waiting.append(node.selection_set)


def _direct(
    selected: SelectionSetNode | None, fragments: Fragments, seen: set[str] | None = None
) -> Iterator[FieldNode]:
    """The fields of a selection, those of fragments among them."""
    sets = [selected] if selected else []
    spread = set[str]() if seen is None else seen
    return (node for node in in_place(sets, fragments, spread) if isinstance(node, FieldNode))


def in_place(sets: Iterable[SelectionSetNode], fragments: Fragments, spread: set[str]) -> Iterator[SelectionNode]:
    """What is selected in one place, fragments and what lies in them among it; none is gone through that is `spread`.

    The names of those that are met are added to it.
    """
    waiting = list(sets)
    while waiting:
        for node in waiting.pop().selections:
            yield node
            if isinstance(node, InlineFragmentNode):
                waiting.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                spread.add(node.name.value)
                if node.name.value in fragments:
                    waiting.append(fragments[node.name.value].selection_set)
