"""The dashboard's operations by hash: found, refused in code, held to every limit, and one with their text."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from graphql import OperationDefinitionNode, build_schema, parse, validate
from hypothesis import given
from hypothesis import strategies as st

from backend.access.principal import Role
from backend.api.call import read_call
from backend.api.document import DocumentLimits, analyse
from backend.api.operations import Operations, by_hash, digest_of, texts
from backend.app import assemble, make_door
from backend.cache.spelling import KEPT, LONGEST_KEPT, Spelling
from backend.cache.tests.stage import Stage
from backend.cache.warming import Warming
from backend.errors import SalesError
from backend.tests.api.log_lines import lines, logged
from backend.tests.api.test_fuzz import hold
from backend.tests.api.tiny import NOW, client, codes, settings
from backend.tests.asking import ROOT
from druid.catalog.sales import SALES

PAGE = "query OverviewPage($n:Int){echo(limit:$n){data{said version}metadata{requestId tookMs cache{hit}}}}"
DEEP = "query Deep" + "{echo" * 12 + "}" * 12
WIDE = "query Wide{" + "".join(f"a{n}:explore{{error{{code}}}}" for n in range(25)) + "}"
RENAMED = "query Renamed{" + "".join(f"a{n}:dataVersion{{error{{code}}}}" for n in range(31)) + "}"
OWN = {"OverviewPage": PAGE, "Deep": DEEP, "Wide": WIDE, "Renamed": RENAMED}
OTHER = "query Mine{echo{data{said}}}"
HASH = sha256(PAGE.encode()).hexdigest()

Json = Any


def app_of(stage: Stage, **changes: Json) -> FastAPI:
    door = make_door(settings(**changes), stage.engine, SALES, stage.specs(), lambda: NOW)
    return assemble(replace(door, operations=Operations(OWN)))


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def door(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with client(app_of(stage)) as asking:
        yield asking


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with logged("info") as told:
        yield told


def asked(name: str = "OverviewPage", **more: Json) -> dict[str, Json]:
    return {"operationName": name, "extensions": by_hash(digest_of(OWN[name])), **more}


def stating(**stated: Json) -> dict[str, Json]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": HASH} | stated}}


async def test_a_hash_is_answered_as_its_text(stage: Stage, door: httpx.AsyncClient) -> None:
    """In one kept answer, whatever is left out, named or ordered otherwise in the body."""
    first = await door.post("/graphql", json=asked(variables={"n": 5}))
    said = first.json()["data"]["echo"]["data"]
    for body in (
        {"query": PAGE, "variables": {"n": 5}},
        {"variables": {"n": 5}, "query": PAGE, "operationName": "OverviewPage", "extensions": None},
        {"query": PAGE, "variables": {"n": 5}, **stating()},
        {"variables": {"n": 5}, **stating()},
        {"query": None, "variables": {"n": 5}, "operationName": None, **stating()},
    ):
        again = await door.post("/graphql", json=body)
        assert again.json()["data"]["echo"]["data"] == said
        assert again.json()["data"]["echo"]["metadata"]["cache"]["hit"], body
        assert again.headers["etag"] == first.headers["etag"]
    assert stage.asked == 1
    other = await door.post("/graphql", json=asked(variables={"n": 6}))
    assert other.json()["data"]["echo"]["data"] != said
    assert stage.asked == 2


HOSTILE: list[tuple[str, Json, int, str]] = [
    ("unknown", stating(sha256Hash="0" * 64), 404, "PERSISTED_QUERY_NOT_FOUND"),
    ("of a text that is not ours", {"extensions": by_hash(digest_of(OTHER))}, 404, "PERSISTED_QUERY_NOT_FOUND"),
    ("version 2", stating(version=2), 400, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ("version as text", stating(version="1"), 400, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ("version as truth", stating(version=True), 400, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ("version as fraction", stating(version=1.0), 400, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ("no version", {"extensions": {"persistedQuery": {"sha256Hash": HASH}}}, 400, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ("no hash", {"extensions": {"persistedQuery": {"version": 1}}}, 400, "INVALID_DOCUMENT"),
    ("not hexadecimal", stating(sha256Hash="g" * 64), 400, "INVALID_DOCUMENT"),
    ("upper case", stating(sha256Hash=HASH.upper()), 400, "INVALID_DOCUMENT"),
    ("line feed after it", stating(sha256Hash=HASH + "\n"), 400, "INVALID_DOCUMENT"),
    ("other digits", stating(sha256Hash="\u0661" * 64), 400, "INVALID_DOCUMENT"),
    ("short", stating(sha256Hash=HASH[:12]), 400, "INVALID_DOCUMENT"),
    ("10 kB", stating(sha256Hash="a" * 10_000), 400, "INVALID_DOCUMENT"),
    ("hash as list", stating(sha256Hash=[HASH]), 400, "INVALID_DOCUMENT"),
    ("hash as number", stating(sha256Hash=10**30), 400, "INVALID_DOCUMENT"),
    ("persistedQuery as list", {"extensions": {"persistedQuery": [stating()]}}, 400, "INVALID_DOCUMENT"),
    ("extensions as list", {"extensions": [stating()]}, 400, "INVALID_DOCUMENT"),
    ("extensions as text", {"query": PAGE, "extensions": "x"}, 400, "INVALID_DOCUMENT"),
    ("another text", {"query": OTHER, **stating()}, 400, "PERSISTED_QUERY_MISMATCH"),
    ("a space more", {"query": PAGE + " ", **stating()}, 400, "PERSISTED_QUERY_MISMATCH"),
    ("an empty text", {"query": "", **stating()}, 400, "INVALID_DOCUMENT"),
    ("another operation", {"operationName": "Mine", **stating()}, 400, "INVALID_DOCUMENT"),
    ("variables as list", {"variables": [], **stating()}, 400, "INVALID_DOCUMENT"),
    ("batch", [stating(), stating()], 400, "BATCHING_DISABLED"),
    ("too deep", asked("Deep"), 400, "DEPTH_LIMIT"),
    ("too dear", asked("Wide"), 400, "COMPLEXITY_LIMIT"),
    ("too many aliases", asked("Renamed"), 400, "ALIAS_LIMIT"),
    ("long list", asked(variables={"n": ["a"] * 501}), 422, "TOO_MANY_VALUES"),
    ("variable of another type", asked(variables={"n": "5"}), 400, "INVALID_DOCUMENT"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "code"), [pytest.param(*row[1:], id=row[0]) for row in HOSTILE])
async def test_refusals(door: httpx.AsyncClient, body: Json, status: int, code: str) -> None:
    response = await door.post("/graphql", json=body)
    assert (response.status_code, codes(response)) == (status, [code])
    (error,) = response.json()["errors"]
    assert error["message"]
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]


async def test_a_key_twice_is_refused_after_the_same_was_kept(door: httpx.AsyncClient) -> None:
    body = json.dumps(asked())
    headers = {"content-type": "application/json"}
    assert (await door.post("/graphql", content=body, headers=headers)).status_code == 200
    twice = body.replace('"version": 1', '"version": 1, "version": 1')
    assert codes(await door.post("/graphql", content=twice, headers=headers)) == ["INVALID_JSON"]


async def test_a_text_sent_with_its_hash_is_answered_and_not_kept(door: httpx.AsyncClient) -> None:
    """What an older build's page does, on every question."""
    named = {"extensions": by_hash(digest_of(OTHER))}
    for _ in range(2):
        assert codes(await door.post("/graphql", json=named)) == ["PERSISTED_QUERY_NOT_FOUND"]
        assert (await door.post("/graphql", json={"query": OTHER, **named})).status_code == 200


