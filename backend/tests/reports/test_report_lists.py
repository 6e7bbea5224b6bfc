"""Every ranked list against sums of the lines: values, order, shares, growth, ranks, classes, pages, totals, others."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.question import DateSpan, Period
from backend.reports.spec import Arguments, SortOrder
from backend.tests.asking import Asker, asking
from backend.tests.oracle import Stretch
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.ledger import COMMON, Books, Figures, assert_row, check_envelope, growth, iso

ZONE = "Africa/Nairobi"
DIMENSIONS = {
    "salespersonLeaderboard": "salesperson",
    "topProducts": "product",
    "productLines": "product_line",
    "categoryBreakdown": "item_group",
    "branchPerformance": "branch",
    "topCustomers": "customer",
}
GROUPS = ("product", "product_line", "item_group", "branch", "salesperson", "customer", "account")
SORTS = {
    "REVENUE": "revenue",
    "PROFIT": "profit",
    "UNITS": "unitsSold",
    "MARGIN": "profitMargin",
    "GROWTH": "growthRate",
    "ORDERS": "orders",
    "AVERAGE_ORDER_VALUE": "averageOrderValue",
    "RETURN_RATE": "returnRate",
    "SHARE": "share",
}
LISTS = [(name, None) for name in DIMENSIONS] + [("marginAnalysis", name) for name in GROUPS]


@dataclass(frozen=True)
class Truth:
    """The whole list as it should be: expected rows in order, the total, and what would be then."""

    member: str
    rows: list[Figures]
    total: Figures
    then: Mapping[Any, Decimal]
    code: str | None


def truth_of(books: Books, arguments: Arguments, place: tuple[str, str], sort: tuple[str, SortOrder | None]) -> Truth:
    dimension, member = place
    question = question_of(arguments, (dimension,))
    windows = books.figures(question)
    whole = books.figures(replace(question, dimensions=()))
    total = whole["current"][()]
    code = books.no_base(question, branches_of(arguments))
    then = {key[0]: figures["net_revenue"] for key, figures in windows.get("comparison[0]", {}).items()}
    rows = [row_of(key[0], figures, member, total) for key, figures in windows["current"].items()]
    for row in rows:
        own = books.no_base(question, {row[member]}) if dimension == "branch" else None
        row["growthRate"] = None if code or own else growth(row["revenue"], then.get(row[member]))
    then_total = whole["comparison[0]"][()]["net_revenue"] if "comparison[0]" in whole else None
    totals = {field: total[name] for field, name in COMMON.items()}
    totals["share"] = Fraction(1) if total["net_revenue"] else None
    totals["growthRate"] = None if code else growth(total["net_revenue"], then_total)
    return Truth(member, in_order(rows, member, *sort), totals, then, code)


def row_of(name: str | None, figures: Figures, member: str, total: Figures) -> Figures:
    net = total["net_revenue"]
    return {
        member: name,
        **{field: figures[measure] for field, measure in COMMON.items()},
        "share": Fraction(figures["net_revenue"]) / Fraction(net) if net else None,
    }


def in_order(rows: list[Figures], member: str, field: str, order: SortOrder | None) -> list[Figures]:
    """By the field, nulls last; ties by name in code-point order, no name last."""
    by_name = sorted(rows, key=lambda row: (row[member] is None, row[member] or ""))
    known = [row for row in by_name if row[field] is not None]
    # a reversed sort keeps equal rows in their order
    known.sort(key=lambda row: Fraction(row[field]), reverse=order is not SortOrder.ASC)
    return known + [row for row in by_name if row[field] is None]


def camel_of(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


async def whole_list(asker: Asker, report: str, arguments: Arguments) -> list[dict[str, Any]]:
    """All pages, joined."""
    rows: list[dict[str, Any]] = []
    after = None
    while True:
        envelope = await asker.envelope(report, replace(arguments, after=after))
        check_envelope(envelope)
        rows += envelope["data"]
        page = envelope["metadata"]["page"]
        assert envelope["metadata"]["rowCount"] == len(envelope["data"])
        if not page["hasNextPage"]:
            assert page["totalCount"] == len(rows)
            return rows
        after = page["endCursor"]


def check_others(others: Figures, truth: Truth, shown: list[dict[str, Any]]) -> None:
    """What a page leaves out: exact sums of the other rows; counts only when they are known."""
    names = {row[truth.member] for row in shown}
    rest = [row for row in truth.rows if row[truth.member] not in names]
    sums = {field: sum(row[field] for row in rest) for field in ("revenue", "grossRevenue")}
    profit = [row["profit"] for row in rest]
    now, total = sums["revenue"], truth.total["revenue"]
    then = sum((value for name, value in truth.then.items() if name not in names), Decimal(0))
    expected = {
        **sums,
        "profit": None if None in profit else sum(profit),
        "unitsSold": sum(row["unitsSold"] for row in rest),
        "share": Fraction(now) / Fraction(total) if total else None,
        "growthRate": None if truth.code else growth(now, then),
    }
    if None not in profit:
        expected["profitMargin"] = Fraction(sum(profit)) / Fraction(now) if now else None
    assert_row(others, expected)


@pytest.mark.parametrize(("report", "group"), LISTS)
async def test_lists_equal_the_ledger(all_books: Mapping[str, Books], report: str, group: str | None) -> None:
    chance = random.Random(f"{report} {group}")
    dimension = group or DIMENSIONS[report]
    member = "member" if group else camel_of(dimension)
    for books in all_books.values():
        async with asking(books.path) as asker:
            for _ in range(2):
                sort_by = chance.choice(list(SORTS))
                order = chance.choice((None, SortOrder.ASC, SortOrder.DESC))
                limit = chance.choice((2, 5, 10, 500))
                arguments = replace(
                    some_arguments(chance, books), sort_by=sort_by, order=order, limit=limit, group_by=group
                )
                truth = truth_of(books, arguments, (dimension, member), (SORTS[sort_by], order))
                rows = await whole_list(asker, report, arguments)
                assert [row[member] for row in rows] == [row[member] for row in truth.rows], arguments
                for row, expected in zip(rows, truth.rows, strict=True):
                    assert_row(row, expected, arguments)
                await check_first_page(asker, report, arguments, truth)


async def check_first_page(asker: Asker, report: str, arguments: Arguments, truth: Truth) -> None:
    envelope = await asker.envelope(report, arguments)
    metadata, shown = envelope["metadata"], envelope["data"]
    if not any(null["code"] == "NOT_LOADED" for null in metadata["totals"]["nulls"]):
        assert_row(metadata["totals"], truth.total, arguments)
    is_cut = len(truth.rows) > len(shown)
    assert (metadata["others"] is not None) is is_cut
    if is_cut:
        check_others(metadata["others"], truth, shown)
    codes = {null["field"]: null["code"] for null in metadata["nulls"]}
    assert codes.get("growthRate") == truth.code


@pytest.mark.parametrize(("report", "exclude"), [("branchPerformance", "branch"), ("topCustomers", "customer")])
async def test_counts_of_others_are_those_of_the_lines(books: Books, report: str, exclude: str) -> None:
    """Orders of others, by counting order keys of their lines, also where an order has several members."""
    everything = Arguments(period=Period.ALL, compare=(), limit=2)
    async with asking(books.path) as asker:
        envelope = await asker.envelope(report, everything)
    listed = {row[exclude] for row in envelope["data"]}
    done = [row for row in books.oracle.rows if row["status"] == "completed" and row[exclude] not in listed]
    others = envelope["metadata"]["others"]
    assert others["orders"] == len({row["order_key"] for row in done})
    if "customers" in others:
        assert others["customers"] == len({row["customer"] for row in done} - {None})


async def test_orders_of_other_products_are_unknown_rather_than_wrong(all_books: Mapping[str, Books]) -> None:
    async with asking(all_books["dense"].path) as asker:
        envelope = await asker.envelope("topProducts", Arguments(period=Period.ALL, compare=(), limit=3))
    others = envelope["metadata"]["others"]
    assert others["orders"] is None
    unknown = [null["field"] for null in others["nulls"] if null["code"] == "NOT_ADDITIVE"]
    assert unknown == ["orders", "averageOrderValue"]


@pytest.mark.parametrize("sort_by", ["PROFIT", "REVENUE", "MARGIN", "ORDERS", "GROWTH", "SHARE"])
async def test_ranks_and_their_changes(books: Books, sort_by: str) -> None:
    arguments = Arguments(period=Period.QUARTER, sort_by=sort_by, limit=100)
    question = question_of(arguments, ("salesperson",))
    truth = truth_of(books, arguments, ("salesperson", "salesperson"), (SORTS[sort_by], None))
    async with asking(books.path) as asker:
        envelope = await asker.envelope("salespersonLeaderboard", arguments)
    check_envelope(envelope)
    rows = envelope["data"]
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    places: dict[Any, int] = {}
    if sort_by != "GROWTH" and truth.code is None:
        earlier = books.figures(question)["comparison[0]"]
        total = books.figures(replace(question, dimensions=()))["comparison[0]"][()]
        before = [row_of(key[0], figures, "salesperson", total) for key, figures in earlier.items()]
        order = in_order(before, "salesperson", SORTS[sort_by], None)
        places = {row["salesperson"]: place for place, row in enumerate(order, 1)}
    for row in rows:
        name = row["salesperson"]
        assert row["rankChange"] == (places[name] - row["rank"] if name in places else None)


async def test_abc_classes_by_cumulative_revenue(books: Books) -> None:
    arguments = Arguments(period=Period.ALL, compare=(), sort_by="UNITS", limit=100)
    truth = truth_of(books, arguments, ("product", "product"), ("revenue", None))
    sold = [max(row["revenue"], Decimal(0)) for row in truth.rows]
    expected = {}
    for place, row in enumerate(truth.rows):
        before = Fraction(sum(sold[:place])) / Fraction(sum(row["revenue"] for row in truth.rows))
        grade = "A" if before < Fraction(80, 100) else "B" if before < Fraction(95, 100) else "C"
        expected[row["product"]] = grade if row["revenue"] > 0 else "C"
    async with asking(books.path) as asker:
        rows = await asker.data("topProducts", arguments)
    assert {row["product"]: row["abcClass"] for row in rows} == expected
    assert {"A", "B"} <= set(expected.values())


async def test_branches_count_their_customers(books: Books) -> None:
    arguments = Arguments(period=Period.YEAR, compare=())
    figures = books.figures(question_of(arguments, ("branch",)))["current"]
    async with asking(books.path) as asker:
        rows = await asker.data("branchPerformance", arguments)
    assert {row["branch"]: row["customers"] for row in rows} == {key[0]: f["customers"] for key, f in figures.items()}


@pytest.mark.parametrize(
    "arguments",
    [
        Arguments(period=Period.MONTH, compare=()),
        Arguments(period=Period.YEAR, compare=(), timezone="Asia/Tokyo"),
        Arguments(span=DateSpan(date(2024, 3, 1), date(2024, 8, 17)), compare=()),
        Arguments(
            span=DateSpan(datetime(2024, 2, 1, 9, 30, tzinfo=UTC), datetime(2024, 9, 3, 9, 15, tzinfo=UTC)), compare=()
        ),
    ],
    ids=["month", "tokyo", "dates", "instants"],
)
async def test_purchases_of_customers(books: Books, arguments: Arguments) -> None:
    """First and last purchase over all lines before the window's end, counted in local days to its last day."""
    zone = arguments.timezone or ZONE
    question = question_of(arguments, ("customer",))
    window = books.windows(question)["current"]
    done = [row for row in books.oracle.local(zone) if row["status"] == "completed"]
    async with asking(books.path) as asker:
        rows = await whole_list(asker, "topCustomers", replace(arguments, limit=7))
    assert rows
    for row in rows:
        own = [line for line in done if line["customer"] == row["customer"]]
        bought = sorted(moment_of(line) for line in own if is_purchase(line) and is_before_end(window, line, zone))
        if not bought:
            assert row["firstPurchase"] is row["lastPurchase"] is row["recencyDays"] is row["tenureDays"] is None
            continue
        assert row["firstPurchase"] == iso(bought[0], zone)
        assert row["lastPurchase"] == iso(bought[-1], zone)
        assert row["recencyDays"] == (last_day(window, zone) - local_day(bought[-1], zone)).days
        assert row["tenureDays"] == (last_day(window, zone) - local_day(bought[0], zone)).days


