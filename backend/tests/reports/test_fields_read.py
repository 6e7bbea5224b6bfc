"""What is not read is not asked, and what is read stays what it is when everything is read."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from backend.question import Period
from backend.reports.spec import Arguments, Segment
from backend.tests.asking import Asker, asking
from backend.tests.reports.asks import some_arguments
from backend.tests.reports.ledger import Books

OF_HISTORY = ("firstPurchase", "lastPurchase", "recencyDays", "tenureDays", "segment", "lifetimeValue")
ROW = ("customer", "revenue", "profit", "orders", "share", "growthRate", *OF_HISTORY)
TOTALS = ("totalRevenue", "totalOrders", "uniqueCustomers", "uniqueProducts", "uniqueSalespeople", "growthRate")
ALL = Arguments(period=Period.ALL, compare=())


def windows(envelope: Mapping[str, Any]) -> set[str]:
    return {part["window"] for part in envelope["metadata"]["source"]["parts"]}


def measures(envelope: Mapping[str, Any]) -> set[str]:
    return {name for part in envelope["metadata"]["source"]["parts"] for name in part["measures"]}


def read(rows: list[Mapping[str, Any]], fields: frozenset[str]) -> list[dict[str, Any]]:
    """The fields of rows, with the reasons of their own nulls."""
    return [
        {**{name: row[name] for name in fields}, "nulls": [null for null in row["nulls"] if null["field"] in fields]}
        for row in rows
    ]


async def test_what_is_read_of_customers_is_the_same(books: Books) -> None:
    chance = random.Random(11)
    async with asking(books.path) as asker:
        for _ in range(12):
            arguments = replace(some_arguments(chance, books), limit=20, sort_by=chance.choice([None, "PROFIT"]))
            fields = frozenset(chance.sample(ROW, chance.randrange(1, 5)))
            whole, found = await both(asker, "topCustomers", arguments, fields)
            if whole["error"] is not None:
                assert found["error"] == whole["error"]
                continue
            assert read(found["data"], fields) == read(whole["data"], fields)
            for name in ("page", "totals", "others", "extra"):
                assert found["metadata"][name] == whole["metadata"][name]


async def test_what_is_read_of_totals_is_the_same(books: Books) -> None:
    chance = random.Random(12)
    async with asking(books.path) as asker:
        for _ in range(12):
            fields = frozenset(chance.sample(TOTALS, chance.randrange(1, 5)))
            whole, found = await both(asker, "salesOverview", some_arguments(chance, books), fields)
            if whole["error"] is not None:
                assert found["error"] == whole["error"]
                continue
            assert {name: found["data"][name] for name in fields} == {name: whole["data"][name] for name in fields}
            reasons = [null for null in whole["metadata"]["nulls"] if null["field"].split(".")[-1] in fields]
            assert all(null in found["metadata"]["nulls"] for null in reasons)


async def both(
    asker: Asker, report: str, arguments: Arguments, fields: frozenset[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    return await asker.envelope(report, arguments), await asker.envelope(report, arguments, fields)


@pytest.mark.parametrize("name", OF_HISTORY)
async def test_the_history_is_asked_where_it_is_read(books: Books, name: str) -> None:
    async with asking(books.path) as asker:
        without = await asker.envelope("topCustomers", ALL, frozenset({"customer", "revenue"}))
        found = await asker.envelope("topCustomers", ALL, frozenset({"customer", name}))
    assert "history" not in windows(without)
    assert "history" in windows(found)


@pytest.mark.parametrize("arguments", [replace(ALL, sort_by="RECENCY_DAYS"), replace(ALL, segment=Segment.REGULAR)])
async def test_the_history_orders_and_chooses_rows_that_do_not_show_it(books: Books, arguments: Arguments) -> None:
    fields = frozenset({"customer", "revenue"})
    async with asking(books.path) as asker:
        whole, found = await both(asker, "topCustomers", arguments, fields)
    assert whole["error"] is None
    assert read(found["data"], fields) == read(whole["data"], fields)


async def test_distinct_members_are_counted_where_they_are_read(books: Books) -> None:
    async with asking(books.path) as asker:
        found = await asker.envelope("salesOverview", ALL, frozenset({"totalRevenue", "uniqueCustomers"}))
    assert measures(found) & {"customers", "products", "salespeople", "branches"} == {"customers"}
