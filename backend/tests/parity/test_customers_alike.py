"""Reports on customers give the same data on both engines: nested groups and listed lines are asked of Druid too."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.answer import AnswerContext
from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from backend.tests.asking import Asker
from backend.tests.parity.published import dense_sample, engine_over, published
from druid.catalog.sales import SALES
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

ROWS = 24_000
ROUNDS = 4
ZONES = ("Africa/Nairobi", "America/New_York", "Asia/Kolkata")
REPORTS = ("customerRetention", "customerSegments", "customerProfile", "topCustomers")
FILTERS = (
    (),
    (Filter("branch", excluded=("Thika",)),),
    (Filter("product_line", contains="e"),),
    (Filter("customer", contains="a"),),
)


@pytest.fixture(scope="module")
def store(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("customers")
    with fresh_prefix(druid_url) as prefix:
        published(dense_sample(folder, ROWS), folder / "store", (druid_url, prefix))
        yield folder / "store"


@asynccontextmanager
async def asker_of(name: str, store: Path, druid_url: str) -> AsyncIterator[Asker]:
    engine = engine_over(name, store, druid_url)
    try:
        yield Asker(AnswerContext(SALES, engine, Conventions()))
    finally:
        await engine.close()


def some_question(chance: random.Random, customers: list[str]) -> Arguments:
    """The whole history, a year, or dates that begin and end inside months."""
    first = date(2023, 10, 5) + timedelta(days=chance.randrange(300))
    span = DateSpan(first, first + timedelta(days=chance.choice((0, 40, 150))))
    period = chance.choice((Period.ALL, Period.YEAR, Period.LAST_90_DAYS, None))
    return Arguments(
        period=period,
        span=None if period else span,
        compare=(Comparison(ComparisonKind.PREVIOUS_YEAR),),
        timezone=chance.choice(ZONES),
        filters=chance.choice(FILTERS),
        customer_id=chance.choice(customers),
    )


@pytest.mark.parametrize("turn", range(ROUNDS))
async def test_both_engines_know_the_same_customers(turn: int, store: Path, druid_url: str) -> None:
    chance = random.Random(turn)
    async with asker_of("embedded", store, druid_url) as ours, asker_of("druid", store, druid_url) as theirs:
        listed = await ours.data("topCustomers", Arguments(period=Period.ALL, compare=(), limit=300))
        customers = [row["customer"] for row in listed if row["customer"] is not None]
        for report in REPORTS:
            asked = some_question(chance, customers)
            asked = replace(asked, limit=100) if report == "topCustomers" else asked
            here, there = await ours.envelope(report, asked), await theirs.envelope(report, asked)
            assert here["error"] is None, here["error"]
            assert there["data"] == here["data"], (report, asked)
            for told in ("extra", "nulls", "warnings", "totals"):
                assert there["metadata"][told] == here["metadata"][told], (report, told, asked)
