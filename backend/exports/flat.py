"""The data of any report as flat rows, by one rule read from the shape that its spec states.

A nested list gives a row for each of its items, its parent's values repeated; an empty one gives one row without
them. Several lists beside each other follow one another. A nested object's values stand in its parent's row. A
nested block whose names are taken already carries its own name before them: `comparisons.value`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.reports.spec import Field, FieldType

Json = Any
Row = dict[str, Json]
NULLS = "nulls"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One column: its name, the field it shows, and the keys that lead to its value from the block's row."""

    name: str
    field: Field
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one level, and the lists within it."""

    leaves: tuple[Leaf, ...]
    lists: tuple[tuple[tuple[str, ...], Block], ...]

    def columns(self) -> Iterator[Leaf]:
        """Every column of this level and of those within it, outer ones first."""
        yield from self.leaves
        for _, inner in self.lists:
            yield from inner.columns()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the names that lead to it, what its columns begin with, the keys from its row to it."""

    names: tuple[str, ...] = ()
    prefix: str = ""
    path: tuple[str, ...] = ()

    def within(self, shape: Field, taken: set[str]) -> Place:
        """The place of a nested block: under the shortest prefix that names no column twice."""
        names = (*self.names, shape.name)
        own = [field.name for field in shape.fields if not _is_nested(field)]
        prefixes = (self.prefix, f"{self.prefix}{shape.name}.", f"{'.'.join(names)}.")
        free = next(prefix for prefix in prefixes if not any(f"{prefix}{name}" in taken for name in own))
        return Place(names, free, () if shape.type is FieldType.LIST else (*self.path, shape.name))


def layout_of(shape: Field) -> Block:
    """The columns of a report's data, each under a name of its own."""
    return _block(shape, Place(), set())


def _block(shape: Field, place: Place, taken: set[str]) -> Block:
    own = [field for field in shape.fields if not _is_nested(field)]
    leaves = [Leaf(f"{place.prefix}{field.name}", field, (*place.path, field.name)) for field in own]
    taken.update(leaf.name for leaf in leaves)
    lists: list[tuple[tuple[str, ...], Block]] = []
    for field in filter(_is_nested, shape.fields):
        inner = _block(field, place.within(field, taken), taken)
        if field.type is FieldType.LIST:
            lists.append(((*place.path, field.name), inner))
        else:
            leaves.extend(inner.leaves)
            lists.extend(inner.lists)
    return Block(tuple(leaves), tuple(lists))


def _is_nested(field: Field) -> bool:
    return field.type in {FieldType.LIST, FieldType.OBJECT} and field.name != NULLS


def flat_rows(data: object, shape: Field, layout: Block) -> Iterator[Row]:
    """One dict a row by column name; columns of another list of the same level are absent."""
    items = data if shape.type is FieldType.LIST else [data]
    for item in items if isinstance(items, list) else ():
        yield from _rows(layout, item, {})


def _rows(block: Block, value: object, above: Row) -> Iterator[Row]:
    here = {**above, **{leaf.name: _reached(value, leaf.path) for leaf in block.leaves}}
    is_alone = True
    for path, inner in block.lists:
        for item in _reached(value, path) or ():
            is_alone = False
            yield from _rows(inner, item, here)
    if is_alone and here:
        yield here


def _reached(value: object, path: tuple[str, ...]) -> Json:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
