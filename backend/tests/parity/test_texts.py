"""Text on each engine: kept to the letter, grouped and filtered by exact letters, found in any case by one rule.

The statements are the planner's own; the truth is a loop over the texts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from backend.planner import make_plan
from backend.planner.view import whole
from backend.question import DateSpan, Filter, Period, Question
from backend.tests.oracle import folded
from backend.tests.parity.direct import Cluster
from backend.tests.parity.shops import Shop, shops
from backend.tests.parity.texts import TEXTS
from backend.tests.stores import TinyStore, Trouble, make_store, store_of
from druid.catalog.sales import SALES

NOW = datetime(2025, 2, 28, 12, tzinfo=UTC)
FIRST = datetime(2024, 5, 1, 6, tzinfo=UTC).replace(tzinfo=None)
NEEDLES = tuple(text for text in TEXTS if text)


def text_store() -> TinyStore:
    """A line for every text, as its product."""
    trouble = Trouble(holes=False, withdrawn=0, not_built=0)
    tiny = make_store(9, trouble)
    first = tiny.lines.filter(pl.col("status") == "completed").head(1)
    lines = pl.concat([first] * len(TEXTS)).with_columns(
        pl.Series("product", TEXTS, dtype=pl.String),
        pl.Series("order_key", [f"K{index}" for index in range(len(TEXTS))]),
        pl.Series("__time", [FIRST + timedelta(minutes=index) for index in range(len(TEXTS))], pl.Datetime("ms")),
    )
    return store_of(lines.with_columns(purchase_time="__time"), trouble, random.Random(9), 9)


@pytest.fixture(scope="module")
def shop(engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    cluster: Cluster | None = request.getfixturevalue("cluster") if engine_name == "druid" else None
    with shops([text_store()], tmp_path_factory.mktemp("texts"), cluster) as (one,):
        yield one


def found(shop: Shop, *filters: Filter) -> list[str | None]:
    """Products that pass, of the lines and of a rollup alike."""
    question = Question(
        ("lines",),
        dimensions=("product",),
        filters=filters,
        period=Period.CUSTOM,
        span=DateSpan(FIRST.date(), FIRST.date()),
        timezone="Africa/Nairobi",
    )
    plan = make_plan(question, SALES, whole(shop.manifest), NOW)
    groups = shop.bench.answer(plan)["current"]
    assert all(values == {"lines": 1} for values in groups.values())
    return sorted((str(key[0]) if key[0] is not None else None for key in groups), key=ordered)


def ordered(text: str | None) -> tuple[bool, str]:
    return text is None, text or ""


def kept(passes: Callable[[str | None], bool]) -> list[str | None]:
    return sorted((text for text in TEXTS if passes(text)), key=ordered)


def test_every_text_is_a_group_of_its_own(shop: Shop) -> None:
    assert found(shop) == kept(lambda _: True)


def test_members_are_found_by_their_exact_letters(shop: Shop) -> None:
    for text in TEXTS:
        assert found(shop, Filter("product", members=(text,))) == [text]


def test_all_but_a_member_keeps_lines_without_one(shop: Shop) -> None:
    for text in TEXTS:
        others = sorted((other for other in TEXTS if other != text), key=ordered)
        assert found(shop, Filter("product", excluded=(text,))) == others


@pytest.mark.parametrize("needle", [pytest.param(text, id=ascii(text)[:20]) for text in NEEDLES])
def test_a_part_is_found_in_any_case(needle: str, shop: Shop) -> None:
    expected = kept(lambda text: text is not None and folded(needle) in folded(text))
    assert found(shop, Filter("product", contains=needle)) == expected


def test_lists_of_five_hundred_members(shop: Shop) -> None:
    many = tuple(f"nobody {index}" for index in range(500 - len(TEXTS))) + TEXTS[::2]
    assert found(shop, Filter("product", members=many)) == kept(lambda text: text in many)
    assert found(shop, Filter("product", excluded=many)) == kept(lambda text: text not in many)
    assert found(shop, Filter("product", members=many, excluded=TEXTS[:9])) == kept(
        lambda text: text in many and text not in TEXTS[:9]
    )


def test_distinct_texts_are_counted_without_the_missing_one(shop: Shop) -> None:
    question = Question(("products",), period=Period.ALL, timezone="Africa/Nairobi")
    answer = shop.bench.answer(make_plan(question, SALES, whole(shop.manifest), NOW))["current"]
    assert answer == {(): {"products": len(TEXTS) - 1}}
    nobody = replace(question, filters=(Filter("product", members=("nobody",)),))
    assert shop.bench.answer(make_plan(nobody, SALES, whole(shop.manifest), NOW))["current"] == {(): {"products": 0}}
