"""returnsAnalysis against the lines: by every dimension, the largest loss first, parts of all returns."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from backend.question import Period
from backend.reports.grouped import GROUP_BY
from backend.reports.spec import Arguments, SortOrder
from backend.tests.asking import asking
from backend.tests.reports.asks import question_of, some_arguments
from backend.tests.reports.ledger import COMMON, Books, assert_row, check_envelope
from backend.tests.reports.shops import bare_shop, full_shop, single_shop
from backend.tests.reports.test_report_lists import in_order, whole_list

REPORT = "returnsAnalysis"


@pytest.mark.parametrize("group", [None, *GROUP_BY])
async def test_returns_equal_the_ledger(all_books: Mapping[str, Books], group: str | None) -> None:
    chance = random.Random(f"returns {group}")
    for books in all_books.values():
        for _ in range(2):
            arguments = replace(some_arguments(chance, books), group_by=group, limit=chance.choice((2, 500)))
            rows_of = books.figures(question_of(arguments, (group or "product",)))["current"]
            total = sum((figures["returns_value"] for figures in rows_of.values()), Decimal(0))
            expected = [
                {
                    "member": key[0],
                    **{field: figures[name] for field, name in COMMON.items()},
                    "returnsValue": figures["returns_value"],
                    "unitsReturned": figures["units_returned"],
                    "returnShare": Fraction(figures["returns_value"]) / Fraction(total) if total else None,
                }
                for key, figures in rows_of.items()
            ]
            ordered = in_order(expected, "member", "returnsValue", SortOrder.ASC)
            async with asking(books.path) as asker:
                rows = await whole_list(asker, REPORT, arguments)
            assert [row["member"] for row in rows] == [row["member"] for row in ordered]
            for row, known in zip(rows, ordered, strict=True):
                assert_row(row, known, arguments)


async def test_totals_and_others_add_up(books: Books) -> None:
    arguments = Arguments(period=Period.ALL, compare=(), limit=3, group_by="product")
    async with asking(books.path) as asker:
        envelope = await asker.envelope(REPORT, arguments)
    check_envelope(envelope)
    shown = sum(Decimal(repr(row["returnsValue"])) for row in envelope["data"])
    others, totals = envelope["metadata"]["others"], envelope["metadata"]["totals"]
    assert shown + Decimal(repr(others["returnsValue"])) == Decimal(repr(totals["returnsValue"]))
    done = books.lines.filter(pl.col("status") == "completed")
    assert Decimal(repr(totals["returnsValue"])) == Decimal(done["returns_value"].sum()).scaleb(-4)
    assert totals["unitsReturned"] == done["units_returned"].sum() / 1000


async def test_the_smallest_loss_first_when_asked(books: Books) -> None:
    arguments = Arguments(period=Period.ALL, compare=(), limit=500, sort_by="RETURNS_VALUE", order=SortOrder.DESC)
    async with asking(books.path) as asker:
        rows = await asker.data(REPORT, arguments)
    values = [row["returnsValue"] for row in rows]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]


async def test_one_return_of_a_small_shop(tmp_path: Path) -> None:
    """Soap came back for 40 and was never sold: its rate has nothing to divide by."""
    async with asking(full_shop(tmp_path)) as asker:
        envelope = await asker.envelope(REPORT, Arguments(period=Period.ALL, compare=()))
    first = envelope["data"][0]
    assert (first["product"], first["returnsValue"], first["unitsReturned"], first["returnShare"]) == (
        "Soap",
        -40,
        1,
        1,
    )
    assert first["returnRate"] is None
    assert {"field": "returnRate", "code": "ZERO_DENOMINATOR"} in first["nulls"]
    assert [row["returnShare"] for row in envelope["data"][1:]] == [0] * (len(envelope["data"]) - 1)
    assert "NO_RETURNS" not in {note["code"] for note in envelope["metadata"]["warnings"]}


async def test_a_store_without_returns_says_so(tmp_path: Path) -> None:
    async with asking(single_shop(tmp_path)) as asker:
        envelope = await asker.envelope(REPORT, Arguments(period=Period.ALL, compare=()))
    check_envelope(envelope)
    assert [row["returnShare"] for row in envelope["data"]] == [None]
    assert "NO_RETURNS" in {note["code"] for note in envelope["metadata"]["warnings"]}


async def test_grouping_by_what_was_never_loaded_is_refused(tmp_path: Path) -> None:
    async with asking(bare_shop(tmp_path)) as asker:
        envelope = await asker.envelope(REPORT, Arguments(period=Period.ALL, group_by="customer"))
    assert envelope["error"]["code"] == "DIMENSION_NOT_LOADED"
