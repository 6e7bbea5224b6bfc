"""A corrected quarantine file is read as the file it comes from was, without naming a mapping again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl

from druid.catalog.sales import SALES
from druid.store.snapshots import open_snapshot

ROOT = Path(__file__).parents[2]
FILE = """\
Date;Store;Item;Qty;Sales
13/04/2024;Thika;Flour;1;1.250,50
25/04/2024;Thika;Salt;2;10,25
03/04/2024;Thika;Sugar;x;1.500
"""


def load(file: Path, store: Path) -> int:
    command = [sys.executable, "-m", "ingestion", "load", str(file), "--data-dir", str(store)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120).returncode


def test_lines_that_decide_nothing_alone_are_read_as_their_file_was(tmp_path: Path) -> None:
    """By itself, 03/04/2024 is March or April, and 1.500 one and a half or a thousand and more."""
    file, store = tmp_path / "sales.csv", tmp_path / "store"
    file.write_text(FILE, encoding="utf-8")
    assert load(file, store) == 1
    (aside,) = (store / "quarantine").glob("*.csv")
    fixed = tmp_path / "fixed.csv"
    fixed.write_text(aside.read_text(encoding="utf-8").replace(",x,", ",3,"), encoding="utf-8")
    assert load(fixed, store) == 0
    snapshot = open_snapshot(store)
    assert snapshot is not None
    paths = [snapshot.path_of(one) for one in snapshot.manifest.of_table(SALES.base)]
    lines = pl.concat([pl.read_parquet(path) for path in paths]).sort("product")
    assert lines["product"].to_list() == ["Flour", "Salt", "Sugar"]
    assert lines["gross_revenue"].to_list() == [1_250_5000, 10_2500, 1_500_0000]
    assert lines["units_sold"].to_list() == [1000, 2000, 3000]
    assert [moment.strftime("%m-%dT%H") for moment in lines["__time"]] == ["04-12T21", "04-24T21", "04-02T21"]
