"""Clients that go on asking while things happen to the cluster, and what they heard.

In: a client of the application. Out: a `Witness`; every answer it heard is judged afterwards, when the versions that
were published meanwhile are known.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from backend.tests.whole.clients import PATHS
from backend.tests.whole.published import Facts
from backend.tests.whole.verdicts import Verdict, judge

QUESTIONS = ("overview", "productLines", "branches")
PAUSE = 0.2


@dataclass(slots=True)
class Witness:
    """`heard` are questions and envelopes in the order of their answers."""

    door: httpx.AsyncClient
    heard: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    async def ask_on(self, name: str) -> None:
        while True:
            self.heard.append((name, (await self.door.get(PATHS[name])).json()))
            await asyncio.sleep(PAUSE)

    def tally(self, versions: Mapping[str, Facts], fresh: Collection[str] = ()) -> Counter[str]:
        """How many answers were right, flagged, coded; a wrong one fails at once, in full."""
        found: Counter[str] = Counter()
        for name, envelope in self.heard:
            judged = judge(name, envelope, versions, fresh)
            assert judged.verdict is not Verdict.WRONG, (name, judged.seen, envelope)
            found[judged.verdict.value] += 1
        return found

    async def heals(self, versions: Mapping[str, Facts], patience: float) -> float:
        """Seconds until every question is answered right."""
        began = time.monotonic()
        while True:
            replies = await asyncio.gather(*(self.door.get(PATHS[name]) for name in QUESTIONS))
            seen = [judge(name, reply.json(), versions) for name, reply in zip(QUESTIONS, replies, strict=True)]
            if {judged.verdict for judged in seen} == {Verdict.RIGHT}:
                return time.monotonic() - began
            assert time.monotonic() - began < patience, seen
            await asyncio.sleep(PAUSE)


@asynccontextmanager
async def witnessing(door: httpx.AsyncClient) -> AsyncIterator[Witness]:
    """Asks every question over and over until the block ends."""
    witness = Witness(door)
    tasks = [asyncio.create_task(witness.ask_on(name)) for name in QUESTIONS]
    try:
        yield witness
        broken = [task for task in tasks if task.done()]
        assert broken == []
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
