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
from backend.loads.child import document_in
from backend.loads.place import Json
from backend.reports.rows import exact_json

SECONDS_BETWEEN_LOOKS = 0.2
LOOKS_BETWEEN_COMMENTS = 50


async def event_stream(
    attempt: Attempt, after: int, document: Callable[[], Json], drain: Drain
) -> AsyncIterator[bytes]:
    """Events until the load has ended, or this server is told to stop: the watcher then comes back."""
    looks = number = begin = 0
    yield b"retry: 1000\n\n"
    while True:
        is_alive, text = await asyncio.to_thread(_look, attempt, begin)
        begin += len(text)
        for line in text.splitlines():
            number += 1
            if number > after and document_in(line) is not None:
                yield b"id: %d\nevent: progress\ndata: %s\n\n" % (number, line)
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


def _look(attempt: Attempt, begin: int) -> tuple[bool, bytes]:
    """Whether the loader still worked, and the whole lines behind so many bytes that it had written by then."""
    return attempt.is_alive, attempt.written(begin)
