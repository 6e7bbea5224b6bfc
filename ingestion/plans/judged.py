"""The rows of a small file, judged: cells to values, with a defect for each cell that has none.

In: a `Sheet`. Out: `Judge`, which reads members, days and amounts of a row and keeps what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from druid.store.plans import KEYS
from ingestion.clean.text import TextStyle, parse_names
from ingestion.errors import Defect
from ingestion.plans.days import Reading, order_of
from ingestion.plans.sheet import Sheet
from ingestion.read.source import Notice


@dataclass(slots=True)
class Judge:
    """Reads one sheet; `defects` grows, in the order of finding."""

    sheet: Sheet
    defects: list[Defect] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def blame(self, code: str, position: int, part: str, *, about: str = "") -> None:
        """A defect of the row at a position."""
        value = self.sheet.column(part)[position]
        self.defects.append(self.sheet.defect(code, self.sheet.lines[position], part, value, about=about))

    def members(self) -> list[dict[str, str]]:
        """Of each row the members that it names, by dimension, in the form in which sales keep them."""
        rows: list[dict[str, str]] = [{} for _ in self.sheet.lines]
        for name in KEYS:
            parsed = parse_names(self.sheet.column(name), TextStyle())
            for position, (value, rule) in enumerate(zip(parsed.values, parsed.rules, strict=True)):
                if rule is not None:
                    self.blame(rule, position, name)
                if value is not None:
                    rows[position][name] = value
        return rows

    def reading(self, parts: Sequence[str]) -> Reading:
        """How the numeric dates of these columns are read, all in one way."""
        cells = [cell for part in parts for cell in self.sheet.column(part)]
        return Reading(order_of(cells), any(part in self.sheet.plain for part in parts))

    def kept(self, found: date | int | str, position: int, part: str) -> bool:
        """Whether a reading is a value; a code is a defect."""
        if isinstance(found, str):
            self.blame(found, position, part)
        return not isinstance(found, str)
