"""Which column of a file of targets or rates plays which part, by its header.

In: the headers, the columns that hold anything, the parts a file may have. Out: part -> column, or `FileRefused`:
a column that is not understood could change whom a row is for, so none is passed over unless it is empty or a note.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from druid.catalog.model import Catalog
from druid.store.plans import KEYS
from ingestion.errors import FileRefused
from ingestion.mapping.names import listing, nearest
from ingestion.mapping.synonyms import squeeze

NOTES = ("note", "notes", "comment", "comments", "remark", "remarks")
MONTH = ("month", "period", "date", "target month", "month start", "year month")
TARGET = ("target", "targets", "quota", "goal", "budget", "target amount", "target value", "amount", "value")
MEASURE = ("measure", "metric", "kpi", "target of", "unit")
RATE = (
    "rate",
    "commission",
    "commission rate",
    "rate percent",
    "commission percent",
    "percent",
    "commission rate percent",
)
FROM = ("effective from", "from", "valid from", "start", "start date", "since", "from date", "effective date")
TO = ("effective to", "to", "valid to", "until", "end", "end date", "through", "to date", "effective until")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a kind of file: header names by part, and the parts that must be there."""

    names: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    example: str


def target_parts(catalog: Catalog) -> Parts:
    names = {"month": MONTH, **_members(catalog), "target": TARGET, "measure": MEASURE}
    return Parts(names, ("month", "target"), "month,salesperson,target")


def rate_parts(catalog: Catalog) -> Parts:
    names = {**_members(catalog), "rate": RATE, "effective_from": FROM, "effective_to": TO}
    return Parts(names, ("rate", "effective_from"), "salesperson,rate,effective_from,effective_to")


def _members(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """The headers by which sales files name the members."""
    return {name: (name, *catalog.column[name].headers) for name in KEYS}


def find_columns(columns: Sequence[str], filled: Collection[str], parts: Parts) -> dict[str, str]:
    """Part -> column of the file. `filled` are the columns with anything in them."""
    known = {squeeze(name): part for part, names in parts.names.items() for name in names}
    found: dict[str, str] = {}
    for column in columns:
        part = known.get(squeeze(column))
        if column not in filled and (part is None or part in found):
            continue
        if part is None:
            _pass_over(column, parts)
        elif part in found and found[part] in filled:
            raise _twice(part, found[part], column)
        else:
            found[part] = column
    _refuse_missing(found, columns, parts)
    return found


def _pass_over(column: str, parts: Parts) -> None:
    if squeeze(column) in NOTES:
        return
    names = [name for known in parts.names.values() for name in known]
    near = nearest(column, names)
    guess = f"Did you mean {listing(near)}? " if near else ""
    raise FileRefused(
        "UNKNOWN_COLUMN",
        f"The column {column!r} is not one that such a file has.",
        f"{guess}Rename it, empty it, or call it Note. Known are {', '.join(parts.names)}.",
    )


def _twice(part: str, first: str, second: str) -> FileRefused:
    return FileRefused(
        "AMBIGUOUS_HEADER",
        f"{first!r} and {second!r} can both be the {part.replace('_', ' ')}.",
        "Keep one of them, or rename one to Note.",
    )


def _refuse_missing(found: Mapping[str, str], columns: Sequence[str], parts: Parts) -> None:
    lacking = [part for part in parts.required if part not in found]
    if lacking:
        raise FileRefused(
            "MISSING_COLUMN",
            f"No header of the file is known to mean {lacking[0].replace('_', ' ')}; it has {', '.join(columns)}.",
            f"Such a file begins like this: {parts.example}",
        )
