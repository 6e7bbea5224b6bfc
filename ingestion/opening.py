"""A file to load or check: what `ingestion.read` opens, and the cells of a quarantine file as they once were.

In: a path and a dialect. Out: a `Source`. The apostrophes that keep a spreadsheet from computing cells are taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from ingestion.quarantine import is_quarantine
from ingestion.read.opening import open_source
from ingestion.read.source import LINE_COLUMN, Chunk, Dialect, Notice, Source, unique_columns
from ingestion.shield import SHIELDED, unshielded


def open_file(path: Path, dialect: Dialect | None = None) -> Source:
    """Open a file; raises FileRefused."""
    source = open_source(path, dialect)
    return Unshielded(source) if is_quarantine(source.headers) else source


@dataclass(frozen=True, slots=True)
class Unshielded:
    """A source without the apostrophes that a quarantine file was given."""

    source: Source

    @property
    def path(self) -> Path:
        return self.source.path

    @property
    def kind(self) -> str:
        return self.source.kind

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(map(unshielded, self.source.headers))

    @property
    def columns(self) -> tuple[str, ...]:
        return unique_columns(self.headers)

    @property
    def dialect(self) -> Dialect:
        return self.source.dialect

    @property
    def notices(self) -> tuple[Notice, ...]:
        return self.source.notices

    @property
    def size(self) -> int:
        return self.source.size

    @property
    def sha256(self) -> str:
        return self.source.sha256

    @property
    def native(self) -> dict[str, pl.DataType]:
        names = self._names()
        return {names[name]: kind for name, kind in self.source.native.items()}

    def chunks(self) -> Iterator[Chunk]:
        cells, names = pl.exclude(LINE_COLUMN), self._names()
        for chunk in self.source.chunks():
            was = pl.when(cells.str.contains(SHIELDED)).then(cells.str.slice(1)).otherwise(cells)
            yield replace(chunk, frame=chunk.frame.with_columns(was).rename(names))

    def _names(self) -> dict[str, str]:
        return dict(zip(self.source.columns, self.columns, strict=True))
