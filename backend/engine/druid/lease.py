"""One request's hold on what the cluster serves: statements in, whole frames out, and what must be said of them.

An answer in which a published month is missing is never passed on: a rollup's month is barred and the answer planned
anew (VersionGone), a month of lines is refused by name (SegmentsUnavailable).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

import polars as pl

from backend.engine.druid.clocks import Clocks
from backend.engine.druid.cluster import Cluster, Inquiry, Reply, TableMissing
from backend.engine.druid.distinct import asked_apart, put_together
from backend.engine.druid.documents import Documents
from backend.engine.druid.frames import to_frame
from backend.engine.druid.own_clock import at_instants, counting_by_own_clock
from backend.engine.druid.served import Served, replaced_months
from backend.engine.druid.statements import druid_sql
from backend.engine.druid.watch import Watch
from backend.engine.result import empty_result
from backend.engine.slots import Slots
from backend.errors import SegmentsDiffer, SegmentsUnavailable, VersionGone
from backend.metrics.engines import asking
from backend.planner.plan import Interval, Note, Statement
from druid.store.manifest import Manifest, ManifestInvalid
from druid.store.snapshots import newest_sequence

ENGINE = "druid"
LOOK_SECONDS = 1.0


class Means:
    """What every lease of an engine works with."""

    def __init__(self, cluster: Cluster, documents: Documents, slots: Slots) -> None:
        self.cluster = cluster
        self.documents = documents
        self.slots = slots
        self.clocks = Clocks(cluster)
        self.watch = Watch(cluster, documents.newest)
        self.answered_at: float | None = None


class DruidLease:
    """`served` stays the same for as long as the lease; what changes meanwhile is in its notes."""

    def __init__(self, served: Served, means: Means) -> None:
        self._served = served
        self._means = means
        self._ran: list[Statement] = []

    @property
    def manifest(self) -> Manifest:
        return self._served.manifest

    @property
    def fallback(self) -> str | None:
        return self._served.fallback

    async def run(self, statement: Statement, deadline: float) -> pl.DataFrame:
        cut, zone = await self._means.clocks.settled(counting_by_own_clock(statement), deadline)
        frame = await self._in_parts(cut, deadline)
        return frame if zone is None else at_instants(frame, zone)

    async def _in_parts(self, statement: Statement, deadline: float) -> pl.DataFrame:
        """All parts at once; when one fails the others are cancelled."""
        parts = asked_apart(statement)
        if len(parts) == 1:
            return await self._run(statement, deadline)
        running = [asyncio.ensure_future(self._run(part, deadline)) for part in parts]
        try:
            return put_together(await asyncio.gather(*running), statement)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _run(self, statement: Statement, deadline: float) -> pl.DataFrame:
        served, catalog = self._served, self._served.catalog
        self._ran.append(statement)
        if statement.table == catalog.base:
            self._refuse(served.unpublished_in(statement.intervals), "have not been published to the cluster")
            foreign = self._means.watch.foreign(served.serving.number)
            touched = (month for month in served.months_in(statement.intervals) if month in foreign)
            if named := _named(touched):
                raise SegmentsDiffer(f"The sales of {named} are other lines in the cluster than were published.")
        if not any(table == statement.table for table, _ in served.published):
            return empty_result(statement, catalog)
        inquiry = Inquiry(druid_sql(statement, served.datasource(statement.table)), statement.parameters)
        try:
            reply = await self._in_turn(inquiry, statement.table, deadline)
        except TableMissing:
            await self._refuse_missing(statement, statement.intervals, deadline)
            return empty_result(statement, catalog)
        # a cluster that misses more than it can name misses, for all we know, everything that was asked
        uncovered = reply.uncovered if reply.is_uncovered_known else statement.intervals
        await self._refuse_missing(statement, uncovered, deadline)
        return to_frame(reply, statement, catalog)

    async def _in_turn(self, inquiry: Inquiry, table: str, deadline: float) -> Reply:
        turn = await self._means.slots.take(id(self), deadline)
        try:
            with asking(ENGINE, (table,)):
                reply = await self._means.cluster.ask(inquiry, deadline)
        finally:
            self._means.slots.give(turn)
        self._means.answered_at = time.monotonic()
        return reply

    async def _refuse_missing(self, statement: Statement, uncovered: Iterable[Interval], deadline: float) -> None:
        """Bars or names the published months that were asked and lie in uncovered time."""
        table = statement.table
        missing = self._served.published_in(table, _overlaps(statement.intervals, uncovered))
        if not missing:
            return
        if table == self._served.catalog.base:
            self._refuse(missing, "are not being served by the cluster")
        self._means.watch.bar(tuple((table, month) for month in missing))
        patience = min(LOOK_SECONDS, max(deadline - time.monotonic(), 0))
        await asyncio.wait({asyncio.ensure_future(self._means.watch.look())}, timeout=patience)
        raise VersionGone("The cluster lost data that this answer was planned over.", "Ask again.")

    def _refuse(self, months: Iterable[str], what: str) -> None:
        named = _named(months)
        if named:
            raise SegmentsUnavailable(f"The sales of {named} {what}, so this question cannot be answered.")

    def notes(self) -> tuple[Note, ...]:
        """Months replaced since the lease began or now, a newer load that waits, a document passed over."""
        notes = [*self._loading_notes(), *self._waiting_notes()]
        if self.fallback is not None:
            told = "The newest word on what the cluster serves cannot be read; this answer may be of another version."
            notes.append(Note("SERVING_FALLBACK", told, is_partial=True))
        return tuple(notes)

    def _loading_notes(self) -> Iterable[Note]:
        replaced = {month for statement in self._ran for month in self._replaced(statement)}
        if replaced:
            told = f"The sales of {_named(sorted(replaced))} are being loaded, so figures may mix old and new lines."
            yield Note("LOAD_IN_PROGRESS", told, "period", is_partial=True)

    def _replaced(self, statement: Statement) -> Iterable[str]:
        before = self._served.serving
        after = before
        number = self._means.documents.newest_number()
        if number is not None and number != before.number:
            try:
                after = self._means.documents.read(number)
            except (ManifestInvalid, OSError):
                return self._served.months_in(statement.intervals)
        replaced = replaced_months(statement.table, before, after)
        return (month for month in self._served.months_in(statement.intervals) if month in replaced)

    def _waiting_notes(self) -> Iterable[Note]:
        newest = newest_sequence(self._means.documents.store)
        if newest is not None and newest > self._served.serving.record:
            told = "A newer load is stored and not yet published to the cluster; this answer is of the one before."
            yield Note("NEWER_LOAD_WAITS", told)


def _overlaps(asked: Iterable[Interval], uncovered: Iterable[Interval]) -> list[Interval]:
    """Stretches in both: the cluster may look further than was asked."""
    gaps = tuple(uncovered)
    pairs = ((max(one.start_ms, gap.start_ms), min(one.end_ms, gap.end_ms)) for one in asked for gap in gaps)
    return [Interval(start, end) for start, end in pairs if start < end]


def _named(months: Iterable[str]) -> str:
    """Months in a sentence, the first few by name."""
    names = list(months)
    shown = ", ".join(names[:6])
    return f"{shown} and {len(names) - 6} more months" if len(names) > 6 else shown
