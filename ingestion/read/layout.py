"""Where the table is in a text: delimiter, header line, lines above it, and empty fields behind every line.

In: the first lines of a normalised text and the dialect's hints. Out: a `Layout`; a text whose delimiter or header
cannot be told is refused with what was seen.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from ingestion.errors import FileRefused
from ingestion.read.characters import BYTE_ORDER_MARK
from ingestion.read.limits import Limits
from ingestion.read.record import Grammar, Record, read_records
from ingestion.read.source import Dialect, Notice

DELIMITERS = (",", ";", "\t", "|")
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?;*\n', re.IGNORECASE)
# a cell of data rather than a name: a date, a clock, or a number with a fraction
DATUM = re.compile(r"\s*(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*|\d{1,2}:\d{2}.*|[-+(]?[\d., ']*\d[.,]\d+\)?)\s*")
NUMBER = re.compile(r"\s*[-+(]?\d[\d., ']*\)?-?\s*")


@dataclass(frozen=True, slots=True)
class Layout:
    """The table's frame: `start` and `line` are where its first record begins."""

    grammar: Grammar
    headers: tuple[str, ...]
    extra: int
    start: int
    line: int
    header_line: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """One delimiter tried on the sample."""

    grammar: Grammar
    header: Record
    width: int
    extra: int
    agree: float
    lines: int
    deviants: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """The first lines, after a `sep=` line if there is one."""

    name: str
    text: str
    start: int
    line: int
    final: bool


def find_layout(name: str, head: str, dialect: Dialect, limits: Limits, *, final: bool) -> Layout:
    """Decide the layout of a text by its first lines."""
    named = SEPARATOR_LINE.match(head) if dialect.header_line is None else None
    sample = Sample(name, head, named.end() if named else 0, 2 if named else 1, final)
    guess = _choose(sample, dialect.delimiter or (named[1] if named else None), dialect, limits)
    headers = tuple(clean_header(cell) for cell in guess.header.fields[: guess.width])
    if len(headers) > limits.columns:
        message = f"{name} has {len(headers):,} columns."
        raise FileRefused("TOO_MANY_COLUMNS", message, f"A table of sales has at most {limits.columns:,}.")
    notices = _notices(guess, sample)
    end = sample.start + guess.header.end
    return Layout(
        guess.grammar, headers, guess.extra, end, guess.header.line + guess.header.span, guess.header.line, notices
    )


def clean_header(cell: str) -> str:
    """A header as written, without outer space and byte-order mark."""
    return cell.strip().strip(BYTE_ORDER_MARK).strip()


def is_blank(fields: list[str]) -> bool:
    """Whether a record holds nothing but delimiters and space."""
    return not any(map(str.strip, fields))


def _choose(sample: Sample, named: str | None, dialect: Dialect, limits: Limits) -> Guess:
    if named is not None and (len(named) != 1 or named in {"\n", "\r", dialect.quote} or ord(named) > 127):
        message = f"{named!r} cannot be a delimiter."
        raise FileRefused("DELIMITER", message, "Name one plain character, such as ',' or ';'.")
    for sign in (dialect.quote, dialect.escape or ""):
        if len(sign) > 1 or not sign.isascii() or sign in {"\n", "\r", named}:
            message = f"{sign!r} cannot be a quote or an escape."
            raise FileRefused("DELIMITER", message, "Name one plain character that is not the delimiter.")
    grammars = [
        Grammar(sign, dialect.quote, dialect.escape, limits.line) for sign in ((named,) if named else DELIMITERS)
    ]
    tried = [_try(sample, grammar, dialect.header_line, limits) for grammar in grammars]
    guesses = [guess for guess in tried if guess is not None and (named or guess.width > 1)]
    if not guesses:
        raise _no_table(sample, named, dialect)
    best = max(guesses, key=lambda guess: (round(guess.agree, 1), guess.width, guess.agree))
    if named is None:
        _refuse_doubt(sample, best, guesses)
    return best


def _no_table(sample: Sample, named: str | None, dialect: Dialect) -> FileRefused:
    first = sample.text[sample.start :].split("\n", 1)[0][:200]
    details = {"first_line": first}
    if dialect.header_line is not None:
        message = f"Line {dialect.header_line} of {sample.name} is not a header line."
        return FileRefused("NO_HEADER", message, "Check `header_line` in the mapping.", details=details)
    if named or any(sign in sample.text for sign in DELIMITERS):
        message = f"No header line was found in the first lines of {sample.name}."
        hint = "Name `header_line` (and `delimiter`) in the mapping, or add a line of column names."
        return FileRefused("NO_HEADER", message, hint, line=sample.line, details=details)
    message = f"{sample.name} has no delimiter that its lines agree on."
    return FileRefused("DELIMITER", message, "Name `delimiter` in the mapping.", line=sample.line, details=details)


