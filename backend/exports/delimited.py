"""CSV by RFC 4180: commas, CRLF, quotes where needed, UTF-8; exact decimals, moments as ISO text with their offset.

A null is an empty cell, an empty text is `""`. A text that a spreadsheet would take for a formula gets an apostrophe
in front, see `guarded`. Numbers are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from backend.exports.table import MONEY_SCALE, UNITS_SCALE, Table
from backend.reports.spec import FieldType
from druid.spreadsheets import FORMULA

BOM = b"\xef\xbb\xbf"
PLAIN = frozenset({FieldType.COUNT, FieldType.FRACTION, FieldType.NUMBER, FieldType.FLAG})


def csv_chunks(table: Table, *, has_bom: bool = False) -> Iterator[bytes]:
    """The file in pieces. `has_bom` helps Excel to see that it is UTF-8."""
    names = pl.DataFrame({str(i): guarded(pl.Series([c.name])) for i, c in enumerate(table.columns)})
    head = (BOM if has_bom else b"") + _lines(names)
    for chunk in table.chunks():
        yield head + _lines(chunk.select(_cell(chunk[c.name], c.type, table.zone) for c in table.columns))
        head = b""
    if head:
        yield head


def _lines(frame: pl.DataFrame) -> bytes:
    if frame.width > 1:
        return frame.write_csv(include_header=False, line_terminator="\r\n").encode()
    # a line of one empty cell would be no line at all
    quoted = frame.select(pl.all().fill_null(""))
    return quoted.write_csv(include_header=False, line_terminator="\r\n", quote_style="always").encode()


def _cell(series: pl.Series, kind: FieldType, zone: str) -> pl.Series:
    match kind:
        case FieldType.MONEY:
            return decimal_text(series, MONEY_SCALE)
        case FieldType.UNITS:
            return decimal_text(series, UNITS_SCALE)
        case FieldType.INSTANT:
            return iso_text(series, zone)
        case _ if kind in PLAIN:
            return series.cast(pl.String)
        case _:
            return guarded(series)


def guarded(series: pl.Series) -> pl.Series:
    """Texts with an apostrophe before whatever begins like a formula; taking one away there gives the text back.

    >>> guarded(pl.Series(["=1+1", "plain", "'=quoted", "'tis", None])).to_list()
    ["'=1+1", 'plain', "''=quoted", "'tis", None]
    >>> guarded(pl.Series(["  =1+1", " plain"])).to_list()
    ["'  =1+1", ' plain']
    """
    return pl.select(
        pl.when(series.str.contains("^" + FORMULA)).then("'" + series).otherwise(series).alias(series.name)
    ).to_series()


def decimal_text(series: pl.Series, scale: int) -> pl.Series:
    """Integers at a scale as exact decimals without needless zeros.

    >>> decimal_text(pl.Series([2619600, -5, 0, 20000, None]), 4).to_list()
    ['261.96', '-0.0005', '0', '2', None]
    """
    digits = series.abs()
    unit = 10**scale
    sign = pl.when(series < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = (digits // unit).cast(pl.String)
    part = (digits % unit).cast(pl.String).str.zfill(scale).str.strip_chars_end("0")
    point = pl.when(part == "").then(pl.lit("")).otherwise("." + part)
    return pl.select((sign + whole + point).alias(series.name)).to_series()


def iso_text(series: pl.Series, zone: str) -> pl.Series:
    """Moments in UTC as ISO text with the zone's offset, milliseconds only where there are some."""
    local = series.dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    fine = local.dt.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z")
    whole = local.dt.strftime("%Y-%m-%dT%H:%M:%S%:z")
    return pl.select(pl.when(series.dt.millisecond() == 0).then(whole).otherwise(fine).alias(series.name)).to_series()
