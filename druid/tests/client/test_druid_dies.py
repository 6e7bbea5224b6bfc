"""Services of a real Druid are killed and come back while questions are asked: right, told to miss data, or an error.

A cluster of its own, as others must not meet these deaths. What is never seen: a number that lacks rows and does not
say so.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from druid.client.errors import DruidError
from druid.client.sql import SqlClient
from druid.client.wire import WireResult
from druid.cluster.instance import Instance
from druid.cluster.runtime import kill, restart
from druid.cluster.temporary import temporary_cluster
from druid.tests.client.asking import client_of
from druid.tests.client.loaded import END, MONTHS, load, over

pytestmark = pytest.mark.torture

NAME = "wire"
BOUNDS = f"WHERE __time >= TIMESTAMP '{MONTHS[0]:%Y-%m-%d}' AND __time < TIMESTAMP '{END:%Y-%m-%d}'"
QUESTIONS = {
    "sums": "SELECT branch, SUM(net) AS net, COUNT(*) AS n FROM SALES WITHIN GROUP BY branch",
    "distinct": "SELECT COUNT(DISTINCT customer) AS n FROM SALES WITHIN",
    "total": "SELECT SUM(net) AS net FROM SALES WITHIN",
    "days": "SELECT TIME_FLOOR(__time, 'P1D') AS bucket, COUNT(*) AS n FROM SALES WITHIN GROUP BY 1",
}
HEAL_SECONDS = 180.0


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[Instance, str]]:
    with temporary_cluster() as (instance, endpoints):
        load(endpoints.router, NAME)
        yield instance, endpoints.router


class Watcher:
    """Asks all the time and counts what came of it."""

    def __init__(self, client: SqlClient, expected: dict[str, set[tuple[object, ...]]]) -> None:
        self.client = client
        self.expected = expected
        self.outcomes: Counter[str] = Counter()

    async def look(self) -> str:
        name = list(QUESTIONS)[self.outcomes.total() % len(QUESTIONS)]
        try:
            answer = await ask(self.client, name)
        except DruidError as error:
            found = type(error).__name__
        else:
            told = "told" if answer.uncovered or answer.overflowed else f"WRONG {name}"
            found = "right" if rows_of(answer) == self.expected[name] and told != "told" else told
        self.outcomes[found] += 1
        return found

    async def until_right(self, in_a_row: int) -> None:
        end, seen = time.monotonic() + HEAL_SECONDS, 0
        while seen < in_a_row:
            seen = seen + 1 if await self.look() == "right" else 0
            assert time.monotonic() < end, self.outcomes
            await asyncio.sleep(0.05)

    async def during(self, work: asyncio.Task[None]) -> None:
        while not work.done():
            await self.look()
            await asyncio.sleep(0.05)
        await work


async def ask(client: SqlClient, name: str) -> WireResult:
    sql = over(NAME, QUESTIONS[name].replace("WITHIN", BOUNDS))
    return await client.query(sql, deadline=time.monotonic() + 3)


def rows_of(answer: WireResult) -> set[tuple[object, ...]]:
    return set(map(tuple, answer.rows))


@pytest.mark.parametrize("service", ["broker", "historical", "router", "coordinator"])
async def test_a_service_dies_and_comes_back(cluster: tuple[Instance, str], service: str) -> None:
    instance, url = cluster
    async with client_of(url) as client:
        expected = {name: rows_of(await ask(client, name)) for name in QUESTIONS}
        assert expected["distinct"] == {(9000,)}
        watcher = Watcher(client, expected)
        await watcher.until_right(8)
        await watcher.during(asyncio.create_task(asyncio.to_thread(kill, instance, service)))
        await watcher.during(asyncio.create_task(asyncio.sleep(4)))
        await watcher.during(asyncio.create_task(asyncio.to_thread(restart, instance, service)))
        await watcher.until_right(20)
        wrong = {found: count for found, count in watcher.outcomes.items() if found.startswith("WRONG")}
        assert wrong == {}, watcher.outcomes
