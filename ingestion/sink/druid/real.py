"""The cluster of a publication, spoken to over HTTP: tasks, segments and totals under one prefix.

In: address, prefix, catalog and business zone. Out: what `ServingCluster` promises; whatever goes wrong on the way is a
`PublicationFailed` that names what failed and what to do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from druid.calendar import local_day, moment_of, month_bounds
from druid.catalog.model import Catalog
from druid.client.errors import DruidError, Malformed, TimedOut
from druid.client.proof import Sums, Totals, add_up
from druid.client.router import Patience, Router
from druid.client.segments import Awaited, Segment, retire_replaced, served_segments, wait_gone, wait_served
from druid.client.tasks import Phase, TaskClient, TaskFailed
from druid.ingestion_spec import (
    Cluster,
    Json,
    StagedMonth,
    base_task,
    datasource,
    given_task,
    interval,
    rollup_task,
    task_id,
)
from druid.store.contents import built_tables, given_tables
from ingestion.errors import PublicationFailed
from ingestion.sink.druid.cluster import Pulse
from ingestion.sink.druid.difference import Seen
from ingestion.sink.port import Place

GLANCE = Patience(answer=10.0, pause=0.5, away=2.0)
"""For the first look: a cluster that is not there should be told at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: how long a task may take, and how long what it built may take to be served."""

    task: float = 6 * 3600.0
    served: float = 900.0


@dataclass(frozen=True, slots=True)
class RealCluster:
    """Every method opens a connection of its own: a publication is few requests and much waiting."""

    url: str
    place: Cluster
    catalog: Catalog
    patience: Patience = GLANCE
    limits: Limits = Limits()

    def patient(self) -> RealCluster:
        """The same, waiting for a cluster that restarts meanwhile."""
        return replace(self, patience=Patience())

    def seen(self) -> Mapping[Place, Seen]:
        tables = (self.catalog.base, *built_tables(self.catalog))
        with self._router() as router:
            segments = served_segments(router, self.place.prefix, tables)
        found: defaultdict[Place, list[Segment]] = defaultdict(list)
        for segment in segments:
            if segment.is_active:
                found[segment.table, span_name(segment, self.place.zone)].append(segment)
        return {place: _seen(parts) for place, parts in found.items()}

    def phase(self, table: str, months: Sequence[StagedMonth], number: int) -> Phase | None:
        with self._router() as router:
            state = TaskClient(router).status(task_id(self.place, table, months, number))
        return state.phase if state else None

    def cancel_others(self, tasks: Mapping[str, Sequence[StagedMonth]], number: int) -> None:
        wanted = {task_id(self.place, table, months, number) for table, months in tasks.items()}
        names = [datasource(self.place.prefix, table) for table in (self.catalog.base, *built_tables(self.catalog))]
        ours = re.compile(rf"(?:{'|'.join(map(re.escape, names))})-\d{{8,}}-[0-9a-f]+")
        with self._router() as router:
            client = TaskClient(router)
            for state in client.tasks(names):
                if not state.phase.is_over and ours.fullmatch(state.id) and state.id not in wanted:
                    client.cancel(state.id)

    def submit(self, table: str, months: Sequence[StagedMonth], number: int) -> str:
        with self._router() as router:
            return TaskClient(router).submit(self._task(table, months, task_id(self.place, table, months, number)))

    def _task(self, table: str, months: Sequence[StagedMonth], task: str) -> Json:
        if table == self.catalog.base:
            return base_task(self.catalog, self.place, months, task)
        if table in given_tables(self.catalog):
            return given_task(self.catalog, self.place, table, months, task)
        return rollup_task(self.catalog, self.catalog.rollup[table], self.place, months, task)

    def wait_task(self, task: str, pulse: Pulse) -> int:
        with self._router() as router:
            return TaskClient(router).wait(task, self.limits.task, pulse).rows

    def take_away(self, places: Collection[Place]) -> None:
        with self._router() as router:
            for table, spans in self._spans(places).items():
                TaskClient(router).mark_unused(datasource(self.place.prefix, table), spans)

    def wait_gone(self, places: Collection[Place], pulse: Pulse) -> None:
        pulse(0)
        with self._router("DRUID_NOT_SERVED") as router:
            wait_gone(router, self.place.prefix, self._spans(places), self.limits.served)

    def wait_served(self, table: str, months: Collection[str], task: str, pulse: Pulse) -> Mapping[Place, Seen]:
        with self._router("DRUID_NOT_SERVED") as router:
            state = TaskClient(router).status(task)
            spans = {month: interval(month, self.place.zone) for month in months}
            awaited = Awaited(table, spans, state.created_at if state else "")
            found = wait_served(router, self.place.prefix, awaited, self.limits.served, pulse)
        return {(table, month): _seen(segments) for month, segments in found.items()}

    def retire_replaced(self, pulse: Pulse) -> None:
        pulse(0)
        with self._router("DRUID_NOT_SERVED") as router:
            tables = (self.catalog.base, *built_tables(self.catalog))
            retire_replaced(router, self.place.prefix, tables, self.limits.served)

    def add_up(self, sums: Sums) -> Totals:
        with _coded("DRUID_TIMEOUT"):
            return add_up(self.url, replace(sums, table=datasource(self.place.prefix, sums.table)))

    def _spans(self, places: Collection[Place]) -> dict[str, list[str]]:
        spans: defaultdict[str, list[str]] = defaultdict(list)
        for table, month in sorted(places):
            spans[table].append(month if "/" in month else interval(month, self.place.zone))
        return dict(spans)

    @contextmanager
    def _router(self, late: str = "DRUID_TIMEOUT") -> Iterator[Router]:
        with _coded(late), Router(self.url, self.patience) as router:
            yield router


def span_name(segment: Segment, zone: str) -> str:
    """The month of a segment ("2024-03"); one that is no month of this zone is named by its own interval."""
    month = local_day(segment.start_ms, zone).isoformat()[:7]
    if month_bounds(month, zone) == (segment.start_ms, segment.end_ms):
        return month
    return f"{_iso(segment.start_ms)}/{_iso(segment.end_ms)}"


def _iso(ms: int) -> str:
    return moment_of(ms, "UTC").isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _seen(segments: Sequence[Segment]) -> Seen:
    return Seen(
        version=max(segment.version for segment in segments),
        segments=len(segments),
        rows=sum(segment.rows for segment in segments),
        is_whole=all(segment.is_available and segment.rows for segment in segments),
    )


@contextmanager
def _coded(late: str) -> Iterator[None]:
    """Druid's failures as one a command can print; `late` is the code when the time was up."""
    try:
        yield
    except TaskFailed as failed:
        hint = "The task's log in Druid's console tells more. What was served goes on; then: make publish."
        raise PublicationFailed("DRUID_TASK_FAILED", _sentence(failed), hint) from failed
    except TimedOut as error:
        hint = "Look at make druid-status. When the cluster is well again: make publish."
        raise PublicationFailed(late, _sentence(error), hint) from error
    except Malformed as error:
        hint = "Segments may be on their way, or their servers down: make druid-status. Then: make publish."
        raise PublicationFailed("DRUID_NOT_SERVED", _sentence(error), hint) from error
    except DruidError as error:
        hint = "Start it with make druid-up, or correct SALES_DRUID_URL. Then: make publish."
        raise PublicationFailed("DRUID_UNREACHABLE", _sentence(error), hint) from error


def _sentence(error: DruidError) -> str:
    return f"{error.message.rstrip('.')}."
