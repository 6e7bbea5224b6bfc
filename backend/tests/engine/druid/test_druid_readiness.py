"""A server over a cluster that is away: ready for a moment, degraded while last answers may stand in, then neither."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from backend.app import create_app
from backend.engine.druid.engine import FRESH_SECONDS, DruidEngine, DruidOptions
from backend.errors import EngineUnavailable
from backend.settings import Settings
from backend.tests.engine.disk import write_store
from backend.tests.engine.druid.test_druid_doors import OVERVIEW, TINY
from backend.tests.engine.druid.tiny_cluster import TinyCluster, publish, serving_of
from druid.catalog.sales import SALES

STALE = 900


@pytest.mark.parametrize(
    ("ago", "stale", "status", "told"),
    [
        (0.0, STALE, 200, "ready"),
        (FRESH_SECONDS + 1, STALE, 200, "degraded"),
        (STALE + 1.0, STALE, 503, "ENGINE_UNAVAILABLE"),
        (FRESH_SECONDS + 1, 0, 503, "ENGINE_UNAVAILABLE"),
    ],
)
async def test_readiness_after_the_last_answer(tmp_path: Path, ago: float, stale: int, status: int, told: str) -> None:
    write_store(TINY, tmp_path, TINY.manifest.sequence)
    publish(tmp_path, serving_of(TINY))
    cluster = TinyCluster(TINY, serving_of(TINY))
    engine = DruidEngine(tmp_path, SALES, cluster, DruidOptions(slots=4, stale_seconds=stale))
    settings = Settings.model_validate({"data_dir": tmp_path, "engine": "druid", "serve_stale_seconds": stale})
    transport = httpx.ASGITransport(create_app(settings, engine))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        assert (await client.get(OVERVIEW)).status_code == 200
        cluster.failure = EngineUnavailable("The Druid cluster cannot be reached.")
        assert engine.means.answered_at is not None
        engine.means.answered_at -= ago
        response = await client.get("/api/health/ready")
        body = response.json()
        assert (response.status_code, body["error"]["code"] if body["error"] else body["data"]["status"]) == (
            status,
            told,
        )
        assert (await client.get("/api/health/live")).status_code == 200
        assert (await client.get("/api/health/druid")).json()["data"]["state"] == "unreachable"
        cluster.failure = None
        assert (await client.get("/api/health/ready")).json()["data"]["status"] == "ready"
    await engine.close()
