"""Question to frame on the real engine over files: routed and base give the same frames, margins are exact."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from backend.engine.embedded import EmbeddedEngine
from backend.engine.port import Lease
from backend.frame import add_up
from backend.planner import make_plan
from backend.planner.plan import Plan
from backend.planner.scene import Prices
from backend.planner.view import whole
from backend.question import Question, SourceChoice
from backend.tests.engine.disk import write_store
from backend.tests.oracle import Groups, Oracle
from backend.tests.questions import random_question
from backend.tests.stores import TinyStore, Trouble, make_store
from druid.catalog.sales import SALES

QUESTIONS = 30
NOW = datetime(2025, 2, 28, 12, tzinfo=UTC)
GREEDY = Prices(rollup_start=0, base_start=0, rollup_row=0.001, base_row=10, distinct_row=0)
TROUBLES = (Trouble(), Trouble(zone="America/New_York", straddling=0.03), Trouble(straddling=0, varying=0, holes=False))


async def frames_of(plan: Plan, lease: Lease) -> dict[str, pl.DataFrame]:
    deadline = time.monotonic() + 30
    results = await asyncio.gather(*(lease.run(statement, deadline) for statement in plan.statements))
    return add_up(plan, results, SALES)


def oracle_of(store: TinyStore) -> Oracle:
    days = [day for span in store.manifest.coverage for day in (span.first_day, span.last_day)]
    covered = (date.fromisoformat(min(days)), date.fromisoformat(max(days)))
    return Oracle(store.lines, SALES, covered, store.manifest.timezone)


def margin(values: dict[str, object]) -> Fraction | None:
    """Profit margin from an oracle's leaves, exactly."""
    gross, returns, cost = (values[leaf] for leaf in ("gross_revenue", "returns_value", "total_cost"))
    if not (isinstance(gross, int) and isinstance(returns, int) and isinstance(cost, int)):
        return None
    net = gross + returns
    return Fraction(net - cost, net) if net and not values["uncosted_lines"] else None


def check_margin(frame: pl.DataFrame, groups: Groups, dimensions: tuple[str, ...]) -> None:
    expected = {key: margin(values) for key, values in groups.items()}
    found = {tuple(row[d] for d in dimensions): row["profit_margin"] for row in frame.iter_rows(named=True)}
    assert set(found) == set(expected)
    for key, value in expected.items():
        exact = None if value is None else pytest.approx(float(value), rel=1e-12)
        assert found[key] == exact


@pytest.mark.parametrize("index", range(len(TROUBLES)))
async def test_routed_frames_are_base_frames(index: int, tmp_path: Path) -> None:
    store = make_store(90 + index, TROUBLES[index])
    write_store(store, tmp_path, 1)
    chance = random.Random(index)
    engine = EmbeddedEngine(tmp_path, SALES)
    async with engine.lease() as lease:
        for _ in range(QUESTIONS):
            question = random_question(chance, store)
            routed = make_plan(question, SALES, whole(lease.manifest), NOW, GREEDY)
            base = make_plan(replace(question, source=SourceChoice.BASE), SALES, whole(lease.manifest), NOW)
            found, expected = await frames_of(routed, lease), await frames_of(base, lease)
            assert found.keys() == expected.keys()
            for window, frame in expected.items():
                assert_frame_equal(found[window], frame, check_column_order=False)
    await engine.close()


@pytest.mark.parametrize("dimensions", [("branch",), ("salesperson", "product_line"), ("customer",)])
async def test_margins_are_ratios_of_sums(dimensions: tuple[str, ...], tmp_path: Path) -> None:
    store = make_store(5)
    write_store(store, tmp_path, 1)
    question = Question(("profit_margin",), dimensions)
    engine = EmbeddedEngine(tmp_path, SALES)
    async with engine.lease() as lease:
        plan = make_plan(question, SALES, whole(lease.manifest), NOW, GREEDY)
        frames = await frames_of(plan, lease)
    await engine.close()
    leaves = ("gross_revenue", "returns_value", "total_cost", "uncosted_lines")
    truth = oracle_of(store).answer(question, leaves)
    assert any(margin(values) is not None for values in truth["current"].values())
    for window, groups in truth.items():
        check_margin(frames[window], groups, dimensions)
