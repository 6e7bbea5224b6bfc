"""Every fault on the way to a real Druid, seen from the product's door: right, marked stale, or coded; it heals alone.

The proxy stands between the application and the cluster. Each fault meets a cold question and one answered before.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from backend.stale import AWAY
from backend.tests.engine.druid.real_shop import TRENDS, Json, Published, Shop, by_month, opened, points_of, sales
from druid.tests.client import faults
from druid.tests.client.fault_proxy import Fault, FaultProxy, Pass
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

LINES = sales(1, 2)
MONTHS = by_month(LINES)
DEADLINE = 4
COLD = TRENDS.replace("grain=MONTH", "grain=QUARTER")
FAULTS: dict[str, Fault] = {
    "reset": faults.Reset(),
    "silence": faults.Silence(),
    "a stall in the body": faults.Stall(60),
    "a connection lost in the body": faults.Broken(60),
    "a cut before the end": faults.cut(-1),
    "a page of an error": faults.html(500),
    "a page instead of an answer": faults.html(200),
    "no service": faults.bare(503),
    "busy": faults.busy("1"),
    "busy without a word": faults.busy(),
    "a redirect": faults.redirect("http://127.0.0.1:1/"),
    "no word of what is covered": faults.stripped("X-Druid-Response-Context"),
    "no header lines": faults.stripped("X-Druid-SQL-Header-Included"),
}
CODES = AWAY | {"OVERLOADED", "ENGINE_FAILED"}


@pytest.fixture(scope="module")
def published(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    with fresh_prefix(druid_url) as prefix:
        made = Published(tmp_path_factory.mktemp("published"), prefix, druid_url)
        made.load(LINES)
        yield made


@pytest.fixture
async def proxy(published: Published) -> AsyncIterator[FaultProxy]:
    async with FaultProxy(published.url) as running:
        yield running


def check(envelope: Json, status: int, *, kept: bool) -> None:
    """Right, stale where something was kept, or coded."""
    error, metadata = envelope["error"], envelope["metadata"]
    if error is None:
        assert sum(points_of(envelope).values()) == sum(MONTHS.values())
        assert metadata["complete"]
        assert kept or not metadata["stale"]
        return
    assert error["code"] in CODES, error
    assert status in {500, 502, 503, 504}
    assert "druid/v2" not in str(envelope)
    assert "127.0.0.1" not in str(envelope)


async def until_healed(shop: Shop) -> None:
    """The breaker may make us wait; nobody starts anything anew."""
    fresh = await shop.until(lambda body: body["error"] is None and not body["metadata"]["stale"], TRENDS)
    assert points_of(fresh) == MONTHS


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_coded_or_stale_and_heals(name: str, published: Published, proxy: FaultProxy) -> None:
    async with opened(published, proxy.url, stale_seconds=900, seconds=DEADLINE) as shop:
        assert await shop.months() == MONTHS
        proxy.always(FAULTS[name])
        for address, kept in ((TRENDS, True), (COLD, False)):
            started = time.monotonic()
            status, envelope = await shop.get(address)
            assert time.monotonic() - started < DEADLINE + 2, "the deadline passed"
            check(envelope, status, kept=kept)
        proxy.always(Pass())
        await until_healed(shop)


async def test_a_cluster_that_is_down_and_comes_back(published: Published, proxy: FaultProxy) -> None:
    """Started without it, asked without it, answering with it again."""
    async with proxy.down(), opened(published, proxy.url, stale_seconds=900, seconds=DEADLINE) as shop:
        status, envelope = await shop.get(TRENDS)
        assert (status, envelope["error"]["code"]) == (503, "ENGINE_UNAVAILABLE")
        assert (await shop.get("/api/health/live"))[0] == 200
        assert (await shop.get("/api/health/ready"))[0] == 503
        told = (await shop.get("/api/health/druid"))[1]["data"]
        assert told["state"] == "unreachable"
    async with opened(published, proxy.url, stale_seconds=900, seconds=DEADLINE) as shop:
        assert await shop.months() == MONTHS
        async with proxy.down():
            for _ in range(8):
                status, envelope = await shop.get(TRENDS)
                assert (status, envelope["metadata"]["stale"]) == (200, True)
                assert points_of(envelope) == MONTHS
            assert (await shop.get("/api/health/ready"))[1]["data"]["status"] in {"ready", "degraded"}
        await until_healed(shop)
