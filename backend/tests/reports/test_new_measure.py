"""A measure added in memory, by one entry, is found in SQL, the SDL, REST and GraphQL answers and the docs table."""

from __future__ import annotations

import re
import runpy
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.api.descriptions import descriptions
from backend.app import create_app
from backend.planner import make_plan
from backend.planner.view import whole
from backend.question import Period, Question
from backend.reference import catalog_page
from backend.tests.api.tiny import settings
from backend.tests.asking import ROOT
from backend.tests.reports.ledger import Books, is_same
from druid.catalog.check import check
from druid.catalog.model import Catalog, Column, Direction, Kind, Linear, Measure, Ratio, Sum, Unit
from druid.catalog.sales import SALES
from druid.store.snapshots import open_snapshot

NOW = datetime(2025, 2, 28, tzinfo=UTC)
NET_DISCOUNT = Measure(
    "net_discount",
    "Net discount",
    Unit.MONEY,
    Linear(((1, "discount_value"), (1, "returns_value"))),
    "discount given less what came back",
    "discount_value + returns_value",
    Direction.DOWN,
    field="netDiscount",
    overview="totalNetDiscount",
)
GROWN: Catalog = replace(SALES, measures=(*SALES.measures, NET_DISCOUNT))


@asynccontextmanager
async def doors(store: Path, catalog: Catalog) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings(data_dir=store), catalog=catalog, clock=lambda: NOW)
    async with app.router.lifespan_context(app):
        yield httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")


def by_product(books: Books) -> dict[Any, tuple[int, int, int]]:
    """Discount, returns and gross revenue of each product's completed lines."""
    sums: dict[Any, tuple[int, int, int]] = {}
    for row in books.lines.filter(books.lines["status"] == "completed").to_dicts():
        old = sums.get(row["product"], (0, 0, 0))
        new = (row["discount_value"], row["returns_value"], row["gross_revenue"])
        sums[row["product"]] = (old[0] + new[0], old[1] + new[1], old[2] + new[2])
    return sums


def test_druid_sql_sums_its_columns(all_books: Mapping[str, Books]) -> None:
    check(GROWN)
    snapshot = open_snapshot(all_books["dense"].path)
    assert snapshot is not None
    question = Question(("net_discount",), ("branch",), period=Period.ALL, compare=())
    statements = make_plan(question, GROWN, whole(snapshot.manifest), NOW).statements
    assert {statement.table for statement in statements} <= {SALES.base, *SALES.rollup}
    for statement in statements:
        assert 'SUM("discount_value") AS "discount_value"' in statement.text
        assert 'SUM("returns_value") AS "returns_value"' in statement.text


def test_descriptions_and_docs_name_it() -> None:
    made = descriptions(GROWN)
    schema = made["schema.graphql"].decode()
    rows = re.findall(r"^type (\w+) \{(?:(?!^\}).)*?^  netDiscount: Float$", schema, re.MULTILINE | re.DOTALL)
    assert {"TopProductsRow", "SalespersonLeaderboardRow", "BranchPerformanceRow", "MarginAnalysisRow"} <= set(rows)
    assert re.search(
        r"^type SalesOverview \{(?:(?!^\}).)*?^  totalNetDiscount: Float$", schema, re.MULTILINE | re.DOTALL
    )
    assert re.search(r"^enum ProductSort \{[^}]*\bNET_DISCOUNT\b", schema, re.MULTILINE)
    assert b'"netDiscount"' in made["openapi.json"]
    row = "| `netDiscount` | Net discount | money | discount given less what came back |"
    assert row in catalog_page(GROWN)
    assert row not in catalog_page(SALES)


