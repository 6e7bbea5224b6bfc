"""Answers that outlive their store: after a backup, a deletion and a restore, and from stores of older releases."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, SourceChoice
from backend.reports.spec import Arguments
from backend.tests.asking import ROOT, Asker, asking

GOLDEN = ROOT / "druid/tests/golden"
RELEASES = sorted(path.parent.name for path in GOLDEN.glob("*/sales.csv"))
MEMBERS = {"productLines": "productLine", "branchPerformance": "branch", "salespersonLeaderboard": "salesperson"}
EVERYTHING = Arguments(period=Period.ALL, compare=())
COMPARED = Arguments(
    span=DateSpan(date(2024, 2, 1), date(2024, 2, 29)), compare=(Comparison(ComparisonKind.PREVIOUS_PERIOD),)
)
QUESTIONS = (
    *(
        (report, arguments)
        for report in ("salesOverview", *MEMBERS, "topProducts", "topCustomers", "categoryBreakdown")
        for arguments in (EVERYTHING, COMPARED)
    ),
    ("profitabilityMetrics", COMPARED),
    ("salesOverview", replace(COMPARED, filters=(Filter("branch", members=("Mombasa",)),))),
    ("marginAnalysis", replace(EVERYTHING, group_by="item_group")),
)


def run(*words: object) -> None:
    command = [sys.executable, "-m", "ingestion", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


async def answers(store: Path) -> list[Any]:
    async with asking(store) as asker:
        return [await asker.data(report, arguments) for report, arguments in QUESTIONS]


async def test_a_restored_store_gives_equal_answers(tmp_path: Path) -> None:
    store, kept = tmp_path / "store", tmp_path / "kept"
    run("load", GOLDEN / RELEASES[-1] / "sales.csv", "--data-dir", store)
    before = await answers(store)
    run("backup", kept, "--data-dir", store)
    shutil.rmtree(store)
    run("restore", kept, "--data-dir", store)
    assert await answers(store) == before
    assert len({json.dumps(answer, default=str) for answer in before}) == len(QUESTIONS)


def told(row: Mapping[str, Any], revenue: str, profit: str, orders: str) -> dict[str, Any]:
    """The values of an answer under the names and in the form of the kept answers."""
    return {
        "revenue": money(row[revenue]),
        "grossRevenue": money(row["grossRevenue"]),
        "profit": money(row[profit]),
        "unitsSold": int(row["unitsSold"]),
        "orders": row[orders],
    }


def money(value: object) -> str | None:
    return None if value is None else f"{Decimal(str(value)):.2f}"


def some(expected: Mapping[str, Any]) -> dict[str, Any]:
    """The part of the kept totals that rows of lists have too."""
    return {name: value for name, value in expected.items() if name not in {"customers", "lines"}}


def totals(row: Mapping[str, Any]) -> dict[str, Any]:
    more = {"customers": row["uniqueCustomers"], "lines": row["totalLines"]}
    return told(row, "totalRevenue", "grossProfit", "totalOrders") | more


@pytest.mark.parametrize("source", [SourceChoice.AUTO, SourceChoice.BASE])
@pytest.mark.parametrize("release", RELEASES)
async def test_a_golden_store_answers_as_its_lines_say(release: str, source: SourceChoice) -> None:
    expected = json.loads((GOLDEN / release / "expected.json").read_text())
    everything = replace(EVERYTHING, source=source)
    async with asking(GOLDEN / release / "store") as asker:
        assert totals(await asker.data("salesOverview", everything)) == expected["overview"]
        for month, kept in expected["months"].items():
            assert totals(await asker.data("salesOverview", replace(everything, **_span(month)))) == kept
        for report, member in MEMBERS.items():
            assert await _list(asker, report, member, everything) == {m: some(k) for m, k in expected[report].items()}


@pytest.mark.parametrize("source", [SourceChoice.AUTO, SourceChoice.BASE])
@pytest.mark.parametrize("release", RELEASES)
async def test_what_an_older_store_has_no_markers_of_is_counted(release: str, source: SourceChoice) -> None:
    with (GOLDEN / release / "sales.csv").open(newline="", encoding="utf-8") as file:
        lines = [
            line for line in csv.DictReader(file) if line["Status"] == "completed" and float(line["grossRevenue"]) > 0
        ]
    orders: dict[str, set[str]] = defaultdict(set)
    days: dict[str, set[str]] = defaultdict(set)
    for number, line in enumerate(lines):
        customer = line["CardName"]
        orders[customer].add(f"{line['Branch']} {line['Order Id']}" if line["Order Id"] else f"#{number}")
        days[customer] |= {line["__time"][:10]} if customer else set()
    asked = replace(
        EVERYTHING, source=source, measures=("purchases", "purchase_days"), dimensions=("customer",), limit=1000
    )
    async with asking(GOLDEN / release / "store") as asker:
        rows = (await asker.data("explore", asked))["rows"]
    found = {customer or "": (purchases, purchase_days) for customer, purchases, purchase_days in rows}
    assert {name: told for name, told in found.items() if told != (0, 0)} == {
        name: (len(orders[name]), len(days[name])) for name in orders
    }


def _span(month: str) -> dict[str, Any]:
    first = date.fromisoformat(f"{month}-01")
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return {"period": Period.CUSTOM, "span": DateSpan(first, date.fromordinal(following.toordinal() - 1))}


async def _list(asker: Asker, report: str, member: str, arguments: Arguments) -> dict[str, Any]:
    rows = await asker.data(report, replace(arguments, limit=50))
    return {row[member] or "": told(row, "revenue", "profit", "orders") for row in rows}
