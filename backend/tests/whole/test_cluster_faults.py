"""Sixty ways for Druid to fail a question: the answer is right, flagged or coded, never wrong, and heals alone.

Each fault of the query path is met cold, with an answer kept from before, and while a load is under way, by the whole
application over a real cluster behind the fault proxy.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from backend.tests.whole.clients import PATHS
from backend.tests.whole.on_cluster import Published, dense, door_to
from backend.tests.whole.published import some_loads
from backend.tests.whole.verdicts import Judged, Verdict, judge
from druid.tests.client import faults
from druid.tests.client.fault_proxy import Fault, FaultProxy, Pass, Reply, Seen
from druid.tests.prefixes import fresh_prefix

# a connection that is reset while it is being made is left to the collector by the event loop, which then warns
pytestmark = [
    pytest.mark.druid,
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]

QUESTIONS = ("overview", "productLines", "branches")
STATES = ("cold", "kept", "loading")
SECONDS = 2.5
HEAL_SECONDS = 60.0


def uncovering(reply: Reply, span: str) -> Reply:
    """Druid's word that nobody serves a stretch of time."""
    told = f'{{"uncoveredIntervals":["{span}"],"uncoveredIntervalsOverflowed":false}}'
    return reply.having("X-Druid-Response-Context", told)


def emptied(reply: Reply) -> Reply:
    """Whole, and without a row: what a broker says that has just started and knows no segments."""
    head = reply.body.split(b"\n")[: faults.HEADER_LINES]
    whole = replace(reply, body=b"\n".join((*head, b"", b"")))
    return uncovering(whole, "2023-12-31T21:00:00.000Z/2024-03-31T21:00:00.000Z")


def unserved(reply: Reply) -> Reply:
    """Figures of some segments, and word that others are served by nobody."""
    return uncovering(reply, "2024-01-31T21:00:00.000Z/2024-02-29T21:00:00.000Z")


def other_answer(seen: Seen) -> Reply:
    """A whole answer to another question."""
    return faults.druid_reply(replace(seen, body=b'{"context":{"sqlQueryId":"another"}}'), b"[]\n[]\n[]\n\n")


FAULTS: dict[str, Fault] = {
    "reset": faults.Reset(),
    "silence": faults.Silence(),
    "silence while Druid works": faults.Silence(asks=True),
    "one byte a second": faults.Drip(),
    "half, then silence": faults.Stall(40),
    "slow headers": faults.SlowHead(),
    "busy": faults.busy(),
    "busy, try later": faults.busy("3"),
    "page of a balancer": faults.html(),
    "bad gateway": faults.bare(502),
    "nothing at all": faults.cut(0),
    "cut in the first row": faults.cut(120),
    "cut before the closing line": faults.Edited(lambda reply: replace(reply, body=reply.body[:-1])),
    "reset mid-chunk": faults.Broken(90),
    "row of another width": faults.with_row(lambda row: [*row, 1]),
    "row of another type": faults.with_row(lambda row: [{"a": 1} for _ in row]),
    "no word on coverage": faults.stripped("x-druid-response-context"),
    "empty view of segments": faults.Edited(emptied),
    "segments that nobody serves": faults.Edited(unserved),
    "answer to another question": faults.Respond(other_answer),
}


@pytest.fixture(scope="module")
def published(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    with fresh_prefix(druid_url) as prefix:
        folder: Path = tmp_path_factory.mktemp("faults")
        made = Published(folder / "store", druid_url, prefix)
        made.load(dense(some_loads(7, 4)[0]))
        yield made


async def asked(door: httpx.AsyncClient, made: Published) -> dict[str, Judged]:
    """Every question at once, each judged."""
    replies = await asyncio.gather(*(door.get(PATHS[name]) for name in QUESTIONS))
    return {name: judge(name, reply.json(), made.versions) for name, reply in zip(QUESTIONS, replies, strict=True)}


async def healed(door: httpx.AsyncClient, made: Published, verdict: Verdict) -> float:
    """Seconds until every question has that verdict again."""
    began = time.monotonic()
    while True:
        seen = await asked(door, made)
        if {judged.verdict for judged in seen.values()} == {verdict}:
            return time.monotonic() - began
        assert time.monotonic() - began < HEAL_SECONDS, seen
        await asyncio.sleep(0.25)


@asynccontextmanager
async def prepared(made: Published, state: str, proxy: FaultProxy) -> AsyncIterator[httpx.AsyncClient]:
    """The application in one of the states, before the fault."""
    if state == "loading":
        made.say_loading("2024-01", "2024-02")
    try:
        async with door_to(made.settings(proxy.url, request_timeout_seconds=SECONDS)) as door:
            if state == "kept":
                await healed(door, made, Verdict.RIGHT)
            yield door
    finally:
        if state == "loading":
            made.say_loading()


def allowed(state: str) -> set[Verdict]:
    """No answer passes for whole while a load is under way."""
    return {Verdict.FLAGGED, Verdict.CODED} | ({Verdict.RIGHT} if state != "loading" else set())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_never_a_wrong_figure(published: Published, name: str, state: str) -> None:
    async with FaultProxy(published.router) as proxy, prepared(published, state, proxy) as door:
        proxy.always(FAULTS[name])
        seen = await asked(door, published)
        assert {judged.verdict for judged in seen.values()} <= allowed(state), seen
        proxy.always(Pass())
        seconds = await healed(door, published, Verdict.FLAGGED if state == "loading" else Verdict.RIGHT)
    told = ", ".join(f"{question} {judged.verdict} ({judged.seen[:40]})" for question, judged in seen.items())
    sys.stdout.write(f"{name} / {state}: {told}; healed in {seconds:.1f} s\n")
