"""Each typical question on Druid, by bare calls, and on the embedded engine, in turns that are drawn anew each round.

In: a store that is published, an address. Out: `Asked` a question: medians and quartiles in milliseconds, so that a
busy moment of the machine meets all alike. What Druid itself needs for rollups and for lines is asked without caches.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import click

from backend.access.policy import EVERYTHING
from backend.answer import AnswerContext, RequestFacts, answer
from backend.benchmarks.cluster.bare import UNCACHED, BareCalls, NotingCluster, body_of
from backend.benchmarks.questions import TYPICAL, Typical
from backend.engine.druid.cluster import Inquiry
from backend.engine.druid.engine import DruidEngine, DruidOptions
from backend.engine.druid.sql_cluster import SqlCluster
from backend.engine.embedded import EmbeddedEngine
from backend.question import SourceChoice
from backend.reports.registry import reports
from backend.reports.session import Conventions
from backend.reports.spec import Arguments, ReportSpec
from druid.catalog.sales import SALES

SEED = 20_250_630
WARMING = 3
PATIENCE_MS = 6_000.0
"""A way that has taken so long in all is asked no more, once it has been counted."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds: the median, and the quartiles around it."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Asked:
    """`ours` and `embedded` are whole answers; `bare` is the statements alone; `cold` the first answer of all.

    `rollup_ms` and `lines_ms` are Druid's own time, caches off, with rollups and with the lines alone.
    """

    name: str
    statements: int
    cold: float
    ours: Spread
    bare: Spread
    embedded: Spread
    rollup: Spread
    lines: Spread

    @property
    def overhead(self) -> float:
        return self.ours.median / self.bare.median


@dataclass(frozen=True, slots=True)
class Sides:
    """The two engines over one store, and the way around the product."""

    druid: AnswerContext
    embedded: AnswerContext
    noting: NotingCluster
    bare: BareCalls


Work = Callable[[], Awaitable[float]]


@cache
def specs() -> Mapping[str, ReportSpec]:
    """Made once, as an application does."""
    return {spec.name: spec for spec in reports(SALES)}


async def ask(context: AnswerContext, report: str, arguments: Arguments) -> float:
    """Milliseconds of one answer, which must succeed."""
    spec = specs()[report]
    started = time.perf_counter()
    facts = RequestFacts("bench", time.monotonic() + 120, datetime.now(UTC), EVERYTHING)
    envelope = await answer(spec, arguments, facts, context)
    taken = (time.perf_counter() - started) * 1000
    if envelope["error"] is not None:
        raise click.ClickException(f"{report}: {envelope['error']}")
    return taken


async def noted(sides: Sides, typical: Typical, source: SourceChoice) -> list[Inquiry]:
    """The statements of one answer, those of the engine's own proofs left out by asking twice."""
    arguments = replace(typical.arguments, source=source)
    for _ in range(2):
        sides.noting.asked.clear()
        await ask(sides.druid, typical.report, arguments)
    return [inquiry for inquiry in sides.noting.asked if "sys.segments" not in inquiry.sql]


async def in_turns(works: Mapping[str, Work], rounds: int, chance: random.Random) -> dict[str, Spread]:
    """Each work once a round, in an order drawn for the round; the first rounds do not count."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    spent = dict.fromkeys(works, 0.0)
    for number in range(WARMING + rounds):
        is_counted = number >= WARMING
        for name in chance.sample(sorted(works), len(works)):
            if spent[name] > PATIENCE_MS and (taken[name] or not is_counted):
                continue
            took = await works[name]()
            spent[name] += took
            if is_counted:
                taken[name].append(took)
    return {name: spread(values) for name, values in taken.items()}


def spread(values: Sequence[float]) -> Spread:
    """
    >>> spread([4.0, 1.0, 3.0, 2.0, 5.0])
    Spread(low=2.0, median=3.0, high=4.0)
    >>> spread([7.0])
    Spread(low=7.0, median=7.0, high=7.0)
    """
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low, median, high)


async def measure(sides: Sides, typical: Typical, rounds: int) -> Asked:
    cold = await ask(sides.druid, typical.report, typical.arguments)
    statements = await noted(sides, typical, SourceChoice.AUTO)
    over_lines = await noted(sides, typical, SourceChoice.BASE)
    found = await in_turns(
        {
            "ours": lambda: ask(sides.druid, typical.report, typical.arguments),
            "embedded": lambda: ask(sides.embedded, typical.report, typical.arguments),
            "bare": bare_work(sides.bare, [body_of(one) for one in statements]),
            "rollup": bare_work(sides.bare, [body_of(one, UNCACHED) for one in statements]),
            "lines": bare_work(sides.bare, [body_of(one, UNCACHED) for one in over_lines]),
        },
        rounds,
        random.Random(f"{SEED}/{typical.name}"),
    )
    return Asked(typical.name, len(statements), cold, **found)


def bare_work(calls: BareCalls, bodies: Sequence[bytes]) -> Work:
    async def work() -> float:
        return await asyncio.to_thread(calls.time, bodies)

    return work


async def measure_all(store: Path, url: str, broker: str, options: DruidOptions, rounds: int) -> list[Asked]:
    """Every typical question; `broker` is where the bare calls go."""
    noting = NotingCluster(SqlCluster(url, options.slots))
    druid, embedded = DruidEngine(store, SALES, noting, options), EmbeddedEngine(store, SALES)
    bare = BareCalls(broker)
    on_druid, on_embedded = (AnswerContext(SALES, engine, Conventions()) for engine in (druid, embedded))
    sides = Sides(on_druid, on_embedded, noting, bare)
    try:
        return [await measure(sides, typical, rounds) for typical in TYPICAL]
    finally:
        bare.close()
        await druid.close()
        await embedded.close()
