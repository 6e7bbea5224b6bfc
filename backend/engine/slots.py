"""How many statements run at once, and how many requests may wait for a turn.

A page asks for dozens of statements together, so the queue counts waiting requests, not their statements: beyond
its length a further request is refused at once. Waiting ends with the request's own deadline.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from backend.errors import Overloaded


class Slots:
    """Turns in the order asked. `owner` is anything that stands for one request."""

    def __init__(self, count: int, queue: int) -> None:
        self.count = count
        self.queue = queue
        self.in_use = 0
        self._turn = asyncio.Semaphore(count)
        self._waiting: Counter[int] = Counter()

    @property
    def waiting(self) -> int:
        """Requests with a statement that waits."""
        return len(self._waiting)

    async def take(self, owner: int, deadline: float) -> None:
        """A turn; raises Overloaded when too many wait or the deadline comes first. Give it back with `give`."""
        if self._turn.locked() and owner not in self._waiting and self.waiting >= self.queue:
            raise Overloaded("Too many questions are waiting.")
        self._waiting[owner] += 1
        try:
            async with asyncio.timeout(max(deadline - time.monotonic(), 0)):
                await self._turn.acquire()
        except TimeoutError as error:
            raise Overloaded("The question waited for its turn until its time was up.") from error
        finally:
            self._waiting[owner] -= 1
            if not self._waiting[owner]:
                del self._waiting[owner]
        self.in_use += 1

    def give(self) -> None:
        self.in_use -= 1
        self._turn.release()
