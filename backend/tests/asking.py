"""Asking in tests: a store loaded by the real command, the real engine, one answer at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from backend.access.policy import EVERYTHING
from backend.answer import AnswerContext, RequestFacts, answer
from backend.engine.embedded import EmbeddedEngine
from backend.reports.registry import reports
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from druid.catalog.model import Catalog
from druid.catalog.sales import SALES

Json = Any

ROOT = Path(__file__).parents[2]
IN_ONE_LOOP = pytest.mark.asyncio(loop_scope="module")
"""For tests that ask the one application of their file, which belongs to the loop that it was started in."""
NOW = datetime(2025, 6, 30, 9, 0, tzinfo=UTC)


def load(file: Path, store: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`python -m ingestion load FILE`, as a person types it."""
    command = [sys.executable, "-m", "ingestion", "load", str(file), "--data-dir", str(store), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def ingest(*commands: Sequence[str]) -> None:
    """`python -m ingestion` with each of these words in turn; all must succeed. The libraries are imported once."""
    line = [sys.executable, "-m", "ingestion.tests.forked_commands"]
    done = subprocess.run(line, cwd=ROOT, input=orjson.dumps(commands), capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


class Asker:
    """Asks one store. `data` insists on success, `envelope` takes what comes."""

    def __init__(self, context: AnswerContext) -> None:
        self.context = context
        self.specs = {spec.name: spec for spec in reports(context.catalog)}

    async def envelope(self, report: str, arguments: Arguments, fields: frozenset[str] | None = None) -> dict[str, Any]:
        facts = RequestFacts("test", time.monotonic() + 60, NOW, EVERYTHING, fields=fields)
        return await answer(self.specs[report], arguments, facts, self.context)

    async def data(self, report: str, arguments: Arguments) -> Json:
        envelope = await self.envelope(report, arguments)
        assert envelope["error"] is None, envelope["error"]
        return envelope["data"]


@asynccontextmanager
async def asking(store: Path, conventions: Conventions | None = None, catalog: Catalog = SALES) -> AsyncIterator[Asker]:
    context = AnswerContext(catalog, EmbeddedEngine(store, catalog), conventions or Conventions())
    try:
        yield Asker(context)
    finally:
        await context.close()
