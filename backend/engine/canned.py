"""An engine that answers from a function, for tests of what stands above engines.

Comes in: a manifest and a function from statement to frame. Goes out: the same leases, checks and errors as any
engine. Statements asked are kept in `asked`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import polars as pl

from backend.engine.result import checked
from backend.errors import EngineTimeout, NoData
from backend.planner.plan import Note, Statement
from druid.catalog.model import Catalog
from druid.store.manifest import Manifest

Answers = Callable[[Statement], pl.DataFrame] | Mapping[str, pl.DataFrame]


class CannedEngine:
    """`answers` is a function, or frames by table. Without a manifest nothing was ever loaded."""

    name = "canned"

    def __init__(self, manifest: Manifest | None, answers: Answers, catalog: Catalog) -> None:
        self.manifest = manifest
        self.catalog = catalog
        self.asked: list[Statement] = []
        self._answers = answers

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[CannedLease]:
        if self.manifest is None:
            raise NoData("No sales have been loaded yet.")
        yield CannedLease(self, self.manifest)

    async def edition(self) -> str | None:
        return None if self.manifest is None else self.manifest.version

    def answer(self, statement: Statement) -> pl.DataFrame:
        self.asked.append(statement)
        found = self._answers(statement) if callable(self._answers) else self._answers[statement.table]
        return checked(found, statement, self.catalog)

    async def health(self) -> dict[str, object]:
        return {"engine": self.name, "state": "no_data" if self.manifest is None else "ok"}

    async def close(self) -> None:
        """Nothing is held."""


class CannedLease:
    fallback: str | None = None

    def __init__(self, engine: CannedEngine, manifest: Manifest) -> None:
        self._engine = engine
        self.manifest = manifest

    def notes(self) -> tuple[Note, ...]:
        return ()

    async def run(self, statement: Statement, deadline: float) -> pl.DataFrame:
        await asyncio.sleep(0)
        if time.monotonic() > deadline:
            raise EngineTimeout("The question took longer than it may.")
        return self._engine.answer(statement)
