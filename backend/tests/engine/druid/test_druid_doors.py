"""Both doors over a cluster that loses months, is loaded meanwhile, or is away: right, flagged or coded; it heals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from backend.app import create_app
from backend.engine.druid.engine import DruidEngine, DruidOptions
from backend.errors import EngineUnavailable, Overloaded
from backend.settings import Settings
from backend.tests.engine.disk import write_store
from backend.tests.engine.druid.tiny_cluster import TinyCluster, lines_of, publish, serving_of
from backend.tests.stores import TinyStore, Trouble, local_month, make_store
from druid.catalog.sales import SALES

Json = Any


def a_large_store() -> TinyStore:
    """Said to have a thousand times its lines, so that rollups are worth asking."""
    tiny = make_store(5, Trouble(withdrawn=0, not_built=0, holes=False, straddling=0, varying=0))
    files = (replace(f, rows=f.rows * 1000) if f.table == SALES.base else f for f in tiny.manifest.files)
    return replace(tiny, manifest=replace(tiny.manifest, files=tuple(files)))


TINY = a_large_store()
ROLLUPS = {rollup.name for rollup in SALES.rollups}
DONE = lines_of(TINY).with_columns(local_month(lines_of(TINY), "Africa/Nairobi").alias("month"))
OVERVIEW = "/api/kpis/sales-overview?period=ALL&compare=NONE"
BRANCHES = "/api/kpis/branch-performance?period=ALL&compare=NONE&sortBy=REVENUE"
BOTH = """{
  overview: salesOverview(period: ALL, compare: []) { data { totalRevenue } error { code } metadata { complete } }
  staff: salespersonLeaderboard(period: ALL, compare: []) { data { revenue } error { code } metadata { complete } }
  customers: topCustomers(period: ALL, compare: [], limit: 100) { data { revenue } error { code } metadata { exact } }
}"""


def revenue(lines: pl.DataFrame = DONE) -> Decimal:
    """Net revenue by hand."""
    return Decimal(int(lines["gross_revenue"].sum()) + int(lines["returns_value"].sum())) / 10_000


def exact(value: float) -> Decimal:
    return Decimal(str(value))


@dataclass
class Shop:
    """A store, its cluster, and a client of the real application over both."""

    store: Path
    cluster: TinyCluster
    engine: DruidEngine
    client: httpx.AsyncClient

    async def get(self, address: str) -> tuple[int, Json]:
        response = await self.client.get(address)
        return response.status_code, response.json()

    async def graphql(self, query: str) -> Json:
        response = await self.client.post("/graphql", json={"query": query})
        assert response.status_code == 200, response.text
        return response.json()["data"]


@asynccontextmanager
async def opened(store: Path, **changes: Any) -> AsyncIterator[Shop]:  # noqa: ANN401  # settings to change
    write_store(TINY, store, TINY.manifest.sequence)
    publish(store, serving_of(TINY))
    cluster = TinyCluster(TINY, serving_of(TINY))
    engine = DruidEngine(store, SALES, cluster, DruidOptions(slots=4))
    settings = Settings(_env_file=None, data_dir=store, engine="druid", **{"cache_megabytes": 0, **changes})  # type: ignore[call-arg]
    app = create_app(settings, engine)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            yield Shop(store, cluster, engine, client)
    finally:
        await engine.close()


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with opened(tmp_path) as one:
        yield one


def tables_of(envelope: Json) -> set[str]:
    return {part["table"] for part in envelope["metadata"]["source"]["parts"]}


def test_months_of_this_store() -> None:
    assert {"2024-05", "2024-08"} <= set(DONE["month"])


async def test_the_same_answer_as_by_hand_and_its_provenance(shop: Shop) -> None:
    status, envelope = await shop.get(OVERVIEW)
    metadata = envelope["metadata"]
    assert status == 200, envelope
    assert exact(envelope["data"]["totalRevenue"]) == revenue()
    assert (metadata["engine"], metadata["complete"], metadata["stale"], metadata["warnings"]) == (
        "druid", True, False, [],
    )  # fmt: skip
    assert metadata["dataVersion"].startswith(f"{TINY.manifest.sequence:08d}-")
    assert tables_of(envelope) < ROLLUPS
    assert all('FROM "shop_' in sql for sql in shop.cluster.asked if "__time" in sql)


async def test_a_lost_rollup_month_is_never_a_zero(shop: Shop) -> None:
    """The very first answer after the loss is right already: the month comes from elsewhere."""
    tables = tables_of((await shop.get(OVERVIEW))[1])
    for table in tables:
        shop.cluster.drop(table, "2024-05")
    status, envelope = await shop.get(OVERVIEW)
    assert status == 200, envelope
    assert exact(envelope["data"]["totalRevenue"]) == revenue()
    assert envelope["metadata"]["complete"] is True
    assert tables_of(envelope) - tables


async def test_lost_months_of_several_rollups_in_one_operation(shop: Shop) -> None:
    for table in ROLLUPS:
        shop.cluster.drop(table, "2024-05")
        shop.cluster.drop(table, "2024-08")
    told = await shop.graphql(BOTH)
    assert {name: envelope["error"] for name, envelope in told.items()} == dict.fromkeys(told)
    assert exact(told["overview"]["data"]["totalRevenue"]) == revenue()
    for rows in ("staff", "customers"):
        named = [exact(row["revenue"]) for row in told[rows]["data"]]
        assert sum(named) == revenue(), rows


async def test_a_whole_rollup_that_the_cluster_forgot(shop: Shop) -> None:
    """The broker says that there is no such table."""
    tables = tables_of((await shop.get(OVERVIEW))[1])
    shop.cluster.tiny = replace(TINY, tables={n: frame for n, frame in TINY.tables.items() if n not in tables})
    status, envelope = await shop.get(OVERVIEW)
    assert status == 200, envelope
    assert exact(envelope["data"]["totalRevenue"]) == revenue()
    assert not tables & tables_of(envelope)


async def test_a_lost_month_of_lines_is_refused_by_name(shop: Shop) -> None:
    shop.cluster.drop(SALES.base, "2024-05")
    status, envelope = await shop.get(OVERVIEW + "&source=BASE")
    assert (status, envelope["error"]["code"]) == (503, "SEGMENTS_UNAVAILABLE")
    assert "2024-05" in envelope["error"]["message"]
    status, envelope = await shop.get(
        "/api/kpis/sales-overview?startDate=2024-06-01&endDate=2024-06-30&compare=NONE&source=BASE"
    )
    june = DONE.filter(pl.col("month") == "2024-06")
    assert (status, exact(envelope["data"]["totalRevenue"])) == (200, revenue(june))
    shop.cluster.heal()
    status, envelope = await shop.get(OVERVIEW + "&source=BASE")
    assert (status, exact(envelope["data"]["totalRevenue"])) == (200, revenue())


async def test_lost_rollup_and_lines_are_refused_not_guessed(shop: Shop) -> None:
    for table in TINY.tables:
        shop.cluster.drop(table, "2024-05")
    status, envelope = await shop.get(OVERVIEW)
    assert (status, envelope["error"]["code"]) == (503, "SEGMENTS_UNAVAILABLE")


async def test_more_gaps_than_can_be_named_are_gaps_everywhere(shop: Shop) -> None:
    shop.cluster.overflows = True
    status, envelope = await shop.get(OVERVIEW)
    assert (status, envelope["error"]["code"]) == (503, "SEGMENTS_UNAVAILABLE")


async def test_an_answer_of_months_being_loaded_says_so_and_is_not_kept(shop: Shop) -> None:
    publish(shop.store, serving_of(TINY, 2, loading=["2024-05"]))
    status, envelope = await shop.get(BRANCHES + "&branch=Thika")
    metadata = envelope["metadata"]
    assert status == 200, envelope
    assert metadata["complete"] is False
    assert [warning["code"] for warning in metadata["warnings"]] == ["LOAD_IN_PROGRESS"]
    assert "2024-05" in metadata["warnings"][0]["message"]
    count = sum("sales_" in sql for sql in shop.cluster.asked)
    await shop.get(BRANCHES + "&branch=Thika")
    publish(shop.store, serving_of(TINY, 3))
    before = len(shop.cluster.asked)
    _, envelope = await shop.get(BRANCHES + "&branch=Thika")
    assert envelope["metadata"]["complete"] is True
    assert len(shop.cluster.asked) - before >= count / 2, "members read during the load were kept"


async def test_other_months_are_whole_during_a_load(shop: Shop) -> None:
    publish(shop.store, serving_of(TINY, 2, loading=["2024-05"]))
    _, envelope = await shop.get("/api/kpis/sales-overview?startDate=2024-06-01&endDate=2024-06-30&compare=NONE")
    assert envelope["metadata"]["complete"] is True


async def test_a_publication_that_begins_under_an_answer_is_noticed(shop: Shop) -> None:
    """The lease is of the document before; the answer ends after the next one was written."""
    async with shop.engine.lease() as lease:
        assert lease.notes() == ()
        publish(shop.store, serving_of(TINY, 2, loading=["2024-05"]))
        assert lease.notes() == (), "nothing was asked of that month"
    _, envelope = await shop.get(OVERVIEW)
    assert envelope["metadata"]["complete"] is False


async def test_a_newer_load_that_waits_is_said(shop: Shop) -> None:
    write_store(TINY, shop.store, TINY.manifest.sequence + 1)
    _, envelope = await shop.get(OVERVIEW)
    metadata = envelope["metadata"]
    assert [warning["code"] for warning in metadata["warnings"]] == ["NEWER_LOAD_WAITS"]
    assert metadata["complete"] is True
    assert exact(envelope["data"]["totalRevenue"]) == revenue()


async def test_a_month_that_was_never_published_is_refused(shop: Shop) -> None:
    serving = serving_of(TINY, 2)
    publish(shop.store, replace(serving, months=tuple(m for m in serving.months if m.month != "2024-05")))
    status, envelope = await shop.get(OVERVIEW)
    assert (status, envelope["error"]["code"]) == (503, "SEGMENTS_UNAVAILABLE")
    assert "2024-05" in envelope["error"]["message"]


async def test_away_is_coded_or_stale_and_heals(shop: Shop) -> None:
    _, first = await shop.get(OVERVIEW)
    shop.cluster.failure = EngineUnavailable("The Druid cluster cannot be reached.")
    status, stale = await shop.get(OVERVIEW)
    assert (status, stale["data"], stale["metadata"]["stale"]) == (200, first["data"], True)
    assert stale["metadata"]["requestId"] != first["metadata"]["requestId"]
    status, envelope = await shop.get(BRANCHES)
    assert (status, envelope["error"]["code"]) == (503, "ENGINE_UNAVAILABLE")
    told = await shop.graphql(
        "{ salesOverview(period: ALL, compare: []) { data { totalRevenue } metadata { stale } } }"
    )
    assert told["salesOverview"]["metadata"]["stale"] is True
    shop.cluster.failure = None
    _, healed = await shop.get(OVERVIEW)
    assert healed["metadata"]["stale"] is False


async def test_no_stale_answers_where_an_operator_wants_none(tmp_path: Path) -> None:
    async with opened(tmp_path, serve_stale_seconds=0) as shop:
        await shop.get(OVERVIEW)
        shop.cluster.failure = EngineUnavailable("The Druid cluster cannot be reached.")
        assert (await shop.get(OVERVIEW))[0] == 503


async def test_a_busy_cluster_asks_to_come_again(shop: Shop) -> None:
    shop.cluster.failure = Overloaded("The Druid cluster has no room for one more question.")
    response = await shop.client.get(OVERVIEW)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "OVERLOADED")
    assert "Retry-After" in response.headers


async def test_nothing_published_is_no_data(tmp_path: Path) -> None:
    write_store(TINY, tmp_path, TINY.manifest.sequence)
    cluster = TinyCluster(TINY, serving_of(TINY))
    engine = DruidEngine(tmp_path, SALES, cluster)
    settings = Settings(_env_file=None, data_dir=tmp_path, engine="druid")  # type: ignore[call-arg]
    transport = httpx.ASGITransport(create_app(settings, engine))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        told = await client.get(OVERVIEW)
        assert (told.status_code, told.json()["error"]["code"]) == (503, "NO_DATA")
        assert (await client.get("/api/health/ready")).status_code == 503
        assert (await client.get("/api/health/druid")).json()["data"]["state"] == "no_data"
    await engine.close()


async def test_health_tells_what_is_served(shop: Shop) -> None:
    _, told = await shop.get("/api/health/druid")
    data = told["data"]
    assert data["state"] == "ok", data
    hourly = next(one for one in data["segments"] if one["table"] == "sales_hourly")
    assert hourly["available"] == hourly["expected"] == len(TINY.manifest.of_table("sales_hourly"))
    assert data["serving"]["record"] == TINY.manifest.sequence
    shop.cluster.drop("sales_hourly", "2024-05")
    _, told = await shop.get("/api/health/druid")
    assert told["data"]["state"] == "degraded"
    assert ["sales_hourly", "2024-05"] in told["data"]["barred"]
    shop.cluster.heal()
    _, told = await shop.get("/api/health/druid")
    assert told["data"]["state"] == "ok"


async def test_an_outage_shows_in_readiness_and_not_in_liveness(shop: Shop) -> None:
    shop.cluster.failure = EngineUnavailable("The Druid cluster cannot be reached.")
    assert (await shop.get("/api/health/live"))[0] == 200
    status, told = await shop.get("/api/health/ready")
    assert (status, told["error"]["code"]) == (503, "ENGINE_UNAVAILABLE")
    status, told = await shop.get("/api/health/druid")
    assert (status, told["data"]["state"]) == (200, "unreachable")
    shop.cluster.failure = None
    assert (await shop.get("/api/health/ready"))[1]["data"]["status"] == "ready"
