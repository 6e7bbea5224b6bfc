"""`/metrics` over the real doors: every family as promised, counts that are right, labels from closed sets alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from backend.access.tests.asking import guarded_app
from backend.app import create_app
from backend.metrics.families import FAMILIES
from backend.tests.api.log_lines import lines, logged
from backend.tests.api.tiny import TinyEngine, client, settings, tiny_app
from backend.tests.asking import load
from druid.store.snapshots import open_snapshot

PROMISED = """
http_requests_total{route,method,status} http_request_duration_seconds{route} http_response_bytes_total{route,format}
graphql_operations_total{operation,outcome} limit_rejections_total{limit}
answers_total{report,engine,source,outcome} answer_duration_seconds{report,engine} answers_incomplete_total{reason}
answers_stale_total engine_queries_total{engine,outcome} engine_query_duration_seconds{engine,table}
engine_slots_in_use{engine} engine_queue_length{engine} breaker_state{endpoint} druid_truncated_responses_total
druid_segments_unavailable{datasource} cache_requests_total{tier,outcome} cache_bytes{tier}
rollup_choices_total{table,reason} rollup_mismatched_days{table} snapshot_sequence
snapshot_published_timestamp_seconds snapshot_fallbacks_total data_newest_timestamp_seconds
load_lines_total{outcome} load_duration_seconds{stage} loads_total{outcome} load_quarantine_ratio store_bytes{kind}
auth_failures_total{reason} build_info{version,catalog}
"""
BESIDE = "cache_entries{tier} cache_oldest_seconds{tier} coverage_days{state}"

Values = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


def named(text: str) -> dict[str, tuple[str, ...]]:
    found = re.findall(r"([a-z_]+)(?:\{([a-z,]+)\})?", text)
    return {name: tuple(filter(None, labels.split(","))) for name, labels in found}


async def scraped(door: httpx.AsyncClient) -> Values:
    response = await door.get("/metrics")
    assert response.status_code == 200
    families = text_string_to_metric_families(response.text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def gained(before: Values, after: Values, name: str) -> dict[frozenset[tuple[str, str]], float]:
    """What was added to a family's samples, by their labels."""
    grown = {key[1]: value - before.get(key, 0.0) for key, value in after.items() if key[0] == f"sales_{name}"}
    return {labels: value for labels, value in grown.items() if value}


def labels(**pairs: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairs.items())


def test_families_are_those_promised() -> None:
    assert {family.name: family.labels for family in FAMILIES} == named(PROMISED) | named(BESIDE)


async def test_every_family_is_in_a_scrape(door: httpx.AsyncClient) -> None:
    response = await door.get("/metrics")
    told = dict(re.findall(r"^# TYPE (\S+) (\S+)$", response.text, re.MULTILINE))
    assert told == {family.full: family.kind.value for family in FAMILIES}
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert response.headers["cache-control"] == "no-store"


async def test_openmetrics_for_who_asks(door: httpx.AsyncClient) -> None:
    response = await door.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert response.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert response.text.endswith("# EOF\n")


async def test_requests_by_route_method_and_status(door: httpx.AsyncClient) -> None:
    before = await scraped(door)
    sent = [await door.get("/api/kpis/top-products") for _ in range(3)]
    await door.get("/api/filter-options/branch?search=Canary")
    await door.post("/api/filter-options/Canary")
    await door.get("/nowhere/Canary")
    await door.request("CANARY", "/api/kpis/top-products")
    after = await scraped(door)
    assert gained(before, after, "http_requests_total") == {
        labels(route="/api/kpis/top-products", method="GET", status="200"): 3,
        labels(route="/api/filter-options/{dimension}", method="GET", status="200"): 1,
        labels(route="other", method="POST", status="405"): 1,
        labels(route="other", method="GET", status="404"): 1,
        labels(route="other", method="other", status="405"): 1,
        labels(route="/metrics", method="GET", status="200"): 1,
    }
    counts = gained(before, after, "http_request_duration_seconds_count")
    assert counts[labels(route="/api/kpis/top-products")] == 3
    size = gained(before, after, "http_response_bytes_total")[labels(route="/api/kpis/top-products", format="json")]
    assert size == sum(len(response.content) for response in sent)
    assert "anary" not in (await door.get("/metrics")).text.lower()


