"""The quarantine file: lines set aside, as a CSV that can be fixed and loaded like any other file.

In: `Quarantined` lines as they come. Out: a file with the source's own columns and cells as written (a formula with an
apostrophe in front), and behind
them ours: load id, file, line, and of each defect column, value, rule and hint. A line that could not be read as
fields stands in `_text`; its cells wait to be filled in. Reading such a file again, our columns are left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ingestion.lines import Quarantined
from ingestion.read.source import Source
from ingestion.rules import hint
from ingestion.shield import shielded

LOAD, FILE, LINE_NUMBER, COLUMN, VALUE, RULE, HINT, TEXT = OWN_HEADERS = (
    *("_load", "_file", "_line", "_column", "_value", "_rule", "_hint", "_text"),
)
SEPARATOR = "; "
_STEM_BYTES = 160
"""What file systems limit are the bytes of a name; ours needs some of them for the load."""
_VALUE_LENGTH = 1_000
_TEXT_LENGTH = 32_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OWN_COLUMN = re.compile(rf"^(?:{'|'.join(OWN_HEADERS)})(?: \(\d+\))?$")


def is_own(column: str) -> bool:
    """Whether a column of a file is one that a quarantine file adds.

    >>> [is_own(column) for column in ("_rule", "_line (2)", "Rule")]
    [True, True, False]
    """
    return _OWN_COLUMN.match(column) is not None


def is_quarantine(headers: Sequence[str]) -> bool:
    """Whether a file with these headers is a quarantine file: it has every column of ours."""
    return set(OWN_HEADERS) <= set(headers)


def carried_load_id(source: Source) -> str | None:
    """The id of the load that set these lines aside; None when the file is not a quarantine file."""
    if not is_quarantine(source.headers):
        return None
    for chunk in source.chunks():
        found = chunk.frame[LOAD].drop_nulls()
        if len(found):
            return str(found[0])
    return None


def quarantine_path(folder: Path, load_id: str, file: str) -> Path:
    """Where the lines that a load of `file` set aside are kept."""
    stem = re.sub(r"[^\w.-]+", "_", Path(file).stem).encode(errors="replace")[:_STEM_BYTES].decode(errors="ignore")
    return folder / f"{stem}.{load_id}.quarantine.csv"


@dataclass(slots=True)
class QuarantineWriter:
    """Writes lines as they come and counts them."""

    load_id: str
    file: str
    columns: tuple[str, ...]
    _out: TextIO
    lines: int = 0

    def write(self, entries: Iterable[Quarantined]) -> None:
        rows = csv.writer(self._out, lineterminator="\n")
        kept = [place for place, column in enumerate(self.columns) if not is_own(column)]
        for entry in entries:
            cells = [None if entry.cells is None else entry.cells[place] for place in kept]
            told = [self.load_id, self.file, str(entry.line), *_explain(entry)]
            rows.writerow([cell if cell is None else shielded(cell) for cell in (*cells, *told)])
            self.lines += 1


@contextmanager
def open_quarantine(path: Path, load_id: str, source: Source, name: str = "") -> Iterator[QuarantineWriter]:
    """A writer of lines that `source` gave, called `name`. A file to which nothing was written is removed again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        writer = QuarantineWriter(load_id, name or source.path.name, source.columns, out)
        csv.writer(out, lineterminator="\n").writerow(
            [*map(shielded, filter(_is_theirs, source.columns)), *OWN_HEADERS]
        )
        yield writer
    if not writer.lines:
        path.unlink()


def _is_theirs(column: str) -> bool:
    return not is_own(column)


def _explain(entry: Quarantined) -> list[str]:
    """Column, value, rule, hint and text: lists in the same order when a line has several defects."""
    defects = entry.defects
    rules = dict.fromkeys(defect.rule for defect in defects)
    return [
        SEPARATOR.join(defect.column or "" for defect in defects),
        SEPARATOR.join(_legible(defect.value or "", _VALUE_LENGTH) for defect in defects),
        SEPARATOR.join(defect.rule for defect in defects),
        " ".join(hint(rule) for rule in rules),
        "" if entry.cells is not None else _legible(entry.text, _TEXT_LENGTH),
    ]


def _legible(text: str, most: int) -> str:
    """Without control characters and not too long, so that our own columns never break the reading of a fixed line."""
    shown = _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
    return shown if len(shown) <= most else f"{shown[:most]}... ({len(shown)} characters)"
