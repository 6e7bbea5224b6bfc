"""Each fault between us and Druid: the right answer or an error that names it, and never half an answer.

Every test runs on a stand-in, and marked `druid` on a real cluster behind the proxy.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import orjson
import pytest

from druid.client import errors
from druid.client.sql import SqlClient, TypedParameter
from druid.tests.client import faults
from druid.tests.client.asking import BODY, OPENS, QUESTION, ROWS, SPARES, ask, client_of, until
from druid.tests.client.fault_proxy import Fault, FaultProxy, Pass, Upstream

SOON = 0.8
EVERY_BYTE = range(len(BODY))
# 30 x 30 rows from a statement that is short to plan
THIRTY = f"ARRAY[{','.join(map(str, range(30)))}]"
LARGE_SQL = (
    "SELECT 30 * a + b AS x, REPEAT(CAST(30 * a + b AS VARCHAR), 5) AS s "
    "FROM UNNEST(" + THIRTY + ") AS t(a) CROSS JOIN UNNEST(" + THIRTY + ") AS u(b)"
)
LARGE = 900
LARGE_BODY = (
    b'["x","s"]\n["LONG","STRING"]\n["INTEGER","VARCHAR"]\n'
    + b"".join(b'[%d,"%s"]\n' % (x, str(x).encode() * 5) for x in range(LARGE))
    + b"\n"
)


@pytest.fixture(params=["stand-in", pytest.param("druid", marks=pytest.mark.druid)])
def upstream(request: pytest.FixtureRequest) -> Upstream:
    return str(request.getfixturevalue("druid_url")) if request.param == "druid" else faults.canned(BODY)


@pytest.fixture
async def proxy(upstream: Upstream) -> AsyncIterator[FaultProxy]:
    async with FaultProxy(upstream) as running:
        yield running


async def test_nothing_wrong(proxy: FaultProxy) -> None:
    async with client_of(proxy.url) as client:
        answer = await ask(client)
        assert (answer.columns, answer.rows) == (("n", "name", "moment"), ROWS)
        assert client.outcomes == {"ok": 1}


async def fails(proxy: FaultProxy, fault: Fault, seconds: float = SOON) -> errors.DruidError:
    """The error that a question meets when every attempt meets the fault."""
    proxy.always(fault)
    async with client_of(proxy.url) as client:
        with pytest.raises(errors.DruidError) as caught:
            await ask(client, seconds)
        proxy.always(Pass())
        assert (await ask(client)).rows == ROWS  # and the next question is answered
    return caught.value


@pytest.mark.parametrize("fault", [faults.Reset(), faults.bare(503), faults.cut(0), faults.cut(60)])
async def test_asked_once_more_before_the_first_row(proxy: FaultProxy, fault: Fault) -> None:
    proxy.script(fault)
    async with client_of(proxy.url) as client:
        assert (await ask(client)).rows == ROWS
        assert client.outcomes["retried"] == 1
    assert len(proxy.questions) == 2
    assert len({seen.query_id for seen in proxy.questions}) == 2


@pytest.mark.parametrize("fault", [faults.Reset(), faults.bare(500), faults.cut(0)])
async def test_and_only_once(proxy: FaultProxy, fault: Fault) -> None:
    proxy.always(fault)
    async with client_of(proxy.url) as client:
        with pytest.raises((errors.Unreachable, errors.Failed, errors.Truncated)):
            await ask(client)
    assert len(proxy.questions) == 2


@pytest.mark.parametrize("fault", [faults.busy(), faults.html(), faults.cut(len(BODY) - 1), faults.redirect("/")])
async def test_never_asked_again(proxy: FaultProxy, fault: Fault) -> None:
    proxy.always(fault)
    async with client_of(proxy.url) as client:
        with pytest.raises(errors.DruidError):
            await ask(client)
    assert len(proxy.questions) == 1


async def test_retries_are_a_tenth_of_the_traffic(proxy: FaultProxy) -> None:
    proxy.always(faults.Reset())
    async with client_of(proxy.url) as client:
        for _ in range(40):
            with pytest.raises(errors.Unreachable):
                await ask(client)
    assert len(proxy.questions) <= 40 + 4 + 1


async def test_refused(proxy: FaultProxy) -> None:
    async with client_of(proxy.url) as client:
        assert (await ask(client)).rows == ROWS
        async with proxy.down():
            with pytest.raises(errors.Unreachable):
                await ask(client)
        assert (await ask(client)).rows == ROWS


async def test_reset(proxy: FaultProxy) -> None:
    assert type(await fails(proxy, faults.Reset())) is errors.Unreachable


@pytest.mark.parametrize(
    "fault",
    [faults.Silence(), faults.Silence(asks=True), faults.Drip(), faults.SlowHead(), faults.Stall(0), faults.Stall(90)],
)
async def test_silence_and_slowness_end_with_the_deadline_and_the_query(proxy: FaultProxy, fault: Fault) -> None:
    error = await fails(proxy, fault)
    assert type(error) is errors.TimedOut
    assert proxy.cancelled == [error.query_id]


@pytest.mark.parametrize(("told", "seconds"), [("3", 3.0), (None, None), ("soon", None), ("-1", None), ("nan", None)])
async def test_busy(proxy: FaultProxy, told: str | None, seconds: float | None) -> None:
    proxy.script(faults.busy(told))
    async with client_of(proxy.url, slots=16) as client:
        with pytest.raises(errors.Busy) as caught:
            await ask(client)
        assert caught.value.retry_after == seconds
        assert client.slots.limit == 8


async def test_a_page_instead_of_an_answer(proxy: FaultProxy) -> None:
    for status in (500, 502, 503):
        error = await fails(proxy, faults.html(status))
        assert type(error) is errors.Failed
        assert "secret-host" not in str(error)
    assert type(await fails(proxy, faults.html(404))) is errors.Refused
    assert type(await fails(proxy, faults.html(200))) is errors.Malformed
    assert type(await fails(proxy, faults.bare(504))) is errors.TimedOut


async def test_cut_at_every_byte(proxy: FaultProxy) -> None:
    async with client_of(proxy.url) as client:
        for at in EVERY_BYTE:
            proxy.always(faults.cut(at))
            with pytest.raises(errors.Truncated):
                await ask(client)
        proxy.always(faults.cut(len(BODY)))
        assert (await ask(client)).rows == ROWS


@pytest.mark.parametrize("resets", [True, False])
async def test_connection_lost_at_every_seventh_byte(proxy: FaultProxy, resets: bool) -> None:
    async with client_of(proxy.url) as client:
        for at in (*EVERY_BYTE[::7], len(BODY) - 1, len(BODY)):
            proxy.always(faults.Broken(at, resets=resets))
            with pytest.raises(errors.Truncated):
                await ask(client)


async def test_a_large_answer_cut_at_two_hundred_places(upstream: Upstream) -> None:
    dice = random.Random(20241131)
    source = upstream if isinstance(upstream, str) else faults.canned(LARGE_BODY)
    async with FaultProxy(source) as proxy, client_of(proxy.url) as client:
        assert [row[0] for row in (await ask(client, 30, LARGE_SQL)).rows] == list(range(LARGE))
        for fault in (faults.cut, faults.Broken):
            for _ in range(100):
                proxy.always(fault(dice.randrange(len(LARGE_BODY))))
                with pytest.raises(errors.Truncated):
                    await ask(client, 30, LARGE_SQL)


@pytest.mark.parametrize(
    "fault",
    [
        faults.with_row(lambda row: row[:-1]),
        faults.with_row(lambda row: [*row, 1]),
        faults.with_row(lambda row: ["1", *row[1:]]),
        faults.with_row(lambda row: [1.0, *row[1:]]),
        faults.with_row(lambda row: [row[0], 7, row[2]]),
        faults.with_row(lambda row: [*row[:2], 1_706_734_800_000]),
        faults.with_row(lambda _: {"error": "Query timeout"}),
        faults.stripped("x-druid-response-context"),
        faults.stripped("x-druid-sql-header-included"),
        faults.stripped("x-druid-sql-query-id"),
        faults.labelled("X-Druid-Response-Context", "{}}"),
        faults.labelled("X-Druid-SQL-Query-Id", "another"),
    ],
)
async def test_not_what_was_asked(proxy: FaultProxy, fault: Fault) -> None:
    assert type(await fails(proxy, fault)) is errors.Malformed


async def test_an_older_answer_again(proxy: FaultProxy) -> None:
    async with client_of(proxy.url) as client:
        await ask(client)
        proxy.always(faults.replay(proxy.replies[0]))
        with pytest.raises(errors.Malformed):
            await ask(client)


async def test_a_redirect_is_not_followed(proxy: FaultProxy) -> None:
    async with FaultProxy(faults.canned(BODY)) as elsewhere:
        error = await fails(proxy, faults.redirect(f"{elsewhere.url}/druid/v2/sql"))
        assert type(error) is errors.Malformed
        assert elsewhere.seen == []


async def test_no_such_host_and_no_tls(proxy: FaultProxy) -> None:
    for url in ("http://druid.invalid:8888", proxy.url.replace("http:", "https:")):
        async with client_of(url) as client:
            with pytest.raises(errors.Unreachable):
                await ask(client)


async def test_a_client_that_leaves_ends_its_query(proxy: FaultProxy) -> None:
    proxy.always(faults.Silence())
    async with client_of(proxy.url) as client:
        asked = asyncio.create_task(ask(client))
        await until(lambda: bool(proxy.questions))
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
    assert proxy.cancelled == [proxy.questions[0].query_id]


async def test_nothing_leaks(proxy: FaultProxy) -> None:
    before = asyncio.all_tasks()
    async with client_of(proxy.url, slots=1) as client:
        for fault in (faults.Silence(), faults.Stall(90), faults.Reset(), faults.Broken(90), faults.cut(90)) * 4:
            proxy.always(fault)
            with pytest.raises(errors.DruidError):
                await ask(client, 0.2)
        proxy.always(faults.Silence())
        leaving = [asyncio.create_task(ask(client)) for _ in range(8)]
        await asyncio.sleep(0.1)
        for task in leaving:
            task.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
        proxy.always(Pass())
        # one slot and eight spare connections: nine questions at once need every one of them
        answers = await asyncio.gather(*(ask(client) for _ in range(9)))
        assert [answer.rows for answer in answers] == [ROWS] * 9
    await until(lambda: proxy.connections == 0)
    assert asyncio.all_tasks() == before


async def test_leaving_at_any_moment_costs_no_connection(proxy: FaultProxy) -> None:
    dice = random.Random(7)
    async with client_of(proxy.url, slots=1) as client:
        for _ in range(40):
            leaving = [asyncio.create_task(ask(client)) for _ in range(9)]
            for task in leaving:
                await asyncio.sleep(dice.random() * 0.004)
                task.cancel()
            await asyncio.gather(*leaving, return_exceptions=True)
        answers = await asyncio.gather(*(ask(client) for _ in range(9)))
        assert [answer.rows for answer in answers] == [ROWS] * 9


async def test_more_questions_than_connections_wait_a_moment(proxy: FaultProxy) -> None:
    proxy.always(faults.Silence())
    async with client_of(proxy.url, slots=1) as client:
        crowd = [asyncio.create_task(ask(client)) for _ in range(9)]
        await until(lambda: len(proxy.questions) == 9)
        with pytest.raises(errors.Starved):
            await ask(client)
        assert len(proxy.questions) == 9
        waiting = asyncio.create_task(ask(client))
        await asyncio.sleep(0.05)
        proxy.clear()
        crowd[0].cancel()
        assert (await waiting).rows == ROWS
        for task in crowd:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)


async def test_a_pause_in_the_middle_ends_long_before_the_deadline(proxy: FaultProxy) -> None:
    proxy.always(faults.Stall(90))
    async with client_of(proxy.url) as client, asyncio.timeout(30):
        with pytest.raises(errors.TimedOut):
            await ask(client, 3600)


async def test_the_breaker_opens_spares_druid_and_heals(proxy: FaultProxy) -> None:
    async with client_of(proxy.url, SPARES) as client:
        proxy.always(faults.html(503))
        for _ in range(5):
            with pytest.raises(errors.Failed):
                await ask(client)
        assert client.breaker.state == 2
        with pytest.raises(errors.BreakerOpen):
            await ask(client)
        assert len(proxy.questions) == 5
        proxy.always(Pass())
        await until(lambda: not client.breaker.retry_after)
        assert (await ask(client)).rows == ROWS
        assert client.breaker.state == 0


async def page_of_questions(client: SqlClient) -> None:
    """Ten at once, all given up when one fails: as a page asks."""
    async with asyncio.TaskGroup() as together:
        for _ in range(10):
            together.create_task(ask(client))


async def test_a_page_of_questions_heals_the_breaker(proxy: FaultProxy) -> None:
    """The first page after the pause is answered whole: its other questions wait for the one that probes."""
    proxy.always(faults.Reset())
    async with client_of(proxy.url, OPENS) as client:
        with pytest.raises(ExceptionGroup):
            await page_of_questions(client)
        await until(lambda: client.breaker.state == 2 and not client.breaker.retry_after)
        proxy.always(Pass())
        await page_of_questions(client)
        assert client.breaker.state == 0


async def test_a_probe_tells_what_it_finds_though_its_caller_leaves(proxy: FaultProxy) -> None:
    proxy.always(faults.Reset())
    async with client_of(proxy.url, OPENS) as client:
        with pytest.raises(ExceptionGroup):
            await page_of_questions(client)
        await until(lambda: client.breaker.state == 2 and not client.breaker.retry_after)
        proxy.always(faults.SlowHead(0.001))
        asked = asyncio.create_task(ask(client))
        await until(lambda: client.breaker.state == 1)
        asked.cancel()
        await until(lambda: client.breaker.state == 0)


async def test_what_lies_in_the_statement_and_busy_never_open_the_breaker(proxy: FaultProxy) -> None:
    async with client_of(proxy.url, OPENS) as client:
        for fault in (faults.bare(400), faults.busy(), faults.stumble()):
            proxy.always(fault)
            for _ in range(30):
                with pytest.raises((errors.Rejected, errors.Busy)):
                    await ask(client)
        assert client.breaker.state == 0
        assert client.slots.limit == 1


async def test_too_little_time_is_not_druids_fault(proxy: FaultProxy) -> None:
    proxy.always(faults.Silence())
    async with client_of(proxy.url, OPENS) as client:
        for _ in range(10):
            with pytest.raises(errors.TimedOut):
                await ask(client, 0.05)
        with pytest.raises(errors.TimedOut):
            await ask(client, 0.0)
        assert client.breaker.state == 0


async def test_what_is_sent(proxy: FaultProxy) -> None:
    parameters = (TypedParameter("VARCHAR", "Thika"), TypedParameter("TIMESTAMP", 1_706_734_800_000))
    sql = QUESTION + " WHERE name = ? OR CAST(moment AS TIMESTAMP) = ?"
    async with client_of(proxy.url) as client:
        context = {"useApproximateCountDistinct": True, "timeout": 0, "maxSubqueryRows": 9, "priority": 3}
        deadline = asyncio.get_running_loop().time() + 5
        await client.query(sql, parameters, deadline=deadline, context=context, query_id="mine.1")
    sent = orjson.loads(proxy.questions[0].body)
    timeout = sent["context"].pop("timeout")
    assert 0 < timeout <= 5000
    assert sent == {
        "query": sql,
        "resultFormat": "arrayLines",
        "header": True,
        "typesHeader": True,
        "sqlTypesHeader": True,
        "parameters": [{"type": "VARCHAR", "value": "Thika"}, {"type": "TIMESTAMP", "value": 1_706_734_800_000}],
        "context": {
            "sqlQueryId": "mine.1",
            "useApproximateCountDistinct": True,
            "useApproximateTopN": False,
            "useGroupingSetForExactDistinct": True,
            "sqlTimeZone": "UTC",
            "uncoveredIntervalsLimit": 100,
            "maxSubqueryRows": 0,
            "priority": 3,
        },
    }


@pytest.mark.parametrize("query_id", ["a/b", "", "x" * 65, "../tasks", "a b", "a\n"])
async def test_a_query_id_is_safe_in_an_address(proxy: FaultProxy, query_id: str) -> None:
    async with client_of(proxy.url) as client:
        with pytest.raises(ValueError, match="query id"):
            await client.query(QUESTION, deadline=asyncio.get_running_loop().time() + 5, query_id=query_id)
    assert proxy.seen == []
