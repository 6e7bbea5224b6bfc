"""Total and subtotal lines of an export, told from sales by proof: a label, and the sum of the lines above.

In: chunk after chunk, the text frame and the parsed gross revenue. Out: the rows that only repeat the lines before
them, and those that look so but do not add up. `SummaryLines` carries its sums from one chunk to the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

_HINTS = ["total", "jumla"]
_EXACT = re.compile(r"(?i)^\W*(?:(grand|overall|report)|(sub))?[\s_-]*(?:totals?|jumla)\W*$")
_LOOSE = re.compile(
    r"(?i)^\W*(?:(grand|overall|report)|(sub))?[\s_-]*totals?\b.*$|^.*\b(?:(grand)|(sub))?[\s_-]*totals?\W*$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A cell that names a line as a total: its row in the chunk, its column, how sure the words are."""

    row: int
    column: str
    is_exact: bool
    level: str


@dataclass(slots=True)
class SummaryLines:
    """Sums since the last proven summary line, of any level and of each level."""

    columns: tuple[str, ...]
    _sum: int = 0
    _lines: int = 0
    _last: tuple[int, int] = (0, 0)
    _last_of: dict[str, tuple[int, int]] = field(default_factory=dict)

    def find(self, frame: pl.DataFrame, money: pl.Series) -> tuple[list[Label], list[Label]]:
        """The proven summary lines of a chunk, and the suspected ones that do not add up."""
        labels = _labels(frame, self.columns)
        before = _sums_before(money, [label.row for label in labels])
        proven: list[Label] = []
        suspected: list[Label] = []
        taken = 0
        for label, above in zip(labels, before, strict=True):
            amount = money[label.row]
            now = (self._sum + above - taken, self._lines + label.row - len(proven))
            if amount and self._adds_up(int(amount), now, label):
                proven.append(label)
                taken += int(amount)
                self._last = self._last_of[label.level] = now
            else:
                suspected.append(label)
        self._sum += _sums_before(money, [frame.height])[0] - taken
        self._lines += frame.height - len(proven)
        return proven, suspected

    def _adds_up(self, amount: int, now: tuple[int, int], label: Label) -> bool:
        """Equal to the lines since the last summary line, or since the last one of its own level."""
        for then in (self._last, self._last_of.get(label.level, (0, 0))):
            if amount == now[0] - then[0] and now[1] - then[1] >= (1 if label.is_exact else 2):
                return True
        return False


def _labels(frame: pl.DataFrame, columns: Sequence[str]) -> list[Label]:
    """One label a row, the first that reads as one, in the order of the rows."""
    found: dict[int, Label] = {}
    for column in columns:
        cells = frame[column]
        hits = cells.str.contains_any(_HINTS, ascii_case_insensitive=True).fill_null(value=False)
        if hits.any():
            rows = hits.arg_true()
            for row, cell in zip(rows, cells.gather(rows), strict=True):
                label = _label(row, column, cell)
                if label and (row not in found or label.is_exact > found[row].is_exact):
                    found[row] = label
    return [found[row] for row in sorted(found)]


def _label(row: int, column: str, cell: str) -> Label | None:
    exact = _EXACT.match(cell)
    match = exact or _LOOSE.match(cell)
    if match is None:
        return None
    marks = [mark.lower() for mark in match.groups() if mark]
    return Label(row, column, exact is not None, "sub" if "sub" in marks else "grand" if marks else "total")


def _sums_before(money: pl.Series, rows: list[int]) -> list[int]:
    """The exact sum of the rows above each given one."""
    if not rows:
        return []
    running = money.cast(pl.Int128).fill_null(0).cum_sum()
    return [int(str(running[row - 1])) if row else 0 for row in rows]
