"""hourlySales against the lines, each on the hour that its local clock showed: metrics, zones, clocks that move."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, SourceChoice
from backend.reports.session import Conventions
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import asking
from backend.tests.oracle import Stretch
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.ledger import (
    COMMON,
    Books,
    Figures,
    assert_row,
    books_of,
    check_envelope,
    figures_of,
    is_same,
)
from backend.tests.reports.shops import HEADER, bare_shop, loaded
from backend.tests.reports.test_report_trends import EMPTY, MEASURES
from backend.tests.stores import Trouble, make_store, store_of
from druid.catalog.sales import SALES

REPORT = "hourlySales"
ZONES = ("Africa/Nairobi", "Asia/Kolkata", "America/New_York", "Europe/London", "Australia/Lord_Howe")
YEAR = DateSpan(date(2024, 1, 17), date(2025, 1, 20))
Cell = tuple[int, int]
NUMBERS = ("gross_revenue", "returns_value", "total_cost", "uncosted_lines", "units_sold", "units_returned", "lines")
MEMBERS = ("customer", "product", "branch", "salesperson", "order_key")
SCHEMA = {**dict.fromkeys(NUMBERS, pl.Int64()), **dict.fromkeys(MEMBERS, pl.String())}


def cell_of(moment: object, zone: str) -> Cell:
    """Weekday and hour on the wall."""
    assert isinstance(moment, datetime)
    wall = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return wall.isoweekday(), wall.hour


def cells(books: Books, arguments: Arguments, window: str) -> dict[Cell, Figures]:
    """Every measure of the lines of each hour of the week."""
    question = question_of(arguments)
    stretch = books.windows(question)[window]
    groups: dict[Cell, list[dict[str, object]]] = {}
    for row in books.oracle.local(question.timezone):
        if row["status"] == "completed" and stretch.holds(row) and passes(row, arguments.filters):
            groups.setdefault(cell_of(row["__time"], question.timezone), []).append(row)
    return {cell: figures_of(leaves_of(pl.DataFrame(rows, schema=SCHEMA))) for cell, rows in groups.items()}


def leaves_of(lines: pl.DataFrame) -> dict[str, Any]:
    """Sums and distinct members of some lines; moments are not looked at here."""
    names = {"customers": "customer", "products": "product", "branches": "branch", "salespeople": "salesperson"}
    moments = ("first_sale", "last_sale", "first_purchase", "last_purchase")
    return {
        **{name: lines[name].sum() for name in NUMBERS},
        **{measure: lines[name].drop_nulls().n_unique() for measure, name in names.items()},
        "orders": lines["order_key"].n_unique(),
        **dict.fromkeys(moments),
    }


def passes(row: Mapping[str, object], filters: Iterable[Filter]) -> bool:
    included = all(f.members is None or row[f.dimension] in f.members for f in filters)
    return included and not any(row[f.dimension] in f.excluded for f in filters)


def days_of(books: Books, stretch: Stretch, branches: set[str | None] | None) -> dict[int, int]:
    """Loaded days of a window by weekday."""
    first, last = stretch.first, stretch.last
    assert not isinstance(first, datetime)
    assert not isinstance(last, datetime)
    found = dict.fromkeys(range(1, 8), 0)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        found[day.isoweekday()] += books.is_loaded(day, branches)
    return found


def weekdays_in(stretch: Stretch) -> set[int]:
    first, last = stretch.first, stretch.last
    assert not isinstance(first, datetime)
    assert not isinstance(last, datetime)
    return {(first + timedelta(days=n)).isoweekday() for n in range(min(7, (last - first).days + 1))}


@pytest.mark.parametrize("metric", Metric)
async def test_hours_equal_the_ledger(books: Books, metric: Metric) -> None:
    chance = random.Random(f"hours {metric}")
    async with asking(books.path) as asker:
        for _ in range(4):
            arguments = replace(some_arguments(chance, books), metric=metric)
            envelope = await asker.envelope(REPORT, arguments)
            check_envelope(envelope)
            windows = books.windows(question_of(arguments))
            branches = branches_of(arguments)
            loaded_days = days_of(books, windows["current"], branches)
            assert [(row["weekday"], row["hour"]) for row in envelope["data"]] == [
                (day, hour) for day in range(1, 8) for hour in range(24)
            ]
            truth = {name: cells(books, arguments, name) for name in windows}
            present = {name: weekdays_in(stretch) for name, stretch in windows.items()}
            known = {name: days_of(books, stretch, branches) for name, stretch in windows.items()}
            for row in envelope["data"]:
                cell = row["weekday"], row["hour"]
                assert row["days"] == loaded_days[row["weekday"]]
                shown = [
                    ("current", row["value"]),
                    *((f"comparison[{i}]", one["value"]) for i, one in enumerate(row["comparisons"])),
                ]
                for name, value in shown:
                    is_hole = not known[name][row["weekday"]] and (
                        row["weekday"] in present[name] or not sum(known[name].values())
                    )
                    expected = None if is_hole else truth[name].get(cell, EMPTY)[MEASURES[metric]]
                    assert is_same(value, expected), (arguments, name, row)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("metric", [Metric.REVENUE, Metric.ORDERS, Metric.CUSTOMERS, Metric.AOV])
async def test_every_zone_has_its_own_hours(books: Books, zone: str, metric: Metric) -> None:
    """Half hours that the business zone's hours do not begin with; clocks that move by one hour or a half."""
    arguments = Arguments(span=YEAR, compare=(), metric=metric, timezone=zone)
    truth = cells(books, arguments, "current")
    async with asking(books.path) as asker:
        rows = await asker.data(REPORT, arguments)
    for row in rows:
        expected = truth.get((row["weekday"], row["hour"]), EMPTY)[MEASURES[metric]]
        assert is_same(row["value"], expected), row
    assert len(truth) > 50


