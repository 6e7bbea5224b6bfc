"""Bodies sent piece by piece, each in its time: a reader who takes nothing for too long is cut off.

Comes in: pieces of bytes. Goes out: a response that ends in the middle for such a reader, and gives back what was held
for it however it ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

log = structlog.get_logger("http")
IDLE_SECONDS = 30.0


class ReaderAsleep(Exception):
    """A piece was not taken in its time."""


class Streamed(StreamingResponse):
    """`hold` says how long a piece may wait for its reader, and what to do once nothing more is sent."""

    _idle_seconds = IDLE_SECONDS
    _ended: Callable[[], None] | None = None

    def hold(self, idle_seconds: float, ended: Callable[[], None] | None = None) -> Streamed:
        self._idle_seconds = idle_seconds
        self._ended = ended
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def in_time(message: Message) -> None:
            try:
                async with asyncio.timeout(self._idle_seconds):
                    await send(message)
            except TimeoutError as error:
                raise ReaderAsleep from error

        try:
            await super().__call__(scope, receive, in_time)
        except ReaderAsleep:
            log.warning("http.reader.cut", seconds=self._idle_seconds)
        finally:
            if self._ended is not None:
                self._ended()
