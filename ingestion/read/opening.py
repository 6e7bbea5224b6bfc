"""Which reader a file gets.

In: a path, a dialect, limits. Out: the `Source` of its kind, chosen by the first bytes and never by the name alone.
"""

from pathlib import Path

from ingestion.read.bytestream import identify, read_head
from ingestion.read.delimited import DelimitedSource
from ingestion.read.limits import LIMITS, Limits
from ingestion.read.magic import recognise
from ingestion.read.parquet import ParquetSource
from ingestion.read.source import Dialect, Source
from ingestion.read.workbook import WorkbookSource


def open_source(path: Path, dialect: Dialect | None = None, limits: Limits = LIMITS) -> Source:
    """Open a file by what its bytes are; raises `FileRefused`."""
    dialect = dialect or Dialect()
    identity = identify(path)
    kind = recognise(path, read_head(path))
    if kind == "xlsx":
        return WorkbookSource(path, dialect, identity, limits)
    if kind == "parquet":
        return ParquetSource(path, dialect, identity, limits)
    return DelimitedSource(path, dialect, identity, limits)
