"""explore against the lines: dimensions x grain x comparisons x thresholds x sorts x pages, and its totals."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from backend.question import Comparison, ComparisonKind, DateSpan, Question
from backend.reports.spec import Arguments, Having, SortBy, SortOrder
from backend.reports.thresholds import Condition, meeting
from backend.tests.asking import Asker, asking
from backend.tests.oracle import unit_start
from backend.tests.reports.asks import KINDS, branches_of, question_of, some_filter
from backend.tests.reports.beside import Dated, expected_places
from backend.tests.reports.ledger import Books, Figures, check_envelope, growth, is_same
from druid.catalog.model import Grain, camel
from druid.catalog.sales import SALES

MEASURES = (
    *("gross_revenue", "returns_value", "net_revenue", "total_cost", "gross_profit", "profit_margin", "return_rate"),
    *("units_sold", "units_returned", "lines", "orders", "average_order_value", "customers", "products"),
    *("first_sale", "last_sale", "first_purchase", "last_purchase"),
)
RATIOS = ("profit_margin", "return_rate", "average_order_value")
MOMENTS = ("first_sale", "last_sale", "first_purchase", "last_purchase")
NUMBERS = tuple(name for name in MEASURES if name not in MOMENTS)
DIMENSIONS = ("branch", "product_line", "product", "salesperson", "customer", "channel", "region", "account")
OPS = {"=": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
Table = dict[tuple[Any, ...], Figures]


def some_question(chance: random.Random, books: Books) -> Arguments:
    first = date(2023, 12, 1) + timedelta(days=chance.randrange(300))
    measures = tuple(chance.sample(MEASURES, chance.choice((1, 2, 4))))
    numbers = [name for name in measures if name not in MOMENTS]
    having: tuple[Having, ...] = ()
    if numbers and chance.random() < 0.4:
        having = (Having(chance.choice(numbers), chance.choice(list(OPS)), chance.choice((0.0, 1.0, 0.5, 2500.25))),)
    return Arguments(
        span=DateSpan(first, first + timedelta(days=chance.choice((20, 60, 150)))),
        measures=measures,
        dimensions=tuple(chance.sample(DIMENSIONS, chance.choice((0, 1, 1, 2)))),
        grain=chance.choice((None, None, Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER)),
        filters=(some_filter(chance, books, "branch"),) if chance.random() < 0.3 else (),
        compare=tuple(Comparison(kind) for kind in chance.sample(KINDS, chance.choice((0, 1, 2)))),
        having=having,
        limit=chance.choice((7, 50, 1000)),
        totals=True,
    )


def bucket_starts(books: Books, question: Question, window: str) -> list[tuple[date, bool]]:
    """A window's buckets: their first days as the calendar has them, and whether any day of them was loaded."""
    assert question.grain is not None
    stretch = books.windows(question)[window]
    assert not isinstance(stretch.first, datetime)
    assert not isinstance(stretch.last, datetime)
    branches = branches_of(Arguments(filters=question.filters))
    found: dict[date, bool] = {}
    for offset in range((stretch.last - stretch.first).days + 1):
        day = stretch.first + timedelta(days=offset)
        start = unit_start(day, question.grain, question)
        found[start] = found.get(start, False) or books.is_loaded(day, branches)
    return list(found.items())


def table_of(books: Books, question: Question) -> dict[str, Table]:
    """Window -> (bucket's place, members...) -> figures, None where never loaded; no dimensions: every bucket."""
    tables: dict[str, Table] = {}
    for name, groups in books.figures(question).items():
        if question.grain is None:
            branches = branches_of(Arguments(filters=question.filters))
            is_loaded = books.loaded_days(books.windows(question)[name], branches)[0] > 0
            tables[name] = groups if is_loaded else {key: dict.fromkeys(MEASURES) for key in groups}
            continue
        starts = bucket_starts(books, question, name)
        place = {
            starts[own][0]: index for index, own in enumerate(own_places(books, question, name)) if own is not None
        }
        shown = {key: figures for key, figures in groups.items() if key[0] in place}
        tables[name] = {(place[key[0]], *key[1:]): figures for key, figures in shown.items()}
        if not question.dimensions:
            for start, is_loaded in starts:
                empty = {m: nothing(m) if is_loaded else None for m in MEASURES}
                if start in place:
                    tables[name].setdefault((place[start],), empty)
    return tables


