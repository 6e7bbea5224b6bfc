"""Both doors over a loaded store and the real engine: equal data for equal questions, hostile values that need data."""

from __future__ import annotations

import csv
import random
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema, build_schema

from backend.api.descriptions import descriptions
from backend.api.envelope_fields import METADATA
from backend.api.rest import path_of
from backend.app import create_app
from backend.reports.registry import reports
from backend.reports.spec import Field, FieldType, ReportSpec
from backend.tests.api.test_equal_questions import Pair, as_pairs, some_rest
from backend.tests.api.tiny import client, settings
from backend.tests.asking import ingest
from druid.catalog.sales import SALES

SPECS = {spec.name: spec for spec in reports(SALES)}
COMPANY = "__time ProductLine ItemGroup Branch SalesPerson AcctName ItemName CardName grossRevenue returnsValue"
HEADERS = [*COMPANY.split(), "unitsSold", "unitsReturned", "totalCost", "lineItemCount", "OrderId"]
WINDOWS: list[dict[str, Any]] = [
    {"period": "MONTH"},
    {"period": "YEAR"},
    {"period": "ALL"},
    {"period": "LAST_30_DAYS"},
    {"dateRange": {"startDate": "2023-03-05", "endDate": "2023-05-20"}},
    {"period": "CUSTOM", "dateRange": {"startDate": "2023-06-01T06:00:00Z", "endDate": "2023-06-20T12:30:00+03:00"}},
    {},
]
OWN_KEYS = {"tookMs": 0, "cache": None}


def some_lines(chance: random.Random) -> Iterator[list[object]]:
    """Two hundred orders of two lines."""
    for order in range(200):
        day = f"2023-{chance.randint(1, 7):02}-{chance.randint(1, 28):02} {chance.randint(8, 18):02}:30:00"
        who = [chance.choice(["Nairobi", "Kisumu", "NA"]), chance.choice(["Achieng", "Barasa"]), "Retail"]
        customer = f"Customer {chance.randint(1, 40)}"
        for _ in range(2):
            product = chance.randint(1, 12)
            revenue = chance.randint(100, 9_000_000) / 100
            yield [
                day, f"Line {product % 3}", f"Group {product % 5}", *who, f"Item {product:02}", customer,
                f"{revenue:.2f}", "0", chance.randint(1, 9), 0, f"{revenue * 0.7:.2f}", 1, f"O{order}",
            ]  # fmt: skip


