"""A tiny product behind the real doors: an engine with a snapshot and no data, and reports that say what was asked.

`echo` answers the checked arguments themselves, so a test sees exactly what a door made of its input.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import polars as pl
from fastapi import FastAPI

from backend.api.layered import Layered
from backend.app import create_app
from backend.engine.port import Lease
from backend.errors import NoData, VersionGone
from backend.planner.plan import Note, Statement
from backend.reports.arguments import ARGUMENTS, LISTED
from backend.reports.session import Session
from backend.reports.spec import Arguments, Field, FieldType, Outcome, Page, ReportSpec
from backend.settings import Settings
from druid.store.manifest import Manifest

NOW = datetime(2024, 6, 15, 12, tzinfo=UTC)
SECRET = "SELECT secret FROM vault"  # a text to look for in answers, not a secret


class TinyLease:
    def __init__(self, sequence: int) -> None:
        self.manifest = Manifest(sequence, "tiny", "Africa/Nairobi", "KES", "2024-06-15T00:00:00Z")
        self.fallback: str | None = None

    def notes(self) -> tuple[Note, ...]:
        return ()

    async def run(self, statement: Statement, deadline: float) -> pl.DataFrame:
        raise AssertionError(f"tiny reports ask nothing: {statement.table} {deadline}")


class TinyEngine:
    """Each lease is of the next version, so that a test sees how many were taken."""

    name = "tiny"

    def __init__(self, *, is_empty: bool = False) -> None:
        self.is_empty = is_empty
        self.leases = 0
        self.open_leases = 0
        self.is_closed = False

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[Lease]:
        if self.is_empty:
            raise NoData("Nothing was loaded yet.")
        self.leases += 1
        self.open_leases += 1
        try:
            yield TinyLease(self.leases)
        finally:
            self.open_leases -= 1

    async def edition(self) -> str | None:
        """Never the same twice, so nothing is kept."""
        return None

    async def health(self) -> dict[str, object]:
        return {"slots": 2}

    async def close(self) -> None:
        self.is_closed = True


async def _echo(session: Session, arguments: Arguments) -> Outcome:
    return Outcome({"said": repr(arguments), "version": session.lease.manifest.version})


async def _rows(_session: Session, arguments: Arguments) -> Outcome:
    rows = [{"product": name, "revenue": 1.5, "class": "A", "nulls": []} for name in "ab"][: arguments.limit]
    return Outcome(rows, row_count=len(rows), page=Page(2, "next", has_next_page=len(rows) < 2))


async def _crash(_session: Session, _arguments: Arguments) -> Outcome:
    raise RuntimeError(SECRET)


async def _collected(session: Session, _arguments: Arguments) -> Outcome:
    """Fails on the first snapshot as one whose files were collected meanwhile."""
    if session.lease.manifest.sequence == 1:
        raise VersionGone("The snapshot was collected.")
    return Outcome({"version": session.lease.manifest.version})


async def _version(session: Session, _arguments: Arguments) -> Outcome:
    return Outcome({"version": session.lease.manifest.version})


def _texts(name: str, type_name: str, *fields: str) -> Field:
    return Field(name, FieldType.OBJECT, fields=tuple(Field(f, FieldType.TEXT) for f in fields), type_name=type_name)


ECHO = _texts("echo", "Echo", "said", "version")
VERSION = _texts("dataVersion", "DataVersion", "version")
ROWS = Field(
    "topProducts",
    FieldType.LIST,
    fields=(
        Field("product", FieldType.TEXT),
        Field("revenue", FieldType.MONEY),
        Field("class", FieldType.TEXT),
        Field("nulls", FieldType.LIST, fields=(Field("field", FieldType.TEXT),), type_name="TinyNull"),
    ),
    type_name="TinyRow",
)
EVERY = tuple(ARGUMENTS)
SORTS = ("REVENUE", "PROFIT", "GROWTH")

SPECS = (
    ReportSpec("echo", "Says what was asked.", ECHO, EVERY, _echo, cost=10, sort_fields=SORTS, limit=10),
    ReportSpec("explore", "Says it, by POST.", ECHO, EVERY, _echo, cost=50, sort_fields=SORTS, method="POST"),
    ReportSpec("topProducts", "Two rows.", ROWS, LISTED, _rows, sort_fields=SORTS, limit=10),
    ReportSpec("crash", "Fails unexpectedly.", ECHO, (), _crash),
    ReportSpec("collected", "Fails on the first snapshot.", VERSION, (), _collected),
    ReportSpec("dataVersion", "The version.", VERSION, (), _version, cost=1, rest_path="/api/data-version"),
    ReportSpec(
        "filterOptions",
        "By path.",
        ECHO,
        ("dimension", "search", "limit"),
        _echo,
        required=("dimension",),
        rest_path="/api/filter-options/{dimension}",
    ),
)


def settings(**changes: Any) -> Settings:  # noqa: ANN401  # whatever a setting takes
    return Settings(**{"_env_file": None, **changes})


def tiny_app(engine: TinyEngine | None = None, **changes: Any) -> Layered:  # noqa: ANN401  # settings to change
    return create_app(settings(**changes), engine or TinyEngine(), specs=SPECS, clock=lambda: NOW)


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")


def codes(response: httpx.Response) -> list[str]:
    """Every error code of an answer: of the envelope, of GraphQL's errors, of the envelopes of root fields."""
    body = response.json()
    if "metadata" in body:
        return [body["error"]["code"]] if body["error"] else []
    found = [error["extensions"]["code"] for error in body.get("errors", [])]
    envelopes = (body.get("data") or {}).values()
    return found + [envelope["error"]["code"] for envelope in envelopes if envelope and envelope.get("error")]
