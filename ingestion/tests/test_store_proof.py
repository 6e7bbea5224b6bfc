"""The proof of what is stored: a rollup that differs is withdrawn and named, damage is found, equality clears it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import duckdb
import polars as pl
import pytest

from druid.catalog.sales import SALES
from druid.store.manifest import DataFile, Withdrawn, encode, manifest_path
from ingestion.sink.store import Store
from ingestion.tests.sales_store import NOW, Sale, load_sales, make_store, manifest_of
from ingestion.verify import verify_store
from ingestion.watch import Watch

ROLLUP = "sales_daily_product"
LINES = [Sale(f"2024-01-{10 + n % 2} 10:00:00", "10.00", f"A{n}") for n in range(12)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path / "store")
    load_sales(store, LINES)
    return store


def falsify(store: Store, change: pl.Expr) -> DataFile:
    """Replace the product rollup by a changed one, with a manifest that believes in it."""
    manifest = manifest_of(store)
    (file,) = manifest.of_table(ROLLUP)
    path = store.path / file.path
    frame = pl.read_parquet(path).with_columns(change)
    frame.write_parquet(path)
    data = path.read_bytes()
    believed = replace(file, size=len(data), sha256=sha256(data).hexdigest())
    files = tuple(believed if entry == file else entry for entry in manifest.files)
    manifest_path(store.path, manifest.sequence).write_bytes(encode(replace(manifest, files=files)))
    return file


def test_a_rollup_that_differs_is_withdrawn_by_day_and_measure_and_comes_back(store: Store) -> None:
    first = pl.col("__time") == pl.col("__time").min()
    falsify(store, pl.when(first).then(pl.col("gross_revenue") + 7).otherwise(pl.col("gross_revenue")))
    found = verify_store(store, NOW, Watch())
    assert not found.audit.is_equal
    expected = Withdrawn(ROLLUP, "2024-01", "2024-01-10", "gross_revenue", 600_000, 600_007)
    assert manifest_of(store).withdrawn == (expected,)
    assert manifest_of(store).sequence == 2
    falsify(store, pl.when(first).then(pl.col("gross_revenue") - 7).otherwise(pl.col("gross_revenue")))
    assert verify_store(store, NOW, Watch()).audit.is_equal
    assert manifest_of(store).withdrawn == ()
    assert manifest_of(store).sequence == 3
    verify_store(store, NOW, Watch())
    assert manifest_of(store).sequence == 3


def test_markers_are_proved_too(store: Store) -> None:
    falsify(store, pl.lit(0, pl.Int64).alias("first_of_order"))
    measures = {(gap.day, gap.measure) for gap in verify_store(store, NOW, Watch()).audit.withdrawn}
    assert measures == {("2024-01-10", "first_of_order"), ("2024-01-11", "first_of_order")}


def test_changed_bytes_are_found(store: Store) -> None:
    (rollup,) = manifest_of(store).of_table(ROLLUP)
    (base,) = manifest_of(store).of_table(SALES.base)
    for file in (rollup, base):
        path = store.path / file.path
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))
    audit = verify_store(store, NOW, Watch()).audit
    assert {entry.file.path for entry in audit.damage} == {rollup.path, base.path}
    assert [(gap.table, gap.month) for gap in manifest_of(store).withdrawn] == [(ROLLUP, "2024-01")]


def test_files_are_what_any_engine_can_read(store: Store) -> None:
    (base,) = manifest_of(store).of_table(SALES.base)
    with duckdb.connect() as database:
        lines = database.read_parquet(str(store.path / base.path))
        types = dict(zip(lines.columns, map(str, lines.types), strict=True))
        earliest = min(moment for (moment,) in lines.project("__time").fetchall())
    assert types["__time"] == "TIMESTAMP"
    assert {types[name] for name in SALES.summed} == {"BIGINT"}
    assert {types[marker.name] for marker in SALES.markers} == {"BIGINT"}
    assert types["order_key"] == "VARCHAR"
    assert earliest.isoformat() == "2024-01-10T07:00:00"
