"""The committed descriptions are those of the code, valid in themselves, and grow with the catalog."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import DocumentNode, GraphQLObjectType, GraphQLSchema, build_schema, parse, validate, validate_schema

from backend.api.descriptions import FOLDER, descriptions
from backend.api.document import DocumentLimits, analyse
from backend.api.openapi import VERSION
from backend.api.questions import READY
from backend.api.rest import path_of
from backend.reports.registry import reports
from druid.catalog.model import Catalog, Measure, Sum, Unit
from druid.catalog.sales import SALES

MADE = descriptions(SALES)
RENEW = "run `python -m backend.api.descriptions` and look at what changed"


@pytest.mark.parametrize("name", sorted(MADE))
def test_committed_descriptions_are_true(name: str) -> None:
    assert (FOLDER / name).read_bytes() == MADE[name], RENEW


def graphql() -> GraphQLSchema:
    return build_schema(MADE["schema.graphql"].decode())


def openapi() -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(MADE["openapi.json"])
    return document


def test_schema_is_valid() -> None:
    assert validate_schema(graphql()) == []


@pytest.mark.parametrize("question", READY)
def test_ready_questions_can_be_asked(question: str) -> None:
    costs = {spec.name: spec.cost for spec in reports(SALES)}
    document: DocumentNode = analyse(question, costs, DocumentLimits()).document
    assert validate(graphql(), document) == []


NAMED = {
    "Period": "TODAY WEEK MONTH QUARTER YEAR CUSTOM LAST_7_DAYS LAST_30_DAYS LAST_90_DAYS LAST_12_MONTHS ALL",
    "Metric": "REVENUE ORDERS CUSTOMERS AOV PROFIT MARGIN UNITS",
    "Grain": "HOUR DAY WEEK MONTH QUARTER YEAR",
    "Comparison": "PREVIOUS_PERIOD PREVIOUS_YEAR SAME_WEEKDAYS_LAST_YEAR CUSTOM",
    "GroupBy": "PRODUCT PRODUCT_LINE ITEM_GROUP BRANCH SALESPERSON CUSTOMER ACCOUNT",
    "SourceChoice": "AUTO BASE",
}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_enums_have_their_promised_members(name: str) -> None:
    found = re.search(rf"^enum {name} \{{(.*?)^\}}", MADE["schema.graphql"].decode(), re.MULTILINE | re.DOTALL)
    assert found is not None
    assert set(found[1].split()) == set(NAMED[name].split())


def test_products_are_sorted_by_their_promised_enum() -> None:
    field = graphql().query_type
    assert field is not None
    assert str(field.fields["topProducts"].args["sortBy"].type) == "ProductSort"
    document = parse(
        "{topProducts(sortBy:GROWTH, limit:10){data{product revenue unitsSold profit growthRate abcClass}}}"
    )
    assert validate(graphql(), document) == []


def test_every_report_has_an_address_and_a_field() -> None:
    fields = graphql().query_type
    assert fields is not None
    assert list(fields.fields) == [spec.name for spec in reports(SALES)]
    assert {path_of(spec) for spec in reports(SALES)} < set(openapi()["paths"])
    assert "/api/kpis/salesperson-leaderboard" in openapi()["paths"]


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def test_references_lead_somewhere() -> None:
    document = openapi()
    for reference in set(references(document)):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert place


def test_operations_are_named_once() -> None:
    names = [operation["operationId"] for path in openapi()["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_a_new_measure_reaches_both_doors() -> None:
    tax = Measure(
        "tax_per_line", "Tax", Unit.MONEY, Sum("tax_value"), "tax", "sum(tax_value)", field="taxSum", overview="taxSum"
    )
    grown: Catalog = replace(SALES, measures=(*SALES.measures, tax))
    made = descriptions(grown)
    overview = build_schema(made["schema.graphql"].decode()).type_map["SalesOverview"]
    assert isinstance(overview, GraphQLObjectType)
    assert "taxSum" in overview.fields
    paths = orjson.loads(made["openapi.json"])["paths"]
    explore = paths["/api/kpis/explore"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "taxPerLine" in explore["properties"]["measures"]["items"]["enum"]
    row = paths["/api/kpis/top-products"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert "taxSum" in row["properties"]["data"]["items"]["properties"]
