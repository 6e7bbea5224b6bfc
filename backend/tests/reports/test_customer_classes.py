"""Classes and scores of customers: hand-made boundary days, and random questions against a ledger in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from backend.question import DateSpan, Filter, Period
from backend.reports.history import with_days
from backend.reports.rules import RULES
from backend.reports.segments import SCORES, SEGMENT, classed, scored
from backend.reports.spec import Arguments
from backend.tests.asking import asking
from backend.tests.reports.asks import question_of, some_arguments
from backend.tests.reports.buyers import buyers_of, classes_of, last_day_of, lines_of, scores_of
from backend.tests.reports.ledger import (
    Books,
    assert_row,
    check_envelope,
    growth,
    rounded,
)
from backend.tests.reports.shops import HEADER, bare_shop, loaded

CLASSES = ["Premium", "Regular", "New", "At-Risk", "Churned"]
END = date(2024, 12, 31)


def line(days_ago: int, customer: str, gross: float = 100, cost: str = "60", time: str = "12:00:00") -> str:
    day = END - timedelta(days=days_ago)
    order = f"{customer}{days_ago}{gross}"
    return f"{day} {time},Food,Flour,Thika,Asha,Retail,Flour,{customer},{gross},0,1,0,{cost},1,{order},completed"


YEAR = Arguments(period=Period.YEAR, compare=(), limit=100)
"""To the day of the newest line."""


async def classes(store: Path, asked: Arguments = YEAR) -> dict[str, str]:
    async with asking(store) as asker:
        rows = await asker.data("topCustomers", asked)
    return {row["customer"]: row["segment"] for row in rows}


async def test_the_days_on_which_classes_begin(tmp_path: Path) -> None:
    """181 days are more than 180, 91 more than 90, and a customer of 90 days is new; the last day is the window's."""
    old = [line(400, name) for name in ("Lost180", "Lost181", "Risk90", "Risk91", "Zoe")]
    lines = [
        HEADER,
        *old,
        line(180, "Lost180"),
        line(181, "Lost181"),
        line(90, "Risk90"),
        line(91, "Risk91"),
        line(90, "New90"),
        line(91, "New91"),
        line(1, "New91", 100, "160"),
        line(0, "Zoe", 500, "0"),
    ]
    # two of the seven who bought in a year are among the best fifth: Zoe, and by name Lost180, who is at risk
    assert await classes(loaded(tmp_path, lines)) == {
        "Lost180": "At-Risk",
        "Lost181": "Churned",
        "Risk90": "Regular",
        "Risk91": "At-Risk",
        "New90": "New",
        "New91": "Regular",
        "Zoe": "Premium",
    }


async def test_premium_is_a_fifth_by_recent_profit(tmp_path: Path) -> None:
    """Seven bought in a year: the two best. Equal profits go by name, capitals first; old profit does not count."""
    names = ["Amy", "amy", "Bob", "Cy", "Dee", "Eve"]
    lines = [HEADER, *(line(200, name) for name in names), *(line(5, name) for name in names)]
    lines += [line(365, "Eve", 9000), line(10, "Dee", 50, "80"), line(500, "Old", 90_000), line(0, "Zed", 1, "50")]
    found = await classes(loaded(tmp_path / "old", lines))
    assert found == {**dict.fromkeys(names, "Regular"), "Amy": "Premium", "Bob": "Premium", "Zed": "New"}
    found = await classes(loaded(tmp_path / "recent", [*lines, line(364, "Eve", 9000)]))
    assert [name for name in sorted(found) if found[name] == "Premium"] == ["Amy", "Eve"]


async def test_without_cost_premium_goes_by_revenue(tmp_path: Path) -> None:
    header = "date,item,customer,revenue,returned value"
    lines = [header, *(f"{END - timedelta(days=ago)},Pump,{who},{worth},0" for ago, who, worth in SALES)]
    store = loaded(tmp_path, lines)
    async with asking(store) as asker:
        envelope = await asker.envelope("customerSegments", Arguments(period=Period.ALL, compare=()))
    check_envelope(envelope)
    assert "PREMIUM_BY_REVENUE" in {note["code"] for note in envelope["metadata"]["warnings"]}
    assert {"field": "profit", "code": "MEASURE_NOT_LOADED"} in envelope["metadata"]["nulls"]
    assert (await classes(store)) == {"Ann": "Regular", "Ben": "Premium"}


