"""The public Superstore sample through its shipped mapping: its published totals come out of salesOverview."""

from __future__ import annotations

from collections import defaultdict
from csv import DictReader
from decimal import Decimal
from pathlib import Path

import pytest

from backend.question import Period
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from backend.tests.asking import ROOT, asking, load

FILE = ROOT / "ingestion/tests/data/superstore.csv"
MAPPING = ROOT / "ingestion/examples/superstore.yaml"
EVERYTHING = Arguments(period=Period.ALL, compare=())
DOLLARS = Conventions(currency="USD")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("superstore")
    done = load(FILE, path, "--mapping", str(MAPPING))
    assert done.returncode == 0, done.stdout + done.stderr
    return path


async def test_the_published_totals_come_out(store: Path) -> None:
    async with asking(store, DOLLARS) as asker:
        totals = await asker.data("salesOverview", EVERYTHING)
    assert totals["totalRevenue"] == 2_297_200.8603
    assert totals["grossProfit"] == 286_397.0217
    assert totals["unitsSold"] == 37_873
    assert totals["totalOrders"] == 5_009
    assert totals["uniqueCustomers"] == 793
    assert totals["totalLines"] == 9_994


async def test_product_lines_agree_with_the_file_summed_by_hand(store: Path) -> None:
    revenue: defaultdict[str, Decimal] = defaultdict(Decimal)
    orders: defaultdict[str, set[str]] = defaultdict(set)
    with FILE.open(newline="") as lines:
        for line in DictReader(lines):
            revenue[line["Category"]] += Decimal(line["Sales"])
            orders[line["Category"]].add(line["Order ID"])
    async with asking(store, DOLLARS) as asker:
        rows = await asker.data("productLines", EVERYTHING)
    assert {row["productLine"]: Decimal(str(row["revenue"])) for row in rows} == dict(revenue)
    assert {row["productLine"]: row["orders"] for row in rows} == {k: len(v) for k, v in orders.items()}


async def test_a_report_on_a_column_that_the_file_never_had_is_refused(store: Path) -> None:
    async with asking(store, DOLLARS) as asker:
        envelope = await asker.envelope("salespersonLeaderboard", EVERYTHING)
    assert envelope["error"]["code"] == "DIMENSION_NOT_LOADED"
    assert envelope["data"] is None
