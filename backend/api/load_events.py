"""The progress of a load as server-sent events, from the file its process writes: any number may watch, at any time.

In: an attempt and the number of the last event seen. Out: `progress` events numbered by line, comments that keep the
connection, and one `end` event with the load's document. However many watch a load, it is looked at once.
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
SECONDS_BETWEEN_COMMENTS = 10.0


class Watch:
    """What is known of a load while somebody watches it. `ended` is its document, as the last event tells it."""

    def __init__(self, attempt: Attempt, document: Callable[[], Json], drain: Drain) -> None:
        self.events: list[bytes] = []
        self.ended: bytes | None = None
        self.is_over = False
        self._attempt = attempt
        self._document = document
        self._drain = drain
        self._news = asyncio.Event()

    async def look(self) -> None:
        """Look now and then, until the load has ended or this server is told to stop; then nobody waits any more."""
        try:
            number = begin = 0
            is_alive = True
            while is_alive and not self._drain.is_stopping:
                is_alive, text = await asyncio.to_thread(_look, self._attempt, begin)
                begin += len(text)
                for line in text.splitlines():
                    number += 1
                    if document_in(line) is not None:
                        self.events.append(b"id: %d\nevent: progress\ndata: %s\n\n" % (number, line))
                if text:
                    self._tell()
                if is_alive:
                    await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            if not is_alive:
                ended = await asyncio.to_thread(self._document)
                self.ended = b"event: end\ndata: %s\n\n" % orjson.dumps(ended, default=exact_json)
        finally:
            self.is_over = True
            self._tell()

    async def is_news(self) -> bool:
        """Wait for something to tell; False when a comment is due first."""
        try:
            async with asyncio.timeout(SECONDS_BETWEEN_COMMENTS):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


class Watches:
    """The loads that are watched, each by one task for as long as anybody asks."""

    def __init__(self, drain: Drain) -> None:
        self._drain = drain
        self._known: dict[str, tuple[Watch, asyncio.Task[None]]] = {}
        self._readers: dict[str, int] = {}

    @property
    def count(self) -> int:
        """Streams that are open."""
        return sum(self._readers.values())

    async def stream(self, attempt: Attempt, after: int, document: Callable[[], Json]) -> AsyncIterator[bytes]:
        """Events until the load has ended, or this server is told to stop: the watcher then comes back."""
        watch = self._enter(attempt, document)
        try:
            yield b"retry: 1000\n\n"
            told = 0
            while told < len(watch.events) or not watch.is_over:
                if told == len(watch.events):
                    if not await watch.is_news():
                        yield b": still loading\n\n"
                    continue
                event = watch.events[told]
                told += 1
                if _number(event) > after:
                    yield event
            if watch.ended is not None:
                yield watch.ended
        finally:
            self._leave(attempt.id)

    def _enter(self, attempt: Attempt, document: Callable[[], Json]) -> Watch:
        self._readers[attempt.id] = self._readers.get(attempt.id, 0) + 1
        if attempt.id not in self._known:
            watch = Watch(attempt, document, self._drain)
            self._known[attempt.id] = (watch, asyncio.create_task(watch.look()))
        return self._known[attempt.id][0]

    def _leave(self, load_id: str) -> None:
        self._readers[load_id] -= 1
        if not self._readers[load_id]:
            del self._readers[load_id]
            self._known.pop(load_id)[1].cancel()


def _number(event: bytes) -> int:
    return int(event[len(b"id: ") : event.index(b"\n")])


def _look(attempt: Attempt, begin: int) -> tuple[bool, bytes]:
    """Whether the loader still worked, and the whole lines behind so many bytes that it had written by then."""
    return attempt.is_alive, attempt.written(begin)