async def test_the_log_says_the_same_of_both(log: io.StringIO, stage: Stage) -> None:
    async with client(app_of(stage, cache_megabytes=0)) as door:
        for body in (asked(), {"query": PAGE}, stating()):
            await door.post("/graphql", json=body)
    told = [(line["operation"], line["document"], line["report"]) for line in lines(log)]
    assert told == [("OverviewPage", HASH[:12], "echo")] * 3


@pytest.mark.parametrize("by_text", [True, False])
async def test_hot_questions_are_listed_and_asked_again_in_one_spelling(
    stage: Stage, tmp_path: Path, *, by_text: bool
) -> None:
    app = app_of(stage, data_dir=tmp_path)
    warming = Warming(app.state.answers)
    async with client(app) as door:
        await warming.look()
        for _ in range(4):
            await door.post("/graphql", json={"query": PAGE} if by_text else asked())
        stage.engine.sequence = 2
        await warming.look()
        assert stage.asked == 2
        for body in (asked(), {"query": PAGE}):
            told = (await door.post("/graphql", json=body)).json()["data"]["echo"]
            assert told["metadata"]["cache"]["hit"]
            assert told["data"]["version"].startswith("00000002")
        await warming.close()
    assert stage.asked == 2
    assert HASH in (tmp_path / "hot-questions.json").read_text()


@pytest.mark.parametrize(
    ("role", "is_refused"), [(Role.VIEWER, True), (Role.ANALYST, False), (Role.LOADER, False), (Role.ADMIN, False)]
)
async def test_viewers_ask_what_the_dashboard_asks(
    stage: Stage, tmp_path: Path, role: Role, *, is_refused: bool
) -> None:
    guarded = stage.guarded(tmp_path, role)[1]
    app = app_of(stage, access="required", access_file=tmp_path / "access.yaml", persisted_only="on")
    async with client(app) as door:
        for body in (asked(), {"query": PAGE}, {"query": PAGE, **stating()}):
            assert (await door.post("/graphql", json=body, headers=guarded["all"])).status_code == 200
        for body in (
            {"query": OTHER},
            {"query": PAGE + " "},
            {"query": "{__schema{types{name}}}"},
            {"query": OTHER, "extensions": by_hash(digest_of(OTHER))},
        ):
            response = await door.post("/graphql", json=body, headers=guarded["all"])
            assert response.status_code == (403 if is_refused else 200), body
            assert codes(response) == (["PERSISTED_QUERY_ONLY"] if is_refused else []), body
        assert (await door.get("/api/kpis/echo", headers=guarded["all"])).status_code == 200


