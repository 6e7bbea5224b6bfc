"""Servers of their own for the bench, on free ports of this machine; each is ended by its own id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

READY_SECONDS = 120
IDLE = 0.1
"""Of a processor."""
SETTINGS = {
    "POLARS_MAX_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "SALES_STALE_AFTER_HOURS": "0",
    "SALES_DRAIN_SECONDS": "0",
}


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: psutil.Process

    @property
    def cpu_seconds(self) -> float:
        """Of the process and its children, so far."""
        times = [one.cpu_times() for one in (self.process, *self.process.children(recursive=True))]
        return sum(time.user + time.system for time in times)

    @property
    def mebibytes(self) -> float:
        return self.process.memory_info().rss / 2**20


@contextmanager
def our_server(store: Path, log: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """`python -m backend` over a store."""
    port = free_port()
    own = {**SETTINGS, "SALES_DATA_DIR": str(store), "SALES_PORT": str(port), **settings}
    command = [sys.executable, "-m", "backend"]
    with serving(port, "/api/health/ready", command, {**os.environ, **own}, log) as server:
        yield server


def wait_until_idle(server: Server) -> None:
    """Until it has done next to nothing for a second: what it makes ready for askers after its start is made."""
    ends, since = time.monotonic() + READY_SECONDS, server.cpu_seconds
    while time.monotonic() < ends:
        time.sleep(1)
        used, since = server.cpu_seconds - since, server.cpu_seconds
        if used < IDLE:
            return


@contextmanager
def bare_server(body: Path, log: Path) -> Iterator[Server]:
    """The application that only sends the bytes of a file."""
    port = free_port()
    command = [sys.executable, "-m", "backend.benchmarks.api.bare", str(port), str(body)]
    with serving(port, "/", command, os.environ, log) as server:
        yield server


@contextmanager
def serving(
    port: int, path: str, command: Sequence[str], environment: Mapping[str, str], log: Path
) -> Iterator[Server]:
    """A process that listens on a port, once a path of it answers; raises `click.ClickException` where none does."""
    with log.open("wb") as said:
        running = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
    try:
        process = psutil.Process(running.pid)
        _wait(port, path, process, log)
        yield Server(port, process)
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(port: int, path: str, process: psutil.Process, log: Path) -> None:
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends and process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            fetch(port, path)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise click.ClickException(f"port {port} did not answer; it said: {log.read_text()[-500:]}")


def fetch(port: int, path: str, key: str = "", body: bytes | None = None, coding: str = "identity") -> bytes:
    """The answer of a server here as it was sent, which must be 200; raises OSError."""
    headers = {"Content-Type": "application/json", "Accept-Encoding": coding}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
