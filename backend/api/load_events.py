"""The progress of a load as server-sent events, from the file its process writes: any number may watch, at any time.

In: an attempt and the number of the last event seen. Out: `progress` events numbered by line, comments that keep the
connection, and one `end` event with the load's document.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import orjson

from backend.api.health import Drain
from backend.loads.attempts import Attempt
from backend.loads.place import Json
from backend.reports.rows import exact_json

SECONDS_BETWEEN_LOOKS = 0.2
LOOKS_BETWEEN_COMMENTS = 50


async def event_stream(
    attempt: Attempt, after: int, document: Callable[[], Json], drain: Drain
) -> AsyncIterator[bytes]:
    """Events until the load has ended, or this server is told to stop: the watcher then comes back."""
    looks = 0
    yield b"retry: 1000\n\n"
    while True:
        is_alive = await asyncio.to_thread(lambda: attempt.is_alive)
        for line in await asyncio.to_thread(attempt.events, after):
            after += 1
            yield b"id: %d\nevent: progress\ndata: %s\n\n" % (after, line)
        if not is_alive:
            ended = await asyncio.to_thread(document)
            yield b"event: end\ndata: %s\n\n" % orjson.dumps(ended, default=exact_json)
            return
        if drain.is_stopping:
            return
        looks += 1
        if looks % LOOKS_BETWEEN_COMMENTS == 0:
            yield b": still loading\n\n"
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
