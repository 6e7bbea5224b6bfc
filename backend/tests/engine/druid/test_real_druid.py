"""The product on a real Druid, from the loader's command to both doors: right, or coded by name; it heals.

Figures come from the Superstore file, summed here by hand. Segments are taken away and given back as an operator would.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal

import pytest

from backend.engine.druid.statements import Cutting
from backend.engine.druid.zone_proof import ZoneProof
from backend.errors import ZoneDiffers
from backend.planner.plan import Interval
from backend.tests.engine.druid.real_shop import (
    HEALING_SECONDS,
    TRENDS,
    Json,
    Published,
    Shop,
    by_month,
    opened,
    points_of,
    sales,
)
from druid.catalog.sales import SALES
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

LINES = sales(*range(1, 9))
MONTHS = by_month(LINES)


@pytest.fixture(scope="module")
def published(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    with fresh_prefix(druid_url) as prefix:
        made = Published(tmp_path_factory.mktemp("published"), prefix, druid_url)
        made.load(LINES)
        yield made


@pytest.fixture
async def shop(published: Published) -> AsyncIterator[Shop]:
    async with opened(published) as one:
        yield one


def is_well(body: Json) -> bool:
    return bool(body["data"]["state"] == "ok")


async def test_the_files_own_sums_come_out(shop: Shop) -> None:
    assert await shop.months() == MONTHS
    assert await shop.tables() == {"sales_hourly"}
    status, envelope = await shop.get("/api/kpis/sales-overview?period=ALL&compare=NONE")
    data = envelope["data"]
    assert status == 200, envelope
    assert Decimal(str(data["totalRevenue"])) == sum(MONTHS.values())
    assert data["totalLines"] == len(LINES)
    assert data["totalOrders"] == len({line["Order ID"] for line in LINES})
    assert data["uniqueCustomers"] == len({line["Customer ID"] for line in LINES})
    assert envelope["metadata"]["engine"] == "druid"


async def test_both_doors_say_the_same(shop: Shop) -> None:
    query = """{ productLines(period: ALL, compare: []) { data { productLine revenue orders } error { code } } }"""
    graphql = (await shop.client.post("/graphql", json={"query": query})).json()["data"]["productLines"]
    _, rest = await shop.get("/api/kpis/product-lines?period=ALL&compare=NONE")
    assert graphql["error"] is None
    revenue: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in LINES:
        revenue[line["Category"]] += Decimal(line["Sales"])
    for rows in (graphql["data"], rest["data"]):
        assert {row["productLine"]: Decimal(str(row["revenue"])) for row in rows} == revenue


async def test_a_rollup_segment_that_is_gone_is_never_a_zero(shop: Shop, published: Published) -> None:
    segment = published.segment_of_june("sales_hourly")
    assert await shop.months() == MONTHS
    published.drop("sales_hourly")
    try:
        deadline = time.monotonic() + HEALING_SECONDS
        while SALES.base not in await shop.tables():
            assert await shop.months() == MONTHS
            assert time.monotonic() < deadline, "the loss was never noticed"
        assert await shop.months() == MONTHS
        told = await shop.until(lambda body: body["data"]["state"] == "degraded")
        assert ["sales_hourly", "2017-06"] in told["data"]["barred"]
    finally:
        published.give_back("sales_hourly", segment)
    await shop.until(is_well)
    assert await shop.months() == MONTHS
    assert await shop.tables() == {"sales_hourly"}


async def test_lines_that_nobody_serves_are_refused_by_name(shop: Shop, published: Published) -> None:
    """Where no rollup can answer; other months go on."""
    segment, address = published.segment_of_june(SALES.base), TRENDS + "&source=BASE"
    published.drop(SALES.base)
    try:
        deadline = time.monotonic() + HEALING_SECONDS
        while (asked := await shop.get(address))[0] == 200:
            assert points_of(asked[1]) == MONTHS, "an answer without June was passed on"
            assert time.monotonic() < deadline, "the loss was never noticed"
        error = asked[1]["error"]
        assert (asked[0], error["code"]) == (503, "SEGMENTS_UNAVAILABLE")
        assert "2017-06" in error["message"]
        status, _ = await shop.get(address.replace("endDate=2017-08-31", "endDate=2017-05-31"))
        assert status == 200
        assert await shop.months() == MONTHS, "the rollups still hold June"
    finally:
        published.give_back(SALES.base, segment)
    await shop.until(is_well)
    status, envelope = await shop.get(address)
    assert status == 200, envelope


async def test_a_client_that_leaves_ends_its_question(shop: Shop) -> None:
    for delay in (0.0, 0.005, 0.02):
        task = asyncio.create_task(shop.get(TRENDS + "&source=BASE"))
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert (shop.engine.means.slots.in_use, shop.engine.means.slots.waiting) == (0, 0)
    assert await shop.months() == MONTHS


async def test_zones_whose_rules_are_younger_than_the_clusters(shop: Shop) -> None:
    """Kazakhstan went to one zone on 1 March 2024; Coyhaique became a zone in 2025. This Druid knows neither.

    A Druid with younger rules needs no way around, so nothing else than that may come out.
    """
    proof, deadline = ZoneProof(shop.cluster), time.monotonic() + 30
    change, day = 1_709_229_600_000, 86_400_000  # 2024-02-29T18:00Z
    after, across = Interval(change + 40 * day, change + 60 * day), Interval(change - 10 * day, change + 10 * day)

    async def zone_for(zone: str, asked: Interval) -> str | None:
        return await proof.zone_for(Cutting("P1D", zone, has_origin=False), [asked], deadline)

    assert await zone_for("Africa/Nairobi", across) is None
    assert await zone_for("Africa/Cairo", Interval(change, change + 300 * day)) is None
    assert await zone_for("Asia/Almaty", after) == "+05:00"
    with pytest.raises(ZoneDiffers, match="2024-02-29T18:00:00Z"):
        await zone_for("Asia/Almaty", across)
    assert await zone_for("America/Coyhaique", Interval(change + 60 * day, change + 100 * day)) == "-04:00"
    assert shop.cluster.state()["breaker"] == "closed"
