"""How many statements run at once, how many requests may wait for a turn, and for how long.

A page asks for dozens of statements together, so the queue counts waiting requests, not their statements: beyond
its length a further request is refused at once. Whoever has had no turn waits a second at most; whoever had one waits
for the next until the request's own deadline, so that no page is answered in part for want of a turn. A refusal says
when to come back, from what turns took lately.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import NamedTuple

from backend.errors import Overloaded
from backend.spent import spent

PATIENCE_SECONDS = 1.0
"""How long a request waits that nothing has been done for yet."""
LONGEST_RETRY = 30
MOST_SERVED = 1000
"""Requests that had a turn, remembered before those whose deadline is over are forgotten."""
FIRST_GUESS = 0.1
WEIGHT = 0.2
"""What the newest turn counts for in the mean of what turns take."""


class Turn(NamedTuple):
    """Since when it is taken, in monotonic seconds."""

    since: float


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
        self._served: set[tuple[int, float]] = set()
        self._mean = FIRST_GUESS

    @property
    def waiting(self) -> int:
        """Requests with a statement that waits."""
        return len(self._waiting)

    @property
    def free(self) -> int:
        """Turns that would be given at once; none while somebody waits."""
        return 0 if self._turns else max(0, self._open() - self.in_use)

    @property
    def retry_after(self) -> int:
        """Whole seconds after which those who wait now should have had their turns."""
        seconds = self._mean * (self.in_use + len(self._turns)) / self._open()
        return min(max(math.ceil(seconds), 1), LONGEST_RETRY)

    async def take(self, owner: int, deadline: float) -> Turn:
        """A turn, to be given back; raises Overloaded when too many wait, or for too long."""
        if self._has_room() and not self._turns:
            self.in_use += 1
            return self._begun(owner, deadline)
        began = time.monotonic()
        if owner not in self._waiting and self.waiting >= self.queue:
            raise Overloaded("Too many questions are waiting.", retry_after=self.retry_after)
        self._waiting[owner] += 1
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._turns.append(turn)
        try:
            await self._wait(turn, owner, deadline)
        except BaseException:
            self._leave(turn)
            raise
        finally:
            spent().add_wait(time.monotonic() - began)
            self._waiting[owner] -= 1
            if not self._waiting[owner]:
                del self._waiting[owner]
        return self._begun(owner, deadline)

    def give(self, turn: Turn) -> None:
        self._mean += WEIGHT * (time.monotonic() - turn.since - self._mean)
        self._pass_on()

    async def _wait(self, turn: asyncio.Future[None], owner: int, deadline: float) -> None:
        while not turn.done():
            left = deadline - time.monotonic()
            done, _ = await asyncio.wait({turn}, timeout=max(min(left, PATIENCE_SECONDS), 0))
            is_over = left <= PATIENCE_SECONDS or (owner, deadline) not in self._served
            if not done and is_over:
                raise Overloaded("The question waited too long for its turn.", retry_after=self.retry_after)

    def _begun(self, owner: int, deadline: float) -> Turn:
        now = time.monotonic()
        if len(self._served) >= MOST_SERVED:
            self._served = {request for request in self._served if request[1] > now}
        # a number may stand for another request later, which has another deadline
        self._served.add((owner, deadline))
        return Turn(now)

    def _pass_on(self) -> None:
        self.in_use -= 1
        while self._turns and self._has_room():
            turn = self._turns.popleft()
            if not turn.cancelled():
                self.in_use += 1
                turn.set_result(None)

    def _open(self) -> int:
        return max(1, min(self.count, self._limit()))

    def _has_room(self) -> bool:
        return self.in_use < self._open()

    def _leave(self, turn: asyncio.Future[None]) -> None:
        """Whoever goes away while waiting leaves the queue; a turn that came at the same moment is passed on."""
        if turn in self._turns:
            self._turns.remove(turn)
        elif not turn.cancelled():
            self._pass_on()
