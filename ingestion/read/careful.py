"""The careful parse of one block: every record judged alone, each fault with its line, column, value and rule.

In: bytes that start at a record and that the quick reader would not take. Out: a `Block` of good records, bad lines,
blank lines and repeated headers.
"""

from dataclasses import dataclass, field

import polars as pl

from ingestion.read.block import Block, Table, is_header
from ingestion.read.characters import CONTROL, has_control, is_utf8
from ingestion.read.layout import is_blank
from ingestion.read.record import OPEN, Record, read_records
from ingestion.read.source import LINE_COLUMN, BadLine


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record is bad; the column is known only where the fields line up with the headers."""

    rule: str
    place: int | None = None
    value: str | None = None


@dataclass(slots=True)
class Tally:
    """What a block has given so far."""

    rows: list[list[str | None]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    open_quotes: list[int] = field(default_factory=list)
    damaged: list[tuple[int, bytes]] = field(default_factory=list)
    inner: int = 0
    spans: int = 0
    end: int = 0
    cut: bool = False


def parse_carefully(data: bytes, line: int, table: Table, *, final: bool) -> Block:
    """All records that are whole in `data`; `final` says that nothing follows."""
    text = data.decode("utf-8", "surrogateescape")
    suspect = has_control(data), not is_utf8(data)
    tally = Tally()
    for record in read_records(text, line, table.grammar, final=final):
        tally.end = record.end
        tally.spans += record.span
        _take(record, text, table, suspect, tally)
    size = len(text[: tally.end].encode("utf-8", "surrogateescape"))
    return Block(
        _frame(tally, table),
        size,
        tally.spans,
        tally.inner,
        tuple(tally.bad),
        tuple(tally.blank),
        tuple(tally.repeated),
        tuple(tally.open_quotes),
        tuple(tally.damaged),
        tally.cut,
    )


def _take(record: Record, text: str, table: Table, suspect: tuple[bool, bool], tally: Tally) -> None:
    tally.cut = False
    fault = _judge(record, text, table, suspect)
    if fault is not None:
        _reject(record, text, table, fault, tally)
        return
    tally.inner += record.span - 1
    fields = record.fields
    if is_blank(fields):
        tally.blank.append(record.line)
        return
    cells = [cell or None for cell in fields[: table.width]]
    if is_header(tuple(cells), table):
        tally.repeated.append(record.line)
    else:
        tally.rows.append(cells)
        tally.lines.append(record.line)


def _judge(record: Record, text: str, table: Table, suspect: tuple[bool, bool]) -> Fault | None:
    controls, damaged = suspect
    source = text[record.start : record.end]
    if damaged and not _encodes(source):
        return _cell_fault("ENCODING", record, [not _encodes(cell) for cell in record.fields])
    if controls and CONTROL.search(source):
        return _cell_fault("CONTROL_CHARACTER", record, [bool(CONTROL.search(cell)) for cell in record.fields])
    if record.fault is not None:
        return Fault("QUOTE", len(record.fields) if record.fault != OPEN else None)
    if len(source) > table.limits.line:
        return Fault("LINE_TOO_LONG")
    return _width_fault(record, source, table)


def _width_fault(record: Record, source: str, table: Table) -> Fault | None:
    if is_blank(record.fields):
        return None
    width = len(record.fields)
    if width < table.width:
        return Fault("SHORT_LINE")
    if width > table.width and not (width <= table.width + table.extra and is_blank(record.fields[table.width :])):
        return Fault("LONG_LINE")
    if len(source) * 4 > table.limits.field:
        sizes = [len(cell.encode("utf-8", "surrogateescape")) > table.limits.field for cell in record.fields]
        return _cell_fault("FIELD_TOO_LONG", record, sizes) if any(sizes) else None
    return None


def _cell_fault(rule: str, record: Record, hits: list[bool]) -> Fault:
    place = next((place for place, hit in enumerate(hits) if hit), None)
    return Fault(rule, place, None if place is None else _shown(record.fields[place]))


def _reject(record: Record, text: str, table: Table, fault: Fault, tally: Tally) -> None:
    whole = len(record.fields) == table.width and record.fault is None
    column = table.headers[fault.place] if whole and fault.place is not None else None
    source = text[record.start : record.end].removesuffix("\n")
    tally.inner += record.span - 1
    tally.bad.append(BadLine(record.line, _shown(source), fault.rule, column, fault.value))
    if record.fault == OPEN:
        tally.open_quotes.append(record.line)
    tally.cut = len(record.fields) < table.width or record.fault == OPEN
    if fault.rule == "ENCODING":
        tally.damaged.append((record.line, source.encode("utf-8", "surrogateescape")))


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(text: str) -> str:
    """Text that can be written anywhere; bytes that are no text are spelled out as \\xNN."""
    if _encodes(text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _frame(tally: Tally, table: Table) -> pl.DataFrame:
    columns = zip(*tally.rows, strict=True) if tally.rows else ((),) * table.width
    cells = {name: pl.Series(name, values, pl.String) for name, values in zip(table.columns, columns, strict=True)}
    return pl.DataFrame({LINE_COLUMN: pl.Series(LINE_COLUMN, tally.lines, pl.Int64), **cells})