PLANS = {
    "targets": ["month,salesperson,branch,product_line,target"]
    + [f"2023-0{month},{keys},90000" for month in range(1, 8) for keys in ("Achieng,,", ",Nairobi,", ",,Line 1")],
    "rates": ["salesperson,rate,effective_from", ",0.02,2023-01-01", "Barasa,3%,2023-04-15"],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doors")
    with (folder / "sales.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADERS, *some_lines(random.Random(42))])
    for kind, rows in PLANS.items():
        (folder / f"{kind}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    files = [("load", "sales.csv"), *((kind, f"{kind}.csv") for kind in PLANS)]
    ingest(*((word, str(folder / file), "--data-dir", str(folder / "store")) for word, file in files))
    return folder / "store"


@asynccontextmanager
async def opened(store: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings(data_dir=store))
    async with app.router.lifespan_context(app), client(app) as door:
        yield door


def selection(field: Field) -> str:
    return "{" + " ".join(part.name + (selection(part) if part.fields else "") for part in field.fields) + "}"


def document(spec: ReportSpec, asked: Mapping[str, Any], schema: GraphQLSchema) -> str:
    """The whole envelope of a report, asked with variables of the schema's own types."""
    assert schema.query_type is not None
    types = schema.query_type.fields[spec.name].args
    declared = ", ".join(f"${name}: {types[name].type}" for name in asked)
    passed = ", ".join(f"{name}: ${name}" for name in asked)
    data = selection(spec.data)
    head, call = (f"query Q({declared})", f"{spec.name}({passed})") if asked else ("query Q", spec.name)
    return f"{head}{{{call}{{data{data} error{{code message hint}} metadata{selection(METADATA)}}}}}"


def some_question(spec: ReportSpec, chance: random.Random) -> dict[str, Any]:
    asked = {**chance.choice(WINDOWS), **some_rest(chance)}
    asked["filters"] = chance.choice(
        [{}, {"branch": {"in": ["Nairobi", "NA"]}}, {"product": {"contains": "item 0"}}, {"branch": {"notIn": ["NA"]}}]
    )
    asked["sortBy"] = chance.choice(spec.sort_fields) if spec.sort_fields else None
    asked |= {"limit": chance.choice([1, 3, 50]), "metric": "PROFIT", "groupBy": "PRODUCT_LINE", "dimension": "product"}
    asked |= {"productId": "Item 01", "customerId": "Customer 1"}
    if "period" in spec.required:
        asked.setdefault("period", "CUSTOM" if "dateRange" in asked else "YEAR")
    return {name: value for name, value in asked.items() if name in spec.arguments and value}


async def both(door: httpx.AsyncClient, spec: ReportSpec, asked: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    headers = {"x-request-id": "pair"}
    response = await door.post("/graphql", json={"query": text, "variables": asked}, headers=headers)
    graphql = response.json()["data"][spec.name]
    if spec.method == "POST":
        rest = (await door.post(path_of(spec), json=asked, headers=headers)).json()
    else:
        path = path_of(spec).replace("{dimension}", "product")
        pairs: list[Pair] = [pair for pair in as_pairs(asked) if "{" not in path_of(spec) or pair[0] != "dimension"]
        rest = (await door.get(path, params=pairs, headers=headers)).json()
    for answer in (graphql, rest):
        answer["metadata"] |= OWN_KEYS
    return [graphql, rest]


async def test_a_hundred_questions_have_equal_answers(store: Path) -> None:
    schema = build_schema(descriptions(SALES)["schema.graphql"].decode())
    answered = 0
    async with opened(store) as door:
        for seed in range(100):
            spec = list(SPECS.values())[seed % len(SPECS)]
            asked = some_question(spec, random.Random(seed))
            if spec.name == "explore":
                asked |= {
                    "measures": ["netRevenue", "orders", "profitMargin"],
                    "dimensions": ["branch"],
                    "totals": True,
                }
            graphql, rest = await both(door, spec, asked, document(spec, asked, schema))
            assert shaped(graphql["data"], spec.data) == shaped(rest["data"], spec.data), (spec.name, asked)
            assert (graphql["error"], graphql["metadata"]) == (rest["error"], rest["metadata"]), (spec.name, asked)
            answered += rest["error"] is None
    assert answered > 60


def shaped(value: Any, field: Field) -> Any:  # noqa: ANN401  # JSON
    """The value with the keys that its field describes: GraphQL always writes them all."""
    if field.type is FieldType.LIST and value is not None:
        return [shaped(item, Field(field.name, FieldType.OBJECT, fields=field.fields)) for item in value]
    if field.type is FieldType.OBJECT and value is not None:
        assert set(value) <= {part.name for part in field.fields}, "a key that no door describes"
        return {part.name: shaped(value.get(part.name), part) for part in field.fields}
    return value


INJECTED = ["' OR 1=1 --", "'; DROP TABLE sales_analytics; --", '" OR ""="', "\\'; SELECT 1", "x' UNION SELECT 1 --",
            "%' OR '%'='", "$1", "?", "{branch}", "${jndi:x}", "NULL", "1; COPY t TO 'f'", "read_csv('f')"]  # fmt: skip


@pytest.mark.parametrize("form", ["{}", "Nairobi{}", "{} Nairobi"])
async def test_members_like_statements_match_nothing(store: Path, form: str) -> None:
    async with opened(store) as door:
        for text in INJECTED:
            for name in ("branch", "product"):
                found = await door.get("/api/kpis/top-products", params={"period": "ALL", name: form.format(text)})
                assert (found.status_code, found.json()["data"]) == (200, []), text
        whole = await door.get("/api/kpis/top-products?period=ALL")
    assert len(whole.json()["data"]) == 10


BAD = [
    (
        "/api/kpis/sales-trends?grain=HOUR&startDate=0001-01-01&endDate=9999-12-31",
        {"TOO_MANY_BUCKETS", "INVALID_RANGE"},
    ),
    ("/api/kpis/sales-trends?grain=HOUR&startDate=1995-01-01&endDate=2023-12-31", {"TOO_MANY_BUCKETS"}),
    ("/api/kpis/top-products?after=forged", {"INVALID_CURSOR"}),
    ("/api/kpis/top-products?after=eyJvIjoxfQ%3D%3D", {"INVALID_CURSOR"}),
    ("/api/kpis/sales-overview?approximate=true", {"NOT_AVAILABLE"}),
    ("/api/kpis/top-products?region=Coast", {"DIMENSION_NOT_LOADED"}),
]


async def test_questions_that_data_refuses(store: Path) -> None:
    async with opened(store) as door:
        for path, codes in BAD:
            response = await door.get(path)
            assert response.status_code == 422, path
            assert response.json()["error"]["code"] in codes


async def test_pages_join_to_the_whole_and_cursors_stay_with_their_question(store: Path) -> None:
    path = "/api/kpis/top-products?period=ALL&sortBy=PROFIT"
    async with opened(store) as door:
        whole = (await door.get(f"{path}&limit=50")).json()["data"]
        joined: list[dict[str, Any]] = []
        after = ""
        while True:
            page = (await door.get(f"{path}&limit=5{after}")).json()
            joined += page["data"]
            cursor = page["metadata"]["page"]["endCursor"]
            if not page["metadata"]["page"]["hasNextPage"]:
                break
            after = f"&after={cursor}"
        other = await door.get(f"/api/kpis/top-products?period=YEAR&sortBy=REVENUE&after={cursor}")
        cut = await door.get(f"{path}&after={cursor[:-4]}")
    assert len(whole) == 12
    assert [row["product"] for row in joined] == [row["product"] for row in whole]
    for refused in (other, cut):
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "INVALID_CURSOR")


async def test_an_unchanged_version_is_not_sent_again(store: Path) -> None:
    async with opened(store) as door:
        first = await door.get("/api/data-version")
        again = await door.get("/api/data-version", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


RANKED = [spec for spec in SPECS.values() if spec.sort_fields]


@pytest.mark.parametrize("spec", RANKED, ids=lambda spec: spec.name)
async def test_every_sort_is_answered(store: Path, spec: ReportSpec) -> None:
    async with opened(store) as door:
        for field in spec.sort_fields:
            asked: dict[str, str | int] = {"period": "ALL", "sortBy": field, "limit": 3, "groupBy": "PRODUCT_LINE"}
            params: dict[str, str | int] = {name: value for name, value in asked.items() if name in spec.arguments}
            response = await door.get(path_of(spec), params=params)
            assert response.status_code == 200, field
            assert len(response.json()["data"]) == min(3, response.json()["metadata"]["page"]["totalCount"])