async def test_without_the_setting_viewers_ask_as_they_like(stage: Stage, tmp_path: Path) -> None:
    guarded = stage.guarded(tmp_path)[1]
    app = app_of(stage, access="required", access_file=tmp_path / "access.yaml")
    async with client(app) as door:
        assert (await door.post("/graphql", json={"query": OTHER}, headers=guarded["viewer"])).status_code == 200
        assert codes(await door.post("/graphql", json=asked())) == ["UNAUTHENTICATED"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    variables=st.none() | st.dictionaries(st.text(), JSON_VALUES, max_size=4),
    name=st.sampled_from([None, "OverviewPage", "Other"]),
    query=st.sampled_from([None, PAGE, OTHER, PAGE + " "]),
    stated=st.sampled_from([None, by_hash(HASH), by_hash("0" * 64)]),
)
def test_a_spelling_asks_what_the_body_asks(variables: Json, name: Json, query: Json, stated: Json) -> None:
    """Spelled bodies are equal where the calls are, and read as the same call; what is refused stays as it is."""
    body = {"query": query, "variables": variables, "operationName": name, "extensions": stated}
    operations, spelled = Operations(OWN), Spelling(Operations(OWN), 500).of(json.dumps(body).encode())

    def call_of(one: Json) -> object:
        try:
            call = read_call(one, 500, operations)
        except SalesError as error:
            return error.code
        return call.document, call.variables or {}, call.operation_name

    assert call_of(json.loads(spelled)) == call_of(body)
    assert Spelling(operations, 500).of(spelled) == spelled


def test_what_is_remembered_of_spellings_is_bounded() -> None:
    spelling = Spelling(Operations(OWN), 500)
    for number in range(2 * KEPT):
        spelling.of(json.dumps({"query": OTHER, "variables": {"n": number}}).encode())
    long = json.dumps({"query": PAGE, "variables": {"n": "x" * LONGEST_KEPT}}).encode()
    assert spelling.of(long) == spelling.of(long) != long
    assert len(spelling) == KEPT


def _stated(chance: random.Random) -> Json:
    strange: Json = chance.choice([None, [], {}, 1, True, "", "\u0000", "é" * 64])
    return chance.choice([HASH, HASH.upper(), HASH[: chance.randint(0, 64)], chance.randbytes(32).hex(), strange])


async def test_mutated_statements(door: httpx.AsyncClient) -> None:
    for seed in range(300):
        chance = random.Random(seed)
        stated: Json = {"version": chance.choice([1, 1, 1, 2, None, "1"]), "sha256Hash": _stated(chance)}
        whole: Json = {"persistedQuery": chance.choice([stated, stated, None, [], HASH])}
        body: dict[str, Json] = {
            "query": chance.choice([None, PAGE, OTHER, ""]),
            "extensions": chance.choice([whole, whole, None, []]),
        }
        hold(await door.post("/graphql", json={key: value for key, value in body.items() if chance.random() < 0.9}))


def test_what_the_dashboard_asks_is_what_is_registered() -> None:
    """Names and hashes in its code, and the texts that it sends to a server that does not know them."""
    code = (ROOT / "frontend/src/api/gen/operations.ts").read_text(encoding="utf-8")
    found = re.findall(r'\bname: "(\w+)", hash: "([0-9a-f]{64})"', code)
    assert dict(found) == {name: digest_of(text) for name, text in texts().items()}
    assert len(found) == len(texts()) > 10
    sent = (ROOT / "frontend/src/api/gen/texts.ts").read_text(encoding="utf-8")
    rows = re.findall(r'^  "([0-9a-f]{64})": (".*"),$', sent, re.MULTILINE)
    assert {digest: json.loads(text) for digest, text in rows} == {digest_of(text): text for text in texts().values()}


@pytest.mark.parametrize("name", texts())
def test_registered_operations_are_within_the_limits(name: str) -> None:
    text = texts()[name]
    schema = build_schema((ROOT / "backend/schema.graphql").read_text(encoding="utf-8"))
    assert validate(schema, parse(text)) == []
    (operation,) = [one for one in parse(text).definitions if isinstance(one, OperationDefinitionNode)]
    assert operation.name is not None
    assert operation.name.value == name
    analyse(text, {}, DocumentLimits(), name)
