"""Files read back into plain rows by libraries that did not write them, each kind by its own.

In: the bytes of a file. Out: rows of exact values: Decimal for money and units, int for counts, float for fractions,
aware datetime for moments, text, bool, None.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from backend.exports.table import Table
from backend.reports.spec import FieldType

Cell = Any
Rows = list[list[Cell]]
Kinds = Mapping[str, FieldType]

READ: Mapping[FieldType, Callable[[str], Cell]] = {
    FieldType.MONEY: Decimal,
    FieldType.UNITS: Decimal,
    FieldType.COUNT: int,
    FieldType.FRACTION: float,
    FieldType.NUMBER: float,
    FieldType.INSTANT: datetime.fromisoformat,
    FieldType.FLAG: {"true": True, "false": False}.__getitem__,
}


def kinds_of(table: Table) -> Kinds:
    return {column.name: column.type for column in table.columns}


def unguarded(text: str) -> str:
    """A text as it was before it was kept from being a formula."""
    return text[1:] if re.match(r"'[' ]*[=+\-@\t\r]", text) else text


def read_csv(body: bytes, kinds: Kinds) -> tuple[list[str], Rows]:
    """By Python's own reader. An empty cell is None; so is an empty text, which it cannot tell apart."""
    names, *lines = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
    names = [unguarded(name) for name in names]
    return names, [[_cell(text, kinds[name]) for name, text in zip(names, line, strict=True)] for line in lines]


def _cell(text: str, kind: FieldType) -> Cell:
    if not text:
        return None
    return READ[kind](text) if kind in READ else unguarded(text)


def read_arrow(body: bytes) -> tuple[list[str], Rows]:
    return _rows(pa.ipc.open_stream(body).read_all())


def read_parquet(body: bytes) -> tuple[list[str], Rows]:
    return _rows(pq.read_table(io.BytesIO(body)))


def read_parquet_by_polars(body: bytes) -> tuple[list[str], Rows]:
    frame = pl.read_parquet(io.BytesIO(body))
    return frame.columns, [list(row) for row in frame.iter_rows()]


def _rows(table: pa.Table) -> tuple[list[str], Rows]:
    columns = [column.to_pylist() for column in table.columns]
    return table.column_names, [list(row) for row in zip(*columns, strict=True)]


NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Workbook:
    """Sheets by name, each a list of rows of cells: text, float, bool or None. `formulas` counts cells with one."""

    sheets: Mapping[str, list[list[Cell]]]
    formulas: int

    def data(self) -> Iterator[list[Cell]]:
        """The rows of every data sheet, without the headers."""
        for name, rows in self.sheets.items():
            if name.startswith("Data"):
                yield from rows[1:]


def read_workbook(body: bytes) -> Workbook:
    """By Python's own zip and XML readers, as the format's standard describes the parts."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        assert parts.testzip() is None
        named = [s.attrib["name"] for s in ET.fromstring(parts.read("xl/workbook.xml")).iterfind(".//s:sheet", NS)]
        roots = [ET.fromstring(parts.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(named) + 1)]
    formulas = sum(len(root.findall(".//s:f", NS)) for root in roots)
    return Workbook({name: _sheet(root) for name, root in zip(named, roots, strict=True)}, formulas)


def _sheet(root: ET.Element) -> list[list[Cell]]:
    """Rows at their own numbers: one without any cell is not written."""
    found = {
        int(row.attrib["r"]): {_place(c.attrib["r"]): _value(c) for c in row} for row in root.iterfind(".//s:row", NS)
    }
    width = 1 + max((place for row in found.values() for place in row), default=-1)
    rows = [found.get(number, {}) for number in range(1, 1 + max(found, default=0))]
    return [[row.get(place) for place in range(width)] for row in rows]


def _place(reference: str) -> int:
    letters = re.match(r"[A-Z]+", reference)
    assert letters is not None
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: ET.Element) -> Cell:
    if cell.attrib.get("t") == "inlineStr":
        return _unescaped("".join(part.text or "" for part in cell.iterfind(".//s:t", NS)))
    text = cell.findtext("s:v", None, NS)
    if text is None:
        return None
    return text == "1" if cell.attrib.get("t") == "b" else float(text)


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)


def moment_of(serial: float) -> datetime:
    """The local wall clock of an Excel day number, to the millisecond, as if it were UTC."""
    return EPOCH + timedelta(milliseconds=round(serial * 86_400_000))
