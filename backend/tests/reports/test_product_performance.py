"""productPerformance against the lines: totals, place among products, series, lists, returns, history, refusals."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period
from backend.reports.rules import Rules
from backend.reports.session import Conventions
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import Asker, asking
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.ledger import (
    COMMON,
    Books,
    Figures,
    assert_row,
    check_reasons,
    growth,
    iso,
    rounded,
)
from backend.tests.reports.shops import HEADER, bare_shop, full_shop, loaded
from backend.tests.reports.test_report_lists import in_order
from druid.catalog.model import Grain

REPORT = "productPerformance"
ZONE = "Africa/Nairobi"
LISTS = {"branches": ("branch", 10_000), "customers": ("customer", 10), "salespeople": ("salesperson", 10)}


def part(value: Decimal | None, total: Decimal | None) -> Fraction | None:
    return None if value is None or not total else Fraction(value) / Fraction(total)


def change(now: Decimal | None, then: Decimal | None) -> Decimal | None:
    return None if now is None or then is None else now - then


def price_of(figures: Figures) -> Decimal | None:
    """Gross revenue of a unit: scale 4 over scale 3."""
    sold = figures["units_sold"]
    return rounded(int(figures["gross_revenue"].scaleb(4)) * 1000, int(sold.scaleb(3))) if sold else None


def own_of(arguments: Arguments, name: str) -> Arguments:
    return replace(arguments, filters=(*arguments.filters, Filter("product", (name,))))


def place_of(books: Books, arguments: Arguments, name: str) -> tuple[int | None, str | None]:
    """Rank and class by net revenue over all products."""
    products = books.figures(question_of(arguments, ("product",)))["current"]
    rows = in_order([{"p": k[0], "revenue": f["net_revenue"]} for k, f in products.items()], "p", "revenue", None)
    total = sum(max(Fraction(row["revenue"]), Fraction(0)) for row in rows)
    before = Fraction(0)
    for place, row in enumerate(rows, 1):
        if row["p"] == name:
            is_sold = row["revenue"] > 0
            grade = "A" if before < total * Fraction(4, 5) else "B" if before < total * Fraction(19, 20) else "C"
            return place, grade if is_sold else "C"
        before += max(Fraction(row["revenue"]), Fraction(0))
    return None, None


async def performance(asker: Asker, arguments: Arguments, name: str) -> dict[str, Any]:
    envelope = await asker.envelope(REPORT, replace(arguments, product_id=name))
    assert envelope["error"] is None, envelope["error"]
    known = {null["field"] for null in envelope["metadata"]["nulls"]}
    data: dict[str, Any] = envelope["data"]
    check_reasons({field: value for field, value in data.items() if field not in {"series", "comparisons"}}, known)
    check_reasons({f"returns.{field}": value for field, value in data["returns"].items()}, known)
    for field in LISTS:
        below = {null.removeprefix(f"{field}.") for null in known if null.startswith(f"{field}.")}
        for row in data[field] or ():
            check_reasons(row, below)
    return envelope


@pytest.mark.parametrize("name", [f"P{n}" for n in range(0, 9, 2)])
async def test_totals_and_place_equal_the_ledger(books: Books, name: str) -> None:
    chance = random.Random(f"product {name}")
    async with asking(books.path) as asker:
        for _ in range(2):
            arguments = some_arguments(chance, books)
            envelope = await performance(asker, arguments, name)
            data = envelope["data"]
            question = question_of(own_of(arguments, name))
            windows = {window: groups[()] for window, groups in books.figures(question).items()}
            every = books.figures(question_of(arguments))["current"][()]
            code = books.no_base(question, branches_of(arguments))
            now, then = windows["current"], windows.get("comparison[0]")
            if not books.loaded_days(books.windows(question)["current"], branches_of(arguments))[0]:
                assert data["revenue"] is None
                continue
            is_based = code is None and then is not None
            price = price_of(now)
            expected = {
                **{field: now[measure] for field, measure in COMMON.items()},
                "share": part(now["net_revenue"], every["net_revenue"]),
                "growthRate": growth(now["net_revenue"], then["net_revenue"]) if is_based and then else None,
                "averageSellingPrice": price,
                "averageSellingPriceChange": change(price, price_of(then)) if is_based and then else None,
            }
            assert_row(data, expected, arguments)
            assert (data["rank"], data["abcClass"]) == place_of(books, arguments, name)
            returned = {
                "returnsValue": now["returns_value"],
                "unitsReturned": now["units_returned"],
                "returnRate": now["return_rate"],
                "returnShare": part(now["returns_value"], every["returns_value"]),
            }
            assert_row(data["returns"], returned, arguments)
            assert len(data["comparisons"]) == len(windows) - 1
            if data["comparisons"]:
                since = data["comparisons"][0]
                assert since["growth"]["revenue"] == data["growthRate"]
                assert since["changes"]["averageSellingPrice"] == data["averageSellingPriceChange"]


@pytest.mark.parametrize("field", LISTS)
async def test_lists_are_the_product_by_its_members(books: Books, field: str) -> None:
    dimension, limit = LISTS[field]
    arguments = Arguments(span=DateSpan(date(2024, 2, 1), date(2024, 12, 31)), compare=())
    question = question_of(own_of(arguments, "P3"), (dimension,))
    found = books.figures(question)["current"]
    total = books.figures(replace(question, dimensions=()))["current"][()]["net_revenue"]
    expected = in_order(
        [
            {
                dimension: key[0],
                **{name: figures[measure] for name, measure in COMMON.items()},
                "share": part(figures["net_revenue"], total),
            }
            for key, figures in found.items()
        ],
        dimension,
        "revenue",
        None,
    )
    async with asking(books.path) as asker:
        rows = (await performance(asker, arguments, "P3"))["data"][field]
    assert [row[dimension] for row in rows] == [row[dimension] for row in expected[:limit]]
    for row, known in zip(rows, expected, strict=False):
        assert_row(row, known)


async def test_its_series_is_the_trend_of_its_lines(books: Books) -> None:
    arguments = Arguments(
        period=Period.YEAR,
        metric=Metric.UNITS,
        grain=Grain.MONTH,
        compare=(Comparison(ComparisonKind.PREVIOUS_YEAR),),
        moving_average=3,
    )
    async with asking(books.path) as asker:
        found = await performance(asker, arguments, "P5")
        trend = await asker.envelope("salesTrends", own_of(arguments, "P5"))
    assert found["data"]["series"] == trend["data"]
    below = {(null["field"], null["code"]) for null in trend["metadata"]["nulls"]}
    nulls = {(null["field"], null["code"]) for null in found["metadata"]["nulls"]}
    assert {(f"series.points.{field}", code) for field, code in below} <= nulls


@pytest.mark.parametrize("name", ["P1", "P8"])
async def test_what_it_belongs_to_and_its_first_and_last_line(books: Books, name: str) -> None:
    """Over every completed line, whatever the window."""
    lines = [row for row in books.oracle.rows if row["status"] == "completed" and row["product"] == name]
    moments = books.lines.filter(pl.col("status") == "completed", pl.col("product") == name)["__time"].sort().to_list()
    async with asking(books.path) as asker:
        data = (await performance(asker, Arguments(period=Period.TODAY, compare=()), name))["data"]
    assert (data["firstSale"], data["lastSale"]) == (iso(moments[0], ZONE), iso(moments[-1], ZONE))
    under: dict[tuple[Any, Any], list[Any]] = {}
    for row in lines:
        under.setdefault((row["product_line"], row["item_group"]), []).append(row["__time"])
    assert {
        (row["productLine"], row["itemGroup"]): (row["firstSale"], row["lastSale"], row["lines"])
        for row in data["categories"]
    } == {key: (iso(min(times), ZONE), iso(max(times), ZONE), len(times)) for key, times in under.items()}
    lasts = [row["lastSale"] for row in data["categories"]]
    assert lasts == sorted(lasts, reverse=True)


async def test_a_product_that_was_not_sold_in_the_window(tmp_path: Path) -> None:
    async with asking(full_shop(tmp_path)) as asker:
        envelope = await performance(asker, Arguments(period=Period.TODAY), "Salt")
    data, nulls = envelope["data"], {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}
    assert (data["revenue"], data["unitsSold"], data["share"], data["rank"], data["abcClass"]) == (0, 0, 0, None, None)
    assert (nulls["rank"], nulls["abcClass"], nulls["averageSellingPrice"]) == (
        "NOT_SOLD",
        "NOT_SOLD",
        "ZERO_DENOMINATOR",
    )
    assert (data["branches"], data["customers"]) == ([], [])
    assert data["firstSale"] == "2024-05-01T09:01:00+03:00"


async def test_names_that_differ_in_case_are_different_products(tmp_path: Path) -> None:
    rows = [
        "2024-05-01 09:00:00,Food,Flour,Thika,Asha,Retail,salt,Ann,5,0,1,0,1,1,B1,completed",
        "2024-05-01 09:00:00,Food,Flour,Thika,Asha,Retail,Salt,Ann,7,0,1,0,1,1,B2,completed",
    ]
    async with asking(loaded(tmp_path, [HEADER, *rows])) as asker:
        everything = Arguments(period=Period.ALL, compare=())
        small, large = [(await performance(asker, everything, name))["data"] for name in ("salt", "Salt")]
        unknown = await asker.envelope(REPORT, replace(everything, product_id="SALT"))
    assert (small["revenue"], small["rank"]) == (5, 2)
    assert (large["revenue"], large["rank"]) == (7, 1)
    assert unknown["error"]["code"] == "UNKNOWN_MEMBER"
    assert "'Salt'" in unknown["error"]["hint"] or "'salt'" in unknown["error"]["hint"]


async def test_a_bare_file_leaves_out_what_it_does_not_name(tmp_path: Path) -> None:
    """Dates without times: the series of a day falls back from hours; customers and lines were never named."""
    async with asking(bare_shop(tmp_path)) as asker:
        envelope = await performance(asker, Arguments(period=Period.TODAY, compare=()), "Pump")
    data, nulls = envelope["data"], {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}
    assert (data["revenue"], len(data["series"]["points"])) == (80, 1)
    assert (data["customers"], data["salespeople"], data["categories"]) == (None, None, [])
    assert nulls["customers"] == nulls["salespeople"] == nulls["categories.productLine"] == "DIMENSION_NOT_LOADED"
    assert (nulls["unitsSold"], nulls["averageSellingPriceChange"]) == ("MEASURE_NOT_LOADED", "NOT_COMPARED")
    assert [row["branch"] for row in data["branches"]] == ["Embu"]


async def test_the_classes_follow_the_settings(books: Books) -> None:
    """With a first class of nearly nothing only the best product is in it; the thresholds are stated."""
    rules = Rules(class_a_share=Fraction(1, 1000), class_b_share=Fraction(2, 1000))
    everything = Arguments(period=Period.ALL, compare=(), limit=100)
    async with asking(books.path, Conventions(rules=rules)) as asker:
        envelope = await asker.envelope("topProducts", everything)
        best = envelope["data"][0]["product"]
        if best is not None:
            assert (await performance(asker, everything, best))["data"]["abcClass"] == "A"
    assert [row["abcClass"] for row in envelope["data"]] == ["A", *["C"] * (len(envelope["data"]) - 1)]
    assert envelope["metadata"]["extra"] == {"classAShare": 0.001, "classBShare": 0.002}


async def test_it_needs_a_product(books: Books) -> None:
    async with asking(books.path) as asker:
        without = await asker.envelope(REPORT, Arguments(period=Period.ALL))
    assert (without["error"]["code"], without["error"]["hint"]) == ("INVALID_PARAMETER", "Give the name of a product.")
