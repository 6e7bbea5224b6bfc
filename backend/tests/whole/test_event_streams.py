"""Many pages that watch one load, over real sockets: each hears everything, the rest is answered, memory stays small.

The load is a folder as a loader leaves it, held alive by the test.
"""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import orjson
import psutil
import pytest

from backend.tests.whole.servers import Server, running

LOAD = "20240101T000000-00000000"
STREAMS = 200
MOST_BYTES_EACH = 256 * 1024
PATIENCE = 60.0
Reader = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A load at work."""
    folder = tmp_path / "store" / "attempts" / LOAD
    folder.mkdir(parents=True)
    (folder / "progress.jsonl").write_bytes(b'{"phase":"reading"}\n')
    asked = {"id": LOAD, "started_at": "2024-01-01T00:00:00+00:00", "wish": {"kind": "load"}, "store": ""}
    (folder / "attempt.json").write_bytes(orjson.dumps(asked))
    with (folder / "alive").open("wb") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        yield folder


async def opened(server: Server) -> Reader:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /api/data/loads/%s/events HTTP/1.1\r\nHost: localhost\r\n\r\n" % LOAD.encode())
    return reader, writer


@asynccontextmanager
async def watching(server: Server, count: int) -> AsyncIterator[list[Reader]]:
    """So many streams, each of which has told the first event."""
    readers = [await opened(server) for _ in range(count)]
    try:
        for reader, _ in readers:
            await heard(reader, b"reading")
        yield readers
    finally:
        for _, writer in readers:
            writer.close()


async def heard(reader: asyncio.StreamReader, word: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await reader.readuntil(word)


def memory(server: Server) -> int:
    return int(psutil.Process(server.process.pid).memory_info().rss)


async def test_many_pages_watch_one_load(tmp_path: Path, folder: Path) -> None:
    settings = {"MAX_EVENT_STREAMS": str(STREAMS), "UPLOADS": "off"}
    with running(tmp_path, tmp_path / "store", 1, settings) as server:
        async with watching(server, 5):
            before = memory(server)
        async with watching(server, STREAMS) as readers, httpx.AsyncClient(base_url=server.address) as asking:
            grown = memory(server) - before
            refused = await asking.get(f"/api/data/loads/{LOAD}/events", timeout=PATIENCE)
            page = await asking.get("/api/data/loads", timeout=PATIENCE)
            with (folder / "progress.jsonl").open("ab") as progress:
                progress.write(b'{"phase":"publishing"}\n')
            for reader, _ in readers:
                await heard(reader, b"publishing")
        async with watching(server, 1):
            pass
    assert grown < STREAMS * MOST_BYTES_EACH
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "OVERLOADED")
    assert int(refused.headers["Retry-After"]) > 0
    assert page.status_code == 200
