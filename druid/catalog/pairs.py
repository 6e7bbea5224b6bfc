"""The cube of pairs: products bought together in one order, by month, branch and region. Data, derived from a catalog.

A basket is the completed lines of one order in one business month, branch and region; a pair is two of its products,
the first one first in code-point order. Its only table is `product_pairs_month`; where that may not serve, pairs are
counted from the base's lines.
"""

from __future__ import annotations

from druid.catalog.model import (
    SALE,
    Catalog,
    Column,
    Dimension,
    Grain,
    Kind,
    Level,
    Measure,
    Rollup,
    Sum,
    Unit,
)
from druid.catalog.sales import SALES

PAIRS_TABLE = "product_pairs_month"
PAIRED = "product"
FIRST, SECOND = "product_a", "product_b"
PLACES = ("branch", "region")
PAIR_ORDERS = "pair_orders"
ORDERS = "orders"
ORDER_ID = "order_id"
LARGEST_BASKET = 50
"""Products of a basket from which every pair is made; a larger basket makes none and is counted."""

FLOOR, SKIPPED = "floor", "skipped"
"""Facts of a month's file: the fewest orders of a pair that is kept, and the baskets that were too large."""


def pairs_of(catalog: Catalog) -> Catalog | None:
    """The cube of pairs over a catalog's base; None when the catalog has no products, branches or order ids.

    >>> pairs_of(SALES).rollups[0].dimensions
    ('product_a', 'product_b', 'branch', 'region')
    """
    if not {PAIRED, *PLACES} <= catalog.dimension.keys() or ORDER_ID not in catalog.column:
        return None
    sides = ((FIRST, "the product that is first by name"), (SECOND, "the product that is second by name"))
    places = tuple(catalog.dimension[name] for name in PLACES)
    columns = (
        catalog.column[catalog.time],
        *(Column(name, Kind.TEXT, definition, required=True) for name, definition in sides),
        *(catalog.column[name] for name in (*PLACES, PAIRED, ORDER_ID, catalog.completed[0])),
        Column(ORDERS, Kind.COUNT, "orders with both products", required=True),
    )
    labels = {FIRST: ("Product A", "Products A"), SECOND: ("Product B", "Products B")}
    both = tuple(Dimension(name, *labels[name], definition, Level.ORDER) for name, definition in sides)
    return Catalog(
        base=catalog.base,
        columns=columns,
        dimensions=(*both, *places),
        markers=(),
        measures=(
            Measure(
                PAIR_ORDERS,
                "Orders with both",
                Unit.COUNT,
                Sum(ORDERS),
                "distinct orders with completed lines of both products",
                "sum(orders)",
            ),
        ),
        rollups=(Rollup(PAIRS_TABLE, Grain.MONTH, (FIRST, SECOND, *PLACES), "products bought together"),),
        moments=(SALE,),
        time=catalog.time,
        order_key=catalog.order_key,
        completed=catalog.completed,
        paired=PAIRED,
    )


def _pairs() -> Catalog:
    found = pairs_of(SALES)
    assert found is not None
    return found


PAIRS = _pairs()
