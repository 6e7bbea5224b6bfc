"""Questions asked again before anybody does: after a start, after each load, and before a hot answer grows too old.

Comes in: the kept answers of this process and the list of hot questions. Effect: answers under the keys that askers
will come with. One question at a time, and only while nobody waits for another.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from backend.api.door import Door
from backend.cache.answers import KeptAnswers
from backend.cache.key import Key

log = structlog.get_logger("cache")
LOOK_SECONDS = 0.5
SAVE_SECONDS = 60.0
MOST_ASKED = 32
"""Questions asked again after a load."""
PATIENCE_SECONDS = 5.0
"""How long one question waits for a moment in which nobody else asks."""


class Warming:
    """One per process."""

    def __init__(self, answers: KeptAnswers) -> None:
        self._answers = answers
        self._hot = answers.hot
        self._seen: str | None = None
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop, and leave the list for the next start."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        await self._save()

    async def _run(self) -> None:
        await asyncio.to_thread(self._hot.load)
        saved = time.monotonic()
        while True:
            try:
                await self.look()
                if time.monotonic() - saved > SAVE_SECONDS:
                    saved = time.monotonic()
                    await self._save()
            except Exception:
                # the next look must come, whatever one question did
                log.exception("cache.warming.failed")
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Ask what is hot if there is a new edition, and what is about to grow too old."""
        edition = await self._answers.turn()
        if edition is None:
            return
        if edition != self._seen:
            self._seen = edition
            began, hottest = time.monotonic(), self._hot.hottest(MOST_ASKED)
            answered = [await self._ask(self._answers.key_now(hot, edition)) for hot in hottest]
            took_ms = round((time.monotonic() - began) * 1000)
            log.info("cache.warmed", edition=edition, asked=len(hottest), answered=sum(answered), took_ms=took_ms)
        for key in self._answers.aging():
            await self._ask(key)

    async def _ask(self, key: Key) -> bool:
        """Whether the answer is kept now."""
        await self._answers.flights.quiet(PATIENCE_SECONDS)
        return await self._answers.ask(key)

    async def _save(self) -> None:
        self._answers.harvest()
        if self._hot.is_changed:
            await asyncio.to_thread(self._hot.save)


@asynccontextmanager
async def keeping(door: Door, answers: KeptAnswers | None) -> AsyncIterator[None]:
    """While the application serves: hot questions are asked again, and at the end nothing is left running."""
    if answers is None:
        yield
        return
    warming = Warming(answers)
    if door.settings.cache_warm == "on":
        warming.start()
    try:
        yield
    finally:
        await warming.close()
        await answers.close()
