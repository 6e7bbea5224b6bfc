"""Workbooks: what Excel shows is what is read, with Excel's row numbers; hostile ones are refused before any cell."""

import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ingestion.errors import FileRefused
from ingestion.read.limits import LIMITS
from ingestion.read.source import Dialect
from ingestion.tests.files import Outcome, read_path

Fill = Callable[[Workbook, Worksheet], None]
DAY = datetime.fromisoformat("2024-03-01")


def make(folder: Path, fill: Fill, **options: object) -> Path:
    path = folder / "sales.xlsx"
    with Workbook(str(path), options) as book:
        fill(book, book.add_worksheet("Sales"))
    return path


def table(sheet: Worksheet, row: int = 0, column: int = 0) -> None:
    sheet.write_row(row, column, ["date", "name", "amount"])
    sheet.write_row(row + 1, column, ["2024-01-01", "Milk", 1.5])


def rewrite(path: Path, part: str, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def refusal(path: Path, dialect: Dialect | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_path(path, dialect)
    return caught.value


def test_every_kind_of_cell_is_text_as_a_person_reads_it(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        clock = book.add_format({"num_format": "hh:mm:ss"})
        money = book.add_format({"num_format": '"KES" #,##0.00'})
        sheet.write_row(0, 0, ["day", "at", "clock", "text", "amount", "flag"])
        sheet.write_datetime(1, 0, DAY, date)
        sheet.write_datetime(1, 1, DAY.replace(hour=14, minute=5), moment)
        sheet.write_datetime(1, 2, time(14, 5, 9), clock)
        sheet.write_string(1, 3, "00123")
        sheet.write_number(1, 4, 0.1 + 0.2, money)
        sheet.write_boolean(1, 5, boolean=True)
        sheet.write_datetime(2, 1, DAY, moment)
        sheet.write_rich_string(2, 3, "fresh ", book.add_format({"bold": True}), "milk")
        sheet.write_formula(2, 4, "=1/0", None, "#DIV/0!")
        sheet.write_number(3, 4, 261.96)
        sheet.write_number(4, 4, 3)
        sheet.write_number(5, 4, 1.23456)
        sheet.write_number(6, 4, 1.2e17)

    got = read_path(make(tmp_path, fill))
    assert got.rows[:2] == [
        (2, "2024-03-01", "2024-03-01 14:05:00", "14:05:09", "00123", "0.3", "TRUE"),
        (3, None, "2024-03-01 00:00:00", None, "fresh milk", "#DIV/0!", None),
    ]
    assert [row[5] for row in got.rows[2:]] == ["261.96", "3", "1.23456", "1.2E+17"]
    assert got.source.native == {
        "day": pl.Datetime("ms"),
        "at": pl.Datetime("ms"),
        "clock": pl.Datetime("ms"),
        "amount": pl.Float64(),
    }


def test_rows_keep_the_numbers_excel_shows(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "Sales report")
        table(sheet, 3, 1)
        sheet.write_row(7, 1, ["date", "name", "amount"])
        sheet.write_row(9, 1, ["2024-01-02", "Soap", 2])

    got = read_path(make(tmp_path, fill))
    assert [row[0] for row in got.rows] == [5, 10]
    assert (got.blank, got.repeated) == (3, 1)
    assert got.notices["TITLE_LINES"].lines == (1,)


def test_formula_without_a_stored_value_is_not_an_empty_cell(tmp_path: Path) -> None:
    path = make(tmp_path, lambda _, sheet: table(sheet))
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<v>1.5</v>", "<f>A1*2</f>"))
    assert read_path(path).rows == [(2, "2024-01-01", "Milk", "=A1*2")]


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        table(sheet)
        sheet.write_datetime(2, 0, DAY, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert read_path(make(tmp_path, fill, date_1904=True)).rows[1][1] == "2024-03-01"


def test_merged_and_outside_cells_are_quarantined(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        table(sheet)
        sheet.merge_range(2, 0, 3, 1, "both")
        sheet.write(3, 2, 7)
        sheet.write_row(4, 0, ["2024-01-01", "Milk", 2, "note"])
        sheet.write_row(5, 0, ["2024-01-01", "Milk", 3])

    got = read_path(make(tmp_path, fill))
    assert got.faults == [(3, "MERGED_CELLS"), (4, "MERGED_CELLS"), (5, "LONG_LINE")]
    assert [row[0] for row in got.rows] == [2, 6]


def several(book: Workbook, sheet: Worksheet) -> None:
    table(sheet)
    other = book.add_worksheet("Other")
    other.write_row(0, 0, ["date", "name", "amount"])
    other.write_row(1, 0, ["2024-01-01", "Soap", 2])


def test_several_sheets_need_a_name(tmp_path: Path) -> None:
    path = make(tmp_path, several)
    assert refusal(path).code == "SEVERAL_SHEETS"
    assert refusal(path, Dialect(sheet="Sale")).code == "SHEET_NOT_FOUND"
    assert read_path(path, Dialect(sheet="Other")).rows == [(2, "2024-01-01", "Soap", "2")]


def test_empty_and_hidden_sheets_are_no_choice(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        several(book, sheet)
        book.add_worksheet("Empty")
        book.worksheets()[1].hide()

    got: Outcome = read_path(make(tmp_path, fill))
    assert got.rows == [(2, "2024-01-01", "Milk", "1.5")]
    assert got.notices["HIDDEN_SHEETS"].count == 1


def test_a_cell_at_the_far_corner_is_refused(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        table(sheet)
        sheet.write(1_048_575, 16_383, "x")

    assert refusal(make(tmp_path, fill)).code == "TOO_MANY_COLUMNS"


def test_bombs_are_refused_by_the_archive_directory_and_the_document_type(tmp_path: Path) -> None:
    path = make(tmp_path, lambda _, sheet: table(sheet))
    with pytest.raises(FileRefused, match="ARCHIVE_BOMB"):
        read_path(path, limits=replace(LIMITS, sheet_text=1_000))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", bytes(32 << 20))
    assert refusal(path).code == "ARCHIVE_BOMB"
    path = make(tmp_path, lambda _, sheet: table(sheet))
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst>'
    rewrite(path, "xl/sharedStrings.xml", lambda xml: bomb + xml.split("<sst", 1)[1])
    assert refusal(path).code == "ARCHIVE_BOMB"


def test_protected_cut_and_foreign_workbooks_are_refused(tmp_path: Path) -> None:
    path = make(tmp_path, lambda _, sheet: table(sheet))
    whole = path.read_bytes()
    found = []
    for data in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), whole[: len(whole) // 2], b"date,name\n"):
        path.write_bytes(data)
        found.append(refusal(path).code)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    found.append(refusal(path).code)
    assert found == ["ENCRYPTED", "DAMAGED", "NOT_A_TABLE", "NOT_A_TABLE"]


def test_a_sheet_without_lines_or_header_is_refused(tmp_path: Path) -> None:
    assert refusal(make(tmp_path, lambda *_: None)).code == "NO_LINES"
    only_header = make(tmp_path, lambda _, sheet: sheet.write_row(0, 0, ["date", "name", "amount"]) and None)
    assert refusal(only_header).code == "NO_LINES"
    no_header = make(tmp_path, lambda _, sheet: sheet.write_row(0, 0, ["2024-01-01", "Milk", 1.5]) and None)
    assert refusal(no_header).code == "NO_HEADER"


def test_flipped_bytes_never_end_in_anything_but_rows_or_a_refusal(tmp_path: Path) -> None:
    whole = make(tmp_path, several).read_bytes()
    rng = random.Random(11)
    path, refused = tmp_path / "flipped.xlsx", 0
    for _ in range(150):
        data = bytearray(whole)
        data[rng.randrange(4, len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
        try:
            read_path(path, Dialect(sheet="Other"))
        except FileRefused:
            refused += 1
    assert refused > 30
