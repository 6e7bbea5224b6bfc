"""The limit of an answer on Druid: its statements sent to a broker, all at once, the answers read as bytes.

In: the statements that an answer asked, with the context the product sends. Out: milliseconds. Nothing is parsed, no
deadline is kept and nothing is checked; each statement has a thread and a kept connection of its own.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from urllib.parse import urlsplit

import orjson

from backend.engine.druid.cluster import Cluster, Inquiry, Reply, Way
from druid.client.sql import COVERED, EXACT

PATIENCE_SECONDS = 600
UNCACHED: Mapping[str, object] = {"useCache": False, "populateCache": False, "timeout": PATIENCE_SECONDS * 1000}
MOST_AT_ONCE = 16


class BareCalls:
    """Keeps connections to one broker or router."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url).netloc
        self._free: SimpleQueue[http.client.HTTPConnection] = SimpleQueue()
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE)
        for _ in range(MOST_AT_ONCE):
            self._free.put(http.client.HTTPConnection(self._address, timeout=PATIENCE_SECONDS))

    def time(self, bodies: Sequence[bytes]) -> float:
        """Milliseconds until the last of these answers was read."""
        started = time.perf_counter()
        sizes = list(self._threads.map(self._send, bodies))
        taken = (time.perf_counter() - started) * 1000
        assert all(sizes)
        return taken

    def _send(self, body: bytes) -> int:
        connection = self._free.get()
        try:
            connection.request("POST", "/druid/v2/sql", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            data = response.read()
        finally:
            self._free.put(connection)
        if response.status != http.client.OK:
            raise RuntimeError(f"Druid answered {response.status}: {data[:300]!r}")
        return len(data)

    def close(self) -> None:
        self._threads.shutdown()
        while not self._free.empty():
            self._free.get().close()


def body_of(inquiry: Inquiry, context: Mapping[str, object] | None = None) -> bytes:
    """The request as the product sends it, without an id and a timeout of its own."""
    return orjson.dumps(
        {
            "query": inquiry.sql,
            "resultFormat": "arrayLines",
            "header": True,
            "typesHeader": True,
            "sqlTypesHeader": True,
            "parameters": [{"type": one.type, "value": one.value} for one in inquiry.parameters],
            "context": {**EXACT, **COVERED, **(context or {})},
        }
    )


class NotingCluster:
    """Passes every question on and notes it; `asked` is emptied by whoever reads it."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.asked: list[Inquiry] = []

    @property
    def slots(self) -> int:
        return self._cluster.slots

    async def ask(self, inquiry: Inquiry, deadline: float) -> Reply:
        self.asked.append(inquiry)
        return await self._cluster.ask(inquiry, deadline)

    def state(self) -> dict[str, object]:
        return self._cluster.state()

    def figures(self) -> Way:
        return self._cluster.figures()

    async def close(self) -> None:
        await self._cluster.close()
