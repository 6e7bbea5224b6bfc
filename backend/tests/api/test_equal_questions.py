"""Equal questions are equal through both doors: what REST and GraphQL make of a hundred questions is the same value."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from backend.api.parameters import READERS, snake
from backend.question import ComparisonKind, Period, SourceChoice
from backend.reports.arguments import ARGUMENTS
from backend.reports.grouped import GROUP_BY
from backend.reports.spec import Arguments, Metric, SortOrder
from druid.catalog.model import Grain

ENUMS: Mapping[str, list[str]] = {
    "grain": list(Grain),
    "order": list(SortOrder),
    "source": list(SourceChoice),
    "metric": list(Metric),
    "sortBy": ["REVENUE", "PROFIT", "GROWTH"],
    "groupBy": [name.upper() for name in GROUP_BY],
}
Pair = tuple[str, str | int | float | bool | None]
MEMBERS = ["Nairobi", "O'Brien & Söhne", "50 %", "a+b=c", "NA", "日本", '"quoted"', "tab?no", "#1/2"]
QUERY = """query Q($period: Period, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!],
 $grain: Grain, $order: SortOrder, $source: SourceChoice, $metric: Metric, $sortBy: EchoSort, $groupBy: GroupBy,
 $timezone: String, $limit: Int, $search: String, $measures: [String!], $totals: Boolean)
{ echo(period: $period, dateRange: $dateRange, filters: $filters, compare: $compare, grain: $grain, order: $order,
 source: $source, metric: $metric, sortBy: $sortBy, groupBy: $groupBy, timezone: $timezone, limit: $limit,
 search: $search, measures: $measures, totals: $totals) { data { said } error { code message hint } } }"""


def some_question(chance: random.Random) -> dict[str, Any]:
    """Arguments as GraphQL variables, some of them wrong."""
    return {**some_window(chance), **some_rest(chance)}


def some_window(chance: random.Random) -> dict[str, Any]:
    asked: dict[str, Any] = {name: chance.choice(values) for name, values in ENUMS.items() if chance.random() < 0.3}
    if chance.random() < 0.3:
        start, end = chance.choice(["2024-01-31", "2024-02-30"]), chance.choice(["2024-02-29", "2024-03-01T12:30:00Z"])
        asked["dateRange"] = {"startDate": start, "endDate": end}
    elif chance.random() < 0.6:
        asked["period"] = chance.choice(list(Period))
    return asked


def some_rest(chance: random.Random) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if chance.random() < 0.6:
        asked["filters"] = {
            name: some_filter(chance) for name in chance.sample(["branch", "productLine", "account"], 2)
        }
    if chance.random() < 0.5:
        asked["compare"] = [some_comparison(chance) for _ in range(chance.randint(0, 3))]
    if chance.random() < 0.3:
        asked["timezone"] = chance.choice(["Asia/Kolkata", "UTC", "Mars/Olympus"])
    if chance.random() < 0.5:
        asked["limit"] = chance.choice([1, 50, 10_000, 0, 10_001])
    if chance.random() < 0.3:
        asked["search"] = chance.choice(MEMBERS)
    if chance.random() < 0.3:
        asked |= {"measures": ["netRevenue", "profitMargin"], "totals": True}
    return asked


def some_filter(chance: random.Random) -> dict[str, Any]:
    kinds = chance.sample(["in", "notIn", "contains"], chance.randint(1, 3))
    members = chance.sample(MEMBERS, 3)
    return {kind: members[0] if kind == "contains" else members for kind in kinds}


def some_comparison(chance: random.Random) -> dict[str, Any]:
    kind = chance.choice(list(ComparisonKind))
    dates = {"startDate": "2023-01-01", "endDate": "2023-01-31"} if kind is ComparisonKind.CUSTOM else {}
    return {"kind": kind, **dates}


def as_pairs(asked: Mapping[str, Any]) -> list[Pair]:
    """The same arguments as a query string says them."""
    pairs: list[Pair] = []
    for name, value in asked.items():
        if name == "dateRange":
            pairs += value.items()
        elif name == "filters":
            pairs += [pair for dimension, body in value.items() for pair in filter_pairs(dimension, body)]
        elif name == "compare":
            pairs += [("compare", compare_text(c)) for c in value] or [("compare", "NONE")]
        elif isinstance(value, list):
            pairs += [(name, item) for item in value]
        else:
            pairs.append((name, str(value).lower() if isinstance(value, bool) else str(value)))
    return pairs


def filter_pairs(dimension: str, body: Mapping[str, Any]) -> list[Pair]:
    pairs: list[Pair] = [(dimension, member) for member in body.get("in", [])]
    pairs += [(f"{dimension}!", member) for member in body.get("notIn", [])]
    return pairs + ([(f"{dimension}~", body["contains"])] if "contains" in body else [])


def compare_text(comparison: Mapping[str, str]) -> str:
    if comparison["kind"] == "CUSTOM":
        return f"{comparison['startDate']}/{comparison['endDate']}"
    return comparison["kind"]


@pytest.mark.parametrize("seed", range(100))
async def test_both_doors_read_alike(door: httpx.AsyncClient, seed: int) -> None:
    asked = some_question(random.Random(seed))
    rest = (await door.get("/api/kpis/echo", params=as_pairs(asked))).json()
    response = await door.post("/graphql", json={"query": QUERY, "variables": asked})
    graphql = response.json()["data"]["echo"]
    said = rest["data"]["said"] if rest["data"] else None
    assert (graphql["data"]["said"] if graphql["data"] else None) == said
    assert graphql["error"] == rest["error"]


async def test_seeds_ask_good_and_bad_questions(door: httpx.AsyncClient) -> None:
    asked = [some_question(random.Random(seed)) for seed in range(100)]
    failed = [(await door.get("/api/kpis/echo", params=as_pairs(one))).json()["error"] is not None for one in asked]
    assert 10 < sum(failed) < 70


async def test_a_body_reads_like_an_address(door: httpx.AsyncClient) -> None:
    body = {"filters": {"branch": {"in": ["b", "a", "a"]}}, "startDate": "2024-01-01", "endDate": "2024-01-31",
            "compare": ["PREVIOUS_YEAR", "2023-01-01/2023-01-31"], "limit": 5}  # fmt: skip
    address: list[Pair] = [("branch", "a"), ("branch", "b"), ("startDate", "2024-01-01"), ("endDate", "2024-01-31"),
               ("compare", "PREVIOUS_YEAR"), ("compare", "2023-01-01/2023-01-31"), ("limit", "5")]  # fmt: skip
    posted = (await door.post("/api/kpis/explore", json=body)).json()
    asked = (await door.get("/api/kpis/echo", params=address)).json()
    assert posted["data"]["said"] == asked["data"]["said"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("branch=", "Filter(dimension='branch', members=(None,), excluded=(), contains=None, is_null=None)"),
        ("branch=a&branch=", "members=('a', None)"),
        ("branch!=", "members=None, excluded=(None,)"),
        ("branch%21=a", "members=None, excluded=('a',)"),
        ("compare=NONE", "compare=()"),
        ("", "compare=None"),
        ("branch=a+b", "members=('a b',)"),
        (
            "startDate=2024-03-31T00:00:00%2B03:00&endDate=2024-03-31T00:00:00Z",
            "end=datetime.datetime(2024, 3, 31, 0, 0",
        ),
        ("groupBy=PRODUCT_LINE&dimension=productLine", "group_by='product_line', dimension='product_line'"),
    ],
)
async def test_what_an_address_says(door: httpx.AsyncClient, query: str, said: str) -> None:
    assert said in (await door.get(f"/api/kpis/echo?{query}")).json()["data"]["said"]


def test_every_argument_has_a_place_of_its_own() -> None:
    places = [READERS[argument.kind][0] or snake(argument.name) for argument in ARGUMENTS.values()]
    assert len(set(places)) == len(places)
    assert set(places) <= set(Arguments.__slots__)
