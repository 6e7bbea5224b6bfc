"""Evidence about two headers that could mean one column: do their cells say the same.

In: two columns, chunk by chunk. Out: whether every line holds equal texts, and whether each text of one always
stands beside the same text of the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from ingestion.mapping.date_survey import OUTER

MAX_PAIRS = 200_000


@dataclass
class PairSurvey:
    """Distinct pairs seen so far; past `MAX_PAIRS` nothing is claimed."""

    is_same: bool = True
    is_bounded: bool = True
    pairs: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"a": pl.String, "b": pl.String}))

    def add(self, first: pl.Series, second: pl.Series) -> None:
        """Take in a chunk's cells."""
        rows = pl.DataFrame({"a": first.str.strip_chars(OUTER), "b": second.str.strip_chars(OUTER)})
        self.is_same = self.is_same and rows["a"].eq_missing(rows["b"]).all()
        if self.is_bounded:
            self.pairs = pl.concat([self.pairs, rows]).unique()
            self.is_bounded = self.pairs.height <= MAX_PAIRS

    @property
    def is_one_to_one(self) -> bool:
        """Whether one header's text fixes the other's, both ways, on every line."""
        counts = {self.pairs.height, self.pairs["a"].n_unique(), self.pairs["b"].n_unique()}
        return self.is_bounded and len(counts) == 1
