"""customerProfile: a customer made by hand, members in other cases, and random questions against plain Python."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from backend.question import DateSpan, Filter, Period
from backend.reports.spec import Arguments
from backend.tests.asking import asking
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.buyers import Buyer, Row, buyers_of, classes_of, last_day_of, lines_of, scores_of
from backend.tests.reports.ledger import COMMON, Books, assert_row, check_envelope, is_same, iso, money
from backend.tests.reports.shops import HEADER, bare_shop, loaded

ANN = Arguments(period=Period.MONTH, compare=(), customer_id="Ann")
SHOP = [
    HEADER,
    "2024-01-10 09:00:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,100,0,1,0,60,1,A1,completed",
    "2024-01-10 09:00:00,Food,Salt,Thika,Asha,Retail,Salt,Ann,20,0,2,0,10,1,A1,completed",
    "2024-01-10 15:00:00,Home,Soap,Thika,Ben,Retail,Soap,Ann,30,0,1,0,,1,A2,completed",
    "2024-03-10 09:00:00,Home,Soap,Lamu,Ben,Retail,Soap,Ann,0,-30,0,1,0,1,A3,completed",
    "2024-03-20 09:00:00,Food,Salt,Lamu,Ben,Retail,Salt,Ann,40,0,4,0,20,1,A4,completed",
    "2024-03-20 09:00:00,Food,Salt,Lamu,Ben,Retail,Salt,Ann,40,0,4,0,20,1,A4,completed",
    "2024-03-21 09:00:00,Food,Salt,Lamu,Ben,Retail,Salt,Ann,9999,0,4,0,20,1,A5,cancelled",
    "2024-03-31 09:00:00,Food,Flour,Thika,Asha,Retail,Flour,ann,500,0,5,0,60,1,B1,completed",
    "2024-03-31 09:00:00,Food,Flour,Thika,Asha,Retail,Flour,,7,0,1,0,6,1,N1,completed",
]


async def test_a_customer_by_hand(tmp_path: Path) -> None:
    """Two orders on one day of January, one in March, and what came back; ann is somebody else."""
    async with asking(loaded(tmp_path, SHOP)) as asker:
        envelope = await asker.envelope("customerProfile", ANN)
    check_envelope(envelope)
    data = envelope["data"]
    assert (data["purchases"], data["purchaseDays"], data["activeMonths"]) == (3, 2, 2)
    assert (data["purchasesPerActiveMonth"], data["meanDaysBetweenPurchases"]) == (1.5, 70.0)
    assert (data["firstPurchase"], data["recencyDays"], data["tenureDays"]) == ("2024-01-10T09:00:00+03:00", 11, 81)
    assert (data["segment"], data["rank"], data["customersRanked"]) == ("New", 2, 2)
    assert data["rfm"] == {"recency": 1, "frequency": 2, "monetary": 1}
    assert {key: data["window"][key] for key in ("revenue", "profit", "orders", "returnsValue", "lines")} == {
        "revenue": 50.0,
        "profit": 10.0,
        "orders": 2,
        "returnsValue": -30.0,
        "lines": 3,
    }
    assert (data["lifetime"]["revenue"], data["lifetime"]["profit"], data["lifetime"]["orders"]) == (200.0, None, 4)
    assert {"field": "lifetime.profit", "code": "COST_MISSING"} in envelope["metadata"]["nulls"]
    assert [(m["month"], m["revenue"], m["orders"], m["purchases"]) for m in data["months"]] == [
        ("2024-01", 150.0, 2, 2),
        ("2024-02", 0.0, 0, 0),
        ("2024-03", 50.0, 2, 1),
    ]
    assert [(m["productLine"], m["revenue"], m["share"]) for m in data["productLines"]] == [
        ("Food", 80.0, 1.6),
        ("Home", -30.0, -0.6),
    ]
    assert [(m["productLine"], m["revenue"], m["share"]) for m in data["lifetimeProductLines"]] == [
        ("Food", 200.0, 1.0),
        ("Home", 0.0, 0.0),
    ]
    assert [(one["orderId"], one["product"], one["revenue"], one["profit"]) for one in data["lastLines"]] == [
        ("A4", "Salt", 40.0, 20.0),
        ("A4", "Salt", 40.0, 20.0),
        ("A3", "Soap", -30.0, -30.0),
        ("A2", "Soap", 30.0, None),
        ("A1", "Flour", 100.0, 40.0),
        ("A1", "Salt", 20.0, 10.0),
    ]
    assert data["lastLines"][3]["nulls"] == [
        {"field": "totalCost", "code": "COST_MISSING"},
        {"field": "profit", "code": "COST_MISSING"},
    ]


async def test_an_unknown_customer_is_refused_with_the_nearest(tmp_path: Path) -> None:
    async with asking(loaded(tmp_path, SHOP)) as asker:
        unknown = await asker.envelope("customerProfile", replace(ANN, customer_id="Anne"))
        missing = await asker.envelope("customerProfile", replace(ANN, customer_id=None))
    assert unknown["error"]["code"] == "UNKNOWN_MEMBER"
    assert "'Anne'" in unknown["error"]["message"]
    assert "'Ann'" in unknown["error"]["hint"] or "'ann'" in unknown["error"]["hint"]
    assert missing["error"]["code"] == "INVALID_PARAMETER"


async def test_without_customers_there_is_no_profile(tmp_path: Path) -> None:
    async with asking(bare_shop(tmp_path)) as asker:
        envelope = await asker.envelope("customerProfile", ANN)
    assert envelope["error"]["code"] == "DIMENSION_NOT_LOADED"


async def test_a_customer_with_returns_alone(tmp_path: Path) -> None:
    """No purchase: no class, no rank, no rhythm; their lines are still shown."""
    only = "2024-03-31 09:00:00,Food,Flour,Thika,Asha,Retail,Flour,Rita,0,-7,0,1,0,1,R1,completed"
    async with asking(loaded(tmp_path, [*SHOP, only])) as asker:
        envelope = await asker.envelope("customerProfile", replace(ANN, customer_id="Rita"))
    check_envelope(envelope)
    data = envelope["data"]
    codes = {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}
    nothing = ("segment", "rank", "rfm", "firstPurchase", "recencyDays", "meanDaysBetweenPurchases")
    assert {name: (data[name], codes[name]) for name in nothing} == dict.fromkeys(nothing, (None, "NO_PURCHASE"))
    assert (data["purchases"], data["window"]["revenue"], len(data["lastLines"])) == (0, -7.0, 1)


async def test_what_no_file_names_is_null_with_its_code(tmp_path: Path) -> None:
    header = "date,item,customer,revenue,returned value"
    store = loaded(tmp_path, [header, "2024-03-01,Pump,Ann,100.25,0", "2024-03-01,Pump,Ben,80,0"])
    async with asking(store) as asker:
        envelope = await asker.envelope("customerProfile", ANN)
    check_envelope(envelope)
    codes = {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}
    assert codes["productLines"] == codes["lastLines.branch"] == "DIMENSION_NOT_LOADED"
    assert codes["window.profit"] == codes["lastLines.profit"] == codes["lastLines.orderId"] == "MEASURE_NOT_LOADED"
    assert codes["meanDaysBetweenPurchases"] == "ONE_PURCHASE"
    assert envelope["data"]["lastLines"][0]["product"] == "Pump"


async def test_the_newest_twenty_of_many_lines(tmp_path: Path) -> None:
    """Ties in time go by order; a window that ends earlier ends the list earlier."""
    lines = [
        f"2024-0{1 + n // 30}-15 09:00:00,Food,Flour,Thika,Asha,Retail,P{n:02},Ann,{n + 1},0,1,0,1,1,O{n:02},completed"
        for n in range(60)
    ]
    store = loaded(tmp_path, [HEADER, *lines])
    async with asking(store) as asker:
        newest = (await asker.data("customerProfile", ANN))["lastLines"]
        january = replace(ANN, period=None, span=DateSpan(date(2024, 1, 1), date(2024, 1, 31)))
        before = (await asker.data("customerProfile", january))["lastLines"]
    assert [one["orderId"] for one in newest] == [f"O{n:02}" for n in range(30, 50)]
    assert [one["orderId"] for one in before] == [f"O{n:02}" for n in range(20)]


async def test_profiles_equal_the_ledger(books: Books) -> None:
    chance = random.Random(f"profiles {books.path.name}")
    names = sorted(books.lines.filter(status="completed")["customer"].drop_nulls().unique())
    async with asking(books.path) as asker:
        for _ in range(6):
            arguments = replace(some_arguments(chance, books), customer_id=chance.choice(names))
            envelope = await asker.envelope("customerProfile", arguments)
            check_envelope(envelope)
            check_profile(envelope["data"], books, arguments)


def check_profile(data: dict[str, Any], books: Books, arguments: Arguments) -> None:
    name = arguments.customer_id
    assert name is not None
    question = question_of(arguments)
    last_day = last_day_of(books, question)
    buyers = buyers_of(lines_of(books, question), last_day)
    one = buyers.get(name, Buyer(name))
    check_place(data, buyers, name, classes_of(buyers, last_day))
    check_rhythm(data, one, last_day)
    check_totals(data, books, arguments)
    check_lines(data["lastLines"], one)
    check_months(data["months"], one, books, arguments)
    if one.rows and sum(row["gross_revenue"] + row["returns_value"] for row in one.rows):
        assert abs(sum(row["share"] for row in data["lifetimeProductLines"]) - 1) < 1e-9
    mix: dict[str | None, int] = defaultdict(int)
    for row in one.rows:
        mix[row["product_line"]] += row["gross_revenue"] + row["returns_value"]
    found = {row["productLine"]: row["revenue"] for row in data["lifetimeProductLines"]}
    assert found.keys() == mix.keys()
    assert all(is_same(found[line], money(total)) for line, total in mix.items())


def check_place(data: dict[str, Any], buyers: dict[str | None, Buyer], name: str, classes: dict[str, str]) -> None:
    ranked = sorted(classes, key=lambda one: (-buyers[one].revenue, one))
    scores = scores_of(buyers)
    assert data["customersRanked"] == len(ranked)
    assert data["segment"] == classes.get(name)
    assert data["rank"] == (ranked.index(name) + 1 if name in classes else None)
    rfm = data["rfm"]
    assert (rfm and (rfm["recency"], rfm["frequency"], rfm["monetary"])) == scores.get(name)


def check_rhythm(data: dict[str, Any], one: Buyer, last_day: date) -> None:
    days = sorted({row["day"] for row in one.bought})
    months = {day.isoformat()[:7] for day in days}
    assert (data["purchases"], data["purchaseDays"], data["activeMonths"]) == (one.purchases, len(days), len(months))
    if not days:
        return
    assert data["recencyDays"] == (last_day - days[-1]).days
    assert data["tenureDays"] == (last_day - days[0]).days
    assert one.first is not None
    assert data["firstPurchase"] == iso(one.first, "Africa/Nairobi")
    assert is_same(data["purchasesPerActiveMonth"], Fraction(one.purchases, len(months)))
    mean = Fraction((days[-1] - days[0]).days, len(days) - 1) if len(days) > 1 else None
    assert is_same(data["meanDaysBetweenPurchases"], mean)


def check_totals(data: dict[str, Any], books: Books, arguments: Arguments) -> None:
    """The window's totals are those of an overview filtered by the customer."""
    narrowed = replace(arguments, filters=(*arguments.filters, Filter("customer", (arguments.customer_id,))))
    question = question_of(narrowed)
    if books.loaded_days(books.windows(question)["current"], branches_of(arguments))[0] == 0:
        assert data["window"]["revenue"] is None
        return
    figures = books.figures(question)["current"][()]
    assert_row(data["window"], {field: figures[name] for field, name in COMMON.items()}, arguments)


