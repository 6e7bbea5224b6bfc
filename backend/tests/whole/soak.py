"""A server left on for a while: paced clients over both doors, loads now and then, a fault now and then.

In: a server, a store with one load, a `Plan`. Out: a `Soak`: every answer judged against the totals of its version,
what was cut off or refused, how long answers took, and what the server held at the beginning and at the end.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import httpx
import psutil

from backend.tests.whole.clients import OPERATIONS, Refused
from backend.tests.whole.histories import Run, run_loader
from backend.tests.whole.history import Read, anomalies
from backend.tests.whole.published import Load, after, facts_of, some_loads
from backend.tests.whole.servers import PATIENCE, Server

LEAVING = 0.05
"""The part of requests whose client goes away before the answer."""
FAULTS = ("worker paused", "loader killed", "loader's disk full", "worker killed")
POINTS = ("read.chunk", "base.data", "sync.file", "manifest.sync", "manifest.rename", "root.sync", "exit")
KILLED, STEADY = 1, 0
"""The place whose worker is killed; the other one's memory is watched."""
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds, but for `rate`: requests a second over all clients."""

    seconds: float
    seed: int = 1
    rate: float = 15
    clients: int = 8
    load_every: float = 5
    fault_every: float = 3


@dataclass(frozen=True, slots=True)
class Held:
    """What the workers hold: handles and threads of whoever has most, questions at work, files, bytes of one."""

    handles: int
    threads: int
    at_work: int
    files: int
    rss: int


@dataclass(slots=True)
class Soak:
    """`took` are seconds an answer by the second in which it was asked; `counts` by what happened."""

    plan: Plan
    run: Run
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    took: list[tuple[float, float, bool]] = field(default_factory=list)
    rss: list[tuple[float, int]] = field(default_factory=list)
    is_loading: bool = False
    began: float = field(default_factory=time.monotonic)

    @property
    def now(self) -> float:
        return time.monotonic() - self.began

    @property
    def is_over(self) -> bool:
        return self.now > self.plan.seconds

    async def wait_for(self, due: float) -> None:
        """Until so many seconds have gone by, or all of them are over."""
        await asyncio.sleep(max(min(due, self.plan.seconds + 0.01) - self.now, 0))

    def judge(self) -> None:
        """Judge what can be judged: reads of versions that are known; a client's last one stays for the next time."""
        known = {version for version, _ in self.run.published}
        ready = [read for read in self.run.reads if known.issuperset(read.versions)]
        waiting = [read for read in self.run.reads if not known.issuperset(read.versions)]
        self.wrong += anomalies(self.run.published, ready)
        last = {read.client: read for read in ready}
        self.run.reads = [*last.values(), *waiting]


