"""What one hostile request may cost: a second of CPU at most, and no memory that stays, whatever is sent.

CPU of this process is counted, not time on the clock, so that a busy machine changes nothing.
"""

from __future__ import annotations

import gc
import json
import random
import time

import httpx
import psutil
import pytest

from backend.tests.api.test_fuzz import hold, some_address, some_document, some_value
from backend.tests.api.tiny import client, tiny_app

CPU_SECONDS = 1.0
KEPT_BYTES = 48 << 20
CASES = 2_000
JSON = {"content-type": "application/json"}
FRAGMENTS = " ".join(f"fragment F{n} on Query{{...F{n + 1} ...F{n + 1}}}" for n in range(26))
BOMBS = (
    pytest.param("{...F0}" + FRAGMENTS + "fragment F26 on Query{__typename}", id="fragments that double"),
    pytest.param("{" + "a:__typename " * 3_000 + "}", id="three thousand equal fields"),
    pytest.param("{__typename" + " @skip(if:true)" * 5_000 + "}", id="five thousand directives"),
    pytest.param("{__schema{types{" + "fields{type{" * 60 + "name" + "}}" * 60 + "}}}", id="deep introspection"),
    pytest.param("{" + "echo{" * 2_000 + "}" * 2_001, id="deep selection"),
    pytest.param("[" * 100_000, id="brackets"),
    pytest.param('{echo(search:"' + "\\u0000" * 20_000 + '"){error{code}}}', id="a long text"),
)
BODIES = (
    pytest.param("[" * 100_000, id="brackets"),
    pytest.param('{"a":' * 50_000, id="objects"),
    pytest.param('{"limit": ' + "9" * 5_000 + "}", id="a number of 5,000 digits"),
    pytest.param(json.dumps({"measures": ["netRevenue"] * 20_000}), id="20,000 measures"),
    pytest.param(json.dumps({"filters": {"branch": {"in": ["x"] * 20_000}}}), id="20,000 filter values"),
)


async def cost(door: httpx.AsyncClient, path: str, content: str) -> float:
    """Seconds of CPU of one request, whose answer keeps its form."""
    began = time.process_time()
    response = await door.post(path, content=content, headers=JSON)
    took = time.process_time() - began
    hold(response)
    return took


@pytest.mark.parametrize("document", BOMBS)
async def test_a_bomb_in_a_document(door: httpx.AsyncClient, document: str) -> None:
    assert await cost(door, "/graphql", json.dumps({"query": document})) < CPU_SECONDS


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", ["/graphql", "/api/kpis/explore"])
async def test_a_bomb_in_a_body(door: httpx.AsyncClient, path: str, body: str) -> None:
    assert await cost(door, path, body) < CPU_SECONDS


async def fuzzed(cases: int, seed: int) -> float:
    """The dearest of so many random requests, through every way in."""
    chance, dearest = random.Random(seed), 0.0
    async with client(tiny_app(rate_limit_per_minute=0, cost_per_minute=0)) as door:
        for number in range(cases):
            began = time.process_time()
            if number % 3 == 0:
                hold(await door.get(f"/api/kpis/echo?{some_address(chance)}"))
            elif number % 3 == 1:
                hold(await door.post("/api/kpis/explore", content=json.dumps(some_value(chance)), headers=JSON))
            else:
                hold(await door.post("/graphql", json={"query": some_document(chance)}))
            dearest = max(dearest, time.process_time() - began)
    return dearest


async def test_random_requests_cost_little_and_leave_nothing() -> None:
    await fuzzed(300, 1)
    gc.collect()
    before = psutil.Process().memory_info().rss
    assert await fuzzed(CASES, 2) < CPU_SECONDS
    gc.collect()
    assert psutil.Process().memory_info().rss - before < KEPT_BYTES


@pytest.mark.torture
async def test_very_many_random_requests() -> None:
    assert await fuzzed(100 * CASES, random.SystemRandom().randrange(10**6)) < CPU_SECONDS
