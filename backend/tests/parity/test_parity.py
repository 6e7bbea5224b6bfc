"""The same answer everywhere: every question of the design equals the plain truth on the engine that is asked.

Routed and from the lines, to the last digit. Run with `--engine=embedded,druid`; engines that equal one truth equal
each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backend.planner import make_plan
from backend.planner.plan import Plan
from backend.planner.scene import PRICES, Prices
from backend.planner.view import whole
from backend.question import DateSpan, Filter, Period, Question, SourceChoice
from backend.tests.parity.covering import every_pair, pairs_of
from backend.tests.parity.design import FACTORS, GREEDY, SEED, Asked, is_legal, questions
from backend.tests.parity.direct import Cluster
from backend.tests.parity.shops import Shop, bent_store, shops, tiny_stores
from backend.tests.parity.shrinking import shrunk
from druid.catalog.model import Grain
from druid.catalog.sales import SALES

NOW = datetime(2025, 2, 28, 12, tzinfo=UTC)
SHARES = 8
FILES_EVERY = 7
"""The embedded engine reads files for every seventh question, the others its statements run in memory."""
# shrunk questions: Druid cuts in two the day, week or month in which a zone skips or repeats a midnight; it counts
# members of several columns in one statement only with three merge buffers; it finds letters by their capitals
BENT = Question(
    ("customers", "orders", "lines"),
    period=Period.CUSTOM,
    span=DateSpan(date(2024, 4, 22), date(2024, 4, 28)),
    grain=Grain.WEEK,
    timezone="Africa/Cairo",
)
FOUND = (
    BENT,
    replace(BENT, dimensions=("region",)),
    replace(BENT, start_of_week=7),
    replace(BENT, grain=Grain.DAY),
    replace(BENT, period=Period.ALL, span=None, grain=Grain.MONTH),
    replace(BENT, measures=("purchase_days", "purchases"), dimensions=("branch",)),
    Question(("purchase_days", "purchases"), ("customer",), period=Period.ALL),
    Question(("purchase_days", "purchases"), ("product_line",), period=Period.ALL, timezone="America/New_York"),
    Question(("customers", "products", "branches", "orders"), ("channel",), period=Period.ALL),
    Question(("lines",), filters=(Filter("channel", contains="\u017fhop"),), period=Period.ALL),
)
STORES = [*tiny_stores(), bent_store()]
ASKED = questions(STORES)


@pytest.fixture(scope="module")
def opened(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Shop]]:
    cluster: Cluster | None = request.getfixturevalue("cluster") if engine_name == "druid" else None
    with shops(STORES, tmp_path_factory.mktemp("stores"), cluster) as here:
        yield here


def plan_of(question: Question, shop: Shop, prices: Prices) -> Plan:
    return make_plan(question, SALES, whole(shop.manifest), NOW, prices)


def disagreement(asked: Asked, shop: Shop) -> str | None:
    """What differs from the truth, by the smallest question that shows it; None when nothing does."""
    found = difference(asked.question, asked.prices, shop)
    if found is None:
        return None
    smallest = shrunk(asked.question, lambda smaller: difference(smaller, asked.prices, shop) is not None)
    return f"question {asked.number} of store {asked.store}: {smallest}\n{difference(smallest, asked.prices, shop)}"


def difference(question: Question, prices: Prices, shop: Shop) -> str | None:
    """Routed and from the lines against the oracle."""
    plan = plan_of(question, shop, prices)
    base = plan_of(replace(question, source=SourceChoice.BASE), shop, PRICES)
    leaves = tuple(dict.fromkeys(leaf for statement in plan.statements for leaf in statement.leaves))
    truth = shop.oracle.answer(question, leaves)
    for way, tried in (("routed", plan), ("base", base)):
        found = shop.bench.answer(tried)
        if found != truth:
            return f"{way}: found {found}\ntruth {truth}"
    return None


@pytest.mark.parametrize("share", range(SHARES))
def test_every_engine_tells_the_truth(share: int, opened: list[Shop], engine_name: str) -> None:
    mine = ASKED[share::SHARES]
    quick = [shop.in_memory() for shop in opened] if engine_name == "embedded" else opened
    benches = [opened if asked.number % FILES_EVERY == 0 else quick for asked in mine]
    pairs = zip(mine, benches, strict=True)
    found = [words for asked, there in pairs if (words := disagreement(asked, there[asked.store]))]
    assert not found, f"{len(found)} of {len(mine)} differ; the first: {found[0]}"


@pytest.mark.parametrize("number", range(len(FOUND)))
def test_questions_that_once_found_a_difference(number: int, opened: list[Shop]) -> None:
    for shop in opened:
        assert difference(FOUND[number], GREEDY, shop) is None


def test_a_failing_question_is_shrunk_to_what_makes_it_fail() -> None:
    asked = max((asked.question for asked in ASKED), key=lambda one: len(repr(one)))
    smallest = shrunk(asked, lambda one: one.dimensions[:1] == asked.dimensions[:1] and bool(one.measures))
    assert (smallest.dimensions, smallest.filters, smallest.compare) == (asked.dimensions[:1], (), ())
    assert (smallest.grain, smallest.period, len(smallest.measures)) == (None, Period.ALL, 1)


def test_the_design_asks_at_least_five_hundred_questions_and_every_pair() -> None:
    assert len(ASKED) >= 500
    rows = list(every_pair({name: len(levels) for name, levels in FACTORS.items()}))
    first = dict.fromkeys(FACTORS, 0)
    held = {pair for asked in ASKED for pair in pairs_of(asked.row)}
    assert [pair for pair in rows if pair not in held and is_legal(first | dict(pair))] == []


def test_rollups_answer_a_good_part_of_the_questions(tmp_path: Path) -> None:
    """A suite in which everything comes from the lines would prove nothing of rollups."""
    with shops(STORES, tmp_path, None) as here:
        plans = [plan_of(asked.question, here[asked.store], asked.prices) for asked in ASKED]
    tables = Counter(statement.table for plan in plans for statement in plan.statements)
    assert set(tables) == {SALES.base, *SALES.rollup}
    assert sum(count for table, count in tables.items() if table != SALES.base) > len(ASKED) // 5, (SEED, tables)
