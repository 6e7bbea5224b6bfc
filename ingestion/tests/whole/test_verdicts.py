"""The table of bad files, row by row, through the real command: loaded, warned, set aside or refused, and the code.

Every verdict here was written by hand from the table that the product promises. L: exit 0 without a warning. W: exit 0
and the warning's code. Q: exit 1 and the rule in the quarantine file. R: exit 2, the code, and no store at all.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from ingestion.tests.whole.terminal import Said, Terminal

HEAD = "__time,ItemName,Branch,OrderId,unitsSold,grossRevenue,totalCost"
COUNT = 20


def line(number: int, **cells: str) -> str:
    """One good line, but for the cells given."""
    values = {
        "time": f"2024-01-{number % 28 + 1:02} 10:{number % 60:02}:00", "item": f"Item {number}", "branch": "Nairobi",
        "order": f"A{number}", "units": "2", "gross": f"{number + 1}.50", "cost": "1.25",
    } | cells  # fmt: skip
    return ",".join(values.values())


def lines(*odd: str, count: int = COUNT, **cells: str) -> str:
    """A whole file: good lines, the odd ones behind the third; `cells` spoil every line."""
    good = [line(number, **cells) for number in range(count)]
    return "\n".join([HEAD, *good[:3], *odd, *good[3:]]) + "\n"


def text(*odd: str, count: int = COUNT, **cells: str) -> Callable[[Path], object]:
    return raw(lines(*odd, count=count, **cells).encode())


def raw(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def spoilt(**cells: str) -> Callable[[Path], object]:
    """One spoilt line among good ones."""
    return text(line(7, **{"order": "B1", **cells}))


def rewritten(old: str, new: str, count: int = -1) -> Callable[[Path], object]:
    return raw(lines().replace(old, new, count).encode())


def parquet(frame: pl.DataFrame) -> Callable[[Path], object]:
    return frame.write_parquet


def book(*sheets: str, formula: bool = False) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        with xlsxwriter.Workbook(str(path)) as made:
            for name in sheets or ("Sales",):
                sheet = made.add_worksheet(name)
                for row, record in enumerate(csv.reader(io.StringIO(lines()))):
                    sheet.write_row(row, 0, record)
                if formula:
                    sheet.write_formula(5, 5, "=1/0", None, "#DIV/0!")

    return write


FRAME = pl.DataFrame({"__time": ["2024-01-05 10:00:00"] * 2, "grossRevenue": [12.5, 0.0]})
PADDED = rewritten("\n", ",\n")
SEMICOLON = lines(gross="1234.50").replace(",", ";").replace("1234.50", "1.234,50")

GROUPED = lines(gross="1@234", cost="1").replace(",", ";").replace("@", ",")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table."""

    number: str
    make: Callable[[Path], object]
    verdict: str
    code: str = ""
    mapping: str = ""
    name: str = "sales.csv"


