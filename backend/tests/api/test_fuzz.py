"""Whatever is sent, the answer is coded, in its form, under the request's id, and never our failure."""

from __future__ import annotations

import json
import random

import httpx
import pytest

from backend.reports.arguments import ARGUMENTS
from backend.tests.api.tiny import SECRET, client, tiny_app

PLAIN = """branch branch! productLine~ startDate endDate format MONTH CUSTOM 2024-01-01 2024-02-30T24:00Z Africa/Nairobi
 1 -1 1e9 true json %00 %ff % + = & & = netRevenue ../ ' " \\ é [] {} null"""
WORDS = [*ARGUMENTS, *PLAIN.split()]
ATOMS: list[object] = [None, True, 0, -1, 1.5, 10**30, "", "x", "MONTH", "2024-01-01", "netRevenue", "branch", [], {}]
SIGNS = "{ } ( ) [ ] : ... on fragment F @skip(if:true) $x ! query Q 1 ...F a: MONTH Query on"
TOKENS = [*SIGNS.split(), *["echo", "data", "said", "explore", "__schema", "types", "name", "limit"], '"x"']


def some_address(chance: random.Random) -> str:
    return "".join(chance.choice(WORDS) for _ in range(chance.randint(1, 12)))


def some_value(chance: random.Random, depth: int = 0) -> object:
    kind = chance.random()
    if depth > 4 or kind < 0.5:
        return chance.choice(ATOMS)
    if kind < 0.7:
        return [some_value(chance, depth + 1) for _ in range(chance.randint(0, 3))]
    keys = [
        *ARGUMENTS,
        "in",
        "notIn",
        "branch",
        "kind",
        "field",
        "order",
        "op",
        "value",
        "measure",
        "startDate",
        "endDate",
    ]
    return {chance.choice(keys): some_value(chance, depth + 1) for _ in range(chance.randint(0, 4))}


def some_document(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return " ".join(chance.choice(TOKENS) for _ in range(chance.randint(1, 40)))
    inner = " ".join(chance.choice(TOKENS) for _ in range(chance.randint(0, 6)))
    return f"{{echo({inner}){{data{{said}} error{{code}}}}}}"


def hold(response: httpx.Response) -> None:
    body = response.json()
    assert response.status_code < 500, response.text
    assert SECRET not in response.text
    if response.status_code == 200:
        return
    told = [body["error"]] if "metadata" in body else [error["extensions"] | error for error in body["errors"]]
    ids = {body["metadata"]["requestId"]} if "metadata" in body else {error["requestId"] for error in told}
    assert ids == {response.headers["x-request-id"]}
    assert all(error["code"] and error["message"] for error in told)


@pytest.mark.parametrize("block", range(4))
async def test_addresses(door: httpx.AsyncClient, block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        hold(await door.get(f"/api/kpis/echo?{some_address(random.Random(seed))}"))


@pytest.mark.parametrize("block", range(4))
async def test_bodies(door: httpx.AsyncClient, block: int) -> None:
    headers = {"content-type": "application/json"}
    for seed in range(block * 100, block * 100 + 100):
        text = json.dumps(some_value(random.Random(seed)))
        for path in ("/api/kpis/explore", "/graphql"):
            hold(await door.post(path, content=text, headers=headers))


@pytest.mark.parametrize("block", range(4))
async def test_documents(door: httpx.AsyncClient, block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        hold(await door.post("/graphql", json={"query": some_document(random.Random(seed))}))


async def test_small_limits_hold_too() -> None:
    async with client(
        tiny_app(max_tokens=10, max_depth=1, max_complexity=1, max_aliases=0, max_filter_values=1)
    ) as door:
        for seed in range(50):
            hold(await door.post("/graphql", json={"query": some_document(random.Random(seed))}))
            hold(await door.get(f"/api/kpis/echo?branch=a&branch=b&{some_address(random.Random(seed))}"))