SALES = [(200, "Ann", 50), (20, "Ann", 60), (200, "Ben", 30), (20, "Ben", 300)]


async def test_days_are_local_days_of_the_question(tmp_path: Path) -> None:
    """22:30 in Nairobi is 20:30 in London's winter and 1 am of the next day in Kolkata."""
    lines = [HEADER, line(400, "Ann"), line(91, "Ann", time="22:30:00"), line(0, "Zoe", time="12:00:00")]
    store = loaded(tmp_path, lines)
    assert (await classes(store))["Ann"] == "At-Risk"
    assert (await classes(store, replace(YEAR, timezone="Asia/Kolkata")))["Ann"] == "Premium"
    assert (await classes(store, replace(YEAR, timezone="Europe/London")))["Ann"] == "At-Risk"


async def test_days_across_a_change_of_clocks(tmp_path: Path) -> None:
    """In New York 91 days lie between 4 August and 3 November, the day with 25 hours."""
    lines = [
        HEADER,
        "2024-08-04 07:30:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,10,0,1,0,5,1,A1,completed",  # 00:30 there
        "2024-11-04 06:59:00,Food,Flour,Thika,Asha,Retail,Flour,Zoe,10,0,1,0,5,1,Z1,completed",  # 22:59 on the 3rd
    ]
    async with asking(loaded(tmp_path, lines)) as asker:
        rows = await asker.data("topCustomers", replace(YEAR, timezone="America/New_York"))
    assert {row["customer"]: (row["recencyDays"], row["segment"]) for row in rows} == {
        "Ann": (91, "At-Risk"),
        "Zoe": (0, "New"),
    }


async def test_who_is_in_no_class(tmp_path: Path) -> None:
    """A return alone is no purchase; a line may name nobody. With the classes they make up the overview."""
    lines = [
        HEADER,
        line(3, "Ann", 100),
        "2024-12-30 12:00:00,Food,Flour,Thika,Asha,Retail,Flour,Rita,0,-40,0,1,0,1,R1,completed",
        "2024-12-30 12:00:00,Food,Flour,Thika,Asha,Retail,Flour,,70,0,1,0,10,1,N1,completed",
    ]
    async with asking(loaded(tmp_path, lines)) as asker:
        envelope = await asker.envelope("customerSegments", Arguments(period=Period.YEAR, compare=()))
        overview = await asker.data("salesOverview", Arguments(period=Period.YEAR, compare=()))
        customers = await asker.envelope("topCustomers", Arguments(period=Period.YEAR, compare=()))
    check_envelope(envelope)
    rows, metadata = envelope["data"], envelope["metadata"]
    assert [row["segment"] for row in rows] == CLASSES
    assert [row["customers"] for row in rows] == [0, 0, 1, 0, 0]
    assert metadata["extra"]["neverPurchased"]["customers"] == 1
    assert metadata["extra"]["neverPurchased"]["revenue"] == -40
    assert metadata["extra"]["noCustomer"]["revenue"] == 70
    assert {"NEVER_PURCHASED", "NO_CUSTOMER"} <= {note["code"] for note in metadata["warnings"]}
    assert metadata["totals"]["revenue"] == overview["totalRevenue"] == 130
    codes = {row["customer"]: row["nulls"] for row in customers["data"]}
    assert {"field": "segment", "code": "NO_PURCHASE"} in codes["Rita"]
    assert {"field": "segment", "code": "NO_CUSTOMER"} in codes[None]
    assert metadata["extra"]["rules"] == {
        "churnedDays": 180,
        "atRiskDays": 90,
        "newDays": 90,
        "premiumShare": 0.2,
        "premiumDays": 365,
    }


