"""Statements on their way through the embedded database: gathered, a turn, a cursor, a thread, a deadline.

Comes in: a statement and the snapshot it reads. Goes out: its checked frame, or a coded error. What one owner asks
at one moment goes to the database together, in few texts (ADR 0036). A deadline, or the end of every task that waits
for it, interrupts it; its turn is given back when its thread has really stopped.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

import polars as pl
import structlog

from backend.engine.database import DATABASE_ERRORS, Cursor, Database, Failed, FileMissing, Limits, Stopped
from backend.engine.dialect import UnknownFunction, Years
from backend.engine.gathered import Job, Seat, dealt, pooling
from backend.engine.joined import Asked, Text, cut_out, in_order, likeness, span_of, stretch_of, written
from backend.engine.opened import Opened
from backend.engine.result import checked, empty_result, sql_columns
from backend.engine.slots import Slots, Turn
from backend.errors import EngineFailed, EngineTimeout, SalesError, ShuttingDown, TooManyGroups, VersionGone
from backend.metrics.engines import asking
from backend.planner.plan import Interval, Parameter, Statement
from druid.catalog.model import Catalog

log = structlog.get_logger("engine")
ENGINE = "embedded"
INTERRUPT_AGAIN_SECONDS = 0.01
MOST_ROWS = 1_000_000
"""Rows that one statement may answer; more would be held in memory for one reader."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


QUIET_TURNS = 2
"""Turns of the event loop without a further statement, after which what was gathered goes to the database."""
FAILURES = (*DATABASE_ERRORS, SalesError, ValueError, pl.exceptions.PolarsError)
"""What may be wrong with one statement; anything else is wrong with us."""
Outcome = pl.DataFrame | Exception
Asker = tuple[int, float]
"""Who asks, and the deadline."""


class Runner:
    """As many threads and cursors as slots; closed with the engine."""

    def __init__(self, database: Database, limits: Limits, catalog: Catalog) -> None:
        self.slots = Slots(limits.slots, limits.queue)
        self._catalog = catalog
        self._lanes = limits.threads
        self._threads = ThreadPoolExecutor(limits.slots, "sales-engine")
        self._free = [database.cursor() for _ in range(limits.slots)]
        self._gathering: dict[tuple[Asker, int], list[tuple[Statement, Seat]]] = {}
        self._running: dict[asyncio.Future[list[Outcome]], tuple[Cursor, threading.Event]] = {}
        self._stopping: set[asyncio.Future[None]] = set()
        self._is_closed = False
        self.answered_at = float("-inf")
        """When the database last answered, in monotonic seconds."""

    async def run(self, statement: Statement, opened: Opened, asker: Asker) -> pl.DataFrame:
        """All rows of the statement, asked together with what else its owner asks at this moment."""
        seat = self._seat(statement, opened, asker)
        try:
            job, place = await seat
            outcome = (await asyncio.shield(job.task))[place]
        except asyncio.CancelledError:
            await _leave(seat)
            raise
        except SalesError:
            raise
        except Exception as error:
            raise _coded(error, statement, opened) from error
        if isinstance(outcome, pl.DataFrame):
            return outcome
        raise outcome if isinstance(outcome, SalesError) else _coded(outcome, statement, opened) from outcome

    def _seat(self, statement: Statement, opened: Opened, asker: Asker) -> Seat:
        """A place in the job that will answer the statement, known once the job begins."""
        loop = asyncio.get_running_loop()
        seat: Seat = loop.create_future()
        key = (asker, id(opened))
        if key not in self._gathering:
            self._gathering[key] = []
            loop.call_soon(self._send, key, opened, (1, 0))
        self._gathering[key].append((statement, seat))
        return seat

    def _send(self, key: tuple[Asker, int], opened: Opened, seen: tuple[int, int]) -> None:
        """Begin what was gathered once nothing has come for some turns of the event loop: `seen` counts both.

        As many jobs are made as turns are free, and never more than cores.
        """
        count, quiet = seen
        gathered = len(self._gathering[key])
        quiet = quiet + 1 if gathered == count else 0
        if quiet < QUIET_TURNS:
            asyncio.get_running_loop().call_soon(self._send, key, opened, (gathered, quiet))
            return
        waiting = [(statement, seat) for statement, seat in self._gathering.pop(key) if not seat.cancelled()]
        for part in dealt(waiting, opened, min(self._lanes, self.slots.free)):
            work = self._work([statement for statement, _ in part], opened, key[0])
            job = Job(asyncio.ensure_future(work), len(part))
            job.task.add_done_callback(_retrieved)
            for place, (_, seat) in enumerate(part):
                seat.set_result((job, place))

    async def _work(self, statements: list[Statement], opened: Opened, asker: Asker) -> list[Outcome]:
        owner, deadline = asker
        turn = await self.slots.take(owner, deadline)
        if self._is_closed:
            self.slots.give(turn)
            raise ShuttingDown("The service is stopping.")
        future = self._start(statements, opened, turn)
        try:
            done, _ = await asyncio.wait({future}, timeout=max(deadline - time.monotonic(), 0))
        except asyncio.CancelledError:
            await self._stop(future)
            raise
        if not done:
            await self._stop(future)
            raise EngineTimeout("The question took longer than it may.")
        return future.result()

    def _start(self, statements: list[Statement], opened: Opened, turn: Turn) -> asyncio.Future[list[Outcome]]:
        cursor, stop = self._free.pop(), threading.Event()
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._threads, self._execute, (statements, opened), cursor, stop)
        self._running[future] = (cursor, stop)
        future.add_done_callback(partial(self._finish, turn))
        return future

    def _finish(self, turn: Turn, future: asyncio.Future[list[Outcome]]) -> None:
        cursor, _ = self._running.pop(future)
        self._free.append(cursor)
        self.slots.give(turn)
        if not future.cancelled():
            future.exception()

    def _execute(
        self, work: tuple[Sequence[Statement], Opened], cursor: Cursor, stop: threading.Event
    ) -> list[Outcome]:
        """An outcome for each statement. When they fail together each is asked alone: one may be at fault."""
        statements, opened = work
        try:
            return list(self._together(statements, opened, cursor, stop))
        except FAILURES as error:
            if stop.is_set() or len(statements) == 1:
                return [error] * len(statements)
        outcomes: list[Outcome] = []
        for statement in statements:
            outcomes.extend(self._execute(([statement], opened), cursor, stop))
        return outcomes

    def _together(
        self, statements: Sequence[Statement], opened: Opened, cursor: Cursor, stop: threading.Event
    ) -> list[pl.DataFrame]:
        frames: dict[int, pl.DataFrame] = {}
        asked, places = self._asked(statements, opened)
        for text in written(tuple(asked)):
            bound = [statements[places[at]].parameters[mark] for at, mark in text.bound]
            bounded = _bounded(text, statements[places[text.cuts[0].place]])
            with asking(ENGINE, (statements[places[cut.place]].table for cut in text.cuts)):
                answer = cursor.query(bounded, [_bound(p) for p in bound], stop)
            self.answered_at = time.monotonic()
            if answer.height > MOST_ROWS:
                raise TooManyGroups("The question has more groups than one answer may hold.")
            frames.update((places[at], frame) for at, frame in cut_out(answer, text).items())
        return [
            checked(frames[place], statement, self._catalog)
            if place in frames
            else empty_result(statement, self._catalog)
            for place, statement in enumerate(statements)
        ]

    def _asked(self, statements: Sequence[Statement], opened: Opened) -> tuple[list[Asked], list[int]]:
        """What is to be written, with its places among the statements; a table without any file is not asked."""
        asked, places = [], []
        for place, (statement, told) in enumerate(zip(statements, _stretches(statements, opened), strict=True)):
            source = opened.source(statement.table, statement.intervals if told.span is None else (told.span,))
            if source is None:
                continue
            columns = sql_columns(statement, self._catalog)
            keys = len(statement.dimensions) + statement.has_bucket
            marks = len(statement.parameters)
            numbers = (told.rows, told.stretch, told.pool)
            asked.append(Asked(statement.sql, source, _years(statement), columns, keys, marks, *numbers))
            places.append(place)
        return asked, places

    async def _stop(self, future: asyncio.Future[list[Outcome]]) -> None:
        """Interrupt the statement; it goes on being interrupted when whoever waits for that is cancelled too."""
        stopping = asyncio.ensure_future(self._interrupt(future))
        self._stopping.add(stopping)
        stopping.add_done_callback(self._stopping.discard)
        await asyncio.shield(stopping)

    async def _interrupt(self, future: asyncio.Future[list[Outcome]]) -> None:
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


