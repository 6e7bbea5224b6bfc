"""The canned engine keeps the port's contract: checked frames, coded errors, what was asked."""

from __future__ import annotations

import time
from dataclasses import replace

import polars as pl
import pytest
from sqlglot import exp

from backend.engine.canned import CannedEngine
from backend.engine.port import Engine
from backend.errors import EngineFailed, EngineTimeout, NoData
from backend.planner.plan import Statement
from druid.catalog.sales import SALES
from druid.store.manifest import Manifest

EMPTY = Manifest(1, SALES.layout, "Africa/Nairobi", "KES", "2025-01-01T00:00:00Z", essential=SALES.essential)
LINES = Statement("sales_hourly", "current", (), exp.select("1"), (), ("branch",), ("lines",), has_bucket=False)
FRAME = pl.DataFrame({"lines": [3], "branch": ["Thika"]})


async def test_answers_by_table_or_function_are_checked_and_kept() -> None:
    by_table = CannedEngine(EMPTY, {"sales_hourly": FRAME}, SALES)
    by_function = CannedEngine(EMPTY, lambda statement: FRAME.head(len(statement.leaves)), SALES)
    for canned in (by_table, by_function):
        engine: Engine = canned
        async with engine.lease() as lease:
            frame = await lease.run(LINES, time.monotonic() + 5)
            assert frame.rows(named=True) == [{"branch": "Thika", "lines": 3}]
            with pytest.raises(EngineFailed):
                await lease.run(replace(LINES, leaves=("orders",)), time.monotonic() + 5)
            with pytest.raises(EngineTimeout):
                await lease.run(LINES, time.monotonic() - 1)
        assert [statement.leaves for statement in canned.asked] == [("lines",), ("orders",)]


async def test_without_a_manifest_there_is_no_data() -> None:
    engine = CannedEngine(None, {}, SALES)
    with pytest.raises(NoData):
        async with engine.lease():
            pass
    assert await engine.health() == {"engine": "canned", "state": "no_data"}
    await engine.close()
