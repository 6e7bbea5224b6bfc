"""The forms a file may have: their names, media types, endings and writers.

Comes in: a table with its facts. Goes out: the file in pieces; a writer may give empty pieces while it works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from backend.exports.arrow import arrow_chunks, parquet_chunks
from backend.exports.delimited import csv_chunks
from backend.exports.facts import Facts
from backend.exports.table import Table
from backend.exports.workbook import workbook_chunks


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caller may ask of a form. `has_bom` is for CSV alone."""

    has_bom: bool = False


Write = Callable[[Table, Facts, Wish], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Form:
    """`name` is as in `format=`, and the file's ending."""

    name: str
    media_type: str
    write: Write
    content_type: str


def _csv(table: Table, facts: Facts, wish: Wish) -> Iterator[bytes]:
    del facts
    return csv_chunks(table, has_bom=wish.has_bom)


def _xlsx(table: Table, facts: Facts, wish: Wish) -> Iterator[bytes]:
    del wish
    return workbook_chunks(table, facts)


def _parquet(table: Table, facts: Facts, wish: Wish) -> Iterator[bytes]:
    del wish
    return parquet_chunks(table, facts)


def _arrow(table: Table, facts: Facts, wish: Wish) -> Iterator[bytes]:
    del wish
    return arrow_chunks(table, facts)


def _form(name: str, media_type: str, write: Write, parameters: str = "") -> Form:
    return Form(name, media_type, write, media_type + parameters)


CSV = _form("csv", "text/csv", _csv, "; charset=utf-8; header=present")
XLSX = _form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx)
PARQUET = _form("parquet", "application/vnd.apache.parquet", _parquet)
ARROW = _form("arrow", "application/vnd.apache.arrow.stream", _arrow)

FORMS: Mapping[str, Form] = {form.name: form for form in (CSV, XLSX, PARQUET, ARROW)}
JSON_NAME = "json"
NAMES = (JSON_NAME, *FORMS)
