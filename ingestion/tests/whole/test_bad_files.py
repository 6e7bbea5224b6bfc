"""Five hundred files with flaws, each compared with its maker's own ledger: lines, money, physical lines, quarantine.

Every file goes through reading, mapping, cleaning and the quarantine file; sixty are loaded into stores, their
quarantine files are corrected by a program and loaded too, and a store must then hold every sale there ever was.
`SALES_BAD_FILES` and `SALES_BAD_FILES_SEED` ask for more and others.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import polars as pl
import pytest

from ingestion.clean import clean
from ingestion.intake import Tally
from ingestion.quarantine import OWN_HEADERS, open_quarantine
from ingestion.run import Request, load_file, understand
from ingestion.sink.store import Store
from ingestion.tests.sales_store import NOW, make_store, stored_lines
from ingestion.tests.whole.flawed import CELL_FLAWS, MONEY, RAW_FLAWS, FlawedFile, cells_of, make_file
from ingestion.watch import Watch

FIRST_SEED = int(os.environ.get("SALES_BAD_FILES_SEED", "0"))
GROUP = 25
SCALED = {"grossRevenue": "gross_revenue", "totalCost": "total_cost"}
TODAY = NOW.date()


def seeds(group: int, step: int = 1) -> range:
    return range(FIRST_SEED + group * GROUP, FIRST_SEED + (group + 1) * GROUP, step)


def write(made: FlawedFile, folder: Path) -> Path:
    path = folder / f"sales-{made.seed}.csv"
    path.write_bytes(made.data)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compare_aside(made: FlawedFile, path: Path) -> None:
    """The quarantine file names each line set aside, its rule, and its cells as they were written."""
    rows = rows_of(path)
    found = [(int(row["_line"]), row["_rule"].split("; ")[0]) for row in rows]
    rules = [(record.line, str(record.rule)) for record in made.aside]
    assert found == rules, f"seed {made.seed}"
    for row, record in zip(rows, made.aside, strict=True):
        theirs = {name: cell for name, cell in row.items() if name not in OWN_HEADERS}
        assert theirs == (record.cells or dict.fromkeys(made.form.columns, "")), f"seed {made.seed}"
        if record.cells is None and record.rule in {"SHORT_LINE", "LONG_LINE", "QUOTE"}:
            assert row["_text"] == record.raw


def read_through(made: FlawedFile, store: Store) -> None:
    """Everything that a load does before the store is touched."""
    path = write(made, store.path.parent)
    job = understand(store, Request(path), NOW, Watch())
    aside, tally = path.with_suffix(".aside"), Tally()
    frames = []
    with open_quarantine(aside, "load", job.source) as quarantine:
        for chunk in clean(job.source, job.resolution.recipe, store.catalog, TODAY):
            quarantine.write(chunk.quarantined)
            tally.add(chunk)
            frames.append(chunk.frame)
    compare_aside(made, aside)
    loaded = [record.line for record in made.records if record.is_loaded]
    assert pl.concat(frames)["_line"].to_list() == loaded, f"seed {made.seed}"
    counts = (tally.cleaned, tally.quarantined, tally.blank, tally.repeated_headers)
    blank = sum(record.is_blank for record in made.records)
    headers = sum(record.is_header for record in made.records)
    assert counts == (len(loaded), len(made.aside), blank, headers), f"seed {made.seed}"
    for theirs, ours in SCALED.items():
        assert tally.money_in[ours] == made.sum(theirs), f"seed {made.seed}"
        assert tally.money_aside[ours] == made.sum(theirs, loaded=False), f"seed {made.seed}"
        assert tally.unparsable[ours] == made.unparsable(theirs), f"seed {made.seed}"


def correct(made: FlawedFile, quarantine: Path) -> None:
    """What a person does with a spreadsheet: put the right cells in, take total lines out."""
    rows, by_line = rows_of(quarantine), {record.line: record for record in made.aside}
    with quarantine.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        for row in rows:
            sale = by_line[int(row["_line"])].sale
            if sale is not None:
                out.writerow({**row, **cells_of(sale, made.form)})


def stored_sales(store: Store) -> list[tuple[object, ...]]:
    names = ("__time", "order_id", "product", "branch", "units_sold", "gross_revenue", "total_cost")
    return sorted(tuple(row[name] for name in names) for row in stored_lines(store))


def close_the_gap(made: FlawedFile, store: Store) -> None:
    """Load, compare every figure of the report, correct what was set aside, load that."""
    outcome = load_file(store, Request(write(made, store.path.parent)), NOW, Watch())
    assert outcome.ledger is not None
    assert outcome.exit_code == bool(made.aside)
    for theirs, ours in SCALED.items():
        parts = outcome.ledger.money[ours]
        figures = (parts["in"], parts["loaded"], parts["quarantined"], parts["duplicate"])
        assert figures == (made.sum(theirs), made.sum(theirs, loaded=True), made.sum(theirs, loaded=False), 0)
    loaded = [record.sale.stored() for record in made.records if record.sale and record.is_loaded]
    assert stored_sales(store) == sorted(loaded), f"seed {made.seed}"
    if outcome.quarantine is None:
        return
    compare_aside(made, outcome.quarantine)
    correct(made, outcome.quarantine)
    if len(made.sales) > len(loaded):
        again = load_file(store, Request(outcome.quarantine), NOW, Watch())
        assert (again.exit_code, again.quarantine) == (0, None)
    assert stored_sales(store) == sorted(sale.stored() for sale in made.sales), f"seed {made.seed}"


@pytest.mark.parametrize("group", range(20))
def test_ledgers_agree(tmp_path: Path, group: int) -> None:
    for seed in seeds(group):
        read_through(make_file(seed), make_store(tmp_path / "store"))


@pytest.mark.parametrize("group", range(20))
def test_the_gap_is_closed(tmp_path: Path, group: int) -> None:
    for seed in seeds(group, step=12):
        folder = tmp_path / str(seed)
        folder.mkdir()
        close_the_gap(make_file(seed), make_store(folder / "store"))


@pytest.mark.torture
def test_ledgers_agree_at_length(tmp_path: Path) -> None:
    count = int(os.environ.get("SALES_BAD_FILES", "20000"))
    sys.stdout.write(f"seeds {FIRST_SEED} to {FIRST_SEED + count - 1}\n")
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        read_through(make_file(seed), make_store(tmp_path / "store"))
        (tmp_path / f"sales-{seed}.csv").unlink()


def test_the_generator_makes_every_flaw() -> None:
    """Else a green run would prove little."""
    made = [make_file(seed) for group in range(20) for seed in seeds(group)]
    rules = {record.rule for file in made for record in file.records}
    assert {flaw[1] for flaw in CELL_FLAWS.values()} | {*RAW_FLAWS, "SUMMARY_LINE"} <= rules
    assert sum(len(file.aside) for file in made) > 1_500
    assert {file.form.encoding for file in made} == {"utf-8", "utf-8-sig", "utf-16"}
    assert all(file.sum(column) for file in made for column in MONEY)
