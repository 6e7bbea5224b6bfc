"""When a month counts as served: the metadata and a broker must name the same new segments, with rows in them.

The cluster stands in as a list of states, one a look, so that each way of not being served is seen on its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import orjson
import pytest

from druid.client.errors import DruidError, Malformed, TimedOut
from druid.client.router import Patience, Router
from druid.client.segments import Awaited, Segment, served_segments, wait_gone, wait_served
from druid.tests.client.fault_proxy import Fault, FaultProxy, Reply, Seen
from druid.tests.client.faults import cut, html

BEFORE, TASK, AFTER = "2024-05-01T09:00:00.000Z", "2024-05-01T10:00:00.000Z", "2024-05-01T10:00:00.001Z"
MARCH = "2024-02-29T21:00:00.000Z/2024-03-31T21:00:00.000Z"
APRIL = "2024-03-31T21:00:00.000Z/2024-04-30T21:00:00.000Z"
QUICK = Patience(answer=0.3, pause=0.01, away=5.0)
AWAITED = Awaited("sales_hourly", {"2024-03": MARCH, "2024-04": APRIL}, TASK)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as the stand-in lists it; `answers` is what a broker finds in it, None when it does not know it."""

    interval: str = MARCH
    version: str = AFTER
    rows: int = 5
    is_available: int = 1
    is_active: int = 1
    answers: int | None = 5
    name: str = "t_sales_hourly"

    @property
    def id(self) -> str:
        return f"{self.name}_{self.interval.replace('/', '_')}_{self.version}"

    def row(self) -> list[Any]:
        start, end = self.interval.split("/")
        states = [self.is_available, self.is_active, 1 - self.is_active]
        return [self.id, self.name, start, end, self.version, 0, self.rows, 100, *states]


@dataclass
class StandIn:
    """Goes on to the next state with every look at the metadata and stays with the last."""

    states: list[list[Part]]
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, seen: Seen) -> Reply:
        question = orjson.loads(seen.body)
        self.asked.append(question)
        if seen.path == "/druid/v2/sql":
            state = self._next()
            return _json([part.row() for part in state])
        wanted = question["intervals"]
        known = [part for part in self.states[0] if part.answers is not None and part.interval in wanted]
        return _json([{"id": part.id, "numRows": part.answers} for part in known])

    def _next(self) -> list[Part]:
        looks = sum("query" in question for question in self.asked)
        if looks > 1 and len(self.states) > 1:
            self.states.pop(0)
        return self.states[0]


def _json(body: object) -> Reply:
    return Reply(200, (("Content-Type", "application/json"),), orjson.dumps(body))


async def asked(cluster: StandIn, question: Callable[[Router], T], *faults: Fault) -> T:
    async with FaultProxy(cluster, matches=lambda _: True) as proxy:
        proxy.script(*faults)

        def ask() -> T:
            with Router(proxy.url, QUICK) as router:
                return question(router)

        return await asyncio.to_thread(ask)


def wait(seconds: float = 5.0) -> Callable[[Router], dict[str, tuple[Segment, ...]]]:
    return lambda router: wait_served(router, "t_", AWAITED, seconds, lambda _: None)


READY = [Part(), Part(APRIL, rows=7, answers=7)]
NOT_YET: dict[str, list[Part]] = {
    "nothing is known": [],
    "a month is not known": [Part()],
    "still the old": [Part(), Part(APRIL, version=BEFORE)],
    "not loaded": [Part(), Part(APRIL, is_available=0)],
    "not counted": [Part(), Part(APRIL, rows=0, answers=7)],
    "a second part is not loaded": [*READY, replace(READY[1], version=AFTER + "x", is_available=0)],
    "the broker does not know it": [Part(), Part(APRIL, rows=7, answers=None)],
    "the broker finds fewer rows": [Part(), Part(APRIL, rows=7, answers=6)],
    "the broker answers from more": [*READY, Part(version=BEFORE, is_active=0)],
}


@pytest.mark.parametrize("state", NOT_YET.values(), ids=NOT_YET)
async def test_what_is_not_served_yet_is_waited_for(state: list[Part]) -> None:
    cluster = StandIn([state, state, READY])
    found = await asked(cluster, wait())
    assert {month: [segment.rows for segment in segments] for month, segments in found.items()} == {
        "2024-03": [5],
        "2024-04": [7],
    }
    assert sum("query" in question for question in cluster.asked) == 3


@pytest.mark.parametrize("state", NOT_YET.values(), ids=NOT_YET)
async def test_waiting_ends(state: list[Part]) -> None:
    with pytest.raises(TimedOut, match="does not serve what was built of sales_hourly"):
        await asked(StandIn([state]), wait(0.05))


@pytest.mark.parametrize("fault", [cut(20), html(502)], ids=["cut", "page"])
async def test_a_spoilt_answer_is_asked_for_again(fault: Fault) -> None:
    assert set(await asked(StandIn([READY]), wait(), fault)) == {"2024-03", "2024-04"}


async def test_a_broker_is_asked_past_its_caches() -> None:
    cluster = StandIn([READY])
    await asked(cluster, wait())
    contexts = [question["context"] for question in cluster.asked if "queryType" in question]
    assert [(context["useCache"], context["populateCache"]) for context in contexts] == [(False, False)]


async def test_segments_of_others_are_not_ours() -> None:
    """Only the datasources of these tables are asked for, as typed parameters; another one in the answer is a fault."""
    cluster = StandIn([[Part()]])
    found = await asked(cluster, lambda router: served_segments(router, "t_", ["sales_hourly", "sales_daily_product"]))
    assert [(segment.table, segment.start_ms, segment.end_ms) for segment in found] == [
        ("sales_hourly", 1_709_240_400_000, 1_711_918_800_000)
    ]
    assert [parameter["value"] for parameter in cluster.asked[0]["parameters"]] == [
        "t_sales_hourly",
        "t_sales_daily_product",
    ]
    with pytest.raises(Malformed):
        await asked(StandIn([[Part(name="u_sales_hourly")]]), lambda r: served_segments(r, "t_", ["sales_hourly"]))


async def test_no_table_is_no_question() -> None:
    cluster = StandIn([READY])
    assert await asked(cluster, lambda router: served_segments(router, "t_", [])) == ()
    assert cluster.asked == []


async def test_what_was_taken_away_is_waited_for() -> None:
    def gone(router: Router) -> str:
        try:
            wait_gone(router, "t_", {"sales_hourly": [MARCH]}, 0.05)
        except DruidError as error:
            return error.message
        return "gone"

    assert await asked(StandIn([[Part(APRIL)]]), gone) == "gone"
    assert await asked(StandIn([[Part()]]), gone) == "Druid goes on to serve what was taken away of sales_hourly."
