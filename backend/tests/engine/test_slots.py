"""Turns: as many as the engine takes now, in the order asked, none lost by whoever goes away."""

from __future__ import annotations

import asyncio
import time

import pytest

from backend.engine.slots import Slots
from backend.errors import Overloaded


def soon() -> float:
    return time.monotonic() + 30


async def settled() -> None:
    """What is ready has run."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_lower_limit_is_kept_and_turns_come_back_with_it() -> None:
    limit = 3
    slots = Slots(3, 10, lambda: limit)
    turns = [await slots.take(1, soon()) for _ in range(3)]
    limit = 1
    waiting = [asyncio.create_task(slots.take(2, soon())) for _ in range(3)]
    await asyncio.sleep(0)
    slots.give(turns.pop())
    slots.give(turns.pop())
    await asyncio.sleep(0)
    assert (slots.in_use, [task.done() for task in waiting]) == (1, [False, False, False])
    slots.give(turns.pop())
    await settled()
    assert [task.done() for task in waiting] == [True, False, False]
    limit = 3
    slots.give(waiting[0].result())
    await asyncio.gather(*waiting)
    assert (slots.in_use, slots.waiting) == (2, 0)


async def test_a_limit_of_nothing_still_lets_one_pass() -> None:
    slots = Slots(3, 10, lambda: 0)
    await slots.take(1, soon())
    assert slots.in_use == 1


async def test_whoever_goes_away_as_the_turn_comes_passes_it_on() -> None:
    slots = Slots(1, 10)
    turn = await slots.take(1, soon())
    first, second = (asyncio.create_task(slots.take(owner, soon())) for owner in (2, 3))
    await asyncio.sleep(0)
    slots.give(turn)
    first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert first.cancelled()
    assert slots.in_use == 1
    slots.give(second.result())
    assert (slots.in_use, slots.waiting) == (0, 0)


async def test_a_turn_that_never_comes_is_overload() -> None:
    slots = Slots(1, 10)
    await slots.take(1, soon())
    with pytest.raises(Overloaded):
        await slots.take(2, time.monotonic())
    assert (slots.in_use, slots.waiting) == (1, 0)


async def test_beyond_the_queue_the_next_is_refused_at_once() -> None:
    slots = Slots(1, 2)
    await slots.take(1, soon())
    waiting = [asyncio.create_task(slots.take(owner, soon())) for owner in (2, 3)]
    await settled()
    with pytest.raises(Overloaded):
        await slots.take(4, soon())
    again = asyncio.create_task(slots.take(2, soon()))
    await settled()
    assert not again.done(), "a request in the queue may ask for more"
    for task in (*waiting, again):
        task.cancel()
    await asyncio.gather(*waiting, again, return_exceptions=True)
    assert (slots.in_use, slots.waiting) == (1, 0)


async def test_who_has_nothing_waits_a_second_and_who_has_a_turn_until_the_deadline() -> None:
    slots, deadline = Slots(2, 10), soon()
    turn, _ = await slots.take(1, deadline), await slots.take(2, soon())
    second = asyncio.create_task(slots.take(1, deadline))
    await settled()
    with pytest.raises(Overloaded):
        await slots.take(3, soon())
    assert not second.done()
    slots.give(turn)
    slots.give(await second)
    assert (slots.in_use, slots.waiting) == (1, 0)


async def test_who_had_a_turn_and_gave_it_back_is_not_refused_halfway() -> None:
    slots, deadline = Slots(1, 10), soon()
    slots.give(await slots.take(1, deadline))
    other = await slots.take(2, soon())
    second = asyncio.create_task(slots.take(1, deadline))
    await settled()
    with pytest.raises(Overloaded):
        await slots.take(3, soon())
    assert not second.done()
    slots.give(other)
    slots.give(await second)
    assert (slots.in_use, slots.waiting) == (0, 0)


async def test_a_later_request_under_the_same_number_has_had_no_turn() -> None:
    slots = Slots(1, 10)
    slots.give(await slots.take(1, soon()))
    await slots.take(2, soon())
    with pytest.raises(Overloaded):
        async with asyncio.timeout(3):
            await slots.take(1, soon() + 60)
    assert (slots.in_use, slots.waiting) == (1, 0)


async def test_when_to_come_back_follows_what_turns_take_and_how_many_wait() -> None:
    slots = Slots(1, 10)
    for seconds in (4.0,) * 40:
        slots.give((await slots.take(1, soon()))._replace(since=time.monotonic() - seconds))
    assert slots.retry_after == 1
    await slots.take(1, soon())
    waiting = [asyncio.create_task(slots.take(owner, soon())) for owner in (2, 3, 4)]
    await settled()
    assert slots.retry_after == 16
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert slots.retry_after == 4
