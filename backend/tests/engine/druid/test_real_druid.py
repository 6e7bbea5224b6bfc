"""The product on a real Druid, from the loader's command to both doors: right, or coded by name; it heals.

Figures come from the Superstore file, summed here by hand. Segments are taken away and given back as an operator would.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from csv import DictReader, DictWriter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.app import create_app
from backend.engine.druid.engine import DruidEngine
from backend.engine.druid.sql_cluster import SqlCluster
from backend.engine.druid.statements import Cutting
from backend.engine.druid.zone_proof import ZoneProof
from backend.errors import ZoneDiffers
from backend.planner.plan import Interval
from backend.settings import Settings
from backend.tests.asking import ROOT
from druid.catalog.sales import SALES
from druid.store.serving import newest_serving
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

Json = Any
FILE = ROOT / "ingestion/tests/data/superstore.csv"
MAPPING = ROOT / "ingestion/examples/superstore.yaml"
YEAR = "2017"
MONTHS = 8
TRENDS = "/api/kpis/sales-trends?startDate=2017-01-01&endDate=2017-08-31&grain=MONTH&metric=REVENUE&compare=NONE"
JUNE = "2017-05-31T21:00:00.000Z", "2017-06-30T21:00:00.000Z"
HEALING_SECONDS = 90.0


def sales() -> list[dict[str, str]]:
    """The file's lines of the first months of the year."""
    with FILE.open(newline="") as lines:
        return [line for line in DictReader(lines) if month_of(line) is not None]


def month_of(line: dict[str, str]) -> int | None:
    year, month, _ = line["Order Date"].split("-")
    return int(month) if year == YEAR and int(month) <= MONTHS else None


def by_month() -> dict[int, Decimal]:
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line in sales():
        sums[month_of(line) or 0] += Decimal(line["Sales"])
    return dict(sums)


@dataclass(frozen=True)
class Published:
    store: Path
    prefix: str
    url: str

    @property
    def june_of_hours(self) -> str:
        """The segment of June of the hourly rollup."""
        serving = newest_serving(self.store)
        assert serving is not None
        version = next(m.version for m in serving.of_table("sales_hourly") if m.month == "2017-06")
        return f"{self.prefix}sales_hourly_{JUNE[0]}_{JUNE[1]}_{version}"

    def drop(self, table: str) -> None:
        """June of a table is served no longer."""
        self._post(f"{self.prefix}{table}/markUnused", {"interval": "/".join(JUNE)}).raise_for_status()

    def give_back(self, table: str, segment: str) -> None:
        # Druid 33 does this and then fails to say so; whoever calls sees by asking whether it is served again
        self._post(f"{self.prefix}{table}/segments/{segment}", None)

    def _post(self, path: str, body: Json) -> httpx.Response:
        with httpx.Client(base_url=self.url, timeout=30, trust_env=False) as router:
            return router.post(f"/druid/coordinator/v1/datasources/{path}", json=body)


