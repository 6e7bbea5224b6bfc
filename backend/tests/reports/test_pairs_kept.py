"""basketPairs over stores whose table of pairs is not whole: of an earlier release, withdrawn, or cut at a floor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlglot import exp

from backend.errors import NotAvailable
from backend.planner import make_plan
from backend.planner.view import whole
from backend.question import DateSpan, Period, Question
from backend.reports.spec import Arguments
from backend.tests.asking import NOW, asking
from backend.tests.reports.shops import loaded
from druid.catalog.pairs import FIRST, PAIR_ORDERS, PAIRS, PAIRS_TABLE, SECOND
from druid.catalog.sales import SALES
from druid.store.manifest import DataFile, Manifest, Withdrawn, encode, manifest_path
from druid.store.snapshots import read_manifest

LINES = [
    "__time,ItemName,Branch,OrderId,grossRevenue",
    *(
        f"2024-0{month}-10 09:00:00,{product},Thika,{month}-{order},10"
        for month in (1, 2, 3)
        for order, products in enumerate((("Tea", "Milk"), ("Tea", "Milk", "Salt"), ("Salt",)))
        for product in products
    ),
]
EVERYTHING = Arguments(period=Period.ALL)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return loaded(tmp_path, LINES)


def changed(store: Path, change: Callable[[Manifest], Manifest]) -> Path:
    manifest_path(store, 1).write_bytes(encode(change(read_manifest(store, 1))))
    return store


def without_tables(manifest: Manifest) -> Manifest:
    return replace(manifest, files=tuple(file for file in manifest.files if file.table != PAIRS_TABLE))


def withdrawn(manifest: Manifest) -> Manifest:
    return replace(manifest, withdrawn=(Withdrawn(PAIRS_TABLE, "2024-02", "", "orders", 4, 5),))


@pytest.mark.parametrize(("change", "of_lines"), [(without_tables, 3), (withdrawn, 1)])
async def test_months_without_their_table_are_counted_from_the_lines(
    store: Path, change: Callable[[Manifest], Manifest], of_lines: int
) -> None:
    """Milk and Tea meet twice in each of three months; nothing is taken for nothing."""
    async with asking(store) as asker:
        before = await asker.data("basketPairs", EVERYTHING)
    async with asking(changed(store, change)) as asker:
        envelope = await asker.envelope("basketPairs", EVERYTHING)
    assert envelope["data"] == before
    assert [(row["productA"], row["productB"], row["orders"]) for row in before] == [
        ("Milk", "Tea", 6),
        ("Milk", "Salt", 3),
        ("Salt", "Tea", 3),
    ]
    parts = [part for part in envelope["metadata"]["source"]["parts"] if "pairOrders" in part["measures"]]
    assert sum(part["table"] == SALES.base for part in parts) == of_lines


async def test_a_floor_of_a_month_is_told(store: Path) -> None:
    def floored(file: DataFile) -> DataFile:
        is_high = file.table == PAIRS_TABLE and file.month in {"2024-02", "2024-03"}
        return replace(file, facts={"floor": 3, "skipped": 2}) if is_high else file

    def floor(manifest: Manifest) -> Manifest:
        return replace(manifest, files=tuple(map(floored, manifest.files)))

    january = Arguments(span=DateSpan(date(2024, 1, 1), date(2024, 1, 31)))
    async with asking(changed(store, floor)) as asker:
        told = {
            w["code"]: w["message"] for w in (await asker.envelope("basketPairs", EVERYTHING))["metadata"]["warnings"]
        }
        quiet = (await asker.envelope("basketPairs", january))["metadata"]["warnings"]
    assert told["PAIRS_FLOOR"].startswith("2024-02 and 1 more months have so many pairs")
    assert "at least 3 orders" in told["PAIRS_FLOOR"]
    assert told["BASKETS_SKIPPED"].startswith("4 orders of more than 50 products")
    assert {warning["code"] for warning in quiet} == {"PARTLY_LOADED"}


def test_too_many_lines_are_not_searched(store: Path) -> None:
    """A store of an earlier release with many lines: a coded refusal, never zeros."""

    def grown(file: DataFile) -> DataFile:
        return replace(file, rows=900_000) if file.table == SALES.base else file

    manifest = without_tables(read_manifest(store, 1))
    manifest = replace(manifest, files=tuple(map(grown, manifest.files)))
    question = Question((PAIR_ORDERS,), (FIRST, SECOND), period=Period.ALL, compare=())
    with pytest.raises(NotAvailable) as caught:
        make_plan(question, PAIRS, whole(manifest), NOW)
    assert "whole months" in str(caught.value.hint)
    month = replace(question, period=Period.CUSTOM, span=DateSpan(date(2024, 2, 1), date(2024, 2, 29)))
    (statement,) = make_plan(month, PAIRS, whole(manifest), NOW).statements
    assert statement.table == SALES.base
    assert list(statement.sql.find_all(exp.Join, exp.Subquery)) == []
