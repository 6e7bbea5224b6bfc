"""The keys of customerProfile, for both doors, and the columns of a listed line. Data only."""

from __future__ import annotations

from collections.abc import Mapping

from backend.reports.compared import comparisons_field
from backend.reports.fields import RUNNING, SHARE, measure_fields, row_nulls
from backend.reports.spec import Field, FieldType
from druid.catalog.model import Catalog, camel

NEWEST = 20
LINE_COLUMNS: Mapping[str, FieldType] = {
    "order_id": FieldType.TEXT,
    "product": FieldType.TEXT,
    "product_line": FieldType.TEXT,
    "branch": FieldType.TEXT,
    "salesperson": FieldType.TEXT,
    "units_sold": FieldType.UNITS,
    "units_returned": FieldType.UNITS,
    "gross_revenue": FieldType.MONEY,
    "returns_value": FieldType.MONEY,
    "total_cost": FieldType.MONEY,
}
"""Stored columns of a listed line; ties in time are listed in their order."""
MOMENTS = ("firstPurchase", "lastPurchase", "recencyDays", "tenureDays")

_STANDING = (
    Field("segment", FieldType.TEXT, "class at the window's end: Premium, Regular, New, At-Risk or Churned"),
    Field("rank", FieldType.COUNT, "place by net revenue over the history, among all who ever purchased"),
    Field("customersRanked", FieldType.COUNT, "how many they are", required=True),
    Field(
        "rfm",
        FieldType.OBJECT,
        "scores from 1 to 5, 5 is best",
        fields=(
            Field("recency", FieldType.COUNT, "by the last purchase", required=True),
            Field("frequency", FieldType.COUNT, "by the number of purchases", required=True),
            Field("monetary", FieldType.COUNT, "by net revenue over the history", required=True),
        ),
        type_name="RfmScores",
    ),
    Field(
        "lifetimeValue",
        FieldType.MONEY,
        "net revenue to date and expected within the horizon, over the whole history whatever the filters",
    ),
)
_RHYTHM = (
    Field("purchases", FieldType.COUNT, "orders with a line with gross revenue, over the history", required=True),
    Field("purchaseDays", FieldType.COUNT, "business-zone days with a purchase", required=True),
    Field("activeMonths", FieldType.COUNT, "months with a purchase", required=True),
    Field("firstPurchase", FieldType.INSTANT, "first line with gross revenue"),
    Field("lastPurchase", FieldType.INSTANT, "last such line before the window's end"),
    Field("recencyDays", FieldType.COUNT, "local days from the last purchase to the window's last day"),
    Field("tenureDays", FieldType.COUNT, "local days from the first purchase to the window's last day"),
    Field("purchasesPerActiveMonth", FieldType.NUMBER, "purchases / months with a purchase"),
    Field("meanDaysBetweenPurchases", FieldType.NUMBER, "mean distance of days with a purchase, business zone"),
)
_MONTH = (
    Field("month", FieldType.TEXT, 'local month, such as "2024-03"', required=True),
    Field("status", FieldType.TEXT, "COMPLETE, PARTIAL or NOT_LOADED", required=True),
    RUNNING,
    Field("revenue", FieldType.MONEY, "net revenue"),
    Field("orders", FieldType.COUNT, "orders, returns included"),
    Field("purchases", FieldType.COUNT, "orders with a line with gross revenue"),
)


def _line_fields(catalog: Catalog) -> tuple[Field, ...]:
    told = {"order_id": "number of the order that the line is of, as loaded"}
    told |= {name: one.definition for name, one in catalog.measure.items()}
    told |= {name: one.definition for name, one in catalog.dimension.items()}
    stored = tuple(Field(camel(name), kind, told[name]) for name, kind in LINE_COLUMNS.items())
    return (
        Field("time", FieldType.INSTANT, "moment of the sale", required=True),
        *stored,
        Field("revenue", FieldType.MONEY, "net revenue", required=True),
        Field("profit", FieldType.MONEY, "null where the line has no cost"),
        row_nulls(),
    )


def _mix_field(name: str, description: str) -> Field:
    fields = (
        Field("productLine", FieldType.TEXT, "product line"),
        Field("revenue", FieldType.MONEY, "net revenue"),
        Field("profit", FieldType.MONEY, "net revenue less cost"),
        Field("unitsSold", FieldType.UNITS, "units sold"),
        Field(SHARE.name, FieldType.FRACTION, "part of the customer's net revenue; all parts make 1"),
        row_nulls(),
    )
    return Field(name, FieldType.LIST, description, fields=fields, type_name="ProfileMixRow")


def _list(name: str, description: str, fields: tuple[Field, ...], type_name: str) -> Field:
    return Field(name, FieldType.LIST, description, required=True, fields=fields, type_name=type_name)


def profile_fields(catalog: Catalog, totals: Mapping[str, str], changes: tuple[Field, ...]) -> tuple[Field, ...]:
    measures = measure_fields(catalog, totals)
    return (
        Field("customer", FieldType.TEXT, "name of the customer", required=True),
        *_STANDING,
        *_RHYTHM,
        Field("window", FieldType.OBJECT, "totals of the window", fields=measures, type_name="ProfileTotals"),
        Field("lifetime", FieldType.OBJECT, "totals of the history", fields=measures, type_name="ProfileTotals"),
        *changes,
        comparisons_field(catalog, totals, "Profile"),
        _mix_field("productLines", "product lines bought in the window"),
        _mix_field("lifetimeProductLines", "product lines bought over the history"),
        _list("months", "months since the first line", _MONTH, "ProfileMonth"),
        _list("lastLines", "the newest lines, newest first", _line_fields(catalog), "ProfileLine"),
    )
