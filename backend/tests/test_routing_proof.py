"""The proof of routing: for random questions over awkward stores, routed = base = oracle, to the last digit.

Rows that routing may not use are spoiled in the stores, orders straddle hours, midnights and months, members vary
within an order, days are missing. Prices are drawn too, so that parts nobody would choose on a small store are run.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from backend.planner import make_plan
from backend.planner.plan import Plan
from backend.planner.scene import PRICES, Prices
from backend.planner.view import whole
from backend.question import Question, SourceChoice
from backend.tests.oracle import Oracle
from backend.tests.questions import random_question
from backend.tests.stores import TinyStore, Trouble, make_store
from backend.tests.workbench import Workbench
from druid.catalog.sales import SALES

QUESTIONS = int(os.environ.get("SALES_PROOF_QUESTIONS", "2000"))
SEED = int(os.environ.get("SALES_PROOF_SEED", "42"))
NOW = datetime(2025, 2, 28, 12, tzinfo=UTC)
GREEDY = Prices(rollup_start=0, base_start=0, rollup_row=0.001, base_row=10, distinct_row=0)
TROUBLES = (
    Trouble(),
    Trouble(straddling=0, varying=0, withdrawn=0, not_built=0, holes=False),
    Trouble(numbers=250, straddling=0.06, varying=0.04),
    Trouble(zone="America/New_York", straddling=0.02, varying=0),
    Trouble(zone="Asia/Kolkata", varying=0.005),
    Trouble(straddling=0, missing=0.3, withdrawn=6, not_built=6),
)
SHARES = 8


@dataclass
class Bench:
    store: TinyStore
    workbench: Workbench
    oracle: Oracle


def bench_of(seed: int, trouble: Trouble) -> Bench:
    store = make_store(seed, trouble)
    days = [(date.fromisoformat(c.first_day), date.fromisoformat(c.last_day)) for c in store.manifest.coverage]
    covered = (min(first for first, _ in days), max(last for _, last in days))
    return Bench(store, Workbench(store, SALES), Oracle(store.lines, SALES, covered, trouble.zone))


@pytest.fixture(scope="module")
def benches() -> Iterator[list[Bench]]:
    made = [bench_of(SEED + index, trouble) for index, trouble in enumerate(TROUBLES)]
    yield made
    for bench in made:
        bench.workbench.connection.close()


def plan_of(question: Question, bench: Bench, prices: Prices) -> Plan:
    return make_plan(question, SALES, whole(bench.store.manifest), NOW, prices)


def leaves_of(plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf for statement in plan.statements for leaf in statement.leaves))


@pytest.mark.parametrize("share", range(SHARES))
def test_routed_equals_base_equals_oracle(share: int, benches: list[Bench]) -> None:
    chance = random.Random(f"{SEED} {share}")
    tables: Counter[str] = Counter()
    for _ in range(QUESTIONS // SHARES):
        bench = chance.choice(benches)
        question = random_question(chance, bench.store)
        plan = plan_of(question, bench, chance.choice((PRICES, GREEDY, GREEDY)))
        base = plan_of(replace(question, source=SourceChoice.BASE), bench, PRICES)
        truth = bench.oracle.answer(question, leaves_of(plan))
        assert bench.workbench.answer(plan) == truth, question
        assert bench.workbench.answer(base) == truth, question
        tables.update(statement.table for statement in plan.statements)
    rollups = sum(count for table, count in tables.items() if table != SALES.base)
    assert rollups > QUESTIONS // SHARES // 8, tables
