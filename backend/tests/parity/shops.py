"""Tiny stores behind a real engine: the embedded one over files, Druid's over tables loaded bare.

Comes in: tiny stores, the engine's name, a Druid where it is needed. Goes out: shops, whose `bench` runs statements
through a lease of the engine and whose `oracle` knows the truth. Rollup months that may not be used hold wrong numbers.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import polars as pl

from backend.engine.druid.engine import DruidEngine, DruidOptions
from backend.engine.druid.sql_cluster import SqlCluster
from backend.engine.embedded import EmbeddedEngine
from backend.engine.port import Engine, Lease
from backend.planner.plan import Statement
from backend.tests.engine.disk import write_store
from backend.tests.oracle import Oracle
from backend.tests.parity.direct import Cluster
from backend.tests.stores import TinyStore, Trouble, make_store, store_of
from backend.tests.workbench import Bench, Workbench
from druid.calendar import month_bounds
from druid.catalog.sales import SALES
from druid.store.manifest import Manifest
from druid.store.serving import ServedMonth, Serving, encode_serving, serving_path

TROUBLES = (
    Trouble(),
    Trouble(zone="America/New_York", numbers=250, straddling=0.04, varying=0.03, missing=0.15),
    Trouble(straddling=0, varying=0, withdrawn=0, not_built=0, holes=False),
)
SECONDS = 60.0
T = TypeVar("T")


class Leased(Bench):
    """Statements run through one lease of a real engine."""

    def __init__(self, lease: Lease, runner: asyncio.Runner) -> None:
        super().__init__(SALES)
        self._lease = lease
        self._runner = runner

    def rows(self, statement: Statement) -> list[dict[str, object]]:
        frame = self._runner.run(self._lease.run(statement, time.monotonic() + SECONDS))
        return frame.to_dicts()


@dataclass(frozen=True, slots=True)
class Shop:
    """`manifest` is what the engine's lease plans over."""

    tiny: TinyStore
    manifest: Manifest
    bench: Bench
    oracle: Oracle

    def in_memory(self) -> Shop:
        """The same over a database in memory, many times as quick: for most questions to the embedded engine."""
        return replace(self, bench=Workbench(self.tiny, SALES))


def tiny_stores() -> list[TinyStore]:
    return [make_store(70 + index, trouble) for index, trouble in enumerate(TROUBLES)]


def bent_store() -> TinyStore:
    """A line every 43 minutes around the Friday of 2024 on which Egypt had no midnight."""
    trouble = Trouble(withdrawn=0, not_built=0, holes=False)
    lines = make_store(17, trouble).lines
    first = datetime.fromisoformat("2024-04-20")
    moments = pl.Series([first + timedelta(minutes=43 * n) for n in range(lines.height)], dtype=pl.Datetime("ms"))
    bought = pl.when(pl.col("gross_revenue") > 0).then(pl.col("__time"))
    bare = lines.with_columns(moments.alias("__time")).with_columns(bought.alias("purchase_time"))
    return store_of(bare, trouble, random.Random(17), 17)


@contextmanager
def shops(stores: Sequence[TinyStore], folder: Path, druid: Cluster | None) -> Iterator[list[Shop]]:
    """Over Druid when there is one."""
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())
        opened = []
        for index, tiny in enumerate(stores):
            store = folder / str(index)
            write_store(tiny, store, 1)
            engine = EmbeddedEngine(store, SALES) if druid is None else _druid_engine(tiny, store, druid)
            opened.append(_shop(tiny, engine, runner, stack))
        yield opened


def _shop(tiny: TinyStore, engine: Engine, runner: asyncio.Runner, stack: ExitStack) -> Shop:
    leasing = engine.lease()
    lease = runner.run(_waited(leasing.__aenter__()))
    stack.callback(lambda: runner.run(engine.close()))
    stack.callback(lambda: runner.run(_waited(leasing.__aexit__(None, None, None))))
    return Shop(
        tiny,
        lease.manifest,
        Leased(lease, runner),
        Oracle(tiny.lines, SALES, covered_days(tiny), tiny.manifest.timezone),
    )


async def _waited(step: Awaitable[T]) -> T:
    return await step


def covered_days(tiny: TinyStore) -> tuple[date, date]:
    days = [(date.fromisoformat(c.first_day), date.fromisoformat(c.last_day)) for c in tiny.manifest.coverage]
    return min(first for first, _ in days), max(last for _, last in days)


def _druid_engine(tiny: TinyStore, store: Path, druid: Cluster) -> DruidEngine:
    tag = f"{store.name}_"
    druid.load({tag + name: frame for name, frame in tiny.tables.items()}, tiny.manifest.timezone)
    serving = serving_of(tiny, tag, druid)
    path = serving_path(store, serving.number)
    path.parent.mkdir()
    path.write_bytes(encode_serving(serving))
    return DruidEngine(store, SALES, SqlCluster(druid.url, slots=8), DruidOptions(slots=8))


def serving_of(tiny: TinyStore, tag: str, druid: Cluster) -> Serving:
    """The cluster's own word on each month that the manifest names."""
    manifest = replace(tiny.manifest, sequence=1)
    sources = {file.month: file.sha256 for file in manifest.of_table(SALES.base)}
    starts = {month_bounds(month, manifest.timezone)[0]: month for month in sources}
    months = [
        ServedMonth(table, starts[start], sources[starts[start]], version, count, rows)
        for table in tiny.tables
        for start, version, count, rows in druid.segments(tag + table)
    ]
    return Serving(
        number=1,
        record=manifest.sequence,
        prefix=druid.prefix + tag,
        months=tuple(months),
        withdrawn=manifest.withdrawn,
        missing=manifest.not_built,
    )
