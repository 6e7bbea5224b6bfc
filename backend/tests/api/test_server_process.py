"""A real server process: it starts, answers, refuses a taken port, and on SIGTERM ends readiness before answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import pytest

from druid.cluster.ports import free_port

ROOT = Path(__file__).parents[3]
PATIENCE = 180.0


def start(port: int, store: Path) -> subprocess.Popen[str]:
    environ = {
        **os.environ,
        "SALES_PORT": str(port),
        "SALES_DATA_DIR": str(store),
        "SALES_DRAIN_SECONDS": "5",
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "backend"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(port: int, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(port, tmp_path)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def until_alive(address: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{address}/api/health/live", timeout=PATIENCE).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not start: {process.communicate()}")


def test_it_starts_answers_and_drains(server: subprocess.Popen[str], port: int, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{port}"
    until_alive(address, server)
    empty = httpx.get(f"{address}/api/kpis/sales-overview", timeout=PATIENCE)
    assert (empty.status_code, empty.json()["error"]["code"]) == (503, "NO_DATA")

    second = start(port, tmp_path)
    _, told = second.communicate(timeout=PATIENCE)
    assert (second.returncode, told.startswith(f"Error: Port {port} is in use")) == (2, True)

    server.send_signal(signal.SIGTERM)
    ready = httpx.get(f"{address}/api/health/ready", timeout=PATIENCE)
    while ready.json()["error"]["code"] == "NO_DATA":
        ready = httpx.get(f"{address}/api/health/ready", timeout=PATIENCE)
    assert (ready.status_code, ready.json()["error"]["code"]) == (503, "SHUTTING_DOWN")
    assert httpx.get(f"{address}/api/health/live", timeout=PATIENCE).status_code == 200

    out, log = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert f"http://localhost:{port}/graphql" in out
    lines = [orjson.loads(line) for line in log.splitlines()]
    events = [line["event"] for line in lines]
    assert (events[0], events[-1]) == ("server.started", "server.stopped")
    assert all("request_id" in line for line in lines if line["event"] == "http.request.answered")
