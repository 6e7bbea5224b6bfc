"""basketPairs: products bought together, with support, confidence both ways and lift.

In: arguments. Out: a page of pairs. A pair counts the orders (of one month, branch and region) with completed lines of
both products; all orders and those of each product are the measure `orders` under the same filters by place. A filter
on product chooses pairs, not orders. Every ratio is one division of whole numbers.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from backend.errors import IllegalCombination
from backend.question import Filter
from backend.reports.arguments import LISTED
from backend.reports.fields import row_nulls
from backend.reports.rows import Column, cut, in_order, page_of, to_rows
from backend.reports.session import Answered, Session, outcome_facts, to_question
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec, SortOrder
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, camel
from druid.catalog.pairs import FIRST, LARGEST_BASKET, PAIR_ORDERS, PAIRED, PLACES, SECOND, pairs_of

LIMIT = 10
EXACT = 2**53
"""Whole numbers up to here are floats without rounding, so that dividing two rounds once."""

ORDERS_A, ORDERS_B = "orders_a", "orders_b"
COLUMNS = (
    Column(FIRST, "productA", FieldType.TEXT),
    Column(SECOND, "productB", FieldType.TEXT),
    Column(PAIR_ORDERS, "orders", FieldType.COUNT),
    Column("support", "support", FieldType.FRACTION),
    Column("confidence", "confidence", FieldType.FRACTION),
    Column("confidence_back", "confidenceBack", FieldType.FRACTION),
    Column("lift", "lift", FieldType.NUMBER),
)
SORTS = {"ORDERS": PAIR_ORDERS, "SUPPORT": "support", "CONFIDENCE": "confidence", "LIFT": "lift"}
ARGUMENTS = tuple(name for name in LISTED if name != "compare")


@dataclass(frozen=True, slots=True)
class Baskets:
    """Answers about one window: pairs (in one or two parts), all orders, orders by product."""

    pairs: tuple[Answered, ...]
    whole: Answered
    products: Answered

    @property
    def orders(self) -> int:
        return int(self.whole.current["orders"][0] or 0)


async def basket_pairs(cube: Catalog, session: Session, arguments: Arguments) -> Outcome:
    """Pairs above the floor, most orders first unless asked otherwise."""
    chosen = _chosen_products(arguments.filters, session.catalog)
    found = await _ask(session, cube, arguments, chosen)
    counted = _turned(_added(found.pairs), chosen)
    floor = session.conventions.rules.basket_orders
    listed = _rated(counted.filter(pl.col(PAIR_ORDERS) >= floor), found)
    ordered = in_order(
        _searched(listed, arguments.search),
        SORTS[arguments.sort_by or "ORDERS"],
        arguments.order or SortOrder.DESC,
        (FIRST, SECOND),
    )
    shown, page = page_of(ordered, cut(arguments.after, arguments.limit or LIMIT, _identity(session, arguments)))
    facts = outcome_facts(*found.pairs, found.whole, found.products)
    facts["notes"] += await member_notes(session, arguments.filters)
    rows = to_rows(shown, COLUMNS, found.whole.plan.question.timezone)
    return Outcome(
        [{**row, "nulls": []} for row in rows],
        row_count=shown.height,
        page=page,
        extra={
            "orders": found.orders,
            "fewestOrders": floor,
            "pairsBelow": counted.height - listed.height,
            "largestBasket": LARGEST_BASKET,
        },
        **facts,
    )


def _identity(session: Session, arguments: Arguments) -> object:
    """What a cursor belongs to."""
    return session.scope, "basketPairs", replace(arguments, after=None, limit=None)


def _chosen_products(filters: tuple[Filter, ...], catalog: Catalog) -> tuple[str, ...]:
    """The products asked for, none when all; refuses filters that say nothing about a pair."""
    allowed = {PAIRED, *PLACES}
    for one in filters:
        if one.dimension not in allowed:
            raise IllegalCombination(
                f"Pairs cannot be filtered by {catalog.dimension[one.dimension].label.lower()}.",
                "Pairs are counted by branch and region; filter by these, or by product.",
                field=camel(one.dimension),
            )
    named = [one for one in filters if one.dimension == PAIRED]
    if any(one.members is None or None in one.members or one.excluded or one.contains for one in named):
        raise IllegalCombination(
            "Of products, pairs are filtered by name only.",
            "Name the products to keep, or use `search` for a part of a name.",
            field=PAIRED,
        )
    kept = [frozenset(name for name in one.members or () if name is not None) for one in named]
    return tuple(sorted(frozenset.intersection(*kept))) if kept else ()


async def _ask(session: Session, cube: Catalog, arguments: Arguments, chosen: tuple[str, ...]) -> Baskets:
    places = replace(arguments, compare=(), filters=tuple(f for f in arguments.filters if f.dimension in PLACES))
    pairs = to_question(places, session.conventions, (PAIR_ORDERS,), (FIRST, SECOND))
    sides = [pairs]
    if any(one.dimension == PAIRED for one in arguments.filters):
        either = (Filter(FIRST, chosen),), (Filter(SECOND, chosen), Filter(FIRST, excluded=chosen))
        sides = [replace(pairs, filters=(*pairs.filters, *side)) for side in either]
    whole = to_question(places, session.conventions, ("orders",))
    by_product = to_question(places, session.conventions, ("orders",), (PAIRED,))
    *found, of_whole, of_products = await asyncio.gather(
        *(session.ask(side, cube) for side in sides), session.ask(whole), session.ask(by_product)
    )
    return Baskets(tuple(found), of_whole, of_products)


def _added(parts: tuple[Answered, ...]) -> pl.DataFrame:
    return pl.concat([part.current.select(FIRST, SECOND, PAIR_ORDERS) for part in parts])


def _turned(pairs: pl.DataFrame, chosen: tuple[str, ...]) -> pl.DataFrame:
    """With one product asked, that product first."""
    if len(chosen) != 1:
        return pairs
    is_second = pl.col(SECOND) == chosen[0]
    first = pl.when(is_second).then(pl.col(SECOND)).otherwise(pl.col(FIRST)).alias(FIRST)
    second = pl.when(is_second).then(pl.col(FIRST)).otherwise(pl.col(SECOND)).alias(SECOND)
    return pairs.with_columns(first, second)


def _searched(pairs: pl.DataFrame, text: str | None) -> pl.DataFrame:
    if not text:
        return pairs
    either = (pl.col(name).str.to_lowercase().str.contains(text.lower(), literal=True) for name in (FIRST, SECOND))
    return pairs.filter(pl.any_horizontal(either))


def _rated(pairs: pl.DataFrame, found: Baskets) -> pl.DataFrame:
    """With support, confidences and lift."""
    orders = found.products.current.select(PAIRED, "orders")
    joined = pairs
    for side, column in ((FIRST, ORDERS_A), (SECOND, ORDERS_B)):
        named = orders.rename({PAIRED: side, "orders": column})
        joined = joined.join(named, on=side, how="left", maintain_order="left")
    both, of_a, of_b = joined[PAIR_ORDERS], joined[ORDERS_A], joined[ORDERS_B]
    whole = pl.repeat(found.orders, joined.height, dtype=pl.Int64, eager=True)
    wide = [series.cast(pl.Int128) for series in (both, whole, of_a, of_b)]
    return joined.with_columns(
        quotient(both, whole).alias("support"),
        quotient(both, of_a).alias("confidence"),
        quotient(both, of_b).alias("confidence_back"),
        quotient(wide[0] * wide[1], wide[2] * wide[3]).alias("lift"),
    )


def quotient(tops: pl.Series, bottoms: pl.Series) -> pl.Series:
    """Whole numbers divided row by row, each quotient rounded once.

    >>> quotient(pl.Series([1, 2**60]), pl.Series([3, 2**60 + 1])).to_list()
    [0.3333333333333333, 1.0]
    """
    if max(_largest(tops), _largest(bottoms)) <= EXACT:
        return tops.cast(pl.Float64) / bottoms.cast(pl.Float64)
    pairs = zip(tops.to_list(), bottoms.to_list(), strict=True)
    return pl.Series([top / bottom for top, bottom in pairs], dtype=pl.Float64)


def _largest(series: pl.Series) -> int:
    found = series.max()
    return found if isinstance(found, int) else 0


def _field(column: Column, description: str) -> Field:
    return Field(column.field, column.type, description)


_DESCRIPTIONS = (
    "the first product by name, or the one asked for",
    "the other product",
    "orders with both, each of one month, branch and region",
    "part of all orders that has both: orders / all orders",
    "part of the orders with productA that also has productB",
    "part of the orders with productB that also has productA",
    "how many times as often as if they were bought independently: orders * all orders / (orders A * orders B)",
)


def basket_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    cube = pairs_of(catalog)
    if cube is None:
        return ()
    fields = tuple(_field(column, text) for column, text in zip(COLUMNS, _DESCRIPTIONS, strict=True))
    data = Field("basketPairs", FieldType.LIST, fields=(*fields, row_nulls()), type_name="BasketPairsRow")
    return (
        ReportSpec(
            "basketPairs",
            "Products bought together in one order.",
            data,
            ARGUMENTS,
            partial(basket_pairs, cube),
            cost=50,
            sort_fields=tuple(SORTS),
            limit=LIMIT,
        ),
    )
