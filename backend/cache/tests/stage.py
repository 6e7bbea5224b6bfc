"""A product whose store is a number that tests turn: a stage for the cache, without files.

`echo` says which version, scope and question it was asked with, and waits where a test holds it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from fastapi import FastAPI

from backend.access.policy import EVERYTHING, RowPolicy
from backend.access.principal import Principal, Role
from backend.access.tests.asking import with_keys
from backend.app import create_app
from backend.engine.port import Lease
from backend.errors import EngineTimeout
from backend.planner.plan import Note, Statement
from backend.question import Filter
from backend.reports.session import Session
from backend.reports.spec import Arguments, Outcome, ReportSpec
from backend.tests.api.tiny import ECHO, EVERY, NOW, SORTS, VERSION, TinyEngine, TinyLease, settings
from backend.tests.stores import make_store
from druid.store.manifest import Manifest

NAIROBI = RowPolicy((Filter("branch", ("Nairobi",)),))
THIKA = RowPolicy((Filter("branch", ("Thika",)),))
POLICIES = {"all": EVERYTHING, "Nairobi": NAIROBI, "Thika": THIKA}


@cache
def manifest_of(sequence: int) -> Manifest:
    return replace(make_store(3).manifest if sequence == 1 else manifest_of(1), sequence=sequence)


class NotedLease(TinyLease):
    def __init__(self, sequence: int, notes: tuple[Note, ...]) -> None:
        super().__init__(sequence)
        self.manifest = manifest_of(sequence)
        self._notes = notes

    def notes(self) -> tuple[Note, ...]:
        return self._notes

    async def run(self, statement: Statement, deadline: float) -> pl.DataFrame:
        """The one statement that is asked here: which lines a policy lets be seen. There is one of each branch."""
        del deadline
        found = {name: [1, 1] for name in statement.leaves}
        moments = {name: [NOW.replace(tzinfo=None)] * 2 for name in found if name.startswith("last")}
        return pl.DataFrame({"branch": ["Nairobi", "Thika"], **found, **moments})


class TurningEngine(TinyEngine):
    """Answers from version `sequence` until a test turns it; `notes` are said of each answer."""

    def __init__(self) -> None:
        super().__init__()
        self.sequence = 1
        self.may_keep = True
        self.lease_notes: tuple[Note, ...] = ()

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[Lease]:
        self.leases += 1
        self.open_leases += 1
        try:
            yield NotedLease(self.sequence, self.lease_notes)
        finally:
            self.open_leases -= 1

    async def edition(self) -> str | None:
        return manifest_of(self.sequence).version if self.may_keep else None


class Stage:
    """`asked` counts computations; while `gate` is closed they wait; `fails` makes the next ones fail."""

    def __init__(self) -> None:
        self.engine = TurningEngine()
        self.asked = 0
        self.running = 0
        self.fails = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def echo(self, session: Session, arguments: Arguments) -> Outcome:
        self.asked += 1
        self.running += 1
        try:
            await self.gate.wait()
            if self.fails:
                self.fails -= 1
                raise EngineTimeout("As the test wished.")
            return Outcome({"said": f"{session.view.policy.digest} {arguments!r}", "version": session.manifest.version})
        finally:
            self.running -= 1

    async def version(self, session: Session, _arguments: Arguments) -> Outcome:
        return Outcome({"version": session.manifest.version})

    def specs(self) -> tuple[ReportSpec, ...]:
        return (
            ReportSpec("echo", "Says what was asked.", ECHO, EVERY, self.echo, cost=10, sort_fields=SORTS, limit=10),
            ReportSpec("explore", "By POST.", ECHO, EVERY, self.echo, cost=50, sort_fields=SORTS, method="POST"),
            ReportSpec("dataVersion", "Version.", VERSION, (), self.version, cost=1, rest_path="/api/data-version"),
        )

    def app(self, **changes: Any) -> FastAPI:  # noqa: ANN401  # settings to change
        return create_app(settings(**changes), self.engine, specs=self.specs(), clock=lambda: NOW)

    def guarded(
        self,
        folder: Path,
        role: Role = Role.ANALYST,
        **changes: Any,  # noqa: ANN401  # settings to change
    ) -> tuple[FastAPI, dict[str, dict[str, str]]]:
        """With a key for each policy, and one of a viewer who sees all."""
        wanted = {name: Principal(name, role, policy) for name, policy in POLICIES.items()}
        path, headers = with_keys(folder, {**wanted, "viewer": Principal("viewer", Role.VIEWER)})
        return self.app(access="required", access_file=path, **changes), headers
