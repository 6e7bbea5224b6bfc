"""Months of the record as gzip JSON lines, the form in which Druid reads them.

In: a base file of the record and a folder that Druid's workers can read. Out: a `StagedMonth`: files of at most
`LINES_A_FILE` lines with moments as epoch milliseconds, integers whole and text exact. Memory is bounded by a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import polars as pl

from druid.calendar import month_bounds
from druid.ingestion_spec import StagedMonth, base_columns, given_columns
from druid.store.contents import given_tables
from druid.store.manifest import DataFile
from ingestion.errors import StoreFailed
from ingestion.sink.store import Store

LINES_A_FILE = 250_000
GZIP_LEVEL = 1


def stage_month(store: Store, file: DataFile, folder: Path, lines_a_file: int = LINES_A_FILE) -> StagedMonth:
    """Write the rows of one file, of the base or of a table beside it, into `folder`, which must exist."""
    given = file.table in given_tables(store.catalog)
    columns = given_columns(store.catalog, file.table) if given else base_columns(store.catalog)
    lines = _lines(store.path / file.path, (store.catalog.time, *columns))
    _refuse_other_moments(lines, store, file)
    paths = []
    for part, offset in enumerate(range(0, file.rows, lines_a_file)):
        path = folder.absolute() / f"{file.month}-{file.sha256[:16]}-{part:03d}.json.gz"
        store.disk.produce(path, partial(_write, lines.slice(offset, lines_a_file), path))
        paths.append(path)
    return StagedMonth(file.month, tuple(paths), file.rows, file.sha256)


def _lines(path: Path, columns: Sequence[str]) -> pl.LazyFrame:
    """The columns that the cluster keeps; one that an older file lacks stays out and is empty there."""
    lines = pl.scan_parquet(path)
    present = lines.collect_schema()
    names = [name for name in columns if name in present]
    moments = [name for name in names if isinstance(present[name], pl.Datetime)]
    return lines.select(names).with_columns(pl.col(moments).dt.timestamp("ms"))


def _refuse_other_moments(lines: pl.LazyFrame, store: Store, file: DataFile) -> None:
    """Druid leaves lines outside of the months it replaces out without a word, so none may be staged."""
    start, end = month_bounds(file.month, store.timezone)
    moment = pl.col(store.catalog.time)
    inside = lines.select(pl.len(), moment.is_between(start, end, closed="left").sum().alias("inside")).collect()
    found, within = inside.row(0)
    if (found, within) != (file.rows, file.rows):
        raise StoreFailed(
            "STORE_DAMAGED",
            f"{file.path} holds {within:,} lines of {file.month} and {found - within:,} others; "
            f"the manifest says {file.rows:,}.",
            "Restore the file from a backup, or undo the load.",
        )


def _write(lines: pl.LazyFrame, path: Path) -> None:
    lines.sink_ndjson(path, compression="gzip", compression_level=GZIP_LEVEL)
