"""Limits of running statements, for real: an endless source, deadlines, cancelled tasks, full queues, little memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlglot import exp

from backend.engine.database import MIB, Database, Limits
from backend.engine.opened import Opened
from backend.engine.running import MOST_ROWS, Runner
from backend.errors import EngineFailed, EngineTimeout, Overloaded, ShuttingDown, TooManyGroups
from backend.planner.plan import Statement
from druid.catalog.sales import SALES
from druid.store.manifest import Manifest

EMPTY = Manifest(1, SALES.layout, "Africa/Nairobi", "KES", "2025-01-01T00:00:00Z", essential=SALES.essential)
ENDLESS = 10**15


class Numbers(Opened):
    """A snapshot whose every table is a range of numbers, `lines` and `products` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(Path(), EMPTY, SALES.base, 1)
        self.fallback = str(count)

    def source(self, table: str, intervals: object) -> str:
        del table, intervals
        return f"range({self.fallback}) AS numbers(lines)"


def statement(select: exp.Expression, *dimensions: str) -> Statement:
    sql = exp.select(*dimensions, exp.alias_(select, "lines")).from_("numbers")
    if dimensions:
        sql = sql.group_by(*dimensions)
    return Statement(SALES.base, "current", (), sql, (), dimensions, ("lines",), has_bucket=False)


SUM = statement(exp.Sum(this=exp.column("lines")))


@asynccontextmanager
async def running(limits: Limits, store: Path) -> AsyncIterator[Runner]:
    database = Database(store, limits)
    runner = Runner(database, limits, SALES)
    try:
        yield runner
    finally:
        await runner.close()
        database.close()


def limits(slots: int = 1, queue: int = 1, memory: int = 128 * MIB) -> Limits:
    return Limits(memory=memory, threads=1, slots=slots, queue=queue, temporary=MIB)


def soon(seconds: float = 30) -> float:
    return time.monotonic() + seconds


async def sum_works(runner: Runner) -> bool:
    frame = await runner.run(SUM, Numbers(101), (0, soon()))
    return frame["lines"].to_list() == [5050]


async def until_in_use(runner: Runner, count: int) -> None:
    for _ in range(10):
        await asyncio.sleep(0)
    assert runner.slots.in_use == count


async def test_the_deadline_interrupts_and_the_turn_comes_back(tmp_path: Path) -> None:
    async with running(limits(), tmp_path) as runner:
        with pytest.raises(EngineTimeout):
            await runner.run(SUM, Numbers(ENDLESS), (1, soon(0.1)))
        assert runner.slots.in_use == 0
        assert await sum_works(runner)


async def test_a_cancelled_question_frees_its_turn(tmp_path: Path) -> None:
    async with running(limits(), tmp_path) as runner:
        task = asyncio.create_task(runner.run(SUM, Numbers(ENDLESS), (1, soon(600))))
        await until_in_use(runner, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await sum_works(runner)


async def test_a_question_cancelled_at_any_instant_leaves_nothing_behind(tmp_path: Path) -> None:
    async with running(limits(slots=2, queue=50), tmp_path) as runner:
        tasks = []
        for number in range(30):
            tasks.append(asyncio.create_task(runner.run(SUM, Numbers(ENDLESS), (number, soon(600)))))
            await asyncio.sleep(0.0007 * (number % 7))
            tasks[number // 2].cancel()
        for task in tasks:
            task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(outcome, asyncio.CancelledError) for outcome in done)
        turns = [await runner.slots.take(0, soon()) for _ in range(2)]
        assert (runner.slots.in_use, runner.slots.waiting) == (2, 0)
        for turn in turns:
            runner.slots.give(turn)
        assert await sum_works(runner)


async def test_the_queue_counts_requests_not_statements(tmp_path: Path) -> None:
    async with running(limits(slots=1, queue=2), tmp_path) as runner:
        first = [asyncio.create_task(runner.run(SUM, Numbers(ENDLESS), (1, soon(600)))) for _ in range(20)]
        await until_in_use(runner, 1)
        second = asyncio.create_task(runner.run(SUM, Numbers(101), (2, soon(600))))
        for _ in range(10):
            await asyncio.sleep(0)
        assert runner.slots.waiting == 2
        with pytest.raises(Overloaded) as refused:
            await runner.run(SUM, Numbers(101), (3, soon()))
        assert refused.value.hint
        for task in first:
            task.cancel()
        assert (await second)["lines"].to_list() == [5050]


async def test_waiting_ends_with_the_deadline(tmp_path: Path) -> None:
    async with running(limits(), tmp_path) as runner:
        task = asyncio.create_task(runner.run(SUM, Numbers(ENDLESS), (1, soon(600))))
        await until_in_use(runner, 1)
        with pytest.raises(Overloaded):
            await runner.run(SUM, Numbers(101), (2, soon(0.05)))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_closing_ends_what_runs(tmp_path: Path) -> None:
    async with running(limits(), tmp_path) as runner:
        task = asyncio.create_task(runner.run(SUM, Numbers(ENDLESS), (1, soon(600))))
        await until_in_use(runner, 1)
        await runner.close()
        with pytest.raises(ShuttingDown):
            await task


async def test_too_little_memory_is_said_without_the_engines_words(tmp_path: Path) -> None:
    members = statement(exp.Count(this=exp.Distinct(expressions=[exp.column("lines")])))
    async with running(limits(memory=24 * MIB), tmp_path) as runner:
        with pytest.raises(EngineFailed) as refused:
            await runner.run(members, Numbers(15_000_000), (1, soon(60)))
        assert "memory" in refused.value.message
        assert "MiB" not in refused.value.message
        assert await sum_works(runner)


async def test_what_does_not_fit_in_memory_is_spilled_and_removed(tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    members = statement(exp.Count(this=exp.Distinct(expressions=[exp.column("lines")])))
    roomy = Limits(memory=24 * MIB, threads=1, slots=1, queue=1, temporary=1024 * MIB, folder=spill)
    async with running(roomy, tmp_path) as runner:
        frame = await runner.run(members, Numbers(4_000_000), (1, soon(60)))
    assert frame["lines"].to_list() == [4_000_000]
    assert list(spill.iterdir()) == []


async def test_an_overflowing_sum_is_a_failure_not_a_number(tmp_path: Path) -> None:
    big = exp.Add(this=exp.column("lines"), expression=exp.Literal.number(2**62))
    async with running(limits(), tmp_path) as runner:
        with pytest.raises(EngineFailed) as refused:
            await runner.run(statement(exp.Sum(this=big)), Numbers(3), (1, soon()))
        assert "INT128" not in refused.value.message


async def test_more_groups_than_an_answer_may_hold_are_refused(tmp_path: Path) -> None:
    """Every line a group of its own: at the limit all of them, one past it none."""
    branch = exp.alias_(exp.cast(exp.column("lines"), "VARCHAR"), "branch")
    sql = exp.select(branch, exp.alias_(exp.Sum(this=exp.column("lines")), "lines")).from_("numbers").group_by("1")
    each = Statement(SALES.base, "current", (), sql, (), ("branch",), ("lines",), has_bucket=False)
    async with running(limits(memory=1024 * MIB), tmp_path) as runner:
        assert (await runner.run(each, Numbers(MOST_ROWS), (0, soon(60)))).height == MOST_ROWS
        with pytest.raises(TooManyGroups):
            await runner.run(each, Numbers(MOST_ROWS + 1), (0, soon(60)))
        assert await sum_works(runner)
