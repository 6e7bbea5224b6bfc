"""Work wanted by several: begun once, undisturbed by who leaves, ended with the last; questions of one operation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from backend.access.policy import EVERYTHING, RowPolicy
from backend.answer import AnswerContext, RequestFacts, answer
from backend.engine.embedded import EmbeddedEngine
from backend.engine.port import Lease
from backend.planner.plan import Note, Statement
from backend.question import Anchor, Filter
from backend.reports.once import Once
from backend.reports.registry import reports
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from backend.tests.asking import NOW
from backend.tests.reports.shops import FULL, HEADER, loaded
from druid.catalog.sales import SALES
from druid.store.manifest import Manifest


class Slow:
    """Work that waits for its end and counts what became of it."""

    def __init__(self) -> None:
        self.begun = self.ended = self.cancelled = 0
        self.may_end = asyncio.Event()

    async def work(self) -> int:
        self.begun += 1
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)
            self.cancelled += 1
            raise
        self.ended += 1
        return self.begun


async def test_it_is_begun_once_and_its_result_kept() -> None:
    once, slow = Once[int](), Slow()
    waiting = [asyncio.create_task(once.of("a", slow.work)) for _ in range(3)]
    await asyncio.sleep(0)
    slow.may_end.set()
    assert await asyncio.gather(*waiting) == [1, 1, 1]
    assert await once.of("a", slow.work) == 1
    assert await once.of("b", slow.work) == 2


async def test_an_error_is_everybodys() -> None:
    once = Once[int]()

    async def fail() -> int:
        await asyncio.sleep(0)
        raise ValueError("no")

    found = await asyncio.gather(*(once.of("a", fail) for _ in range(3)), return_exceptions=True)
    assert [str(error) for error in found] == ["no"] * 3


async def test_who_leaves_disturbs_nobody_and_the_last_ends_it() -> None:
    once, slow = Once[int](), Slow()
    first, second = (asyncio.create_task(once.of("a", slow.work)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert slow.cancelled == 0
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    assert slow.cancelled == 1, "the last to leave waits until the work has really ended"
    slow.may_end.set()
    assert await once.of("a", slow.work) == 2


class Told:
    """A lease that notes the statements it is asked."""

    def __init__(self, lease: Lease, statements: list[str]) -> None:
        self._lease = lease
        self._statements = statements

    @property
    def manifest(self) -> Manifest:
        return self._lease.manifest

    @property
    def fallback(self) -> str | None:
        return self._lease.fallback

    def notes(self) -> tuple[Note, ...]:
        return self._lease.notes()

    async def run(self, statement: Statement, deadline: float) -> pl.DataFrame:
        self._statements.append(f"{statement.text} {statement.parameters}")
        return await self._lease.run(statement, deadline)


@asynccontextmanager
async def context_of(store: Path) -> AsyncIterator[AnswerContext]:
    context = AnswerContext(SALES, EmbeddedEngine(store, SALES), Conventions())
    try:
        yield context
    finally:
        await context.close()


async def test_reports_over_one_lease_ask_an_equal_question_once(tmp_path: Path) -> None:
    store = loaded(tmp_path, [HEADER, FULL[0]])
    specs = {spec.name: spec for spec in reports(SALES)}
    lists = [specs[name] for name in ("topProducts", "productLines", "productLines", "topCustomers")]
    async with context_of(store) as context, context.engine.lease() as lease:
        asked: list[str] = []
        facts = RequestFacts("r", time.monotonic() + 30, NOW, EVERYTHING, Told(lease, asked))
        together = await asyncio.gather(*(answer(spec, Arguments(), facts, context) for spec in lists))
        assert len(asked) == len(set(asked))
        alone = [
            await answer(spec, Arguments(), RequestFacts("r", facts.deadline, NOW, EVERYTHING), context)
            for spec in lists
        ]
        for shared, own in zip(together, alone, strict=True):
            assert shared["error"] is None
            assert {**shared, "metadata": None} == {**own, "metadata": None}


async def test_the_wall_clock_of_another_request_is_another_question(tmp_path: Path) -> None:
    store = loaded(tmp_path, [HEADER, FULL[0]])
    spec = next(spec for spec in reports(SALES) if spec.name == "salesOverview")
    arguments = Arguments(anchor=Anchor.NOW)
    async with context_of(store) as context, context.engine.lease() as lease:
        periods = []
        for moment in (NOW, NOW + timedelta(days=400)):
            facts = RequestFacts("r", time.monotonic() + 30, moment, EVERYTHING, lease)
            periods.append((await answer(spec, arguments, facts, context))["metadata"]["period"])
    assert periods[0] != periods[1]


async def test_another_policy_is_another_question(tmp_path: Path) -> None:
    store = loaded(tmp_path, [HEADER, FULL[0], FULL[1]])
    spec = next(spec for spec in reports(SALES) if spec.name == "productLines")
    nobody = RowPolicy((Filter("branch", ("Nowhere",)),))
    async with context_of(store) as context, context.engine.lease() as lease:
        both = [
            await answer(spec, Arguments(), RequestFacts("r", time.monotonic() + 30, NOW, policy, lease), context)
            for policy in (EVERYTHING, nobody)
        ]
    assert both[0]["error"] is None
    assert both[1]["error"]["code"] == "NOTHING_PERMITTED"
