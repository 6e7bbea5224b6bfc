"""Cohorts by month of first purchase: a ledger made by hand, and random questions against plain Python."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period
from backend.reports.spec import Arguments
from backend.tests.asking import asking
from backend.tests.oracle import Stretch
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.buyers import Row, buyers_of, last_day_of, lines_of
from backend.tests.reports.ledger import Books, books_of, check_envelope, is_same, money
from backend.tests.reports.shops import HEADER, bare_shop, loaded
from backend.tests.stores import Trouble, make_store

ALL = Arguments(period=Period.ALL, compare=())


def line(moment: str, customer: str, gross: float = 100, returned: float = 0, branch: str = "Thika") -> str:
    order = f"{customer}{moment}"
    return f"{moment},Food,Flour,{branch},Asha,Retail,Flour,{customer},{gross},{returned},1,0,60,1,{order},completed"


LEDGER = [
    HEADER,
    line("2024-01-10 09:00:00", "Ann"),
    line("2024-01-31 23:30:00", "Ben", 50),  # still January in Nairobi and in UTC, February in Tokyo
    line("2024-02-05 09:00:00", "Rita", 0, -10),  # a return alone is no purchase
    line("2024-03-01 09:00:00", "Ann", 30, branch="Lamu"),
    line("2024-03-02 09:00:00", "Ben", 0, -20),
    line("2024-03-03 09:00:00", "Cate", 70, branch="Lamu"),
    line("2024-04-01 09:00:00", "Rita", 5),
    line("2024-04-02 09:00:00", "Ann", 8),
    line("2024-04-03 09:00:00", "", 999),
]


def cell(month: int, label: str, customers: int, retention: float, revenue: float) -> dict[str, Any]:
    """The ledger's own days are covered: its first month begins, and its last ends, before the month does."""
    status = "PARTIAL" if label in {"2024-01", "2024-04"} else "COMPLETE"
    told = {"customers": customers, "retention": retention, "revenue": revenue}
    return {"month": month, "label": label, "status": status, "running": label == "2024-04", **told}


async def test_cohorts_by_hand(tmp_path: Path) -> None:
    async with asking(loaded(tmp_path, LEDGER)) as asker:
        envelope = await asker.envelope("customerRetention", replace(ALL, timezone="Asia/Tokyo"))
    check_envelope(envelope)
    assert envelope["data"] == [
        {
            "cohort": "2024-01",
            "customers": 2,
            "months": [
                cell(0, "2024-01", 2, 1.0, 150.0),
                cell(1, "2024-02", 0, 0.0, 0.0),
                cell(2, "2024-03", 1, 0.5, 10.0),
                cell(3, "2024-04", 1, 0.5, 8.0),
            ],
        },
        {
            "cohort": "2024-03",
            "customers": 1,
            "months": [cell(0, "2024-03", 1, 1.0, 70.0), cell(1, "2024-04", 0, 0.0, 0.0)],
        },
        {"cohort": "2024-04", "customers": 1, "months": [cell(0, "2024-04", 1, 1.0, 5.0)]},
    ]
    assert envelope["metadata"]["extra"]["cohortZone"] == "Africa/Nairobi"


async def test_a_window_shows_its_months_of_all_cohorts(tmp_path: Path) -> None:
    """Half of March and the first of April: whole months, but nothing after the window's end."""
    asked = Arguments(span=DateSpan(date(2024, 3, 15), date(2024, 4, 1)), compare=())
    async with asking(loaded(tmp_path, LEDGER)) as asker:
        rows = await asker.data("customerRetention", asked)
        lamu = await asker.data("customerRetention", replace(asked, filters=(Filter("branch", ("Lamu",)),)))
    assert [(row["cohort"], [(m["month"], m["customers"], m["revenue"]) for m in row["months"]]) for row in rows] == [
        ("2024-01", [(2, 1, 10.0), (3, 0, 0.0)]),
        ("2024-03", [(0, 1, 70.0), (1, 0, 0.0)]),
        ("2024-04", [(0, 1, 5.0)]),
    ]
    assert [(row["cohort"], row["customers"], len(row["months"])) for row in lamu] == [("2024-03", 2, 2)]


async def test_months_that_were_never_loaded(tmp_path: Path) -> None:
    folder = tmp_path
    loaded(folder, LEDGER[:3])
    store = loaded(folder, [HEADER, line("2024-03-01 09:00:00", "Ann", 30)], "later.csv")
    async with asking(store) as asker:
        envelope = await asker.envelope("customerRetention", ALL)
    check_envelope(envelope)
    (row,) = envelope["data"]
    assert [(m["label"], m["status"], m["customers"], m["revenue"]) for m in row["months"]] == [
        ("2024-01", "PARTIAL", 2, 150.0),
        ("2024-02", "NOT_LOADED", None, None),
        ("2024-03", "PARTIAL", 1, 30.0),
    ]
    assert {"field": "months.retention", "code": "NOT_LOADED"} in envelope["metadata"]["nulls"]


async def test_who_came_back_and_who_did_not(tmp_path: Path) -> None:
    """March and January: Ann, but not Ben, whose return is no purchase; Cate is new."""
    earlier = Comparison(ComparisonKind.CUSTOM, DateSpan(date(2024, 1, 10), date(2024, 1, 31)))
    asked = Arguments(span=DateSpan(date(2024, 3, 1), date(2024, 3, 31)), compare=(earlier,))
    async with asking(loaded(tmp_path, LEDGER)) as asker:
        found = (await asker.envelope("customerRetention", asked))["metadata"]["extra"]["period"]
        nothing = (await asker.envelope("customerRetention", ALL))["metadata"]["extra"]["period"]
    assert found == {"buyers": 2, "earlierBuyers": 2, "returned": 1, "retention": 0.5, "churn": 0.5, "code": None}
    assert (nothing["buyers"], nothing["retention"], nothing["churn"], nothing["code"]) == (
        4,
        None,
        None,
        "NOT_COMPARED",
    )


