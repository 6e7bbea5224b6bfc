"""Readiness apart from liveness, sentence by sentence: what a balancer may rely on before, during and after trouble."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from backend.app import create_app
from backend.engine.database import Database, default_limits
from backend.engine.embedded import EmbeddedEngine
from backend.tests.api.tiny import TinyEngine, client, settings, tiny_app
from backend.tests.asking import load
from backend.warmup import FIRST_LOOK
from druid.catalog.sales import SALES
from druid.store.manifest import manifest_path

HEADERS = "__time,Branch,ItemName,SalesPerson,CardName,grossRevenue,totalCost,unitsSold\n"
LIVE, READY = "/api/health/live", "/api/health/ready"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two versions; each month has lines enough that its rollups are built."""
    for name, day in (("first", "2024-03-01"), ("second", "2024-03-04")):
        lines = "".join(f"{day} {8 + n % 4}:00:00,Nairobi,Tea,Asha,Wanjiru,100.00,60.00,1\n" for n in range(40))
        (tmp_path / f"{name}.csv").write_text(HEADERS + lines, encoding="utf-8")
        assert load(tmp_path / f"{name}.csv", tmp_path / "store").returncode == 0
    return tmp_path / "store"


@asynccontextmanager
async def started(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with app.router.lifespan_context(app), client(app) as door:
        yield door


async def told(door: httpx.AsyncClient, path: str) -> tuple[int, Any]:
    """The status, and the state or the code."""
    response = await door.get(path)
    body = response.json()
    return response.status_code, body["data"]["status"] if body["error"] is None else body["error"]["code"]


async def test_ready_with_tables_in_memory_after_the_first_look(store: Path) -> None:
    """Nobody is answered before: the start itself asks the six questions and waits for the small tables."""
    async with started(create_app(settings(data_dir=store))) as door:
        assert await told(door, READY) == (200, "ready")
        details = (await door.get(READY)).json()["data"]["details"]
        text = (await door.get("/metrics")).text
    assert "sales_daily_product" in details["resident"]
    assert all(f'report="{name}"' in text for name in FIRST_LOOK)


async def test_nothing_loaded_is_alive_and_not_ready() -> None:
    async with started(tiny_app(TinyEngine(is_empty=True))) as door:
        assert await told(door, LIVE) == (200, "alive")
        response = await door.get(READY)
        assert (response.status_code, response.json()["error"]["code"]) == (503, "NO_DATA")
        assert response.headers["retry-after"] == "5"
        assert response.headers["cache-control"] == "no-store"


async def test_draining_ends_readiness_at_once_and_not_life() -> None:
    app = tiny_app()
    async with started(app) as door:
        assert await told(door, READY) == (200, "ready")
        app.state.drain.is_stopping = True
        assert await told(door, READY) == (503, "SHUTTING_DOWN")
        assert await told(door, "/api/health") == (503, "SHUTTING_DOWN")
        assert await told(door, LIVE) == (200, "alive")
        assert (await door.get("/api/kpis/top-products")).status_code == 200


async def test_a_damaged_newest_manifest_is_degraded_by_name(store: Path) -> None:
    manifest_path(store, 2).write_bytes(b"torn")
    async with started(create_app(settings(data_dir=store))) as door:
        assert await told(door, READY) == (200, "degraded")
        assert "SNAPSHOT_FALLBACK 2" in (await door.get(READY)).json()["data"]["reason"]
        assert "sales_snapshot_fallbacks_total" in (await door.get("/metrics")).text


async def test_no_manifest_holds(store: Path) -> None:
    for number in (1, 2):
        manifest_path(store, number).write_bytes(b"torn")
    async with started(create_app(settings(data_dir=store))) as door:
        assert await told(door, READY) == (503, "NO_DATA")
        assert await told(door, LIVE) == (200, "alive")


class Silent(EmbeddedEngine):
    """One whose database may be ended under it."""

    def end_database(self) -> None:
        self._database.close()
        self._runner.answered_at -= 15


async def test_a_database_that_stopped_to_answer(store: Path) -> None:
    engine = Silent(store, SALES)
    async with started(create_app(settings(data_dir=store), engine)) as door:
        assert await told(door, READY) == (200, "ready")
        engine.end_database()
        assert await told(door, READY) == (503, "ENGINE_UNAVAILABLE")
        assert await told(door, LIVE) == (200, "alive")


async def test_an_idle_database_is_asked_for_nothing(store: Path) -> None:
    """After a quiet night it is still ready."""
    engine = EmbeddedEngine(store, SALES)
    async with client(create_app(settings(data_dir=store), engine)) as door:
        assert await told(door, READY) == (200, "ready")
    await engine.close()


def test_the_question_for_nothing_can_be_asked(tmp_path: Path) -> None:
    database = Database(tmp_path, default_limits(1, 1 << 30))
    database.execute("SELECT 1")
    database.close()
