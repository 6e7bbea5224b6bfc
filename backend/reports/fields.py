"""The fields of reports' rows, built from the catalog: the common block, overview fields, comparison values.

A measure joins a block by naming its `field` or `overview` in the catalog, nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

from backend.reports.spec import Field, FieldType
from druid.catalog.model import Catalog, Measure, Unit, camel

TYPE_OF_UNIT: Mapping[Unit, FieldType] = {
    Unit.MONEY: FieldType.MONEY,
    Unit.UNITS: FieldType.UNITS,
    Unit.COUNT: FieldType.COUNT,
    Unit.FRACTION: FieldType.FRACTION,
    Unit.NUMBER: FieldType.NUMBER,
    Unit.INSTANT: FieldType.INSTANT,
}

SHARE = Field("share", FieldType.FRACTION, "part of the total net revenue")
GROWTH = Field("growthRate", FieldType.FRACTION, "growth of net revenue against the first comparison")
CHANGES = (
    GROWTH,
    Field("revenueChange", FieldType.MONEY, "net revenue now minus then"),
    Field("orderChange", FieldType.COUNT, "orders now minus then"),
)


def common_measures(catalog: Catalog) -> dict[str, str]:
    """Measure name -> row field of the common block, in catalog order with revenue first."""
    named = {m.name: m.field for m in catalog.measures if m.field is not None}
    return {"net_revenue": named.pop("net_revenue", "revenue"), **named}


def overview_measures(catalog: Catalog) -> dict[str, str]:
    """Measure name -> field of salesOverview, total revenue first."""
    named = {m.name: m.overview for m in catalog.measures if m.overview is not None}
    return {"net_revenue": named.pop("net_revenue", "totalRevenue"), **named}


def measure_fields(catalog: Catalog, names: Mapping[str, str]) -> tuple[Field, ...]:
    return tuple(_measure_field(catalog.measure[name], field) for name, field in names.items())


def _measure_field(measure: Measure, field: str) -> Field:
    return Field(field, TYPE_OF_UNIT[measure.unit], f"{measure.definition}: {measure.formula}")


def member_field(catalog: Catalog, dimension: str) -> Field:
    return Field(camel(dimension), FieldType.TEXT, catalog.dimension[dimension].definition)


def common_fields(catalog: Catalog) -> tuple[Field, ...]:
    """The common block of ranked rows: measures, share and growth."""
    return (*measure_fields(catalog, common_measures(catalog)), SHARE, GROWTH)


def row_nulls() -> Field:
    fields = (
        Field("field", FieldType.TEXT, "field of the row", required=True),
        Field("code", FieldType.TEXT, "why it is null", required=True),
    )
    return Field("nulls", FieldType.LIST, "why values of this row are null", fields=fields, type_name="NullReason")


RUNNING = Field(
    "running",
    FieldType.FLAG,
    "whether the data end within the bucket: it is PARTIAL so far, and may grow",
    required=True,
)
POINT_FIELDS = (
    Field("timestamp", FieldType.INSTANT, "start of the bucket", required=True),
    Field("label", FieldType.TEXT, "the bucket's local name", required=True),
    Field("value", FieldType.NUMBER, "the metric; 0 for a sum without sales, null for a ratio without sales"),
    Field(
        "status",
        FieldType.TEXT,
        "COMPLETE, PARTIAL (cut by the window, or a day of it was not loaded) or NOT_LOADED",
        required=True,
    ),
    RUNNING,
    Field(
        "comparisons",
        FieldType.LIST,
        "the same bucket of each comparison",
        required=True,
        fields=(
            Field("kind", FieldType.TEXT, "kind of the comparison", required=True),
            Field("timestamp", FieldType.INSTANT, "start of the earlier bucket"),
            Field("label", FieldType.TEXT, "the earlier bucket's local name"),
            Field("value", FieldType.NUMBER, "the metric then"),
            Field(
                "status",
                FieldType.TEXT,
                "COMPLETE, PARTIAL or NOT_LOADED of the earlier bucket; a bucket cut by its window is PARTIAL",
            ),
        ),
        type_name="PointComparison",
    ),
    Field(
        "movingAverage",
        FieldType.NUMBER,
        "mean of as many buckets as asked, up to this one, each whole",
    ),
)
POINTS = Field("points", FieldType.LIST, "one a bucket", required=True, fields=POINT_FIELDS, type_name="Point")
