"""Products bought together, counted from the base lines of one or several months, and the proof that none is missing.

In: the workbench with view `base_lines` and table `slots`, both of these months. Out: table `pair_rows` (month, place,
two product codes, orders), Parquet files, their facts. Everything is integers but the first grouping, and every step
spills: a basket of n products makes n(n-1)/2 rows, so one line never makes more than half of `LARGEST_BASKET`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from druid.calendar import month_bounds
from druid.catalog.model import Catalog
from druid.catalog.pairs import FIRST, LARGEST_BASKET, ORDERS, PAIRED, PLACES, SECOND
from ingestion.sink.bench import Workbench, is_completed, listed, quoted, slot_of
from ingestion.sink.store import OWN_ORDER

MOST_ROWS = 500_000
"""Rows of a month's file; where there would be more, pairs in few orders are left out."""

_ORDER_LINES = """
    CREATE OR REPLACE TEMP TABLE order_lines AS
    SELECT DISTINCT slots.month AS its_month, {key} AS its_order, {places}, {paired} AS product
    FROM base_lines JOIN slots ON slots.slot = {slot}
    WHERE {completed} AND {paired} IS NOT NULL AND NOT starts_with({key}, '{own}')
"""
_PRODUCTS = """
    CREATE OR REPLACE TEMP TABLE pair_products AS
    SELECT product, row_number() OVER (ORDER BY product) AS code FROM (SELECT DISTINCT product FROM order_lines)
"""
_PLACES = """
    CREATE OR REPLACE TEMP TABLE pair_places AS
    SELECT *, row_number() OVER () AS place FROM (SELECT DISTINCT its_month, {places} FROM order_lines)
"""
_BASKETS = """
    CREATE OR REPLACE TEMP TABLE baskets AS
    SELECT *, row_number() OVER () AS basket FROM (
        SELECT place, its_order, count(*) AS products
        FROM order_lines JOIN pair_places AS its ON its.its_month = order_lines.its_month AND {same_place}
        GROUP BY place, its_order HAVING count(*) > 1
    )
"""
_CODED = """
    CREATE OR REPLACE TEMP TABLE basket_products AS
    SELECT basket, baskets.place, code
    FROM order_lines JOIN pair_products USING (product)
    JOIN pair_places AS its ON its.its_month = order_lines.its_month AND {same_place}
    JOIN baskets ON baskets.place = its.place AND baskets.its_order = order_lines.its_order
    WHERE baskets.products <= {largest}
"""
_ROWS = """
    CREATE OR REPLACE TEMP TABLE pair_rows AS
    SELECT its_month, place, first_code, second_code, orders FROM (
        SELECT a.place, a.code AS first_code, b.code AS second_code, count(*) AS orders
        FROM basket_products AS a JOIN basket_products AS b ON a.basket = b.basket AND a.code < b.code
        GROUP BY a.place, a.code, b.code
    ) JOIN pair_places USING (place)
"""
_SIZES = """
    SELECT its_month, coalesce(sum(products * (products - 1) // 2) FILTER (products <= {largest}), 0),
           count(*) FILTER (products > {largest})
    FROM baskets JOIN pair_places USING (place) GROUP BY its_month
"""
_SPREAD = """
    SELECT its_month, together, sum(places), count(*) FROM (
        SELECT its_month, sum(orders) AS together, count(*) AS places
        FROM pair_rows GROUP BY its_month, first_code, second_code
    ) GROUP BY its_month, together
"""
_NAMED = """
    SELECT make_timestamp_ms($start::BIGINT) AS {time}, a.product AS {first}, b.product AS {second}, {places},
           orders::BIGINT AS {orders}
    FROM pair_rows AS rows
    JOIN pair_products AS a ON a.code = first_code JOIN pair_products AS b ON b.code = second_code
    JOIN pair_places AS its USING (place)
    WHERE rows.its_month = $month QUALIFY sum(orders) OVER (PARTITION BY first_code, second_code) >= $floor
"""
_WRITE = "COPY ({named} ORDER BY {names}) TO $path (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
_STORED = "SELECT count(*), coalesce(sum({orders}), 0) FROM stored_pairs"
_DIFFERENT = """
    SELECT count(*) FROM (
        (FROM ({named}) EXCEPT ALL FROM stored_pairs) UNION ALL (FROM stored_pairs EXCEPT ALL FROM ({named}))
    )
"""


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What a month's baskets hold. `floor`: the fewest orders of a pair that is kept, 1 when all are.

    `orders` are the orders of all kept pairs together, `expected` those of all pairs, counted from the sizes of the
    baskets; `left_out` is the difference that the floor makes. `skipped` baskets had too many products.
    """

    rows: int = 0
    orders: int = 0
    left_out: int = 0
    expected: int = 0
    skipped: int = 0
    floor: int = 1

    @property
    def is_proved(self) -> bool:
        return self.orders + self.left_out == self.expected


def count_pairs(bench: Workbench, catalog: Catalog, most_rows: int = MOST_ROWS) -> dict[str, PairFacts]:
    """Fill table `pair_rows`; the facts of every month with an order of two products."""
    places = listed(quoted(name) for name in PLACES)
    words = {
        "key": quoted(catalog.order_key),
        "paired": quoted(PAIRED),
        "places": places,
        "slot": slot_of(catalog),
        "completed": is_completed(catalog),
        "own": OWN_ORDER,
        "largest": LARGEST_BASKET,
        "same_place": " AND ".join(f"its.{quoted(n)} IS NOT DISTINCT FROM order_lines.{quoted(n)}" for n in PLACES),
    }
    for sql in (_ORDER_LINES, _PRODUCTS, _PLACES, _BASKETS, _CODED, _ROWS):
        bench.run(sql.format(**words))
    spread: dict[str, list[tuple[int, int, int]]] = {}
    for month, *found in bench.run(_SPREAD):
        spread.setdefault(str(month), []).append((int(found[0]), int(found[1]), int(found[2])))
    return {
        str(month): _facts(spread.get(str(month), []), int(expected), int(skipped), most_rows)
        for month, expected, skipped in bench.run(_SIZES.format(**words))
    }


def _facts(spread: Iterable[tuple[int, int, int]], expected: int, skipped: int, most_rows: int) -> PairFacts:
    """From (orders of a pair, its rows over all places, number of such pairs): the smallest floor that fits."""
    rows = orders = left_out = 0
    floor = 1
    is_full = False
    for together, places, pairs in sorted(spread, reverse=True):
        is_full = is_full or rows + places > most_rows
        if is_full:
            left_out += together * pairs
            floor = max(floor, together + 1)
        else:
            rows, orders = rows + places, orders + together * pairs
    return PairFacts(rows, orders, left_out, expected, skipped, floor)


def write_pairs(bench: Workbench, catalog: Catalog, month: tuple[str, str], floor: int, path: Path) -> None:
    """Write one month of `pair_rows`; `month` is its name and business zone."""
    sql = _WRITE.format(named=_named(catalog), names=listed(quoted(name) for name in (FIRST, SECOND, *PLACES)))
    bench.run(sql, {**_parameters(month, floor), "path": str(path)})


def stored_pairs(bench: Workbench, path: Path) -> tuple[int, int]:
    """Rows and orders of a file as written."""
    bench.see("stored_pairs", [path])
    rows, orders = bench.run(_STORED.format(orders=quoted(ORDERS)))[0]
    return int(rows), int(orders)


def different_rows(bench: Workbench, catalog: Catalog, month: tuple[str, str], floor: int) -> int:
    """Rows of view `stored_pairs` that are not those of `pair_rows`, and the other way round."""
    return int(bench.run(_DIFFERENT.format(named=_named(catalog)), _parameters(month, floor))[0][0])


def _named(catalog: Catalog) -> str:
    words = {"time": catalog.time, "first": FIRST, "second": SECOND, "orders": ORDERS}
    places = listed(f"its.{quoted(name)}" for name in PLACES)
    return _NAMED.format(places=places, **{word: quoted(name) for word, name in words.items()})


def _parameters(month: tuple[str, str], floor: int) -> dict[str, object]:
    name, zone = month
    return {"month": name, "start": month_bounds(name, zone)[0], "floor": floor}
