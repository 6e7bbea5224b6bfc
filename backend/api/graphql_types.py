"""GraphQL types made from data: rows from `Field`s, enums from names, inputs from the argument table.

Comes in: the specs and the catalog. Goes out: Strawberry types; one name is one type, whoever asks for it.
"""

from __future__ import annotations

import keyword
import operator
from collections.abc import Mapping, Sequence
from dataclasses import MISSING
from enum import EnumMeta, StrEnum
from types import GenericAlias

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.scalars import JSON
from strawberry.tools import create_type
from strawberry.types import get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from backend.api.envelope_fields import ERROR, METADATA
from backend.api.parameters import Names
from backend.question import Anchor, ComparisonKind, Period, SourceChoice
from backend.reports.arguments import ArgumentKind
from backend.reports.effects import Kind
from backend.reports.grouped import GROUP_BY
from backend.reports.spec import AbcClass, Field, FieldType, Metric, ReportSpec, Segment, SortOrder
from druid.catalog.model import Grain

SCALAR: Mapping[FieldType, object] = {
    FieldType.TEXT: str,
    FieldType.INSTANT: str,
    FieldType.MONEY: float,
    FieldType.UNITS: float,
    FieldType.FRACTION: float,
    FieldType.NUMBER: float,
    FieldType.COUNT: int,
    FieldType.FLAG: bool,
    FieldType.JSON: JSON,
}


class TypeConflict(Exception):
    """Two different shapes carry one GraphQL name."""


def pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def python_name(name: str) -> str:
    """A dataclass field cannot be called `in` or `class`; Strawberry types are dataclasses."""
    return f"{name}_" if keyword.iskeyword(name) else name


def read_key(source: Mapping[str, object], name: str) -> object:
    """The value of a field that `python_name` named; rows are plain dicts."""
    return source.get(name.removesuffix("_"))


def nullable(kind: object) -> object:
    return operator.or_(kind, None)


def listed(kind: object) -> object:
    return GenericAlias(list, (kind,))


def make_field(name: str, kind: object, description: str = "", default: object = MISSING) -> StrawberryField:
    return StrawberryField(
        python_name=python_name(name),
        graphql_name=name,
        type_annotation=StrawberryAnnotation(kind),
        description=description or None,
        default=default,
    )


