"""Things that happen to a publication on a real Druid while questions are asked: what was served goes on, it resumes.

The overlord is killed while a task runs, the answer to a submission is lost, the historical is away when segments are
handed to it, the worker dies with the task. Afterwards `publish` makes the cluster hold the record.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from dataclasses import dataclass

import httpx
import orjson
import pytest

from backend.tests.whole.on_cluster import LOAD_SECONDS, Published, dense, door_to
from backend.tests.whole.published import Load, some_loads
from backend.tests.whole.witness import witnessing
from druid.catalog.sales import SALES
from druid.cluster.instance import Instance
from druid.cluster.runtime import kill, restart, wait_ready
from druid.store.snapshots import open_snapshot
from druid.tests.client.fault_proxy import Exchange, FaultProxy, Seen

pytestmark = [pytest.mark.druid, pytest.mark.own_druid]

HEAL_SECONDS = 240.0
AWAY_SECONDS = 3.0
LOADS = map(dense, some_loads(13, 12)[1:])
TASKS = "/druid/indexer/v1/task"


@dataclass(frozen=True, slots=True)
class Mishap:
    """`service` is killed, and started again, as soon as a task for `table` is seen to run."""

    service: str
    table: str


MISHAPS = (
    Mishap("coordinator", "sales_analytics"),
    Mishap("indexer", "sales_analytics"),
    pytest.param(Mishap("historical", "sales_analytics"), marks=pytest.mark.torture),
    pytest.param(Mishap("coordinator", "sales_daily_product"), marks=pytest.mark.torture),
)


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """Druid does as asked, and the connection breaks before it can say so."""

    async def play(self, exchange: Exchange) -> None:
        await exchange.forward()
        exchange.reset()


def begin(made: Published, load: Load, url: str | None = None) -> subprocess.Popen[str]:
    mode = ("--mode", "replace" if load.replaces else "append")
    return made.command("load", str(load.write(made.store.parent)), *mode, url=url)


def await_task(made: Published, table: str, loader: subprocess.Popen[str]) -> bool:
    """Whether a task for the table was seen to run before the loader ended."""
    words = {"state": "running", "datasource": f"{made.prefix}{table}"}
    with httpx.Client(base_url=made.router, timeout=30, trust_env=False) as router:
        while loader.poll() is None:
            if router.get(f"{TASKS}s", params=words).raise_for_status().json():
                return True
            time.sleep(0.05)
    return False


def happen(instance: Instance, service: str) -> None:
    kill(instance, service)
    restart(instance, service, wait=False)


def recorded(made: Published, load: Load) -> str:
    """The version of the record, which a load changes whatever becomes of the cluster."""
    snapshot = open_snapshot(made.store)
    assert snapshot is not None
    version = snapshot.manifest.version
    if load.name in {one.file for one in snapshot.manifest.loads} and version not in made.versions:
        made.note(load, version)
    return version


def publish(made: Published) -> dict[str, object]:
    command = made.command("publish")
    told, complaints = command.communicate(timeout=LOAD_SECONDS)
    assert command.returncode == 0, (told, complaints)
    answer: dict[str, object] = orjson.loads(told)
    return answer


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: f"{mishap.service}-{mishap.table}")
async def test_a_mishap_costs_no_wrong_answer_and_is_resumed(
    own_cluster: tuple[Instance, str], on_own_cluster: Published, mishap: Mishap
) -> None:
    instance, _ = own_cluster
    made, load = on_own_cluster, next(LOADS)
    before = recorded(made, load)
    async with door_to(made.settings()) as door, witnessing(door) as witness:
        loader = begin(made, load)
        is_seen = await asyncio.to_thread(await_task, made, mishap.table, loader)
        await asyncio.to_thread(happen, instance, mishap.service)
        _, complaints = await asyncio.to_thread(loader.communicate, timeout=LOAD_SECONDS)
        assert is_seen
        after_load = recorded(made, load)
        await asyncio.to_thread(wait_ready, instance)
        told = await asyncio.to_thread(publish, made)
        seconds = await witness.heals(made.versions, HEAL_SECONDS)
    found = witness.tally(made.versions, (before, after_load))
    sys.stdout.write(
        f"{mishap.service} while {mishap.table} is built: loader exit {loader.returncode} "
        f"{complaints.splitlines()[-1:]}, publish {told['outcome']}, {dict(found)}, right {seconds:.1f} s later\n"
    )


async def test_a_lost_submission_is_found_again(on_own_cluster: Published) -> None:
    """The ids of tasks are ours: the loader asks for them instead of sending the work twice."""
    made, load = on_own_cluster, next(LOADS)
    before = recorded(made, load)

    def submits(seen: Seen) -> bool:
        return seen.method == "POST" and seen.path == TASKS

    async with FaultProxy(made.router, submits) as proxy, door_to(made.settings()) as door, witnessing(door) as witness:
        proxy.script(*(LostAnswer() for _ in range(2)))
        loader = begin(made, load, proxy.url)
        told, complaints = await asyncio.to_thread(loader.communicate, timeout=LOAD_SECONDS)
        assert loader.returncode == 0, (told, complaints)
        recorded(made, load)
        seconds = await witness.heals(made.versions, HEAL_SECONDS)
        taken = [orjson.loads(seen.body)["id"] for seen in proxy.seen if submits(seen)]
    found = witness.tally(made.versions, (before, list(made.versions)[-1]))
    sys.stdout.write(
        f"{len(taken)} submissions of {len(set(taken))} tasks; {dict(found)}; right {seconds:.1f} s later\n"
    )
    assert len(set(taken)) == 1 + len(SALES.rollups)
