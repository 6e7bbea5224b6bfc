"""How many statements run at once, and how many requests may wait for a turn.

A page asks for dozens of statements together, so the queue counts waiting requests, not their statements: beyond
its length a further request is refused at once. Waiting ends with the request's own deadline.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable

from backend.errors import Overloaded
from backend.spent import spent


class Slots:
    """Turns in the order asked. `owner` is anything that stands for one request.

    `limit` says how many of the `count` turns may be taken right now, at least one: fewer while an engine is busy.
    """

    def __init__(self, count: int, queue: int, limit: Callable[[], int] | None = None) -> None:
        self.count = count
        self.queue = queue
        self.in_use = 0
        self._limit = limit or (lambda: count)
        self._turns: deque[asyncio.Future[None]] = deque()
        self._waiting: Counter[int] = Counter()

    @property
    def waiting(self) -> int:
        """Requests with a statement that waits."""
        return len(self._waiting)

    @property
    def free(self) -> int:
        """Turns that would be given at once; none while somebody waits."""
        return 0 if self._turns else max(0, max(1, min(self.count, self._limit())) - self.in_use)

    async def take(self, owner: int, deadline: float) -> None:
        """A turn; raises Overloaded when too many wait or the deadline comes first. Give it back with `give`."""
        if self._has_room() and not self._turns:
            self.in_use += 1
            return
        began = time.monotonic()
        if owner not in self._waiting and self.waiting >= self.queue:
            raise Overloaded("Too many questions are waiting.")
        self._waiting[owner] += 1
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._turns.append(turn)
        try:
            async with asyncio.timeout(max(deadline - time.monotonic(), 0)):
                await turn
        except BaseException as error:
            self._leave(turn)
            if isinstance(error, TimeoutError):
                raise Overloaded("The question waited for its turn until its time was up.") from error
            raise
        finally:
            spent().add_wait(time.monotonic() - began)
            self._waiting[owner] -= 1
            if not self._waiting[owner]:
                del self._waiting[owner]

    def give(self) -> None:
        self.in_use -= 1
        while self._turns and self._has_room():
            turn = self._turns.popleft()
            if not turn.cancelled():
                self.in_use += 1
                turn.set_result(None)

    def _has_room(self) -> bool:
        return self.in_use < max(1, min(self.count, self._limit()))

    def _leave(self, turn: asyncio.Future[None]) -> None:
        """Whoever goes away while waiting leaves the queue; a turn that came at the same moment is passed on."""
        if turn in self._turns:
            self._turns.remove(turn)
        elif not turn.cancelled():
            self.give()
