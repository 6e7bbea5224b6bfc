"""The port between a load and the place that keeps its lines: what goes in (`Batch`) and what comes back (`Landing`).

A sink builds everything aside and shows nothing; publication makes a landing visible in one step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
