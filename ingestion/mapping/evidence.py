"""One pass over a whole file that gathers what its formats are decided from, in bounded memory.

In: chunks of text columns and what is asked about which header. Out: `Evidence`: a survey a question, and how many
lines there are. `look` takes a first glance at every column, to drop headers whose cells are of another kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from ingestion.mapping.date_shapes import Family
from ingestion.mapping.date_survey import DateSurvey
from ingestion.mapping.number_survey import NumberSurvey
from ingestion.mapping.pair_survey import PairSurvey
from ingestion.read.source import LINE_COLUMN, Chunk

SAMPLE = 300
_PLAIN_DIGITS = (Family.SERIAL, Family.COMPACT)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Headers to survey, by what is to be decided about them."""

    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()

    @property
    def is_anything(self) -> bool:
        return bool(self.dates or self.numbers or self.pairs)


@dataclass
class Evidence:
    """Surveys over all chunks seen; `lines` counts records of every fate, 0 when nothing had to be asked."""

    lines: int = 0
    dates: dict[str, DateSurvey] = field(default_factory=dict)
    numbers: dict[str, NumberSurvey] = field(default_factory=dict)
    pairs: dict[Pair, PairSurvey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """Shares of a column's first cells that are dates, times of the day, numbers; 0 where it is empty."""

    cells: int
    dates: float
    written_dates: float
    clocks: float
    numbers: float
    has_clock: bool


def gather(chunks: Iterable[Chunk], asked: Asked) -> Evidence:
    """Survey every chunk."""
    evidence = Evidence(
        dates={header: DateSurvey() for header in asked.dates},
        numbers={header: NumberSurvey() for header in asked.numbers},
        pairs={pair: PairSurvey() for pair in asked.pairs},
    )
    for chunk in chunks:
        _add(evidence, chunk)
    return evidence


def _add(evidence: Evidence, chunk: Chunk) -> None:
    frame = chunk.frame
    evidence.lines += frame.height + len(chunk.bad) + chunk.blank + chunk.repeated_headers
    for header, dates in evidence.dates.items():
        dates.add(frame[header], frame[LINE_COLUMN])
    for header, numbers in evidence.numbers.items():
        numbers.add(frame[header], frame[LINE_COLUMN])
    for (first, second), pair in evidence.pairs.items():
        pair.add(frame[first], frame[second])


def look(frame: pl.DataFrame) -> dict[str, Look]:
    """A glance at the first filled cells of every column."""
    return {header: _glance(frame[header], frame[LINE_COLUMN]) for header in frame.columns if header != LINE_COLUMN}


def _glance(cells: pl.Series, lines: pl.Series) -> Look:
    rows = pl.DataFrame({"cell": cells, "line": lines}).drop_nulls().head(SAMPLE)
    dates, numbers = DateSurvey(), NumberSurvey()
    dates.add(rows["cell"], rows["line"])
    numbers.add(rows["cell"], rows["line"])
    count = max(dates.cells, 1)
    written = sum(n for shape, n in dates.dates.items() if shape.family not in _PLAIN_DIGITS)
    return Look(
        cells=dates.cells,
        dates=sum(dates.dates.values()) / count,
        written_dates=written / count,
        clocks=sum(dates.clocks.values()) / count,
        numbers=(numbers.whole + sum(numbers.marks.values())) / count,
        has_clock=any(shape.time for shape in dates.dates),
    )
