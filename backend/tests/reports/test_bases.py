"""What a change is measured against, by hand: bases of zero, below zero, not loaded, loaded in part, or none at all.

One branch sold 100 on 10 January, took 50 back on 25 January, sold 50 on 10 February, 1,000 on 20 February and 75 on
15 March; every day from the first to the last was loaded.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.question import Comparison, ComparisonKind, DateSpan, Period
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import Asker, asking
from backend.tests.reports.ledger import check_envelope
from backend.tests.reports.shops import loaded
from druid.catalog.model import Grain

LINES = [
    "date,order id,item,shop,revenue,returned value",
    "2024-01-10,A,Pump,Thika,100,0",
    "2024-01-25,B,Pump,Thika,0,-50",
    "2024-02-10,C,Pump,Thika,50,0",
    "2024-02-20,D,Pump,Thika,1000,0",
    "2024-03-15,E,Pump,Thika,75,0",
]


def custom(first: str, last: str) -> Comparison:
    return Comparison(ComparisonKind.CUSTOM, DateSpan(date.fromisoformat(first), date.fromisoformat(last)))


PP, PY = Comparison(ComparisonKind.PREVIOUS_PERIOD), Comparison(ComparisonKind.PREVIOUS_YEAR)
MARCH, EVER = Period.MONTH, Period.ALL
# period, comparison; then growth, change of revenue, change of orders, code of the null, code of the warning
BASES: list[tuple[str, Period, tuple[Comparison, ...], tuple[Any, ...]]] = [
    # 75 of 1 to 15 March against 50 of 1 to 15 February: the 1,000 of 20 February are no part of it
    ("running like with like", MARCH, (PP,), (0.5, 25.0, 0, None, None)),
    # 11 to 20 January was loaded and sold nothing
    ("nothing then", MARCH, (custom("2024-01-11", "2024-01-20"),), (None, 75.0, 1, "ZERO_BASE", None)),
    # 75 against -50: 125 more, over 50
    ("less than nothing then", MARCH, (custom("2024-01-25", "2024-01-25"),), (2.5, 125.0, 0, None, None)),
    # 100 - 50 = 50 of two orders, 10 to 31 January
    ("two orders then", MARCH, (custom("2024-01-10", "2024-01-31"),), (0.5, 25.0, -1, None, None)),
    ("a year before the first file", MARCH, (PY,), (None, None, None, "NO_BASE", "NO_BASE")),
    ("days before the first", MARCH, (custom("2024-01-01", "2024-01-15"),), (None, None, None, *("BASE_PARTIAL",) * 2)),
    ("days after the last", MARCH, (custom("2024-03-10", "2024-03-16"),), (None, None, None, *("BASE_PARTIAL",) * 2)),
    ("the whole history", EVER, (PP,), (None, None, None, "NO_BASE", "NO_BASE")),
    ("no comparison", MARCH, (), (None, None, None, "NOT_COMPARED", None)),
    # the first comparison is the one that growth is stated against
    ("the first of two", MARCH, (PP, PY), (0.5, 25.0, 0, None, "NO_BASE")),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("bases"), LINES)


@pytest.mark.parametrize(("name", "period", "compare", "expected"), BASES, ids=[base[0] for base in BASES])
async def test_changes_have_their_base_or_their_reason(
    store: Path, name: str, period: Period, compare: tuple[Comparison, ...], expected: tuple[Any, ...]
) -> None:
    growth, revenue, orders, code, warning = expected
    arguments = Arguments(period=period, compare=compare, measures=("net_revenue",), dimensions=("product",))
    async with asking(store) as asker:
        overview = await told(asker, "salesOverview", arguments)
        data = overview["data"]
        assert (data["growthRate"], data["revenueChange"], data["orderChange"]) == (growth, revenue, orders), name
        nulls = {null["field"]: null["code"] for null in overview["metadata"]["nulls"]}
        assert nulls.get("growthRate") == code
        warnings = {one["code"] for one in overview["metadata"]["warnings"]}
        assert warnings & {"NO_BASE", "BASE_PARTIAL"} == ({warning} if warning else set())
        products = await told(asker, "topProducts", arguments)
        for row in (*products["data"], products["metadata"]["totals"]):
            assert row["growthRate"] == growth
            reasons = {null["field"]: null["code"] for null in (*row["nulls"], *products["metadata"]["nulls"])}
            assert reasons.get("growthRate") == code
        await check_table(await told(asker, "explore", arguments), expected)


async def check_table(table: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """The growth column of the first comparison, where a comparison has a window at all."""
    growth, _, _, code, _ = expected
    columns = [column["name"] for column in table["data"]["columns"]]
    grown = [name for name in columns if name.endswith(":growth")]
    assert bool(grown) == (code != "NOT_COMPARED" and len(table["metadata"]["comparisons"]) > 0)
    if grown:
        assert [row[columns.index(grown[0])] for row in table["data"]["rows"]] == [growth]
        codes = {null["field"]: null["code"] for null in table["metadata"]["nulls"]}
        assert codes.get(grown[0]) == code


async def told(asker: Asker, report: str, arguments: Arguments) -> dict[str, Any]:
    envelope = await asker.envelope(report, arguments)
    check_envelope(envelope)
    return envelope


async def test_a_line_of_months_stands_beside_its_own_months(store: Path) -> None:
    """January to 15 March against the same dates of 2023, which nobody loaded; and March beside a shorter February."""
    async with asking(store) as asker:
        arguments = Arguments(period=Period.YEAR, compare=(PY,), metric=Metric.REVENUE, grain=Grain.MONTH)
        points = (await told(asker, "salesTrends", arguments))["data"]["points"]
        assert [point["value"] for point in points] == [50.0, 1050.0, 75.0]
        assert [point["status"] for point in points] == ["PARTIAL", "COMPLETE", "PARTIAL"]
        assert [point["comparisons"][0]["value"] for point in points] == [None, None, None]
        daily = Arguments(period=Period.MONTH, compare=(PP,), metric=Metric.REVENUE, grain=Grain.DAY)
        points = (await told(asker, "salesTrends", daily))["data"]["points"]
        assert len(points) == 15
        assert points[9]["comparisons"][0]["value"] == 50.0
        assert points[14]["value"] == 75.0
