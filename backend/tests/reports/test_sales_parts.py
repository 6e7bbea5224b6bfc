"""Parts make the whole, to the last digit, in any shop: mix, heat map, hours, returns and one product.

Hypothesis draws shops and questions; answers are compared with the sums of their own parts and with each other.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.reports.grouped import GROUP_BY
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import Asker, asking
from backend.tests.reports.asks import some_arguments
from backend.tests.reports.ledger import Books, books_of
from backend.tests.stores import Trouble, make_store

SHOPS = 12
ZONES = ("Africa/Nairobi", "America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe")
Row = Mapping[str, Any]


@pytest.fixture(scope="module")
def little_shops(tmp_path_factory: pytest.TempPathFactory) -> list[Books]:
    """Few orders each, every cost known, so that no sum is unknown."""
    troubles = [
        Trouble(orders=3 + 4 * seed, missing=0, withdrawn=seed % 3, not_built=seed % 2) for seed in range(SHOPS)
    ]
    folders = [tmp_path_factory.mktemp(f"shop{seed}") for seed in range(SHOPS)]
    return [books_of(make_store(seed, trouble), folders[seed]) for seed, trouble in enumerate(troubles)]


def added(rows: Iterable[Row], field: str) -> Decimal:
    return sum((Decimal(repr(row[field])) for row in rows), Decimal(0))


def by(rows: Iterable[Row], field: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[field], []).append(row)
    return groups


def is_whole(shares: list[float | None]) -> bool:
    """Doubles of parts of one, or no parts of nothing."""
    return all(share is None for share in shares) or abs(sum(share or 0.0 for share in shares) - 1) < 1e-9


async def check_mix(asker: Asker, asked: Arguments) -> None:
    rows = await asker.data("salespersonProductMix", replace(asked, limit=10_000))
    leaders = await asker.data("salespersonLeaderboard", replace(asked, limit=10_000))
    people = by(rows, "salesperson")
    assert list(people) == [row["salesperson"] for row in leaders]
    for leader in leaders:
        own = people[leader["salesperson"]]
        for field in ("revenue", "grossRevenue", "profit", "unitsSold"):
            assert added(own, field) == Decimal(repr(leader[field])), (field, leader)
        assert is_whole([row["share"] for row in own])
        assert is_whole([row["profitShare"] for row in own])


async def check_heat(asker: Asker, asked: Arguments, metric: Metric) -> None:
    envelope = await asker.envelope("branchProductHeatmap", replace(asked, metric=metric))
    extra, rows = envelope["metadata"]["extra"], envelope["data"]
    for name, margin in (("branch", extra["branches"]), ("productLine", extra["productLines"])):
        cells = by(rows, name)
        assert {row[name]: Decimal(repr(row["value"])) for row in margin} == {
            key: added(own, "value") for key, own in cells.items()
        }
    if rows:
        assert added(rows, "value") == Decimal(repr(extra["whole"]["value"]))
        assert is_whole([row["share"] for row in rows])


async def check_hours(asker: Asker, asked: Arguments, metric: Metric, zone: str) -> None:
    envelope = await asker.envelope("hourlySales", replace(asked, metric=metric, timezone=zone))
    names = {Metric.REVENUE: "revenue", Metric.PROFIT: "profit", Metric.UNITS: "unitsSold"}
    assert len(envelope["data"]) == 168
    total = envelope["metadata"]["totals"][names[metric]]
    known = [row for row in envelope["data"] if row["value"] is not None]
    if total is not None:
        assert added(known, "value") == Decimal(repr(total))


async def check_returns(asker: Asker, asked: Arguments, group: str) -> None:
    arguments = replace(asked, group_by=group, limit=3)
    envelope = await asker.envelope("returnsAnalysis", arguments)
    whole = await asker.data("returnsAnalysis", replace(arguments, limit=10_000))
    totals, others = envelope["metadata"]["totals"], envelope["metadata"]["others"]
    for field in ("returnsValue", "unitsReturned", "revenue"):
        if totals[field] is not None:
            assert added(whole, field) == Decimal(repr(totals[field]))
            assert added(envelope["data"], field) + added([others] if others else [], field) == added(whole, field)
    assert is_whole([row["returnShare"] for row in whole])


async def check_product(asker: Asker, asked: Arguments, name: str) -> None:
    envelope = await asker.envelope("productPerformance", replace(asked, product_id=name))
    data = envelope["data"]
    if data is None:
        assert envelope["error"]["code"] == "UNKNOWN_MEMBER"
        return
    if data["revenue"] is None:
        return
    for field in ("revenue", "profit", "unitsSold"):
        assert added(data["branches"], field) == Decimal(repr(data[field]))
    points = [point for point in data["series"]["points"] if point["value"] is not None]
    assert added(points, "value") == Decimal(repr(data["revenue"]))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), shop=st.integers(0, SHOPS - 1))
async def test_parts_are_the_whole(little_shops: list[Books], seed: int, shop: int) -> None:
    books, chance = little_shops[shop], random.Random(seed)
    asked = replace(some_arguments(chance, books), compare=())
    metric = chance.choice((Metric.REVENUE, Metric.PROFIT, Metric.UNITS))
    async with asking(books.path) as asker:
        await check_mix(asker, asked)
        await check_heat(asker, asked, metric)
        await check_hours(asker, asked, metric, chance.choice(ZONES))
        await check_returns(asker, asked, chance.choice(GROUP_BY))
        await check_product(asker, asked, chance.choice(("P0", "P4", "P8")))