ROWS = (
    Row("C1", raw(lines().encode("utf-8-sig")), "L"),
    Row("C2", raw(lines().encode("utf-16")), "L"),
    Row("C3", raw(lines().encode("utf-16-le")), "R", "ENCODING"),
    Row("C4", raw(lines(item="Café").encode("cp1252")), "R", "ENCODING"),
    Row("C4", raw(lines(item="Café").encode("cp1252")), "L", mapping="encoding: cp1252"),
    Row("C5", raw(lines(line(7, item="Te?a")).encode().replace(b"?", b"\xff")), "Q", "ENCODING"),
    Row("C6", spoilt(item="Te\x00a"), "Q", "CONTROL_CHARACTER"),
    Row("C6", spoilt(item="Te\x01a"), "Q", "CONTROL_CHARACTER"),
    Row("C7", spoilt(item="Te\u200ba"), "W", "INVISIBLE_CHARACTER"),
    Row("C7", spoilt(item="Te\u202ea"), "W", "INVISIBLE_CHARACTER"),
    Row("C8", rewritten("\n", "\r\n"), "L"),
    Row("C9", rewritten("\n", "\r"), "L"),
    Row("C10", rewritten("\n", "\r\n", 5), "W", "MIXED_LINE_ENDS"),
    Row("C11", raw(lines().rstrip("\n").encode()), "W", "MAYBE_CUT"),
    Row("C12", raw((lines() + "2024-01-30,Te").encode()), "R", "FILE_CUT"),
    Row("C13", text("2024-01-05 10:00:00,Tea,Nairobi"), "Q", "SHORT_LINE"),
    Row("C14", text(line(7) + ",9"), "Q", "LONG_LINE"),
    Row("C15", text("", ",,,,,,", "   "), "L"),
    Row("C16", text(HEAD), "W", "REPEATED_HEADER"),
    Row("C17", text(line(7, item='"Tea'), count=300), "Q", "QUOTE"),
    Row("C17", text(*[line(7, item='"Tea')] * 9, count=100), "R", "QUOTE"),
    Row("C18", spoilt(item='6" pipe'), "L"),
    Row("C19", spoilt(item='"Tea" fresh'), "Q", "QUOTE"),
    Row("C20", spoilt(item='"6\\" pipe, long"'), "Q", "QUOTE"),
    Row("C20", spoilt(item='"6\\" pipe, long"'), "L", mapping='escape: "\\\\"'),
    Row("C21", spoilt(item='"Soap\nbar"'), "L"),
    *(Row("C22", rewritten(",", mark), "L") for mark in (";", "\t", "|")),
    Row("C23", raw(b"sep=;\n" + lines().replace(",", ";").encode()), "L"),
    Row("C24", raw(("Sales report\n\n" + lines()).encode()), "W", "TITLE_LINES"),
    Row("C24", raw(("Sales report\n" * 25 + lines()).encode()), "R", "NO_HEADER"),
    Row("C25", text("Total,,,,,7.50,"), "Q", "SUMMARY_LINE"),
    Row("C26", rewritten("OrderId", "ItemName"), "R", "DUPLICATE_HEADER"),
    Row("C27", rewritten("OrderId", ""), "W", "EMPTY_HEADER"),
    Row("C28", rewritten("grossRevenue", "colour"), "R", "MISSING_COLUMN"),
    Row("C29", rewritten("OrderId", "Weather"), "W", "EXTRA_COLUMNS"),
    Row("C30", rewritten(HEAD, HEAD.upper()), "L"),
    Row("C31", raw((HEAD + "\n").encode()), "R", "NO_LINES"),
    Row("C32", raw(b""), "R", "EMPTY_FILE"),
    Row("C33", raw(SEMICOLON.encode()), "L"),
    Row("C33", text(gross="1 234.50"), "L"),
    Row("C33", text(gross="1'234.50"), "L"),
    Row("C34", raw(GROUPED.encode()), "W", "THOUSANDS_ASSUMED"),
    *(Row("C35", spoilt(gross=amount), "L") for amount in ("(12.50)", "12.50-", "\u221212.50")),
    *(Row("C36", spoilt(gross=amount), "L") for amount in ("KES 12.50", "KSh12.50", "12.50/=")),
    *(Row("C36", spoilt(gross=amount), "Q", "CURRENCY") for amount in ("$12.50", "EUR 5")),
    Row("C37", spoilt(gross="1.23456"), "Q", "PRECISION"),
    Row("C38", spoilt(gross="1e3"), "W", "SCIENTIFIC"),
    Row("C38", spoilt(order="1.2E+11"), "Q", "ID_DAMAGED"),
    *(Row("C39", spoilt(cost=word), "W", "NOTHING_WORD") for word in ("NaN", "inf", "#N/A", "#REF!", "NULL", "-")),
    *(Row("C39", spoilt(gross=word), "Q", "NOT_A_NUMBER") for word in ("NaN", "inf", "#N/A", "NULL", "-")),
    *(Row("C40", spoilt(gross=digits), "Q", "NOT_A_NUMBER") for digits in ("٣٤", "１２")),
    Row("C41", spoilt(gross="1000000000001"), "Q", "MONEY_RANGE"),
    Row("C41", text(gross="999999999999", count=500_000 // 1000), "R", "TOTAL_RANGE"),
    Row("C42", spoilt(units="-2"), "Q", "SIGN_RULE"),
    Row("C43", spoilt(units="1.5"), "L"),
    Row("C43", spoilt(units="1.2345"), "Q", "PRECISION"),
    Row("C44", text(time="03/04/2024"), "R", "AMBIGUOUS_DATE"),
    Row("C45", spoilt(time="2024-02-30 10:00:00"), "Q", "DATE"),
    Row("C45", spoilt(time="2023-02-29 10:00:00"), "Q", "DATE"),
    Row("C46", text(line(7, time="05.01.2024 10:00"), count=60), "Q", "DATE"),
    Row("C46", text(*[line(7, time="25.01.2024 10:00")] * 15), "R", "MIXED_DATES"),
    Row("C47", text(time="25/01/24"), "R", "TWO_DIGIT_YEAR"),
    Row("C48", text(time="45300"), "W", "EXCEL_SERIAL_DATES"),
    Row("C49", spoilt(time="1989-12-31 10:00:00"), "Q", "DATE_RANGE"),
    Row("C49", spoilt(time="2099-01-01 10:00:00"), "Q", "DATE_RANGE"),
    Row("C50", spoilt(time="2024-03-31 02:30:00"), "Q", "DST_GAP", mapping="timezone: Europe/Berlin"),
    Row("C50", spoilt(time="2023-10-29 02:30:00"), "W", "DST_FOLD", mapping="timezone: Europe/Berlin"),
    Row("C51", text(time="2024-01-05T10:00:00+03:00"), "L"),
    Row("C51", text(time="2024-01-05T10:00:00Z"), "L"),
    Row("C52", spoilt(time="2024-01-05 24:00:00"), "L"),
    Row("C52", spoilt(time="2024-01-05 10:00:60"), "Q", "DATE"),
    Row("C53", text(line(2)), "W", "MAYBE_DUPLICATE"),
    Row("C53", text(line(2)), "L", mapping="unique_key: [order_id, product]"),
    Row("C56", spoilt(branch="Nairobi\u00a0"), "W", "NAME_MERGED"),
    Row("C56", text(line(7, item="Cafe\u0301", order="B1"), line(8, item="Café", order="B2")), "W", "NAME_MERGED"),
    Row("C56", spoilt(branch="NAIROBI"), "W", "CASE_DIFFERS"),
    *(Row("C57", spoilt(item=name), "L") for name in ("=1+1", "+254", "-x", "@x")),
    Row("C58", spoilt(item="x" * 70_000), "Q", "FIELD_TOO_LONG"),
    Row("C58", raw((",".join(f"c{n}" for n in range(1001)) + "\n" + "1," * 1000 + "1\n").encode()),
        "R", "TOO_MANY_COLUMNS"),
    Row("C59", raw(gzip.compress(lines().encode() * 90_000)), "R", "ARCHIVE_BOMB", name="sales.csv.gz"),
    Row("C59", raw(gzip.compress(lines().encode())), "L", name="sales.csv.gz"),
    *(Row("C59", raw(magic + b"\0" * 200), "R", "NOT_A_TABLE") for magic in (b"%PDF-1.7", b"MZ\x90\x00")),
    Row("C62", book(formula=True), "Q", "NOT_A_NUMBER", name="sales.xlsx"),
    Row("C63", book(), "L", name="sales.xlsx"),
    Row("C63", book("January", "February"), "R", "SEVERAL_SHEETS", name="sales.xlsx"),
    Row("C63", book("January", "February"), "L", mapping="sheet: February", name="sales.xlsx"),
    Row("C64", parquet(FRAME.with_columns(grossRevenue=pl.Series([12.5, 1.234567]))), "Q", "PRECISION",
        name="sales.parquet"),
    Row("C64", parquet(FRAME.with_columns(grossRevenue=pl.Series([12.5, 0.1 + 0.2]))), "L", name="sales.parquet"),
    Row("C66", raw(gzip.compress(lines().encode())[:-12]), "R", "FILE_CUT", name="sales.csv.gz"),
    Row("C66", raw(b"PAR1" + b"x" * 50), "R", "DAMAGED", name="sales.parquet"),
)  # fmt: skip
QUIET = {"TIME_OF_DAY_NOT_LOADED"}
"""Told of every file without hours; no defect of the rows here."""


def warnings(said: Said) -> set[str]:
    return set(said.document["load"]["warnings"]) - QUIET


def rules(said: Said, folder: Path) -> set[str]:
    with (folder / said.document["quarantine"]).open(encoding="utf-8", newline="") as file:
        return {rule for row in csv.DictReader(file) for rule in row["_rule"].split("; ")}


def found(said: Said, folder: Path) -> tuple[str, set[str]]:
    """The verdict of a load as the table writes it, and the codes behind it."""
    if said.code == 2:
        return "R", {said.document["error"]["code"]}
    if said.code == 1:
        return "Q", rules(said, folder)
    return ("W", warnings(said)) if warnings(said) else ("L", set())


@pytest.mark.parametrize("place", range(len(ROWS)), ids=[f"{row.number}-{row.code or row.verdict}" for row in ROWS])
def test_verdicts(terminal: Terminal, place: int) -> None:
    row = ROWS[place]
    folder = terminal.folder / str(place)
    folder.mkdir()
    row.make(folder / row.name)
    (folder / "mapping.yaml").write_text(row.mapping)
    mapping = ("--mapping", str(folder / "mapping.yaml")) if row.mapping else ()
    said = terminal.type("load", str(folder / row.name), "--data-dir", str(folder / "store"), "--json", *mapping)
    verdict, codes = found(said, folder)
    assert (verdict, row.code in codes or not row.code) == (row.verdict, True), (codes, said)
    assert any((folder / "store").glob("manifests/*")) == (row.verdict != "R")
    assert (said.errors.count("Traceback"), said.document["exitCode"]) == (0, said.code)


def test_every_row_that_a_single_load_can_show_is_here() -> None:
    """C54 and C55 need two loads, C60 and C61 hostile packages, C65 a moving file: they have tests of their own."""
    shown = {int(row.number[1:]) for row in ROWS}
    assert set(range(1, 67)) - shown == {54, 55, 60, 61, 65}


def test_the_same_file_and_an_overlap(terminal: Terminal) -> None:
    """C54: no change, exit 0, said. C55: append is refused with the count, replace is loaded and shows old totals."""
    folder = terminal.folder / "twice"
    folder.mkdir()
    (folder / "key.yaml").write_text("unique_key: [order_id, product]\n")
    for name, gross in (("a.csv", "5.00"), ("b.csv", "6.00")):
        (folder / name).write_text(lines(gross=gross))

    def load(name: str, *words: str) -> Said:
        mapping = ("--mapping", str(folder / "key.yaml"))
        return terminal.type("load", str(folder / name), "--data-dir", str(folder / "store"), *mapping, *words)

    said = [load("a.csv"), load("a.csv"), load("b.csv"), load("b.csv", "--mode", "replace")]
    assert [one.code for one in said] == [0, 0, 2, 0]
    assert "nothing changed" in said[1].out
    assert said[2].refusals == ["OVERLAP"]
    assert f"{COUNT} lines repeat a loaded order_id, product with other values" in said[2].errors
    assert "old gross" in said[3].errors
