"""What a replace would change, before it is asked for: totals per local day and branch of the file and of the store.

In: clean chunks as they pass by, the manifest before. Out: `Arrived` and the `ReplacedDay`s of a replace; repeats of a
key, which only a load can see, are still counted among the new lines. Nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from druid.store.manifest import Manifest
from ingestion.sink.calendar import SLOT_MS, local_slots, slot_of
from ingestion.sink.port import NO_TOTALS, ReplacedDay, Totals
from ingestion.sink.store import Store

BRANCH, GROSS = "branch", "gross_revenue"
Cells = dict[tuple[str, str | None], Totals]
"""Totals of a local day and a branch."""


@dataclass(slots=True)
class Arrived:
    """Lines of a file by quarter of an hour and branch, as they are added."""

    store: Store
    _parts: list[pl.DataFrame] = field(default_factory=list)

    def add(self, frame: pl.DataFrame) -> None:
        if frame.height:
            self._parts.append(_grouped(frame.lazy(), self.store).collect())

    def cells(self) -> Cells:
        return _by_day(self._parts, self.store)


def replaced_by(store: Store, before: Manifest | None, new: Cells) -> tuple[ReplacedDay, ...]:
    """Old and new totals of every day and branch that a replace with these lines would touch."""
    days, branches = {day for day, _ in new}, {branch for _, branch in new}
    months = {day[:7] for day in days}
    files = [f for f in before.of_table(store.catalog.base) if f.month in months] if before else []
    parts = [_grouped(pl.scan_parquet(store.path / file.path), store).collect() for file in files]
    every = None in branches
    old = {
        cell: totals
        for cell, totals in _by_day(parts, store).items()
        if cell[0] in days and (every or cell[1] in branches)
    }
    keys = sorted(old.keys() | new.keys(), key=lambda cell: (cell[0], cell[1] or "")) if old else []
    return tuple(ReplacedDay(*key, old.get(key, NO_TOTALS), new.get(key, NO_TOTALS)) for key in keys)


def _grouped(lines: pl.LazyFrame, store: Store) -> pl.LazyFrame:
    branch = pl.col(BRANCH) if BRANCH in lines.collect_schema() else pl.lit(None, pl.String).alias(BRANCH)
    slot = slot_of(store.catalog.time).alias("slot")
    return lines.select(slot, branch, GROSS).group_by("slot", BRANCH).agg(pl.len().alias("lines"), pl.col(GROSS).sum())


def _by_day(parts: list[pl.DataFrame], store: Store) -> Cells:
    if not parts:
        return {}
    slots = pl.concat(parts)
    first, last = slots["slot"].min(), slots["slot"].max()
    if not isinstance(first, int) or not isinstance(last, int):
        return {}
    days = local_slots(first * SLOT_MS, last * SLOT_MS, store.timezone).select("slot", "day")
    sums = pl.col("lines", GROSS).sum()
    found = slots.join(days, on="slot", how="left").group_by("day", BRANCH).agg(sums)
    return {(day, branch): Totals(lines, gross) for day, branch, lines, gross in found.iter_rows()}
