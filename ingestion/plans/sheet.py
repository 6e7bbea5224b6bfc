"""A small file as rows of text by part, whatever its format, encoding, separators and trailing blanks.

In: a path, the parts it may have. Out: a `Sheet`: rows with physical lines and filled cells, the lines that cannot
be read as fields as defects; or `FileRefused`. The reader is the one of sales files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingestion.errors import Defect, FileRefused
from ingestion.plans.columns import Parts, find_columns
from ingestion.plans.defects import CODES, defect
from ingestion.read.opening import open_source
from ingestion.read.source import LINE_COLUMN, BadLine, Chunk, Dialect, Notice, Source

MOST_ROWS = 20_000
_OUTER = " \t\u00a0\u2007\u202f\ufeff"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`frame` has `_line` and a text column a part, null where a cell is blank; `headers` name the parts' columns.

    `plain` are the parts whose cells were numbers in the file itself, written with a point whatever the text uses.
    """

    name: str
    frame: pl.DataFrame
    headers: Mapping[str, str]
    plain: frozenset[str]
    sha256: str
    defects: tuple[Defect, ...] = ()
    notices: tuple[Notice, ...] = ()

    def column(self, part: str) -> pl.Series:
        """The part's cells; all null where the file has no such column."""
        if part in self.frame.columns:
            return self.frame[part]
        return pl.Series(part, [None] * self.frame.height, dtype=pl.String)

    @property
    def lines(self) -> list[int]:
        return self.frame[LINE_COLUMN].to_list()

    def defect(self, code: str, line: int, part: str, value: str | None = None, *, about: str = "") -> Defect:
        return defect(code, line, self.headers.get(part, part), value or "", about=about)


def read_sheet(path: Path, parts: Parts, encoding: str | None = None) -> Sheet:
    """The whole file, at most MOST_ROWS rows."""
    source = open_source(path, Dialect(encoding=encoding))
    frame, defects = _whole(source)
    filled = [name for name in source.columns if frame[name].null_count() < frame.height]
    headers = find_columns(source.columns, filled, parts)
    if frame.is_empty() and not defects:
        raise _empty(source)
    chosen = frame.select(LINE_COLUMN, *(pl.col(column).alias(part) for part, column in headers.items()))
    numeric = {name for name, kind in source.native.items() if kind.is_numeric()}
    plain = frozenset(part for part, column in headers.items() if column in numeric)
    return Sheet(path.name, chosen, headers, plain, source.sha256, defects, source.notices)


def _whole(source: Source) -> tuple[pl.DataFrame, tuple[Defect, ...]]:
    frames: list[pl.DataFrame] = []
    defects: list[Defect] = []
    rows = 0
    try:
        for chunk in source.chunks():
            rows += chunk.frame.height + len(chunk.bad)
            if rows > MOST_ROWS:
                raise _too_many(source)
            frames.append(_bare(chunk))
            defects += (_unreadable(bad) for bad in chunk.bad)
    except FileRefused as refused:
        raise _in_own_words(refused, source) from refused
    return pl.concat(frames), tuple(defects)


def _unreadable(bad: BadLine) -> Defect:
    """A line of which no fields, or no text, can be made."""
    code = bad.rule if bad.rule in CODES else "UNREADABLE_ROW"
    return defect(code, bad.line, bad.column or "", (bad.value or bad.text)[:80])


def _bare(chunk: Chunk) -> pl.DataFrame:
    """Cells without outer blanks; rows in which none is left are gone."""
    text = pl.exclude(LINE_COLUMN).str.strip_chars(_OUTER)
    bare = chunk.frame.with_columns(pl.when(text != "").then(text).name.keep())
    return bare.filter(pl.any_horizontal(pl.exclude(LINE_COLUMN).is_not_null()))


def _in_own_words(refused: FileRefused, source: Source) -> FileRefused:
    """A refusal of the reader that speaks of mappings or of sales, said for a file that has neither."""
    if refused.code == "NO_LINES":
        return _empty(source)
    if refused.code != "ENCODING":
        return refused
    hint = "Save it as UTF-8, or name its encoding, such as --encoding cp1252."
    message = refused.message.partition(" Name `encoding`")[0]
    return FileRefused(refused.code, message, hint, line=refused.line, details=refused.details)


def _empty(source: Source) -> FileRefused:
    message = f"{source.path.name} has no rows below its header."
    return FileRefused("NO_ROWS", message, "Look whether the file was cut; nothing was changed.")


def _too_many(source: Source) -> FileRefused:
    return FileRefused(
        "TOO_MANY_ROWS",
        f"{source.path.name} has more than {MOST_ROWS:,} rows.",
        "Is it a file of sales? Load it with: python -m ingestion load FILE",
    )