async def soak(server: Server, run: Run, plan: Plan) -> Soak:
    """All of it; ends once the last load and fault are over."""
    found = Soak(plan, run)
    limits = httpx.Limits(max_keepalive_connections=plan.clients // 2)
    every = httpx.AsyncClient(base_url=server.address, timeout=PATIENCE, limits=limits)
    async with every as door, asyncio.TaskGroup() as together:
        for number in range(plan.clients):
            together.create_task(ask_on(found, door, number))
        together.create_task(load_on(found))
        together.create_task(fail_on(found, server))
        together.create_task(watch(found, server))
    found.judge()
    found.wrong += [f"{read.versions} was never published" for read in found.run.reads if not _is_known(read, run)]
    return found


def _is_known(read: Read, run: Run) -> bool:
    return {version for version, _ in run.published}.issuperset(read.versions)


async def ask_on(found: Soak, door: httpx.AsyncClient, client: int) -> None:
    """One client: a question whenever its turn comes, however long the one before took."""
    plan, chance, number = found.plan, random.Random(f"{found.plan.seed}/{client}"), 0
    while not found.is_over:
        number += 1
        due = (number + client / plan.clients) * plan.clients / plan.rate
        await asyncio.sleep(max(due - found.now, 0))
        began, loading, floor = found.now, found.is_loading, found.run.floor
        asked = asyncio.ensure_future(chance.choice(OPERATIONS).ask(door))
        if chance.random() < LEAVING:
            await asyncio.wait({asked}, timeout=chance.uniform(0, 0.02))
            asked.cancel()
            found.counts["left early"] += 1
            await asyncio.gather(asked, return_exceptions=True)
            continue
        try:
            versions, answers = await asked
        except httpx.TransportError:
            found.counts["cut off"] += 1
        except Refused as refused:
            found.counts[f"refused {refused.code}"] += 1
        else:
            found.run.reads.append(Read(client, number, floor, versions, answers))
            found.counts["answers"] += len(versions)
            found.took.append((began, found.now - began, loading or found.is_loading))


async def load_on(found: Soak) -> None:
    for number, batch in enumerate(some_loads(found.plan.seed, 10_000)[1:]):
        if found.is_over:
            return
        await load_one(found, replace(batch, fault=None, kill_after=None))
        found.judge()
        await found.wait_for((number + 1) * found.plan.load_every)


async def load_one(found: Soak, batch: Load) -> None:
    """A load, and what it came to as the store itself says."""
    run = found.run
    async with run.turn:
        found.is_loading = True
        code, _ = await run_loader(run, batch)
        found.is_loading = False
        version, files = run.visible()
        if batch.name in files and version not in dict(run.published):
            run.held = after(run.held, batch)
            run.published.append((version, facts_of(run.held)))
        found.counts["loads" if code == 0 else "loads that failed"] += 1
        if code == 0:
            run.floor = version


async def fail_on(found: Soak, server: Server) -> None:
    """One fault after the other, in turn; the next once the server is whole again."""
    chance = random.Random(f"{found.plan.seed}/faults")
    for number in range(10_000):
        await found.wait_for((number + 1) * found.plan.fault_every)
        if found.is_over:
            return
        fault = FAULTS[number % len(FAULTS)]
        found.counts[fault] += 1
        if fault == "worker killed":
            os.kill(server.workers()[KILLED], signal.SIGKILL)
            await asyncio.to_thread(server.await_workers, 2 + found.counts[fault])
        elif fault == "worker paused":
            pid = server.workers()[KILLED]
            os.kill(pid, signal.SIGSTOP)
            await asyncio.sleep(0.5)
            os.kill(pid, signal.SIGCONT)
        else:
            point = f"kill@{chance.choice(POINTS)}" if fault == "loader killed" else f"ENOSPC@{chance.randrange(1, 40)}"
            (batch,) = some_loads(found.plan.seed + number + 1, 4)[:1]
            await load_one(found, replace(batch, name=f"fault-{number}.csv", fault=point))


async def watch(found: Soak, server: Server) -> None:
    """The memory of the worker that nobody kills; and each second both probes, which tell the truth in every fault."""
    process = psutil.Process(server.workers()[STEADY])
    fresh = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=server.address, timeout=PATIENCE, limits=fresh) as prober:
        while not found.is_over:
            found.rss.append((found.now, process.memory_info().rss))
            for probe in ("live", "ready"):
                try:
                    status = (await prober.get(f"/api/health/{probe}")).status_code
                except httpx.TransportError:
                    found.counts["cut off"] += 1
                else:
                    found.counts["probes" if status == 200 else f"probe {probe} {status}"] += 1
            await asyncio.sleep(1)


def held(server: Server) -> Held:
    """What the server holds when nobody asks: looked at until it is quiet, for a few seconds at most."""
    with _quiet(server) as (clients, processes):
        for _ in range(100):
            at_work = sum(map(_at_work, clients))
            if not at_work:
                break
            time.sleep(0.1)
        return Held(
            handles=min(_handles(processes) for _ in range(20)),
            threads=max(process.num_threads() for process in processes),
            at_work=at_work,
            files=server.temporary_files(),
            rss=processes[STEADY].memory_info().rss,
        )


@contextmanager
def _quiet(server: Server) -> Iterator[tuple[list[httpx.Client], list[psutil.Process]]]:
    with server.a_client_each() as clients:
        yield clients, [psutil.Process(pid) for pid in server.workers()]


def _handles(processes: list[psutil.Process]) -> int:
    """Of whoever has most, a moment from now: a connection that its client closed is one until the server sees it."""
    time.sleep(0.05)
    return max(process.num_fds() for process in processes)


def _at_work(client: httpx.Client) -> int:
    """Questions at work or waiting, and snapshots beyond the newest."""
    details = client.get("/api/health/ready").json()["data"]["details"]
    return int(details["slots_in_use"]) + int(details["queue"]) + int(details["snapshots"]) - 1


def slope(points: list[tuple[float, int]], since: float) -> float:
    """MiB a minute by least squares, of the points after so many seconds; 0 of fewer than two."""
    taken = [(at / 60, size / MIB) for at, size in points if at >= since]
    if len(taken) < 2:
        return 0.0
    return statistics.linear_regression([at for at, _ in taken], [size for _, size in taken]).slope


def percentile(took: list[float], part: float) -> float:
    """Milliseconds; 0 of none."""
    return sorted(took)[min(int(len(took) * part), len(took) - 1)] * 1000 if took else 0.0
