"""The table of products bought together against plain Python over the stored lines: loads, replaces, undo, proof.

A basket is the completed lines of one order key in one month and place; the oracle counts `itertools.combinations`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from druid.catalog.pairs import PAIRS_TABLE
from druid.catalog.sales import SALES
from druid.store.manifest import Withdrawn, encode, manifest_path
from ingestion.backup import back_up, restore
from ingestion.sink.bench import Workbench
from ingestion.sink.calendar import local_slots
from ingestion.sink.pairs import PairFacts, count_pairs, write_pairs
from ingestion.sink.port import Mode
from ingestion.sink.store import Store
from ingestion.tests.sales_store import (
    NOW,
    SMALL,
    Row,
    Sale,
    load_sales,
    make_store,
    manifest_of,
    stored_lines,
    table_rows,
)
from ingestion.verify import undo_load, verify_store
from ingestion.watch import Watch

ZONE = ZoneInfo("Africa/Nairobi")
Place = tuple[str, str, str, str | None, str | None]
"""Month, both products, branch, region."""


def baskets_of(lines: Iterable[Row]) -> dict[tuple[str, str, str | None, str | None], set[str]]:
    baskets = defaultdict(set)
    for line in lines:
        if line["status"] == "completed" and line["product"] is not None and line["order_id"] is not None:
            month = line["__time"].replace(tzinfo=UTC).astimezone(ZONE).strftime("%Y-%m")
            baskets[month, line["order_key"], line["branch"], line["region"]].add(line["product"])
    return baskets


def pairs_in(lines: Iterable[Row], largest: int = 50) -> Counter[Place]:
    counted: Counter[Place] = Counter()
    for (month, _, branch, region), products in baskets_of(lines).items():
        if len(products) <= largest:
            counted.update((month, a, b, branch, region) for a, b in combinations(sorted(products), 2))
    return counted


def stored_pairs(store: Store) -> dict[Place, int]:
    rows = table_rows(store, PAIRS_TABLE)
    found = {
        (
            row["__time"].replace(tzinfo=UTC).astimezone(ZONE).strftime("%Y-%m"),
            row["product_a"],
            row["product_b"],
            row["branch"],
            row["region"],
        ): row["orders"]
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def check(store: Store) -> None:
    """The table, its facts in the manifest, and the proof."""
    lines = stored_lines(store)
    expected = pairs_in(lines)
    assert stored_pairs(store) == expected
    manifest = manifest_of(store)
    for file in manifest.of_table(PAIRS_TABLE):
        of_month = {place: orders for place, orders in expected.items() if place[0] == file.month}
        large = [b for (month, *_), b in baskets_of(lines).items() if month == file.month and len(b) > 50]
        assert (file.rows, file.sums) == (len(of_month), {"orders": sum(of_month.values())})
        assert file.facts == {"floor": 1, "skipped": len(large)}
    with_orders = {f.month for f in manifest.of_table(SALES.base) if f.newest_ms and f.present.get("order_id")}
    assert {file.month for file in manifest.of_table(PAIRS_TABLE)} == with_orders
    assert verify_store(store, NOW, Watch()).is_equal
    assert manifest_of(store) == manifest


PRODUCTS = ("Tea", "tea", "Milk", "Salt", "Ünder", "\U0001f375 cup", "\uff21 soap", "")
TIMES = ("2024-01-10 10:00:00", "2024-01-31 23:59:00", "2024-02-01 00:01:00", "2024-02-20 08:00:00")
SALE_LINES = st.builds(
    Sale,
    time=st.sampled_from(TIMES),
    gross_revenue=st.sampled_from(("100.00", "0.00")),
    order_id=st.sampled_from(("A1", "A2", "A3", "")),
    product=st.sampled_from(PRODUCTS),
    branch=st.sampled_from(("Nairobi", "Thika", "")),
    status=st.sampled_from(("completed", "completed", "completed", "cancelled")),
)


@settings(max_examples=25, deadline=None)
@given(
    first=st.lists(SALE_LINES, min_size=1, max_size=25),
    second=st.lists(SALE_LINES, min_size=1, max_size=12),
    replaces=st.booleans(),
)
def test_the_table_counts_what_python_counts(first: list[Sale], second: list[Sale], replaces: bool) -> None:
    """Two files, the second of which may replace days; then the second is undone."""
    with TemporaryDirectory() as folder:
        store = make_store(Path(folder) / "store", catalog=SMALL)
        load_sales(store, first)
        check(store)
        before = stored_pairs(store)
        again = load_sales(store, second, Mode.REPLACE if replaces else Mode.APPEND, name="second")
        check(store)
        if not again.already:
            undo_load(store, NOW)
            assert stored_pairs(store) == before


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "store")


def order(number: str, products: Iterable[str], **others: str) -> Iterator[Sale]:
    time = others.pop("time", "2024-01-10 10:00:00")
    yield from (Sale(time, "10.00", number, product, **others) for product in products)


def test_a_ledger_counted_by_hand(store: Store) -> None:
    """The same number in two branches is two orders; a return counts as a line; both sides of midnight do not meet."""
    load_sales(
        store,
        [
            *order("A1", ("Tea", "Milk", "Tea")),
            *order("A1", ("Tea", "Milk"), branch="Thika"),
            *order("A2", ("Milk", "Tea", "Salt")),
            *order("A3", ("Tea", "Salt"), status="cancelled"),
            *order("", ("Tea", "Milk")),
            Sale("2024-01-31 23:59:00", "10.00", "A4", "Tea"),
            Sale("2024-02-01 00:00:30", "10.00", "A4", "Milk"),
            Sale("2024-02-01 00:00:40", "0.00", "A4", "Salt"),
        ],
    )
    assert stored_pairs(store) == {
        ("2024-01", "Milk", "Tea", "Nairobi", None): 2,
        ("2024-01", "Milk", "Tea", "Thika", None): 1,
        ("2024-01", "Milk", "Salt", "Nairobi", None): 1,
        ("2024-01", "Salt", "Tea", "Nairobi", None): 1,
        ("2024-02", "Milk", "Salt", "Nairobi", None): 1,
    }
    check(store)


def test_a_basket_of_fifty_products_makes_every_pair_and_one_of_51_none(store: Store) -> None:
    names = [f"P{n:02}" for n in range(51)]
    load_sales(store, [*order("A1", names[:50]), *order("A2", names), *order("A3", ("P00", "P50"))])
    (file,) = manifest_of(store).of_table(PAIRS_TABLE)
    assert file.rows == 50 * 49 // 2 + 1
    assert file.facts == {"floor": 1, "skipped": 1}
    check(store)


def test_months_without_order_ids_have_no_table_and_months_without_pairs_an_empty_one(store: Store) -> None:
    load_sales(store, [*order("", ("Tea", "Milk")), *order("B1", ("Tea",), time="2024-02-01 10:00:00")])
    assert [(f.month, f.rows) for f in manifest_of(store).of_table(PAIRS_TABLE)] == [("2024-02", 0)]
    check(store)


def test_a_refilled_quarantine_completes_its_baskets(store: Store) -> None:
    load_sales(store, [*order("A1", ("Tea",)), Sale("2024-01-10 10:00:00", "ten", "A1", "Milk")])
    assert stored_pairs(store) == {}
    load_sales(store, [*order("A1", ("Milk",))], name="fixed")
    assert stored_pairs(store) == {("2024-01", "Milk", "Tea", "Nairobi", None): 1}
    check(store)


def test_other_months_keep_their_files(store: Store) -> None:
    load_sales(store, [*order("A1", ("Tea", "Milk")), *order("B1", ("Tea", "Milk"), time="2024-02-01 10:00:00")])
    before = {file.month: file for file in manifest_of(store).of_table(PAIRS_TABLE)}
    load_sales(store, [*order("B2", ("Tea", "Salt"), time="2024-02-02 10:00:00")], name="second")
    after = {file.month: file for file in manifest_of(store).of_table(PAIRS_TABLE)}
    assert after["2024-01"] == before["2024-01"]
    assert after["2024-02"].rows == 2


def test_months_that_an_earlier_release_built_get_their_pairs_with_the_next_load(store: Store) -> None:
    load_sales(store, [*order("A1", ("Tea", "Milk")), *order("B1", ("Tea", "Salt"), time="2024-02-01 10:00:00")])
    manifest = manifest_of(store)
    files = tuple(file for file in manifest.files if file.table != PAIRS_TABLE)
    manifest_path(store.path, manifest.sequence).write_bytes(encode(replace(manifest, files=files)))
    assert stored_pairs(store) == {}
    load_sales(store, [*order("C1", ("Tea", "Milk"), time="2024-03-01 10:00:00")], name="second")
    assert len(stored_pairs(store)) == 3
    check(store)


def test_a_backup_brings_the_pairs_along(store: Store, tmp_path: Path) -> None:
    load_sales(store, [*order("A1", ("Tea", "Milk", "Salt"))])
    before = stored_pairs(store)
    back_up(store, tmp_path / "kept")
    load_sales(store, [*order("A2", ("Tea", "Milk"))], name="second")
    restore(store, tmp_path / "kept", NOW)
    assert stored_pairs(store) == before
    check(store)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (pl.col("orders") + 1, Withdrawn(PAIRS_TABLE, "2024-01", "", "orders", 3, 6)),
        (
            pl.col("product_b").replace("Tea", "Tee").alias("product_b"),
            Withdrawn(PAIRS_TABLE, "2024-01", "", "rows", 3, 3),
        ),
    ],
)
def test_a_table_that_says_otherwise_is_withdrawn(store: Store, change: pl.Expr, expected: Withdrawn) -> None:
    load_sales(store, [*order("A1", ("Tea", "Milk", "Salt"))])
    manifest = manifest_of(store)
    (file,) = manifest.of_table(PAIRS_TABLE)
    path = store.path / file.path
    pl.read_parquet(path).with_columns(change).write_parquet(path)
    data = path.read_bytes()
    believed = replace(file, size=len(data), sha256=sha256(data).hexdigest())
    files = tuple(believed if entry == file else entry for entry in manifest.files)
    manifest_path(store.path, manifest.sequence).write_bytes(encode(replace(manifest, files=files)))
    assert not verify_store(store, NOW, Watch()).audit.is_equal
    assert manifest_of(store).withdrawn == (expected,)


def counted(store: Store, folder: Path, most_rows: int) -> tuple[PairFacts, dict[tuple[str, str, str | None], int]]:
    """The pairs of the store's only month with room for so many rows."""
    (base,) = manifest_of(store).of_table(SALES.base)
    assert base.first_ms is not None
    assert base.last_ms is not None
    with Workbench(folder / "spill") as bench:
        bench.keep("slots", local_slots(base.first_ms, base.last_ms, store.timezone))
        bench.see("base_lines", [store.path / base.path])
        facts = count_pairs(bench, SALES, most_rows)[base.month]
        path = folder / "pairs.parquet"
        write_pairs(bench, SALES, (base.month, store.timezone), facts.floor, path)
    rows = pl.read_parquet(path).to_dicts()
    return facts, {(row["product_a"], row["product_b"], row["branch"]): row["orders"] for row in rows}


