"""Completes the values of an envelope in one pass: rows are plain dicts, and need no resolver a field.

Comes in: an object type, its collected selection, a dict. Goes out: the selected part of the dict, each value coerced
by its GraphQL type. Whatever is not plain (a null that may not be, a value that its type refuses, an argument) is left
to graphql-core, which completes that object anew and says what is wrong with it. What completes a selection is kept:
a document is asked again and again, with other variables.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from math import isfinite
from typing import Any, NamedTuple

from cachetools import LRUCache
from graphql import (
    FieldNode,
    GraphQLBoolean,
    GraphQLFloat,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    Undefined,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.incremental.incremental_executor import DeliveryGroupMap
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

Completer = Callable[[Any], object]
Selection = tuple[GraphQLObjectType, tuple[int, ...], tuple[tuple[str, bool], ...]]
"""An object type, the ids of the nodes that select of it, and the variables that `@skip` and `@include` can hang on."""
KEPT_FIELDS = 50_000
_AS_THEY_ARE = {GraphQLString: str, GraphQLBoolean: bool}
_VALUES = frozenset((str, int, float, bool, list, dict))


class NotPlain(Exception):
    """A value or a selection that graphql-core has to look at."""


class _Kept(NamedTuple):
    """What completes a selection of so many fields; it holds the nodes, so that their ids stay their own."""

    complete: Completer
    nodes: tuple[FieldNode, ...]
    fields: int


class RowExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, but for objects that are dicts. `kept` is that of a schema, see `row_executor`."""

    kept: LRUCache[Selection, _Kept]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        coerced = self.variable_values.coerced.items()
        self._switches = tuple((name, value) for name, value in coerced if isinstance(value, bool))
        self._built = 0

    def collect_and_execute_subfields(
        self,
        return_type: GraphQLObjectType,
        field_details_list: FieldDetailsList,
        path: Path,
        result: object,
        position_context: DeliveryGroupMap | None,
    ) -> Awaitable[dict[str, Any]] | dict[str, Any]:
        """The selected fields of an object."""
        if type(result) is dict:
            try:
                found = self._known(return_type, field_details_list)(result)
            except NotPlain:
                pass
            else:
                assert isinstance(found, dict)
                return found
        return super().collect_and_execute_subfields(return_type, field_details_list, path, result, position_context)

    def _known(self, kind: GraphQLObjectType, selected: FieldDetailsList) -> Completer:
        nodes = tuple(details.node for details in selected)
        key = (kind, tuple(map(id, nodes)), self._switches)
        known = self.kept.get(key)
        if known is None:
            before = self._built
            complete = self._row(kind, selected)
            known = _Kept(complete, nodes, 1 + self._built - before)
            if known.fields <= self.kept.maxsize:
                self.kept[key] = known
        return known.complete

    def _row(self, kind: GraphQLObjectType, selected: FieldDetailsList) -> Completer:
        """What completes a selection of dicts."""
        fields = list(self._fields(kind, selected))
        self._built += len(fields)
        return lambda row: _completed(row, fields)

    def _fields(self, kind: GraphQLObjectType, selected: FieldDetailsList) -> Iterator[tuple[str, str, Completer]]:
        """Name in the answer, key in the dict, and what completes the value."""
        collected = self.collect_subfields(kind, selected)
        if collected.new_defer_usages or collected.forbidden_directive_instances or kind.is_type_of is not None:
            raise NotPlain
        for shown, details in collected.grouped_field_set.items():
            node = details[0].node
            field = self.schema.get_field(kind, node.name.value)
            if field is None:
                continue
            if node.name.value == "__typename":
                yield shown, "", _constant(kind.name)
                continue
            if field.args or node.arguments or not getattr(field.resolve, "_is_default", False):
                raise NotPlain
            yield shown, node.name.value, self._completer(field.type, details)

    def _completer(self, kind: GraphQLOutputType, selected: FieldDetailsList) -> Completer:
        if isinstance(kind, GraphQLNonNull):
            return _required(self._completer(kind.of_type, selected))
        if isinstance(kind, GraphQLList):
            return _list(self._completer(kind.of_type, selected))
        if isinstance(kind, GraphQLObjectType):
            return _nullable(self._row(kind, selected))
        if not is_leaf_type(kind):
            raise NotPlain
        return _leaf(kind)


def row_executor() -> type[RowExecutor]:
    """The executor of one schema; it keeps what completes the selections of documents that are asked again."""
    return type("Rows", (RowExecutor,), {"kept": LRUCache(KEPT_FIELDS, getsizeof=lambda one: one.fields)})


def _completed(row: object, fields: list[tuple[str, str, Completer]]) -> object:
    if type(row) is not dict:
        raise NotPlain
    return {shown: complete(row.get(name)) for shown, name, complete in fields}


def _constant(value: str) -> Completer:
    return lambda _: value


def _nullable(complete: Completer) -> Completer:
    return lambda value: None if value is None else complete(value)


def _required(complete: Completer) -> Completer:
    def completed(value: object) -> object:
        found = complete(value)
        if found is None:
            raise NotPlain
        return found

    return completed


def _list(complete: Completer) -> Completer:
    def completed(value: object) -> object:
        if value is None:
            return None
        if type(value) is not list:
            raise NotPlain
        return [complete(item) for item in value]

    return completed


def _leaf(kind: GraphQLLeafType) -> Completer:
    """A scalar or enum: values that are of its own type already, or else what graphql-core makes of them."""
    own = next((python for scalar, python in _AS_THEY_ARE.items() if scalar is kind), None)

    def completed(value: object) -> object:
        if value is None or type(value) is own:
            return value
        if type(value) is float and kind is GraphQLFloat and isfinite(value):
            return value
        return _coerced(kind, value)

    return completed


def _coerced(kind: GraphQLLeafType, value: object) -> object:
    if type(value) not in _VALUES and isinstance(value, Exception | Awaitable):
        raise NotPlain
    try:
        found = kind.coerce_output_value(value)
    except Exception as error:
        raise NotPlain from error
    if found is None or found is Undefined:
        raise NotPlain
    return found
