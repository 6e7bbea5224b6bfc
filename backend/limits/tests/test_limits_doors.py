"""What callers see of the limits, at every door: counts told, refusals in each door's form, who is counted as whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from backend.access.tests.asking import guarded_app
from backend.limits.callers import address_of, networks_of
from backend.settings import SettingsInvalid, load
from backend.tests.api.tiny import client, codes, tiny_app

ECHO = "/api/kpis/echo"
DOCUMENT = {"query": "{ echo { data { said } error { code } } }"}
Make = Callable[..., FastAPI]


@pytest.fixture
def limited(tmp_path: Path) -> Make:
    def make(**changes: Any) -> FastAPI:  # noqa: ANN401  # settings to change
        return tiny_app(data_dir=tmp_path / "store", **changes)

    return make


def told(response: httpx.Response) -> tuple[int, int, int]:
    limit, left, reset = (int(response.headers[f"RateLimit-{name}"]) for name in ("Limit", "Remaining", "Reset"))
    return limit, left, reset


async def test_each_answer_tells_what_is_left(limited: Make) -> None:
    async with client(limited(rate_limit_per_minute=5)) as door:
        answers = [
            await door.get(ECHO),
            await door.get("/api/kpis/nothing"),
            await door.get(f"{ECHO}?limit=x"),
            await door.post("/graphql", json=DOCUMENT),
            await door.post("/graphql", content=b"["),
        ]
    assert [told(answer)[:2] for answer in answers] == [(5, left) for left in (4, 3, 2, 1, 0)]
    assert all(0 < told(answer)[2] <= 60 for answer in answers)


async def test_beyond_the_limit_each_door_refuses_in_its_own_form(limited: Make) -> None:
    async with client(limited(rate_limit_per_minute=1)) as door:
        await door.get(ECHO)
        rest, graphql = await door.get(ECHO), await door.post("/graphql", json=DOCUMENT)
    assert [(answer.status_code, codes(answer)) for answer in (rest, graphql)] == [(429, ["RATE_LIMITED"])] * 2
    for answer in (rest, graphql):
        assert told(answer)[1] == 0
        assert answer.headers["Retry-After"] == answer.headers["RateLimit-Reset"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert rest.json()["metadata"]["requestId"] == rest.headers["X-Request-ID"]
    assert graphql.json()["errors"][0]["extensions"]["requestId"] == graphql.headers["X-Request-ID"]


@pytest.mark.parametrize("path", ["/api/health", "/api/health/live", "/api/health/ready", "/", "/docs", "/assets/x"])
async def test_probes_and_pages_are_not_counted(limited: Make, path: str) -> None:
    async with client(limited(rate_limit_per_minute=1)) as door:
        for _ in range(3):
            answer = await door.get(path)
            assert "RateLimit-Limit" not in answer.headers
            assert answer.status_code != 429
        assert (await door.get(ECHO)).status_code == 200


async def test_workers_of_a_server_count_together(limited: Make, tmp_path: Path) -> None:
    """Two workers are two applications; neither remembers anything that the other does not know."""
    apps = [limited(rate_limit_per_minute=3, workers=2, runtime_dir=tmp_path) for _ in range(2)]
    async with client(apps[0]) as one, client(apps[1]) as other:
        statuses = [(await door.get(ECHO)).status_code for door in (one, other, one, other, one)]
    assert statuses == [200, 200, 200, 429, 429]


async def test_zero_is_no_limit_and_no_header(limited: Make) -> None:
    async with client(limited(rate_limit_per_minute=0)) as door:
        answers = [await door.get(ECHO) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert "RateLimit-Limit" not in answers[0].headers


async def test_keys_are_counted_apart_whatever_address_they_come_from(tmp_path: Path) -> None:
    app, headers = guarded_app(tmp_path, rate_limit_per_minute=2)
    async with client(app) as door:
        asked = ["viewer", "viewer", "viewer", "analyst", "analyst", "analyst"]
        statuses = [(await door.get(ECHO, headers=headers[who])).status_code for who in asked]
        stranger = await door.get(ECHO)
    assert statuses == [200, 200, 429, 200, 200, 429]
    assert (stranger.status_code, told(stranger)[1]) == (401, 1)


async def test_keys_that_open_nothing_are_refused_sooner(tmp_path: Path) -> None:
    """Whoever has a key goes on working beside somebody at the same address who guesses."""
    app, headers = guarded_app(tmp_path, refused_keys_per_minute=3)
    wrong = {"Authorization": "Bearer sk_000000000000_wrong"}
    async with client(app) as door:
        guesses = [await door.get(ECHO, headers=wrong) for _ in range(5)]
        right = await door.get(ECHO, headers=headers["viewer"])
        without = await door.get(ECHO)
    assert [answer.status_code for answer in guesses] == [401, 401, 401, 429, 429]
    assert 0 < int(guesses[-1].headers["Retry-After"]) <= 60
    assert (right.status_code, without.status_code) == (200, 401)


async def test_cost_is_charged_for_what_is_computed(limited: Make) -> None:
    """echo costs 10 at either door, a document the sum of its fields; what is refused before costs nothing."""
    two = {"query": "{ a: echo { error { code } } b: echo { error { code } } }"}
    async with client(limited(cost_per_minute=40)) as door:
        for _ in range(9):
            assert (await door.get(f"{ECHO}?limit=x")).status_code == 422
            assert (await door.post("/graphql", json={"query": "{ nothing }"})).status_code == 400
        statuses = [
            (await door.get(ECHO)).status_code,
            (await door.post("/graphql", json=two)).status_code,
            (await door.get(ECHO)).status_code,
        ]
        rest, graphql = await door.get(ECHO), await door.post("/graphql", json=two)
        nothing = await door.post("/graphql", json={"query": "{ __typename }"})
    assert statuses == [200, 200, 200]
    assert [(answer.status_code, codes(answer)) for answer in (rest, graphql)] == [(429, ["RATE_LIMITED"])] * 2
    assert all(0 < int(answer.headers["Retry-After"]) <= 60 for answer in (rest, graphql))
    assert nothing.status_code == 200


async def test_a_file_costs_what_its_report_costs(limited: Make) -> None:
    async with client(limited(cost_per_minute=10)) as door:
        statuses = [(await door.get(ECHO, headers={"Accept": form})).status_code for form in ("text/csv", "*/*")]
    assert statuses[1] == 429


def scope(peer: str | None, *forwarded: str) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", one.encode("latin-1")) for one in forwarded]
    return {"client": None if peer is None else (peer, 5000), "headers": headers}


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "counted"),
    [
        pytest.param((), "203.0.113.9", ("198.51.100.1",), "203.0.113.9", id="nobody is trusted"),
        pytest.param((), "127.0.0.1", ("198.51.100.1",), "127.0.0.1", id="not even this machine"),
        pytest.param(("10.0.0.0/8",), "203.0.113.9", ("198.51.100.1",), "203.0.113.9", id="another proxy"),
        pytest.param(("10.0.0.0/8",), "10.0.0.5", ("198.51.100.1",), "198.51.100.1", id="the proxy"),
        pytest.param(("10.0.0.0/8",), "10.0.0.5", ("1.1.1.1, 198.51.100.1",), "198.51.100.1", id="a claim before it"),
        pytest.param(("10.0.0.0/8",), "10.0.0.5", ("198.51.100.1, 10.0.0.6",), "198.51.100.1", id="two proxies"),
        pytest.param(("10.0.0.0/8",), "10.0.0.5", ("1.1.1.1", "198.51.100.1"), "198.51.100.1", id="two headers"),
        pytest.param(("10.0.0.0/8",), "10.0.0.5", (), "10.0.0.5", id="nothing said"),
        pytest.param(("10.0.0.0/8",), "10.0.0.5", ("198.51.100.1, nonsense",), "10.0.0.5", id="nonsense"),
        pytest.param(("10.0.0.0/8",), "10.0.0.5", ("10.0.0.7",), "10.0.0.7", id="inside"),
        pytest.param(("10.0.0.0/8",), "::ffff:10.0.0.5", ("198.51.100.1",), "198.51.100.1", id="mapped"),
        pytest.param(("::1",), "::1", ("2001:db8:1:2:3::4",), "2001:db8:1:2::", id="a network of 64 bits"),
        pytest.param((), None, (), "local", id="a socket of this machine"),
    ],
)
def test_who_is_counted(trusted: tuple[str, ...], peer: str | None, forwarded: tuple[str, ...], counted: str) -> None:
    assert address_of(scope(peer, *forwarded), networks_of(trusted)) == counted


def test_a_proxy_that_is_no_address_is_told(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("SALES_TRUSTED_PROXIES=10.0.0.1, balancer\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="names addresses or networks"):
        load(tmp_path / "env")
