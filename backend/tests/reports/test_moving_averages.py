"""Moving averages of trends against the lines: metrics, grains, before the window, holes, ratios."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from backend.question import DateSpan, Filter, Period
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import asking
from backend.tests.reports.asks import question_of
from backend.tests.reports.ledger import Books, Figures, is_same, rounded
from backend.tests.reports.shops import bare_shop, full_shop, loaded
from backend.tests.reports.test_report_trends import EMPTY, GRAINS, MEASURES, buckets_of
from druid.catalog.model import Grain

BEFORE = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92, Grain.YEAR: 366}
EARLIEST = date(2023, 11, 20)
Branches = set[str | None] | None


def scaled(value: Decimal) -> int:
    return int(value.scaleb(4))


def mean_of(rows: Sequence[Figures], metric: Metric) -> object:
    """Of the values of the buckets; of a ratio the sums' own."""
    count = len(rows)
    if metric is Metric.AOV:
        orders = sum(row["orders"] for row in rows)
        return rounded(scaled(sum(row["net_revenue"] for row in rows)), orders) if orders else None
    name = "gross_profit" if metric is Metric.MARGIN else MEASURES[metric]
    found = [row[name] for row in rows]
    if None in found:
        return None
    if metric is Metric.MARGIN:
        net = sum(row["net_revenue"] for row in rows)
        return Fraction(sum(found)) / Fraction(net) if net else None
    if metric in {Metric.REVENUE, Metric.PROFIT}:
        return rounded(scaled(sum(found)), count)
    return Fraction(sum(found)) / count


def means(books: Books, arguments: Arguments, buckets: int, branches: Branches) -> list[object]:
    """One for each bucket of the window: a mean, None, or "hole" where a bucket was never loaded."""
    grain, span = arguments.grain, arguments.span
    assert grain is not None
    assert span is not None
    first = max(span.start - timedelta(days=BEFORE[grain] * (buckets + 1)), EARLIEST - timedelta(days=1200))
    question = question_of(replace(arguments, span=DateSpan(first, span.end)), (), grain)
    rows = books.figures(question)["current"]
    units = buckets_of(first, span.end, question)
    line = [
        rows.get((start,), EMPTY) if any(books.is_loaded(day, branches) for day in days) else "hole"
        for start, days in units
    ]
    count = len(buckets_of(span.start, span.end, question))
    ends = range(len(line) - count, len(line))
    return [trailing(line[max(end - buckets + 1, 0) : end + 1], arguments.metric or Metric.REVENUE) for end in ends]


def trailing(rows: list[Any], metric: Metric) -> object:
    return "hole" if "hole" in rows else mean_of(rows, metric)


def assert_means(points: Sequence[Mapping[str, Any]], expected: Sequence[object]) -> None:
    assert len(points) == len(expected)
    for point, mean in zip(points, expected, strict=True):
        assert is_same(point["movingAverage"], None if mean == "hole" else mean), (point, mean)


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("metric", Metric)
async def test_means_equal_the_ledger(all_books: Mapping[str, Books], metric: Metric, grain: Grain) -> None:
    """The window may begin inside a week or month: its first bucket is averaged whole."""
    chance = random.Random(f"mean {metric} {grain}")
    for name in ("troubled", chance.choice(("dense", "crossing"))):
        books = all_books[name]
        start = date(2024, 1, 17) + timedelta(days=chance.randrange(120))
        span = DateSpan(start, start + timedelta(days=chance.choice((40, 200))))
        buckets = chance.choice((2, 3, 7))
        arguments = Arguments(
            span=span, metric=metric, grain=grain, compare=(), filters=some_branch(chance), moving_average=buckets
        )
        branches: Branches = {"Lamu"} if arguments.filters else None
        async with asking(books.path) as asker:
            envelope = await asker.envelope("salesTrends", arguments)
        expected = means(books, arguments, buckets, branches)
        assert_means(envelope["data"]["points"], expected)
        codes = {null["code"] for null in envelope["metadata"]["nulls"] if null["field"] == "movingAverage"}
        assert ("hole" in expected) is ("NOT_LOADED" in codes)
        assert (None in expected) is bool(codes - {"NOT_LOADED"})


