"""Both doors give one answer: a hundred good and sixty bad questions over a real store, data, metadata and errors.

The store is loaded by the command from the deterministic sample. Numbers are compared as the two JSON texts spell them.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.question import ComparisonKind, Period
from backend.reports.effects import Kind
from backend.reports.registry import reports
from backend.reports.spec import AbcClass, Metric, ReportSpec, Segment, SortOrder
from backend.tests.asking import IN_ONE_LOOP, ingest
from backend.tests.whole.doors import Doors, open_doors
from backend.tests.whole.test_history import open_door
from druid.catalog.model import Grain, camel
from druid.catalog.sales import SALES

SPECS = reports(SALES)
GOOD, BAD = 100, 60
BRANCHES = ("Nairobi", "Kisumu", "Mombasa", "Atlantis")
DIMENSIONS = tuple(camel(d.name) for d in SALES.dimensions)
BY_MEMBER = tuple(name for name in DIMENSIONS if name != "status")
METRICS: Mapping[str, tuple[Metric, ...]] = {"changeDrivers": (Metric.REVENUE, Metric.PROFIT, Metric.UNITS)}
MEASURES = ("netRevenue", "grossProfit", "profitMargin", "orders", "customers", "unitsSold", "lines", "lastSale")
UNPLANNED = {"SEGMENT", "LIFETIME_VALUE", "COMMISSION", "TARGET", "QUOTA_ATTAINMENT", "PACE"}
"""Fields that cannot be sorted by where nothing of theirs is loaded."""
Chance = random.Random
Drawer = Callable[[Chance, ReportSpec], Any]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doors")
    file, store = str(folder / "s.csv"), str(folder / "store")
    ingest(("seed", "--rows", "3000", "--orders", "--out", file), ("load", file, "--data-dir", store))
    return folder / "store"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def doors(store: Path) -> AsyncIterator[Doors]:
    async with open_door(store) as client:
        yield await open_doors(client)


def some_dates(chance: Chance, _spec: ReportSpec) -> dict[str, str]:
    start = chance.choice(["2023-03-10", "2024-01-31", "2024-02-29T06:30:00+03:00"])
    return {"startDate": start, "endDate": chance.choice(["2024-03-31", "2024-12-31", "2024-06-01T00:00:00+03:00"])}


def some_filters(chance: Chance, _spec: ReportSpec) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [
        {"in": chance.sample(BRANCHES, 2)},
        {"notIn": [chance.choice(BRANCHES)]},
        {"contains": chance.choice(["na", "KI", "%"])},
        {"in": ["Nairobi", "Kisumu"], "notIn": ["Kisumu"]},
    ]
    return {"branch": chance.choice(kinds)}


def some_comparisons(chance: Chance, _spec: ReportSpec) -> list[dict[str, str]]:
    kinds = [kind for kind in ComparisonKind if kind is not ComparisonKind.CUSTOM]
    custom = {"kind": "CUSTOM", "startDate": "2023-05-01", "endDate": "2023-05-31"}
    named = [{"kind": str(kind)} for kind in chance.sample(kinds, chance.randrange(3))]
    return named + [custom] * chance.randrange(2)


def some_sort(chance: Chance, spec: ReportSpec) -> Any:  # noqa: ANN401  # a JSON value
    return chance.choice([name for name in spec.sort_fields if name not in UNPLANNED])


DRAWERS: Mapping[str, Drawer] = {
    "period": lambda chance, _: chance.choice([p for p in Period if p is not Period.CUSTOM]),
    "filters": some_filters,
    "compare": some_comparisons,
    "grain": lambda chance, _: chance.choice([Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR]),
    "timezone": lambda chance, _: chance.choice(["UTC", "Asia/Kolkata", "America/New_York"]),
    "sortBy": some_sort,
    "order": lambda chance, _: chance.choice(list(SortOrder)),
    "limit": lambda chance, _: chance.choice([1, 3, 50, 10_000]),
    "source": lambda chance, _: chance.choice(["AUTO", "BASE"]),
    "metric": lambda chance, spec: chance.choice(METRICS.get(spec.name, tuple(Metric))),
    "groupBy": lambda chance, _: chance.choice(["PRODUCT", "PRODUCT_LINE", "BRANCH", "SALESPERSON"]),
    "dimension": lambda chance, spec: chance.choice(BY_MEMBER if spec.name == "changeDrivers" else DIMENSIONS),
    "movingAverage": lambda chance, _: chance.choice([2, 3, 7]),
    "productId": lambda chance, _: chance.choice(["Sufuria Set", "Cement 50 kg"]),
    "customerId": lambda chance, _: chance.choice(["Umoja Traders Nairobi", "Baraka Wholesalers Nairobi"]),
    "search": lambda chance, _: chance.choice(["a", "LI", "no such name"]),
    "abcClass": lambda chance, _: chance.choice(list(AbcClass)),
    "segment": lambda chance, _: chance.choice(list(Segment)),
    "part": lambda chance, _: chance.choice([Kind.NEW, Kind.LOST, Kind.OTHER]),
    "measures": lambda chance, _: chance.sample(MEASURES, chance.randrange(1, 5)),
    "dimensions": lambda chance, _: chance.sample(["branch", "productLine", "channel"], chance.randrange(3)),
    "columns": lambda chance, _: chance.sample(["branch", "account"], chance.randrange(1, 3)),
    "top": lambda chance, _: {"n": chance.choice([1, 3])},
    "totals": lambda chance, _: chance.random() < 0.5,
    "others": lambda chance, _: chance.random() < 0.5,
}
ALWAYS = {"period", "metric", "groupBy", "dimension", "measures", "productId", "customerId"}


def good_question(seed: int) -> tuple[ReportSpec, dict[str, Any]]:
    """A report, each in its turn, with arguments that it should be able to answer."""
    chance, spec = random.Random(seed), SPECS[seed % len(SPECS)]
    names = [name for name in spec.arguments if name in DRAWERS and (name in ALWAYS or chance.random() < 0.4)]
    asked = {name: DRAWERS[name](chance, spec) for name in names}
    if "period" in asked and "period" not in spec.required and chance.random() < 0.3:
        del asked["period"]
        asked["dateRange"] = some_dates(chance, spec)
    return spec, asked


MISTAKES: Mapping[str, list[Any]] = {
    "dateRange": [
        {"startDate": "2024-02-30", "endDate": "2024-03-01"},
        {"startDate": "2024-03-02", "endDate": "2024-03-01"},
        {"startDate": "soon", "endDate": "2024-03-01"},
        {"startDate": "0001-01-01", "endDate": "9999-12-31"},
    ],
    "filters": [
        {"branch": {"in": ["a\u0000b"]}},
        {"branch": {"in": [f"B{n}" for n in range(501)]}},
        {"branch": {"contains": "x" * 2000}},
    ],
    "compare": [
        [{"kind": "PREVIOUS_YEAR"}] * 6,
        [{"kind": "CUSTOM", "startDate": "2024-02-30", "endDate": "2024-03-01"}],
        [{"kind": "CUSTOM", "startDate": "2024-03-02", "endDate": "2024-03-01"}],
    ],
    "timezone": ["UTC+3", "../../etc/passwd", "Mars/Olympus"],
    "limit": [0, -1, 10_001],
    "after": ["", "forged", "eyJ4IjoxfQ", "\u00e9"],
    "approximate": [True],
    "measures": [["revenu"], ["netRevenue"] * 60, []],
    "dimensions": [["brnach"], ["branch"] * 9],
    "dimension": ["brnach", "order_id"],
    "sort": [[{"field": "nothing"}]],
    "having": [[{"measure": "1=1", "op": "=", "value": 1}], [{"measure": "lines", "op": "LIKE", "value": 1}]],
    "search": ["a\u0007b"],
}


def bad_question(seed: int) -> tuple[ReportSpec, dict[str, Any]]:
    """A good question with one argument spoilt."""
    chance = random.Random(f"bad {seed}")
    arguable = [spec for spec in SPECS if spec.arguments]
    spec = arguable[seed % len(arguable)]
    asked = {name: DRAWERS[name](chance, spec) for name in spec.arguments if name in ALWAYS}
    name = chance.choice([name for name in spec.arguments if name in MISTAKES])
    if name == "dateRange" and "period" not in spec.required:
        asked.pop("period", None)
    return spec, {**asked, name: chance.choice(MISTAKES[name])}


@IN_ONE_LOOP
@pytest.mark.parametrize("tens", range(GOOD // 10))
async def test_good_questions(doors: Doors, tens: int) -> None:
    for seed in range(tens * 10, tens * 10 + 10):
        spec, asked = good_question(seed)
        graphql, rest = await doors.graphql(spec, asked), await doors.rest(spec, asked)
        assert graphql.error == rest.error, (seed, spec.name, asked)
        assert graphql.data == rest.data, (seed, spec.name, asked)
        assert graphql.metadata == rest.metadata, (seed, spec.name, asked)


@IN_ONE_LOOP
@pytest.mark.parametrize("tens", range(BAD // 10))
async def test_bad_questions(doors: Doors, tens: int) -> None:
    for seed in range(tens * 10, tens * 10 + 10):
        spec, asked = bad_question(seed)
        graphql, rest = await doors.graphql(spec, asked), await doors.rest(spec, asked)
        assert graphql.code == rest.code, (seed, spec.name, asked, graphql.error, rest.error)
        assert graphql.data is rest.data is None, (seed, spec.name, asked)
        assert rest.code not in {None, "INTERNAL_ERROR", "ENGINE_FAILED"}, (seed, spec.name, asked, rest.error)


@IN_ONE_LOOP
async def test_pages_go_on_alike(doors: Doors) -> None:
    """Every page of a list through each door, joined, is the whole list, and cursors of one door open the other."""
    spec = next(spec for spec in SPECS if spec.name == "topProducts")
    whole = await doors.rest(spec, {"period": "ALL", "limit": 10_000})
    rows: list[Any] = []
    asked: dict[str, Any] = {"period": "ALL", "limit": 7}
    while True:
        rest, graphql = await doors.rest(spec, asked), await doors.graphql(spec, asked)
        assert rest == graphql
        assert rest.data
        rows += rest.data
        if not rest.metadata["page"]["hasNextPage"]:
            break
        asked["after"] = graphql.metadata["page"]["endCursor"]
    assert rows == whole.data


def test_questions_reach_every_report_and_mistake() -> None:
    """Else equal answers would prove little."""
    assert {good_question(seed)[0].name for seed in range(GOOD)} == {spec.name for spec in SPECS}
    spoilt = {name for seed in range(BAD) for name in bad_question(seed)[1] if name in MISTAKES}
    assert len(spoilt) >= 9


@IN_ONE_LOOP
async def test_most_good_questions_are_answered(doors: Doors) -> None:
    failed = [told.error for seed in range(0, GOOD, 3) if (told := await doors.rest(*good_question(seed))).error]
    assert len(failed) <= 5, failed
