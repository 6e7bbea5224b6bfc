"""The Druid engine: leases over the newest publication, answered by the cluster.

Comes in: the store's folder (manifests and serving documents only), a way to the cluster. Goes out: the same leases
as any engine. Starting needs no cluster: what cannot be answered is a coded error of each answer.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.engine.druid.cluster import Cluster
from backend.engine.druid.diagnosis import diagnose, ping
from backend.engine.druid.documents import Documents
from backend.engine.druid.lease import ENGINE, DruidLease, Means
from backend.engine.druid.served import Served
from backend.engine.glance import Glance
from backend.engine.slots import Slots
from backend.errors import NoData, ShuttingDown, StoreOutdated
from backend.metrics.engines import EngineFigures
from druid.catalog.model import Catalog
from druid.store.manifest import manifests_folder
from druid.store.snapshots import newest_sequence

QUEUE_PER_SLOT = 4
FRESH_SECONDS = 15.0
"""An answer this recent shows that the cluster is there."""


@dataclass(frozen=True, slots=True)
class DruidOptions:
    """`address` is that of the router, for diagnostics; `stale_seconds` how long last answers stand in for it."""

    slots: int = 16
    address: str | None = None
    stale_seconds: int = 0


class DruidEngine:
    name = ENGINE

    def __init__(self, store: Path, catalog: Catalog, cluster: Cluster, options: DruidOptions | None = None) -> None:
        self.catalog = catalog
        self.options = options or DruidOptions()
        count = self.options.slots
        turns = Slots(count, count * QUEUE_PER_SLOT, lambda: cluster.slots)
        self.means = Means(cluster, Documents(store.resolve(), catalog), turns)
        self._current: Served | None = None
        self._is_closed = False
        self._records = Glance(manifests_folder(self.means.documents.store), self._newest_record)

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[DruidLease]:
        if self._is_closed:
            raise ShuttingDown("The service is stopping.")
        self.means.watch.use()
        yield DruidLease(await self.served(), self.means)

    def _newest_record(self) -> int | None:
        return newest_sequence(self.means.documents.store)

    async def served(self) -> Served:
        """What the newest document says, without the months barred now; the same object while nothing changes."""
        newest = await self.means.documents.newest()
        before = self._current
        is_same = before is not None and before.serving is newest.serving
        current = before if before is not None and is_same else newest
        self._current = current.barring(self.means.watch.barred(newest.serving.number))
        return self._current

    async def edition(self) -> str | None:
        if self._is_closed:
            raise ShuttingDown("The service is stopping.")
        served = await self.served()
        if served.fallback is not None:
            return None
        waits = (self._records.newest() or 0) > served.serving.record
        return f"{served.name}{'+' if waits else ''}"

    async def health(self) -> dict[str, object]:
        """What is served, whether the cluster is there, how busy the engine is.

        `state` is ok; degraded after a fallback, or while last answers may stand in; unreachable; no_data.
        """
        served, slots = await self._known(), self.means.slots
        reachable = await self._is_reachable()
        return {
            "engine": self.name,
            "state": self._state(served, is_reachable=reachable),
            "document": None if served is None else served.serving.number,
            "sequence": None if served is None else served.serving.record,
            "version": None if served is None else served.record.version,
            "fallback": None if served is None else served.fallback,
            "slots": slots.count,
            "slots_in_use": slots.in_use,
            "queue": slots.waiting,
            "way": self.means.cluster.state(),
        }

    def _state(self, served: Served | None, *, is_reachable: bool) -> str:
        if served is None:
            return "no_data"
        if not is_reachable:
            return "degraded" if self._answered_within(self.options.stale_seconds) else "unreachable"
        return "degraded" if served.fallback else "ok"

    async def _is_reachable(self) -> bool:
        return self._answered_within(FRESH_SECONDS) or await ping(self.means) is not None

    def _answered_within(self, seconds: float) -> bool:
        answered_at = self.means.answered_at
        return answered_at is not None and time.monotonic() - answered_at < seconds

    def figures(self) -> EngineFigures:
        way, found = self.means.cluster.figures(), self.means.watch.findings
        expected, available = found.expected or {}, found.available or {}
        unserved = {table: count - available.get(table, 0) for table, count in expected.items()}
        slots = self.means.slots
        return EngineFigures(slots.in_use, slots.waiting, way.breaker, way.truncated, unserved)

    async def diagnose(self) -> dict[str, Any]:
        """The whole state of the cluster; asks it."""
        return await diagnose(self.means, await self._known(), self.options.address)

    async def _known(self) -> Served | None:
        try:
            return await self.served()
        except (NoData, StoreOutdated):
            return None

    async def close(self) -> None:
        self._is_closed = True
        await self.means.watch.close()
        await self.means.cluster.close()
