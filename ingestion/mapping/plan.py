"""What is known of a file before its formats are: the columns, bound to the file, and what the mapping says.

Values only, passed between the steps of `ingestion.mapping.resolve`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from druid.catalog.model import SCALE, Catalog, Kind
from ingestion.mapping.binding import Bound
from ingestion.mapping.document import MappingDocument
from ingestion.mapping.expression import headers_of, parse
from ingestion.mapping.origin import Origin
from ingestion.mapping.words import Marks
from ingestion.read.source import Source


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides a recipe but the evidence."""

    source: Source
    document: MappingDocument
    catalog: Catalog
    bound: Bound
    zone: str
    today: date

    def kind(self, origin: Origin) -> Kind:
        return self.catalog.column[origin.column].kind

    def moments(self) -> Iterator[Origin]:
        """Origins of instants."""
        return (origin for origin in self.bound.origins if self.kind(origin) is Kind.INSTANT)

    def formats(self, origin: Origin) -> tuple[str, ...]:
        """The date formats that the mapping names for an origin, or for the file."""
        return origin.formats or self.document.date_formats

    def numbers(self) -> dict[str, Marks]:
        """Every header that is read as a number, with the marks the mapping names for it."""
        found: dict[str, Marks] = {}
        for origin in self.bound.origins:
            if self.kind(origin) in SCALE:
                found |= {header: self._marks(origin) for header in self.operands(origin) if header not in found}
        return found

    def operands(self, origin: Origin) -> tuple[str, ...]:
        """Headers of the numbers that an origin reads."""
        if origin.expression:
            return headers_of(parse(origin.expression, self.source.columns))
        return (origin.header,) if origin.header else ()

    def _marks(self, origin: Origin) -> Marks:
        if origin.decimal is None and origin.thousands is None:
            return Marks(self.document.decimal, self.document.thousands)
        return Marks(origin.decimal, origin.thousands)
