"""Lifetime values come out the same, to the last digit of every parameter, whichever engine counted the days."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from backend.answer import AnswerContext
from backend.question import Period, SourceChoice
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from backend.tests.asking import Asker
from backend.tests.parity.published import dense_sample, engine_over, published
from druid.catalog.sales import SALES
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

ROWS = 24_000
LISTED = Arguments(period=Period.ALL, compare=(), limit=500, sort_by="LIFETIME_VALUE")


@pytest.fixture(scope="module")
def store(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("lifetimes")
    with fresh_prefix(druid_url) as prefix:
        published(dense_sample(folder, ROWS), folder / "store", (druid_url, prefix))
        yield folder / "store"


@asynccontextmanager
async def asker_of(name: str, store: Path, druid_url: str) -> AsyncIterator[Asker]:
    context = AnswerContext(SALES, engine_over(name, store, druid_url), Conventions())
    try:
        yield Asker(context)
    finally:
        await context.close()


async def test_both_engines_fit_the_same_model(store: Path, druid_url: str) -> None:
    async with asker_of("embedded", store, druid_url) as ours, asker_of("druid", store, druid_url) as theirs:
        here, there = await ours.data("topCustomers", LISTED), await theirs.data("topCustomers", LISTED)
        assert there == here
        assert sum(row["lifetimeValue"] is not None for row in here) > 300
        for name in [row["customer"] for row in here[:5]]:
            for source in SourceChoice:
                asked = Arguments(customer_id=name, source=source)
                told = await theirs.data("customerLifetimeValue", asked)
                assert told == await ours.data("customerLifetimeValue", asked)
                assert told["model"]["converged"]
