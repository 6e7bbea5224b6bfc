"""A server told to stop under load: no request that it took goes without its answer, whoever of the workers took it.

What counts as taken is told by the server's own log: every line of an answer must have reached a client.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from pathlib import Path

import httpx
import orjson
import pytest

from backend.tests.asking import load
from backend.tests.whole.published import some_loads
from backend.tests.whole.servers import PATIENCE, Server, running, until

CLIENTS = 200
ASKED = "/api/data-version"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stop")
    assert load(some_loads(5, 4)[0].write(folder), folder / "store").returncode == 0
    return folder / "store"


async def ask_on(client: httpx.AsyncClient, tally: Counter[str], busy: asyncio.Event) -> None:
    """Until nobody takes the connection; a client whose connection was closed between two requests asks once more."""
    while True:
        try:
            response = await client.get(ASKED)
        except httpx.ConnectError:
            tally["refused"] += 1
            return
        except httpx.TransportError:
            tally["closed"] += 1
            continue
        assert response.status_code == 200, response.text
        assert response.json()["data"]["version"]
        tally["answered"] += 1
        if tally["answered"] > 2 * CLIENTS:
            busy.set()
        tally["closing"] += response.headers.get("connection") == "close"


async def tell(server: Server, busy: asyncio.Event) -> None:
    await busy.wait()
    server.process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(server.process.wait, PATIENCE) == 0


@pytest.mark.parametrize("workers", [1, 2])
async def test_every_request_that_was_taken_is_answered(store: Path, tmp_path: Path, workers: int) -> None:
    tally = Counter[str]()
    limits = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
    with running(tmp_path, store, workers) as server:
        every = httpx.AsyncClient(base_url=server.address, timeout=PATIENCE, limits=limits)
        async with every as client, asyncio.TaskGroup() as together:
            busy = asyncio.Event()
            together.create_task(tell(server, busy))
            for _ in range(CLIENTS):
                together.create_task(ask_on(client, tally, busy))
        taken = [event for event in server.events("http.request.answered") if event.get("route") == ASKED]
        sys.stdout.write(f"{workers} workers: {len(taken)} taken, {dict(tally)}\n")
        assert (len(taken), {event["status"] for event in taken}) == (tally["answered"], {200})
        assert (tally["refused"], tally["closing"] > 0) == (CLIENTS, True)


async def test_who_is_not_done_in_time_is_told_so(store: Path, tmp_path: Path) -> None:
    settings = {"DRAIN_SECONDS": "1", "STOP_SECONDS": "1", "BODY_TIMEOUT_SECONDS": "600"}
    with running(tmp_path, store, 2, settings) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        head = "POST /api/kpis/explore HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: 100\r\n\r\n{{".encode())
        await writer.drain()
        # a new connection is taken by the worker in one go with what was sent on it
        ours = writer.get_extra_info("sockname")[1]
        await asyncio.to_thread(until, lambda: server.holds(ours), "the connection taken")
        server.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            said = await reader.read()
        writer.close()
        assert said.startswith(b"HTTP/1.1 503 ")
        assert orjson.loads(said.partition(b"\r\n\r\n")[2])["error"]["code"] == "SHUTTING_DOWN"
        assert await asyncio.to_thread(server.process.wait, PATIENCE) == 0
        assert "Traceback" not in server.log.read_text()
