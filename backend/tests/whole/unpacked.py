"""Files of answers opened again: every text that is packed in one, and its rows.

In: a body and its content type. Out: texts to search; rows of cells as they are written, to compare.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from backend.exports.forms import ARROW, PARQUET, XLSX

SHEET = "xl/worksheets/sheet1.xml"
_ROW = re.compile(r"<row [^>]*>(.*?)</row>", re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)[0-9]+"[^>]*>(?:<is><t[^>]*>(.*?)</t></is>|<v>(.*?)</v>)</c>', re.DOTALL)


def texts(body: bytes, content_type: str) -> Iterator[str]:
    """A body as it came, and what is packed in it."""
    yield body.decode("utf-8", "replace")
    kind = content_type.partition(";")[0]
    if kind == XLSX.media_type:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            yield from (book.read(name).decode("utf-8", "replace") for name in book.namelist())
    elif kind in {PARQUET.media_type, ARROW.media_type}:
        table = _table(body, kind)
        yield str(table.schema.metadata)
        yield str(_dicts(table))


def rows_in(body: bytes, content_type: str) -> list[Any]:
    """The rows of a file; what else it says of itself, such as where its numbers come from, is left out."""
    kind = content_type.partition(";")[0]
    if kind == XLSX.media_type:
        return list(_of_sheet(body))
    if kind in {PARQUET.media_type, ARROW.media_type}:
        return [str(row) for row in _dicts(_table(body, kind))]
    return list(csv.reader(io.StringIO(body.decode())))


def _table(body: bytes, kind: str) -> pa.Table:
    if kind == PARQUET.media_type:
        return pq.read_table(io.BytesIO(body))
    return pa.ipc.open_stream(body).read_all()


def _dicts(table: pa.Table) -> list[dict[str, Any]]:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame.to_dicts()


def _of_sheet(body: bytes) -> Iterator[list[tuple[str, str]]]:
    """Cells that hold something, by column."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read(SHEET).decode()
    for row in _ROW.findall(sheet):
        yield [(column, unescape(text or number)) for column, text, number in _CELL.findall(row)]
