"""Evidence about one column of numbers: which marks its cells prove to be decimal and which to group digits.

In: the column's cells, chunk by chunk. Out: counts of a few shapes, and the sums that the two readings of forms
like `1,234` lead to. `ingestion.mapping.number_choice` decides from them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from ingestion.mapping.date_survey import MAX_EXAMPLES, MAX_SHAPES, OUTER, Example
from ingestion.mapping.number_shapes import Marks, read_marks

_WHOLE = r"^-?\d+$"
_FRACTION = r"^[-+]?(?:0?{mark}\d+|\d+{mark}(?:\d{{1,2}}|\d{{4,}}))$"
_POINT = _FRACTION.format(mark=r"\.")
_COMMA = _FRACTION.format(mark=",")
_NEGATIVE = r"^[^\d]*[-−(]|-$"
_ONES = list("123456789")
_ZEROS = ["0"] * 9


@dataclass
class NumberSurvey:
    """Counts over the cells seen so far. `marks` leaves out whole numbers without any mark.

    `whole_sum` and `lone_sum` add the digits of the cells without a mark and of those with a lone one.
    """

    cells: int = 0
    whole: int = 0
    negative: int = 0
    marks: Counter[Marks] = field(default_factory=Counter)
    whole_sum: int = 0
    lone_sum: int = 0
    unread: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, cells: pl.Series, lines: pl.Series) -> None:
        """Count a chunk's cells."""
        frame = pl.DataFrame({"line": lines, "cell": cells.str.strip_chars(OUTER)})
        frame = frame.filter(pl.col("cell").str.len_bytes() > 0)
        whole = frame["cell"].str.contains(_WHOLE)
        point = frame["cell"].str.contains(_POINT)
        self.cells += frame.height
        self.whole += int(whole.sum())
        self.whole_sum += _sum(frame["cell"].filter(whole))
        self.negative += int(frame["cell"].str.contains(_NEGATIVE).sum())
        self._count(Marks(decimal="."), int(point.sum()))
        self._add_rest(frame.filter(~(whole | point)))

    def _add_rest(self, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        comma = frame["cell"].str.contains(_COMMA)
        self._count(Marks(decimal=","), int(comma.sum()))
        frame = frame.filter(~comma).with_columns(shape=pl.col("cell").str.replace_many(_ONES, _ZEROS))
        shapes = {shape: (read_marks(shape), count) for shape, count in frame["shape"].value_counts().iter_rows()}
        for marks, count in shapes.values():
            self._count_shape(marks, count)
        self._add_sums(frame, [shape for shape, (marks, _) in shapes.items() if marks and marks.lone])
        self._keep_examples(frame, [shape for shape, (marks, _) in shapes.items() if marks is None])

    def _count_shape(self, marks: Marks | None, count: int) -> None:
        if marks is None:
            self.unread += count
        elif marks == Marks():
            self.whole += count
        else:
            self._count(marks, count)

    def _count(self, marks: Marks, count: int) -> None:
        if count and (marks in self.marks or len(self.marks) < MAX_SHAPES):
            self.marks[marks] += count

    def _add_sums(self, frame: pl.DataFrame, lone: list[str]) -> None:
        if lone:
            cells = frame.filter(pl.col("shape").is_in(lone))["cell"]
            negative = cells.str.contains(_NEGATIVE)
            digits = cells.str.replace_all(r"\D", "")
            self.lone_sum += _sum(digits.filter(~negative)) - _sum(digits.filter(negative))

    def _keep_examples(self, frame: pl.DataFrame, unknown: list[str]) -> None:
        room = MAX_EXAMPLES - len(self.examples)
        if unknown and room > 0:
            rows = frame.filter(pl.col("shape").is_in(unknown)).head(room)
            self.examples += [Example(line, cell) for line, cell in rows.select("line", "cell").iter_rows()]


def _sum(digits: pl.Series) -> int:
    """The sum as a Python int; a number too long for 18 digits counts nothing, its line is refused later anyway."""
    total = digits.cast(pl.Int64, strict=False).cast(pl.Int128).sum()
    return int(total)
