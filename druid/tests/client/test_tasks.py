"""Tasks through a line that fails: taken on once, watched to their end, told in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import pytest

from druid.client.errors import DruidError, Failed, TimedOut, Unreachable
from druid.client.router import Patience, Router
from druid.client.tasks import Phase, TaskClient, TaskFailed, TaskReport
from druid.tests.client.fault_proxy import Fault, FaultProxy, Pass
from druid.tests.client.faults import Broken, Reset, Silence, Stall, bare, busy, cut, html, redirect
from druid.tests.client.overlord import Overlord, counted

QUICK = Patience(answer=0.2, pause=0.01, away=5.0)
HASTY = Patience(answer=0.2, pause=0.01, away=0.1)
SPEC = {"type": "index_parallel", "id": "sales-1", "spec": {}}
FAULTS: dict[str, Fault] = {
    "lost on the way there": Reset(),
    "lost on the way back": Broken(0),
    "cut on the way back": Broken(5),
    "cut, and HTTP does not tell": cut(5),
    "stalls in the answer": Stall(3),
    "silent, but heard": Silence(asks=True),
    "silent": Silence(),
    "page of a balancer": html(502),
    "no page of a balancer": html(404),
    "restarting": bare(503),
    "another leads": redirect("http://127.0.0.1:9/"),
    "busy": busy("1"),
}

T = TypeVar("T")


@asynccontextmanager
async def overlord_behind(overlord: Overlord, *faults: Fault) -> AsyncIterator[FaultProxy]:
    async with FaultProxy(overlord, matches=lambda _: True) as proxy:
        proxy.script(*faults)
        yield proxy


@contextmanager
def client_of(url: str, patience: Patience) -> Iterator[TaskClient]:
    with Router(url, patience) as router:
        yield TaskClient(router)


async def asked(proxy: FaultProxy, question: Callable[[TaskClient], T], patience: Patience = QUICK) -> T:
    """What a client in a thread of its own makes of it."""

    def ask() -> T:
        with client_of(proxy.url, patience) as client:
            return question(client)

    return await asyncio.to_thread(ask)


def watched(task: str, seconds: float = 10.0) -> Callable[[TaskClient], TaskReport]:
    return lambda client: client.wait(task, seconds, lambda _: None)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_task_is_taken_on_once_whatever_happens_to_the_answer(fault: Fault) -> None:
    overlord = Overlord()
    async with overlord_behind(overlord, fault) as proxy:
        assert await asked(proxy, lambda client: client.submit(SPEC)) == "sales-1"
    assert overlord.submissions == ["sales-1"]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_task_is_watched_through_faults(fault: Fault) -> None:
    """Before, between and after good answers, and when the report is asked for."""
    overlord = Overlord(looks=1, report=counted(12))
    async with overlord_behind(overlord, Pass(), fault, Pass(), fault, fault, Pass(), fault) as proxy:
        task = await asked(proxy, lambda client: client.submit(SPEC))
        assert await asked(proxy, watched(task)) == TaskReport(rows=12)


async def test_both_the_task_and_the_question_for_it_are_lost() -> None:
    overlord = Overlord()
    async with overlord_behind(overlord, Broken(0), Reset(), Silence(), bare(503)) as proxy:
        assert await asked(proxy, lambda client: client.submit(SPEC)) == "sales-1"
    assert overlord.submissions == ["sales-1"]


async def test_a_task_is_found_again_by_its_id() -> None:
    overlord = Overlord()
    async with overlord_behind(overlord) as proxy:
        await asked(proxy, lambda client: client.submit(SPEC))
        assert await asked(proxy, lambda client: client.submit(SPEC)) == "sales-1"
    assert overlord.submissions == ["sales-1"]


async def test_an_overlord_that_restarts_is_waited_for() -> None:
    overlord = Overlord(looks=1, report=counted(3))
    async with overlord_behind(overlord) as proxy:
        task = await asked(proxy, lambda client: client.submit(SPEC))
        async with proxy.down():
            waiting = asyncio.create_task(asked(proxy, watched(task)))
            await asyncio.sleep(0.05)
        assert (await waiting).rows == 3


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Reset(), Unreachable), (Silence(), TimedOut), (bare(503), Failed)],
    ids=("reset", "silence", "503"),
)
async def test_patience_ends(fault: Fault, error: type[DruidError]) -> None:
    overlord = Overlord()
    async with overlord_behind(overlord) as proxy:
        proxy.always(fault)
        with pytest.raises((error, Unreachable)):
            await asked(proxy, lambda client: client.submit(SPEC), HASTY)
        with pytest.raises(error):
            await asked(proxy, watched("sales-1"), HASTY)


async def test_a_task_that_takes_too_long_is_left_alone() -> None:
    overlord = Overlord(looks=10**6)
    async with overlord_behind(overlord) as proxy:
        task = await asked(proxy, lambda client: client.submit(SPEC))
        with pytest.raises(TimedOut, match="did not end within"):
            await asked(proxy, watched(task, 0.1))
    assert overlord.stopped == []


async def test_who_watches_may_stop() -> None:
    overlord = Overlord(looks=10**6, report=counted(7))
    told: list[int] = []

    def stop(rows: int) -> None:
        told.append(rows)
        raise KeyboardInterrupt

    def watch(client: TaskClient) -> str:
        try:
            client.wait("sales-1", 10, stop)
        except KeyboardInterrupt:
            return "stopped"
        return "ended"

    async with overlord_behind(overlord) as proxy:
        await asked(proxy, lambda client: client.submit(SPEC))
        assert await asked(proxy, watch) == "stopped"
    assert (told, overlord.stopped) == ([7], [])


async def test_an_unknown_task_is_no_task() -> None:
    async with overlord_behind(Overlord()) as proxy:
        assert await asked(proxy, lambda client: client.status("nobody")) is None
        assert await asked(proxy, lambda client: client.report("nobody")) is None
        await asked(proxy, lambda client: client.cancel("nobody"))
        with pytest.raises(TaskFailed, match="does not know it"):
            await asked(proxy, watched("nobody"))


async def test_a_cancelled_task() -> None:
    overlord = Overlord()
    async with overlord_behind(overlord) as proxy:
        await asked(proxy, lambda client: client.submit(SPEC))
        await asked(proxy, lambda client: client.cancel("sales-1"))
    assert overlord.stopped == ["sales-1"]


EVENT = {"errorType": "unparseable", "details": ["Unable to parse row [Jane] (Path: file:/x/a.gz, Record: 2, Line: 2)"]}
TRACE = "java.lang.IllegalStateException: org.apache.druid.java.util.common.ISE: No space left on device\n\tat java"
ENDINGS: dict[str, tuple[Overlord, str]] = {
    "bad line": (
        Overlord(outcome="FAILED", error=TRACE, report={"unparseableEvents": {"buildSegments": [EVENT]}}),
        "line 2 of a.gz cannot be read (on worker:8091)",
    ),
    "only a trace": (Overlord(outcome="FAILED", error=TRACE), "No space left on device (on worker:8091)"),
    "no word": (Overlord(outcome="FAILED"), "Druid gives no reason (on worker:8091)"),
    "left out": (
        Overlord(report=counted(5, thrownAway=2)),
        "it left out 2 lines outside of its months and could not read 0, of 5",
    ),
    "unread": (
        Overlord(report=counted(5, unparseable=1, processedWithError=3)),
        "it left out 0 lines outside of its months and could not read 4, of 5",
    ),
    "nothing": (Overlord(report=counted(0)), "it found no lines; its workers may not see the files that were staged"),
}


@pytest.mark.parametrize(("overlord", "reason"), ENDINGS.values(), ids=ENDINGS)
async def test_why_a_task_failed(overlord: Overlord, reason: str) -> None:
    async with overlord_behind(overlord) as proxy:
        await asked(proxy, lambda client: client.submit(SPEC))
        with pytest.raises(TaskFailed) as failed:
            await asked(proxy, watched("sales-1"))
    assert (failed.value.task, failed.value.reason) == ("sales-1", reason)
    assert "Jane" not in str(failed.value)


@pytest.mark.parametrize(
    "stats", [counted(9)["rowStats"], {"totals": counted(9)["rowStats"], "movingAverages": {}}], ids=["one", "several"]
)
async def test_the_report_of_one_worker_or_several(stats: dict[str, Any]) -> None:
    async with overlord_behind(Overlord(report={"rowStats": stats})) as proxy:
        await asked(proxy, lambda client: client.submit(SPEC))
        assert await asked(proxy, lambda client: client.report("sales-1")) == TaskReport(rows=9)


async def test_what_is_told_of_a_task() -> None:
    async with overlord_behind(Overlord(looks=0)) as proxy:
        await asked(proxy, lambda client: client.submit(SPEC))
        state = await asked(proxy, lambda client: client.status("sales-1"))
    assert state is not None
    assert (state.phase, state.seconds, state.worker, state.datasource) == (
        *(Phase.SUCCESS, 1.5),
        *("worker:8091", "sales_analytics"),
    )
