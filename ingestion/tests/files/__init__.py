"""Generated sales files for the tests of reading, and a plain record of what reading them gave."""

from dataclasses import dataclass, replace
from pathlib import Path

from ingestion.read.limits import LIMITS, Limits
from ingestion.read.opening import open_source
from ingestion.read.source import BadLine, Dialect, Notice, Source

HEADER = "date,name,amount"
SMALL = replace(LIMITS, block=64, chunk=256, chunk_rows=7)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a source gave, in one value."""

    source: Source
    rows: list[tuple[int | str | None, ...]]
    bad: list[BadLine]
    blank: int
    repeated: int
    notices: dict[str, Notice]

    @property
    def faults(self) -> list[tuple[int, str]]:
        return [(line.line, line.rule) for line in self.bad]


def ledger(*lines: str, header: str = HEADER, end: str = "\n") -> bytes:
    """A small table: the header, the lines given, and enough good lines around to be a file."""
    return "".join(line + end for line in (header, *lines)).encode()


def read_bytes(
    folder: Path,
    data: bytes,
    dialect: Dialect | None = None,
    *,
    name: str = "sales.csv",
    limits: Limits = LIMITS,
) -> Outcome:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(data)
    return read_path(path, dialect, limits)


def read_path(path: Path, dialect: Dialect | None = None, limits: Limits = LIMITS) -> Outcome:
    """Read a file to its end."""
    source = open_source(path, dialect, limits)
    chunks = list(source.chunks())
    return Outcome(
        source,
        [row for chunk in chunks for row in chunk.frame.iter_rows()],
        [line for chunk in chunks for line in chunk.bad],
        sum(chunk.blank for chunk in chunks),
        sum(chunk.repeated_headers for chunk in chunks),
        {notice.code: notice for notice in source.notices},
    )