async def test_both_doors_answer_it(all_books: Mapping[str, Books]) -> None:
    books = all_books["dense"]
    sums = by_product(books)
    expected = {name: Decimal(discount + returned).scaleb(-4) for name, (discount, returned, _) in sums.items()}
    query = "{ salesOverview(period: ALL) { data { totalNetDiscount } } }"
    async with doors(books.path, GROWN) as client:
        listed = (await client.get("/api/kpis/top-products?period=ALL&sortBy=NET_DISCOUNT&limit=100")).json()
        asked = {"measures": ["netDiscount"], "dimensions": ["product"], "period": "ALL", "compare": [], "totals": True}
        table = (await client.post("/api/kpis/explore", json=asked)).json()
        overview = (await client.get("/api/kpis/sales-overview?period=ALL")).json()
        graphql = (await client.post("/graphql", json={"query": query})).json()
        catalog = (await client.get("/api/catalog")).json()
    found = {row["product"]: row["netDiscount"] for row in listed["data"]}
    assert found.keys() == expected.keys()
    assert all(is_same(found[name], value) for name, value in expected.items())
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert {tuple(row) for row in table["data"]["rows"]} == set(found.items())
    total = sum(expected.values(), Decimal(0))
    totals = [overview["data"]["totalNetDiscount"], graphql["data"]["salesOverview"]["data"]["totalNetDiscount"]]
    totals += [listed["metadata"]["totals"]["netDiscount"], table["metadata"]["totals"]["netDiscount"]]
    assert all(is_same(value, total) for value in totals)
    (entry,) = [one for one in catalog["data"]["measures"] if one["name"] == "netDiscount"]
    assert (entry["unit"], entry["class"], entry["loaded"]) == ("money", "derived", True)


async def test_the_guide_followed_to_the_letter(all_books: Mapping[str, Books], tmp_path: Path) -> None:
    """The entry as the page prints it, in the catalog, and the question as the page asks it."""
    guide = (ROOT / "docs" / "add-a-measure.md").read_text(encoding="utf-8")
    (entry,) = re.findall(r"```python\n(.+?)```", guide, re.DOTALL)
    (body,) = re.findall(r"-d '(\{.+?\})'", guide)
    script = tmp_path / "entry.py"
    script.write_text(f"from druid.catalog.model import *\nMEASURE = {entry.strip().rstrip(',')}\n", encoding="utf-8")
    measure = runpy.run_path(str(script))["MEASURE"]
    assert measure.expression == Ratio("discount_value", "gross_revenue")
    books = all_books["dense"]
    async with doors(books.path, replace(SALES, measures=(*SALES.measures, measure))) as client:
        headers = {"Content-Type": "application/json"}
        year = (await client.post("/api/kpis/explore", content=body, headers=headers)).json()
        asked = body.replace("branch", "product").replace("YEAR", "ALL")
        whole = (await client.post("/api/kpis/explore", content=asked, headers=headers)).json()
    assert year["error"] is None
    assert len(year["data"]["rows"]) > 1
    rates = {name: Fraction(discount, gross) for name, (discount, _, gross) in by_product(books).items()}
    assert {row[0]: row[1] for row in whole["data"]["rows"]} == {
        n: r.numerator / r.denominator for n, r in rates.items()
    }


@pytest.mark.parametrize("name", ["dense", "troubled"])
async def test_a_column_that_no_file_had_yet_is_null(all_books: Mapping[str, Books], name: str) -> None:
    """The store was loaded before the column existed."""
    column = Column("freight_value", Kind.MONEY, "freight paid", ("freight",))
    freight = Measure("freight_value", "Freight", Unit.MONEY, Sum("freight_value"), "freight", "sum(freight_value)")
    grown = replace(SALES, columns=(*SALES.columns, column), measures=(*SALES.measures, freight))
    check(grown)
    asked = {"measures": ["lines", "freightValue"], "period": "ALL", "compare": []}
    async with doors(all_books[name].path, grown) as client:
        table = (await client.post("/api/kpis/explore", json=asked)).json()
        alone = (await client.post("/api/kpis/explore", json={**asked, "measures": ["freightValue"]})).json()
    ((lines, value),) = table["data"]["rows"]
    assert lines > 0
    assert value is None
    assert table["metadata"]["nulls"] == [{"field": "freightValue", "code": "MEASURE_NOT_LOADED"}]
    assert alone["error"]["code"] == "MEASURE_NOT_LOADED"
