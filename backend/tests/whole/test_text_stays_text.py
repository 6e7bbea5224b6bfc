"""A member that looks like a number, a date or nothing stays what was written, from any file to both doors."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from backend.tests.asking import load
from backend.tests.whole.test_history import open_door

ODD = ("NA", "00123", "17850", "1e5", "TRUE", "2024-01-01", "null", "-", "1,5", "=1+1", "0x1F", "NaN", "  7 ", "日本")
STORED = {name: name.strip() for name in ODD}
"""Only outer blanks go; `Any` of the rest would be another member."""
HEADER = ("__time", "Branch", "ItemName", "CardName", "SalesPerson", "grossRevenue", "unitsSold")
DIMENSIONS = {"branch": "Branch", "product": "ItemName", "customer": "CardName", "salesperson": "SalesPerson"}


def rows() -> list[tuple[str, ...]]:
    """Each odd member once in each place, with money that tells the lines apart."""
    return [
        (f"2024-03-{place + 1:02} 10:00:00", name, name, name, name, f"{100 + place}.25", "1")
        for place, name in enumerate(ODD)
    ]


def write_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows()])


def write_workbook(path: Path) -> None:
    """Members as text cells, money as numbers, as a person's workbook has them."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Sales")
        sheet.write_row(0, 0, HEADER)
        for place, row in enumerate(rows(), start=1):
            for column, cell in enumerate(row):
                if HEADER[column] in {"grossRevenue", "unitsSold"}:
                    sheet.write_number(place, column, float(cell))
                else:
                    sheet.write_string(place, column, cell)


def write_parquet(path: Path) -> None:
    frame = pl.DataFrame(rows(), schema=list(HEADER), orient="row")
    frame.with_columns(pl.col("grossRevenue").cast(pl.Float64), pl.col("unitsSold").cast(pl.Int64)).write_parquet(path)


WRITERS: list[tuple[str, Callable[[Path], None]]] = [
    ("sales.csv", write_csv),
    ("sales.xlsx", write_workbook),
    ("sales.parquet", write_parquet),
]
QUERY = """query Q($measures: [String!]!, $dimensions: [String!], $filters: SalesFilter) {
  explore(measures: $measures, dimensions: $dimensions, period: ALL, filters: $filters, limit: 100) {
    data { rows } error { code message } metadata { warnings { code } } } }"""


@pytest.mark.parametrize(("name", "write"), WRITERS, ids=[name for name, _ in WRITERS])
async def test_members_stay_text(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    write(tmp_path / name)
    said = load(tmp_path / name, tmp_path / "store")
    assert said.returncode == 0, said.stderr + said.stdout
    expected = {STORED[row[1]]: float(row[5]) for row in rows()}
    async with open_door(tmp_path / "store") as door:

        async def explore(**asked: Any) -> Any:  # noqa: ANN401  # JSON
            variables = {"measures": ["netRevenue"], **asked}
            answer = (await door.post("/graphql", json={"query": QUERY, "variables": variables})).json()
            envelope = answer["data"]["explore"]
            assert envelope["error"] is None, envelope
            return envelope["data"]["rows"]

        for dimension in DIMENSIONS:
            assert dict(await explore(dimensions=[dimension])) == expected
            options = (await door.get(f"/api/filter-options/{dimension}")).json()["data"]
            assert {row["value"] for row in options} == set(expected)
        for member, revenue in expected.items():
            assert await explore(filters={"branch": {"in": [member]}}) == [[revenue]]
            rest = await door.get("/api/kpis/top-products", params={"period": "ALL", "product": member})
            assert [(row["product"], row["revenue"]) for row in rest.json()["data"]] == [(member, revenue)]
