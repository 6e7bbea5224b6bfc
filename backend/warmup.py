"""The questions of a first look, asked before the first visitor does.

In: the door's context and report specs. Effect: the newest snapshot is open, its small tables are in memory, its
statements are planned and translated, the files are in the system's cache. An empty store is no failure; nor is a
report that it cannot answer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import structlog

from backend.access.policy import EVERYTHING
from backend.answer import AnswerContext, RequestFacts, answer
from backend.engine.port import Settling
from backend.reports.spec import Arguments, ReportSpec

log = structlog.get_logger("warmup")

FIRST_LOOK = (
    "salesOverview",
    "salesTrends",
    "salespersonLeaderboard",
    "productLines",
    "branchPerformance",
    "topCustomers",
)
PATIENCE_SECONDS = 10.0


async def _settled(context: AnswerContext, patience: float) -> None:
    """Tables that belong in memory are there, or on their way for longer than anybody should wait."""
    if isinstance(context.engine, Settling):
        with suppress(TimeoutError):
            async with asyncio.timeout(max(patience, 0)):
                await context.engine.settled()


async def warm_up(context: AnswerContext, specs: Mapping[str, ReportSpec], now: datetime) -> None:
    """Ask each report of the first look once, one after the other, for at most `PATIENCE_SECONDS` in all."""
    started = time.monotonic()
    facts = RequestFacts("start", started + PATIENCE_SECONDS, now, EVERYTHING)
    asked = [specs[name] for name in FIRST_LOOK if name in specs]
    codes = [error["code"] for spec in asked if (error := (await answer(spec, Arguments(), facts, context))["error"])]
    await _settled(context, started + PATIENCE_SECONDS - time.monotonic())
    log.info("server.warmed", took_ms=round((time.monotonic() - started) * 1000), unanswered=codes)
