"""Whether the cluster still serves what was published: looked at now and then, off the way of requests.

Comes in: the cluster, what is served now. Goes out: months barred from use, until a later look finds them whole.
`bar` is called by whoever got an answer that misses a month. No look happens while nobody asks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from backend.engine.druid.cluster import Cluster
from backend.engine.druid.segments import Findings, compare, held_from, segments_inquiry
from backend.engine.druid.served import Served, TableMonth
from backend.errors import SalesError

log = structlog.get_logger("engine")
EVERY_SECONDS = 15.0
LOOK_SECONDS = 5.0
HELD_SECONDS = 15.0
"""A month that an answer missed stays barred so long, whatever the segment table says: it may lag behind."""


class Watch:
    """`newest` gives what is served now; `barred` and `foreign` are what may not be used of it."""

    def __init__(
        self, cluster: Cluster, newest: Callable[[], Awaitable[Served]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._cluster = cluster
        self._newest = newest
        self._clock = clock
        self._missed: dict[TableMonth, float] = {}
        self._loop: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._is_used = False
        self.number: int | None = None
        self.findings = Findings()
        self.looked_at: float | None = None

    def barred(self, number: int) -> frozenset[TableMonth]:
        """Rollup months not to be used with the document of that number."""
        found = self.findings.unserved if number == self.number else frozenset[TableMonth]()
        return found.union(self._missed)

    def foreign(self, number: int) -> frozenset[str]:
        """Months whose lines in the cluster are not those of the document of that number."""
        return self.findings.foreign if number == self.number else frozenset()

    def bar(self, missed: tuple[TableMonth, ...]) -> None:
        """An answer missed these rollup months."""
        now = self._clock()
        self._missed.update(dict.fromkeys(missed, now))
        log.warning("engine.months.barred", months=sorted(missed))

    def use(self) -> None:
        """Somebody asks: look at the cluster now and then from here on."""
        self._is_used = True
        if self._loop is None:
            self._loop = asyncio.create_task(self._look_again_and_again())

    async def _look_again_and_again(self) -> None:
        while True:
            if self._is_used:
                self._is_used = False
                await self.look()
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Compare once; whoever comes while a look is under way waits for that one."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        await asyncio.shield(self._looking)

    async def _look(self) -> None:
        try:
            served = await self._newest()
            inquiry = segments_inquiry(map(served.datasource, served.tables))
            reply = await self._cluster.ask(inquiry, time.monotonic() + LOOK_SECONDS)
            after = await self._newest()
            findings = compare(served, held_from(reply.rows()))
        except SalesError as error:
            log.warning("engine.watch.failed", code=error.code)
            return
        except Exception:
            # whatever the cluster said, the next look must come
            log.exception("engine.watch.failed")
            return
        if after.serving.number == served.serving.number:
            self._take(served.serving.number, findings)

    def _take(self, number: int, findings: Findings) -> None:
        if findings.unserved != self.findings.unserved or findings.foreign != self.findings.foreign:
            log.warning("engine.segments.changed", unserved=sorted(findings.unserved), foreign=sorted(findings.foreign))
        self.number, self.findings, self.looked_at = number, findings, self._clock()
        self._missed = {month: at for month, at in self._missed.items() if self._clock() - at < HELD_SECONDS}

    async def close(self) -> None:
        tasks = [task for task in (self._loop, self._looking) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
