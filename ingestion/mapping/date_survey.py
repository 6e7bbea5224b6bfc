"""Evidence about one column of dates: how many cells fit each shape, and which days they name.

In: the column's cells, chunk by chunk. Out: counts that stay small whatever the file's size: shapes, and distinct
triples of numbers such as 5/12/2024. `ingestion.mapping.date_choice` decides from them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from ingestion.mapping.date_shapes import DateShape, Family, read_clock, read_shape

OUTER = " \t\u00a0\u202f"
MAX_SHAPES = 1_000
MAX_EXAMPLES = 5

_NUMERIC = r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,]|$)"
_MIDNIGHT = r"[T ]0?0:00(?::00(?:\.0+)?)?(?: ?Z|[+-]\d\d:?\d\d)?$|[T ]12:00(?::00)? ?[Aa][Mm]$"
_EIGHT_DIGITS = r"^\d{8}(?:\D|$)"
_COMPACT = r"^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\D|$)"
_ONES = list("123456789")
_ZEROS = ["0"] * 9


@dataclass(frozen=True, slots=True, order=True)
class Triple:
    """Three numbers of a numeric date as they stand: the first two are a day and a month in some order."""

    year: int
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Example:
    """A cell as it stands, with its physical line."""

    line: int
    value: str


@dataclass
class DateSurvey:
    """Counts over the cells seen so far. Cells whose shape is no date are in `unread`, the first few kept."""

    cells: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    triples: Counter[Triple] = field(default_factory=Counter)
    midnights: int = 0
    unread: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, cells: pl.Series, lines: pl.Series) -> None:
        """Count a chunk's cells."""
        frame = pl.DataFrame({"line": lines, "cell": cells.str.strip_chars(OUTER)})
        frame = frame.filter(pl.col("cell").str.len_bytes() > 0)
        shaped = frame.with_columns(shape=_shapes(pl.col("cell")))
        counts = dict(shaped["shape"].value_counts().iter_rows())
        known = {shape: read_shape(shape) for shape in counts}
        self.cells += frame.height
        self._count_shapes(counts, known)
        self._keep_examples(shaped, [shape for shape, date in known.items() if date is None])
        if any(date and date.family is Family.NUMERIC for date in known.values()):
            self._count_triples(frame["cell"])
        if any(date and date.time for date in known.values()):
            self.midnights += int(frame["cell"].str.contains(_MIDNIGHT).sum())

    def _count_shapes(self, counts: dict[str, int], known: dict[str, DateShape | None]) -> None:
        for shape, count in counts.items():
            is_kept = len(self.shapes) < MAX_SHAPES or shape in self.shapes
            if is_kept and (known[shape] is not None or read_clock(shape) is not None):
                self.shapes[shape] += count
            else:
                self.unread += count

    def _keep_examples(self, shaped: pl.DataFrame, unknown: list[str]) -> None:
        room = MAX_EXAMPLES - len(self.examples)
        if unknown and room > 0:
            rows = shaped.filter(pl.col("shape").is_in(unknown)).head(room)
            self.examples += [Example(line, cell) for line, cell in rows.select("line", "cell").iter_rows()]

    def _count_triples(self, cells: pl.Series) -> None:
        numbers = cells.str.extract_groups(_NUMERIC).struct.unnest().drop_nulls()
        for first, second, year, count in numbers.group_by("1", "2", "3").len().iter_rows():
            triple = Triple(int(year), int(first), int(second))
            if max(triple.first, triple.second) <= 31 and (len(year) == 2 or 1900 <= triple.year <= 2100):
                self.triples[triple] += count

    @property
    def dates(self) -> dict[DateShape, int]:
        """Cells by what their shape writes."""
        known: Counter[DateShape] = Counter()
        for shape, count in self.shapes.items():
            date = read_shape(shape)
            if date is not None:
                known[date] += count
        return dict(known)

    @property
    def clocks(self) -> dict[str, int]:
        """Cells that hold a time of day alone, by pattern."""
        known: Counter[str] = Counter()
        for shape, count in self.shapes.items():
            clock = read_clock(shape)
            if clock is not None:
                known[clock] += count
        return dict(known)


def _shapes(cells: pl.Expr) -> pl.Expr:
    """Cells with every digit as 0; eight digits that are no year, month and day are no date."""
    is_odd = cells.str.contains(_EIGHT_DIGITS) & ~cells.str.contains(_COMPACT)
    return pl.when(is_odd).then(pl.lit("odd digits")).otherwise(cells.str.replace_many(_ONES, _ZEROS))
