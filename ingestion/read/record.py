r"""The careful reader: records of a text, one at a time, that survives every misuse of quotes.

In: normalised text that starts at a record. Out: records with their physical line and span. A quoted field may
span lines; where it never closes, only its first physical line is given up and reading goes on with the next line.

>>> [r.fields for r in read_records('1,"a\nb"\n2,6" pipe\n', 1, Grammar(",", '"'), final=True)]
[['1', 'a\nb'], ['2', '6" pipe']]
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

OPEN = "open quote"
STRAY = "text after a closing quote"


@dataclass(frozen=True, slots=True)
class Grammar:
    """How fields are told apart; `reach` bounds how far a closing quote is looked for."""

    delimiter: str
    quote: str
    escape: str | None = None
    reach: int = 1 << 20


class Record(NamedTuple):
    """`text[start:end]` with its line end; `span` physical lines from `line`."""

    line: int
    span: int
    start: int
    end: int
    fields: list[str]
    fault: str | None


class Split(NamedTuple):
    """Fields found from a place on; `end` is past the line end when there is no fault."""

    fields: list[str]
    end: int
    fault: str | None


def read_records(text: str, line: int, grammar: Grammar, *, final: bool) -> Iterator[Record]:
    """All whole records; one that may go on behind the text is left to the next call unless `final`."""
    specials = [sign for sign in (grammar.quote, grammar.escape) if sign]
    start, size = 0, len(text)
    while (stop := text.find("\n", start)) >= 0:
        row = text[start:stop]
        if not any(sign in row for sign in specials):
            yield Record(line, 1, start, stop + 1, row.split(grammar.delimiter), None)
            start, line = stop + 1, line + 1
            continue
        fields = None if grammar.escape else _tidy(row, grammar)
        if fields is not None:
            yield Record(line, 1, start, stop + 1, fields, None)
            start, line = stop + 1, line + 1
            continue
        found = _split(text, start, grammar)
        if found.fault == OPEN and not final and size - start <= grammar.reach:
            return
        record = _judge(text, Record(line, 1, start, stop + 1, found.fields, found.fault), found.end)
        yield record
        start, line = record.end, line + record.span


def _tidy(row: str, grammar: Grammar) -> list[str] | None:
    """The fields of a line whose quotes all open and close a field, the common case; else None."""
    parts = row.split(grammar.quote)
    if len(parts) % 2 == 0 or len(row) > csv.field_size_limit():
        return None
    quote, delimiter = grammar.quote, grammar.delimiter
    outside = delimiter + quote.join(parts[::2]) + delimiter
    while quote * 2 in outside:
        outside = outside.replace(quote * 2, quote)
    if not outside.count(quote) == outside.count(delimiter + quote) == outside.count(quote + delimiter):
        return None
    return next(csv.reader((row,), delimiter=delimiter, quotechar=quote, strict=True))


def _judge(text: str, record: Record, end: int) -> Record:
    if record.fault is None:
        return record._replace(span=text.count("\n", record.start, end), end=end)
    # text after a quote that closes lines later means that the first line's quote never closed
    fault = OPEN if end >= record.end else record.fault
    return record._replace(fault=fault)


def _split(text: str, start: int, grammar: Grammar) -> Split:
    fields: list[str] = []
    limit = min(len(text), start + grammar.reach)
    at = start
    while True:
        quoted = bool(grammar.quote) and text.startswith(grammar.quote, at)
        value, after = _quoted(text, at + 1, limit, grammar) if quoted else _bare(text, at, grammar)
        if after < 0:
            return Split(fields, at, OPEN)
        fields.append(value)
        if text.startswith(grammar.delimiter, after):
            at = after + 1
        elif text.startswith("\n", after):
            return Split(fields, after + 1, None)
        else:
            return Split(fields, after, STRAY)


def _quoted(text: str, at: int, limit: int, grammar: Grammar) -> tuple[str, int]:
    """The value behind an opening quote and the place after its closing one, -1 when there is none."""
    quote, escape, place = grammar.quote, grammar.escape, at
    while True:
        found = text.find(quote, place, limit)
        mark = text.find(escape, place, limit) if escape and escape != quote else -1
        if 0 <= mark < found:
            place = mark + 2
            continue
        if found < 0 or found + 1 >= len(text):
            return "", -1
        if not text.startswith(quote, found + 1):
            return _plain(text[at:found], grammar), found + 1
        place = found + 2


def _plain(value: str, grammar: Grammar) -> str:
    if not grammar.escape:
        return value.replace(grammar.quote * 2, grammar.quote)
    pattern = f"{re.escape(grammar.escape)}(.)|{re.escape(grammar.quote * 2)}"
    return re.sub(pattern, lambda match: match[1] or grammar.quote, value, flags=re.DOTALL)


def _bare(text: str, at: int, grammar: Grammar) -> tuple[str, int]:
    escape, place = grammar.escape, at
    while True:
        stop = text.find("\n", place)
        found = text.find(grammar.delimiter, place, stop)
        after = found if found >= 0 else stop
        mark = text.find(escape, place, after if after >= 0 else len(text)) if escape else -1
        if mark < 0:
            value = text[at:after]
            return (re.sub(re.escape(escape) + "(.)", r"\1", value, flags=re.DOTALL) if escape else value), after
        place = mark + 2
