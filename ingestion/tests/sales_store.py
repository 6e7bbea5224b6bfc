"""Small stores for the tests of loading: sale lines in, files and manifests out, all through the real pipe.

`Sale` is one line of a file; `stored_lines` and `rollup_rows` read what was published with Polars, without the loader.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from druid.catalog.model import Catalog
from druid.catalog.sales import SALES
from druid.store.manifest import Manifest
from druid.store.snapshots import open_snapshot
from ingestion.run import Outcome, Request, load_file
from ingestion.sink.choice import RECORD_ONLY
from ingestion.sink.disk import Disk
from ingestion.sink.port import Mode, Publisher
from ingestion.sink.store import Store
from ingestion.watch import Watch

Row = dict[str, Any]

NOW = datetime(2025, 6, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sale:
    """One sale line as text, with the headers of a file that needs no mapping."""

    time: str
    gross_revenue: str = "100.00"
    order_id: str = ""
    product: str = "Tea"
    item_group: str = "Drinks"
    product_line: str = "Food"
    branch: str = "Nairobi"
    salesperson: str = "Asha"
    customer: str = "Wanjiru"
    status: str = "completed"
    units_sold: str = "1"
    total_cost: str = "60.00"


HEADERS = {
    "time": "__time",
    "gross_revenue": "grossRevenue",
    "order_id": "Order Id",
    "product": "ItemName",
    "item_group": "ItemGroup",
    "product_line": "ProductLine",
    "branch": "Branch",
    "salesperson": "SalesPerson",
    "customer": "CardName",
    "status": "Status",
    "units_sold": "unitsSold",
    "total_cost": "totalCost",
}
KEYED = """
name: keyed
columns:
  __time: __time
  gross_revenue: grossRevenue
  order_id: Order Id
  product: ItemName
  item_group: ItemGroup
  product_line: ProductLine
  branch: Branch
  salesperson: SalesPerson
  customer: CardName
  status: Status
  units_sold: unitsSold
  total_cost: totalCost
unique_key: [order_id, product]
"""


def write_sales(path: Path, sales: Iterable[Sale]) -> Path:
    """A CSV file of sale lines; the first line is physical line 2."""
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(HEADERS[field.name] for field in fields(Sale))
        rows.writerows(astuple(sale) for sale in sales)
    return path


SMALL = replace(SALES, rollups=SALES.rollups[:1])
"""A catalog with one rollup, for tests that load very often."""


def make_store(path: Path, zone: str = "Africa/Nairobi", disk: Disk | None = None, catalog: Catalog = SALES) -> Store:
    return Store(path, catalog, zone, "KES", disk or Disk())


@dataclass(frozen=True, slots=True)
class How:
    """How lines are loaded: under which name, with order id and product declared unique, and what follows."""

    mode: Mode = Mode.APPEND
    name: str = "sales"
    key: bool = False
    publisher: Publisher = RECORD_ONLY


def load_sales(
    store: Store, sales: Iterable[Sale], mode: Mode = Mode.APPEND, *, name: str = "sales", key: bool = False
) -> Outcome:
    """Write the lines beside the store and load them; `key` declares order id and product as unique."""
    return load_as(store, sales, How(mode, name, key))


def load_as(store: Store, sales: Iterable[Sale], how: How) -> Outcome:
    path = write_sales(store.path.parent / f"{how.name}.csv", sales)
    mapping = store.path.parent / "keyed.yaml"
    mapping.write_text(KEYED)
    request = Request(path, mapping if how.key else None, how.mode)
    return load_file(store, request, NOW, Watch(), how.publisher)


def manifest_of(store: Store) -> Manifest:
    snapshot = open_snapshot(store.path)
    assert snapshot is not None
    return snapshot.manifest


def table_rows(store: Store, table: str) -> list[Row]:
    """Every row of a table in the newest snapshot."""
    paths = [store.path / file.path for file in manifest_of(store).of_table(table)]
    return [row for path in paths for row in pl.read_parquet(path).to_dicts()]


def stored_lines(store: Store) -> list[Row]:
    """The base lines in the order of their moments."""
    return sorted(table_rows(store, SALES.base), key=lambda row: (row["__time"], row["load_no"], row["line"]))


def revenue(store: Store) -> int:
    """Gross revenue of every stored line, scale 4, as read from the files."""
    snapshot = open_snapshot(store.path)
    if snapshot is None:
        return 0
    return sum(row["gross_revenue"] for row in stored_lines(store))


def at(sale: Sale, **changes: str) -> Sale:
    return replace(sale, **changes)
