"""The cache in front of both doors: equal questions have one answer, and none is of another scope, version or form."""

from __future__ import annotations

import asyncio
import gzip
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.access.principal import Role
from backend.app import make_door
from backend.cache.answers import ground_of
from backend.cache.tests.stage import POLICIES, Stage
from backend.planner.plan import Note
from backend.tests.api.tiny import NOW, client, settings
from druid.catalog.sales import SALES

PATH = "/api/kpis/echo"
DOCUMENT = "query Q($n: Int){echo(limit: $n){data{said version} metadata{requestId tookMs cache{hit ageMs}}}}"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def door(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with client(stage.app()) as asking:
        yield asking


async def graphql(door: httpx.AsyncClient, number: int = 5, **more: Any) -> httpx.Response:  # noqa: ANN401  # httpx
    return await door.post("/graphql", json={"query": DOCUMENT, "variables": {"n": number}}, **more)


def cached(response: httpx.Response) -> bool:
    body = response.json()
    envelope = body["data"]["echo"] if "metadata" not in body else body
    hit: bool = envelope["metadata"]["cache"]["hit"]
    return hit


async def test_the_second_asker_has_the_answer_of_the_first_under_its_own_id(
    stage: Stage, door: httpx.AsyncClient
) -> None:
    first = await door.get(PATH, headers={"x-request-id": "one"})
    second = await door.get(PATH, headers={"x-request-id": "two"})
    assert stage.asked == 1
    assert (cached(first), cached(second)) == (False, True)
    assert [first.headers["x-request-id"], second.headers["x-request-id"]] == ["one", "two"]
    assert second.json()["metadata"]["requestId"] == "two"
    assert second.json()["data"] == first.json()["data"]
    assert second.headers["age"] == "0"
    for response in (first, second):
        assert response.headers["cache-control"] == "private, no-cache"
        assert response.headers["vary"] == "Authorization, Accept, Accept-Encoding"
    assert first.headers["etag"] == second.headers["etag"]


async def test_both_forms_of_an_operation_name_this_request_alone(stage: Stage, door: httpx.AsyncClient) -> None:
    await graphql(door, headers={"x-request-id": "first"})
    response = await graphql(door, headers={"x-request-id": "second"})
    assert stage.asked == 1
    assert "first" not in response.text
    assert response.json()["extensions"]["requestId"] == "second"
    assert response.json()["data"]["echo"]["metadata"]["requestId"] == "second"


@pytest.mark.parametrize(
    "renamed",
    [
        "{echo{data{version} metadata{id: requestId}}}",
        "{echo{data{requestId: said} metadata{requestId}}}",
        "{echo{metadata{c: cache{hit}}}}",
        "query{echo{...F}} fragment F on EchoEnvelope{metadata{cache{hit:#\n ageMs}}}",
    ],
)
async def test_a_document_that_renames_what_tells_of_its_request_is_not_kept(
    stage: Stage, door: httpx.AsyncClient, renamed: str
) -> None:
    for _ in range(2):
        assert (await door.post("/graphql", json={"query": renamed})).status_code == 200
    assert stage.asked == 2


async def test_a_tag_saves_the_body(stage: Stage, door: httpx.AsyncClient) -> None:
    tag = (await door.get(PATH)).headers["etag"]
    same = await door.get(PATH, headers={"if-none-match": tag})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert same.headers["cache-control"] == "private, no-cache"
    stage.engine.sequence = 2
    changed = await door.get(PATH, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_a_compressed_body_is_made_once_and_holds_the_same(stage: Stage, door: httpx.AsyncClient) -> None:
    path = f"{PATH}?{'&'.join(f'branch=Branch{number:03d}' for number in range(120))}"
    asked = {"accept-encoding": "br;q=1, gzip"}
    plain = (await door.get(path, headers=asked)).json()["data"]
    seen: list[str] = []
    for _ in range(500):
        async with door.stream("GET", path, headers=asked) as response:
            raw = b"".join([part async for part in response.aiter_raw()])
            seen.append(response.headers.get("content-encoding", ""))
        if seen[-1] == "gzip":
            break
        await asyncio.sleep(0.01)
    assert seen[0] == ""
    assert len(raw) < len(gzip.decompress(raw)) / 2
    assert httpx.Response(200, content=gzip.decompress(raw)).json()["data"] == plain
    assert stage.asked == 1
    unpacked = await door.get(path, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in unpacked.headers


async def test_what_may_not_be_kept_is_not(stage: Stage, door: httpx.AsyncClient) -> None:
    stage.engine.lease_notes = (Note("LOAD_IN_PROGRESS", "Some of it is being loaded.", is_partial=True),)
    for _ in range(2):
        assert not cached(await door.get(PATH))
    stage.engine.lease_notes = ()
    stage.fails = 2
    for _ in range(2):
        failed = await door.get(PATH)
        assert (failed.status_code, failed.headers["cache-control"]) == (504, "no-store")
        assert "etag" not in failed.headers
    for _ in range(2):
        assert (await door.get(f"{PATH}?limit=0")).status_code == 422
        assert (await door.get("/api/data-version")).json()["metadata"]["cache"]["hit"] is False
        assert "age" not in (await door.get("/api/health")).headers
    assert stage.asked == 4


async def test_while_the_store_is_in_doubt_nothing_is_kept(stage: Stage, door: httpx.AsyncClient) -> None:
    await door.get(PATH)
    stage.engine.may_keep = False
    assert [cached(await door.get(PATH)) for _ in range(2)] == [False, False]


async def test_an_answer_that_was_overtaken_is_not_kept(stage: Stage, door: httpx.AsyncClient) -> None:
    """The version changes while it is computed: it is given to those who had asked, and to nobody after."""
    stage.gate.clear()
    asking = [asyncio.create_task(door.get(PATH)) for _ in range(2)]
    await until(lambda: stage.running == 1)
    stage.engine.sequence = 2
    later = asyncio.create_task(door.get(PATH))
    await until(lambda: stage.running == 2)
    stage.gate.set()
    before, after = await asyncio.gather(*asking), await later
    assert [answer.json()["data"]["version"][:8] for answer in (*before, after)] == ["00000001", "00000001", "00000002"]
    last = await door.get(PATH)
    assert (cached(last), last.json()["data"]["version"][:8], stage.asked) == (True, "00000002", 2)


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if holds():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to it")


async def test_equal_questions_at_one_moment_are_computed_once(stage: Stage, door: httpx.AsyncClient) -> None:
    stage.gate.clear()
    asking = [asyncio.create_task(graphql(door, headers={"x-request-id": f"r{n}"})) for n in range(6)]
    other = asyncio.create_task(graphql(door, 6))
    await until(lambda: stage.running == 2)
    stage.gate.set()
    answers = await asyncio.gather(*asking)
    await other
    assert stage.asked == 2
    assert [answer.json()["extensions"]["requestId"] for answer in answers] == [f"r{n}" for n in range(6)]
    assert len({answer.json()["data"]["echo"]["data"]["said"] for answer in answers}) == 1


async def test_a_failed_computation_fails_its_beginner_alone(stage: Stage, door: httpx.AsyncClient) -> None:
    stage.gate.clear()
    stage.fails = 1
    asking = [asyncio.create_task(door.get(PATH)) for _ in range(4)]
    await until(lambda: stage.running == 1)
    stage.gate.set()
    assert [answer.status_code for answer in await asyncio.gather(*asking)] == [504, 200, 200, 200]


async def test_files_pass_by(stage: Stage, door: httpx.AsyncClient) -> None:
    await door.get(PATH)
    await door.get(PATH, params={"format": "json"})
    await door.get(PATH, headers={"accept": "text/csv, application/json;q=0.5"})
    assert stage.asked == 3


@pytest.mark.parametrize("megabytes", [0, 1])
async def test_it_can_be_turned_off(stage: Stage, megabytes: int) -> None:
    async with client(stage.app(cache_megabytes=megabytes)) as door:
        for _ in range(3):
            await door.get(PATH)
    assert stage.asked == (1 if megabytes else 3)


async def test_bodies_are_refused_as_without_a_cache(stage: Stage) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(10)

    plain = {"content-type": "application/json"}
    codes = []
    for megabytes in (0, 8):
        async with client(stage.app(cache_megabytes=megabytes, body_timeout_seconds=0.2, max_body_bytes=1024)) as door:
            told = [
                await door.post("/graphql", content=slowly(), headers=plain),
                await door.post("/graphql", content=b" " * 2000, headers=plain),
                await door.post("/api/kpis/explore", content=b"[]", headers=plain),
                await door.post("/api/kpis/explore", content=b"a=1"),
                await door.post("/graphql", content=b"[]", headers=plain),
            ]
        codes.append([(answer.status_code, code_of(answer)) for answer in told])
    assert codes[0] == codes[1]
    assert [status for status, _ in codes[0]] == [408, 413, 422, 415, 400]


def code_of(answer: httpx.Response) -> str:
    body = answer.json()
    code: str = body["errors"][0]["extensions"]["code"] if "errors" in body else body["error"]["code"]
    return code


async def test_scopes_and_versions_never_mix(stage: Stage, tmp_path: Path) -> None:
    """Three scopes ask the same few questions at once while the version turns; each answer names its own."""
    app, headers = stage.guarded(tmp_path)
    chance = random.Random(11)

    async def ask(door: httpx.AsyncClient, scope: str) -> None:
        number, is_rest = chance.randint(1, 3), chance.random() < 0.5
        if chance.random() < 0.04:
            stage.engine.sequence += 1
        oldest = stage.engine.sequence
        asked = door.get(f"{PATH}?limit={number}", headers=headers[scope]) if is_rest else None
        response = await (asked or graphql(door, number, headers=headers[scope]))
        data = response.json()["data"] if is_rest else response.json()["data"]["echo"]["data"]
        assert data["said"].startswith(POLICIES[scope].digest)
        assert oldest <= int(data["version"].partition("-")[0]) <= stage.engine.sequence

    async with client(app) as door:
        for _ in range(25):
            await asyncio.gather(*(ask(door, chance.choice(sorted(POLICIES))) for _ in range(12)))
    figures = app.state.answers.figures
    assert min(figures.requests["hit"], figures.requests["shared"], stage.engine.sequence) > 5


async def test_a_tag_of_one_scope_opens_nothing_for_another(stage: Stage, tmp_path: Path) -> None:
    app, headers = stage.guarded(tmp_path)
    async with client(app) as door:
        tag = (await door.get(PATH, headers=headers["Thika"])).headers["etag"]
        assert (await door.get(PATH, headers={**headers["Thika"], "if-none-match": tag})).status_code == 304
        assert (await door.get(PATH, headers={**headers["Nairobi"], "if-none-match": tag})).status_code == 200
        stranger = await door.get(PATH, headers={"if-none-match": tag})
        assert (stranger.status_code, stranger.headers["cache-control"]) == (401, "no-store")


async def test_roles_hold_on_a_hit(stage: Stage, tmp_path: Path) -> None:
    app, headers = stage.guarded(tmp_path, Role.ANALYST)
    async with client(app) as door:
        for _ in range(2):
            assert (await door.post("/api/kpis/explore", json={}, headers=headers["all"])).status_code == 200
            refused = await door.post("/api/kpis/explore", json={}, headers=headers["viewer"])
            assert refused.status_code == 403
    assert stage.asked == 1


async def test_figures_tell_what_was_done(stage: Stage) -> None:
    app = stage.app()
    async with client(app) as door:
        tag = (await door.get(PATH)).headers["etag"]
        await door.get(PATH)
        await door.get(PATH, headers={"if-none-match": tag})
        told = (await door.get("/api/diagnostics")).json()["data"]["cache"]["data"]
    answers = told["answers"]
    assert told["reused"] is True
    assert [answers[name] for name in ("entries", "hits", "revalidated", "misses")] == [1, 1, 1, 1]
    assert 0 < answers["bytes"] <= answers["mostBytes"]


def test_a_tag_of_another_release_or_convention_is_another(stage: Stage) -> None:
    doors = [
        make_door(settings(currency=money), stage.engine, SALES, stage.specs(), lambda: NOW)
        for money in ("KES", "EUR", "KES")
    ]
    found = [ground_of(door, release) for door in doors for release in ("1.0.0", "1.0.1")]
    assert found[:2] == found[4:]
    assert len(set(found)) == 4
