"""The port between a load and the place that keeps its lines: what goes in (`Batch`) and what comes back (`Landing`).

A sink builds everything aside and shows nothing; publication makes a landing visible in one step. A `Publisher` then
brings along whatever serves a copy of the record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from druid.store.manifest import DataFile, Manifest, OrderException, Withdrawn
from ingestion.sink.spool import Spooled

Progress = Callable[[str, int, int], None]
"""Told the stage, the steps done and the steps in all."""


class Mode(StrEnum):
    APPEND = "append"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Batch:
    """The parked lines of one load and how they are to land."""

    number: int
    mode: Mode
    unique_key: tuple[str, ...]
    spooled: Spooled


@dataclass(frozen=True, slots=True)
class Totals:
    """Number of lines and gross revenue (scale 4)."""

    lines: int
    gross_revenue: int


NO_TOTALS = Totals(0, 0)


@dataclass(frozen=True, slots=True)
class ReplacedDay:
    """One local day of a branch (None: lines without one) before and after a replace."""

    day: str
    branch: str | None
    before: Totals
    after: Totals


@dataclass(frozen=True, slots=True)
class Staged:
    """A finished file that still waits in the staging folder."""

    path: Path
    file: DataFile


@dataclass(frozen=True, slots=True)
class Recount:
    """Lines and money (scale 4, by column) as counted from files, not from the cleaner's counters."""

    lines: int
    money: dict[str, int]


@dataclass(frozen=True, slots=True)
class Landing:
    """A built, proved and unpublished state of the store. `staged` are the new ones among `files`.

    `days` and `branches` are what the batch speaks for; no branches means all of them.
    """

    staged: tuple[Staged, ...]
    files: tuple[DataFile, ...]
    withdrawn: tuple[Withdrawn, ...]
    not_built: tuple[tuple[str, str], ...]
    exceptions: tuple[OrderException, ...]
    long_orders: int
    months: tuple[str, ...]
    loaded: Recount
    duplicates: Recount
    conflicts: Recount
    conflict_lines: tuple[int, ...]
    twins: int
    replaced: tuple[ReplacedDay, ...] = ()
    days: tuple[str, str] | None = None
    branches: tuple[str, ...] = ()


class Sink(Protocol):
    """Builds the next state of the store from the state before and a batch."""

    def land(self, before: Manifest | None, batch: Batch, progress: Progress) -> Landing: ...


Place = tuple[str, str]
"""A month of a table: ("sales_hourly", "2024-03")."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a publication is asked for beyond the difference: months to publish again, or everything."""

    months: frozenset[str] = frozenset()
    everything: bool = False


NOTHING_MORE = Wanted()


@dataclass(frozen=True, slots=True)
class Step:
    """A finished step of a publication: its name, the rows that went through it, and how long it took."""

    name: str
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Published:
    """The copy holds version `version` of the record, said by document number `document`.

    `months` were loaded again, `rollups` built again, `gone` taken away; all empty when nothing differed. `resumed`:
    the publication went on from where an earlier one had ended. Rollup months in `withdrawn` failed the proof.
    """

    version: str
    document: int
    months: tuple[str, ...] = ()
    rollups: tuple[Place, ...] = ()
    gone: tuple[Place, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    steps: tuple[Step, ...] = ()
    resumed: bool = False

    @property
    def is_unchanged(self) -> bool:
        return not (self.months or self.rollups or self.gone)


@dataclass(frozen=True, slots=True)
class CopyState:
    """What the copy serves against the record. `record` is the version it holds, "" when none.

    `behind` differ from the record or were lost, `loading` are being replaced, `unserved` are published and not served
    at this moment. `fault` says why the cluster itself could not be looked at.
    """

    record: str
    document: int
    months: int
    rows: int
    loading: tuple[str, ...]
    withdrawn: tuple[Withdrawn, ...]
    missing: tuple[Place, ...]
    behind: tuple[str, ...] = ()
    unserved: tuple[Place, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CopyAudit:
    """What an audit of the copy found: sentences about its base, rollup months that differ from it, and its state."""

    document: int
    gaps: tuple[str, ...]
    withdrawn: tuple[Withdrawn, ...]
    missing: tuple[Place, ...] = ()

    @property
    def is_equal(self) -> bool:
        return not (self.gaps or self.withdrawn or self.missing)


class Publisher(Protocol):
    """What happens after the record has changed. Every method answers None where the record itself is served."""

    def check(self, wanted: Wanted = NOTHING_MORE) -> None:
        """Refuse now, before the record changes, what could not be published afterwards."""

    def publish(
        self, record: Manifest | None, now: datetime, progress: Progress, wanted: Wanted = NOTHING_MORE
    ) -> Published | None:
        """Bring the copy along; the caller holds the store's lock. Raises `PublicationFailed`."""

    def audit(self, record: Manifest | None, now: datetime, progress: Progress) -> CopyAudit | None:
        """Compare the copy with the record and with itself, and say in a document what may not be used."""

    def state(self, record: Manifest | None) -> CopyState | None:
        """What the copy serves now."""
