"""Work that several want at once, done once: begun by the first who asks, shared by all who wait for it.

Comes in: a key and how to begin. Goes out: the result, or the error, the same for everyone. Who goes away disturbs
nobody else; with the last of them the work ends too, before the one who left goes on.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """What was begun is kept, its result too, for as long as this is."""

    def __init__(self) -> None:
        self._begun: dict[Hashable, asyncio.Task[T]] = {}
        self._waiting: Counter[Hashable] = Counter()

    async def of(self, key: Hashable, begin: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The result of the work named `key`; `begin` is called when nobody has."""
        task = self._begun.get(key)
        if task is None:
            task = self._begun[key] = asyncio.create_task(begin())
        self._waiting[key] += 1
        try:
            return await asyncio.shield(task)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                await self._end(key, task)

    async def _end(self, key: Hashable, task: asyncio.Task[T]) -> None:
        """Nobody waits any more: what still runs is cancelled, and who asks later begins anew."""
        if not task.done():
            del self._begun[key]
            task.cancel()
            await asyncio.wait({task})
