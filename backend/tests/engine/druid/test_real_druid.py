"""The product on a real Druid, from the loader's command to both doors: right, or coded by name; it heals.

Figures come from the Superstore file, summed here by hand. Segments are taken away and given back as an operator would.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlglot import exp

from backend.engine.druid.clocks import Clocks
from backend.engine.druid.statements import cutting_of
from backend.errors import ZoneDiffers
from backend.planner.plan import Interval, Statement
from backend.planner.sql import time_floor
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
from druid.calendar import Calendar
from druid.catalog.model import Grain
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


async def test_health_tells_what_the_cluster_is_and_holds(shop: Shop) -> None:
    data = (await shop.until(is_well))["data"]
    assert data["version"][0].isdigit()
    assert data["latencyMs"] > 0
    assert data["way"]["breaker"] == "closed"
    assert data["tasks"] == {"running": 0, "failed": []}
    assert data["lines"]["rows"] == len(LINES)
    assert data["lines"]["first"] == "2016-12-31T21:00:00.000Z"
    base = next(one for one in data["segments"] if one["table"] == SALES.base)
    assert base == {"table": SALES.base, "available": len(MONTHS), "expected": len(MONTHS)}
    assert (data["serving"]["record"], data["serving"]["newestRecord"], data["serving"]["loading"]) == (1, 1, [])


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
    """Kazakhstan went to one zone on 1 March 2024; Coyhaique became a zone in 2025. Druid 33 knows neither.

    A Druid with younger rules needs no way around, so nothing else than that may come out.
    """
    clocks, deadline = Clocks(shop.cluster), time.monotonic() + 30
    change, day = 1_709_229_600_000, 86_400_000  # 2024-02-29T18:00Z
    after, across = Interval(change + 40 * day, change + 60 * day), Interval(change - 10 * day, change + 10 * day)

    async def zone_for(zone: str, asked: Interval, grain: Grain = Grain.DAY) -> tuple[str, str | None]:
        """The zone that Druid is told, and that of the local midnights in its answer."""
        floor = exp.alias_(time_floor("__time", grain, Calendar(zone)), "bucket", quoted=True)
        asking = Statement("sales", "current", (asked,), exp.select(floor), (), (), (), has_bucket=True)
        cut, midnights = await clocks.settled(asking, deadline)
        cutting = cutting_of(cut)
        assert cutting is not None
        return cutting.zone, midnights

    assert await zone_for("Africa/Nairobi", across) == ("Africa/Nairobi", None)
    assert await zone_for("Europe/London", Interval(change, change + 300 * day)) == ("Europe/London", None)
    assert await zone_for("Asia/Almaty", after) == ("+05:00", None)
    assert await zone_for("Asia/Almaty", across) == ("UTC", "Asia/Almaty")
    with pytest.raises(ZoneDiffers, match="2024-02-29T18:00:00Z"):
        await zone_for("Asia/Almaty", across, Grain.HOUR)
    june = Interval(change + 60 * day, change + 100 * day)
    assert await zone_for("America/Coyhaique", june) == ("-04:00", None)
    assert shop.cluster.state()["breaker"] == "closed"


async def test_days_of_a_zone_that_druid_does_not_know(shop: Shop) -> None:
    """Its clocks changed in May and August of 2017; sales are at the midnights of Nairobi."""
    status, envelope = await shop.get(TRENDS.replace("MONTH", "DAY") + "&timezone=America/Coyhaique")
    assert status == 200, envelope
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in LINES:
        midnight = datetime.fromisoformat(f"{line['Order Date']}T00:00:00+03:00")
        sums[midnight.astimezone(ZoneInfo("America/Coyhaique")).date().isoformat()] += Decimal(line["Sales"])
    points = {p["timestamp"][:10]: Decimal(str(p["value"])) for p in envelope["data"]["points"] if p["value"]}
    assert points == {day: value for day, value in sums.items() if "2017-01-01" <= day <= "2017-08-31"}
