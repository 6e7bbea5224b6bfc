"""A real server of one process or several, for tests: started, watched through its log and /proc, told to stop.

In: a store, settings, how many workers. Out: a `Server` on a free port of this machine, ready to answer.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson
import psutil

from backend.tests.asking import ROOT
from druid.cluster.ports import free_port

PATIENCE = 180.0
Json = dict[str, Any]


def until(look: Callable[[], bool], what: str) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end, f"it did not happen: {what}"
        time.sleep(0.05)


@dataclass(frozen=True, slots=True)
class Server:
    """The process that was started, whose children are the workers."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    runtime: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def events(self, name: str) -> list[Json]:
        """Lines of the log with that event, in order."""
        whole = self.log.read_bytes()
        lines = (orjson.loads(line) for line in whole[: whole.rfind(b"\n") + 1].splitlines() if line[:1] == b"{")
        return [line for line in lines if line["event"] == name]

    def workers(self) -> list[int]:
        """The pids of the workers that were started and still run, in their places; of one process that itself."""
        places = {event["worker"]: int(event["pid"]) for event in self.events("server.worker.started")}
        return [places[place] for place in sorted(places)] or [self.process.pid]

    def worker_of(self, client: httpx.Client) -> int:
        """The pid of the worker that holds the connection of a client that has one and keeps it."""
        stream = client.get("/api/health/live").extensions["network_stream"]
        for pid in self.workers():
            if _holds(pid, stream.get_extra_info("client_addr")[1]):
                return pid
        raise AssertionError("no worker holds that connection")

    def holds(self, port: int) -> bool:
        """Whether a worker has taken the connection that comes from a port."""
        return any(_holds(pid, port) for pid in self.workers())

    @contextmanager
    def a_client_each(self) -> Iterator[list[httpx.Client]]:
        """A client for every worker, whose one connection stays with it; one too many is closed at once."""
        held: dict[int, httpx.Client] = {}
        with ExitStack() as stack:
            while len(held) < len(self.workers()):
                client = stack.enter_context(httpx.Client(base_url=self.address, timeout=PATIENCE))
                if held.setdefault(self.worker_of(client), client) is not client:
                    client.close()
            yield [held[pid] for pid in self.workers()]

    def await_workers(self, count: int) -> None:
        """Wait until so many were ready in all, since the start."""
        until(lambda: len(self.events("server.worker.ready")) >= count, f"{count} workers ready")

    def temporary_files(self) -> int:
        """Files that the server keeps for itself while it runs."""
        folders = (self.runtime, self.log.parent / "tmp")
        return sum(path.is_file() for folder in folders for path in folder.rglob("*"))

    def stop(self, sig: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sig)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def running(folder: Path, store: Path, workers: int, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server whose workers are all ready; whatever is left of it at the end is killed."""
    port, log, runtime = free_port(), folder / "server.log", folder / "runtime"
    told = {"PORT": str(port), "DATA_DIR": str(store), "WORKERS": str(workers), "RUNTIME_DIR": str(runtime)}
    told |= {
        "DRAIN_SECONDS": "1",
        "REQUEST_TIMEOUT_SECONDS": "60",
        "RATE_LIMIT_PER_MINUTE": "0",
        "COST_PER_MINUTE": "0",
    }
    told |= settings or {}
    temporary = folder / "tmp"
    temporary.mkdir()
    environ = {**os.environ, **{f"SALES_{name}": value for name, value in told.items()}, "TMPDIR": str(temporary)}
    with log.open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", "backend"], cwd=ROOT, env=environ, stdout=said, stderr=said)
    server = Server(process, port, log, runtime)
    try:
        if workers > 1:
            server.await_workers(workers)
        until(lambda: _is_live(server), "an answer")
        yield server
    finally:
        _end(process)


def _holds(pid: int, port: int) -> bool:
    return any(tuple(held.raddr)[1:] == (port,) for held in psutil.Process(pid).net_connections("tcp"))


def _is_live(server: Server) -> bool:
    assert server.process.poll() is None, server.log.read_text()
    try:
        return httpx.get(f"{server.address}/api/health/live", timeout=PATIENCE).status_code == 200
    except httpx.TransportError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """The process and all that it started, by their numbers."""
    left = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    for one in left:
        one.kill()
    process.kill()
    process.wait(timeout=PATIENCE)
