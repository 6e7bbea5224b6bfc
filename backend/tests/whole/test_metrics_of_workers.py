"""A scrape of a server with several processes tells of all of them, whichever is asked."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import httpx
import pytest

from backend.tests.asking import load
from backend.tests.whole.published import some_loads
from backend.tests.whole.servers import PATIENCE, Server, running, until

ASKED = 12


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scraped")
    assert load(some_loads(5, 4)[0].write(folder), folder / "store").returncode == 0
    return folder / "store"


def counted(server: Server) -> int:
    """How often the version was asked for, as one new connection is told."""
    text = httpx.get(f"{server.address}/metrics", timeout=PATIENCE).text
    found = re.search(r'^sales_http_requests_total\{.*"/api/data-version".*\} (\S+)$', text, re.MULTILINE)
    return round(float(found[1])) if found else 0


def ask(server: Server) -> None:
    """Each on a connection of its own, so that both workers have some."""
    for _ in range(ASKED):
        assert httpx.get(f"{server.address}/api/data-version", timeout=PATIENCE).status_code == 200


def test_a_scrape_tells_of_all(store: Path, tmp_path: Path) -> None:
    with running(tmp_path, store, 2) as server:
        ask(server)
        until(lambda: all(counted(server) == ASKED for _ in range(8)), "every worker tells of all requests")
        first, _ = server.workers()
        os.kill(first, signal.SIGKILL)
        server.await_workers(3)
        ask(server)
        until(lambda: all(counted(server) == 2 * ASKED for _ in range(8)), "those of a killed worker still count")
        assert server.stop() == 0


def test_one_alone(store: Path, tmp_path: Path) -> None:
    with running(tmp_path, store, 1) as server:
        ask(server)
        assert counted(server) == ASKED
        assert server.stop() == 0
