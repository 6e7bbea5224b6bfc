"""One history of loads and reads while it happens: loaders publish and die, clients ask and note what they saw.

In: a store, a seed, how many reads and loads; a way to the doors. Out: a `Run`, judged by `judge`. The loaders are
processes of the real command.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import orjson

from backend.tests.asking import ROOT
from backend.tests.whole.clients import OPERATIONS
from backend.tests.whole.history import Read, anomalies
from backend.tests.whole.published import Facts, Line, Load, after, facts_of
from druid.store.snapshots import open_snapshot


@dataclass(slots=True)
class Run:
    """One history while it happens. `published` holds every version that ever was visible, in order.

    `cut` counts requests whose connection ended before an answer: only where `may_be_cut` allows it.
    """

    store: Path
    seed: int
    reads_wanted: int
    published: list[tuple[str, Facts]] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    envelopes: int = 0
    floor: str | None = None
    is_loading: bool = True
    next_load_at: int = 0
    due: asyncio.Event = field(default_factory=asyncio.Event)
    held: tuple[Line, ...] = ()
    doomed: list[str] = field(default_factory=list)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    may_be_cut: bool = False
    cut: int = 0

    @property
    def is_over(self) -> bool:
        return not self.is_loading and self.envelopes >= self.reads_wanted

    def note(self, read: Read) -> None:
        self.reads.append(read)
        self.envelopes += len(read.versions)
        if self.envelopes >= self.next_load_at:
            self.due.set()

    async def wait_for_reads(self, count: int) -> None:
        self.next_load_at = count
        self.due.clear()
        if self.envelopes < count:
            await self.due.wait()

    def visible(self) -> tuple[str, tuple[str, ...]]:
        """The newest version and the files of its loads, as the store itself says."""
        snapshot = open_snapshot(self.store)
        assert snapshot is not None
        return snapshot.manifest.version, tuple(load.file for load in snapshot.manifest.loads)


async def run_loader(run: Run, load: Load) -> tuple[int, str]:
    """The command in a process of its own: its exit code and the version that it reports."""
    command = ("load", str(load.write(run.store.parent)), "--data-dir", str(run.store), "--json")
    mode = ("--mode", "replace" if load.replaces else "append")
    fault = {"SALES_FAULT": load.fault} if load.fault else {}
    loader = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ingestion", *command, *mode),
        cwd=ROOT,
        env={**os.environ, **fault},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    if load.kill_after is not None:
        await asyncio.sleep(load.kill_after)
        with suppress(ProcessLookupError):
            loader.kill()
    told, _ = await loader.communicate()
    return loader.returncode or 0, str(orjson.loads(told).get("version", "")) if told else ""


async def publish(run: Run, load: Load) -> None:
    """Load one file, and note which version it made; a dead loader's outcome is found by looking."""
    code, reported = await run_loader(run, load)
    version, files = run.visible()
    if load.name in files:
        run.held = after(run.held, load)
        run.published.append((version, facts_of(run.held)))
    if code == 0:
        assert (load.name in files, reported) == (True, version)
        run.floor = version
    else:
        assert code == -9, code
    if load.fault or load.kill_after is not None:
        run.doomed.append(f"{load.name} {'published' if load.name in files else 'unpublished'}")


async def load_all(run: Run, loads: list[Load]) -> None:
    """One load after the other, spread over the reads."""
    try:
        for number, load in enumerate(loads):
            await run.wait_for_reads(run.reads_wanted * number // (len(loads) + 1))
            await publish(run, load)
    finally:
        run.is_loading = False


async def read_on(run: Run, door: httpx.AsyncClient, client: int) -> None:
    chance = random.Random(f"{run.seed}/{client}")
    number = 0
    while not run.is_over:
        floor = run.floor
        try:
            versions, answers = await chance.choice(OPERATIONS).ask(door)
        except httpx.TransportError:
            if not run.may_be_cut:
                raise
            run.cut += 1
            continue
        run.note(Read(client, number, floor, versions, answers))
        number += 1


def judge(run: Run, loads: int) -> None:
    found = anomalies(run.published, run.reads)
    seen = {read.versions[0] for read in run.reads}
    sys.stdout.write(
        f"seed {run.seed}: {run.envelopes} reads in {len(run.reads)} operations over {len(run.published)} versions, "
        f"{len(seen)} of them seen; {', '.join(run.doomed)}; {len(found)} anomalies\n"
    )
    assert found == []
    assert len(run.published) - sum("unpublished" not in name for name in run.doomed) == loads
    assert run.doomed[:2] == ["dies-early.csv unpublished", "dies-late.csv published"]
    assert run.envelopes >= run.reads_wanted
    assert len(seen) > loads // 2
