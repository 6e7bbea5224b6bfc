"""One computation for equal keys, ended by the last to leave: askers come, leave and are cancelled at any moment."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.cache.flights import Flights, Landed

PATIENCE = 10.0


async def never() -> None:
    await asyncio.Event().wait()


async def at_once() -> None:
    await asyncio.sleep(0)


class Work:
    """Computes `value` when the test lets it."""

    def __init__(self) -> None:
        self.began = self.ended = self.running = 0
        self.go = asyncio.Event()
        self.error: Exception | None = None

    async def compute(self) -> int:
        self.began += 1
        self.running += 1
        try:
            await self.go.wait()
            if self.error is not None:
                raise self.error
            return self.began
        finally:
            self.running -= 1
            self.ended += 1


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_equal_keys_share_and_others_do_not() -> None:
    flights, works = Flights[int](), {"a": Work(), "b": Work()}
    asking = [asyncio.create_task(flights.join(key, works[key].compute, never())) for key in "aabab"]
    await settled()
    for work in works.values():
        work.go.set()
    landed = await asyncio.gather(*asking)
    assert [work.began for work in works.values()] == [1, 1]
    assert [one.is_own for one in landed if one] == [True, False, True, False, False]
    assert len(flights) == 0


async def test_the_last_to_leave_ends_it_and_the_next_begins_anew() -> None:
    flights, work = Flights[int](), Work()
    first = asyncio.create_task(flights.join("k", work.compute, never()))
    second = asyncio.create_task(flights.join("k", work.compute, never()))
    await settled()
    first.cancel()
    await settled()
    assert work.running == 1
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert (work.running, len(flights)) == (0, 0)
    work.go.set()
    landed = await flights.join("k", work.compute, never())
    assert landed is not None
    assert (landed.value, landed.is_own) == (2, True)


async def test_whoever_leaves_gets_nothing() -> None:
    flights, work = Flights[int](), Work()
    assert await flights.join("k", work.compute, at_once()) is None
    assert work.running == 0


async def test_a_failure_is_the_beginners_alone() -> None:
    flights, work = Flights[int](), Work()
    work.error = ValueError("as wished")
    first = asyncio.create_task(flights.join("k", work.compute, never()))
    second = asyncio.create_task(flights.join("k", work.compute, never()))
    await settled()
    work.go.set()
    with pytest.raises(ValueError, match="as wished"):
        await first
    landed = await second
    assert landed is not None
    assert landed.value is None


async def test_closing_ends_all_and_hangs_nobody() -> None:
    flights, work = Flights[int](), Work()
    asking = [asyncio.create_task(flights.join("k", work.compute, never())) for _ in range(3)]
    await settled()
    await flights.close()
    async with asyncio.timeout(PATIENCE):
        assert [one.value for one in await asyncio.gather(*asking) if one] == [None, None, None]
    assert work.running == 0


async def _asking(flights: Flights[int], key: int, work: Work) -> Landed[int] | None:
    """An asker who may be gone before it began: then nothing of it was made."""
    return await flights.join(key, work.compute, never())


ACTS = st.lists(
    st.tuples(st.sampled_from(["ask", "cancel", "go", "fail", "turn"]), st.integers(0, 2), st.integers(0, 9)),
    max_size=40,
)


@given(ACTS)
@settings(max_examples=150, deadline=None)
def test_at_any_moment_one_a_key_runs_and_none_for_nobody(acts: list[tuple[str, int, int]]) -> None:
    asyncio.run(play(acts))


async def play(acts: list[tuple[str, int, int]]) -> None:
    flights = Flights[int]()
    works = [Work() for _ in range(3)]
    asking: list[list[asyncio.Task[object]]] = [[], [], []]
    for act, key, which in acts:
        work, tasks = works[key], asking[key]
        waiting = [task for task in tasks if not task.done()]
        if act == "ask":
            tasks.append(asyncio.create_task(_asking(flights, key, work)))
        elif act == "cancel" and waiting:
            waiting[which % len(waiting)].cancel()
        elif act == "go":
            work.go.set()
        elif act == "fail":
            work.error = ValueError("as wished") if which % 2 else None
        for _ in range(which):
            await asyncio.sleep(0)
        assert all(one.running <= 1 for one in works)
    await settled()
    for work, tasks in zip(works, asking, strict=True):
        waiting = [task for task in tasks if not task.done()]
        assert bool(waiting) == bool(work.running)
        work.go.set()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(task for tasks in asking for task in tasks), return_exceptions=True)
    assert len(flights) == sum(work.running for work in works) == 0
