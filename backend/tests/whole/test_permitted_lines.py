"""Every answer is that of a store which holds only the permitted lines: a thousand questions, at every door.

The oracle is that store, loaded by the command from the permitted rows of the same file and asked without any policy.
What both say is compared to the last digit, and names of other rows are looked for in every byte. The same questions
asked without the policy must differ and must leak, or the comparison would prove nothing.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from backend.access.principal import Principal, Role
from backend.access.tests.asking import with_keys
from backend.app import create_app
from backend.cache.figures import HIT, CacheFigures
from backend.engine.embedded import EmbeddedEngine
from backend.exports.forms import FORMS, Form
from backend.reports.spec import FieldType, ReportSpec
from backend.settings import Settings
from backend.tests.asking import IN_ONE_LOOP, ingest
from backend.tests.whole.doors import Doors, Told, open_doors
from backend.tests.whole.market import (
    NAMES,
    RATES,
    SCOPES,
    Row,
    canaries,
    members_of,
    some_rows,
    some_targets,
    write_rows,
)
from backend.tests.whole.test_equal_doors import ALWAYS, DRAWERS, SPECS, some_dates
from backend.tests.whole.test_history import ROOMY
from backend.tests.whole.unpacked import rows_in
from druid.catalog.sales import SALES

Json = Any
QUESTIONS, WITHOUT, SHARED = 1000, 120, 30
KINDS = tuple(FORMS.values())
ROWS = some_rows(7, 230)
MEMBERS = members_of(ROWS)
OWN = {"source", "dataVersion", "tookMs", "requestId"}
"""Of the metadata: what tells where an answer comes from, not what it says."""
OF_THE_STORE = {"version", "loadedAt", "proof", "withdrawnCount"}
ROUTED = {"ORDERS_FROM_BASE", "PAIRS_APART", "BASKETS_SKIPPED"}
"""Warnings about how a store is laid out; under a policy they hold no number."""
STAMP = re.compile(r"\d{8}-[0-9a-f]{8}|[0-9a-f]{32}")
"""A data version or a request's id."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The whole store seen by a principal, and the oracle; `kept` are figures of the cache that principals share."""

    name: str
    mine: Doors
    oracle: Doors
    forbidden: frozenset[str]
    kept: CacheFigures


def loading(folder: Path, name: str, rows: list[Row], targets: list[Row]) -> list[tuple[str, ...]]:
    """The words of the commands that load these lines and plans into a store of that name."""
    file, into = str(write_rows(folder / f"{name}.csv", rows)), ("--data-dir", str(folder / name))
    plans = [("targets", targets), ("rates", RATES)]
    files = [(kind, str(write_rows(folder / f"{name} {kind}.csv", plan))) for kind, plan in plans if plan]
    return [("load", file, *into), *((*words, *into) for words in files)]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("permitted")
    commands = loading(folder, "whole", ROWS, some_targets())
    for scope in SCOPES:
        rows = [row for row in ROWS if scope.sees(row)]
        commands += loading(folder, scope.name, rows, some_targets(scope.targets))
    ingest(*commands)
    return {name: folder / name for name in ("whole", *(scope.name for scope in SCOPES))}


async def app_of(stack: AsyncExitStack, store: Path, **changes: Json) -> FastAPI:
    roomy = {"request_timeout_seconds": 120, "max_complexity": 10_000}
    engine = EmbeddedEngine(store, SALES, ROOMY)
    stack.push_async_callback(engine.close)
    return create_app(Settings.model_validate({**roomy, **changes}), engine)


async def transport_of(stack: AsyncExitStack, store: Path, **changes: Json) -> httpx.ASGITransport:
    return httpx.ASGITransport(await app_of(stack, store, **changes))


async def doors_of(
    stack: AsyncExitStack, transport: httpx.ASGITransport, headers: dict[str, str] | None = None
) -> Doors:
    client = httpx.AsyncClient(transport=transport, base_url="http://testserver", timeout=300, headers=headers)
    return await open_doors(await stack.enter_async_context(client))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pairs(stores: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Pair]]:
    """One application over the whole store for all principals and all tests, as in production."""
    wanted = {scope.name: Principal(scope.name, Role.ANALYST, scope.policy) for scope in SCOPES}
    path, headers = with_keys(tmp_path_factory.mktemp("keys"), wanted)
    async with AsyncExitStack() as stack:
        whole = await app_of(stack, stores["whole"], access="required", access_file=path)
        found = []
        for scope in SCOPES:
            mine = await doors_of(stack, httpx.ASGITransport(whole), headers[scope.name])
            oracle = await doors_of(stack, await transport_of(stack, stores[scope.name]))
            found.append(Pair(scope.name, mine, oracle, canaries(ROWS, scope), whole.state.answers.figures))
        yield found