async def _leave(seat: Seat) -> None:
    """Whoever waits no longer; the last one ends the job and waits until it has stopped."""
    if seat.cancelled() or not seat.done():
        return
    job, _ = seat.result()
    job.waiting -= 1
    if job.waiting == 0 and not job.task.done():
        job.task.cancel()
        await asyncio.wait({job.task})


def _retrieved(task: asyncio.Task[list[Outcome]]) -> None:
    """A failure that nobody waits for any more is no news."""
    if not task.cancelled():
        task.exception()


def _bounded(text: Text, first: Statement) -> str:
    """Never more rows than may be held, but for one: it tells that there are more."""
    is_limited = len(text.cuts) == 1 and first.sql.args.get("limit") is not None
    return text.sql if is_limited else f"{text.sql} LIMIT {MOST_ROWS + 1}"


class _Told(NamedTuple):
    """The numbers of a statement (`Asked`), and the span of those that share its rows, where they are in files."""

    rows: int
    stretch: int
    pool: int | None = None
    span: Interval | None = None


def _stretches(statements: Sequence[Statement], opened: Opened) -> list[_Told]:
    """What each statement has in common with others.

    Alike are statements whose parameters differ in the bounds of time, when these lie near, over a table in memory or
    over files that are read for several at once.
    """
    told = [(statement, likeness(statement), stretch_of(statement)) for statement in statements]
    alike: dict[object, set[Interval]] = {}
    for _, like, stretch in told:
        alike.setdefault(like, set()).add(stretch)
    orders = {like: in_order(stretches) for like, stretches in alike.items()}
    numbers: dict[object, int] = {}
    found = []
    for place, (statement, like, stretch) in enumerate(told):
        order = orders[like]
        span = span_of(order) if order else None
        pool = None if span is None else pooling(statement, span, opened)
        if pool is not None:
            shared = numbers.setdefault(pool, place)
            found.append(_Told(numbers.setdefault(like, place), order.index(stretch), shared, span))
        elif len(order) > 1 and statement.table in opened.resident:
            found.append(_Told(numbers.setdefault(like, place), order.index(stretch)))
        else:
            found.append(_Told(numbers.setdefault(statement.parameters, place), 0))
    return found


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
