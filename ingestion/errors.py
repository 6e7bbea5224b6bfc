"""What can go wrong in ingestion, as a drawn tree: each class carries a code, a plain sentence and a hint.

    IngestionError
    ├── FileRefused          the file as a whole cannot be loaded; nothing was changed
    │   └── RowsRefused      rows of a small file are wrong, each with its defects; nothing was changed
    ├── MappingError         the mapping cannot be used, or does not fit the file
    ├── LoadRefused          the load would contradict or endanger what is stored; nothing was changed
    ├── Unbalanced           lines or money are not all accounted for; nothing was published
    └── StoreFailed          the store could not be read or written; nothing visible was changed
        ├── LoadStopped      the load was asked to stop
        └── PublicationFailed  the record stands, but the cluster could not be brought along

In: what the raiser knows (code, sentence, hint, physical line, details). Out: an exception a command can print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


class IngestionError(Exception):
    """The root: everything a user of ingestion may be told."""

    exit_code: ClassVar[int] = 2

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.seen: Sequence[Mapping[str, object]] = ()
        """The columns of the file with some of their cells, where a check could read that far."""

    def __str__(self) -> str:
        return f"{self.code}: {self.message} {self.hint}".rstrip()


class FileRefused(IngestionError):
    """A file that is not loaded at all; the store stays as it was."""

    def __init__(
        self,
        code: str,
        message: str,
        hint: str,
        *,
        line: int | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code, message, hint)
        self.line = line
        self.details: Mapping[str, object] = details or {}


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing wrong with one row: physical line, source header, the cell as written, code, sentence, hint."""

    line: int
    column: str
    value: str
    code: str
    message: str
    hint: str


class RowsRefused(FileRefused):
    """A small file that is taken whole or not at all; every defect of every row is in `defects`, by line."""

    def __init__(self, name: str, defects: tuple[Defect, ...]) -> None:
        rows = len({defect.line for defect in defects})
        noun = "row is" if rows == 1 else "rows are"
        hint = "Correct the rows below and load the file again; nothing of it was taken."
        super().__init__("ROWS_REFUSED", f"{rows:,} {noun} wrong in {name}.", hint, line=defects[0].line)
        self.defects = defects


class MappingError(IngestionError):
    """A mapping with an unknown word, column or header in it, or with two that contradict each other."""


class LoadRefused(IngestionError):
    """A load that would contradict or endanger what is stored; the store stays as it was."""


class StoreFailed(IngestionError):
    """The store could not be read or written; what readers see stays as it was."""

    exit_code: ClassVar[int] = 3


class LoadStopped(StoreFailed):
    """The load was asked to stop and published nothing."""


class PublicationFailed(StoreFailed):
    """The cluster does not hold the record; what it holds is still served, and `publish` goes on from there."""


class Unbalanced(IngestionError):
    """Lines or money that came in are not all accounted for; nothing was published."""

    exit_code: ClassVar[int] = 3