async def test_without_customers_there_are_no_classes(tmp_path: Path) -> None:
    async with asking(bare_shop(tmp_path)) as asker:
        envelope = await asker.envelope("customerSegments", Arguments())
    assert envelope["error"]["code"] == "DIMENSION_NOT_LOADED"


async def test_a_filter_makes_another_history(tmp_path: Path) -> None:
    """At the branch where she bought long ago the same customer has gone."""
    far = line(200, "Ann").replace("Thika", "Lamu")
    store = loaded(tmp_path, [HEADER, far, line(1, "Ann"), line(0, "Zoe").replace("Thika", "Lamu")])
    assert (await classes(store))["Ann"] == "Premium"
    assert (await classes(store, replace(YEAR, filters=(Filter("branch", ("Lamu",)),))))["Ann"] == "Churned"
    assert (await classes(store, replace(YEAR, filters=(Filter("branch", ("Thika",)),))))["Ann"] == "New"


async def test_a_window_that_nobody_loaded(tmp_path: Path) -> None:
    """Before the first load nobody has a class, and what they brought is not known."""
    long_ago = DateSpan(date(2010, 1, 1), date(2010, 1, 31))
    store = loaded(tmp_path, [HEADER, line(0, "Ann", time="00:00:00")])
    async with asking(store) as asker:
        envelope = await asker.envelope("customerSegments", Arguments(span=long_ago))
    check_envelope(envelope)
    assert [(row["customers"], row["revenue"]) for row in envelope["data"]] == [(0, None)] * 5
    assert {"field": "revenue", "code": "NOT_LOADED"} in envelope["data"][0]["nulls"]


async def test_classes_equal_the_ledger(books: Books) -> None:
    """Class and days of every listed customer, and what each class brings, at random windows and filters."""
    chance = random.Random(f"classes {books.path.name}")
    async with asking(books.path) as asker:
        for _ in range(6):
            arguments = replace(some_arguments(chance, books), limit=10_000)
            question = question_of(arguments, ("customer",))
            last_day = last_day_of(books, question)
            buyers = buyers_of(lines_of(books, question), last_day)
            truth = classes_of(buyers, last_day)
            rows = await asker.data("topCustomers", arguments)
            assert {row["customer"]: row["segment"] for row in rows} == {
                row["customer"]: truth.get(row["customer"]) for row in rows
            }, arguments
            envelope = await asker.envelope("customerSegments", replace(arguments, limit=None))
            check_envelope(envelope)
            check_classes(envelope, books, arguments, truth)
            check_scores(envelope, scores_of(buyers))


def check_classes(envelope: Mapping[str, Any], books: Books, arguments: Arguments, truth: Mapping[str, str]) -> None:
    rows = {row["segment"]: row for row in envelope["data"]}
    assert list(rows) == CLASSES
    sizes = Counter(truth.values())
    assert {name: row["customers"] for name, row in rows.items()} == {name: sizes[name] for name in CLASSES}
    question = question_of(arguments, ("customer",))
    if books.loaded_days(books.windows(question)["current"])[0] == 0:
        return
    figures = books.figures(question)
    current = books.windows(question)["current"]
    lines = [line for line in lines_of(books, question) if current.holds(line)]
    for name, row in rows.items():
        now = [of for (who,), of in figures["current"].items() if truth.get(who) == name]
        then = [of for (who,), of in figures.get("comparison[0]", {}).items() if truth.get(who) == name]
        orders = len({line["order_key"] for line in lines if truth.get(str(line["customer"])) == name})
        assert_row(row, class_row((now, then), orders, books.no_base(question)), arguments)
    parts = [
        *rows.values(),
        envelope["metadata"]["extra"]["neverPurchased"],
        envelope["metadata"]["extra"]["noCustomer"],
    ]
    for field in ("revenue", "grossRevenue", "profit", "unitsSold"):
        if None not in [part[field] for part in parts]:
            total = Decimal(repr(envelope["metadata"]["totals"][field]))
            assert sum(Decimal(repr(part[field])) for part in parts) == total, field


