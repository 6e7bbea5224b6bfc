"""Pairs counted from groups of lines, against plain Python: missing places, large baskets, letters in any order."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import TooManyGroups
from backend.pairs import MOST_PAIRS, count_pairs
from backend.question import Filter, Question
from druid.catalog.pairs import FIRST, LARGEST_BASKET, PAIR_ORDERS, PAIRS, SECOND

COLUMNS = (PAIRS.order_key, "branch", "region", "product")
NAMES = ("Tea", "tea", "Ünder", "\U0001f375 cup", "\uff21 soap", "")
Line = tuple[str, str | None, str | None, str]
QUESTION = Question((PAIR_ORDERS,), (FIRST, SECOND), compare=())
places = st.sampled_from((None, "", "Thika"))
some_lines = st.sets(st.tuples(st.sampled_from("123"), places, places, st.sampled_from(NAMES)))


def found(lines: list[Line], *filters: Filter) -> dict[tuple[str, str], int]:
    frame = pl.DataFrame(lines, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    question = Question((PAIR_ORDERS,), (FIRST, SECOND), filters, compare=())
    counted = count_pairs(frame, question, PAIRS, PAIR_ORDERS)
    assert dict(counted.schema) == {FIRST: pl.String(), SECOND: pl.String(), PAIR_ORDERS: pl.Int64()}
    rows = [(str(first), str(second), int(orders)) for first, second, orders in counted.iter_rows()]
    assert len({row[:2] for row in rows}) == len(rows)
    return {(first, second): orders for first, second, orders in rows}


def by_hand(lines: list[Line]) -> Counter[tuple[str, str]]:
    baskets: dict[object, set[str]] = {}
    for *basket, product in lines:
        baskets.setdefault(tuple(basket), set()).add(product)
    return Counter(pair for products in baskets.values() for pair in combinations(sorted(products), 2))


@given(some_lines, st.sets(st.sampled_from((*NAMES, "never sold"))))
def test_pairs_are_those_of_each_basket(lines: set[Line], chosen: set[str]) -> None:
    expected = by_hand(list(lines))
    assert found(list(lines)) == expected
    members = tuple(sorted(chosen))
    either = (
        found(list(lines), Filter(FIRST, members)),
        found(list(lines), Filter(SECOND, members), Filter(FIRST, excluded=members)),
    )
    assert either[0].keys().isdisjoint(either[1])
    assert either[0] | either[1] == {pair: orders for pair, orders in expected.items() if chosen & set(pair)}


def test_a_basket_of_too_many_products_makes_no_pairs() -> None:
    products = [f"P{number:02}" for number in range(LARGEST_BASKET + 1)]
    large: list[Line] = [("1", None, None, product) for product in products]
    full: list[Line] = [("2", None, None, product) for product in products[1:]]
    assert found([*large, *full]) == dict.fromkeys(combinations(products[1:], 2), 1)


def test_more_pairs_than_can_be_held_are_refused() -> None:
    orders = MOST_PAIRS // (LARGEST_BASKET * (LARGEST_BASKET - 1) // 2) + 1
    lines = pl.select(pl.int_range(orders * LARGEST_BASKET).alias("line")).select(
        (pl.col("line") // LARGEST_BASKET).cast(pl.String).alias(COLUMNS[0]),
        pl.lit(None, pl.String).alias("branch"),
        pl.lit(None, pl.String).alias("region"),
        (pl.col("line") % LARGEST_BASKET).cast(pl.String).alias("product"),
    )
    with pytest.raises(TooManyGroups):
        count_pairs(lines, QUESTION, PAIRS, PAIR_ORDERS)
    fewer = count_pairs(lines.head(-LARGEST_BASKET), QUESTION, PAIRS, PAIR_ORDERS)
    assert fewer[PAIR_ORDERS].unique().to_list() == [orders - 1]


def test_products_are_chosen_by_name_only() -> None:
    with pytest.raises(ValueError, match="by name"):
        found([("1", None, None, "Tea")], Filter(FIRST, contains="T"))
