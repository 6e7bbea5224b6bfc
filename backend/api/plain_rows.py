"""Completes the values of an envelope in one pass: rows are plain dicts, and need no resolver a field.

Comes in: an object type, its collected selection, a dict. Goes out: the selected part of the dict, each value coerced
by its GraphQL type. Whatever is not plain (a null that may not be, a value that its type refuses, an argument) is left
to graphql-core, which completes that object anew and says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from math import isfinite
from typing import Any

from graphql import (
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
_AS_THEY_ARE = {GraphQLString: str, GraphQLBoolean: bool}


class NotPlain(Exception):
    """A value or a selection that graphql-core has to look at."""


class RowExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, but for objects that are dicts. `rows` keeps what completes each selection of them."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rows: dict[tuple[GraphQLObjectType, int], Completer] = {}

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
                found = self._row(return_type, field_details_list)(result)
            except NotPlain:
                pass
            else:
                assert isinstance(found, dict)
                return found
        return super().collect_and_execute_subfields(return_type, field_details_list, path, result, position_context)

    def _row(self, kind: GraphQLObjectType, selected: FieldDetailsList) -> Completer:
        """What completes a selection of dicts. The executor keeps each list that it collected, so its id is its own."""
        key = (kind, id(selected))
        known = self.rows.get(key)
        if known is None:
            fields = list(self._fields(kind, selected))
            known = self.rows[key] = lambda row: _completed(row, fields)
        return known

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
    if isinstance(value, Exception | Awaitable):
        raise NotPlain
    try:
        found = kind.coerce_output_value(value)
    except Exception as error:
        raise NotPlain from error
    if found is None or found is Undefined:
        raise NotPlain
    return found
