"""The proof of a whole published state, from its files alone.

In: a snapshot and a folder for spilling. Out: an `Audit`: rollup months that disagree with the base, files whose bytes
or totals are not those of the manifest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from druid.catalog.pairs import PAIRS_TABLE
from druid.store.manifest import DataFile, Withdrawn
from druid.store.snapshots import Damage, Snapshot, damaged_files
from ingestion.sink.bench import Workbench
from ingestion.sink.calendar import local_slots
from ingestion.sink.months import base_facts
from ingestion.sink.pairing import audit_pairs
from ingestion.sink.port import Progress
from ingestion.sink.rollups import DayTotals, base_days, disagreements
from ingestion.sink.store import Store

DAMAGED = "sha256"
"""Stands for the measure where a rollup's file, not one of its totals, is wrong."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found. `checked` counts files; `damage` lists files to be restored."""

    checked: int
    withdrawn: tuple[Withdrawn, ...]
    damage: tuple[Damage, ...]

    @property
    def is_equal(self) -> bool:
        return not self.withdrawn and not self.damage


def audit(store: Store, snapshot: Snapshot, folder: Path, progress: Progress) -> Audit:
    """Compare every file with the manifest and every rollup with the base."""
    manifest, catalog = snapshot.manifest, store.catalog
    damage = list(damaged_files(snapshot))
    broken = {entry.file.path for entry in damage}
    withdrawn = [
        Withdrawn(file.table, file.month, "", DAMAGED, 0, 0)
        for file in manifest.files
        if file.path in broken and file.table != catalog.base
    ]
    bases = [file for file in manifest.of_table(catalog.base) if file.path not in broken]
    with Workbench(folder) as bench:
        for done, base in enumerate(bases):
            progress("verify", done, len(bases))
            damage.extend(_other_facts(bench, store, snapshot, base))
            rollups = [f for f in manifest.files if f.month == base.month and f.table in catalog.rollup]
            withdrawn.extend(_compare(bench, store, snapshot, [f for f in rollups if f.path not in broken]))
            pairs = [f for f in manifest.of_table(PAIRS_TABLE) if f.month == base.month and f.path not in broken]
            files = {snapshot.path_of(file): file for file in pairs}
            withdrawn.extend(audit_pairs(bench, catalog, store.timezone, files))
    return Audit(len(manifest.files), tuple(withdrawn), tuple(damage))


def _other_facts(bench: Workbench, store: Store, snapshot: Snapshot, base: DataFile) -> Iterator[Damage]:
    """Show the month to the bench, and compare its counts and totals with the manifest's."""
    if base.first_ms is not None and base.last_ms is not None:
        bench.keep("slots", local_slots(base.first_ms, base.last_ms, store.timezone))
    bench.see("base_lines", [snapshot.path_of(base)])
    facts = base_facts(bench, store.catalog).get(base.month)
    if facts is None or (facts.rows, facts.sums) != (base.rows, base.sums):
        yield Damage(base, f"{base.path} does not add up to the totals in the manifest")


def _compare(bench: Workbench, store: Store, snapshot: Snapshot, rollups: list[DataFile]) -> Iterator[Withdrawn]:
    expected: DayTotals = base_days(bench, store.catalog)
    for file in rollups:
        bench.see("rollup_rows", [snapshot.path_of(file)])
        yield from disagreements(bench, store.catalog, store.catalog.rollup[file.table], (file.month,), expected)
