"""The quarantine file closes the gap: fix its cells, load that very file, and nothing is missing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from druid.catalog.sales import SALES
from ingestion.clean import clean
from ingestion.lines import CleanChunk, Defect, Quarantined
from ingestion.opening import open_file
from ingestion.quarantine import OWN_HEADERS, carried_load_id, is_own, is_quarantine, open_quarantine, quarantine_path
from ingestion.read.opening import open_source
from ingestion.recipe import DateFormat, Field, Recipe
from ingestion.rules import RULES, hint
from ingestion.tests.text_source import TextSource

TODAY = date(2024, 12, 1)
RECIPE = Recipe(
    "test",
    (
        Field("__time", "Date", date=DateFormat(("%Y-%m-%d",))),
        Field("product", "Item"),
        Field("gross_revenue", "Sales"),
    ),
)
FILE = '''Date,Item,Sales
2024-03-01,Tea,10.00
2024-03-32,"Coffee, ground",20.50
2024-03-02,"Soap
bar",$3
2024-03-02,"Cafe 6""",x
2024-03-02,Salt
2024-03-03,Total,30.50
2024-03-03,Milk,1.25
'''


def set_aside(source_path: Path, out: Path, load_id: str) -> list[CleanChunk]:
    source = open_source(source_path)
    chunks = []
    with open_quarantine(out, load_id, source) as writer:
        for chunk in clean(source, RECIPE, SALES, TODAY):
            writer.write(chunk.quarantined)
            chunks.append(chunk)
    return chunks


def loaded(chunks: list[CleanChunk]) -> list[tuple[str, int]]:
    return sorted(pl.concat(chunk.frame for chunk in chunks).select("product", "gross_revenue").rows())


def rewrite(path: Path, fix: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
    """Change a CSV row by row, as a person with a spreadsheet would; None removes the row."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in map(fix, rows) if row is not None)


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    path = tmp_path / "march.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_lines_are_written_as_they_were_with_all_that_is_wrong(ledger_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "aside.csv"
    set_aside(ledger_file, out, "load-7")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["Date", "Item", "Sales", *OWN_HEADERS]
    assert [(row["Date"], row["Item"], row["Sales"]) for row in rows] == [
        ("2024-03-32", "Coffee, ground", "20.50"),
        ("2024-03-02", "Soap\nbar", "$3"),
        ("2024-03-02", 'Cafe 6"', "x"),
        ("", "", ""),
        ("2024-03-03", "Total", "30.50"),
    ]
    assert [
        (row["_load"], row["_file"], row["_line"], row["_column"], row["_value"], row["_rule"]) for row in rows
    ] == [
        ("load-7", "march.csv", "3", "Date", "2024-03-32", "DATE"),
        ("load-7", "march.csv", "4", "Sales", "$3", "CURRENCY"),
        ("load-7", "march.csv", "6", "Sales", "x", "NOT_A_NUMBER"),
        ("load-7", "march.csv", "7", "", "", "SHORT_LINE"),
        ("load-7", "march.csv", "8", "Item", "Total", "SUMMARY_LINE"),
    ]
    assert [row["_text"] for row in rows] == ["", "", "", "2024-03-02,Salt", ""]
    assert rows[0]["_hint"] == RULES["DATE"]


def fixed(row: dict[str, str]) -> dict[str, str] | None:
    fixes = {
        "DATE": {"Date": "2024-03-31"},
        "CURRENCY": {"Sales": "390"},
        "NOT_A_NUMBER": {"Sales": "7"},
        "SHORT_LINE": {"Date": "2024-03-02", "Item": "Salt", "Sales": "2"},
    }
    return None if row["_rule"] == "SUMMARY_LINE" else {**row, **fixes[row["_rule"]]}


def test_fixing_the_file_and_loading_it_closes_the_gap(ledger_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "aside.csv"
    first = set_aside(ledger_file, out, "load-7")
    rewrite(out, fixed)
    second = set_aside(out, tmp_path / "aside-again.csv", "load-8")
    assert loaded(first) == [("Milk", 12_500), ("Tea", 100_000)]
    assert loaded(second) == [
        ('Cafe 6"', 70_000),
        ("Coffee, ground", 205_000),
        ("Salt", 20_000),
        ("Soap\nbar", 3_900_000),
    ]
    assert not (tmp_path / "aside-again.csv").exists()


def test_a_file_that_nobody_fixed_is_set_aside_again_line_by_line(ledger_file: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "aside.csv", tmp_path / "again.csv"
    set_aside(ledger_file, out, "load-7")
    second = set_aside(out, again, "load-8")
    assert loaded(second) == []
    with again.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["Date", "Item", "Sales", *OWN_HEADERS]
    assert [row["_rule"] for row in rows] == ["DATE", "CURRENCY", "NOT_A_NUMBER", "REQUIRED; REQUIRED", "SUMMARY_LINE"]
    assert {row["_load"] for row in rows} == {"load-8"}


def test_a_quarantine_file_is_known_by_its_columns_and_carries_its_load(ledger_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "aside.csv"
    set_aside(ledger_file, out, "load-7")
    assert carried_load_id(open_source(out)) == "load-7"
    assert carried_load_id(open_source(ledger_file)) is None
    assert is_quarantine(open_source(out).headers)
    assert not is_quarantine(["Date", "_line", "_rule"])
    assert [name for name in open_source(out).columns if not is_own(name)] == ["Date", "Item", "Sales"]


def test_several_defects_stand_in_one_row_in_the_same_order(tmp_path: Path) -> None:
    out = tmp_path / "aside.csv"
    source = TextSource(("Date", "Item", "Sales"), [["soon", "Tea", "$5"]])
    (chunk,) = clean(source, RECIPE, SALES, TODAY)
    with open_quarantine(out, "l", source) as writer:
        writer.write(chunk.quarantined)
        assert writer.lines == 1
    (row,) = pl.read_csv(out, infer_schema=False).to_dicts()
    assert (row["_column"], row["_value"], row["_rule"]) == ("Date; Sales", "soon; $5", "DATE; CURRENCY")
    assert row["_hint"] == f"{RULES['DATE']} {RULES['CURRENCY']}"


def test_hostile_cells_never_break_the_file(tmp_path: Path) -> None:
    """A cell is kept as written; our own columns show it without what made it unreadable."""
    out = tmp_path / "aside.csv"
    source = TextSource(("Item",), [])
    nul, long = "a\x00b", "x" * 70_000
    entries = [
        Quarantined(2, nul, (Defect(2, "Item", nul, "CONTROL_CHARACTER"),), (nul,)),
        Quarantined(3, f"{long}\x07", (Defect(3, None, long, "FIELD_TOO_LONG"),)),
        Quarantined(4, '"\udcff', (Defect(4, None, None, "ENCODING"),)),
    ]
    with open_quarantine(out, "l", source) as writer:
        writer.write(entries)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Item"] for row in rows] == [nul, "", ""]
    assert rows[0]["_value"] == "a\\x00b"
    assert len(rows[1]["_value"]) < 1_100
    assert rows[1]["_value"].endswith("(70000 characters)")
    assert rows[1]["_text"].startswith("xxx")
    assert len(rows[1]["_text"]) < 33_000
    assert rows[2]["_text"] == '"\\udcff'


FORMULAS = [
    "=1+2",
    "+254 7",
    "-x",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "'=1",
    "'' =1",
    "'",
    "-",
    "--1",
    "-5.00",
    "+1,250.50",
    "=a\n=b",
]


def test_no_spreadsheet_computes_a_cell_and_loading_it_again_gives_it_back(tmp_path: Path) -> None:
    out, header = tmp_path / "aside.csv", "=cmd|' /C calc'!A0"
    source = TextSource(("Date", "Item", "Sales", header), [["soon", cell, "1", cell] for cell in FORMULAS])
    (chunk,) = clean(source, RECIPE, SALES, TODAY)
    with open_quarantine(out, "l", source, "=file.csv") as writer:
        writer.write(chunk.quarantined)
    with out.open(encoding="utf-8", newline="") as file:
        written = list(csv.reader(file))
    computed = [
        cell for row in written for cell in row if cell.lstrip(" ").startswith(("=", "@", "\t", "\r", "+", "-"))
    ]
    assert set(computed) == {"-5.00", "+1,250.50", "+254 7"}
    again = open_file(out)
    assert again.headers[:4] == ("Date", "Item", "Sales", header)
    frame = pl.concat(chunk.frame for chunk in again.chunks())
    assert frame[header].to_list() == FORMULAS
    rewrite(out, lambda row: {**row, "Date": "2024-03-01"})
    corrected = clean(open_file(out), RECIPE, SALES, TODAY)
    assert sum(chunk.frame.height for chunk in corrected) == len(FORMULAS)


def test_names_of_quarantine_files() -> None:
    folder = Path("quarantine")
    assert quarantine_path(folder, "l1", "march sales.csv") == folder / "march_sales.l1.quarantine.csv"
    assert quarantine_path(folder, "l1", "../../x.csv.gz").parent == folder
    assert quarantine_path(folder, "l1", f"{'ሀ' * 120}.csv").name == f"{'ሀ' * 53}.l1.quarantine.csv"


def test_every_rule_that_cleaning_gives_has_a_hint() -> None:
    assert all(text.endswith((".", "}.")) for text in RULES.values())
    assert hint("SOMETHING_NEW")
