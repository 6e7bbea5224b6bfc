"""Files read back into plain rows by libraries that did not write them, each kind by its own.

In: the bytes of a file. Out: rows of exact values: Decimal for money and units, int for counts, float for fractions,
aware datetime for moments, text, bool, None.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

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
    return text[1:] if re.match(r"'+[=+\-@\t\r]", text) else text


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