def _refuse_doubt(sample: Sample, best: Guess, guesses: list[Guess]) -> None:
    """Refuse when another delimiter explains as much, or explains the lines that this one does not."""
    rivals = [g for g in guesses if g is not best and g.width == best.width and g.agree >= best.agree]
    signs = [g.grammar.delimiter for g in rivals]
    for sign in DELIMITERS:
        fits = sum(
            record.fields[0].count(sign) == best.width - 1 for record in best.deviants if len(record.fields) == 1
        )
        if sign != best.grammar.delimiter and fits >= max(2, 0.1 * best.lines):
            signs.append(sign)
    if best.agree < 0.5 or signs:
        message = f"The first lines of {sample.name} do not agree on one delimiter."
        details = {"candidates": (best.grammar.delimiter, *signs)}
        raise FileRefused("DELIMITER", message, "Name `delimiter` in the mapping.", details=details)


def _try(sample: Sample, grammar: Grammar, header_line: int | None, limits: Limits) -> Guess | None:
    body = sample.text[sample.start :]
    found = read_records(body, sample.line, grammar, final=sample.final)
    records = [record for record in islice(found, limits.sample_lines) if not is_blank(record.fields)]
    if header_line is not None:
        records = [record for record in records if record.line >= header_line]
        if not records or records[0].line != header_line:
            return None
    good = [record for record in records if record.fault is None]
    if not good:
        return None
    width = _usual_width(good if header_line is None else good[1:] or good)
    header = good[0] if header_line is not None else _find_header(good, width, limits)
    return None if header is None else _measure(grammar, header, [r for r in records if r.line > header.line])


def _usual_width(records: list[Record]) -> int:
    counts = Counter(len(record.fields) for record in records)
    wide = {width: count for width, count in counts.items() if width > 1} or counts
    return max(wide, key=lambda width: (wide[width], width))


def _measure(grammar: Grammar, header: Record, data: list[Record]) -> Guess:
    width, extra = _filled(header.fields), 0
    widths = Counter(len(record.fields) for record in data if record.fault is None)
    usual = max(widths, key=lambda w: (widths[w], w)) if widths else len(header.fields)
    if usual >= len(header.fields):
        width = len(header.fields)
        rows = [record.fields for record in data if record.fault is None and len(record.fields) > width]
        # a delimiter behind every line is a habit of some exports, not a column
        if usual > width and all(is_blank(row[width:]) for row in rows) and len(rows) == sum(widths.values()):
            extra = usual - width
    else:
        width = max(width, usual)
    whole = [record for record in data if record.fault is None]
    deviants = tuple(record for record in whole if len(record.fields) not in {width, width + extra})
    agree = 1 - len(deviants) / len(whole) if whole else 1.0
    return Guess(grammar, header, width, extra, agree, len(whole), deviants)


def _filled(cells: list[str]) -> int:
    """Number of cells up to the last one that is not empty."""
    return max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _find_header(records: list[Record], width: int, limits: Limits) -> Record | None:
    near = [record for record in records if record.line <= limits.header_lines]
    for record in near:
        names = [cell for cell in record.fields if cell.strip()]
        covers = len(record.fields) == width or _filled(record.fields) <= width <= len(record.fields)
        widened = len(record.fields) < width and _only_padding(records, len(record.fields), width, record)
        if (covers or widened) and len(names) * 2 >= len(record.fields) and are_names(names):
            return record
        if _is_data(record, width):
            return None
    return None


def _only_padding(records: list[Record], names: int, width: int, header: Record) -> bool:
    if names < 2:
        return False
    rows = [record.fields for record in records if record.line > header.line and len(record.fields) == width]
    return all(is_blank(row[names:]) for row in rows)


def are_names(cells: list[str]) -> bool:
    """Whether cells can be column names: no dates, no fractions, mostly no numbers."""
    if any(DATUM.fullmatch(cell) for cell in cells):
        return False
    return sum(bool(NUMBER.fullmatch(cell)) for cell in cells) * 2 < max(len(cells), 1)


def _is_data(record: Record, width: int) -> bool:
    filled = [cell for cell in record.fields if cell.strip()]
    return len(record.fields) == width and len(filled) * 2 > width and not are_names(filled)


def _notices(guess: Guess, sample: Sample) -> tuple[Notice, ...]:
    notices = []
    skipped = sample.text[sample.start :][: guess.header.start].count("\n")
    above = [n for n, row in enumerate(sample.text[sample.start :].split("\n")[:skipped]) if row.strip(' ,;|\t"')]
    if above:
        lines = tuple(sample.line + n for n in above)
        notices.append(Notice("TITLE_LINES", "Lines above the header were left out.", len(lines), lines[:5]))
    if guess.extra:
        text = "Every line ends with empty fields that have no column; they were left out."
        notices.append(Notice("EMPTY_EXTRA_FIELDS", text, guess.extra))
    return tuple(notices)
