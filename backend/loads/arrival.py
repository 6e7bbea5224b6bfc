"""A body on its way in: how fast it must come, and what its sender calls it.

In: chunks of bytes as they arrive. Out: the same chunks. A sender that pauses or dribbles is refused, so that few of
them cannot hold the places of all; the time that this machine needs for its own disk is not counted against anybody.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from backend.errors import RequestTimeout


@dataclass(slots=True)
class Incoming:
    """A file that arrives. A form tells the name while it is read."""

    chunks: AsyncIterator[bytes]
    name: str


@dataclass(frozen=True, slots=True)
class Pace:
    """The longest silence in seconds, and the least mean speed once the grace is over."""

    idle_seconds: float = 20.0
    bytes_per_second: int = 16_000
    grace_seconds: float = 30.0


async def paced(
    chunks: AsyncIterator[bytes], pace: Pace, clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[bytes]:
    """The chunks while they keep pace; raises RequestTimeout when they do not. `clock` counts seconds."""
    size, waited = 0, 0.0
    while True:
        begun = clock()
        try:
            async with asyncio.timeout(pace.idle_seconds):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            told = f"Nothing of the file arrived for {pace.idle_seconds:g} seconds."
            raise RequestTimeout(told, _HINT) from error
        size, waited = size + len(chunk), waited + clock() - begun
        if waited > pace.grace_seconds and size < pace.bytes_per_second * waited:
            told = f"The file arrives slower than {pace.bytes_per_second:,} bytes a second."
            raise RequestTimeout(told, _HINT)
        yield chunk


_HINT = "Send it again over a better line, compressed (sales.csv.gz), or load it with `python -m ingestion load`."
