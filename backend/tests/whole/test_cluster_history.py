"""Readers ask while loaders publish to a real Druid: every unflagged answer is wholly one published version.

An answer over months that are being replaced says so; versions never go backwards for a client, nor behind what a
loader had reported. `SALES_HISTORY_LOADS` makes it longer.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.tests.whole.clients import PATHS, READERS
from backend.tests.whole.history import Read, anomalies
from backend.tests.whole.on_cluster import Published, dense, door_to
from backend.tests.whole.published import Load, some_loads
from backend.tests.whole.verdicts import LOADING, STALE, TROUBLE
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

LOADS = int(os.environ.get("SALES_HISTORY_LOADS", "3"))
CLIENTS = 4
PAUSE_SECONDS = 0.05
"""Between a client's answer and its next question: readers without one leave the loader no processor."""


@pytest.fixture
def published(druid_url: str, tmp_path: Path) -> Iterator[Published]:
    with fresh_prefix(druid_url) as prefix:
        made = Published(tmp_path / "store", druid_url, prefix)
        made.load(files()[0])
        yield made


def files() -> list[Load]:
    """Whole loads only: what becomes of dying loaders is asked elsewhere."""
    whole = (load for load in some_loads(17, LOADS + 1) if load.fault is None and load.kill_after is None)
    return [dense(load) for load in whole]


@dataclass(slots=True)
class History:
    made: Published
    floor: str | None = None
    is_loading: bool = True
    reads: list[Read] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    async def read_on(self, door: httpx.AsyncClient, client: int) -> None:
        chance, number = random.Random(f"17/{client}"), 0
        while self.is_loading:
            name, floor = chance.choice(sorted(PATHS)), self.floor
            self._note((await door.get(PATHS[name])).json(), (client, number, floor, name))
            number += 1
            await asyncio.sleep(PAUSE_SECONDS)

    def _note(self, envelope: Mapping[str, Any], asked: tuple[int, int, str | None, str]) -> None:
        client, number, floor, name = asked
        if envelope["error"] is not None:
            assert envelope["error"]["code"] in TROUBLE, envelope["error"]
            self.kinds["coded"] += 1
            return
        metadata = envelope["metadata"]
        warned = {warning["code"] for warning in metadata["warnings"]}
        if metadata["stale"]:
            # segments were on their way, and an earlier answer stood in
            assert STALE in warned, metadata
            self.kinds["stood in"] += 1
            return
        if not metadata["complete"]:
            assert LOADING in warned, metadata
            self.kinds["flagged"] += 1
            return
        self.kinds["read"] += 1
        answers = {name: READERS[name](envelope["data"])}
        self.reads.append(Read(client, number, floor, (metadata["dataVersion"],), answers))

    async def load_all(self) -> None:
        try:
            for load in files()[1:]:
                await asyncio.to_thread(self.made.load, load)
                self.floor = list(self.made.versions)[-1]
                await asyncio.sleep(2)
        finally:
            self.is_loading = False


async def test_every_unflagged_read_is_one_published_version(published: Published) -> None:
    history = History(published)
    async with door_to(published.settings()) as door, asyncio.TaskGroup() as together:
        together.create_task(history.load_all())
        for client in range(CLIENTS):
            together.create_task(history.read_on(door, client))
    found = anomalies(list(published.versions.items()), history.reads)
    seen = {read.versions[0] for read in history.reads}
    told = f"{len(seen)} of {len(published.versions)} versions seen; {len(found)} anomalies"
    sys.stdout.write(f"{dict(history.kinds)}; {told}\n")
    assert found == []
    assert history.kinds["read"] > 10 * LOADS
    assert history.kinds["flagged"]
    assert len(seen) > 1
