"""What was asked in one turn of the event loop, dealt into jobs: the few queries that go to the database.

Comes in: statements with the seats that wait for them. Goes out: the statements of each job. Questions of tables in
memory share jobs, since each costs more to begin than to compute; one of files keeps a job, and a core, for itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from backend.engine.joined import likeness, stands_alone
from backend.engine.opened import Opened
from backend.planner.plan import Statement

BEGINNING_ROWS = 20_000
"""What beginning costs, in rows summed."""


@dataclass(slots=True)
class Job:
    """Statements on their way together. `waiting` counts the tasks that want its outcomes."""

    task: asyncio.Task[list[pl.DataFrame | Exception]]
    waiting: int


Seat = asyncio.Future[tuple[Job, int]]
Waiting = list[tuple[Statement, Seat]]


def dealt(waiting: Waiting, opened: Opened, lanes: int) -> list[Waiting]:
    """The statements of each job: those over files by the rows they read, others over at most `lanes` jobs."""
    jobs: list[Waiting] = []
    small: list[tuple[int, Waiting]] = []
    for kin in _kin(waiting):
        statement = kin[0][0]
        stretches = {one.intervals for one, _ in kin}
        rows = [opened.rows_in_memory(statement.table, intervals) for intervals in stretches]
        if None in rows or stands_alone(statement):
            jobs.append(kin)
        else:
            small.append((sum(filter(None, rows)) + BEGINNING_ROWS, kin))
    return [*jobs, *_evenly(small, max(1, lanes))]


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
