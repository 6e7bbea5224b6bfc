"""What a report is: its arguments, its rows' fields, its cost, and the function that answers it.

Both doors are built from `ReportSpec`s: GraphQL arguments and types, REST parameters and OpenAPI, the docs tables.
A report turns `Arguments` into questions, and the frames of their answers into an `Outcome`; it never sees SQL.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from backend.planner.plan import Note, Rejection, Window
from backend.question import Anchor, Comparison, DateSpan, Filter, Period, SourceChoice
from backend.reports.effects import Kind
from druid.catalog.model import Grain

if TYPE_CHECKING:
    from backend.reports.sheet import Sheet


class Metric(StrEnum):
    REVENUE = "REVENUE"
    ORDERS = "ORDERS"
    CUSTOMERS = "CUSTOMERS"
    AOV = "AOV"
    PROFIT = "PROFIT"
    MARGIN = "MARGIN"
    UNITS = "UNITS"


class AbcClass(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class Segment(StrEnum):
    """The classes of customers, as arguments name them; rows write them as `backend.reports.segments.CLASSES`."""

    PREMIUM = "PREMIUM"
    REGULAR = "REGULAR"
    NEW = "NEW"
    AT_RISK = "AT_RISK"
    CHURNED = "CHURNED"


class SortOrder(StrEnum):
    ASC = "ASC"
    DESC = "DESC"


@dataclass(frozen=True, slots=True)
class Having:
    """A threshold on a measure: `op` is one of = != < <= > >=; `value` in plain units (KES, units)."""

    measure: str
    op: str
    value: float


@dataclass(frozen=True, slots=True)
class SortBy:
    field: str
    order: SortOrder = SortOrder.DESC


@dataclass(frozen=True, slots=True)
class Top:
    """The first `n` rows of each member of `per` (a grouped dimension), or of all rows."""

    n: int
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Arguments:
    """Checked arguments of a report; None where the caller said nothing. Dimension and measure names are snake_case."""

    period: Period | None = None
    span: DateSpan | None = None
    filters: tuple[Filter, ...] = ()
    compare: tuple[Comparison, ...] | None = None
    grain: Grain | None = None
    timezone: str | None = None
    sort_by: str | None = None
    order: SortOrder | None = None
    limit: int | None = None
    after: str | None = None
    anchor: Anchor = Anchor.DATA
    source: SourceChoice = SourceChoice.AUTO
    approximate: bool = False
    metric: Metric | None = None
    group_by: str | None = None
    dimension: str | None = None
    search: str | None = None
    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    sort: tuple[SortBy, ...] = ()
    having: tuple[Having, ...] = ()
    totals: bool = False
    others: bool = False
    columns: tuple[str, ...] = ()
    top: Top | None = None
    moving_average: int | None = None
    product_id: str | None = None
    customer_id: str | None = None
    abc_class: AbcClass | None = None
    segment: Segment | None = None
    part: Kind | None = None


class FieldType(StrEnum):
    """How a value is written. Money and units are exact numbers; instants ISO text with the zone's offset."""

    TEXT = "text"
    MONEY = "money"
    UNITS = "units"
    COUNT = "count"
    FRACTION = "fraction"
    NUMBER = "number"
    INSTANT = "instant"
    FLAG = "flag"
    JSON = "json"
    LIST = "list"  # of rows with `fields`
    OBJECT = "object"  # one row with `fields`


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a row: camelCase name, type, what it means; nested fields for lists and objects.

    `type_name` names the GraphQL type of a nested row; fields with the same type name share it.
    """

    name: str
    type: FieldType
    description: str = ""
    required: bool = False
    fields: tuple[Field, ...] = ()
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    total_count: int
    end_cursor: str | None
    has_next_page: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Which table answered which measures over which stretch of which window."""

    table: str
    window: str
    start_ms: int
    end_ms: int
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Null:
    """Why a value is null: `field` as in the row, `code` such as ZERO_BASE, NO_BASE, MEASURE_NOT_LOADED."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report's answer before it is enveloped. `data` holds plain JSON values under camelCase keys.

    `sheet` holds the same rows as a frame, `numbers` what fields of type NUMBER are in this answer; files take both.
    """

    data: Any
    windows: tuple[Window, ...] = ()
    grain: Grain | None = None
    timezone: str | None = None
    parts: tuple[Part, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[Note, ...] = ()
    nulls: tuple[Null, ...] = ()
    row_count: int = 1
    complete: bool = True
    page: Page | None = None
    totals: Mapping[str, Any] | None = None
    others: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    sheet: Sheet | None = None
    numbers: Mapping[str, FieldType] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """One report at both doors. `name` is camelCase (`salesOverview`), the REST path its kebab-case form.

    `arguments` are names of `backend.reports.arguments.ARGUMENTS`; `required` those that must be given over GraphQL.
    `data` is the shape: an OBJECT or a LIST field whose `fields` are the keys of a row. `sort_fields` is the
    report's sort enum (first is the default), `limit` its default limit (None: not limited).
    """

    name: str
    description: str
    data: Field
    arguments: tuple[str, ...]
    answer: Callable[[Any, Arguments], Awaitable[Outcome]]
    cost: int = 20
    sort_fields: tuple[str, ...] = ()
    limit: int | None = None
    required: tuple[str, ...] = ()
    rest_path: str | None = None
    method: str = "GET"