async def test_operations_of_the_dashboard_have_names(door: httpx.AsyncClient) -> None:
    before = await scraped(door)
    for name in ("OverviewPage", "CanaryOfMine"):
        await door.post("/graphql", json={"query": f"query {name}{{topProducts{{data{{product}}}}}}"} | named_as(name))
    await door.post("/graphql", json={"query": "query OverviewPage{nothing}"} | named_as("OverviewPage"))
    after = await scraped(door)
    assert gained(before, after, "graphql_operations_total") == {
        labels(operation="OverviewPage", outcome="answered"): 1,
        labels(operation="OverviewPage", outcome="failed"): 1,
        labels(operation="other", outcome="answered"): 1,
    }


def named_as(operation: str) -> dict[str, str]:
    return {"operationName": operation}


async def test_refusals_by_limits(door: httpx.AsyncClient) -> None:
    before = await scraped(door)
    await door.post("/graphql", json={"query": "{a" * 12 + "}" * 12})
    for _ in range(2):
        await door.post("/graphql", json={"query": "{" + "a " * 3000 + "}"})
    await door.get("/api/kpis/echo?search=" + "x" * 9000)
    await door.get("/api/kpis/echo?limit=zero")
    after = await scraped(door)
    assert gained(before, after, "limit_rejections_total") == {
        labels(limit="DEPTH_LIMIT"): 1,
        labels(limit="TOKEN_LIMIT"): 2,
        labels(limit="URL_TOO_LONG"): 1,
    }


async def test_what_is_refused_by_the_minute() -> None:
    async with client(tiny_app(rate_limit_per_minute=3)) as door:
        before = await scraped(door)
        told = [(await door.get("/api/kpis/top-products")).status_code for _ in range(5)]
        after = await scraped(door)
    assert told == [200, 200, 200, 429, 429]
    assert gained(before, after, "limit_rejections_total") == {labels(limit="RATE_LIMITED"): 2}


async def test_keys_that_open_nothing(tmp_path: Path) -> None:
    app, headers = guarded_app(tmp_path)
    async with client(app) as door:
        door.headers.update(headers["metrics"])
        before = await scraped(door)
        for header in ("Bearer sk_no_such", "Bearer a.b.c", "Basic YTpi"):
            assert (await door.get("/api/kpis/echo", headers={"Authorization": header})).status_code == 401
        after = await scraped(door)
    assert gained(before, after, "auth_failures_total") == {
        labels(reason="key"): 1,
        labels(reason="token"): 1,
        labels(reason="scheme"): 1,
    }


async def test_answers_by_report_and_outcome(door: httpx.AsyncClient) -> None:
    before = await scraped(door)
    await door.get("/api/kpis/top-products")
    await door.get("/api/kpis/crash")
    after = await scraped(door)
    assert gained(before, after, "answers_total") == {
        labels(report="topProducts", engine="tiny", source="none", outcome="answered"): 1,
        labels(report="crash", engine="tiny", source="none", outcome="INTERNAL_ERROR"): 1,
    }


async def test_switched_off() -> None:
    async with client(tiny_app(metrics="off")) as door:
        assert (await door.get("/metrics")).status_code == 404


async def test_an_empty_store_is_no_failure() -> None:
    async with client(tiny_app(TinyEngine(is_empty=True))) as door:
        values = await scraped(door)
        assert ("sales_snapshot_sequence", frozenset[tuple[str, str]]()) not in values


