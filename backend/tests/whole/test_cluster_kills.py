"""Druid's processes killed and started again, one by one, while a server in a process of its own answers questions.

Every answer is right, flagged or coded; once the process is back every answer is right again, with nobody's help.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from backend.tests.asking import ROOT
from backend.tests.whole.on_cluster import Published
from backend.tests.whole.verdicts import Verdict
from backend.tests.whole.witness import witnessing
from druid.cluster.instance import Instance
from druid.cluster.ports import free_port
from druid.cluster.runtime import kill, restart

pytestmark = [pytest.mark.druid, pytest.mark.own_druid]

AWAY_SECONDS = float(os.environ.get("SALES_AWAY_SECONDS", "6"))
HEAL_SECONDS = 240.0
SERVICES = ("broker", "historical", "router", "coordinator", "indexer")


@pytest.fixture(scope="module")
def server(on_own_cluster: Published) -> Iterator[str]:
    """`python -m backend` over the cluster; its address."""
    port = free_port()
    settings = {"SALES_PORT": str(port), "SALES_DATA_DIR": str(on_own_cluster.store), "SALES_LOG_LEVEL": "error"}
    process = subprocess.Popen(
        [sys.executable, "-m", "backend"],
        cwd=ROOT,
        env={**os.environ, **on_own_cluster.environment(), **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(timeout=30)


@asynccontextmanager
async def door_of(server: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.AsyncHTTPTransport(retries=100)
    async with httpx.AsyncClient(base_url=server, timeout=60, transport=transport, trust_env=False) as door:
        yield door


@pytest.mark.parametrize("service", SERVICES)
async def test_a_killed_service_costs_no_wrong_answer(
    own_cluster: tuple[Instance, str], on_own_cluster: Published, server: str, service: str
) -> None:
    instance, _ = own_cluster
    versions = on_own_cluster.versions
    async with door_of(server) as door, witnessing(door) as witness:
        await witness.heals(versions, HEAL_SECONDS)
        await asyncio.to_thread(kill, instance, service)
        await asyncio.sleep(AWAY_SECONDS)
        await asyncio.to_thread(restart, instance, service, wait=False)
        seconds = await witness.heals(versions, HEAL_SECONDS)
    found = witness.tally(versions)
    assert found[Verdict.RIGHT]
    sys.stdout.write(f"{service}: {dict(found)}; right again {seconds:.1f} s after its start\n")