def some_filters(chance: random.Random) -> dict[str, Json]:
    """Members that may be seen, that may not, and parts of both."""
    names = chance.sample(list(NAMES), chance.choice((1, 1, 2)))
    return {name: _filter(chance, MEMBERS[name]) for name in names}


def _filter(chance: random.Random, members: tuple[str, ...]) -> dict[str, Json]:
    some = chance.sample(members, min(len(members), chance.randint(1, 3)))
    return chance.choice(({"in": some}, {"notIn": some}, {"contains": chance.choice(some)[:5]}, {"in": some[:1]}))


def question(seed: int) -> tuple[ReportSpec, dict[str, Json]]:
    """Each report in its turn, about members of whichever branch."""
    chance, spec = random.Random(seed), SPECS[seed // len(SCOPES) % len(SPECS)]
    names = [name for name in spec.arguments if name in DRAWERS and (name in ALWAYS or chance.random() < 0.35)]
    asked = {name: DRAWERS[name](chance, spec) for name in names}
    own = {
        "filters": some_filters(chance),
        "productId": chance.choice(MEMBERS["product"]),
        "customerId": chance.choice((*MEMBERS["customer"], "Buyer Bogoria 0l", "Nobody")),
        "search": chance.choice(("a", "Buyer", "Bogoria", "Seller")),
    }
    asked |= {name: value for name, value in own.items() if name in asked}
    if "period" in asked and "period" not in spec.required and chance.random() < 0.2:
        del asked["period"]
        asked["dateRange"] = some_dates(chance, spec)
    return spec, asked


def plain(answer: Told, report: str) -> Json:
    """What an answer says, without what belongs to the place that it comes from."""
    metadata = {name: value for name, value in answer.metadata.items() if name not in OWN}
    if page := metadata.get("page"):
        metadata["page"] = {**page, "endCursor": page["endCursor"] is not None}
    if "warnings" in metadata:
        metadata["warnings"] = [one for one in metadata["warnings"] if one["code"] not in ROUTED]
    data = answer.data
    if report == "dataVersion" and data:
        data = {name: value for name, value in data.items() if name not in OF_THE_STORE}
    return [data, answer.error, metadata]


async def told(doors: Doors, seed: int) -> Json:
    """One question at one of the doors: REST, GraphQL, or a file of every row."""
    spec, asked = question(seed)
    match seed % 3:
        case 0:
            return plain(await doors.rest(spec, asked), spec.name)
        case 1:
            return plain(await doors.graphql(spec, asked), spec.name)
        case _ if spec.data.type is FieldType.LIST and spec.method == "GET":
            return await in_a_file(doors, KINDS[seed // 3 % len(KINDS)], spec, asked)
        case _:
            return plain(await doors.rest(spec, asked), spec.name)


async def in_a_file(doors: Doors, form: Form, spec: ReportSpec, asked: dict[str, Json]) -> Json:
    """The rows of a file, or the refusal of one."""
    client = doors.client
    before = dict(client.headers)
    client.headers["Accept"] = form.media_type
    try:
        seen: list[list[Json]] = []

        async def keep(response: httpx.Response) -> None:
            body = await response.aread()
            if response.status_code == 200:
                seen.append(rows_in(body, response.headers["content-type"]))

        client.event_hooks = {"response": [keep]}
        with suppress(ValueError):  # a file is no envelope
            return plain(await doors.rest(spec, asked), spec.name)
        return json.loads(json.dumps(seen[-1]))
    finally:
        client.event_hooks = {}
        client.headers = httpx.Headers(before)


def leaks(said: Json, asked: Json, forbidden: frozenset[str]) -> set[str]:
    """Names in an answer that its caller may not know and has not said."""
    text, own = json.dumps(said, ensure_ascii=False), json.dumps(asked, ensure_ascii=False)
    return {name for name in forbidden if name in text and name not in own}


def differences(one: Json, two: Json, place: str = "") -> list[str]:
    """Where two answers differ, for whoever reads a failure."""
    if isinstance(one, dict) and isinstance(two, dict):
        names = sorted(one.keys() | two.keys())
        return [told for name in names for told in differences(one.get(name), two.get(name), f"{place}.{name}")]
    if isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        pairs = enumerate(zip(one, two, strict=True))
        return [told for index, (mine, other) in pairs for told in differences(mine, other, f"{place}[{index}]")]
    return [] if one == two else [f"{place}: {str(one)[:200]} is not {str(two)[:200]}"]


@IN_ONE_LOOP
async def test_answers_are_those_of_a_store_with_the_permitted_lines_alone(pairs: list[Pair]) -> None:
    wrong = []
    for seed in range(QUESTIONS):
        pair = pairs[seed % len(pairs)]
        spec, asked = question(seed)
        mine, oracle = await told(pair.mine, seed), await told(pair.oracle, seed)
        if (found := leaks(mine, asked, pair.forbidden)) or mine != oracle:
            wrong.append((seed, pair.name, spec.name, asked, found, differences(mine, oracle)))
    assert wrong == []


@IN_ONE_LOOP
async def test_what_one_scope_was_told_is_kept_for_no_other(pairs: list[Pair]) -> None:
    """The very same questions by every scope in turn, over one application that keeps answers, twice."""
    wrong, before = [], pairs[0].kept.requests[HIT]
    for seed in range(SHARED):
        _, asked = question(seed)
        oracles = [await told(pair.oracle, seed) for pair in pairs]
        for _ in range(2):
            for pair, oracle in zip(pairs, oracles, strict=True):
                mine = await told(pair.mine, seed)
                if (found := leaks(mine, asked, pair.forbidden)) or mine != oracle:
                    wrong.append((seed, pair.name, asked, found, differences(mine, oracle)))
    assert wrong == []
    assert pairs[0].kept.requests[HIT] - before > SHARED


@IN_ONE_LOOP
async def test_without_the_policy_the_same_questions_differ_and_leak(
    pairs: list[Pair], stores: dict[str, Path]
) -> None:
    """As if the planner had no policy to add: the oracle and the canaries must both see it."""
    async with AsyncExitStack() as stack:
        open_to_all = await doors_of(stack, await transport_of(stack, stores["whole"]))
        different = leaking = 0
        for seed in range(WITHOUT):
            pair = replace(pairs[seed % len(pairs)], mine=open_to_all)
            _, asked = question(seed)
            mine, oracle = await told(pair.mine, seed), await told(pair.oracle, seed)
            different += mine != oracle
            leaking += bool(leaks(mine, asked, pair.forbidden))
    assert different > WITHOUT // 2
    assert leaking > WITHOUT // 5


@IN_ONE_LOOP
async def test_the_printed_overview_tells_of_permitted_lines_alone(pairs: list[Pair]) -> None:
    for pair in pairs:
        for period in ("YEAR", "MONTH", "ALL"):
            mine, oracle = [
                (await doors.client.get("/api/reports/overview.html", params={"period": period})).text
                for doors in (pair.mine, pair.oracle)
            ]
            assert not {name for name in pair.forbidden if name in mine}, (pair.name, period)
            assert STAMP.sub("", mine) == STAMP.sub("", oracle), (pair.name, period)


@IN_ONE_LOOP
async def test_cursors_and_tags_of_one_scope_are_none_of_anothers(pairs: list[Pair]) -> None:
    """Over one application and one data version: what one may page through or has kept, the other may not."""
    first, second = pairs[0].mine.client, pairs[1].mine.client
    for path in ("/api/kpis/top-customers", "/api/filter-options/customer", "/api/kpis/basket-pairs"):
        page = (await first.get(path, params={"limit": 1})).json()["metadata"]["page"]
        asked = {"limit": 1, "after": page["endCursor"]}
        assert (await first.get(path, params=asked)).status_code == 200
        refused = await second.get(path, params=asked)
        assert refused.json()["error"]["code"] == "INVALID_CURSOR"
    tag = (await first.get("/api/data-version")).headers["etag"]
    assert (await first.get("/api/data-version", headers={"If-None-Match": tag})).status_code == 304
    other = await second.get("/api/data-version", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag
