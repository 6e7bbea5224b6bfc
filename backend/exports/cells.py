"""Columns as Excel cells: numbers as floats, moments as serial days of local time, formats by type and currency.

Comes in: chunks of a table. Goes out: per column the values a cell takes. A moment that Excel's calendar does not
know stays ISO text; a text longer than a cell is refused, never cut.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from backend.errors import NotAvailable
from backend.exports.currencies import digits_of
from backend.exports.delimited import iso_text
from backend.exports.table import MONEY_SCALE, UNITS_SCALE, Table, TableColumn
from backend.reports.spec import FieldType

MOST_TEXT = 32_767
SURE = 10**15
"""A cell keeps the digits of integers below this."""
FIRST_SERIAL = 61
"""1 March 1900; before it Excel counts a day that never was."""
EPOCH_SERIAL = 25_569
DAY_MS = 86_400_000
SCALES = {FieldType.MONEY: MONEY_SCALE, FieldType.UNITS: UNITS_SCALE, FieldType.COUNT: 0}

Value = float | str | None


@dataclass(frozen=True, slots=True)
class Cells:
    """One list a column. `is_rounded` says that a number had more digits than a cell keeps."""

    values: tuple[list[Value], ...]
    is_rounded: bool = False


def cells_of(chunk: pl.DataFrame, table: Table) -> Cells:
    """A chunk's cells; raises NotAvailable for a text that no cell can hold."""
    values = tuple(_values(chunk[c.name], c, table.zone) for c in table.columns)
    longest = [chunk[c.name].abs().max() for c in table.columns if c.type in SCALES]
    return Cells(values, any(isinstance(most, int) and most >= SURE for most in longest))


def _values(series: pl.Series, column: TableColumn, zone: str) -> list[Value]:
    match column.type:
        case FieldType.MONEY | FieldType.UNITS:
            # Python divides two integers correctly rounded, Polars by a scalar does not
            unit = 10 ** SCALES[column.type]
            return [None if value is None else value / unit for value in series.to_list()]
        case FieldType.COUNT | FieldType.FRACTION | FieldType.NUMBER | FieldType.FLAG:
            return series.to_list()
        case FieldType.INSTANT:
            return _moments(series, zone)
        case _:
            return _texts(series, column)


def _moments(series: pl.Series, zone: str) -> list[Value]:
    local = series.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None).dt.epoch("ms")
    serials = [None if ms is None else ms / DAY_MS + EPOCH_SERIAL for ms in local.to_list()]
    texts = iso_text(series, zone).to_list()
    return [
        text if serial is not None and serial < FIRST_SERIAL else serial
        for serial, text in zip(serials, texts, strict=True)
    ]


def _texts(series: pl.Series, column: TableColumn) -> list[Value]:
    lengths = series.str.len_bytes()
    if (lengths > MOST_TEXT).any():
        raise NotAvailable(
            f"A text of {column.name} is longer than the {MOST_TEXT:,} characters of an Excel cell.",
            "Ask for CSV, Parquet or Arrow.",
        )
    return series.to_list()


def number_format(column: TableColumn, table: Table, currency: str) -> str:
    """How Excel shows a column's numbers."""
    match column.type:
        case FieldType.MONEY:
            digits = digits_of(currency)
            return f"[${currency}] #,##0{'.' + '0' * digits if digits else ''}"
        case FieldType.UNITS:
            return "#,##0" if _is_whole(column, table) else "#,##0.000"
        case FieldType.COUNT:
            return "#,##0"
        case FieldType.FRACTION:
            return "0.00%"
        case FieldType.INSTANT:
            return "yyyy-mm-dd" if _is_midnight(column, table) else "yyyy-mm-dd hh:mm:ss"
        case _:
            return "General"


def _is_whole(column: TableColumn, table: Table) -> bool:
    return not (table.frame[column.source] % 10**UNITS_SCALE != 0).any()


def _is_midnight(column: TableColumn, table: Table) -> bool:
    series = table.frame[column.source]
    local = series.dt.replace_time_zone("UTC").dt.convert_time_zone(table.zone).dt.replace_time_zone(None)
    return not (local.dt.epoch("ms") % DAY_MS != 0).any()
