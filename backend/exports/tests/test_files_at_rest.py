"""Every report as every kind of file, through the REST door of a small shop, against the JSON of the same question."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import httpx
import pyarrow as pa
import pytest

from backend.app import create_app
from backend.tests.api.tiny import client, settings
from backend.tests.reports.shops import full_shop

PRODUCTS = "/api/kpis/top-products"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_shop(tmp_path_factory.mktemp("files"))


@pytest.fixture
async def door(shop: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings(data_dir=shop))
    async with app.router.lifespan_context(app), client(app) as asking:
        yield asking


async def test_a_csv_file_holds_the_rows_of_the_answer(door: httpx.AsyncClient) -> None:
    asked = {"period": "ALL", "sortBy": "REVENUE"}
    rows = (await door.get(PRODUCTS, params=asked)).json()["data"]
    response = await door.get(PRODUCTS, params={**asked, "format": "csv"})
    found = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert [(row["product"], Decimal(row["revenue"])) for row in found] == [
        ("Flour", Decimal("810.5")), ("Salt", Decimal(150)), ("Sugar", Decimal(50)), ("Brush", Decimal(0)),
        ("Soap", Decimal(-40)),
    ]  # fmt: skip
    assert [row["product"] for row in rows] == [row["product"] for row in found]
    assert found[2]["nulls"] == "profit=COST_MISSING; profitMargin=COST_MISSING"
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"


async def test_an_arrow_stream_holds_exact_decimals(door: httpx.AsyncClient) -> None:
    accept = {"accept": "application/vnd.apache.arrow.stream"}
    response = await door.get(PRODUCTS, params={"period": "ALL"}, headers=accept)
    table = pa.ipc.open_stream(response.content).read_all()
    assert table.schema.field("revenue").type == pa.decimal128(38, 4)
    assert table["revenue"].to_pylist()[:2] == [Decimal("810.5"), Decimal(150)]
    assert table.schema.metadata[b"report"] == b"topProducts"
    assert table.schema.metadata[b"dataVersion"].decode() == response.headers["x-data-version"]


async def test_a_limit_is_obeyed_and_said(door: httpx.AsyncClient) -> None:
    whole = await door.get(PRODUCTS, params={"period": "ALL", "format": "csv"})
    cut = await door.get(PRODUCTS, params={"period": "ALL", "format": "csv", "limit": 2})
    assert (whole.headers["x-complete"], whole.headers["x-row-count"]) == ("true", "5")
    assert (cut.headers["x-complete"], cut.headers["x-row-count"]) == ("false", "2")
    assert len(cut.text.splitlines()) == 3