def some_branch(chance: random.Random) -> tuple[Filter, ...]:
    return (Filter("branch", ("Lamu",)),) if chance.random() < 0.3 else ()


@pytest.mark.parametrize("metric", [Metric.REVENUE, Metric.MARGIN, Metric.CUSTOMERS])
async def test_every_branch_has_its_own_means(books: Books, metric: Metric) -> None:
    span = DateSpan(date(2024, 4, 1), date(2024, 12, 31))
    arguments = Arguments(span=span, metric=metric, grain=Grain.MONTH, compare=(), moving_average=2)
    async with asking(books.path) as asker:
        data = await asker.data("branchTrends", arguments)
    assert len(data["series"]) == 3
    for one in data["series"]:
        only = replace(arguments, filters=(Filter("branch", (one["key"],)),))
        assert_means(one["points"], means(books, only, 2, {one["key"]}))


async def test_hours_are_averaged_over_midnight(books: Books) -> None:
    """The first hours of the newest day look back into the day before."""
    arguments = Arguments(period=Period.TODAY, compare=(), moving_average=5)
    day = books.oracle.anchor("Africa/Nairobi")
    both = Arguments(span=DateSpan(day - timedelta(days=1), day), compare=(), grain=Grain.HOUR)
    async with asking(books.path) as asker:
        points = (await asker.data("salesTrends", arguments))["points"]
        line = [Decimal(repr(point["value"])) for point in (await asker.data("salesTrends", both))["points"]]
    assert len(line) == 48
    for place, point in enumerate(points):
        total = sum(line[20 + place : 25 + place], Decimal(0))
        assert is_same(point["movingAverage"], rounded(scaled(total), 5)), place


async def test_without_the_argument_it_is_null_and_says_so(books: Books) -> None:
    async with asking(books.path) as asker:
        envelope = await asker.envelope("salesTrends", Arguments(period=Period.MONTH, compare=()))
    assert {point["movingAverage"] for point in envelope["data"]["points"]} == {None}
    assert {"field": "movingAverage", "code": "NOT_ASKED"} in envelope["metadata"]["nulls"]


async def test_means_by_hand(tmp_path: Path) -> None:
    """A hand-made week: 10, nothing, 0.0001 over a loaded week; two days before the first load are unknown."""
    rows = [
        "date,item,shop,revenue,cost",
        "2024-03-04,Pump,Embu,10,4",
        "2024-03-06,Pump,Embu,0.0001,",
        "2024-03-08,Pipe,Embu,5,5",
    ]
    store = loaded(tmp_path, rows)
    week = Arguments(span=DateSpan(date(2024, 3, 4), date(2024, 3, 8)), grain=Grain.DAY, compare=(), moving_average=2)
    async with asking(store) as asker:
        revenue = await asker.data("salesTrends", week)
        margin = await asker.envelope("salesTrends", replace(week, metric=Metric.MARGIN))
    assert [point["movingAverage"] for point in revenue["points"]] == [None, 5, 0, 0, 2.5]
    assert [point["movingAverage"] for point in margin["data"]["points"]] == [None, 0.6, None, None, 0]
    codes = {null["code"] for null in margin["metadata"]["nulls"] if null["field"] == "movingAverage"}
    assert codes == {"NOT_LOADED", "COST_MISSING"}


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.YEAR])
async def test_the_longest_mean_looks_back_no_further_than_the_first_load(tmp_path: Path, grain: Grain) -> None:
    """366 buckets before: hundreds of years of them were never loaded, so every mean is unknown."""
    arguments = Arguments(period=Period.ALL, grain=grain, compare=(), moving_average=366)
    for store in (full_shop(tmp_path / "full"), bare_shop(tmp_path / "bare")):
        async with asking(store) as asker:
            envelope = await asker.envelope("salesTrends", arguments)
        assert {point["movingAverage"] for point in envelope["data"]["points"]} == {None}
        assert {"field": "movingAverage", "code": "NOT_LOADED"} in envelope["metadata"]["nulls"]