def class_row(
    sides: tuple[list[dict[str, Any]], list[dict[str, Any]]], orders: int, code: str | None
) -> dict[str, Any]:
    """`orders` are distinct: one that names two customers of a class counts once."""
    (now, then), zero = sides, Decimal(0)
    profits = [of["gross_profit"] for of in now]
    revenue = sum((of["net_revenue"] for of in now), zero)
    base = sum((of["net_revenue"] for of in then), zero)
    return {
        "revenue": revenue,
        "grossRevenue": sum((of["gross_revenue"] for of in now), zero),
        "profit": None if None in profits else sum(profits, zero),
        "orders": orders,
        "averageOrderValue": rounded(int(revenue.scaleb(4)), orders) if orders else None,
        "growthRate": None if code else growth(revenue, base),
    }


def check_scores(envelope: Mapping[str, Any], truth: Mapping[str, tuple[int, int, int]]) -> None:
    rfm = envelope["metadata"]["extra"]["rfm"]
    found = {(c["recency"], c["frequency"], c["monetary"]): c["customers"] for c in rfm["cells"]}
    assert found == Counter(truth.values())
    for place, name in enumerate(("recency", "frequency", "monetary")):
        counted = Counter(scores[place] for scores in truth.values())
        assert {one["score"]: one[name] for one in rfm["scores"]} == {score: counted[score] for score in range(1, 6)}


PEOPLE = st.lists(
    st.tuples(
        st.text("AaBbé", min_size=1, max_size=3),
        st.integers(0, 500),
        st.integers(0, 500),
        st.integers(1, 4),
        st.integers(-3, 3),
        st.none() | st.integers(-2, 2),
    ),
    unique_by=lambda one: one[0],
    max_size=40,
)


@given(PEOPLE)
def test_every_buyer_has_one_class_and_three_scores(people: list[tuple[Any, ...]]) -> None:
    """Against the definition read aloud, with ties everywhere."""
    noon = datetime(2024, 12, 31, 9, tzinfo=UTC).replace(tzinfo=None)
    frame = pl.DataFrame(
        [
            (name, noon - timedelta(days=max(a, b)), noon - timedelta(days=min(a, b)), count, spent)
            for name, a, b, count, spent, _ in people
        ],
        schema={
            "customer": pl.String,
            "first_purchase": pl.Datetime("ms"),
            "last_purchase": pl.Datetime("ms"),
            "purchases": pl.Int64,
            "net_revenue": pl.Int64,
        },
        orient="row",
    )
    worth = pl.DataFrame(
        [(one[0], one[5]) for one in people], schema={"customer": pl.String, "worth": pl.Int64}, orient="row"
    )
    found = scored(classed(with_days(frame, END, "Africa/Nairobi"), worth, RULES), "purchases")
    truth = said_aloud(people)
    assert dict(found.select("customer", SEGMENT).iter_rows()) == {name: of[0] for name, of in truth.items()}
    assert {row[0]: row[1:] for row in found.select("customer", *SCORES).iter_rows()} == {
        name: of[1:] for name, of in truth.items()
    }


def said_aloud(people: list[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    recent = [one for one in people if min(one[1], one[2]) <= 364]
    ranked = sorted(recent, key=lambda one: (one[5] is None, -(one[5] or 0), one[0]))
    best = {one[0] for one in ranked[: -(-len(ranked) // 5)]}
    named: dict[str, tuple[Any, ...]] = {}
    for name, a, b, *_ in people:
        ago, since = min(a, b), max(a, b)
        if ago > 180:
            named[name] = ("Churned",)
        elif ago > 90:
            named[name] = ("At-Risk",)
        elif since <= 90:
            named[name] = ("New",)
        else:
            named[name] = ("Premium" if name in best else "Regular",)
    for worth in ([-min(one[1], one[2]) for one in people], [one[3] for one in people], [one[4] for one in people]):
        names = [one[0] for one in people]
        for place, (_, name) in enumerate(sorted(zip(worth, names, strict=True))):
            named[name] += (tile_of(place, len(people)),)
    return named


def tile_of(place: int, count: int) -> int:
    small, larger = divmod(count, 5)
    edge = larger * (small + 1)
    return place // (small + 1) + 1 if place < edge else larger + (place - edge) // small + 1
