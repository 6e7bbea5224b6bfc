"""Safe headers and the list of other sites, on every kind of answer: answers, refusals, failures, files, streams."""

from __future__ import annotations

from pathlib import Path

import httpx
import orjson
import pytest

from backend.api.middleware import SECURITY
from backend.tests.api.tiny import client, tiny_app

FRIEND, STRANGER = "https://reports.example", "https://elsewhere.example"
ECHO = "/api/kpis/echo"
LOAD = "20240101T000000-00000000"
JSON = {"Content-Type": "application/json"}
QUERY = b'{"query": "{ echo { data { said } } }"}'
Asked = tuple[str, str, dict[str, str], bytes]

INSIDE: dict[str, tuple[int, Asked]] = {
    "an answer": (200, ("GET", ECHO, {}, b"")),
    "the same again, kept": (200, ("GET", ECHO, {"X-Request-ID": "again"}, b"")),
    "a file": (200, ("GET", "/api/kpis/top-products", {"Accept": "text/csv"}, b"")),
    "GraphQL": (200, ("POST", "/graphql", JSON, QUERY)),
    "a bad document": (400, ("POST", "/graphql", JSON, b'{"query": "{"}')),
    "an unknown name": (400, ("GET", f"{ECHO}?brnach=x", {}, b"")),
    "no such report": (404, ("GET", "/api/kpis/nothing", {}, b"")),
    "no such address": (404, ("GET", "/nowhere", {}, b"")),
    "another method": (405, ("PUT", ECHO, {}, b"")),
    "another form": (406, ("GET", ECHO, {"Accept": "image/png"}, b"")),
    "another type": (415, ("POST", "/graphql", {"Content-Type": "text/plain"}, QUERY)),
    "a long body": (413, ("POST", "/graphql", JSON, b" " * 300_000)),
    "a bad value": (422, ("GET", f"{ECHO}?limit=x", {}, b"")),
    "our failure": (500, ("GET", "/api/kpis/crash", {}, b"")),
    "a dashboard page": (200, ("GET", "/", {"Accept": "text/html"}, b"")),
    "its address nowhere": (404, ("GET", "/nonsense", {"Accept": "text/html"}, b"")),
    "its file": (200, ("GET", "/static/a.js", {}, b"")),
    "no file of it": (404, ("GET", "/static/b.js", {}, b"")),
    "GraphiQL": (200, ("GET", "/graphql", {"Accept": "text/html"}, b"")),
    "its description": (200, ("GET", "/openapi.json", {}, b"")),
    "a probe": (200, ("GET", "/api/health/live", {}, b"")),
    "metrics": (200, ("GET", "/metrics", {}, b"")),
    "events": (200, ("GET", f"/api/data/loads/{LOAD}/events", {}, b"")),
}
OUTSIDE: dict[str, tuple[int, Asked]] = {
    "another host": (400, ("GET", ECHO, {"Host": "evil.example"}, b"")),
    "a long address": (414, ("GET", f"{ECHO}?search={'x' * 9000}", {}, b"")),
    "large headers": (431, ("GET", ECHO, {"X-Large": "x" * 17_000}, b"")),
}
EVERY = {**INSIDE, **OUTSIDE}


async def ask(folder: Path, asked: Asked, origin: str, times: int = 1, **limits: int) -> httpx.Response:
    method, path, headers, body = asked
    app = tiny_app(None, cors_origins=(FRIEND,), site_dir=site_in(folder), data_dir=store_in(folder), **limits)
    async with client(app) as door:
        for _ in range(times):
            answer = await door.request(method, path, headers={"Origin": origin, **headers}, content=body)
    return answer


def site_in(folder: Path) -> Path:
    site = folder / "site"
    (site / "static").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><title>Sales</title><script>start()</script>")
    (site / "static" / "a.js").write_text("start = () => 1")
    return site


def store_in(folder: Path) -> Path:
    attempt = folder / "store" / "attempts" / LOAD
    attempt.mkdir(parents=True)
    begun = {"id": LOAD, "started_at": "2024-01-01T00:00:00+00:00", "wish": {"kind": "load"}, "store": ""}
    (attempt / "attempt.json").write_bytes(orjson.dumps(begun))
    return folder / "store"


def hold(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    for name, value in SECURITY.items():
        assert answer.headers.get_list(name) == [value]
    (policy,) = answer.headers.get_list("Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert len(answer.headers.get_list("X-Request-ID")) == 1
    assert "server" not in answer.headers
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "set-cookie" not in answer.headers
    if status >= 400:
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", EVERY)
async def test_every_answer_is_safe_and_no_strangers(tmp_path: Path, name: str) -> None:
    status, asked = EVERY[name]
    answer = await ask(tmp_path, asked, STRANGER)
    hold(answer, status)
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("name", INSIDE)
async def test_sites_of_the_list_may_read_every_answer(tmp_path: Path, name: str) -> None:
    status, asked = INSIDE[name]
    answer = await ask(tmp_path, asked, FRIEND)
    hold(answer, status)
    assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Origin" in answer.headers["Vary"]


async def test_what_a_limit_refuses_is_safe_and_may_be_read(tmp_path: Path) -> None:
    answer = await ask(tmp_path, INSIDE["an answer"][1], FRIEND, times=2, rate_limit_per_minute=1)
    hold(answer, 429)
    assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
    told = answer.headers["Access-Control-Expose-Headers"]
    assert all(name in told for name in ("Retry-After", "RateLimit-Remaining", "X-Request-ID"))


async def test_an_unchanged_answer_is_safe(tmp_path: Path) -> None:
    app = tiny_app(cors_origins=(FRIEND,), data_dir=tmp_path)
    async with client(app) as door:
        tag = (await door.get("/api/data-version")).headers["ETag"]
        answer = await door.get("/api/data-version", headers={"If-None-Match": tag, "Origin": FRIEND})
    if answer.status_code == 304:
        hold(answer, 304)
    assert answer.headers["Access-Control-Allow-Origin"] == FRIEND


async def test_a_stranger_who_asks_first_is_told_no(tmp_path: Path) -> None:
    asked: Asked = ("OPTIONS", ECHO, {"Access-Control-Request-Method": "GET"}, b"")
    refused = await ask(tmp_path / "a", asked, STRANGER)
    allowed = await ask(tmp_path / "b", asked, FRIEND)
    assert (refused.status_code, allowed.status_code) == (400, 200)
    assert "Access-Control-Allow-Origin" not in refused.headers
