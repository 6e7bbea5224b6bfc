"""The embedded engine: DuckDB over the store's own files, small rollups in memory.

Comes in: leases and statements in Druid's SQL. Goes out: Polars frames with exact types. The newest snapshot is
looked for at every lease; an older one stays readable while somebody holds it. All work is off the event loop.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import polars as pl
import structlog

from backend.engine.database import DATABASE_ERRORS, Database, Limits, default_limits
from backend.engine.glance import Glance
from backend.engine.loaded import load_facts
from backend.engine.opened import Opened
from backend.engine.running import ENGINE, Runner
from backend.errors import NoData, ShuttingDown, StoreOutdated
from backend.machine import cores, memory
from backend.metrics.engines import EngineFigures, fell_back
from backend.planner.plan import Note, Statement
from druid.catalog.model import Catalog
from druid.store.manifest import Manifest, manifests_folder
from druid.store.snapshots import StoreUnreadable, newest_sequence, open_snapshot

log = structlog.get_logger("engine")
FALLBACK_RETRY_SECONDS = 5.0
FRESH_SECONDS = 15.0
"""An answer this recent shows that the database is there."""
PING, PING_SECONDS = "SELECT 1", 3.0
RESIDENT_SHARE = 3
"""The part of memory that one snapshot may take: an old and a new one fit beside the statements."""


class EmbeddedLease:
    """A snapshot held for one request."""

    def __init__(self, opened: Opened, runner: Runner) -> None:
        self._opened = opened
        self._runner = runner

    @property
    def manifest(self) -> Manifest:
        return self._opened.manifest

    @property
    def fallback(self) -> str | None:
        return self._opened.fallback

    def notes(self) -> tuple[Note, ...]:
        return ()

    async def run(self, statement: Statement, deadline: float) -> pl.DataFrame:
        return await self._runner.run(statement, self._opened, (id(self), deadline))


class EmbeddedEngine:
    """Opened by the first lease. `settled` waits until what can be in memory is there."""

    name = ENGINE

    def __init__(self, store: Path, catalog: Catalog, limits: Limits | None = None) -> None:
        self.store = store.resolve()
        self.catalog = catalog
        self.limits = limits or default_limits(cores(), memory())
        self._database = Database(self.store, self.limits)
        self._runner = Runner(self._database, self.limits, catalog)
        self._current: Opened | None = None
        self._held: list[Opened] = []
        self._opening = asyncio.Lock()
        self._housework = ThreadPoolExecutor(1, "sales-engine-housework")
        self._copying: asyncio.Task[None] | None = None
        self._is_closed = False
        self._folder = Glance(manifests_folder(self.store), lambda: newest_sequence(self.store))

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[EmbeddedLease]:
        opened = await self._newest()
        opened.leases += 1
        try:
            yield EmbeddedLease(opened, self._runner)
        finally:
            opened.leases -= 1
            self._drop_unused()

    async def edition(self) -> str | None:
        current = self._current
        if self._is_closed or current is None or not _is_newest(current, self._folder.newest()):
            current = await self._newest()
        return None if current.fallback else current.version

    async def _newest(self) -> Opened:
        """The newest snapshot; one request opens it, others that need it wait, holders of older ones do not notice."""
        if self._is_closed:
            raise ShuttingDown("The service is stopping.")
        newest = newest_sequence(self.store)
        if newest is None:
            raise NoData("No sales have been loaded yet.")
        if self._current is None or not _is_newest(self._current, newest):
            async with self._opening:
                if self._current is None or not _is_newest(self._current, newest):
                    await self._open()
        if self._current is None:
            raise NoData("No sales have been loaded yet.")
        return self._current

    async def _open(self) -> None:
        opened = await asyncio.to_thread(self._read_store)
        if opened is None:
            return
        before, self._current = self._current, opened
        if before is not None and before.manifest == opened.manifest:
            before.newest, before.opened_at, before.fallback = opened.newest, opened.opened_at, opened.fallback
            self._current = before
            return
        if opened.fallback is not None:
            fell_back()
        self._held.append(opened)
        if self._copying is not None:
            self._copying.cancel()
        self._copying = asyncio.create_task(self._copy(opened))
        told = {"version": opened.manifest.version, "fallback": opened.fallback, **load_facts(opened.manifest)}
        log.info("engine.snapshot.opened", **told)
        self._drop_unused()

    def _read_store(self) -> Opened | None:
        try:
            found = open_snapshot(self.store)
        except StoreUnreadable as error:
            log.error("engine.store.unreadable", reason=str(error))
            raise NoData(
                "The store cannot be read: no snapshot in it is whole.", "Run `make verify`, or restore a backup."
            ) from error
        if found is None:
            return None
        if found.manifest.essential != self.catalog.essential:
            raise StoreOutdated("The store was built for another layout of base lines and rollups.")
        newest = max([found.manifest.sequence, *(passed.sequence for passed in found.passed_over)])
        reason = "; ".join(f"{p.code} {p.sequence}: {p.reason}" for p in found.passed_over) or None
        return Opened(self.store, found.manifest, self.catalog.base, newest, reason, time.monotonic())

    async def _copy(self, opened: Opened) -> None:
        """Bring small tables to memory, one after the other; until then and where it fails they are read from files."""
        loop = asyncio.get_running_loop()
        for table in opened.small_tables(self.limits.resident_rows, self.limits.memory // RESIDENT_SHARE):
            try:
                await loop.run_in_executor(self._housework, self._copy_table, opened, table)
                opened.resident.add(table)
            except DATABASE_ERRORS as error:
                log.warning("engine.table.not_copied", table=table, reason=str(error))

    def _copy_table(self, opened: Opened, table: str) -> None:
        self._database.execute(opened.schema_statement(), opened.copy_statement(table))

    def _drop_unused(self) -> None:
        """Older snapshots that nobody holds leave memory."""
        for opened in [o for o in self._held if o is not self._current and o.leases == 0]:
            self._held.remove(opened)
            if not self._is_closed:
                self._housework.submit(self._forget, opened)

    def _forget(self, opened: Opened) -> None:
        try:
            # made first where nothing was copied yet: dropping what may not exist would hide that nothing was dropped
            self._database.execute(opened.schema_statement(), opened.drop_statement())
        except DATABASE_ERRORS as error:
            log.error("engine.snapshot.not_dropped", version=opened.manifest.version, reason=str(error))

    async def settled(self) -> None:
        """Wait until the newest snapshot's small tables are in memory."""
        if self._copying is not None:
            await asyncio.wait({self._copying})

    async def health(self) -> dict[str, object]:
        """What is open and how busy the engine is.

        `state` is ok; degraded after a fallback; no_data; unreachable when the database has stopped to answer.
        """
        current = self._current
        state = "no_data" if current is None else "degraded" if current.fallback else "ok"
        if not await self._answers():
            state = "unreachable"
        return {
            "engine": self.name,
            "state": state,
            "sequence": None if current is None else current.manifest.sequence,
            "version": None if current is None else current.manifest.version,
            "fallback": None if current is None else current.fallback,
            "resident": [] if current is None else sorted(current.resident),
            "snapshots": len(self._held),
            "slots": self.limits.slots,
            "slots_in_use": self._runner.slots.in_use,
            "queue": self._runner.slots.waiting,
        }

    async def _answers(self) -> bool:
        """Whether the database answered just now, or does so when asked for nothing."""
        if time.monotonic() - self._runner.answered_at < FRESH_SECONDS:
            return True
        try:
            async with asyncio.timeout(PING_SECONDS):
                await asyncio.to_thread(self._database.execute, PING)
        except (*DATABASE_ERRORS, TimeoutError) as error:
            log.error("engine.database.silent", kind=type(error).__name__, reason=str(error))
            return False
        self._runner.answered_at = time.monotonic()
        return True

    def figures(self) -> EngineFigures:
        return EngineFigures(self._runner.slots.in_use, self._runner.slots.waiting)

    async def close(self) -> None:
        """Interrupt what runs and free everything."""
        self._is_closed = True
        if self._copying is not None:
            self._copying.cancel()
        await self._runner.close()
        await asyncio.to_thread(self._housework.shutdown, cancel_futures=True)
        self._database.close()


def _is_newest(opened: Opened, newest: int | None) -> bool:
    """After a fallback the newest manifest is tried again now and then: its files may have been restored."""
    if opened.fallback is not None and time.monotonic() - opened.opened_at > FALLBACK_RETRY_SECONDS:
        return False
    return opened.newest == newest