def own_places(books: Books, question: Question, window: str) -> list[int | None]:
    """For each bucket of the current window the place of the window's own that stands beside it."""
    now, own = (dated(books, question, name) for name in ("current", window))
    if window == "current":
        return list(range(len(now.starts)))
    return expected_places(question, question.compare[int(window[11:-1])], now, own)


def dated(books: Books, question: Question, window: str) -> Dated:
    stretch = books.windows(question)[window]
    assert not isinstance(stretch.first, datetime)
    assert not isinstance(stretch.last, datetime)
    return Dated(stretch.first, stretch.last, [start for start, _ in bucket_starts(books, question, window)])


def nothing(measure: str) -> object:
    """A measure over no lines."""
    if measure in RATIOS or measure in MOMENTS:
        return None
    unit = SALES.measure[measure].unit
    return Decimal(0) if unit in {"money", "units"} else 0


def expected_rows(books: Books, arguments: Arguments) -> list[list[Any]]:
    """Members, bucket place, measures, then for each comparison every measure then and its growth."""
    question = question_of(arguments, arguments.dimensions, arguments.grain)
    tables = table_of(books, question)
    places = 1 if arguments.grain else 0
    rows = []
    for key, figures in tables["current"].items():
        if not all(meets(figures, one) for one in arguments.having):
            continue
        row = [*key[places:], *key[:places], *(figures[m] for m in arguments.measures)]
        for index in range(len(question.compare)):
            row += then_and_growth(books, question, (key, figures), (index, arguments.measures), tables)
        rows.append(row)
    return rows


def then_and_growth(
    books: Books,
    question: Question,
    now: tuple[tuple[Any, ...], Figures],
    asked: tuple[int, tuple[str, ...]],
    tables: Mapping[str, Table],
) -> list[Any]:
    key, figures = now
    index, measures = asked
    window = f"comparison[{index}]"
    then = tables[window].get(key) or absent(books, question, window, key)
    first = replace(question, compare=(question.compare[index],))
    code = books.no_base(first, branches_of(Arguments(filters=question.filters)))
    cells: list[Any] = []
    for measure in measures:
        cells.append(then[measure])
        if measure not in MOMENTS:
            grown = None if code else growth(number(figures[measure]), number(then[measure]))
            cells.append(grown)
    return cells


def number(value: Any) -> Any:  # noqa: ANN401  # any exact number
    """Ratios as the doubles that are compared."""
    return Fraction(value.numerator / value.denominator) if isinstance(value, Fraction) else value


def absent(books: Books, question: Question, window: str, key: tuple[Any, ...]) -> Figures:
    """A group without lines then: nothing where the time was loaded, unknown elsewhere."""
    if question.grain is None:
        is_loaded = books.loaded_days(
            books.windows(question)[window], branches_of(Arguments(filters=question.filters))
        )[0]
    else:
        own = own_places(books, question, window)[key[0]]
        is_loaded = own is not None and bucket_starts(books, question, window)[own][1]
    return {m: nothing(m) if is_loaded else None for m in MEASURES}


def meets(figures: Figures, one: Having) -> bool:
    value = figures[one.measure]
    if value is None:
        return False
    if isinstance(value, Fraction):
        return bool(getattr(value.numerator / value.denominator, OPS[one.op])(one.value))
    return bool(getattr(Fraction(value), OPS[one.op])(Fraction(repr(one.value))))


async def all_pages(asker: Asker, arguments: Arguments) -> tuple[list[str], list[list[Any]], dict[str, Any]]:
    rows: list[list[Any]] = []
    after = None
    while True:
        envelope = await asker.envelope("explore", replace(arguments, after=after))
        check_envelope(envelope)
        rows += envelope["data"]["rows"]
        if not envelope["metadata"]["page"]["hasNextPage"]:
            return [column["name"] for column in envelope["data"]["columns"]], rows, envelope["metadata"]
        after = envelope["metadata"]["page"]["endCursor"]


