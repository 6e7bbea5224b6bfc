"""One computation for equal questions asked at the same time, for as long as somebody waits for it.

Comes in: a key and a way to compute. Goes out: to each asker what was computed, or None to one that left first. The
last one to leave ends the computation. Who asks after it ended begins another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Flight(Generic[T]):
    """`waiting` counts those who want the result."""

    task: asyncio.Task[T]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Landed(Generic[T]):
    """A result, and whether it was begun for this asker. `value` is None where the computation was ended by others."""

    value: T | None
    is_own: bool


class Flights(Generic[T]):
    """By key; one event loop owns them."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, Flight[T]] = {}

    def __len__(self) -> int:
        return len(self._under_way)

    async def join(
        self, key: Hashable, compute: Callable[[], Coroutine[Any, Any, T]], gone: Coroutine[Any, Any, None]
    ) -> Landed[T] | None:
        """The result of the one computation of `key`; None as soon as `gone` ends before it does.

        Raises what the computation raised, but only to the asker that began it.
        """
        flight = self._under_way.get(key)
        is_own = flight is None
        if flight is None:
            flight = self._under_way[key] = Flight(asyncio.create_task(self._fly(key, compute)))
        flight.waiting += 1
        leaving = asyncio.create_task(gone)
        try:
            await asyncio.wait({flight.task, leaving}, return_when=asyncio.FIRST_COMPLETED)
            return _landed(flight.task, is_own=is_own)
        finally:
            ended = self._leave(key, flight)
            leaving.cancel()
            # what was cancelled has ended when this asker goes: nothing runs on behind its back
            await asyncio.wait({leaving, *ended})

    async def _fly(self, key: Hashable, compute: Callable[[], Coroutine[Any, Any, T]]) -> T:
        try:
            return await compute()
        finally:
            if (flight := self._under_way.get(key)) is not None and flight.task is asyncio.current_task():
                del self._under_way[key]

    def _leave(self, key: Hashable, flight: Flight[T]) -> tuple[asyncio.Task[T], ...]:
        """One asker fewer; the computation, if nobody waits for it any more and it was ended."""
        flight.waiting -= 1
        if flight.waiting or flight.task.done():
            return ()
        if self._under_way.get(key) is flight:
            del self._under_way[key]
        flight.task.cancel()
        return (flight.task,)

    async def quiet(self, seconds: float) -> None:
        """Wait until what is under way has ended, so long at most."""
        if tasks := [flight.task for flight in self._under_way.values()]:
            await asyncio.wait(tasks, timeout=seconds)

    async def close(self) -> None:
        """End them all."""
        tasks = [flight.task for flight in self._under_way.values()]
        self._under_way.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _landed(task: asyncio.Task[T], *, is_own: bool) -> Landed[T] | None:
    if not task.done():
        return None
    if task.cancelled() or (task.exception() is not None and not is_own):
        return Landed(None, is_own)
    return Landed(task.result(), is_own)
