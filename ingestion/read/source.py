"""The door of reading: what a caller may say about a file (`Dialect`) and what comes back (`Source`, `Chunk`).

In: a path and hints. Out: a `Source` whose chunks are text columns plus the physical line of each record;
what cannot be read as fields comes as `BadLine`, what is odd about the file as `Notice`,
and a file that must not be loaded raises `FileRefused`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

LINE_COLUMN = "_line"


@dataclass(frozen=True, slots=True)
class Dialect:
    """Hints about a file; None means the data decides."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    escape: str | None = None
    sheet: str | None = None
    header_line: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A coded warning about the file as a whole."""

    code: str
    message: str
    count: int = 1
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BadLine:
    """A record that cannot be read as fields, with the text a person needs to fix it."""

    line: int
    text: str
    rule: str
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some records in file order; every column but `_line` is text, null where the field is empty."""

    frame: pl.DataFrame
    bad: tuple[BadLine, ...]
    blank: int
    repeated_headers: int
    bytes_done: int


class Source(Protocol):
    """An opened file. `notices` and `sha256` are final once `chunks` is exhausted."""

    @property
    def path(self) -> Path: ...
    @property
    def kind(self) -> str: ...
    @property
    def headers(self) -> tuple[str, ...]: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def dialect(self) -> Dialect: ...
    @property
    def notices(self) -> tuple[Notice, ...]: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def native(self) -> dict[str, pl.DataType]: ...
    def chunks(self) -> Iterator[Chunk]: ...


def unique_columns(headers: tuple[str, ...]) -> tuple[str, ...]:
    """Frame names for headers: repeats become `name (2)`, empty ones `(column 3)`.

    >>> unique_columns(("a", "", "a"))
    ('a', '(column 2)', 'a (2)')
    """
    taken = {LINE_COLUMN}
    names = []
    for place, header in enumerate(headers, start=1):
        stem = header or f"(column {place})"
        name, repeat = stem, 2
        while name in taken or (name != header and name in headers):
            name, repeat = f"{stem} ({repeat})", repeat + 1
        taken.add(name)
        names.append(name)
    return tuple(names)