HEADERS = "__time,Branch,ItemName,SalesPerson,CardName,grossRevenue,totalCost,unitsSold\n"
ROWS = (
    "2024-03-01 08:00:00,Nairobi,Tea,Asha,Wanjiru,100.00,60.00,1\n",
    "2024-03-01 09:00:00,Nairobi,Tea,Asha,Canary,a lot,60.00,1\n",
    "2024-03-04 09:00:00,Nairobi,Tea,Asha,Canary,100.00,60.00,1\n",
)


@asynccontextmanager
async def opened(store: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings(data_dir=store))
    async with app.router.lifespan_context(app), client(app) as door:
        yield door


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two files: a line and one that is set aside; three days later a line and one that has an empty line beside it."""
    for name, rows in (("first", ROWS[:2]), ("second", (*ROWS[2:], "\n"))):
        (tmp_path / f"{name}.csv").write_text(HEADERS + "".join(rows), encoding="utf-8")
        assert load(tmp_path / f"{name}.csv", tmp_path / "store").returncode in {0, 1}
    return tmp_path / "store"


def size_of_base(store: Path) -> int:
    snapshot = open_snapshot(store)
    assert snapshot
    files = snapshot.manifest.of_table("sales_analytics")
    return sum(snapshot.path_of(file).stat().st_size for file in files)


async def test_what_the_store_says(store: Path) -> None:
    async with opened(store) as door:
        values = await scraped(door)

    def value(name: str, **pairs: str) -> float:
        return values[f"sales_{name}", labels(**pairs)]

    assert value("snapshot_sequence") == 2
    assert value("data_newest_timestamp_seconds") == 1_709_532_000  # 2024-03-04T09:00+03:00
    assert (value("coverage_days", state="loaded"), value("coverage_days", state="missing")) == (2, 2)
    assert (value("loads_total", outcome="loaded"), value("loads_total", outcome="failed")) == (2, 0)
    assert value("load_lines_total", outcome="loaded") == 2
    assert value("load_lines_total", outcome="quarantined") == 1
    assert value("load_lines_total", outcome="blank") == 1
    assert value("load_quarantine_ratio") == 0
    stages = {dict(told)["stage"] for name, told in values if name == "sales_load_duration_seconds"}
    assert stages == {"reading", "base", "rollups", "publishing"}
    assert value("store_bytes", kind="base") == size_of_base(store)
    assert value("store_bytes", kind="free") > 0
    assert value("rollup_mismatched_days", table="sales_daily_product") == 0
    engine = {key: count for key, count in values.items() if key[0] == "sales_engine_queries_total"}
    assert sum(engine.values()) > 0
    assert value("engine_slots_in_use", engine="embedded") == 0


async def test_the_log_tells_of_the_newest_load(store: Path) -> None:
    with logged("info") as stream:
        async with opened(store) as door:
            await door.get("/api/data-version")
    (line,) = (line for line in lines(stream) if line["event"] == "engine.snapshot.opened")
    counts = {name: line[name] for name in ("lines_in", "loaded", "duplicate", "quarantined", "blank", "money_delta")}
    assert counts == {"lines_in": 2, "loaded": 1, "duplicate": 0, "quarantined": 0, "blank": 1, "money_delta": 0}
    assert line["load_id"].startswith("00000002-")
    assert len(line["file_hash"]) == 12


async def test_tables_that_answer_are_counted(store: Path) -> None:
    async with opened(store) as door:
        before = await scraped(door)
        answer = (await door.get("/api/kpis/branch-performance?period=ALL&branch=Nairobi")).json()
        after = await scraped(door)
        text = (await door.get("/metrics")).text
    chosen = {part["table"] for part in answer["metadata"]["source"]["parts"]}
    passed = {(one["table"], one["reason"]) for one in answer["metadata"]["source"]["rejected"]}
    found = gained(before, after, "rollup_choices_total")
    assert chosen
    for table in chosen:
        assert found[labels(table=table, reason="CHOSEN")] >= 1
    for table, reason in passed:
        assert found[labels(table=table, reason=reason)] >= 1
    assert not {"Nairobi", "Canary", "Asha", "Wanjiru"} & set(re.findall(r"\w+", text))
