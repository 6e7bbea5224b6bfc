"""The Druid engine: leases over the newest publication, answered by the cluster.

Comes in: the store's folder (manifests and serving documents only), a way to the cluster. Goes out: the same leases
as any engine. Starting needs no cluster: what cannot be answered is a coded error of each answer.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from backend.engine.druid.cluster import Cluster
from backend.engine.druid.documents import Documents
from backend.engine.druid.lease import DruidLease, Means
from backend.engine.druid.served import Served
from backend.engine.slots import Slots
from backend.errors import NoData, ShuttingDown
from druid.catalog.model import Catalog

QUEUE_PER_SLOT = 4


class DruidEngine:
    name = "druid"

    def __init__(self, store: Path, catalog: Catalog, cluster: Cluster, slots: int) -> None:
        self.catalog = catalog
        self.means = Means(cluster, Documents(store.resolve(), catalog), Slots(slots, slots * QUEUE_PER_SLOT))
        self._current: Served | None = None
        self._is_closed = False

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[DruidLease]:
        if self._is_closed:
            raise ShuttingDown("The service is stopping.")
        self.means.watch.use()
        yield DruidLease(await self.served(), self.means)

    async def served(self) -> Served:
        """What the newest document says, without the months barred now; the same object while nothing changes."""
        newest = await self.means.documents.newest()
        before = self._current
        is_same = before is not None and before.serving is newest.serving
        current = before if before is not None and is_same else newest
        self._current = current.barring(self.means.watch.barred(newest.serving.number))
        return self._current

    async def health(self) -> dict[str, object]:
        """What is served and how busy the engine is; no question is asked."""
        served = await self._known()
        answered_at, slots = self.means.answered_at, self.means.slots
        return {
            "engine": self.name,
            "state": "no_data" if served is None else "degraded" if served.fallback else "ok",
            "serving": None if served is None else served.serving.number,
            "sequence": None if served is None else served.serving.record,
            "version": None if served is None else served.record.version,
            "fallback": None if served is None else served.fallback,
            "answeredSecondsAgo": None if answered_at is None else round(time.monotonic() - answered_at, 1),
            "slots": slots.count,
            "slots_in_use": slots.in_use,
            "queue": slots.waiting,
            "cluster": self.means.cluster.state(),
        }

    async def _known(self) -> Served | None:
        try:
            return await self.served()
        except NoData:
            return None

    async def close(self) -> None:
        self._is_closed = True
        await self.means.watch.close()
        await self.means.cluster.close()
