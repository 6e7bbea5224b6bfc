"""What was asked in one turn of the event loop, dealt into jobs: the few queries that go to the database.

Comes in: statements with the seats that wait for them. Goes out: the statements of each job. Questions of tables in
memory share jobs, since each costs more to begin than to compute; those of the same files and filters share one, which
reads the rows once; another of files keeps a job, and a core, for itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from backend.engine.joined import NO_STRETCH, in_order, likeness, span_of, stands_alone, stretch_of
from backend.engine.opened import Opened
from backend.planner.plan import Interval, Statement

BEGINNING_ROWS = 20_000
"""What beginning costs, in rows summed."""
MOST_KEPT = 2_000_000
"""Rows that may be kept for several statements while they run: some hundred bytes each, in memory or spilled."""
FILTERED_PART = 4
"""One row in so many is thought to pass a filter by members; every statement over lines has one, by status."""


@dataclass(slots=True)
class Job:
    """Statements on their way together. `waiting` counts the tasks that want its outcomes."""

    task: asyncio.Task[list[pl.DataFrame | Exception]]
    waiting: int


Seat = asyncio.Future[tuple[Job, int]]
Waiting = list[tuple[Statement, Seat]]


def dealt(waiting: Waiting, opened: Opened, lanes: int) -> list[Waiting]:
    """The statements of each job: those over files by the rows they read, others over at most `lanes` jobs."""
    jobs: dict[object, Waiting] = {}
    small: list[tuple[int, Waiting]] = []
    for kin in _kin(waiting):
        statement = kin[0][0]
        stretches = {one.intervals for one, _ in kin}
        rows = [opened.rows_in_memory(statement.table, intervals) for intervals in stretches]
        if None in rows or stands_alone(statement):
            jobs.setdefault(_pool_of(kin, opened), []).extend(kin)
        else:
            small.append((sum(filter(None, rows)) + BEGINNING_ROWS, kin))
    return [*jobs.values(), *_evenly(small, max(1, lanes))]


def _pool_of(kin: Waiting, opened: Opened) -> object:
    """What is equal of statements over files that share a job; its own of kin that keeps one for itself."""
    stretches = in_order({stretch_of(one) for one, _ in kin})
    pool = pooling(kin[0][0], span_of(stretches), opened) if stretches else None
    return id(kin[0][1]) if pool is None else pool


def pooling(statement: Statement, span: Interval, opened: Opened) -> tuple[object, ...] | None:
    """What is equal of statements over files whose rows are read once for all: the table, the filters, the span.

    None where they are read by each: of a table in memory, not of one stretch, or where too many would be kept.
    """
    if statement.table in opened.resident or stands_alone(statement):
        return None
    if stretch_of(statement) is NO_STRETCH or len(statement.intervals) > 1:
        return None
    filters = statement.parameters[2:]
    kept = opened.lines(statement.table, (span,)) // (FILTERED_PART if len(filters) > 1 else 1)
    return (statement.table, filters, span) if kept <= MOST_KEPT else None


def _kin(waiting: Waiting) -> Sequence[Waiting]:
    """Statements that group the same rows, or those of stretches of time, and so can share one pass over them."""
    found: dict[object, Waiting] = {}
    for statement, seat in waiting:
        key: object = id(seat)
        if not stands_alone(statement):
            key = likeness(statement)
        found.setdefault(key, []).append((statement, seat))
    return list(found.values())


def _evenly(weighed: list[tuple[int, Waiting]], lanes: int) -> list[Waiting]:
    """The heaviest first, each to the lane with the least so far."""
    loads = [0] * min(lanes, len(weighed))
    found: list[Waiting] = [[] for _ in loads]
    for weight, kin in sorted(weighed, key=lambda one: one[0], reverse=True):
        lightest = loads.index(min(loads))
        loads[lightest] += weight
        found[lightest].extend(kin)
    return found
