"""Thousands of reads while loaders publish and die: every answer is wholly one published version.

The loaders are processes of the real command; the clients ask the application through both doors. Each answered
envelope is a read. `SALES_HISTORY_SEED` repeats a run, `SALES_HISTORY_READS` and `SALES_HISTORY_LOADS` make it longer.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from backend.app import create_app
from backend.engine.database import Limits
from backend.engine.embedded import EmbeddedEngine
from backend.settings import Settings
from backend.tests.whole.histories import Run, judge, load_all, publish, read_on
from backend.tests.whole.published import some_loads
from druid.catalog.sales import SALES

CLIENTS = 24
ROOMY = Limits(memory=1 << 30, threads=1, slots=4, queue=2 * CLIENTS)


@asynccontextmanager
async def open_door(store: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings.model_validate({"request_timeout_seconds": 60, "max_complexity": 10_000})
    engine = EmbeddedEngine(store, SALES, ROOMY)
    try:
        transport = httpx.ASGITransport(create_app(settings, engine))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver", timeout=120) as door:
            yield door
    finally:
        await engine.close()


async def history(folder: Path, seed: int, reads: int, loads: int) -> Run:
    run = Run(folder / "store", seed, reads)
    first, *others = some_loads(seed, loads)
    await publish(run, first)
    async with open_door(run.store) as door, asyncio.TaskGroup() as together:
        together.create_task(load_all(run, others))
        for client in range(CLIENTS):
            together.create_task(read_on(run, door, client))
    return run


async def test_every_read_is_one_published_version(tmp_path: Path) -> None:
    seed = int(os.environ.get("SALES_HISTORY_SEED", "3"))
    judge(await history(tmp_path, seed, 2_000, 10), 10)


@pytest.mark.torture
async def test_every_read_is_one_published_version_for_long(tmp_path: Path) -> None:
    seed = int(os.environ.get("SALES_HISTORY_SEED", random.SystemRandom().randrange(10**6)))
    reads, loads = (
        int(os.environ.get(f"SALES_HISTORY_{name}", count)) for name, count in (("READS", 100_000), ("LOADS", 300))
    )
    judge(await history(tmp_path, seed, reads, loads), loads)
