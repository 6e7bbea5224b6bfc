"""The shape of productPerformance: its totals, its lists and their fields, for both doors."""

from __future__ import annotations

from collections.abc import Mapping

from backend.reports.compared import comparisons_field
from backend.reports.fields import (
    CHANGES,
    POINTS,
    SHARE,
    common_measures,
    measure_fields,
    member_field,
)
from backend.reports.ranked import Ranking, row_fields
from backend.reports.spec import Field, FieldType
from druid.catalog.model import Catalog

EVERY = 10_000
LISTS: Mapping[str, Ranking] = {
    "branches": Ranking("branch", limit=EVERY, has_others=False),
    "customers": Ranking("customer", limit=10, has_others=False),
    "salespeople": Ranking("salesperson", limit=10, has_others=False),
}
"""Field -> the list of it: every branch, the ten best customers and salespeople, by net revenue."""
PEOPLE = ("customers", "salespeople")
"""Lists that no rollup of products answers, and that are asked together."""
BELONGS = ("product_line", "item_group")
RETURNED: Mapping[str, str] = {"returns_value": "returnsValue", "units_returned": "unitsReturned"}
TOTALS: Mapping[str, str] = {**RETURNED, "average_selling_price": "averageSellingPrice"}
"""Measures of the totals beyond the common block."""


def totals_of(catalog: Catalog) -> dict[str, str]:
    """Measure -> field of the product's totals."""
    return {**common_measures(catalog), **TOTALS}


def product_field(catalog: Catalog) -> Field:
    """The object: flat totals, then what else is known of the product."""
    totals = measure_fields(catalog, totals_of(catalog))
    returned = measure_fields(catalog, {**RETURNED, "return_rate": "returnRate"})
    price = Field("averageSellingPriceChange", FieldType.MONEY, "average selling price now minus then")
    fields = (
        Field("product", FieldType.TEXT, "the product", required=True),
        *(field for field in totals if field.name not in RETURNED.values()),
        price,
        SHARE,
        CHANGES[0],
        Field("rank", FieldType.COUNT, "place by net revenue among all products"),
        Field("abcClass", FieldType.TEXT, "A, B or C by cumulative net revenue"),
        Field("firstSale", FieldType.INSTANT, "its first line over all loaded days"),
        Field("lastSale", FieldType.INSTANT, "its last line over all loaded days"),
        _categories(catalog),
        Field(
            "returns",
            FieldType.OBJECT,
            "what came back",
            required=True,
            fields=(*returned, Field("returnShare", FieldType.FRACTION, "part of the value of all products' returns")),
            type_name="ProductReturns",
        ),
        Field("series", FieldType.OBJECT, "the metric over time", True, (POINTS,), "SalesTrends"),
        *(_list(name, ranking, catalog) for name, ranking in LISTS.items()),
        comparisons_field(catalog, totals_of(catalog), "Product"),
    )
    return Field("productPerformance", FieldType.OBJECT, fields=fields, type_name="ProductPerformance")


def _categories(catalog: Catalog) -> Field:
    fields = (
        *(member_field(catalog, name) for name in BELONGS),
        Field("firstSale", FieldType.INSTANT, "first line under them", required=True),
        Field("lastSale", FieldType.INSTANT, "last line under them", required=True),
        Field("lines", FieldType.COUNT, "lines under them", required=True),
    )
    return Field(
        "categories",
        FieldType.LIST,
        "product lines and item groups that it was sold under, over all loaded days, the last one first",
        required=True,
        fields=fields,
        type_name="ProductCategory",
    )


def _list(name: str, ranking: Ranking, catalog: Catalog) -> Field:
    kind = "Product" + ranking.dimension.capitalize() + "Row"
    about = f"the product by {ranking.dimension}, the most net revenue first; shares are parts of the product's"
    return Field(name, FieldType.LIST, about, fields=row_fields(ranking, catalog), type_name=kind)
