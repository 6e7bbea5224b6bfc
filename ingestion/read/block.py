"""The quick reader: a well-formed block of lines parsed at once by Polars, refused (None) when anything is odd.

In: UTF-8 bytes that start at a record. Out: a `Block`, or None, and then the careful reader takes the same bytes.
Polars pads short lines silently, so delimiters and line ends outside of quotes are counted apart and must agree.
"""

from dataclasses import dataclass

import polars as pl

from ingestion.read.characters import BYTE_ORDER_MARK, has_control, is_utf8
from ingestion.read.limits import Limits
from ingestion.read.record import Grammar
from ingestion.read.source import LINE_COLUMN, BadLine

MARK = BYTE_ORDER_MARK.encode()


@dataclass(frozen=True, slots=True)
class Table:
    """What every record must look like."""

    grammar: Grammar
    headers: tuple[str, ...]
    columns: tuple[str, ...]
    extra: int
    limits: Limits

    @property
    def width(self) -> int:
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Block:
    """Records of `size` bytes and `lines` physical lines; `inner` line ends were inside fields."""

    frame: pl.DataFrame
    size: int
    lines: int
    inner: int
    bad: tuple[BadLine, ...] = ()
    blank: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    open_quotes: tuple[int, ...] = ()
    damaged: tuple[tuple[int, bytes], ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A block's bytes outside of quotes, up to its last record end."""

    size: int
    records: int
    delimiters: int
    empty: int
    quoted: bool


def parse_block(data: bytes, line: int, table: Table) -> Block | None:
    """The whole records at the start of `data`, or None when the careful reader must look."""
    shape = _measure(data, table.grammar)
    if shape is None or not shape.size:
        return None
    text = data[: shape.size]
    if has_control(text) or not is_utf8(text) or text.startswith((MARK, b"\n")):
        return None
    # a line without delimiters counts only when it is empty: a short line must never be padded
    if shape.delimiters != (table.width + table.extra - 1) * (shape.records - shape.empty):
        return None
    frame = _parse(text, table, quoted=shape.quoted)
    if frame is None or frame.height != shape.records or not _within(frame, table.limits):
        return None
    numbered = _number(frame, text, line, shape)
    return None if numbered is None else _sift(numbered, shape, text, table)


def _measure(data: bytes, grammar: Grammar) -> Shape | None:
    if grammar.escape and grammar.escape.encode() in data:
        return None
    quote, delimiter = grammar.quote.encode(), grammar.delimiter.encode()
    if not quote or quote not in data:
        size = data.rfind(b"\n") + 1
        text = data[:size]
        return Shape(size, text.count(b"\n"), text.count(delimiter), _empty_lines(text), quoted=False)
    segments = data.split(quote)
    size, kept = _last_end(segments)
    if not size:
        return None
    parts = segments[:kept:2]
    parts[-1] = parts[-1][: parts[-1].rfind(b"\n") + 1]
    if not _quotes_fit(parts, delimiter):
        return None
    outside = quote.join(parts)
    empty = _empty_lines(outside)
    return Shape(size, outside.count(b"\n"), outside.count(delimiter), empty, quoted=True)


def _empty_lines(text: bytes) -> int:
    if b"\n\n" not in text:
        return 0
    return sum(1 for row in text.split(b"\n") if not row) - 1


def _last_end(segments: list[bytes]) -> tuple[int, int]:
    """Bytes up to the last line end outside of quotes, and how many segments they reach into."""
    behind = 0
    for place in range(len(segments) - 1, -1, -1):
        found = segments[place].rfind(b"\n") if place % 2 == 0 else -1
        if found >= 0:
            total = sum(map(len, segments)) + len(segments) - 1
            return total - behind - (len(segments[place]) - found - 1), place + 1
        behind += len(segments[place]) + 1
    return 0, 0


def _quotes_fit(parts: list[bytes], delimiter: bytes) -> bool:
    """Whether every quoted part fills its field; a doubled quote inside leaves an empty part, which says nothing."""
    marks = (delimiter, b"\n")
    before = all(part.endswith(marks) for part in parts[:-1] if part)
    return before and all(part.startswith(marks) for part in parts[1:] if part)


def _parse(text: bytes, table: Table, *, quoted: bool) -> pl.DataFrame | None:
    names = [*table.columns, *(f"\0{place}" for place in range(table.extra))]
    try:
        frame = pl.read_csv(
            text,
            has_header=False,
            schema=dict.fromkeys(names, pl.String()),
            separator=table.grammar.delimiter,
            quote_char=table.grammar.quote if quoted else None,
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    if quoted:
        frame = frame.with_columns(pl.all().replace("", None)) if table.grammar.quote.encode() * 2 in text else frame
    if table.extra:
        spare = frame.select(names[table.width :])
        if any(column.null_count() != frame.height for column in spare):
            return None
    return frame.select(table.columns)


def _within(frame: pl.DataFrame, limits: Limits) -> bool:
    longest = frame.select(pl.all().str.len_bytes().max()).row(0)
    sizes = [size or 0 for size in longest]
    return max(sizes, default=0) <= limits.field and sum(sizes) + len(sizes) <= limits.line


def _number(frame: pl.DataFrame, text: bytes, line: int, shape: Shape) -> pl.DataFrame | None:
    """Physical line numbers; line ends inside fields push the following records down."""
    at = pl.int_range(line, line + frame.height, dtype=pl.Int64)
    inner = text.count(b"\n") - shape.records
    if inner:
        breaks = [pl.col(name).str.count_matches("\n", literal=True).fill_null(0) for name in frame.columns]
        span = frame.select(pl.sum_horizontal(breaks).cast(pl.Int64)).to_series()
        if span.sum() != inner:
            return None
        at = at + pl.lit(span.cum_sum() - span)
    return frame.select(at.alias(LINE_COLUMN), pl.all())


def _sift(frame: pl.DataFrame, shape: Shape, text: bytes, table: Table) -> Block:
    """Take blank records and repeated headers out of a parsed block."""
    first = pl.col(table.columns[0])
    hollow = frame.filter(first.is_null() | (first.str.strip_chars() == ""))
    blank = hollow.filter(pl.all_horizontal(pl.exclude(LINE_COLUMN).fill_null("").str.strip_chars() == ""))
    repeated = _repeated(frame, table)
    dropped = [*blank[LINE_COLUMN].to_list(), *repeated]
    if dropped:
        frame = frame.filter(~pl.col(LINE_COLUMN).is_in(dropped))
    inner = text.count(b"\n") - shape.records
    lines = text.count(b"\n")
    return Block(frame, shape.size, lines, inner, blank=tuple(dropped[: blank.height]), repeated=tuple(repeated))


def _repeated(frame: pl.DataFrame, table: Table) -> list[int]:
    """Lines that are the header again (files joined end to end)."""
    place = next(place for place, header in enumerate(table.headers) if header)
    key = pl.col(table.columns[place])
    near = frame.filter(key.str.strip_chars(f" \t{BYTE_ORDER_MARK}") == table.headers[place])
    return [row[0] for row in near.iter_rows() if is_header(row[1:], table)]


def is_header(fields: tuple[str | None, ...], table: Table) -> bool:
    """Whether a record repeats the header, whatever space or byte-order mark is around its names."""
    for cell, header in zip(fields, table.headers, strict=True):
        if cell != header and (cell or "").strip().strip(BYTE_ORDER_MARK).strip() != header:
            return False
    return True
