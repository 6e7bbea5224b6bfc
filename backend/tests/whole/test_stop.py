"""A server in a process of its own: told to stop under load it loses no request it took, not even one half sent."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from backend.tests.asking import load
from backend.tests.whole.published import some_loads
from backend.tests.whole.servers import Server, running

CLIENTS = 6
RESTED = 6.0
"""Seconds: callers' libraries give up idle connections after five of them, and may just have decided otherwise."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server over a store with one load."""
    assert load(some_loads(5, 4)[0].write(tmp_path), tmp_path / "store").returncode == 0
    with running(tmp_path, tmp_path / "store", 1, {"DRAIN_SECONDS": "8"}) as served:
        yield served


@asynccontextmanager
async def open_client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A client, once the server is ready."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
        for _ in range(600):
            try:
                if (await client.get("/api/health/ready")).status_code == 200:
                    break
            except httpx.ConnectError:
                assert server.process.poll() is None
            await asyncio.sleep(0.1)
        yield client


async def test_a_connection_that_rested_is_answered_again(server: Server) -> None:
    patient = httpx.Limits(keepalive_expiry=60)
    async with httpx.AsyncClient(base_url=server.address, limits=patient, timeout=60) as client:
        first = (await client.get("/api/health/live")).extensions["network_stream"].get_extra_info("client_addr")
        await asyncio.sleep(RESTED)
        again = await client.get("/api/health/live")
        assert again.status_code == 200
        assert again.extensions["network_stream"].get_extra_info("client_addr") == first


@dataclass(slots=True)
class Tally:
    """Answers so far; `busy` once there were many, `told` once the server said that it is stopping."""

    answered: int = 0
    busy: asyncio.Event = field(default_factory=asyncio.Event)
    told: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def note_answer(self) -> None:
        self.answered += 1
        if self.answered >= 3 * CLIENTS:
            self.busy.set()


async def ask_until_told(server: Server, tally: Tally) -> None:
    """Each request on a connection of its own, and two more once the server says that it is stopping."""
    left = 2
    while left:
        left -= tally.told.is_set()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
            response = await client.get("/api/kpis/product-lines?period=ALL")
        assert response.status_code == 200, response.text
        assert response.json()["data"]
        tally.note_answer()


async def ask_slowly(server: Server, tally: Tally) -> None:
    """A request that is on its way when the server stops listening is answered all the same."""

    async def body() -> AsyncIterator[bytes]:
        yield b'{"measures": ["netRevenue"],'
        await tally.closed.wait()
        yield b' "period": "ALL"}'

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
        head = {"content-type": "application/json"}
        response = await client.post("/api/kpis/explore", content=body(), headers=head)
    assert response.status_code == 200, response.text
    assert len(response.json()["data"]["rows"]) == 1


async def wait_until_closed(server: Server) -> None:
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        except OSError:
            return
        writer.close()
        await asyncio.sleep(0.05)
    raise AssertionError("The server went on listening.")


async def test_a_stop_under_load_loses_no_request(server: Server) -> None:
    tally = Tally()
    async with open_client(server) as probe, asyncio.TaskGroup() as together:
        for _ in range(CLIENTS):
            together.create_task(ask_until_told(server, tally))
        await tally.busy.wait()
        together.create_task(ask_slowly(server, tally))
        server.process.send_signal(signal.SIGTERM)
        # the signal may reach it after the first question does
        while (readiness := await probe.get("/api/health/ready")).status_code == 200:
            pass
        assert (readiness.status_code, readiness.json()["error"]["code"]) == (503, "SHUTTING_DOWN")
        assert (await probe.get("/api/health/live")).status_code == 200
        tally.told.set()
        await wait_until_closed(server)
        tally.closed.set()
    assert await asyncio.to_thread(server.process.wait, 30) == 0
    assert tally.answered >= 5 * CLIENTS
