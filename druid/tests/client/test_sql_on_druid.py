"""What the client relies on, seen on a real Druid: types, exactness, coverage, errors, and that a cancel cancels."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson
import pytest

from druid.client import errors
from druid.client.sql import ClientLimits, SqlClient, TypedParameter
from druid.client.wire import DISTANT_FUTURE, DISTANT_PAST, WireResult
from druid.tests.client import faults
from druid.tests.client.asking import client_of, until
from druid.tests.client.fault_proxy import FaultProxy
from druid.tests.client.loaded import END, MONTHS, Line, lines, load, over, unserve
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

LONG = "ARRAY[" + ",".join(map(str, range(300))) + "]"
TIMES_TWELVE = "CROSS JOIN UNNEST(ARRAY[1,2,3,4,5,6,7,8,9,10,11,12]) AS b(y)"
TIMES_LONG = "CROSS JOIN UNNEST(" + LONG + ") AS b(y)"


def ms(at: datetime) -> int:
    """Epoch milliseconds."""
    return int(at.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Table:
    url: str
    name: str
    lines: list[Line]

    def sql(self, text: str) -> str:
        """The text with its table, and time bounds or many times the rows where it asks for them."""
        many = text.replace("TIMES_LONG", TIMES_LONG).replace("TIMES_TWELVE", TIMES_TWELVE)
        return over(self.name, many.replace("WITHIN", WITHIN))

    def endless(self) -> str:
        """A question that keeps the historicals busy far beyond any deadline here."""
        again = TIMES_LONG.replace("b(y)", "c(z)")
        return self.sql("SELECT COUNT(*) AS n FROM SALES TIMES_LONG AGAIN WHERE MOD(y * z, 7) = 3").replace(
            "AGAIN", again
        )


@pytest.fixture(scope="module")
def table(druid_url: str) -> Iterator[Table]:
    with fresh_prefix(druid_url) as prefix:
        yield Table(druid_url, f"{prefix}wire", load(druid_url, f"{prefix}wire"))


@pytest.fixture
async def client(druid_url: str) -> AsyncIterator[SqlClient]:
    async with client_of(druid_url, PATIENT) as running:
        yield running


PATIENT = ClientLimits()


async def ask(client: SqlClient, sql: str, *parameters: TypedParameter, seconds: float = 20.0) -> WireResult:
    return await client.query(sql, parameters, deadline=time.monotonic() + seconds)


WITHIN = "WHERE __time >= ? AND __time < ?"
BOUNDS = (TypedParameter("TIMESTAMP", ms(MONTHS[0])), TypedParameter("TIMESTAMP", ms(END)))


async def test_sums_by_member(client: SqlClient, table: Table) -> None:
    sql = table.sql("SELECT branch, SUM(net) AS net, COUNT(*) AS n FROM SALES WITHIN GROUP BY branch")
    answer = await ask(client, sql, *BOUNDS)
    expected: dict[str | None, list[int]] = {}
    for line in table.lines:
        sums = expected.setdefault(line.branch, [0, 0])
        sums[0] += line.net
        sums[1] += 1
    found = answer.by_name
    rows = zip(found["branch"], found["net"], found["n"], strict=True)
    assert {branch: [net, n] for branch, net, n in rows} == expected
    assert answer.sql_types == ("VARCHAR", "BIGINT", "BIGINT")
    assert (answer.uncovered, answer.overflowed) == ((), False)


@pytest.mark.parametrize("branch", ["Nairobi", "", "Côte d'Ivoire", 'quote " and ?', "' OR 1=1 --", "\n\\"])
async def test_text_is_a_value_never_sql(client: SqlClient, table: Table, branch: str) -> None:
    sql = table.sql("SELECT COUNT(*) AS n FROM SALES WHERE branch = ?")
    answer = await ask(client, sql, TypedParameter("VARCHAR", branch))
    assert answer.rows == [[sum(line.branch == branch for line in table.lines)]]


async def test_instants_in_and_out(client: SqlClient, table: Table) -> None:
    at = MONTHS[1].replace(day=28)
    sql = table.sql("SELECT __time AS moment, MIN(net) AS least FROM SALES WHERE __time = ? GROUP BY 1")
    answer = await ask(client, sql, TypedParameter("TIMESTAMP", ms(at)))
    assert answer.rows == [["2024-02-28T00:00:00.000Z", min(line.net for line in table.lines if line.at == at)]]
    assert (await ask(client, sql, TypedParameter("TIMESTAMP", ms(at) + 1))).rows == []


@pytest.mark.parametrize("column", ["customer", "branch", "net"])
async def test_distinct_is_exact(client: SqlClient, table: Table, column: str) -> None:
    what = f"COUNT(DISTINCT {column}) AS members, SUM(net) AS net"
    answer = await ask(client, table.sql("SELECT WHAT FROM SALES WITHIN").replace("WHAT", what), *BOUNDS)
    members = {getattr(line, column) for line in table.lines} - {None}
    assert answer.rows == [[len(members), sum(line.net for line in table.lines)]]


async def test_a_hundred_thousand_rows(client: SqlClient, table: Table) -> None:
    sql = table.sql("SELECT customer, net, y, __time AS moment FROM SALES TIMES_TWELVE")
    answer = await ask(client, sql, seconds=60)
    assert answer.row_count == 12 * len(table.lines) == 108_000
    assert sum(answer.by_name["net"]) == 12 * sum(line.net for line in table.lines)
    assert set(answer.by_name["customer"]) == {line.customer for line in table.lines}


async def test_unbounded_questions_tell_the_ends_of_time(client: SqlClient, table: Table) -> None:
    answer = await ask(client, table.sql("SELECT COUNT(*) AS n FROM SALES"))
    assert answer.uncovered == ((DISTANT_PAST, ms(MONTHS[0])), (ms(END), DISTANT_FUTURE))


async def test_errors_of_a_statement(client: SqlClient, table: Table) -> None:
    with pytest.raises(errors.TableMissing):
        await ask(client, 'SELECT COUNT(*) AS n FROM "no_such_table"')
    for sql in ("SELECT no_such_column FROM SALES", "SELEC 1", "SELECT COUNT(*) AS n FROM SALES WHERE branch = ?"):
        with pytest.raises(errors.Refused) as refused:
            await ask(client, table.sql(sql))
        assert type(refused.value) is errors.Refused
        assert refused.value.detail
        assert refused.value.detail not in str(refused.value)
    with pytest.raises(errors.Failed) as failed:
        await ask(client, table.sql("SELECT SUM(net / (net - net)) AS n FROM SALES"))
    assert failed.value.category
    assert client.outcomes["retried"] == 0


async def test_druid_ends_a_query_whose_client_left(table: Table) -> None:
    async with FaultProxy(table.url) as proxy, client_of(proxy.url) as client:
        proxy.always(faults.Silence(asks=True))
        asked = asyncio.create_task(ask(client, table.endless()))
        await until(lambda: bool(proxy.questions))
        await asyncio.sleep(0.5)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        await until(lambda: len(proxy.replies) == 2)
        # which of the two answers first is Druid's affair
        deleted, ended = sorted(proxy.replies, key=lambda reply: reply.status)
    assert (deleted.status, deleted.body) == (202, b"")
    assert (ended.status, orjson.loads(ended.body)["category"]) == (500, "CANCELED")


async def test_druid_ends_a_query_at_its_deadline(table: Table) -> None:
    async with FaultProxy(table.url) as proxy, client_of(proxy.url) as client:
        proxy.always(faults.Silence(asks=True))
        with pytest.raises(errors.TimedOut):
            await ask(client, table.endless(), seconds=1.0)
        await until(lambda: len(proxy.replies) == 2)
        assert {orjson.loads(reply.body)["category"] for reply in proxy.replies if reply.body} <= {
            "CANCELED",
            "TIMEOUT",
        }


async def test_druid_keeps_the_timeout_it_was_told(client: SqlClient, table: Table) -> None:
    with pytest.raises(errors.TimedOut):
        await ask(client, table.endless(), seconds=1.5)


TOLD = (
    "SELECT COUNT(*) AS n FROM SALES WITHIN",
    "SELECT COUNT(DISTINCT customer) AS a, SUM(net) AS b FROM SALES WITHIN",
    "SELECT branch, COUNT(DISTINCT customer) AS a FROM SALES WITHIN GROUP BY branch ORDER BY a LIMIT 3",
    "SELECT COUNT(DISTINCT customer) FILTER (WHERE net > 0) AS a, COUNT(*) AS n FROM SALES WITHIN",
    "SELECT TIME_FLOOR(__time, 'P1D') AS bucket, SUM(net) AS n FROM SALES WITHIN GROUP BY 1",
    "SELECT MAX(n) AS n FROM (SELECT branch, SUM(net) AS n FROM SALES WITHIN GROUP BY 1)",
    "SELECT customer FROM SALES WITHIN",
)
# of what these miss, Druid says nothing, or they need more merge buffers than a small cluster has
NEVER_TOLD = (
    "SELECT COUNT(DISTINCT customer) AS a, COUNT(DISTINCT branch) AS b FROM SALES WITHIN",
    "SELECT branch, COUNT(DISTINCT customer) AS a, COUNT(DISTINCT net) AS b FROM SALES WITHIN GROUP BY branch",
    "SELECT COUNT(*) AS n FROM (SELECT customer FROM SALES WITHIN LIMIT 10)",
    "SELECT branch, SUM(net) AS n, SUM(SUM(net)) OVER () AS t FROM SALES WITHIN GROUP BY 1",
)


async def test_a_lost_segment_is_named_or_nothing_is_answered(druid_url: str, druid_prefix: str) -> None:
    table = Table(druid_url, f"{druid_prefix}gap", await asyncio.to_thread(load, druid_url, f"{druid_prefix}gap"))
    lost = (ms(MONTHS[1]), ms(MONTHS[2]))
    async with client_of(druid_url, PATIENT) as client:
        for text in TOLD:
            assert (await ask(client, table.sql(text), *BOUNDS)).uncovered == ()
        await asyncio.to_thread(unserve, druid_url, table.name, "2024-02-01/2024-03-01")
        for _ in range(240):
            if (await ask(client, table.sql(TOLD[0]), *BOUNDS)).rows != [[len(table.lines)]]:
                break
            await asyncio.sleep(0.25)
        for text in TOLD:
            answer = await ask(client, table.sql(text), *BOUNDS)
            assert (answer.uncovered, answer.overflowed) == ((lost,), False)
        for flag in (True, False):
            for text in NEVER_TOLD:
                await named_or_refused(client, table.sql(text), {"useGroupingSetForExactDistinct": flag})


async def named_or_refused(client: SqlClient, sql: str, context: dict[str, object]) -> None:
    try:
        answer = await client.query(sql, BOUNDS, deadline=time.monotonic() + 20, context=context)
    except errors.Refused as error:
        refusal = error.detail
    else:
        assert answer.uncovered == ((ms(MONTHS[1]), ms(MONTHS[2])),)
        return
    assert "maximum" in refusal or "merge buffers" in refusal


async def test_half_an_answer_of_druids_own_making(client: SqlClient, table: Table) -> None:
    """Druid 33 breaks off after the first half of a UNION ALL, with status 200, a fitting length and whole rows."""
    halves = "SELECT COUNT(*) AS n FROM SALES UNION ALL SELECT SUM(net) AS n FROM SALES"
    with pytest.raises(errors.Truncated) as caught:
        await ask(client, table.sql(halves))
    assert caught.value.rows_seen <= 1


def test_the_rows_are_what_the_text_says() -> None:
    told = lines()
    assert len(told) == 9000
    assert len({line.customer for line in told}) == 9000
    assert {line.branch for line in told} >= {None, "", "Nairobi"}
