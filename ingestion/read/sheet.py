"""The cells of one XLSX sheet as text, row by row, in bounded memory.

In: the archive, the workbook's texts and styles. Out: `Row` values with the sheet's own row numbers; numbers in
canonical text, dates in ISO text, errors and formulas without a stored value as they are written.
"""

import math
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from xml.parsers import expat

from ingestion.errors import FileRefused
from ingestion.read.limits import Limits
from ingestion.read.package import DAMAGES, PIECE, Sheet, Workbook, make_parser, refuse_package

DAYS = datetime.fromisoformat("1899-12-30")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z0-9:]+)\"")
EXACT = 10**15


@dataclass(slots=True)
class Row:
    """Texts by column (0 is A), and the columns whose cell was a real number or date."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    numeric: set[int] = field(default_factory=set)
    temporal: set[int] = field(default_factory=set)


def column_place(letters: str) -> int:
    """The place of a column by its letters.

    >>> column_place("A"), column_place("AA")
    (0, 26)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def number_text(value: float) -> str:
    """A number as plain text; within 1e-9 of a value of four decimals it is that value.

    >>> number_text(0.1 + 0.2), number_text(261.96), number_text(3.0), number_text(12.34567)
    ('0.3', '261.96', '3', '12.34567')
    """
    if abs(value) >= EXACT or math.isnan(value):
        return repr(value).upper()
    near = round(value, 4)
    if abs(value - near) <= 1e-9 * abs(near):
        return f"{near:.4f}".rstrip("0").rstrip(".")
    return f"{Decimal(repr(value)):f}"


def moment_text(serial: float, kind: str, *, from_1904: bool) -> str:
    """A spreadsheet's day number as ISO text.

    >>> moment_text(45352.0, "date", from_1904=False), moment_text(45352.5, "time", from_1904=False)
    ('2024-03-01', '2024-03-01 12:00:00')
    """
    if not 0 <= serial < 2_958_466:
        return number_text(serial)
    milliseconds = round(serial * 86_400_000)
    if kind == "time" and serial < 1:
        return str(timedelta(seconds=round(serial * 86_400))).rjust(8, "0")
    # the first 60 days of 1900 are one later, because the format believes in 29 February 1900
    shift = 1462 if from_1904 else int(serial < 60)
    moment = DAYS + timedelta(days=shift, milliseconds=milliseconds)
    if kind == "date" and not milliseconds % 86_400_000:
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="milliseconds" if milliseconds % 1000 else "seconds")


class SheetReader:
    """One pass over a sheet; expat calls the `_on` methods."""

    def __init__(self, name: str, workbook: Workbook, limits: Limits) -> None:
        self._name = name
        self._workbook = workbook
        self._limits = limits
        self._done: list[Row] = []
        self._row = Row(0)
        self._column = -1
        self._kind = self._style = self._formula = ""
        self._text: list[str] = []
        self._inside = ""
        self._has_value = self._has_formula = False
        self._cells = 0

    def rows(self, archive: zipfile.ZipFile, sheet: Sheet) -> Iterator[Row]:
        """All rows with a cell, in order."""
        parser = make_parser(self._name, self._on_start, self._on_end, self._on_text)
        try:
            with archive.open(sheet.part) as stream:
                while piece := stream.read(PIECE):
                    parser.Parse(piece)
                    done, self._done = self._done, []
                    yield from done
                parser.Parse(b"", True)
        except (expat.ExpatError, *DAMAGES, ValueError, IndexError) as error:
            raise refuse_package(self._name, f"sheet {sheet.name} cannot be read") from error
        yield from self._done

    def _on_start(self, tag: str, values: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "c":
            self._begin_cell(values)
        elif tag in {"v", "t", "f"}:
            self._inside = tag
            self._has_value = self._has_value or tag != "f"
            self._has_formula = self._has_formula or tag == "f"
        elif tag == "row":
            self._row = Row(int(values.get("r", self._row.number + 1)))
            self._column = -1
        elif tag == "rPh":
            self._inside = "rPh"

    def _begin_cell(self, values: dict[str, str]) -> None:
        reference = values.get("r")
        if reference:
            match = REFERENCE.fullmatch(reference)
            self._column = column_place(match[1]) if match else self._limits.columns
        else:
            self._column += 1
        self._cells += 1
        if self._column >= self._limits.columns or self._cells > self._limits.sheet_cells:
            message = f"{self._name} has a cell at {reference}, far outside of any table of sales."
            raise FileRefused("TOO_MANY_COLUMNS", message, "Delete the stray cells, or save the sheet as CSV.")
        self._kind, self._style = values.get("t", "n"), values.get("s", "")
        self._text, self._formula = [], ""
        self._has_value = self._has_formula = False

    def _on_text(self, data: str) -> None:
        if self._inside in {"v", "t"}:
            self._text.append(data)
        elif self._inside == "f":
            self._formula += data

    def _on_end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "c":
            self._finish_cell("".join(self._text))
        elif tag == "row":
            if self._row.cells:
                self._done.append(self._row)
        elif tag in {"v", "t", "f", "rPh"}:
            self._inside = ""

    def _finish_cell(self, value: str) -> None:
        if not self._has_value and self._has_formula:
            value = f"={self._formula}"
        elif self._kind == "s":
            value = self._workbook.strings[int(value)]
        elif self._kind == "b":
            value = "TRUE" if value == "1" else "FALSE"
        elif self._kind == "n" and value:
            value = self._number(value)
        if value:
            self._row.cells[self._column] = value

    def _number(self, value: str) -> str:
        style = self._workbook.styles[int(self._style)] if self._style else None
        if style is not None:
            self._row.temporal.add(self._column)
            return moment_text(float(value), style, from_1904=self._workbook.from_1904)
        self._row.numeric.add(self._column)
        return value if value.isdigit() and len(value) < 16 else number_text(float(value))


def merged_rows(archive: zipfile.ZipFile, sheet: Sheet) -> tuple[tuple[int, int], ...]:
    """Spans of rows with merged cells, apart and in order; they stand behind the cells, hence a pass of its own."""
    spans: list[tuple[int, int]] = []
    tail = b""
    with archive.open(sheet.part) as stream:
        while piece := stream.read(PIECE):
            data = tail + piece
            spans += [_row_span(match[1].decode()) for match in MERGED.finditer(data)]
            start = data.rfind(b"<")
            tail = data[start:] if len(data) - start < 256 else b""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(set(spans)):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _row_span(reference: str) -> tuple[int, int]:
    rows = [int(match[2]) for match in REFERENCE.finditer(reference)]
    return min(rows, default=0), max(rows, default=0)


def is_merged(spans: tuple[tuple[int, int], ...], row: int) -> bool:
    """Whether a row lies in one of the spans.

    >>> is_merged(((2, 3), (9, 9)), 3), is_merged(((2, 3), (9, 9)), 4)
    (True, False)
    """
    place = bisect_right(spans, (row, EXACT)) - 1
    return place >= 0 and row <= spans[place][1]
