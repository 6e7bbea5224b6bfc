"""What a request spends is told to that request alone, from tasks that it started."""

from __future__ import annotations

import asyncio
import time

from backend.engine.slots import Slots
from backend.spent import Spent, begin_spending, spent


async def test_waiting_is_told_to_who_waits() -> None:
    slots = Slots(1, 4)
    begun = asyncio.Event()

    async def holding() -> Spent:
        own = begin_spending()
        first = await slots.take(1, time.monotonic() + 5)
        begun.set()
        await asyncio.sleep(0.05)
        slots.give(first)
        return own

    async def waiting() -> Spent:
        own = begin_spending()
        await begun.wait()
        await asyncio.gather(*(asyncio.ensure_future(turn()) for _ in range(2)))
        return own

    async def turn() -> None:
        slots.give(await slots.take(2, time.monotonic() + 5))

    first, second = await asyncio.gather(holding(), waiting())
    assert first.queue_ms == 0
    assert 0 < second.queue_ms < 5000


def test_outside_of_a_request_nobody_is_told() -> None:
    spent().add_query("lost")
    assert spent().query_ids == []


def test_ids_are_bounded() -> None:
    own = Spent()
    for number in range(100):
        own.add_query(str(number))
    assert own.query_ids == [str(number) for number in range(8)]
