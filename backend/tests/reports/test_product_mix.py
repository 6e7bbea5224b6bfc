"""salespersonProductMix against sums of the lines: every pair, the order, parts that make a whole."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from backend.question import Filter, Period
from backend.reports.spec import Arguments, SortOrder
from backend.tests.asking import asking
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.ledger import COMMON, Books, Figures, assert_row, check_envelope, growth
from backend.tests.reports.shops import bare_shop, full_shop
from backend.tests.reports.test_report_lists import SORTS, in_order, whole_list

REPORT = "salespersonProductMix"
SORTED = {name: field for name, field in SORTS.items() if name != "SHARE"}
Order = SortOrder | None


def grown(rows: Mapping[Any, Figures], then: Mapping[Any, Figures], code: str | None) -> dict[Any, Figures]:
    """The common block of every key, with its growth."""
    return {
        key: {
            **{field: figures[name] for field, name in COMMON.items()},
            "growthRate": None if code else growth(figures["net_revenue"], then.get(key, {}).get("net_revenue")),
        }
        for key, figures in rows.items()
    }


def part(value: Decimal | None, total: Decimal | None) -> Fraction | None:
    return None if value is None or not total else Fraction(value) / Fraction(total)


def truth_of(books: Books, arguments: Arguments, field: str, order: Order) -> list[Figures]:
    """Rows in order: people by their own total of the field, then the lines of each."""
    question = question_of(arguments, ("salesperson", "product_line"))
    code = books.no_base(question, branches_of(arguments))
    pairs, singles = books.figures(question), books.figures(replace(question, dimensions=("salesperson",)))
    people = grown(singles["current"], singles.get("comparison[0]", {}), code)
    rows = grown(pairs["current"], pairs.get("comparison[0]", {}), code)
    named = in_order([{"salesperson": key[0], **row} for key, row in people.items()], "salesperson", field, order)
    expected: list[Figures] = []
    for person in named:
        own = [{"productLine": line, **row} for (name, line), row in rows.items() if name == person["salesperson"]]
        for row in in_order(own, "productLine", field, order):
            row["salesperson"] = person["salesperson"]
            row["share"] = part(row["revenue"], person["revenue"])
            row["profitShare"] = part(row["profit"], person["profit"])
            expected.append(row)
    return expected


@pytest.mark.parametrize("sort_by", SORTED)
async def test_mix_equals_the_ledger(books: Books, sort_by: str) -> None:
    chance = random.Random(f"mix {sort_by}")
    async with asking(books.path) as asker:
        for _ in range(3):
            order = chance.choice((None, SortOrder.ASC))
            limit = chance.choice((3, 7, 500))
            arguments = replace(some_arguments(chance, books), sort_by=sort_by, order=order, limit=limit)
            expected = truth_of(books, arguments, SORTED[sort_by], order)
            rows = await whole_list(asker, REPORT, arguments)
            keys = [(row["salesperson"], row["productLine"]) for row in rows]
            assert keys == [(row["salesperson"], row["productLine"]) for row in expected], arguments
            for row, known in zip(rows, expected, strict=True):
                assert_row(row, known, arguments)


async def test_parts_add_up(books: Books) -> None:
    """Revenue of a salesperson's lines is their revenue on the leaderboard; totals are those of the list of people."""
    everything = Arguments(period=Period.ALL, compare=(), limit=500)
    async with asking(books.path) as asker:
        envelope = await asker.envelope(REPORT, everything)
        leaders = await asker.envelope("salespersonLeaderboard", everything)
    check_envelope(envelope)
    shares: dict[Any, Decimal] = {}
    parts: dict[Any, float] = {}
    for row in envelope["data"]:
        name = row["salesperson"]
        shares[name] = shares.get(name, Decimal(0)) + Decimal(repr(row["revenue"]))
        parts[name] = parts.get(name, 0.0) + row["share"]
    assert shares == {row["salesperson"]: Decimal(repr(row["revenue"])) for row in leaders["data"]}
    assert all(abs(total - 1) < 1e-12 for total in parts.values())
    assert list(shares) == [row["salesperson"] for row in leaders["data"]]
    common = [*COMMON, "share", "growthRate"]
    assert [envelope["metadata"]["totals"][n] for n in common] == [leaders["metadata"]["totals"][n] for n in common]


async def test_others_are_the_pairs_not_listed(books: Books) -> None:
    arguments = Arguments(period=Period.ALL, compare=(), limit=2)
    expected = truth_of(books, arguments, "profit", None)[2:]
    async with asking(books.path) as asker:
        envelope = await asker.envelope(REPORT, arguments)
    others = envelope["metadata"]["others"]
    assert_row(others, {name: sum(row[name] for row in expected) for name in ("revenue", "grossRevenue", "unitsSold")})
    assert envelope["metadata"]["page"]["totalCount"] == len(expected) + 2


async def test_one_salesperson_without_any_cost_missing(tmp_path: Path) -> None:
    """A hand-made shop: Asha sold one line only, of which a cost is missing; nobody's share of nothing is null."""
    store = full_shop(tmp_path)
    asha = (Filter("salesperson", ("Asha",)),)
    async with asking(store) as asker:
        only = await asker.envelope(REPORT, Arguments(period=Period.ALL, filters=asha, compare=()))
        every = await asker.data(REPORT, Arguments(period=Period.ALL, compare=(), sort_by="REVENUE"))
    check_envelope(only)
    (row,) = only["data"]
    assert (row["productLine"], row["revenue"], row["share"], row["profitShare"]) == ("Food", 1000, 1.0, None)
    assert {"field": "profitShare", "code": "COST_MISSING"} in row["nulls"]
    assert [(r["salesperson"], r["share"]) for r in every] == [
        ("Asha", 1.0),
        (None, 1.0),
        ("Chebet", None),
        ("Ben", 1.0),
    ]
    assert {"field": "share", "code": "ZERO_DENOMINATOR"} in every[2]["nulls"]


async def test_a_shop_without_salespeople_is_refused(tmp_path: Path) -> None:
    async with asking(bare_shop(tmp_path)) as asker:
        envelope = await asker.envelope(REPORT, Arguments(period=Period.ALL))
    assert envelope["error"]["code"] == "DIMENSION_NOT_LOADED"


async def test_people_are_searched_by_name(books: Books) -> None:
    async with asking(books.path) as asker:
        whole = await asker.data(REPORT, Arguments(period=Period.ALL, limit=500))
        found = await asker.data(REPORT, Arguments(period=Period.ALL, limit=500, search="CHE"))
    assert found == [row for row in whole if row["salesperson"] == "Chebet"]
    assert found
