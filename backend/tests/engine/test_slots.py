"""Turns: as many as the engine takes now, in the order asked, none lost by whoever goes away."""

from __future__ import annotations

import asyncio
import time

import pytest

from backend.engine.slots import Slots
from backend.errors import Overloaded


def soon() -> float:
    return time.monotonic() + 30


async def test_a_lower_limit_is_kept_and_turns_come_back_with_it() -> None:
    limit = 3
    slots = Slots(3, 10, lambda: limit)
    for _ in range(3):
        await slots.take(1, soon())
    limit = 1
    waiting = [asyncio.create_task(slots.take(2, soon())) for _ in range(3)]
    await asyncio.sleep(0)
    slots.give()
    slots.give()
    await asyncio.sleep(0)
    assert (slots.in_use, [task.done() for task in waiting]) == (1, [False, False, False])
    slots.give()
    await asyncio.sleep(0)
    assert [task.done() for task in waiting] == [True, False, False]
    limit = 3
    slots.give()
    await asyncio.gather(*waiting)
    assert (slots.in_use, slots.waiting) == (2, 0)


async def test_a_limit_of_nothing_still_lets_one_pass() -> None:
    slots = Slots(3, 10, lambda: 0)
    await slots.take(1, soon())
    assert slots.in_use == 1


async def test_whoever_goes_away_as_the_turn_comes_passes_it_on() -> None:
    slots = Slots(1, 10)
    await slots.take(1, soon())
    first, second = (asyncio.create_task(slots.take(owner, soon())) for owner in (2, 3))
    await asyncio.sleep(0)
    slots.give()
    first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert first.cancelled()
    assert slots.in_use == 1
    slots.give()
    assert (slots.in_use, slots.waiting) == (0, 0)


async def test_a_turn_that_never_comes_is_overload() -> None:
    slots = Slots(1, 10)
    await slots.take(1, soon())
    with pytest.raises(Overloaded):
        await slots.take(2, time.monotonic())
    assert (slots.in_use, slots.waiting) == (1, 0)
