"""A source made of rows in memory, cut into chunks of any size, for tests of what comes after reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ingestion.read.source import LINE_COLUMN, BadLine, Chunk, Dialect, Notice


@dataclass(frozen=True, slots=True)
class TextSource:
    """Implements `ingestion.read.source.Source`; the header stands on line 1, the first row on line 2."""

    headers: tuple[str, ...]
    rows: Sequence[Sequence[str | None]]
    chunk_rows: int = 1_000_000
    bad: tuple[BadLine, ...] = ()
    native: dict[str, pl.DataType] = field(default_factory=dict)
    path: Path = Path("sales.csv")
    kind: str = "csv"
    dialect: Dialect = Dialect()
    notices: tuple[Notice, ...] = ()
    size: int = 0
    sha256: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return self.headers

    def chunks(self) -> Iterator[Chunk]:
        for start in range(0, max(1, len(self.rows)), self.chunk_rows):
            rows = self.rows[start : start + self.chunk_rows]
            text = pl.DataFrame(rows, dict.fromkeys(self.headers, pl.String), orient="row")
            lines = pl.Series(LINE_COLUMN, range(start + 2, start + 2 + len(rows)), dtype=pl.Int64)
            yield Chunk(text.select(lines, pl.all()), self.bad if start == 0 else (), 0, 0, start + len(rows))
