"""What is computed once for a data version: one run however many ask, none for another version, none too late."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from backend.engine.embedded import EmbeddedEngine
from backend.engine.port import Lease
from backend.errors import EngineFailed, InternalError, ModelBeingFitted, NotEnoughData, VersionGone
from backend.planner.view import whole
from backend.reports.remembered import KEPT_SNAPSHOTS, Remembered, Work
from backend.reports.session import Conventions, Session
from backend.tests.asking import NOW
from backend.tests.reports.shops import FULL, HEADER, loaded
from druid.catalog.sales import SALES


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("remembered"), [HEADER, FULL[0]])


@asynccontextmanager
async def memory_of(store: Path) -> AsyncIterator[tuple[Remembered, EmbeddedEngine]]:
    engine = EmbeddedEngine(store, SALES)
    memory = Remembered(engine.lease)
    try:
        yield memory, engine
    finally:
        await memory.close()
        await engine.close()


def session_of(lease: Lease, memory: Remembered, seconds: float = 30) -> Session:
    return Session(
        lease, whole(lease.manifest), SALES, Conventions(), NOW, time.monotonic() + seconds, remembered=memory
    )


class Counted:
    """A work that counts its runs, waits until it may go on, and answers the version that it saw."""

    def __init__(self) -> None:
        self.runs = 0
        self.may_end = asyncio.Event()

    async def compute(self, session: Session) -> tuple[int, str]:
        self.runs += 1
        run = self.runs
        await self.may_end.wait()
        return run, session.version

    @property
    def work(self) -> Work[tuple[int, str]]:
        return Work("counted", self.compute)


async def test_a_hundred_who_ask_at_once_share_one_run(store: Path) -> None:
    counted = Counted()
    async with memory_of(store) as (memory, engine), engine.lease() as lease:
        asked = [asyncio.ensure_future(memory.recall(counted.work, session_of(lease, memory))) for _ in range(100)]
        await asyncio.sleep(0)
        counted.may_end.set()
        found = await asyncio.gather(*asked)
        again = await memory.recall(counted.work, session_of(lease, memory))
    assert counted.runs == 1
    assert {*found, again} == {(1, lease.manifest.version)}


async def test_who_cannot_wait_is_told_and_ends_nothing(store: Path) -> None:
    counted = Counted()
    async with memory_of(store) as (memory, engine), engine.lease() as lease:
        with pytest.raises(ModelBeingFitted):
            await memory.recall(counted.work, session_of(lease, memory, seconds=0.3))
        with pytest.raises(ModelBeingFitted):
            await memory.recall(counted.work, session_of(lease, memory), patience=0)
        gone = asyncio.ensure_future(memory.recall(counted.work, session_of(lease, memory)))
        await asyncio.sleep(0)
        gone.cancel()
        counted.may_end.set()
        assert (await memory.recall(counted.work, session_of(lease, memory)))[0] == 1


async def test_a_new_version_is_computed_anew_and_old_ones_go(tmp_path: Path) -> None:
    store = loaded(tmp_path, [HEADER, FULL[0]])
    counted = Counted()
    counted.may_end.set()
    seen = []
    async with memory_of(store) as (memory, engine):
        for day in range(2, 4 + KEPT_SNAPSHOTS):
            async with engine.lease() as lease:
                seen.append(await memory.recall(counted.work, session_of(lease, memory)))
                assert seen[-1][1] == lease.manifest.version
            loaded(tmp_path, [HEADER, FULL[0].replace("2024-05-01", f"2024-05-{day:02}")], f"{day}.csv")
    assert [run for run, _ in seen] == list(range(1, len(seen) + 1))
    assert len({version for _, version in seen}) == len(seen)


async def test_a_held_version_that_was_replaced_is_asked_for_again(tmp_path: Path) -> None:
    """The run's own lease is of the newest version; its result must not serve the one before."""
    store = loaded(tmp_path, [HEADER, FULL[0]])
    counted = Counted()
    counted.may_end.set()
    async with memory_of(store) as (memory, engine), engine.lease() as held:
        loaded(tmp_path, [HEADER, FULL[0].replace("2024-05-01", "2024-05-09")], "later.csv")
        with pytest.raises(VersionGone):
            await memory.recall(counted.work, session_of(held, memory))
        async with engine.lease() as newest:
            assert (await memory.recall(counted.work, session_of(newest, memory)))[1] == newest.manifest.version
    assert counted.runs == 1


@pytest.mark.parametrize(
    ("failure", "raised", "runs"),
    [
        (NotEnoughData("Too little.", "More.", field="customerId"), NotEnoughData, 1),
        (EngineFailed("Away."), EngineFailed, 2),
        (ZeroDivisionError("a fault of ours"), InternalError, 1),
    ],
    ids=["for good", "for now", "ours"],
)
async def test_failures(store: Path, failure: Exception, raised: type[Exception], runs: int) -> None:
    """What fails by the data is not tried again; what failed by the engine is; nothing of a fault's text is told."""
    count = 0

    async def compute(_session: Session) -> None:
        nonlocal count
        count += 1
        raise failure

    work = Work("failing", compute)
    async with memory_of(store) as (memory, engine), engine.lease() as lease:
        for _ in range(2):
            with pytest.raises(raised) as told:
                await memory.recall(work, session_of(lease, memory))
            assert "fault" not in str(told.value)
    assert count == runs


async def test_a_work_has_an_end(store: Path) -> None:
    counted = Counted()
    work = Work("endless", counted.compute, seconds=0.05)
    async with memory_of(store) as (memory, engine), engine.lease() as lease:
        with pytest.raises(Exception, match="within 0 seconds"):
            await memory.recall(work, session_of(lease, memory))


async def test_closing_ends_what_runs(store: Path) -> None:
    counted = Counted()
    async with memory_of(store) as (memory, engine), engine.lease() as lease:
        task = memory.start(counted.work, session_of(lease, memory))
        await asyncio.sleep(0.05)
        await memory.close()
        assert task.cancelled()