@pytest.fixture(scope="module")
def published(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    folder = tmp_path_factory.mktemp("published")
    file, store = folder / "sales.csv", folder / "store"
    lines = sales()
    with file.open("w", newline="") as out:
        writer = DictWriter(out, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    with fresh_prefix(druid_url) as prefix:
        command = [sys.executable, "-m", "ingestion", "load", str(file), "--mapping", str(MAPPING)]
        environment = {
            **os.environ, "SALES_ENGINE": "druid", "SALES_DRUID_URL": druid_url, "SALES_DRUID_PREFIX": prefix,
        }  # fmt: skip
        done = subprocess.run(
            [*command, "--data-dir", str(store)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        yield Published(store, prefix, druid_url)


@dataclass(frozen=True)
class Shop:
    engine: DruidEngine
    cluster: SqlCluster
    client: httpx.AsyncClient

    async def get(self, address: str) -> tuple[int, Json]:
        response = await self.client.get(address)
        return response.status_code, response.json()

    async def months(self) -> dict[int, Decimal]:
        status, envelope = await self.get(TRENDS)
        assert status == 200, envelope
        assert envelope["metadata"]["complete"], envelope["metadata"]
        points = envelope["data"]["points"]
        return {int(point["timestamp"][5:7]): Decimal(str(point["value"])) for point in points}

    async def tables(self) -> set[str]:
        _, envelope = await self.get(TRENDS)
        return {part["table"] for part in envelope["metadata"]["source"]["parts"]}


@pytest.fixture
async def shop(published: Published) -> AsyncIterator[Shop]:
    cluster = SqlCluster(published.url, 8)
    engine = DruidEngine(published.store, SALES, cluster)
    values = {"data_dir": published.store, "engine": "druid", "druid_url": published.url, "currency": "USD"}
    settings = Settings(_env_file=None, request_timeout_seconds=60, serve_stale_seconds=0, **values)  # type: ignore[call-arg, arg-type]
    transport = httpx.ASGITransport(create_app(settings, engine))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver", timeout=90) as client:
            yield Shop(engine, cluster, client)
    finally:
        await engine.close()


async def until_state(shop: Shop, state: str) -> Json:
    """Ask for the cluster's health until it is as it should be."""
    deadline = time.monotonic() + HEALING_SECONDS
    while True:
        _, told = await shop.get("/api/health/druid")
        if told["data"]["state"] == state:
            return told["data"]
        assert time.monotonic() < deadline, told["data"]
        await asyncio.sleep(1)


async def test_the_files_own_sums_come_out(shop: Shop) -> None:
    assert await shop.months() == by_month()
    assert await shop.tables() == {"sales_hourly"}
    status, envelope = await shop.get("/api/kpis/sales-overview?period=ALL&compare=NONE")
    data = envelope["data"]
    lines = sales()
    assert status == 200, envelope
    assert Decimal(str(data["totalRevenue"])) == sum(by_month().values())
    assert data["totalLines"] == len(lines)
    assert data["totalOrders"] == len({line["Order ID"] for line in lines})
    assert data["uniqueCustomers"] == len({line["Customer ID"] for line in lines})
    assert envelope["metadata"]["engine"] == "druid"


async def test_both_doors_say_the_same(shop: Shop) -> None:
    query = """{ productLines(period: ALL, compare: []) { data { productLine revenue orders } error { code } } }"""
    graphql = (await shop.client.post("/graphql", json={"query": query})).json()["data"]["productLines"]
    _, rest = await shop.get("/api/kpis/product-lines?period=ALL&compare=NONE")
    assert graphql["error"] is None
    revenue: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in sales():
        revenue[line["Category"]] += Decimal(line["Sales"])
    for rows in (graphql["data"], rest["data"]):
        assert {row["productLine"]: Decimal(str(row["revenue"])) for row in rows} == revenue


async def test_a_rollup_segment_that_is_gone_is_never_a_zero(shop: Shop, published: Published) -> None:
    segment = published.june_of_hours
    assert await shop.months() == by_month()
    published.drop("sales_hourly")
    try:
        deadline = time.monotonic() + HEALING_SECONDS
        while SALES.base not in await shop.tables():
            assert await shop.months() == by_month()
            assert time.monotonic() < deadline, "the loss was never noticed"
        assert await shop.months() == by_month()
        told = await until_state(shop, "degraded")
        assert ["sales_hourly", "2017-06"] in told["barred"]
    finally:
        published.give_back("sales_hourly", segment)
    await until_state(shop, "ok")
    assert await shop.months() == by_month()
    assert await shop.tables() == {"sales_hourly"}


async def test_lines_that_nobody_serves_are_refused_by_name(shop: Shop, published: Published) -> None:
    """Where no rollup can answer; other months go on."""
    serving = newest_serving(published.store)
    assert serving is not None
    version = next(m.version for m in serving.of_table(SALES.base) if m.month == "2017-06")
    address = TRENDS + "&source=BASE"
    published.drop(SALES.base)
    try:
        deadline = time.monotonic() + HEALING_SECONDS
        while (asked := await shop.get(address))[0] == 200:
            sums = {int(p["timestamp"][5:7]): Decimal(str(p["value"])) for p in asked[1]["data"]["points"]}
            assert sums == by_month(), "an answer without June was passed on"
            assert time.monotonic() < deadline, "the loss was never noticed"
        error = asked[1]["error"]
        assert (asked[0], error["code"]) == (503, "SEGMENTS_UNAVAILABLE")
        assert "2017-06" in error["message"]
        status, _ = await shop.get(address.replace("endDate=2017-08-31", "endDate=2017-05-31"))
        assert status == 200
        assert await shop.months() == by_month(), "the rollups still hold June"
    finally:
        published.give_back(SALES.base, f"{published.prefix}{SALES.base}_{JUNE[0]}_{JUNE[1]}_{version}")
    await until_state(shop, "ok")
    status, envelope = await shop.get(address)
    assert status == 200, envelope


async def test_a_client_that_leaves_ends_its_question(shop: Shop) -> None:
    for delay in (0.0, 0.005, 0.02):
        task = asyncio.create_task(shop.get(TRENDS + "&source=BASE"))
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert (shop.engine.means.slots.in_use, shop.engine.means.slots.waiting) == (0, 0)
    assert await shop.months() == by_month()


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
