"""Statements on their way through the embedded database: a turn, a cursor, a thread, a deadline.

Comes in: a statement and the snapshot it reads. Goes out: its checked frame, or a coded error. A deadline or the
end of the asking task interrupts the statement; its turn is given back when its thread has really stopped.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import polars as pl
import structlog

from backend.engine.database import Cursor, Database, Failed, FileMissing, Limits, Stopped
from backend.engine.dialect import UnknownFunction, Years, to_duckdb
from backend.engine.opened import Opened
from backend.engine.result import checked, empty_result
from backend.engine.slots import Slots
from backend.errors import EngineFailed, EngineTimeout, SalesError, ShuttingDown, TooManyGroups, VersionGone
from backend.planner.plan import Parameter, Statement
from druid.catalog.model import Catalog

log = structlog.get_logger("engine")
INTERRUPT_AGAIN_SECONDS = 0.01
MOST_ROWS = 1_000_000
"""Rows that one statement may answer; more would be held in memory for one reader."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Runner:
    """As many threads and cursors as slots; closed with the engine."""

    def __init__(self, database: Database, limits: Limits, catalog: Catalog) -> None:
        self.slots = Slots(limits.slots, limits.queue)
        self._catalog = catalog
        self._threads = ThreadPoolExecutor(limits.slots, "sales-engine")
        self._free = [database.cursor() for _ in range(limits.slots)]
        self._running: dict[asyncio.Future[pl.DataFrame], tuple[Cursor, threading.Event]] = {}
        self._stopping: set[asyncio.Future[None]] = set()
        self._is_closed = False

    async def run(self, statement: Statement, opened: Opened, turn: tuple[int, float]) -> pl.DataFrame:
        """All rows of the statement. `turn` is the owner of the turn and the deadline."""
        owner, deadline = turn
        await self.slots.take(owner, deadline)
        if self._is_closed:
            self.slots.give()
            raise ShuttingDown("The service is stopping.")
        future = self._start(statement, opened)
        try:
            done, _ = await asyncio.wait({future}, timeout=max(deadline - time.monotonic(), 0))
        except asyncio.CancelledError:
            await self._stop(future)
            raise
        if not done:
            await self._stop(future)
            raise EngineTimeout("The question took longer than it may.")
        try:
            return future.result()
        except SalesError:
            raise
        except Exception as error:
            raise _coded(error, statement, opened) from error

    def _start(self, statement: Statement, opened: Opened) -> asyncio.Future[pl.DataFrame]:
        cursor, stop = self._free.pop(), threading.Event()
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._threads, self._execute, (statement, opened), cursor, stop)
        self._running[future] = (cursor, stop)
        future.add_done_callback(self._finish)
        return future

    def _finish(self, future: asyncio.Future[pl.DataFrame]) -> None:
        cursor, _ = self._running.pop(future)
        self._free.append(cursor)
        self.slots.give()
        if not future.cancelled():
            future.exception()

    def _execute(self, work: tuple[Statement, Opened], cursor: Cursor, stop: threading.Event) -> pl.DataFrame:
        statement, opened = work
        source = opened.source(statement.table, statement.intervals)
        if source is None:
            return empty_result(statement, self._catalog)
        sql = to_duckdb(statement.sql, source, _years(statement))
        if statement.sql.args.get("limit") is None:
            sql = f"{sql} LIMIT {MOST_ROWS + 1}"
        frame = cursor.query(sql, [_bound(parameter) for parameter in statement.parameters], stop)
        if frame.height > MOST_ROWS:
            raise TooManyGroups("The question has more groups than one answer may hold.")
        return checked(frame, statement, self._catalog)

    async def _stop(self, future: asyncio.Future[pl.DataFrame]) -> None:
        """Interrupt the statement; it goes on being interrupted when whoever waits for that is cancelled too."""
        stopping = asyncio.ensure_future(self._interrupt(future))
        self._stopping.add(stopping)
        stopping.add_done_callback(self._stopping.discard)
        await asyncio.shield(stopping)

    async def _interrupt(self, future: asyncio.Future[pl.DataFrame]) -> None:
        """Again and again until the thread is done: an interrupt before the statement begins has no effect."""
        while future in self._running:
            cursor, stop = self._running[future]
            stop.set()
            if not future.done():
                cursor.stop()
            await asyncio.wait({future}, timeout=INTERRUPT_AGAIN_SECONDS)

    async def close(self) -> None:
        self._is_closed = True
        while self._running:
            await self._stop(next(iter(self._running)))
        await asyncio.to_thread(self._threads.shutdown)
        for cursor in self._free:
            cursor.close()


def _years(statement: Statement) -> Years:
    if not statement.intervals:
        return Years()
    return Years.around(min(i.start_ms for i in statement.intervals), max(i.end_ms for i in statement.intervals))


def _bound(parameter: Parameter) -> object:
    """A value as DuckDB binds it: timestamps naive in UTC."""
    if parameter.type == "TIMESTAMP":
        return _EPOCH + timedelta(milliseconds=int(parameter.value))
    return parameter.value


def _coded(error: Exception, statement: Statement, opened: Opened) -> SalesError:
    """What the caller is told; the engine's own words go to the log alone."""
    facts = {"table": statement.table, "window": statement.window, "version": opened.manifest.version}
    if isinstance(error, FileMissing) and not opened.is_whole():
        log.warning("engine.version.gone", **facts)
        return VersionGone("The data version of this answer has been replaced.", "Ask again.")
    log.error("engine.statement.failed", kind=type(error).__name__, reason=str(error), **facts)
    if isinstance(error, Stopped):
        return ShuttingDown("The service is stopping.")
    if isinstance(error, Failed) and error.is_memory:
        return EngineFailed(
            "The question needs more memory than it may use.", "Ask for fewer groups or a shorter period."
        )
    if isinstance(error, UnknownFunction):
        return EngineFailed("This question cannot be put to the embedded engine.")
    return EngineFailed("The engine could not answer the question.")