def check_lines(found: list[dict[str, Any]], one: Buyer) -> None:
    assert len(found) == min(20, len(one.rows))
    newest = sorted(one.rows, key=lambda row: row["__time"], reverse=True)[: len(found)]
    assert [line["time"] for line in found] == [iso(row["__time"], "Africa/Nairobi") for row in newest]
    known = [written(row) for row in one.rows]
    for line in found:
        known.remove((line["orderId"], line["product"], line["branch"], Decimal(repr(line["revenue"])), line["profit"]))


def written(row: Row) -> tuple[Any, ...]:
    net = row["gross_revenue"] + row["returns_value"]
    profit = None if row["total_cost"] is None else (net - row["total_cost"]) / 10_000
    return (row["order_id"], row["product"], row["branch"], Decimal(net).scaleb(-4), profit)


def check_months(found: list[dict[str, Any]], one: Buyer, books: Books, arguments: Arguments) -> None:
    if not one.rows:
        assert found == []
        return
    last = last_day_of(books, question_of(arguments))
    first = min(row["day"] for row in one.rows)
    days = [first.replace(day=1) + timedelta(days=n) for n in range((last - first.replace(day=1)).days + 1)]
    assert [month["month"] for month in found] == sorted({day.isoformat()[:7] for day in days})
    for month in found:
        rows = [row for row in one.rows if row["day"].isoformat()[:7] == month["month"]]
        inside = [day for day in days if day.isoformat()[:7] == month["month"]]
        if not any(books.is_loaded(day, branches_of(arguments)) for day in inside):
            assert (month["status"], month["revenue"], month["orders"]) == ("NOT_LOADED", None, None)
            continue
        assert is_same(month["revenue"], money(sum(row["gross_revenue"] + row["returns_value"] for row in rows)))
        assert month["orders"] == len({row["order_key"] for row in rows})
        assert month["purchases"] == len({row["order_key"] for row in rows if row["gross_revenue"] > 0})
