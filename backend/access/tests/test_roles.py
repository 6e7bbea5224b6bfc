"""Who may ask what: every route of the application has a demand, and each role gets what the table says and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from backend.access.demands import FIXED, PUBLIC, Demand, UnknownRoute, demand_of
from backend.access.principal import GIVEN, Role
from backend.access.tests.asking import guarded_app
from backend.api.rest import path_of
from backend.api.site import ADDRESSES
from backend.app import create_app
from backend.reports.registry import reports
from backend.settings import SettingsInvalid, refuse_open_door
from backend.tests.api.tiny import NOW, TinyEngine, client, codes, settings, tiny_app
from druid.catalog.sales import SALES

EXPLORE = '{ explore(measures: ["lines"]) { error { code } } }'
BASE = "{ echo(source: BASE) { error { code } } }"


def test_every_route_is_in_the_table_and_the_table_has_no_others() -> None:
    app = create_app(settings(), TinyEngine(), clock=lambda: NOW)
    served = {
        (method, route.path) for route in app.routes if isinstance(route, Route) for method in route.methods or ()
    }
    asking = {(spec.method, path_of(spec)) for spec in reports(SALES)}
    files = {("GET", "/"), *(("GET", path) for path in ADDRESSES)}
    plain = {place for place in served if place[0] != "HEAD" and not place[1].startswith(("/static/", "/favicon"))}
    assert FIXED.keys() <= served
    assert {place for place in plain - FIXED.keys() - asking - files if "." not in place[1]} == set()


async def _nothing(_request: object) -> None:
    raise AssertionError("not asked")


@pytest.mark.parametrize(("path", "methods"), [("/api/new", ["GET"]), ("/graphql", ["GET", "POST"])])
def test_a_route_without_a_demand_cannot_be_served(path: str, methods: list[str]) -> None:
    with pytest.raises(UnknownRoute):
        demand_of(Route(path, _nothing, methods=methods), FIXED)


async def asked(door: httpx.AsyncClient, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    address = path.replace("{id}", "none").replace("{name}", "none").replace("{dimension}", "branch")
    return await door.request(method, address, headers=headers, json=None if method == "GET" else {})


def is_admitted(response: httpx.Response) -> bool:
    return response.status_code not in {401, 403}


@pytest.mark.parametrize("place", sorted(FIXED))
async def test_each_role_gets_what_the_table_says(place: tuple[str, str], tmp_path: Path) -> None:
    """A route that the tiny product has not is answered 404 to whoever; all others answer who may have them."""
    app, headers = guarded_app(tmp_path, data_dir=tmp_path / "store")
    demand: Demand = FIXED[place]
    async with client(app) as door:
        if place not in {(m, r.path) for r in app.routes if isinstance(r, Route) for m in r.methods or ()}:
            return
        assert is_admitted(await asked(door, *place, {})) is (demand is PUBLIC)
        for role in GIVEN:
            whole = await asked(door, *place, headers[role.word])
            limited = await asked(door, *place, headers[f"{role.word} of Thika"])
            may = role >= demand.role or role is demand.alone
            assert is_admitted(whole) is may
            assert is_admitted(limited) is (may and not demand.whole)
            if not is_admitted(whole):
                assert codes(whole) == ["FORBIDDEN"]


@pytest.mark.parametrize("role", [role for role in GIVEN if role >= Role.VIEWER])
async def test_reports_files_and_base_lines(role: Role, tmp_path: Path) -> None:
    app, headers = guarded_app(tmp_path)
    mine, may = headers[role.word], role >= Role.ANALYST
    async with client(app) as door:
        assert (await door.get("/api/kpis/echo", headers=mine)).status_code == 200
        told = await door.get("/api/kpis/echo?source=BASE", headers=mine)
        assert (told.status_code == 200) is may
        told = await door.post("/api/kpis/explore", json={"measures": ["lines"]}, headers=mine)
        assert (told.status_code == 200) is may
        told = await door.get("/api/kpis/top-products", headers={**mine, "Accept": "text/csv"})
        assert (told.status_code == 403) is not may
        for document in (EXPLORE, BASE):
            answer = await door.post("/graphql", json={"query": document}, headers=mine)
            assert answer.status_code == 200
            assert (codes(answer) == []) is may
            assert may or codes(answer) == ["FORBIDDEN"]


async def test_who_scrapes_may_nothing_else(tmp_path: Path) -> None:
    app, headers = guarded_app(tmp_path)
    mine = headers["metrics"]
    async with client(app) as door:
        assert (await door.get("/metrics", headers=mine)).status_code == 200
        for path in ("/api/kpis/echo", "/api/data-version", "/api/diagnostics", "/api/data/loads"):
            refused = await door.get(path, headers=mine)
            assert (refused.status_code, codes(refused)) == (403, ["FORBIDDEN"])
            assert refused.json()["error"]["hint"]
        assert (await door.get("/metrics", headers=headers["loader"])).status_code == 403


async def test_strangers_are_asked_who_they_are_at_every_door(tmp_path: Path) -> None:
    app, _ = guarded_app(tmp_path)
    async with client(app) as door:
        for told in (
            await door.get("/api/kpis/echo"),
            await door.post("/graphql", json={"query": "{ echo { error { code } } }"}),
            await door.post("/graphql", content=b"{"),
            await door.get("/api/data/loads"),
        ):
            assert told.status_code == 401
            assert codes(told) == ["UNAUTHENTICATED"]
            assert told.headers["www-authenticate"].startswith("Bearer")
            assert told.headers["cache-control"] == "no-store"


async def test_answers_are_for_who_asked_alone(tmp_path: Path) -> None:
    app, headers = guarded_app(tmp_path)
    async with client(app) as door:
        told = await door.get("/api/data-version", headers=headers["viewer"])
        again = await door.get(
            "/api/data-version", headers={**headers["viewer"], "If-None-Match": told.headers.get("etag", "")}
        )
        for one in (told, again):
            assert one.headers["cache-control"] == "private, no-cache"
            named = {word.strip() for word in one.headers["vary"].split(",")}
            assert {"Authorization", "Accept", "Accept-Encoding"} <= named


async def test_one_scopes_tag_is_not_anothers(tmp_path: Path) -> None:
    """The version here grows with each lease, so tags are compared apart from it."""
    app, headers = guarded_app(tmp_path)
    async with client(app) as door:
        tag = (await door.get("/api/data-version", headers=headers["viewer"])).headers["etag"]
        stranger = await door.get("/api/data-version", headers={"If-None-Match": tag})
        assert stranger.status_code == 401


async def test_probes_are_told_no_more_than_whether(tmp_path: Path) -> None:
    app, headers = guarded_app(tmp_path)
    async with client(app) as door:
        assert (await door.get("/api/health/ready")).json()["data"] == {"status": "ready"}
        assert (await door.get("/api/health/ready", headers=headers["viewer"])).json()["data"] == {"status": "ready"}
        assert "details" in (await door.get("/api/health/ready", headers=headers["admin"])).json()["data"]
        assert (await door.get("/api/health/live")).status_code == 200


async def test_without_access_control_anybody_asks_as_before() -> None:
    async with client(tiny_app()) as door:
        told = await door.get("/api/kpis/echo", headers={"Authorization": "Bearer nonsense"})
        assert told.status_code == 200
        assert "authorization" not in told.headers.get("vary", "").lower()
        assert "details" in (await door.get("/api/health/ready")).json()["data"]


async def test_other_sites_may_send_their_key(tmp_path: Path) -> None:
    app, _ = guarded_app(tmp_path, cors_origins=("https://sales.example",))
    asking = {"Origin": "https://sales.example", "Access-Control-Request-Method": "GET"}
    async with client(app) as door:
        told = await door.options(
            "/api/kpis/echo", headers={**asking, "Access-Control-Request-Headers": "authorization"}
        )
        assert told.status_code == 200
        assert "authorization" in told.headers["access-control-allow-headers"].lower()
        refused = await door.get("/api/kpis/echo", headers=asking)
        assert refused.status_code == 401
        assert refused.headers["access-control-allow-origin"] == "https://sales.example"


def test_production_does_not_start_without_access_control() -> None:
    with pytest.raises(SettingsInvalid, match="SALES_ACCESS=required"):
        refuse_open_door(settings(environment="production"))
    with pytest.raises(SettingsInvalid, match="SALES_ACCESS=required"):
        refuse_open_door(settings(environment="production", guard="proxy"))
    refuse_open_door(settings(environment="production", access="required"))


def test_with_access_control_another_address_is_allowed() -> None:
    refuse_open_door(settings(host="192.168.1.5", access="required"))


def test_a_gate_that_nobody_could_pass_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"backend\.access add"):
        tiny_app(access="required", access_file=tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({}, "SALES_JWT_KEY_ID"),
        ({"jwt_key_id": "1", "jwt_issuer": "i", "jwt_audience": "a"}, "holds no key of RS256"),
        (
            {"jwt_key_id": "1", "jwt_issuer": "i", "jwt_audience": "a", "jwt_algorithm": "HS256"},
            "shorter than 32 bytes",
        ),
    ],
)
def test_a_key_that_verifies_nothing_is_told_at_the_start(changes: dict[str, Any], part: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("guess")
    with pytest.raises(SettingsInvalid, match=part):
        tiny_app(access="required", access_file=tmp_path / "none.yaml", jwt_key_file=tmp_path / "key", **changes)