def test_the_floor_is_the_smallest_that_fits_and_counts_a_pair_over_all_places(store: Store, tmp_path: Path) -> None:
    """Milk and Tea meet 3 times in two branches (2 rows), Salt and Tea twice in one, Milk and Salt once."""
    load_sales(
        store,
        [
            *order("A1", ("Tea", "Milk")),
            *order("A2", ("Tea", "Milk"), branch="Thika"),
            *order("A3", ("Tea", "Milk", "Salt")),
            *order("A4", ("Tea", "Salt")),
        ],
    )
    tea = {("Milk", "Tea", "Nairobi"): 2, ("Milk", "Tea", "Thika"): 1}
    whole = {**tea, ("Salt", "Tea", "Nairobi"): 2, ("Milk", "Salt", "Nairobi"): 1}
    assert counted(store, tmp_path, 4) == (PairFacts(4, 6, 0, 6, 0, 1), whole)
    assert counted(store, tmp_path, 3)[0] == PairFacts(3, 5, 1, 6, 0, 2)
    assert counted(store, tmp_path, 3)[1] == {**tea, ("Salt", "Tea", "Nairobi"): 2}
    assert counted(store, tmp_path, 2) == (PairFacts(2, 3, 3, 6, 0, 3), tea)
    assert counted(store, tmp_path, 1) == (PairFacts(0, 0, 6, 6, 0, 4), {})
    assert all(counted(store, tmp_path, most)[0].is_proved for most in range(5))


def test_moments_are_the_month_in_the_zone_of_the_business(store: Store) -> None:
    load_sales(store, [*order("A1", ("Tea", "Milk"))])
    assert [row["__time"] for row in table_rows(store, PAIRS_TABLE)] == [
        datetime(2023, 12, 31, 21, tzinfo=UTC).replace(tzinfo=None)
    ]