@pytest.mark.parametrize("seed", range(12))
async def test_tables_equal_the_ledger(books: Books, seed: int) -> None:
    chance = random.Random(f"{books.path.name[:4]} {seed}")
    async with asking(books.path) as asker:
        for _ in range(3):
            arguments = some_question(chance, books)
            names, rows, metadata = await all_pages(asker, arguments)
            expected = expected_rows(books, arguments)
            keys = len(arguments.dimensions) + (arguments.grain is not None)
            question = question_of(arguments, arguments.dimensions, arguments.grain)
            times = sorted({row[keys - 1] for row in rows}) if arguments.grain else []
            starts = dict.fromkeys(sorted(row[keys - 1] for row in expected)) if arguments.grain else {}
            assert len(times) == len(starts)
            named = dict(zip(times, starts, strict=True))
            found = {
                tuple([*row[: keys - 1], named[row[keys - 1]]] if arguments.grain else row[:keys]): row for row in rows
            }
            assert found.keys() == {tuple(row[:keys]) for row in expected}, arguments
            assert len(rows) == len(expected)
            for wanted in expected:
                shown = found[tuple(wanted[:keys])]
                assert len(shown) == len(wanted) == len(names)
                for name, cell, value in list(zip(names, shown, wanted, strict=True))[keys:]:
                    assert is_same(cell, value), (name, cell, value, wanted[:keys], arguments, question)
            check_order(rows, names, arguments)
            check_totals(books, arguments, metadata["totals"])


def check_order(rows: list[list[Any]], names: list[str], arguments: Arguments) -> None:
    """Time first, then the first measure from the top, nulls last, ties by members."""
    time = names.index("time") if "time" in names else None
    by = names.index(camel(arguments.measures[0]))
    members = len(arguments.dimensions)
    parts: dict[Any, list[list[Any]]] = {}
    for row in rows:
        parts.setdefault(None if time is None else row[time], []).append(row)
    assert list(parts) == sorted(parts) if time is not None else True
    for part in parts.values():
        known = [row for row in part if row[by] is not None]
        assert part[: len(known)] == known
        assert [row[by] for row in known] == sorted((row[by] for row in known), reverse=True)
        for one, other in pairwise(part):
            if one[by] == other[by]:
                assert [(m is None, m or "") for m in one[:members]] < [(m is None, m or "") for m in other[:members]]


def check_totals(books: Books, arguments: Arguments, totals: Mapping[str, Any]) -> None:
    question = question_of(arguments)
    branches = branches_of(arguments)
    if not books.loaded_days(books.windows(question)["current"], branches)[0]:
        assert all(totals[camel(name)] is None for name in arguments.measures)
        return
    figures = books.figures(question)["current"][()]
    assert all(is_same(totals[camel(name)], figures[name]) for name in arguments.measures)


@pytest.mark.parametrize("order", SortOrder)
async def test_any_column_sorts(books: Books, order: SortOrder) -> None:
    arguments = Arguments(
        span=DateSpan(date(2024, 7, 25), date(2024, 12, 31)),
        measures=("net_revenue", "orders"),
        dimensions=("salesperson", "branch"),
        compare=(Comparison(ComparisonKind.PREVIOUS_PERIOD),),
        limit=100,
    )
    async with asking(books.path) as asker:
        names = (await all_pages(asker, arguments))[0]
        for name in names:
            rows = (await all_pages(asker, replace(arguments, sort=(SortBy(name, order),))))[1]
            column = [row[names.index(name)] for row in rows]
            known = [value for value in column if value is not None]
            assert column == sorted(known, reverse=order is SortOrder.DESC) + [None] * (len(column) - len(known))


@pytest.mark.parametrize(
    ("value", "op", "kept"),
    [
        (1.1, "=", [1]),
        (1.1, "<", [0]),
        (1.1, ">=", [1, 2]),
        (1.10005, "<", [0, 1]),
        (1.10005, "=", []),
        (1.10005, "!=", [0, 1, 2]),
        (1e300, "<", [0, 1, 2]),
        (-1e300, ">", [0, 1, 2]),
    ],
)
def test_thresholds_are_decimals(value: float, op: str, kept: list[int]) -> None:
    """1.1 means 11000 ten-thousandths, although the nearest double times 10000 is a little more."""

    frame = pl.DataFrame({"net_revenue": [10_999, 11_000, 11_001, None], "row": [0, 1, 2, 3]})
    found = meeting(frame, (Condition("net_revenue", "money", op, value),))
    assert found["row"].to_list() == kept
