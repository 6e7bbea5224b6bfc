"""XLSX: typed cells on as many sheets as the rows need, the totals, and a sheet that says what the file is.

Written by xlsxwriter row by row into a folder of its own, which goes away with the writing; memory does not grow with
the rows. Money has the currency's format, moments are dates in the question's zone. A text is never a formula. Cells
keep fifteen digits of a number, which the About sheet says where a longer one was met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from backend.errors import NotAvailable
from backend.exports.cells import MOST_TEXT, Cells, cells_of, number_format
from backend.exports.facts import Facts, as_text
from backend.exports.table import Json, Table, TableColumn, stored, stored_type
from backend.reports.spec import FieldType

SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
PIECE = 256 * 1024
PRECISION_NOTE = "Some numbers have over 15 digits, more than an Excel cell keeps; the last ones are rounded here."
WIDTHS = {FieldType.TEXT: 24, FieldType.INSTANT: 20, FieldType.MONEY: 18}


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook with the formats of its columns."""

    book: xlsxwriter.Workbook
    bold: Format
    formats: tuple[Format, ...]


def workbook_chunks(table: Table, facts: Facts, sheet_rows: int = SHEET_ROWS) -> Iterator[bytes]:
    """The file in pieces, after empty ones while it is written. Raises NotAvailable for what no cell can hold."""
    if len(table.columns) > SHEET_COLUMNS:
        raise NotAvailable(f"The answer has over {SHEET_COLUMNS:,} columns, more than a sheet holds.", "Ask for CSV.")
    with TemporaryDirectory(prefix="sales-xlsx-") as folder:
        path = Path(folder) / "answer.xlsx"
        yield from _write(table, facts, path, sheet_rows)
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _write(table: Table, facts: Facts, path: Path, sheet_rows: int) -> Iterator[bytes]:
    options = {"constant_memory": True, "tmpdir": str(path.parent), "use_zip64": True}
    book = xlsxwriter.Workbook(str(path), options)
    try:
        formats = (book.add_format({"num_format": number_format(c, table, facts.currency)}) for c in table.columns)
        opened = Book(book, book.add_format({"bold": True}), tuple(formats))
        is_rounded = False
        for cells in _data_sheets(opened, table, sheet_rows):
            is_rounded |= cells.is_rounded
            yield b""
        _write_totals(opened, table, facts)
        _write_about(opened, table, facts, is_rounded=is_rounded)
        book.close()
    finally:
        # of a workbook that was given up its sheets' files are still open
        for sheet in book.worksheets():
            sheet.row_data_fh.close()


def _data_sheets(opened: Book, table: Table, sheet_rows: int) -> Iterator[Cells]:
    """Write every row, a header on each sheet; gives the cells of each chunk when they are written."""
    sheet, row, number = _data_sheet(opened, table, 1), 1, 1
    for chunk in table.chunks():
        start = 0
        while start < chunk.height:
            if row == sheet_rows:
                number += 1
                sheet, row = _data_sheet(opened, table, number), 1
            part = chunk.slice(start, sheet_rows - row)
            cells = cells_of(part, table)
            _write_rows(sheet, cells, row, opened.formats)
            start, row = start + part.height, row + part.height
            yield cells


def _data_sheet(opened: Book, table: Table, number: int) -> Worksheet:
    sheet = opened.book.add_worksheet("Data" if number == 1 else f"Data {number}")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, max(WIDTHS.get(column.type, 12), min(len(column.label) + 2, 40)))
        sheet.write_string(0, place, column.label[:MOST_TEXT], opened.bold)
    return sheet


def _write_rows(sheet: Worksheet, cells: Cells, first: int, formats: tuple[Format, ...]) -> None:
    for row, values in enumerate(zip(*cells.values, strict=True), first):
        for place, value in enumerate(values):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(row, place, value)
            elif isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            else:
                sheet.write_number(row, place, value, formats[place])


def _write_totals(opened: Book, table: Table, facts: Facts) -> None:
    """Totals and others, where the answer has them, on a sheet of their own."""
    found = [(name, facts.metadata[name]) for name in ("totals", "others") if facts.metadata[name]]
    if not found:
        return
    sheet = opened.book.add_worksheet("Totals")
    told = [column for column in table.columns if any(column.name in values for _, values in found)]
    formats = [opened.formats[table.columns.index(column)] for column in told]
    for place, column in enumerate(told, 1):
        sheet.write_string(0, place, column.label, opened.bold)
    for row, (name, values) in enumerate(found, 1):
        sheet.write_string(row, 0, name.capitalize(), opened.bold)
        part = pl.DataFrame([_single(column, values.get(column.name)) for column in told])
        _write_rows(sheet, _shifted(cells_of(part, Table(tuple(told), part, table.zone))), row, (opened.bold, *formats))


def _single(column: TableColumn, value: Json) -> pl.Series:
    kind = FieldType.LIST if isinstance(value, list) else column.type
    return pl.Series(column.name, [stored(value, kind)], stored_type(column.type))


def _shifted(cells: Cells) -> Cells:
    return Cells(([None], *cells.values), cells.is_rounded)


def _write_about(opened: Book, table: Table, facts: Facts, *, is_rounded: bool) -> None:
    """What was asked, over which data, and what each column means."""
    sheet = opened.book.add_worksheet("About")
    sheet.set_column(0, 1, 32)
    sheet.set_column(2, 3, 60)
    told = [[name, text] for name, text in facts.texts().items()]
    notes = [["precision", PRECISION_NOTE]] if is_rounded else []
    headed = [["Column", "Name", "Unit", "Definition"]]
    columns = [[c.label, c.name, _unit(c, facts), c.definition] for c in table.columns]
    for row, line in enumerate([*told, *notes, [], *headed, *columns]):
        for place, text in enumerate(line):
            sheet.write_string(row, place, as_text(text)[:MOST_TEXT], opened.bold if line is headed[0] else None)


def _unit(column: TableColumn, facts: Facts) -> str:
    return facts.currency if column.type is FieldType.MONEY else column.type.value
