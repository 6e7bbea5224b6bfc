"""One form for everything: the same keys on every answer and every failure, the request's id in body and header."""

from __future__ import annotations

import re

import httpx
import pytest

from backend.api.envelope_fields import ERROR, METADATA
from backend.api.health import LIVE, READY
from backend.reports.spec import Field, FieldType
from backend.tests.api.tiny import SPECS, TinyEngine, client, tiny_app

KEYS = {"data", "error", "metadata"}
METADATA_KEYS = {
    "requestId", "dataVersion", "asOf", "engine", "source", "period", "comparisons", "currency", "exact",
    "relativeError", "complete", "stale", "rowCount", "cache", "tookMs", "warnings", "nulls", "page", "totals",
    "others", "extra",
}  # fmt: skip

ADDRESSES = [
    ("GET", "/api/kpis/echo", 200),
    ("GET", "/api/kpis/echo?limit=x", 422),
    ("GET", "/api/kpis/echo?x=1", 400),
    ("GET", "/api/kpis/top-products?limit=1", 200),
    ("GET", "/api/kpis/crash", 500),
    ("GET", "/api/kpis/none", 404),
    ("GET", "/api/data-version", 200),
    ("GET", "/api/filter-options/branch", 200),
    ("GET", "/api/filter-options/brunch", 422),
    ("GET", "/api/health", 200),
    ("GET", "/api/health/ready", 200),
    ("GET", "/api/health/live", 200),
    ("GET", "/api/health/druid", 200),
    ("GET", "/nowhere", 404),
    ("PUT", "/api/kpis/echo", 405),
    ("POST", "/api/kpis/explore", 415),
    ("GET", "/assets/none.js", 404),
    ("GET", "/api/kpis/echo?format=pdf", 406),
]