async def test_revenue_of_all_hours_is_the_total(books: Books) -> None:
    everything = Arguments(period=Period.ALL, compare=())
    async with asking(books.path) as asker:
        envelope = await asker.envelope(REPORT, everything)
        overview = await asker.data("salesOverview", everything)
    total = sum(Decimal(repr(row["value"])) for row in envelope["data"])
    assert total == Decimal(repr(overview["totalRevenue"])) == Decimal(repr(envelope["metadata"]["totals"]["revenue"]))
    whole = books.figures(question_of(everything))["current"][()]
    assert_row(envelope["metadata"]["totals"], {field: whole[name] for field, name in COMMON.items()})


async def test_the_longest_window_works(books: Books) -> None:
    """A hundred and ten years hold more hours than a trend may have buckets."""
    long = Arguments(span=DateSpan(date(1990, 1, 1), date(2100, 12, 31)), compare=())
    async with asking(books.path) as asker:
        rows = await asker.data(REPORT, long)
        everything = await asker.data(REPORT, Arguments(period=Period.ALL, compare=()))
    assert rows == everything


def within_hours(folder: Path) -> Books:
    """A store whose orders all lie within one hour."""
    trouble = Trouble(straddling=0, varying=0, missing=0, withdrawn=0, not_built=0, holes=False)
    lines = make_store(8, trouble).lines
    minutes = lines.filter(pl.col("__time").dt.minute() < 50)
    return books_of(store_of(minutes.drop(m.name for m in SALES.markers), trouble, random.Random(8), 8), folder)


@pytest.mark.parametrize(
    ("asked", "table"),
    [
        (Arguments(), "sales_hourly"),
        (Arguments(timezone="Europe/London"), "sales_hourly"),
        (Arguments(metric=Metric.ORDERS), "sales_hourly"),
        (Arguments(timezone="Asia/Kolkata"), "sales_analytics"),
        (Arguments(metric=Metric.CUSTOMERS), "sales_analytics"),
        (Arguments(source=SourceChoice.BASE), "sales_analytics"),
    ],
    ids=["revenue", "london", "orders", "kolkata", "customers", "base"],
)
async def test_rows_of_hours_serve_where_they_may(tmp_path: Path, asked: Arguments, table: str) -> None:
    """Whole-hour zones, and orders that have no lines in two hours; half hours and customers come from the lines."""
    books = within_hours(tmp_path)
    arguments = replace(asked, period=Period.ALL, compare=())
    truth = cells(books, arguments, "current")
    async with asking(books.path) as asker:
        envelope = await asker.envelope(REPORT, arguments)
    for row in envelope["data"]:
        expected = truth.get((row["weekday"], row["hour"]), EMPTY)[MEASURES[arguments.metric or Metric.REVENUE]]
        assert is_same(row["value"], expected), row
    source = envelope["metadata"]["source"]
    assert source["parts"][0]["table"] == table
    reasons = {(one["table"], one["reason"], one["field"]) for one in source["rejected"]}
    assert (("sales_hourly", "ZONE_NOT_ALIGNED", "Asia/Kolkata") in reasons) is (asked.timezone == "Asia/Kolkata")


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Africa/Nairobi", "Asia/Kathmandu"])
async def test_a_business_of_half_hours(tmp_path: Path, zone: str) -> None:
    """Rows of hours begin at half past by UTC there, and serve the business's own zone."""
    trouble = Trouble(zone="Asia/Kolkata", holes=False, withdrawn=0, not_built=0)
    books = books_of(make_store(11, trouble), tmp_path)
    arguments = Arguments(span=YEAR, compare=(), timezone=zone)
    truth = cells(books, arguments, "current")
    async with asking(books.path, Conventions(timezone="Asia/Kolkata")) as asker:
        envelope = await asker.envelope(REPORT, arguments)
    for row in envelope["data"]:
        assert is_same(row["value"], truth.get((row["weekday"], row["hour"]), EMPTY)["net_revenue"]), row
    reasons = {(one["table"], one["reason"]) for one in envelope["metadata"]["source"]["rejected"]}
    assert (("sales_hourly", "ZONE_NOT_ALIGNED") in reasons) is (zone != "Asia/Kolkata")


