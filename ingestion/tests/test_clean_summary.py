"""Total lines are told from sales by proof: the label and the sum of the lines above it (C25)."""

from __future__ import annotations

from datetime import date

import pytest

from druid.catalog.sales import SALES
from ingestion.clean import clean
from ingestion.recipe import DateFormat, Field, Recipe
from ingestion.tests.text_source import TextSource

RECIPE = Recipe(
    "test",
    (
        Field("__time", "Date", date=DateFormat(("%Y-%m-%d",))),
        Field("product", "Item"),
        Field("gross_revenue", "Sales"),
    ),
)


def set_aside(rows: list[tuple[str, str]], chunk_rows: int = 100) -> tuple[list[int], int, int]:
    """Rows (counted from 1) set aside as summary lines, how many were only suspected, and the money loaded."""
    cells = [["2024-03-01", item, sales] for item, sales in rows]
    chunks = list(clean(TextSource(("Date", "Item", "Sales"), cells, chunk_rows), RECIPE, SALES, date(2024, 6, 1)))
    entries = [entry for chunk in chunks for entry in chunk.quarantined]
    assert all(entry.defects[0].rule == "SUMMARY_LINE" for entry in entries)
    suspected = sum(chunk.warnings.get("SUMMARY_SUSPECTED", 0) for chunk in chunks)
    loaded = sum(sum(chunk.frame["gross_revenue"].to_list()) for chunk in chunks)
    return [entry.line - 1 for entry in entries], suspected, loaded


@pytest.mark.parametrize("chunk_rows", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("Tea", "10"), ("Salt", "5"), ("Total", "15")], [3]),
        ([("Tea", "10"), ("Salt", "5"), ("GRAND TOTAL:", "15.00")], [3]),
        ([("Tea", "10"), ("Sub-total", "10"), ("Salt", "5"), ("Soap", "2"), ("Subtotal", "7")], [2, 5]),
        ([("Tea", "10"), ("Subtotal", "10"), ("Salt", "5"), ("Subtotal", "5"), ("Grand Total", "15")], [2, 4, 5]),
        ([("Tea", "10"), ("Subtotal", "10"), ("Salt", "5"), ("Subtotal", "5"), ("Total", "15")], [2, 4, 5]),
        (
            [("Tea", "10"), ("Salt", "5"), ("Total Nairobi", "15"), ("Soap", "2"), ("Tea", "3"), ("Total Thika", "5")],
            [3, 6],
        ),
        ([("Tea", "10"), ("Salt", "-4"), ("Nairobi Total", "6")], [3]),
    ],
)
def test_totals_that_add_up(rows: list[tuple[str, str]], found: list[int], chunk_rows: int) -> None:
    lines = [float(sales) for place, (_, sales) in enumerate(rows, start=1) if place not in found]
    assert set_aside(rows, chunk_rows) == (found, 0, round(sum(lines) * 10_000))


@pytest.mark.parametrize(
    "rows",
    [
        [("Tea", "10"), ("Salt", "5"), ("Total", "15.01")],
        [("Total", "15"), ("Tea", "10"), ("Salt", "5")],
        [("Tea", "10"), ("Total Energies oil", "10"), ("Salt", "1")],
        [("Tea", "0"), ("Total", "0")],
    ],
)
def test_labels_that_do_not_add_up_are_sales_with_a_warning(rows: list[tuple[str, str]]) -> None:
    assert set_aside(rows) == ([], 1, round(sum(float(sales) for _, sales in rows) * 10_000))


def test_words_that_hold_a_total_are_no_labels() -> None:
    assert set_aside([("Tea", "10"), ("Totally soft soap", "10"), ("Teetotaller", "20")]) == ([], 0, 400_000)


def test_a_label_in_the_date_column_comes_first_among_the_defects() -> None:
    source = TextSource(("Date", "Item", "Sales"), [["2024-03-01", "Tea", "10"], ["Total", None, "10"]])
    (chunk,) = clean(source, RECIPE, SALES, date(2024, 6, 1))
    (entry,) = chunk.quarantined
    assert [(d.column, d.value, d.rule) for d in entry.defects] == [
        ("Date", "Total", "SUMMARY_LINE"),
        ("Date", "Total", "DATE"),
    ]
    assert chunk.money["gross_revenue"] == (200_000, 100_000)
