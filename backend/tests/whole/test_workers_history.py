"""Several workers over one store are as one: no client sees versions go backwards, whoever answers, whoever is killed.

`SALES_HISTORY_SEED` repeats a run.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

import httpx

from backend.tests.asking import load
from backend.tests.whole.histories import Run, judge, load_all, publish, read_on
from backend.tests.whole.published import some_loads
from backend.tests.whole.servers import PATIENCE, Server, running

CLIENTS = 8
"""As many as may wait at one worker while the other is away: more would be told to come later."""
SEED = int(os.environ.get("SALES_HISTORY_SEED", "7"))


async def history(run: Run, server: Server, loads: int, kills: int = 0) -> None:
    """Half of the clients keep a connection, and with it a worker; the others ask whoever is free."""
    fresh = httpx.Limits(max_keepalive_connections=0)
    kept = httpx.AsyncClient(base_url=server.address, timeout=PATIENCE)
    changing = httpx.AsyncClient(base_url=server.address, timeout=PATIENCE, limits=fresh)
    async with kept, changing, asyncio.TaskGroup() as together:
        together.create_task(load_all(run, some_loads(run.seed, loads)[1:]))
        together.create_task(kill_now_and_then(run, server, kills))
        for client in range(CLIENTS):
            together.create_task(read_on(run, changing if client % 2 else kept, client))


async def kill_now_and_then(run: Run, server: Server, kills: int) -> None:
    """One worker after the other, in the middle of questions; the next once all are there again."""
    chance = random.Random(f"{run.seed}/kills")
    for count in range(kills):
        await asyncio.sleep(chance.uniform(0.2, 2))
        os.kill(chance.choice(server.workers()), signal.SIGKILL)
        await asyncio.to_thread(server.await_workers, len(server.workers()) + count + 1)
    run.next_load_at = 0
    run.due.set()


async def test_no_client_goes_backwards_over_two_workers(tmp_path: Path) -> None:
    run = Run(tmp_path / "store", SEED, 2_000)
    await publish(run, some_loads(SEED, 6)[0])
    with running(tmp_path, run.store, 2, {"MAX_COMPLEXITY": "10000"}) as server:
        await history(run, server, 6)
        judge(run, 6)
        assert server.stop() == 0


async def test_a_killed_worker_gives_no_wrong_answer(tmp_path: Path) -> None:
    run = Run(tmp_path / "store", SEED + 1, 800, may_be_cut=True)
    await publish(run, some_loads(run.seed, 4)[0])
    with running(tmp_path, run.store, 2, {"MAX_COMPLEXITY": "10000"}) as server:
        await history(run, server, 4, kills=2)
        judge(run, 4)
        ended = [event["code"] for event in server.events("server.worker.ended")]
        assert (ended, len(server.events("server.worker.ready"))) == ([-signal.SIGKILL] * 2, 4)
        sys.stdout.write(f"{run.cut} requests cut off by 2 kills\n")
        assert run.cut <= 2 * CLIENTS
        assert server.stop() == 0


def test_every_worker_answers_from_a_new_version_at_once(tmp_path: Path) -> None:
    """No waiting: the first question after a load's end is answered from it, by whoever is asked."""
    first, *others = [batch for batch in some_loads(SEED, 4) if not batch.fault and not batch.kill_after]
    assert load(first.write(tmp_path), tmp_path / "store").returncode == 0
    with running(tmp_path, tmp_path / "store", 2) as server, server.a_client_each() as clients:
        for batch in others:
            assert load(batch.write(tmp_path), tmp_path / "store").returncode == 0
            versions = [client.get("/api/data-version").json()["data"] for client in clients]
            assert versions[0] == versions[1]
            assert int(versions[0]["version"].partition("-")[0]) == others.index(batch) + 2