@pytest.mark.parametrize("metric", [Metric.REVENUE, Metric.ORDERS, Metric.MARGIN])
async def test_windows_cut_inside_an_hour(books: Books, metric: Metric) -> None:
    span = DateSpan(datetime(2024, 2, 1, 9, 30, tzinfo=UTC), datetime(2024, 11, 3, 9, 15, 30, tzinfo=UTC))
    arguments = Arguments(span=span, compare=(), metric=metric)
    truth = cells(books, arguments, "current")
    async with asking(books.path) as asker:
        rows = await asker.data(REPORT, arguments)
    for row in rows:
        expected = truth.get((row["weekday"], row["hour"]), EMPTY)[MEASURES[metric]]
        assert is_same(row["value"], expected), row


async def test_clocks_that_move(tmp_path: Path) -> None:
    """New York, 10 March and 3 November 2024: one Sunday has no two o'clock, the other has one o'clock twice."""
    utc = {"a": "2024-03-10 06:30", "b": "2024-03-10 07:30", "c": "2024-11-03 05:30", "d": "2024-11-03 06:30"}
    lines = [
        f"{moment}:00+00:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,{10**place},0,1,0,1,1,{name},completed"
        for place, (name, moment) in enumerate(utc.items())
    ]
    store = loaded(tmp_path, [HEADER, *lines])
    asked = Arguments(period=Period.ALL, compare=(), timezone="America/New_York")
    async with asking(store) as asker:
        rows = await asker.data(REPORT, asked)
        orders = await asker.data(REPORT, replace(asked, metric=Metric.ORDERS))
    sold = {(row["weekday"], row["hour"]): row["value"] for row in rows if row["value"]}
    assert sold == {(7, 1): 1 + 100 + 1000, (7, 3): 10}
    assert {(row["weekday"], row["hour"]): row["value"] for row in orders if row["value"]} == {(7, 1): 3, (7, 3): 1}


async def test_an_order_over_two_hours_counts_once_in_each(tmp_path: Path) -> None:
    """And once in an hour of the week, though it came back a week later at that hour."""
    moments = ["2024-05-06 09:10", "2024-05-06 09:50", "2024-05-06 10:05", "2024-05-13 09:15"]
    lines = [f"{m}:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,5,0,1,0,1,1,X1,completed" for m in moments]
    asked = Arguments(period=Period.ALL, compare=(), metric=Metric.ORDERS)
    async with asking(loaded(tmp_path, [HEADER, *lines])) as asker:
        orders = await asker.envelope(REPORT, asked)
        customers = await asker.data(REPORT, replace(asked, metric=Metric.CUSTOMERS))
    shown = {(row["weekday"], row["hour"]): row["value"] for row in orders["data"] if row["value"]}
    assert shown == {(1, 9): 1, (1, 10): 1}
    assert shown == {(row["weekday"], row["hour"]): row["value"] for row in customers if row["value"]}
    assert "ORDERS_FROM_BASE" in {note["code"] for note in orders["metadata"]["warnings"]}
    assert [row["days"] for row in orders["data"][::24]] == [2, 1, 1, 1, 1, 1, 1]


async def test_dates_without_times_have_no_hours(tmp_path: Path) -> None:
    bare = bare_shop(tmp_path / "bare")
    one = loaded(
        tmp_path / "one",
        [
            "date,item,shop,revenue",
            "2024-03-01,Pump,Embu,1",
            "2024-03-02 00:30:00,Pump,Embu,2",
            "2024-03-03,Pump,Embu,3",
        ],
    )
    async with asking(bare) as asker:
        refused = await asker.envelope(REPORT, Arguments(period=Period.ALL, timezone="Europe/London"))
    async with asking(one) as asker:
        rows = await asker.data(REPORT, Arguments(period=Period.ALL, compare=()))
    assert refused["error"]["code"] == "TIME_OF_DAY_NOT_LOADED"
    assert {row["hour"]: row["value"] for row in rows if row["value"]}.keys() == {0}


async def test_a_metric_that_was_never_loaded_is_refused(tmp_path: Path) -> None:
    async with asking(loaded(tmp_path, ["date,item,shop,revenue", "2024-03-01 10:00:00,Pump,Embu,1"])) as asker:
        profit = await asker.envelope(REPORT, Arguments(period=Period.ALL, metric=Metric.PROFIT))
        customers = await asker.envelope(REPORT, Arguments(period=Period.ALL, metric=Metric.CUSTOMERS))
    assert (profit["error"]["code"], customers["error"]["code"]) == ("MEASURE_NOT_LOADED", "DIMENSION_NOT_LOADED")


async def test_a_short_window_has_all_hours(books: Books) -> None:
    """Weekdays that the window has not are 0 over 0 days; what came before stands beside."""
    asked = Arguments(period=Period.TODAY, compare=(Comparison(ComparisonKind.SAME_WEEKDAYS_LAST_YEAR),))
    async with asking(books.path) as asker:
        rows = await asker.data(REPORT, asked)
    day = books.oracle.anchor("Africa/Nairobi")
    assert {row["weekday"] for row in rows if row["days"]} == {day.isoweekday()}
    assert all(row["value"] == 0 for row in rows if not row["days"])
    assert {one["kind"] for row in rows for one in row["comparisons"]} == {"SAME_WEEKDAYS_LAST_YEAR"}
