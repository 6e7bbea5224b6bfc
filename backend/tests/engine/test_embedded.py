"""The embedded engine on real files: right frames, one snapshot a lease, limits, and nothing outside the store."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from sqlglot import exp

from backend.engine.database import MIB, Database, Limits
from backend.engine.embedded import EmbeddedEngine
from backend.engine.opened import Opened
from backend.engine.port import Engine
from backend.errors import EngineFailed, NoData, Overloaded, ShuttingDown, StoreOutdated, VersionGone
from backend.planner.plan import Interval, Parameter, Statement
from backend.tests.engine.disk import times, write_store
from backend.tests.stores import TinyStore, Trouble, make_store
from druid.catalog.sales import SALES
from druid.store.manifest import manifest_path
from druid.store.snapshots import open_snapshot

LIMITS = Limits(memory=256 * MIB, threads=1, slots=2, queue=8)
TINY = make_store(3, Trouble(withdrawn=0, not_built=0, holes=False))
MONTH = Interval(1_704_056_400_000, 1_706_734_800_000)  # January 2024 in Nairobi


@pytest.fixture
def store(tmp_path: Path) -> Path:
    write_store(TINY, tmp_path, 1)
    return tmp_path


@asynccontextmanager
async def opened(store: Path, limits: Limits = LIMITS) -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(store, SALES, limits)
    try:
        yield engine
    finally:
        await engine.close()


def soon(seconds: float = 30) -> float:
    return time.monotonic() + seconds


def by_branch(table: str, interval: Interval = MONTH) -> Statement:
    column = exp.column("__time")
    sql = exp.select(
        "branch",
        exp.alias_(exp.Sum(this=exp.column("lines")), "lines"),
        exp.alias_(exp.Sum(this=exp.column("gross_revenue")), "gross_revenue"),
        exp.alias_(exp.Min(this=exp.column("first_time" if table != SALES.base else "__time")), "first_sale"),
    )
    sql = sql.from_(table).where(column >= exp.Placeholder(), column < exp.Placeholder())
    bounds = [Parameter("TIMESTAMP", interval.start_ms), Parameter("TIMESTAMP", interval.end_ms)]
    if table == SALES.base:
        sql = sql.where(exp.column("status").eq(exp.Placeholder()))
        bounds.append(Parameter("VARCHAR", "completed"))
    leaves = ("lines", "gross_revenue", "first_sale")
    return Statement(table, "current", (interval,), sql.group_by("branch"), tuple(bounds), ("branch",), leaves, False)


def expected(tiny: TinyStore, interval: Interval = MONTH) -> dict[str | None, tuple[int, int]]:
    start, end = (pl.lit(ms).cast(pl.Datetime("ms")) for ms in (interval.start_ms, interval.end_ms))
    done = tiny.lines.filter(pl.col("__time").is_between(start, end, closed="left"), pl.col("status") == "completed")
    found: dict[str | None, tuple[int, int]] = {}
    for row in done.iter_rows(named=True):
        lines, gross = found.get(row["branch"], (0, 0))
        found[row["branch"]] = (lines + row["lines"], gross + row["gross_revenue"])
    return found


def totals(frame: pl.DataFrame) -> dict[str | None, tuple[int, int]]:
    return {row["branch"]: (row["lines"], row["gross_revenue"]) for row in frame.iter_rows(named=True)}


async def test_base_files_and_rollups_in_memory_agree_with_the_lines(store: Path) -> None:
    async with opened(store) as engine, engine.lease() as lease:
        base = await lease.run(by_branch(SALES.base), soon())
        from_file = await lease.run(by_branch("sales_hourly"), soon())
        await engine.settled()
        resident = await lease.run(by_branch("sales_hourly"), soon())
        health = await engine.health()
    assert totals(base) == totals(from_file) == totals(resident) == expected(TINY)
    assert base.schema == {
        "branch": pl.String,
        "lines": pl.Int64,
        "gross_revenue": pl.Int64,
        "first_sale": pl.Datetime("ms"),
    }
    assert health["resident"] == sorted(r.name for r in SALES.rollups)
    assert (health["state"], health["sequence"]) == ("ok", 1)


async def test_only_files_of_the_period_are_read(store: Path) -> None:
    for path in (store / "data").iterdir():
        if path.name.startswith(f"1-{SALES.base}-") and "2024-01" not in path.name:
            path.write_bytes(b"\0" * path.stat().st_size)
    async with opened(store) as engine, engine.lease() as lease:
        assert totals(await lease.run(by_branch(SALES.base), soon())) == expected(TINY)
        with pytest.raises(EngineFailed) as refused:
            await lease.run(by_branch(SALES.base, Interval(0, 2_000_000_000_000)), soon())
    assert str(store) not in refused.value.message


async def test_an_empty_store_has_no_data_until_something_is_loaded(tmp_path: Path) -> None:
    async with opened(tmp_path) as engine:
        with pytest.raises(NoData):
            async with engine.lease():
                pass
        assert (await engine.health())["state"] == "no_data"
        write_store(TINY, tmp_path, 1)
        async with engine.lease() as lease:
            assert totals(await lease.run(by_branch(SALES.base), soon())) == expected(TINY)


async def test_a_store_of_another_layout_is_refused_and_one_of_other_definitions_is_not(store: Path) -> None:
    narrower = replace(SALES, rollups=SALES.rollups[:1])
    async with opened(store) as engine, engine.lease() as lease:
        assert lease.manifest.catalog == SALES.layout
    outdated = EmbeddedEngine(store, narrower, LIMITS)
    with pytest.raises(StoreOutdated):
        async with outdated.lease():
            pass
    await outdated.close()
    redefined = EmbeddedEngine(store, replace(SALES, measures=SALES.measures[:-1]), LIMITS)
    async with redefined.lease() as lease:
        assert totals(await lease.run(by_branch(SALES.base), soon())) == expected(TINY)
    await redefined.close()


def test_what_a_snapshot_had_in_memory_is_given_back(store: Path) -> None:
    found = open_snapshot(store)
    assert found is not None
    snapshot = Opened(store, found.manifest, SALES.base, 1)
    database = Database(store, LIMITS)
    cursor = database.cursor()
    in_memory = partial(cursor.query, "SELECT table_name FROM duckdb_tables()", [], threading.Event())
    database.execute(snapshot.schema_statement(), snapshot.copy_statement("sales_hourly"))
    assert in_memory()["table_name"].to_list() == ["sales_hourly"]
    database.execute(snapshot.drop_statement())
    assert in_memory().height == 0
    cursor.close()
    database.close()


async def test_a_lease_keeps_its_snapshot_while_newer_ones_come(store: Path) -> None:
    doubled = times(2)(TINY)
    async with opened(store) as engine:
        async with engine.lease() as old:
            await engine.settled()
            write_store(doubled, store, 2)
            async with engine.lease() as new:
                await engine.settled()
                assert (old.manifest.sequence, new.manifest.sequence) == (1, 2)
                assert totals(await old.run(by_branch("sales_hourly"), soon())) == expected(TINY)
                assert totals(await new.run(by_branch("sales_hourly"), soon())) == expected(doubled)
                assert (await engine.health())["snapshots"] == 2
        assert (await engine.health())["snapshots"] == 1


async def test_answers_under_publication_are_wholly_old_or_new_and_never_go_back(store: Path) -> None:
    versions = {sequence: expected(times(sequence)(TINY)) for sequence in range(1, 6)}
    published = asyncio.Event()
    readings = 0

    async def read(engine: EmbeddedEngine) -> None:
        nonlocal readings
        newest = 0
        while not published.is_set() or newest < 5:
            async with engine.lease() as lease:
                tables, deadline = (SALES.base, "sales_hourly", "sales_daily_customer"), soon()
                asked = asyncio.gather(*(lease.run(by_branch(table), deadline) for table in tables))
                try:
                    frames = await asked
                except Overloaded:
                    continue
            assert lease.manifest.sequence >= newest
            newest = lease.manifest.sequence
            assert [totals(frame) for frame in frames] == [versions[newest]] * 3
            readings += 1

    async with opened(store) as engine:
        readers = [asyncio.create_task(read(engine)) for _ in range(3)]
        for sequence in range(2, 6):
            await asyncio.to_thread(write_store, times(sequence)(TINY), store, sequence)
        published.set()
        await asyncio.gather(*readers)
    assert readings >= 4


async def test_a_broken_manifest_is_passed_over_and_said(store: Path) -> None:
    manifest_path(store, 2).write_bytes(b'{"checksum": "torn')
    async with opened(store) as engine, engine.lease() as lease:
        assert lease.manifest.sequence == 1
        assert lease.fallback is not None
        assert lease.fallback.startswith("SNAPSHOT_FALLBACK 2")
        assert (await engine.health())["state"] == "degraded"


async def test_a_collected_snapshot_says_version_gone(store: Path) -> None:
    async with opened(store) as engine, engine.lease() as lease:
        for path in (store / "data").glob(f"1-{SALES.base}-*"):
            path.unlink()
        with pytest.raises(VersionGone):
            await lease.run(by_branch(SALES.base), soon())


async def test_columns_and_types_are_checked(store: Path) -> None:
    statement = by_branch(SALES.base)
    async with opened(store) as engine, engine.lease() as lease:
        with pytest.raises(EngineFailed):
            await lease.run(replace(statement, leaves=("lines", "gross_revenue")), soon())
        with pytest.raises(EngineFailed):
            await lease.run(replace(statement, dimensions=("region",)), soon())


async def test_the_engine_is_one_and_refuses_work_after_close(store: Path) -> None:
    async with opened(store) as engine:
        port: Engine = engine
        assert port.name == "embedded"
    with pytest.raises(ShuttingDown):
        async with engine.lease():
            pass