def moment_of(line: Mapping[str, Any]) -> datetime:
    moment: datetime = line["__time"]
    return moment


def is_purchase(line: Mapping[str, Any]) -> bool:
    return bool(line["gross_revenue"] > 0)


def is_before_end(window: Stretch, line: Mapping[str, Any], zone: str) -> bool:
    if isinstance(window.last, datetime):
        return bool(line["__time"].replace(tzinfo=UTC) < window.last)
    return bool(local_day(line["__time"], zone) <= window.last)


def last_day(window: Stretch, zone: str) -> date:
    return window.last.astimezone(ZoneInfo(zone)).date() if isinstance(window.last, datetime) else window.last


def local_day(moment: datetime, zone: str) -> date:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(
    "span", [DateSpan(date(2000, 1, 1), date(2100, 12, 31)), DateSpan(date(1990, 1, 1), date(2100, 12, 31))]
)
async def test_customers_are_listed_over_the_longest_span(books: Books, span: DateSpan) -> None:
    """The history behind the rows ends where the loaded days do, so the last year that can be asked is no limit."""
    everything = Arguments(span=span, compare=(), limit=5)
    async with asking(books.path) as asker:
        envelope = await asker.envelope("topCustomers", everything)
        expected = await asker.envelope("topCustomers", replace(everything, span=None, period=Period.ALL))
    assert envelope["error"] is None
    seen = [
        [(row["customer"], row["firstPurchase"], row["lastPurchase"]) for row in e["data"]]
        for e in (envelope, expected)
    ]
    assert seen[0] == seen[1]
