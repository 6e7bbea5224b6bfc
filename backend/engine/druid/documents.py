"""The newest serving document and the manifest it names, read when their number changes.

Comes in: the store's folder, the catalog. Goes out: `Served`, kept by number; NoData when nothing was published, or
when what was published cannot be read. Data files are not looked for: only manifests need to be at hand.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from backend.engine.druid.served import Served
from backend.engine.glance import Glance
from backend.engine.loaded import load_facts
from backend.errors import NoData, StoreOutdated
from backend.metrics.engines import fell_back
from druid.catalog.model import Catalog
from druid.store.manifest import ManifestInvalid
from druid.store.serving import Serving, decode_serving, serving_folder, serving_numbers, serving_path
from druid.store.snapshots import read_facts

log = structlog.get_logger("engine")
LOAD_HINT = "Load a file with the Druid engine: make ingest ENGINE=druid FILE=sales.csv, or make publish ENGINE=druid."
FALLBACK = "SERVING_FALLBACK"
FALLBACK_RETRY_SECONDS = 5.0
NOTHING_SERVED = 0
"""The record's number in documents written before anything was published whole."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`number` is the highest there was when `served` was read."""

    number: int
    served: Served
    at: float


class Documents:
    """Reads each document once."""

    def __init__(self, store: Path, catalog: Catalog, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self.catalog = catalog
        self._clock = clock
        self._kept: Kept | None = None
        self._read_last: Serving | None = None
        self._reading = asyncio.Lock()
        self._folder = Glance(serving_folder(store), lambda: next(iter(serving_numbers(store)), None))

    def newest_number(self) -> int | None:
        """The highest number of a document: one look at its folder."""
        return self._folder.newest()

    async def newest(self) -> Served:
        """What the newest document says; one request reads it, others wait."""
        number = self.newest_number()
        kept = self._kept
        if kept is None or not self._is_newest(kept, number):
            async with self._reading:
                kept = self._kept
                if kept is None or not self._is_newest(kept, number):
                    kept = self._kept = await self._read()
        return kept.served

    def _is_newest(self, kept: Kept, number: int | None) -> bool:
        """After a fallback the newest document is tried again: it may have been unreadable for a moment."""
        is_old = kept.served.fallback is not None and self._clock() - kept.at >= FALLBACK_RETRY_SECONDS
        return kept.number == number and not is_old

    async def _read(self) -> Kept:
        number, served = await asyncio.to_thread(self._newest)
        told = {"number": number, "version": served.record.version, "fallback": served.fallback}
        log.info("engine.serving.opened", **told, **load_facts(served.record))
        if served.fallback is not None:
            fell_back()
        return Kept(number, served, self._clock())

    def _newest(self) -> tuple[int, Served]:
        numbers = serving_numbers(self.store)
        if not numbers:
            raise NoData("No sales have been published to the Druid cluster yet.", LOAD_HINT)
        serving, passed = self._newest_that_holds(numbers)
        if serving.record == NOTHING_SERVED:
            raise NoData("The first load is being published to the Druid cluster.", "Try again when it has ended.")
        try:
            record = read_facts(self.store, serving.record)
        except ManifestInvalid as error:
            log.error("engine.record.unreadable", sequence=serving.record, reason=str(error))
            raise NoData("The manifest that the cluster serves cannot be read.", LOAD_HINT) from error
        if record.essential != self.catalog.essential:
            raise StoreOutdated("The cluster's data was built for another layout of base lines and rollups.")
        return numbers[0], Served(serving, record, self.catalog, fallback=passed)

    def _newest_that_holds(self, numbers: tuple[int, ...]) -> tuple[Serving, str | None]:
        """The newest document that holds, and why newer ones do not."""
        reasons: list[str] = []
        for number in numbers:
            try:
                serving = self.read(number)
            except (ManifestInvalid, OSError) as error:
                reasons.append(f"{FALLBACK} {number}: {error}")
                continue
            return serving, "; ".join(reasons) or None
        log.error("engine.serving.unreadable", reasons=reasons)
        raise NoData("What was published to the Druid cluster cannot be read.", LOAD_HINT)

    def read(self, number: int) -> Serving:
        """The document of that number; the one read last is kept, as a document never changes."""
        kept = self._read_last  # looked at once: another thread may read another document meanwhile
        if kept is None or kept.number != number:
            kept = self._read_last = decode_serving(serving_path(self.store, number).read_bytes())
        return kept