class RowTypes:
    """Output types by name."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[Field, ...], type]] = {}

    def of(self, field: Field, owner: str = "") -> object:
        """The GraphQL type of a field, nullable unless it is required."""
        kind: object
        if field.type in SCALAR:
            kind = SCALAR[field.type]
        else:
            kind = self._row(field.type_name or owner + pascal(field.name), field)
        if field.type is FieldType.LIST:
            kind = listed(kind)
        return kind if field.required else nullable(kind)

    def _row(self, name: str, field: Field) -> type:
        known = self._made.get(name)
        if known is None:
            parts = [make_field(part.name, self.of(part, name), part.description) for part in field.fields]
            known = (field.fields, create_type(name, parts, description=field.description or None))
            self._made[name] = known
        elif _shape(known[0]) != _shape(field.fields):
            raise TypeConflict(f"Two different row types are called {name}.")
        return known[1]

    def envelope(self, spec: ReportSpec) -> type:
        name = pascal(spec.name)
        fields = [
            make_field("data", self.of(spec.data, name), spec.data.description),
            make_field("error", self.of(ERROR), ERROR.description),
            make_field("metadata", self.of(METADATA), METADATA.description),
        ]
        return create_type(f"{name}Envelope", fields)


def _shape(fields: Sequence[Field]) -> list[tuple[object, ...]]:
    return [(f.name, f.type, f.required, f.type_name, _shape(f.fields)) for f in fields]


def make_enum(name: str, members: Sequence[str]) -> object:
    made: EnumMeta = EnumMeta.__call__(StrEnum, name, {member: member for member in members})
    return strawberry.enum(made, name=name)


class InputTypes:
    """Argument types: fixed ones by kind, a sort enum for each set of sortable fields."""

    def __init__(self, names: Names) -> None:
        self._members = {*names.dimensions, "member"}
        self._sorts: dict[str, tuple[tuple[str, ...], object]] = {}
        self._kinds: dict[ArgumentKind, object] = {
            ArgumentKind.PERIOD: make_enum("Period", list(Period)),
            ArgumentKind.FILTERS: _filter_input(names),
            ArgumentKind.GRAIN: make_enum("Grain", list(Grain)),
            ArgumentKind.TIMEZONE: str,
            ArgumentKind.LIMIT: int,
            ArgumentKind.CURSOR: str,
            ArgumentKind.ANCHOR: make_enum("Anchor", list(Anchor)),
            ArgumentKind.SOURCE: make_enum("SourceChoice", list(SourceChoice)),
            ArgumentKind.FLAG: bool,
            ArgumentKind.METRIC: make_enum("Metric", list(Metric)),
            ArgumentKind.GROUP_BY: make_enum("GroupBy", [name.upper() for name in GROUP_BY]),
            ArgumentKind.DIMENSION: str,
            ArgumentKind.DIMENSIONS: listed(str),
            ArgumentKind.MEASURES: listed(str),
            ArgumentKind.TEXT: str,
            ArgumentKind.ID: strawberry.ID,
            ArgumentKind.BUCKETS: int,
            ArgumentKind.ABC_CLASS: make_enum("AbcClass", list(AbcClass)),
            ArgumentKind.SEGMENT: make_enum("Segment", list(Segment)),
            ArgumentKind.PART: make_enum("ChangePart", list(Kind)),
            **_objects(),
        }

    def of(self, kind: ArgumentKind, spec: ReportSpec, *, required: bool) -> object:
        """The type of an argument of a report."""
        stated = self._sort(spec) if kind is ArgumentKind.SORT else self._kinds[kind]
        return stated if required else nullable(stated)

    def _sort(self, spec: ReportSpec) -> object:
        """`ProductSort` where rows are products; a report with other members than that gets its own."""
        first = spec.data.fields[0].name if spec.data.fields else spec.name
        name = f"{pascal(first if first in self._members else spec.name)}Sort"
        if name in self._sorts and self._sorts[name][0] != spec.sort_fields:
            name = f"{pascal(spec.name)}Sort"
        if name not in self._sorts:
            self._sorts[name] = (spec.sort_fields, make_enum(name, spec.sort_fields))
        return self._sorts[name][1]


def _objects() -> dict[ArgumentKind, object]:
    """Arguments that are input objects or lists of them, with the enums in them."""
    order = make_enum("SortOrder", list(SortOrder))
    compared = [make_field("kind", make_enum("Comparison", list(ComparisonKind)))]
    dates = [make_field("startDate", str, "first day or instant"), make_field("endDate", str, "last day, or instant")]
    having = [make_field("measure", str), make_field("op", str, "= != < <= > >="), make_field("value", float)]
    sort = [make_field("field", str), *_optional({"order": order})]
    compared += _optional({"startDate": str, "endDate": str})
    return {
        ArgumentKind.ORDER: order,
        ArgumentKind.DATE_RANGE: create_type("DateRangeInput", dates, is_input=True),
        ArgumentKind.COMPARE: listed(create_type("ComparisonInput", compared, is_input=True)),
        ArgumentKind.SORT_LIST: listed(create_type("SortInput", sort, is_input=True)),
        ArgumentKind.HAVING: listed(create_type("HavingInput", having, is_input=True)),
        ArgumentKind.TOP: create_type("TopInput", [make_field("n", int), *_optional({"per": str})], is_input=True),
    }


def _optional(kinds: Mapping[str, object]) -> list[StrawberryField]:
    return [make_field(name, nullable(kind), default=UNSET) for name, kind in kinds.items()]


def _filter_input(names: Names) -> type:
    values = nullable(listed(str))
    one = create_type(
        "DimensionFilter",
        [
            make_field("in", values, "members to keep", UNSET),
            make_field("notIn", values, "members to drop", UNSET),
            make_field("contains", nullable(str), "part of the member's name, upper or lower case", UNSET),
            make_field("isNull", nullable(bool), "lines without a member, or with one", UNSET),
        ],
        is_input=True,
    )
    return create_type("SalesFilter", [make_field(n, nullable(one), default=UNSET) for n in names.dimensions], True)


def plain(value: object) -> object:
    """An input value as plain values under its GraphQL names; what was not said is left out."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list):
        return [plain(item) for item in value]
    definition = get_object_definition(type(value))
    if definition is None:
        return value
    stated = {str(f.graphql_name): getattr(value, f.python_name) for f in definition.fields}
    return {name: plain(part) for name, part in stated.items() if part is not UNSET}
