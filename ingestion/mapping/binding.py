"""A mapping file meets a sales file: every header it names becomes a column of that file, or is refused.

In: a `MappingDocument` and the file's headers. Out: origins with the file's own names, and the columns that are
ignored or left over. Repeated and empty headers must be settled here, before anything is read by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingestion.errors import FileRefused
from ingestion.mapping.document import MappingDocument
from ingestion.mapping.expression import headers_of, parse
from ingestion.mapping.names import find_header, listing
from ingestion.mapping.origin import Origin
from ingestion.quarantine import is_own, is_quarantine
from ingestion.read.source import Notice, Source


@dataclass(frozen=True, slots=True)
class Bound:
    """Origins by the file's column names; `ignored` was named as such, `extras` by nobody."""

    origins: tuple[Origin, ...]
    ignored: tuple[str, ...]
    extras: tuple[str, ...]


def bind(document: MappingDocument, origins: Sequence[Origin], source: Source) -> Bound:
    """Look up every header of the origins and of `ignore`."""
    columns = source.columns
    bound = tuple(_bind_origin(origin, columns) for origin in origins)
    ignored = tuple(find_header(header, columns) for header in document.ignore)
    used = {header for origin in bound for header in headers_in(origin, columns)}
    _check_repeats(source, {*used, *ignored})
    _check_empty(source, used)
    extras = tuple(column for column in own_columns(source) if column not in used and column not in ignored)
    return Bound(bound, ignored, extras)


def own_columns(source: Source) -> tuple[str, ...]:
    """The columns of a file without those that a quarantine file adds."""
    if not is_quarantine(source.headers):
        return source.columns
    return tuple(column for column in source.columns if not is_own(column))


def free_columns(source: Source, document: MappingDocument) -> list[str]:
    """Columns that a proposal may use: those with a header of their own that the mapping does not ignore."""
    ignored = {find_header(header, source.columns) for header in document.ignore}
    _check_repeats(source, ignored)
    header = dict(zip(source.columns, source.headers, strict=True))
    return [column for column in own_columns(source) if header[column] and column not in ignored]


def headers_in(origin: Origin, columns: Sequence[str]) -> list[str]:
    """Columns of the file that an origin reads."""
    named = [header for header in (origin.header, origin.time_header) if header is not None]
    return named + (list(headers_of(parse(origin.expression, columns))) if origin.expression else [])


def extra_notices(source: Source, extras: Iterable[str]) -> list[Notice]:
    """Warnings about columns that nothing reads."""
    empty = {name for name, header in zip(source.columns, source.headers, strict=True) if not header}
    unread = [column for column in extras if column not in empty]
    notices = []
    if unread:
        message = f"{len(unread)} columns are not loaded: {', '.join(unread)}."
        notices.append(Notice("EXTRA_COLUMNS", message, len(unread)))
    if unnamed := [column for column in source.columns if column in empty and column in set(extras)]:
        message = f"{len(unnamed)} columns have no header and are not loaded: {', '.join(unnamed)}."
        notices.append(Notice("EMPTY_HEADER", message, len(unnamed)))
    return notices


def _bind_origin(origin: Origin, columns: Sequence[str]) -> Origin:
    if origin.expression:
        parse(origin.expression, columns)
    return replace(
        origin,
        header=origin.header and find_header(origin.header, columns),
        time_header=origin.time_header and find_header(origin.time_header, columns),
    )


def _check_repeats(source: Source, named: set[str]) -> None:
    """Headers that stand twice are told apart only by a mapping that names every repeat."""
    for header in dict.fromkeys(filter(None, source.headers)):
        places = [place for place, other in enumerate(source.headers, start=1) if other == header]
        repeats = [source.columns[place - 1] for place in places]
        if not set(repeats[1:]) <= named:
            message = f"The header {header!r} stands in the columns {' and '.join(map(str, places))}."
            hint = f"Name each in a mapping, under `columns` or `ignore`: {listing(repeats)}."
            raise FileRefused("DUPLICATE_HEADER", message, hint, details={"positions": places})


def _check_empty(source: Source, used: set[str]) -> None:
    for name, header in zip(source.columns, source.headers, strict=True):
        if not header and name in used:
            message = f"The mapping uses {name!r}, a column without a header."
            raise FileRefused("EMPTY_HEADER", message, "Give the column a header in the file.")
