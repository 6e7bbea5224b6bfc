"""A cluster in memory behind the port of publications: tasks take effect at once and nothing is ever late.

It reads the staged files with Polars and sums rollups by local day or month only: all that a publication asks of it.
`failing` names tables whose next task fails, `slow` those whose tasks run until they are finished, `spoiled` columns
built one too high; `starting` shows segments that nobody serves yet, `away` makes every look fail.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from druid.calendar import month_bounds
from druid.catalog.model import Grain
from druid.catalog.pairs import PAIRS_TABLE
from druid.catalog.sales import SALES
from druid.client.proof import ROWS, Sums, Totals
from druid.client.tasks import Phase
from druid.ingestion_spec import Cluster, StagedMonth, task_id
from ingestion.errors import PublicationFailed
from ingestion.sink.druid.cluster import Pulse
from ingestion.sink.druid.difference import Seen
from ingestion.sink.port import Place

PERIODS = {"P1D": "%Y-%m-%d", "P1M": "%Y-%m-01"}


@dataclass
class CannedCluster:
    zone: str = "Africa/Nairobi"
    held: dict[Place, pl.DataFrame] = field(default_factory=dict)
    versions: dict[Place, str] = field(default_factory=dict)
    phases: dict[str, Phase] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    spoiled: set[tuple[str, str]] = field(default_factory=set)
    cancelled: list[str] = field(default_factory=list)
    slow: set[str] = field(default_factory=set)
    pending: dict[str, dict[Place, pl.DataFrame]] = field(default_factory=dict)
    starting: bool = False
    away: bool = False
    tasks: int = 0

    def patient(self) -> CannedCluster:
        return self

    def seen(self) -> Mapping[Place, Seen]:
        if self.away:
            raise PublicationFailed("DRUID_UNREACHABLE", "Druid could not be reached.", "Start it.")
        rows = {place: 0 if self.starting else len(frame) for place, frame in self.held.items()}
        return {place: Seen(self.versions[place], 1, count, not self.starting) for place, count in rows.items()}

    def phase(self, table: str, months: Sequence[StagedMonth], number: int) -> Phase | None:
        return self.phases.get(self._id(table, months, number))

    def cancel_others(self, tasks: Mapping[str, Sequence[StagedMonth]], number: int) -> None:
        wanted = {self._id(table, months, number) for table, months in tasks.items()}
        for task in sorted(self.pending.keys() - wanted):
            del self.pending[task]
            self.phases[task] = Phase.FAILED
            self.cancelled.append(task)

    def submit(self, table: str, months: Sequence[StagedMonth], number: int) -> str:
        task = self._id(table, months, number)
        if task not in self.phases:
            self.phases[task] = Phase.FAILED if table in self.failing else Phase.RUNNING
            if table not in self.failing:
                self.pending[task] = {(table, month.month): self._lines(table, month) for month in months}
            if table not in self.slow:
                self.finish(task)
            self.failing.discard(table)
        return task

    def finish(self, task: str) -> None:
        """A task comes to its end, and what it built is there."""
        if built := self.pending.pop(task, None):
            self.tasks += 1
            self.held |= built
            self.versions |= dict.fromkeys(built, f"v{self.tasks:04d}")
            self.phases[task] = Phase.SUCCESS

    def _lines(self, table: str, month: StagedMonth) -> pl.DataFrame:
        column, value = SALES.completed
        if table in {SALES.base, PAIRS_TABLE}:
            frame = pl.concat([read_staged(path) for path in month.paths])
        else:
            frame = self.held[SALES.base, month.month].filter(pl.col(column) == value)
            if SALES.rollup[table].grain is Grain.MONTH:
                frame = frame.with_columns(pl.lit(month_bounds(month.month, self.zone)[0]).alias("__time"))
        spoiled = [column for name, column in self.spoiled if name == table]
        first = pl.int_range(pl.len()) == 0
        return frame.with_columns(pl.col(column) + pl.when(first).then(1).otherwise(0) for column in spoiled)

    def wait_task(self, task: str, pulse: Pulse) -> int:
        pulse(1)
        if self.phases[task] is Phase.FAILED:
            raise PublicationFailed("DRUID_TASK_FAILED", f"Task {task} failed: the disk is full.", "make publish")
        if self.phases[task] is Phase.RUNNING:
            raise PublicationFailed("DRUID_TIMEOUT", f"Task {task} did not end.", "make publish")
        return 0

    def take_away(self, places: Collection[Place]) -> None:
        for place in places:
            del self.held[place], self.versions[place]

    def wait_served(self, table: str, months: Collection[str], task: str, pulse: Pulse) -> Mapping[Place, Seen]:
        pulse(len(task))
        found = {place: found for place, found in self.seen().items() if place[0] == table and place[1] in months}
        if len(found) < len(months):
            raise PublicationFailed("DRUID_NOT_SERVED", f"Druid does not serve {table}.", "make publish")
        return found

    def wait_gone(self, places: Collection[Place], pulse: Pulse) -> None:
        pulse(len(places))

    def retire_replaced(self, pulse: Pulse) -> None:
        pulse(0)

    def add_up(self, sums: Sums) -> Totals:
        frames = [frame for (table, _), frame in self.held.items() if table == sums.table]
        if not frames:
            return {}
        lines = pl.concat(frames, how="diagonal_relaxed").filter(self._is_asked(sums))
        moment = pl.from_epoch("__time", "ms").dt.convert_time_zone(sums.zone)
        grouped = lines.group_by(moment.dt.strftime(PERIODS[sums.period]).alias("day")).agg(
            *(_total(lines, column) for column in sums.columns), pl.len().alias(ROWS)
        )
        return {row.pop("day"): row for row in grouped.to_dicts()}

    def _is_asked(self, sums: Sums) -> pl.Expr:
        bounds = [[pl.lit(end).str.to_datetime(time_zone="UTC") for end in span.split("/")] for span in sums.intervals]
        moment = pl.from_epoch("__time", "ms").dt.replace_time_zone("UTC")
        inside = pl.any_horizontal(moment.is_between(start, end, closed="left") for start, end in bounds)
        return inside & (pl.col(sums.only[0]) == sums.only[1]) if sums.only else inside

    def _id(self, table: str, months: Sequence[StagedMonth], number: int) -> str:
        return task_id(Cluster("", self.zone), table, months, number)


def read_staged(path: Path) -> pl.DataFrame:
    return pl.read_ndjson(path, infer_schema_length=None)


def _total(lines: pl.DataFrame, column: str) -> pl.Expr:
    """A sum that is empty where no line has a value, as Druid's is."""
    if column not in lines.columns or lines.schema[column] == pl.Null:
        return pl.lit(None, pl.Int64).alias(column)
    return pl.when(pl.col(column).count() > 0).then(pl.col(column).sum()).alias(column)
