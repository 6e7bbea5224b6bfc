"""How one file's cells become canonical columns: the resolved mapping.

`ingestion.mapping` makes a `Recipe` from a mapping file, or from the headers and the evidence in the data;
`ingestion.clean` applies it. A recipe is whole: nothing about the file is guessed after it exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256

from ingestion.read.source import Dialect


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Decimal mark and the grouping marks that may stand between groups of three digits."""

    decimal: str = "."
    thousands: str = ""


@dataclass(frozen=True, slots=True)
class DateFormat:
    """strptime patterns, first match wins; `%z` in a pattern reads an offset. `excel_serial` reads day numbers.

    `time_header` names a second column with the time of day; `time_patterns` read it.
    """

    patterns: tuple[str, ...] = ()
    excel_serial: bool = False
    time_header: str | None = None
    time_patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical column's origin: exactly one of `header`, `expression`, `constant`.

    `values` renames members (NAIROBI -> Nairobi) after trimming.
    """

    column: str
    header: str | None = None
    expression: str | None = None
    constant: str | None = None
    date: DateFormat | None = None
    number: NumberFormat | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything needed to clean a file. `digest` identifies mapping and formats for "loaded before"."""

    name: str
    fields: tuple[Field, ...]
    dialect: Dialect = Dialect()
    timezone: str = "Africa/Nairobi"
    numbers: NumberFormat = NumberFormat()
    expression_numbers: Mapping[str, NumberFormat] = field(default_factory=dict)
    unique_key: tuple[str, ...] = ()
    order_key: tuple[str, ...] = ()
    negative_units_are_returns: bool = False
    gross_includes_tax: Decimal | None = None
    ignored: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change when the mapping would read the file differently, whatever it is called."""
        return sha256(repr(replace(self, name="", ignored=())).encode()).hexdigest()[:16]

    @property
    def loaded(self) -> frozenset[str]:
        """Canonical columns that this file carries."""
        return frozenset(f.column for f in self.fields)