@pytest.mark.parametrize(("method", "path", "status"), ADDRESSES)
async def test_every_address_answers_the_envelope(door: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    response = await door.request(method, path, headers={"x-request-id": "walk-1"})
    body = response.json()
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    assert set(body) == KEYS
    assert set(body["metadata"]) == METADATA_KEYS
    assert body["metadata"]["requestId"] == response.headers["x-request-id"] == "walk-1"
    assert (body["error"] is None) == (status == 200)
    if body["error"] is not None:
        assert set(body["error"]) == {"code", "message", "hint"}
        assert body["data"] is None
        assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("given", ["a\tb", "\x1b[31m", '{"a":1}', "x" * 65, "x" * 9000, "", "ä", "a b"])
async def test_unsafe_ids_are_replaced(door: httpx.AsyncClient, given: str) -> None:
    response = await door.get("/api/kpis/echo", headers={b"x-request-id": given.encode("latin-1")})
    assert re.fullmatch("[0-9a-f]{32}", response.headers["x-request-id"])
    assert response.json()["metadata"]["requestId"] == response.headers["x-request-id"]


async def test_two_ids_are_no_id(door: httpx.AsyncClient) -> None:
    response = await door.get("/api/kpis/echo", headers=[("x-request-id", "a"), ("x-request-id", "b")])
    assert response.headers["x-request-id"] not in {"a", "b", "a, b"}


async def test_graphql_writes_what_rest_writes(door: httpx.AsyncClient) -> None:
    """Every key of an envelope, asked for by name, has the value that REST gives it."""
    query = f"{{topProducts(limit:1){{data{_selection(SPECS[2].data)} error{{code}} metadata{_selection(METADATA)}}}}}"
    headers = {"x-request-id": "same"}
    graphql = (await door.post("/graphql", json={"query": query}, headers=headers)).json()["data"]["topProducts"]
    rest = (await door.get("/api/kpis/top-products?limit=1", headers=headers)).json()
    for answer in (graphql, rest):
        answer["metadata"] |= {"tookMs": 0, "dataVersion": ""}
    assert graphql == rest


def _selection(field: Field) -> str:
    return "{" + " ".join(part.name + (_selection(part) if part.fields else "") for part in field.fields) + "}"


async def test_described_keys_are_the_written_ones(door: httpx.AsyncClient) -> None:
    assert {field.name for field in METADATA.fields} == METADATA_KEYS
    assert {field.name for field in ERROR.fields} == {"code", "message", "hint"}
    body = (await door.get("/api/kpis/top-products?limit=1")).json()
    for field in METADATA.fields:
        value = body["metadata"][field.name]
        assert not (field.required and value is None), field.name
        if field.type is FieldType.OBJECT and value is not None:
            assert set(value) == {part.name for part in field.fields}


async def test_one_operation_is_one_snapshot() -> None:
    engine = TinyEngine()
    async with client(tiny_app(engine)) as door:
        query = "{a:echo{data{version}} b:echo{data{version}} dataVersion{data{version}}}"
        answers = (await door.post("/graphql", json={"query": query})).json()["data"]
    assert len({answer["data"]["version"] for answer in answers.values()}) == 1
    assert (engine.leases, engine.open_leases) == (1, 0)


async def test_a_collected_snapshot_is_asked_again() -> None:
    engine = TinyEngine()
    async with client(tiny_app(engine)) as door:
        query = "{collected{data{version} error{code}} dataVersion{data{version}}}"
        answers = (await door.post("/graphql", json={"query": query})).json()["data"]
    assert answers["collected"] == {"data": {"version": answers["dataVersion"]["data"]["version"]}, "error": None}
    assert (engine.leases, engine.open_leases) == (2, 0)


async def test_introspection_takes_no_snapshot() -> None:
    engine = TinyEngine()
    async with client(tiny_app(engine)) as door:
        await door.post("/graphql", json={"query": "{__typename}"})
    assert engine.leases == 0


async def test_an_empty_store_says_so() -> None:
    async with client(tiny_app(TinyEngine(is_empty=True))) as door:
        rest = await door.get("/api/kpis/echo")
        graphql = await door.post("/graphql", json={"query": "{echo{data{said} error{code hint}}}"})
        ready, live = [await door.get(path) for path in (READY[0], LIVE)]
    assert (rest.status_code, rest.json()["error"]["code"]) == (503, "NO_DATA")
    assert rest.headers["retry-after"] == "1"
    assert graphql.json()["data"]["echo"]["error"]["code"] == "NO_DATA"
    assert (ready.status_code, ready.json()["error"]["code"]) == (503, "NO_DATA")
    assert live.status_code == 200


async def test_a_stopping_server_is_not_ready() -> None:
    app = tiny_app()
    app.state.drain.is_stopping = True
    async with client(app) as door:
        ready, live, answered = [await door.get(path) for path in (READY[0], LIVE, "/api/kpis/echo")]
    assert (ready.status_code, ready.json()["error"]["code"]) == (503, "SHUTTING_DOWN")
    assert (live.status_code, answered.status_code) == (200, 200)


async def test_data_version_has_a_tag(door: httpx.AsyncClient) -> None:
    first = await door.get("/api/data-version")
    version = first.json()["data"]["version"]
    assert first.headers["etag"].startswith(f'W/"{version}.')
    assert (await door.get("/api/data-version", headers={"if-none-match": 'W/"other"'})).status_code == 200


async def test_other_origins_are_asked_for() -> None:
    async with client(tiny_app(cors_origins="http://here.example")) as door:
        allowed = await door.get("/api/kpis/echo", headers={"origin": "http://here.example"})
        other = await door.get("/api/kpis/echo", headers={"origin": "http://there.example"})
    assert allowed.headers["access-control-allow-origin"] == "http://here.example"
    assert "access-control-allow-origin" not in other.headers


async def test_the_engine_is_closed_with_the_application() -> None:
    engine = TinyEngine()
    app = tiny_app(engine)
    async with app.router.lifespan_context(app):
        assert not engine.is_closed
    assert engine.is_closed
