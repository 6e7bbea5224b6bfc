"""The one table of arguments that reports take, read by both doors and by the docs.

An `Argument` has a kind (how each door writes and checks it), a sentence and its default in words. Reports name
the arguments they take; anything else is an error at the door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ArgumentKind(StrEnum):
    PERIOD = "period"
    DATE_RANGE = "date range"
    FILTERS = "filters"
    COMPARE = "comparisons"
    GRAIN = "grain"
    TIMEZONE = "time zone"
    SORT = "sort field of the report"
    SORT_LIST = "list of {field, order}"
    ORDER = "sort order"
    LIMIT = "row limit"
    CURSOR = "cursor"
    ANCHOR = "anchor"
    SOURCE = "source"
    FLAG = "true or false"
    METRIC = "metric"
    GROUP_BY = "dimension to group by"
    DIMENSION = "dimension"
    DIMENSIONS = "list of dimensions"
    MEASURES = "list of measures"
    HAVING = "list of {measure, op, value}"
    TEXT = "text"
    ID = "name of a member"
    TOP = "{n, per}"
    BUCKETS = "number of buckets"
    ABC_CLASS = "class of products"
    SEGMENT = "class of customers"
    PART = "part of a change"


@dataclass(frozen=True, slots=True)
class Argument:
    """`name` is camelCase, as written at the doors."""

    name: str
    kind: ArgumentKind
    description: str
    default: str = "none"


_ALL = (
    Argument("period", ArgumentKind.PERIOD, "A named period, anchored to the newest loaded sale.", "MONTH"),
    Argument(
        "dateRange",
        ArgumentKind.DATE_RANGE,
        "Custom dates: `startDate` and `endDate`; an end date is included, an end instant is not.",
    ),
    Argument("filters", ArgumentKind.FILTERS, "Members to keep, drop or search, by dimension."),
    Argument(
        "compare",
        ArgumentKind.COMPARE,
        "Earlier windows to compare with, in order; an empty list means none.",
        "PREVIOUS_PERIOD",
    ),
    Argument("grain", ArgumentKind.GRAIN, "Length of a time bucket.", "fits the period"),
    Argument("timezone", ArgumentKind.TIMEZONE, "IANA zone whose local days, weeks and months are meant.", "setting"),
    Argument("sortBy", ArgumentKind.SORT, "Field to rank by; ties by name in code-point order, nulls last."),
    Argument("sort", ArgumentKind.SORT_LIST, "Columns to sort by, first one first."),
    Argument("order", ArgumentKind.ORDER, "DESC or ASC.", "DESC"),
    Argument("limit", ArgumentKind.LIMIT, "Most rows to answer, 1 to 10,000.", "50, or 10 for top lists"),
    Argument("after", ArgumentKind.CURSOR, "`endCursor` of the page before."),
    Argument("anchor", ArgumentKind.ANCHOR, "DATA: the newest loaded sale; NOW: the wall clock.", "DATA"),
    Argument("source", ArgumentKind.SOURCE, "AUTO, or BASE to answer from the base lines, for checking.", "AUTO"),
    Argument("approximate", ArgumentKind.FLAG, "Not available: every answer is exact.", "false"),
    Argument("metric", ArgumentKind.METRIC, "What the line shows.", "REVENUE"),
    Argument("groupBy", ArgumentKind.GROUP_BY, "What a row stands for."),
    Argument("dimension", ArgumentKind.DIMENSION, "Dimension whose members are wanted."),
    Argument("search", ArgumentKind.TEXT, "Part of a member's name, upper or lower case."),
    Argument("measures", ArgumentKind.MEASURES, "Measures of the catalog, one column each."),
    Argument("dimensions", ArgumentKind.DIMENSIONS, "Dimensions of the catalog, one column each."),
    Argument(
        "having",
        ArgumentKind.HAVING,
        "Thresholds on measures, shown or not, or on a comparison's column; they choose rows, never totals.",
    ),
    Argument(
        "totals",
        ArgumentKind.FLAG,
        "Add totals over all lines, and subtotals of the first key, the first two and so on.",
        "false",
    ),
    Argument(
        "others",
        ArgumentKind.FLAG,
        "Add what the rows shown leave out, so that both are the whole.",
        "false",
    ),
    Argument(
        "columns",
        ArgumentKind.DIMENSIONS,
        "Dimensions, or `time`, whose members become columns: a pivot; those not in `dimensions` are added.",
    ),
    Argument(
        "top",
        ArgumentKind.TOP,
        "The first `n` rows by the order asked, of each member of `per` (a row's dimension, or `time`) when given.",
    ),
    Argument("movingAverage", ArgumentKind.BUCKETS, "Buckets of a trailing mean, 2 to 366, added to each point."),
    Argument("abcClass", ArgumentKind.ABC_CLASS, "Answer the products of one class; totals stay those of all."),
    Argument("segment", ArgumentKind.SEGMENT, "Answer the customers of one class; totals stay those of all."),
    Argument("part", ArgumentKind.PART, "List who moved one part of the change, and by how much; the parts stay."),
    Argument("productId", ArgumentKind.ID, "Name of the product."),
    Argument("customerId", ArgumentKind.ID, "Name of the customer."),
)

ARGUMENTS: Mapping[str, Argument] = {argument.name: argument for argument in _ALL}

COMMON = ("period", "dateRange", "filters", "compare", "timezone", "anchor", "source", "approximate")
LISTED = (*COMMON, "sortBy", "order", "limit", "after", "search")