async def test_without_customers_there_are_no_cohorts(tmp_path: Path) -> None:
    async with asking(bare_shop(tmp_path)) as asker:
        envelope = await asker.envelope("customerRetention", Arguments())
    assert envelope["error"]["code"] == "DIMENSION_NOT_LOADED"


async def test_cohorts_equal_the_ledger(books: Books) -> None:
    await check_at_random(books, 8)


async def test_cohorts_of_a_business_whose_clocks_change(tmp_path: Path) -> None:
    """Months begin at four or five hours after UTC's."""
    await check_at_random(books_of(make_store(31, Trouble(zone="America/New_York")), tmp_path), 8)


async def check_at_random(books: Books, times: int) -> None:
    chance = random.Random(f"cohorts {books.path.name}")
    async with asking(books.path) as asker:
        for _ in range(times):
            arguments = replace(some_arguments(chance, books), timezone=books.zone)
            envelope = await asker.envelope("customerRetention", arguments)
            check_envelope(envelope)
            check_cohorts(envelope["data"], books, arguments)
            check_period(envelope["metadata"]["extra"]["period"], books, arguments)


def check_cohorts(found: list[dict[str, Any]], books: Books, arguments: Arguments) -> None:
    question = question_of(arguments)
    stretch = books.windows(question)["current"]
    shown = months_in(stretch)
    buyers = buyers_of(lines_of(books, question), last_day_of(books, question))
    firsts = {name: month_of(of.first, books.zone) for name, of in buyers.items() if name is not None and of.first}
    assert {row["cohort"]: row["customers"] for row in found} == {
        month: list(firsts.values()).count(month) for month in sorted(set(firsts.values()))
    }, arguments
    for row in found:
        members = {name for name, month in firsts.items() if month == row["cohort"]}
        expected = [month for month in shown if month >= row["cohort"]]
        assert [m["label"] for m in row["months"]] == expected, arguments
        for m in row["months"]:
            rows = [r for name in members for r in buyers[name].rows if month_of(r["__time"], books.zone) == m["label"]]
            check_month(m, rows, len(members), is_loaded(books, arguments, (m["label"], stretch)))


def check_month(found: dict[str, Any], rows: list[Row], members: int, loaded: bool) -> None:
    if not loaded:
        assert (found["customers"], found["retention"], found["revenue"]) == (None, None, None)
        return
    bought = {row["customer"] for row in rows if row["gross_revenue"] > 0}
    assert found["customers"] == len(bought)
    assert is_same(found["retention"], Fraction(len(bought), members))
    assert is_same(found["revenue"], money(sum(row["gross_revenue"] + row["returns_value"] for row in rows)))


def is_loaded(books: Books, arguments: Arguments, which: tuple[str, Stretch]) -> bool:
    month, stretch = which
    first = date.fromisoformat(f"{month}-01")
    assert not isinstance(stretch.last, datetime)
    days = [first + timedelta(days=n) for n in range(31)]
    return any(
        books.is_loaded(day, branches_of(arguments)) for day in days if day.month == first.month and day <= stretch.last
    )


def months_in(stretch: Stretch) -> list[str]:
    first, last = stretch.first, stretch.last
    assert not isinstance(first, datetime)
    assert not isinstance(last, datetime)
    return sorted({(first + timedelta(days=n)).isoformat()[:7] for n in range((last - first).days + 1)})


def month_of(moment: datetime, zone: str) -> str:
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).strftime("%Y-%m")


def check_period(found: dict[str, Any], books: Books, arguments: Arguments) -> None:
    question = question_of(arguments)
    windows = books.windows(question)
    bought = [row for row in lines_of(books, question) if row["gross_revenue"] > 0 and row["customer"] is not None]
    now = {row["customer"] for row in bought if windows["current"].holds(row)}
    assert found["buyers"] == len(now)
    code = books.no_base(question, branches_of(arguments))
    if code is not None:
        assert (found["retention"], found["churn"], found["code"]) == (None, None, code)
        return
    then = {row["customer"] for row in bought if windows["comparison[0]"].holds(row)}
    expected = Fraction(len(now & then), len(then)) if then else None
    assert is_same(found["retention"], expected)
    assert is_same(found["churn"], None if expected is None else 1 - expected)


async def test_cohorts_add_up_to_the_overview(books: Books) -> None:
    """All cohorts of all months, with lines before a first purchase, of those who never bought and of nobody."""
    everything = replace(ALL, filters=(Filter("branch", ("Thika", "Ruiru")),))
    async with asking(books.path) as asker:
        rows = await asker.data("customerRetention", everything)
        overview = await asker.data("salesOverview", everything)
    question = question_of(everything)
    buyers = buyers_of(lines_of(books, question), last_day_of(books, question))
    outside = 0
    for name, of in buyers.items():
        first = None if name is None or of.first is None else month_of(of.first, books.zone)
        for row in of.rows:
            if first is None or month_of(row["__time"], books.zone) < first:
                outside += row["gross_revenue"] + row["returns_value"]
    inside = sum(
        (Decimal(repr(m["revenue"])) for row in rows for m in row["months"] if m["revenue"] is not None), Decimal(0)
    )
    assert inside + Decimal(outside).scaleb(-4) == Decimal(repr(overview["totalRevenue"]))
