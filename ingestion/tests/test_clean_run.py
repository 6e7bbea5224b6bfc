"""Whole lines through cleaning: one verdict for each class of defect, and sums that add up in any chunking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from druid.catalog.sales import SALES
from ingestion.clean import clean
from ingestion.lines import CleanChunk, Quarantined, line_schema
from ingestion.read.source import BadLine
from ingestion.recipe import DateFormat, Field, NumberFormat, Recipe
from ingestion.tests.text_source import TextSource

TODAY = date(2024, 12, 1)
HEADERS = ("Date", "Order", "Item", "Branch", "Status", "Qty", "Sales", "Returns", "Cost")
RECIPE = Recipe(
    "test",
    (
        Field("__time", "Date", date=DateFormat(("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"))),
        Field("order_id", "Order"),
        Field("product", "Item"),
        Field("branch", "Branch"),
        Field("status", "Status"),
        Field("units_sold", "Qty"),
        Field("gross_revenue", "Sales"),
        Field("returns_value", "Returns"),
        Field("total_cost", "Cost"),
    ),
    numbers=NumberFormat(".", ","),
)
SOUND: dict[str, str | None] = {
    "Date": "2024-03-01",
    "Order": "A1",
    "Item": "Tea",
    "Branch": "Thika",
    "Status": "paid",
    "Qty": "2",
    "Sales": "100",
    "Returns": "0",
    "Cost": "60",
}


@dataclass(frozen=True)
class Cleaned:
    """All chunks of a file together."""

    chunks: tuple[CleanChunk, ...]

    @property
    def frame(self) -> pl.DataFrame:
        return pl.concat(chunk.frame for chunk in self.chunks)

    @property
    def quarantined(self) -> list[Quarantined]:
        return [entry for chunk in self.chunks for entry in chunk.quarantined]

    @property
    def warnings(self) -> Counter[str]:
        return sum((Counter(chunk.warnings) for chunk in self.chunks), Counter())

    @property
    def unparsable(self) -> Counter[str]:
        return sum((Counter(chunk.unparsable) for chunk in self.chunks), Counter())

    def money(self, column: str) -> tuple[int, int]:
        """What came in and what was set aside."""
        sums = [chunk.money[column] for chunk in self.chunks]
        return sum(came for came, _ in sums), sum(aside for _, aside in sums)

    def verdicts(self) -> list[tuple[int, str | None, str | None, str]]:
        return [(d.line, d.column, d.value, d.rule) for entry in self.quarantined for d in entry.defects]


def run(rows: Sequence[dict[str, str | None]], recipe: Recipe = RECIPE, *, chunk_rows: int = 1_000) -> Cleaned:
    """Clean lines that are sound but for the cells given."""
    headers = tuple(dict.fromkeys([*HEADERS, *(name for row in rows for name in row)]))
    cells = [[{**SOUND, **row}.get(name) for name in headers] for row in rows]
    return Cleaned(tuple(clean(TextSource(headers, cells, chunk_rows), recipe, SALES, TODAY)))


@pytest.mark.parametrize(
    ("header", "cell", "rule"),
    [
        pytest.param("Item", "a\x00b", "CONTROL_CHARACTER", id="C6"),
        pytest.param("Sales", "USD 5", "CURRENCY", id="C36"),
        pytest.param("Sales", "12.34567", "PRECISION", id="C37"),
        pytest.param("Order", "1.2E+11", "ID_DAMAGED", id="C38"),
        pytest.param("Sales", "#N/A", "NOT_A_NUMBER", id="C39"),
        pytest.param("Sales", "-", "NOT_A_NUMBER", id="C39-dash"),
        pytest.param("Cost", "abc", "NOT_A_NUMBER", id="optional-cells-are-checked-too"),
        pytest.param("Sales", "١٢", "NOT_A_NUMBER", id="C40"),
        pytest.param("Sales", "1000000000001", "MONEY_RANGE", id="C41"),
        pytest.param("Qty", "-2", "SIGN_RULE", id="C42"),
        pytest.param("Returns", "5", "SIGN_RULE", id="positive-returns"),
        pytest.param("Qty", "1.2345", "PRECISION", id="C43"),
        pytest.param("Date", "2024-02-30", "DATE", id="C45"),
        pytest.param("Date", "2023-02-29", "DATE", id="C45-no-leap-year"),
        pytest.param("Date", "01/03/2024", "DATE", id="C46"),
        pytest.param("Date", "1989-12-31", "DATE_RANGE", id="C49"),
        pytest.param("Date", "2024-12-03", "DATE_RANGE", id="C49-later-than-tomorrow"),
        pytest.param("Date", "2024-03-01 10:00:60", "DATE", id="C52"),
        pytest.param("Date", None, "REQUIRED", id="no-date"),
        pytest.param("Sales", None, "REQUIRED", id="no-revenue"),
        pytest.param("Status", "lost", "STATUS", id="unknown-status"),
    ],
)
def test_verdict_quarantined(header: str, cell: str | None, rule: str) -> None:
    cleaned = run([{}, {header: cell}, {}])
    assert cleaned.verdicts() == [(3, header, cell, rule)]
    assert cleaned.frame["_line"].to_list() == [2, 4]


@pytest.mark.parametrize(
    ("header", "cell", "column", "value", "warnings"),
    [
        pytest.param("Item", "a\u200bb", "product", "a\u200bb", {"INVISIBLE_CHARACTER": 1}, id="C7"),
        pytest.param("Sales", "(12.50)", "gross_revenue", -125_000, {}, id="C35-brackets"),
        pytest.param("Sales", "12.50-", "gross_revenue", -125_000, {}, id="C35-behind"),
        pytest.param("Sales", "−12.50", "gross_revenue", -125_000, {}, id="C35-typographic"),
        pytest.param("Sales", "KSh 1,250/=", "gross_revenue", 12_500_000, {}, id="C36"),
        pytest.param("Sales", "12.340000", "gross_revenue", 123_400, {}, id="C37-zeros-do-not-count"),
        pytest.param("Sales", "1e3", "gross_revenue", 10_000_000, {"SCIENTIFIC": 1}, id="C38"),
        pytest.param("Cost", "#REF!", "total_cost", None, {"NOTHING_WORD": 1}, id="C39"),
        pytest.param("Returns", "NULL", "returns_value", 0, {"NOTHING_WORD": 1}, id="C39-default"),
        pytest.param("Qty", "1.5", "units_sold", 1_500, {}, id="C43-units-keep-three-decimals"),
        pytest.param("Date", "2024-02-29T24:00:00Z", "_line", 3, {}, id="C51-C52"),
        pytest.param("Item", "Cafe\u0301", "product", "Caf\u00e9", {"NAME_MERGED": 1}, id="C56"),
        pytest.param("Item", "TEA", "product", "TEA", {"CASE_DIFFERS": 1}, id="C56-case"),
        pytest.param("Item", "=1+1", "product", "=1+1", {}, id="C57"),
        pytest.param("Item", "NA", "product", "NA", {}, id="text-stays-text"),
        pytest.param("Order", "00123", "order_id", "00123", {}, id="zeros-stay"),
        pytest.param("Status", None, "status", "completed", {}, id="status-default"),
        pytest.param("Status", "Canceled", "status", "cancelled", {}, id="status-synonym"),
    ],
)
def test_verdict_loaded(header: str, cell: str | None, column: str, value: object, warnings: dict[str, int]) -> None:
    cleaned = run([{}, {header: cell}])
    assert cleaned.verdicts() == []
    assert cleaned.frame[column].to_list()[1] == value
    assert cleaned.warnings == warnings


def test_skipped_and_repeated_hours() -> None:
    """C50: a time that never was is set aside, the first of two readings is taken and counted."""
    recipe = replace(RECIPE, timezone="Europe/London")
    cleaned = run([{"Date": "2024-03-31 01:30:00"}, {"Date": "2024-10-27 01:30:00"}], recipe)
    assert cleaned.verdicts() == [(2, "Date", "2024-03-31 01:30:00", "DST_GAP")]
    assert cleaned.frame["__time"].dt.strftime("%FT%T").to_list() == ["2024-10-27T00:30:00"]
    assert cleaned.warnings == {"DST_FOLD": 1}


def test_every_broken_cell_of_a_line_is_listed() -> None:
    cleaned = run([{"Date": "soon", "Sales": "$5", "Qty": "-1", "Status": "lost", "Cost": None}])
    (entry,) = cleaned.quarantined
    assert {(d.column, d.rule) for d in entry.defects} == {
        ("Date", "DATE"),
        ("Sales", "CURRENCY"),
        ("Qty", "SIGN_RULE"),
        ("Status", "STATUS"),
    }
    assert entry.cells == ("soon", "A1", "Tea", "Thika", "lost", "-1", "$5", "0", None)
    assert entry.text == "soon,A1,Tea,Thika,lost,-1,$5,0,"


def test_lines_that_could_not_be_read_keep_their_text() -> None:
    bad = (BadLine(9, 'a,"b', "QUOTE"), BadLine(4, "x", "SHORT_LINE"))
    source = TextSource(HEADERS, [list(SOUND.values())] * 5, bad=bad)
    cleaned = Cleaned(tuple(clean(source, RECIPE, SALES, TODAY)))
    assert [(q.line, q.text, q.cells, q.defects[0].rule) for q in cleaned.quarantined] == [
        (4, "x", None, "SHORT_LINE"),
        (9, 'a,"b', None, "QUOTE"),
    ]


def test_frame_has_the_stored_types_and_the_defaults() -> None:
    cleaned = run([{}, {"Cost": None, "Returns": None}])
    assert dict(cleaned.frame.schema) == line_schema(SALES)
    assert cleaned.frame.select("returns_value", "line_items", "lines", "uncosted_lines", "discount_value").rows() == [
        (0, 1, 1, 0, 0),
        (0, 1, 1, 1, 0),
    ]
    assert cleaned.frame["tax_value"].null_count() == 2


def test_a_file_without_lines() -> None:
    cleaned = run([])
    assert (cleaned.frame.height, cleaned.quarantined, cleaned.money("gross_revenue")) == (0, [], (0, 0))


def test_negative_units_become_returns_and_money_stays_whole() -> None:
    recipe = replace(RECIPE, negative_units_are_returns=True)
    cleaned = run([{"Qty": "3", "Sales": "30"}, {"Qty": "-2", "Sales": "-20", "Returns": "-1"}, {"Qty": "-2"}], recipe)
    columns = cleaned.frame.select("units_sold", "units_returned", "gross_revenue", "returns_value")
    assert columns.rows() == [(3_000, 0, 300_000, 0), (0, 2_000, 0, -210_000)]
    assert cleaned.verdicts() == [(4, "Returns", "0", "SIGN_RULE")]
    assert cleaned.money("gross_revenue") == (300_000, 0)
    assert cleaned.money("returns_value") == (790_000, 1_000_000)


def test_tax_is_taken_out_half_even_and_the_rest_is_the_tax() -> None:
    recipe = replace(RECIPE, gross_includes_tax=Decimal("0.16"))
    amounts = ["116", "100", "0.0001", "-58", "999999999999"]
    cleaned = run([{"Sales": amount} for amount in amounts], recipe)
    for amount, (gross, tax) in zip(amounts, cleaned.frame.select("gross_revenue", "tax_value").rows(), strict=True):
        wanted = (Decimal(amount) / Decimal("1.16")).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
        assert gross == int(wanted.scaleb(4))
        assert gross + tax == int(Decimal(amount).scaleb(4))
    assert cleaned.money("gross_revenue") == (cleaned.frame["gross_revenue"].sum(), 0)
    assert cleaned.money("tax_value") == (cleaned.frame["tax_value"].sum(), 0)


def test_a_tax_column_of_the_file_stays() -> None:
    fields = (*RECIPE.fields, Field("tax_value", "VAT"))
    recipe = replace(RECIPE, fields=fields, gross_includes_tax=Decimal("0.16"))
    cleaned = run([{"Sales": "116", "VAT": "15"}], recipe)
    assert cleaned.frame.select("gross_revenue", "tax_value").rows() == [(1_000_000, 150_000)]


def with_expression(column: str, expression: str) -> Recipe:
    others = tuple(field for field in RECIPE.fields if field.column != column)
    return replace(RECIPE, fields=(*others, Field(column, expression=expression)))


def test_expressions_round_once_and_say_by_how_much() -> None:
    cleaned = run(
        [{"Sales": "1", "Qty": "3"}, {"Sales": "0.3333333333", "Qty": "3"}],
        with_expression("gross_revenue", "Sales * Qty / 7"),
    )
    assert cleaned.frame["gross_revenue"].to_list() == [4_286, 1_429]
    assert sum(chunk.rounding for chunk in cleaned.chunks) == pytest.approx(2 / 7 + 0.0005 / 3.5 + 3 / 7, abs=0.01)


@pytest.mark.parametrize(
    ("column", "row", "verdict"),
    [
        ("gross_revenue", {"Qty": "0"}, [(2, "gross_revenue", None, "EXPRESSION")]),
        ("gross_revenue", {"Sales": None}, [(2, "gross_revenue", None, "REQUIRED")]),
        ("gross_revenue", {"Sales": "ten"}, [(2, "Sales", "ten", "NOT_A_NUMBER")]),
        ("total_cost", {"Qty": "0"}, []),
        ("total_cost", {"Qty": None}, []),
    ],
)
def test_expressions_without_a_result(
    column: str, row: dict[str, str | None], verdict: list[tuple[int, str, str | None, str]]
) -> None:
    cleaned = run([row], with_expression(column, "Sales / Qty"))
    assert cleaned.verdicts() == verdict
    if not verdict:
        assert cleaned.frame.select("total_cost", "uncosted_lines").rows() == [(None, 1)]


def test_constants_and_aliases() -> None:
    fields = tuple(Field("branch", constant="Main") if field.column == "branch" else field for field in RECIPE.fields)
    renamed = tuple(replace(field, values={"TEA": "Tea"}) if field.column == "product" else field for field in fields)
    cleaned = run([{"Item": " TEA"}, {}], replace(RECIPE, fields=(*renamed, Field("line_items", constant="2"))))
    assert cleaned.frame.select("branch", "product", "line_items").rows() == [("Main", "Tea", 2)] * 2


def test_numbers_that_the_file_itself_held_as_numbers_ignore_the_marks() -> None:
    recipe = replace(RECIPE, numbers=NumberFormat(",", "."))
    cells = [{**SOUND, "Sales": "12.345"}[name] for name in HEADERS]
    source = TextSource(HEADERS, [cells], native={"Sales": pl.Float64()})
    (chunk,) = clean(source, recipe, SALES, TODAY)
    assert chunk.frame["gross_revenue"].to_list() == [123_450]


def test_unparsable_cells_are_counted_and_no_part_of_the_money() -> None:
    cleaned = run([{"Sales": "10", "Cost": "x"}, {"Sales": "$1", "Cost": "4"}, {"Cost": "-"}, {"Cost": None}])
    assert cleaned.unparsable == {"gross_revenue": 1, "total_cost": 2}
    assert cleaned.money("gross_revenue") == (2_100_000, 100_000)
    assert cleaned.money("total_cost") == (40_000, 40_000)


AMOUNTS = st.sampled_from(["10", "-3.5", "0.0001", "USD 4", "x", "1e2", None, "(7)", "1,000,000,000,000"])
LINES = st.fixed_dictionaries(
    {
        "Sales": AMOUNTS,
        "Cost": AMOUNTS,
        "Qty": st.sampled_from(["1", "-2", "0.5", None]),
        "Item": st.sampled_from(["Tea", "TEA", "Total"]),
    }
)


@settings(deadline=None, max_examples=25)
@given(st.lists(LINES, max_size=12), st.integers(1, 5), st.booleans())
def test_money_in_is_money_loaded_and_money_set_aside(
    rows: list[dict[str, str | None]], chunk_rows: int, is_return: bool
) -> None:
    recipe = replace(RECIPE, negative_units_are_returns=is_return)
    cleaned = run(rows, recipe, chunk_rows=chunk_rows)
    assert cleaned.frame.height + len(cleaned.quarantined) == len(rows)
    for column in ("gross_revenue", "returns_value", "total_cost"):
        came, aside = cleaned.money(column)
        assert came == int(cleaned.frame[column].cast(pl.Int128).sum()) + aside
    amounts = {"10": 10, "-3.5": -3.5, "0.0001": 0.0001, "1e2": 100, "(7)": -7, "1,000,000,000,000": 10**12}
    wanted = sum(Decimal(str(amounts.get(str(row["Sales"]), 0))) for row in rows)
    assert Decimal(cleaned.money("gross_revenue")[0] + cleaned.money("returns_value")[0]).scaleb(-4) == wanted


@settings(deadline=None, max_examples=25)
@given(st.lists(LINES, max_size=12), st.integers(1, 5))
def test_chunks_change_nothing(rows: list[dict[str, str | None]], chunk_rows: int) -> None:
    whole, cut = run(rows), run(rows, chunk_rows=chunk_rows)
    assert whole.frame.equals(cut.frame)
    assert whole.quarantined == cut.quarantined
    assert whole.warnings == cut.warnings
    assert whole.unparsable == cut.unparsable
