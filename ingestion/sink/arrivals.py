"""What a batch speaks for: its local days and branches, and so what a replace deletes.

In: the workbench with view `incoming` and table `excluded`. Out: `Arrivals`, tables `removed_days` and
`removed_branches`, and old against new totals per day and branch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from druid.catalog.model import Catalog, Kind
from ingestion.sink.bench import Workbench, listed, quoted, slot_of
from ingestion.sink.months import Removal, see_lines
from ingestion.sink.port import NO_TOTALS, Mode, Recount, ReplacedDay, Totals
from ingestion.sink.store import LOAD_NUMBER

Cell = tuple[str, str | None]
"""A local day and a branch."""

_CELLS = """
    SELECT slots.day, branch, count(*), sum(gross_revenue) FROM {view} AS lines JOIN slots ON slots.slot = {slot}
    WHERE {condition} GROUP BY ALL
"""
_ARRIVING = "NOT EXISTS (FROM excluded WHERE excluded.line = lines.line)"
_DAYS = "CREATE OR REPLACE TEMP TABLE removed_days AS SELECT unnest(?::VARCHAR[]) AS day"
_BRANCHES = "CREATE OR REPLACE TEMP TABLE removed_branches AS SELECT unnest(?::VARCHAR[]) AS branch"
_RECOUNT = "SELECT count(*), {sums} FROM loaded WHERE {number} = $number"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Totals by day and branch of the lines that a batch brings, before they are compared with the store."""

    cells: Mapping[Cell, Totals]

    @property
    def days(self) -> tuple[str, ...]:
        return tuple(sorted({day for day, _ in self.cells}))

    @property
    def span(self) -> tuple[str, str] | None:
        """First and last local day."""
        days = self.days
        return (days[0], days[-1]) if days else None

    @property
    def branches(self) -> tuple[str, ...]:
        """The branches when every line names one, else none: then the batch speaks for all branches."""
        names = {branch for _, branch in self.cells}
        return tuple(sorted(name for name in names if name)) if None not in names else ()

    def removal(self, mode: Mode) -> Removal:
        if mode is Mode.APPEND or not self.cells:
            return Removal.NOTHING
        return Removal.DAYS_OF_BRANCHES if self.branches else Removal.DAYS


def find_arrivals(bench: Workbench, catalog: Catalog) -> Arrivals:
    """Read `incoming` and fill the tables of removed days and branches."""
    arrivals = Arrivals(_cells(bench, catalog, "incoming", _ARRIVING))
    bench.run(_DAYS, [list(arrivals.days)])
    bench.run(_BRANCHES, [list(arrivals.branches)])
    return arrivals


def replaced_days(
    bench: Workbench, catalog: Catalog, touched: Sequence[Path], removal: Removal
) -> tuple[ReplacedDay, ...]:
    """Old and new totals of every day and branch that a replace touches; empty when it deletes nothing."""
    if removal is Removal.NOTHING:
        return ()
    see_lines(bench, catalog, "loaded", touched)
    before = _cells(bench, catalog, "loaded", removal.value)
    after = _cells(bench, catalog, "incoming", _ARRIVING) if before else {}
    keys = sorted(before.keys() | after.keys(), key=lambda cell: (cell[0], cell[1] or ""))
    return tuple(ReplacedDay(*key, before.get(key, NO_TOTALS), after.get(key, NO_TOTALS)) for key in keys)


def recount(bench: Workbench, catalog: Catalog, paths: Sequence[Path], number: int) -> Recount:
    """Lines and money of one load as they stand in base files."""
    see_lines(bench, catalog, "loaded", paths)
    money = tuple(column.name for column in catalog.columns if column.kind is Kind.MONEY)
    sql = _RECOUNT.format(sums=listed(f"sum({quoted(name)})" for name in money), number=LOAD_NUMBER)
    lines, *totals = bench.run(sql, {"number": number})[0]
    return Recount(lines, {name: int(total or 0) for name, total in zip(money, totals, strict=True)})


def _cells(bench: Workbench, catalog: Catalog, view: str, condition: str) -> dict[Cell, Totals]:
    sql = _CELLS.format(view=view, slot=slot_of(catalog), condition=condition)
    return {(day, branch): Totals(lines, int(gross or 0)) for day, branch, lines, gross in bench.run(sql)}
