"""A server in a process of its own: told to stop under load it loses no request it took, and while it runs it keeps no
thread, handle or snapshot for longer than it needs them.

`SALES_SOAK_SECONDS` makes the soak longer.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from backend.tests.asking import ROOT, load
from backend.tests.whole.clients import OPERATIONS
from backend.tests.whole.history import Read, anomalies
from backend.tests.whole.published import Facts, Line, after, facts_of, some_loads
from druid.store.snapshots import open_snapshot

SECONDS = float(os.environ.get("SALES_SOAK_SECONDS", "10"))
CLIENTS = 6


@dataclass(frozen=True, slots=True)
class Server:
    """The process and where it listens."""

    process: subprocess.Popen[bytes]
    port: int

    def handles(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server over a store with one load."""
    first = some_loads(5, 4)[0]
    assert load(first.write(tmp_path), tmp_path / "store").returncode == 0
    port = free_port()
    settings = {"SALES_PORT": str(port), "SALES_DATA_DIR": str(tmp_path / "store"), "SALES_DRAIN_SECONDS": "3"}
    process = subprocess.Popen(
        [sys.executable, "-m", "backend"],
        cwd=ROOT,
        env={**os.environ, **settings, "SALES_REQUEST_TIMEOUT_SECONDS": "60"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Server(process, port)
    finally:
        process.kill()
        process.wait(timeout=30)


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
        readiness = await probe.get("/api/health/ready")
        assert (readiness.status_code, readiness.json()["error"]["code"]) == (503, "SHUTTING_DOWN")
        assert (await probe.get("/api/health/live")).status_code == 200
        tally.told.set()
        await wait_until_closed(server)
        tally.closed.set()
    assert await asyncio.to_thread(server.process.wait, 30) == 0
    assert tally.answered >= 5 * CLIENTS


async def ask_for_a_while(client: httpx.AsyncClient, number: int, until: float, reads: list[Read]) -> None:
    count = 0
    while time.monotonic() < until:
        versions, answers = await OPERATIONS[count % len(OPERATIONS)].ask(client)
        reads.append(Read(number, count, None, versions, answers))
        count += 1


async def keep_loading(folder: Path, until: float) -> list[tuple[str, Facts]]:
    """Loads while the clients ask; the facts of every version."""
    held: tuple[Line, ...] = ()
    published: list[tuple[str, Facts]] = []
    for number, batch in enumerate(some_loads(5, 4)):
        held = after(held, batch)
        if number:
            said = await asyncio.to_thread(load, batch.write(folder), folder / "store", *_mode(replaces=batch.replaces))
            assert said.returncode == 0, said.stderr
        snapshot = open_snapshot(folder / "store")
        assert snapshot is not None
        published.append((snapshot.manifest.version, facts_of(held)))
        if time.monotonic() > until:
            break
    return published


def _mode(*, replaces: bool) -> tuple[str, str]:
    return "--mode", "replace" if replaces else "append"


async def test_a_soak_leaves_nothing_behind(server: Server, tmp_path: Path) -> None:
    reads: list[Read] = []
    async with open_client(server) as client:
        await asyncio.gather(*(ask_for_a_while(client, n, time.monotonic() + 2, []) for n in range(CLIENTS)))
        warm = server.handles(), server.threads()
        until = time.monotonic() + SECONDS
        async with asyncio.TaskGroup() as together:
            loading = together.create_task(keep_loading(tmp_path, until))
            for number in range(CLIENTS):
                together.create_task(ask_for_a_while(client, number, until, reads))
        assert anomalies(loading.result(), reads) == []
        assert len(reads) > CLIENTS
        health = (await client.get("/api/health/ready")).json()["data"]["details"]
        assert (health["slots_in_use"], health["queue"]) == (0, 0)
        for _ in range(50):
            snapshots = (await client.get("/api/health/ready")).json()["data"]["details"]["snapshots"]
            if snapshots == 1:
                break
            await asyncio.sleep(0.1)
        assert snapshots == 1
        assert server.handles() <= warm[0] + 2
        assert server.threads() <= warm[1] + 2
