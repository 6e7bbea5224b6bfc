"""Hours, heat map, mix, returns and one product on each engine, against plain sums over the cells of the file itself.

Run with `--engine=embedded,druid`: what equals the file on one engine equals the other.
"""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.answer import AnswerContext
from backend.question import Filter, Period
from backend.reports.session import Conventions
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import Asker, load
from backend.tests.parity.published import dense_sample, engine_over, published
from druid.catalog.model import Grain
from druid.catalog.sales import SALES
from druid.tests.prefixes import fresh_prefix

ROWS = 12_000
ZONES = ("Africa/Nairobi", "Asia/Kolkata", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo")
EVER = Arguments(period=Period.ALL, compare=(), limit=10_000)
Sale = dict[str, str]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Shop:
    """A loaded file: its store, its completed lines as text, and the engine it is asked on."""

    store: Path
    lines: list[Sale]
    engine: str
    druid_url: str

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[Asker]:
        context = AnswerContext(SALES, engine_over(self.engine, self.store, self.druid_url), Conventions())
        try:
            yield Asker(context)
        finally:
            await context.close()


@pytest.fixture(scope="module")
def shop(engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("sales")
    file = dense_sample(folder, ROWS)
    with file.open(newline="", encoding="utf-8") as read:
        lines = [line for line in csv.DictReader(read) if line["Status"] == "completed"]
    if engine_name == "embedded":
        assert load(file, folder / "store").returncode == 0
        yield Shop(folder / "store", lines, engine_name, "")
        return
    druid_url: str = request.getfixturevalue("druid_url")
    with fresh_prefix(druid_url) as prefix:
        published(file, folder / "store", (druid_url, prefix))
        yield Shop(folder / "store", lines, engine_name, druid_url)


def net(line: Sale) -> Decimal:
    return Decimal(line["grossRevenue"] or 0) + Decimal(line["returnsValue"] or 0)


def grouped(lines: list[Sale], key_of: Callable[[Sale], Key]) -> dict[Key, list[Sale]]:
    groups: dict[Key, list[Sale]] = {}
    for line in lines:
        groups.setdefault(key_of(line), []).append(line)
    return groups


def by(*names: str) -> Callable[[Sale], Key]:
    """Members; an empty cell is none."""
    return lambda line: tuple(line[name] or None for name in names)


def hour_in(zone: str) -> Callable[[Sale], Key]:
    """Weekday and hour of a line on the clocks of a zone."""

    def cell(line: Sale) -> Key:
        moment = datetime.fromisoformat(line["__time"]).replace(tzinfo=ZoneInfo("Africa/Nairobi"))
        wall = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
        return wall.isoweekday(), wall.hour

    return cell


def exact(value: float) -> Decimal:
    return Decimal(repr(value))


def revenue(lines: list[Sale]) -> Decimal:
    return sum((net(line) for line in lines), Decimal(0))


def orders(lines: list[Sale]) -> int:
    named = {(line["Branch"], line["OrderId"]) for line in lines if line["OrderId"]}
    return len(named) + sum(not line["OrderId"] for line in lines)


def customers(lines: list[Sale]) -> int:
    return len({line["CardName"] for line in lines} - {""})


def parts(value: Decimal, total: Decimal) -> float | None:
    exactly = Fraction(value) / Fraction(total) if total else None
    return None if exactly is None else exactly.numerator / exactly.denominator


@pytest.mark.parametrize("zone", ZONES)
async def test_hours_are_those_of_local_clocks(shop: Shop, zone: str) -> None:
    groups = grouped(shop.lines, hour_in(zone))
    asked = replace(EVER, timezone=zone, limit=None)
    async with shop.asking() as asker:
        found = {
            metric: await asker.data("hourlySales", replace(asked, metric=metric))
            for metric in (Metric.REVENUE, Metric.ORDERS, Metric.CUSTOMERS)
        }
    for money, counted, bought in zip(*found.values(), strict=True):
        lines = groups.get((money["weekday"], money["hour"]), [])
        assert exact(money["value"]) == revenue(lines), (zone, money)
        assert (counted["value"], bought["value"]) == (orders(lines), customers(lines)), (zone, counted)


async def test_heat_map_and_mix(shop: Shop) -> None:
    pairs = grouped(shop.lines, by("Branch", "ProductLine"))
    mixed, people = grouped(shop.lines, by("SalesPerson", "ProductLine")), grouped(shop.lines, by("SalesPerson"))
    async with shop.asking() as asker:
        heat = await asker.data("branchProductHeatmap", replace(EVER, limit=None))
        mix = await asker.data("salespersonProductMix", EVER)
    assert set(pairs) <= {(row["branch"], row["productLine"]) for row in heat}
    for row in heat:
        assert exact(row["value"]) == revenue(pairs.get((row["branch"], row["productLine"]), []))
        assert row["share"] == parts(exact(row["value"]), revenue(shop.lines))
    assert {(row["salesperson"], row["productLine"]) for row in mix} == mixed.keys()
    for row in mix:
        own = revenue(mixed[row["salesperson"], row["productLine"]])
        assert exact(row["revenue"]) == own
        assert row["share"] == parts(own, revenue(people[row["salesperson"],]))


async def test_returns(shop: Shop) -> None:
    groups = grouped(shop.lines, by("CardName"))
    async with shop.asking() as asker:
        rows = await asker.data("returnsAnalysis", replace(EVER, group_by="customer"))
    assert {(row["customer"],) for row in rows} == groups.keys()
    values = [exact(row["returnsValue"]) for row in rows]
    assert values == sorted(values)
    for row in rows:
        lines = groups[row["customer"],]
        assert exact(row["returnsValue"]) == sum((Decimal(line["returnsValue"] or 0) for line in lines), Decimal(0))
        assert exact(row["unitsReturned"]) == sum(Decimal(line["unitsReturned"] or 0) for line in lines)


async def test_one_product(shop: Shop) -> None:
    groups = grouped(shop.lines, by("ItemName"))
    (name,), lines = max(groups.items(), key=lambda found: revenue(found[1]))
    async with shop.asking() as asker:
        told = await asker.data("productPerformance", replace(EVER, product_id=name, grain=Grain.YEAR))
        months = await asker.data(
            "salesTrends",
            replace(EVER, limit=None, grain=Grain.MONTH, moving_average=2, filters=(Filter("product", (name,)),)),
        )
    assert (exact(told["revenue"]), told["orders"], told["rank"]) == (revenue(lines), orders(lines), 1)
    years = grouped(lines, lambda line: (line["__time"][:4],))
    assert {
        (point["timestamp"][:4],): exact(point["value"]) for point in told["series"]["points"] if point["value"]
    } == {year: revenue(sold) for year, sold in years.items()}
    branches = grouped(lines, by("Branch"))
    assert {(row["branch"],): exact(row["revenue"]) for row in told["branches"]} == {
        key: revenue(sold) for key, sold in branches.items()
    }
    best = sorted((revenue(sold) for sold in grouped(lines, by("CardName")).values()), reverse=True)
    assert [exact(row["revenue"]) for row in told["customers"]] == best[:10]
    points = months["points"]
    for before, point in pairwise(points):
        pair = [before["value"], point["value"]]
        mean = None if None in pair else sum(map(exact, pair), Decimal(0)) / 2
        assert (None if point["movingAverage"] is None else exact(point["movingAverage"])) == mean
