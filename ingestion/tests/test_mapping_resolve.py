"""From file to recipe and back: proposed mappings load to the same recipe, formats cross chunks, docs hold true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from druid.catalog.sales import SALES
from ingestion.errors import FileRefused
from ingestion.mapping.document import KEYS, load_mapping, parse_mapping
from ingestion.mapping.origin import Origin
from ingestion.mapping.proposal import render_mapping
from ingestion.mapping.resolve import Resolution, resolve
from ingestion.quarantine import OWN_HEADERS
from ingestion.read.opening import open_source
from ingestion.read.source import Dialect
from ingestion.recipe import DateFormat, Field, NumberFormat, Recipe
from ingestion.tests.text_source import TextSource

TODAY = date(2026, 1, 1)
ZONE = "Africa/Nairobi"
ROOT = Path(__file__).parents[2]
SUPERSTORE = Path(__file__).parent / "data" / "superstore.csv"


def source(headers: str, *rows: Sequence[str | None], chunk: int = 1_000) -> TextSource:
    return TextSource(tuple(headers.split("|")), rows, chunk_rows=chunk)


def resolved(file: TextSource, mapping: str | None = None) -> Resolution:
    return resolve(file, parse_mapping(mapping, SALES) if mapping else None, SALES, ZONE, TODAY)


def field_of(resolution: Resolution, column: str) -> Field:
    return next(field for field in resolution.recipe.fields if field.column == column)


def test_the_shipped_example_is_the_recipe_it_says() -> None:
    document = load_mapping(ROOT / "ingestion" / "examples" / "superstore.yaml", SALES)
    resolution = resolve(open_source(SUPERSTORE, document.dialect), document, SALES, ZONE, TODAY)
    plain = NumberFormat(".", "")
    assert resolution.recipe.fields == (
        Field("__time", header="Order Date", date=DateFormat(("%Y-%m-%d",))),
        Field("order_id", header="Order ID"),
        Field("product", header="Product Name"),
        Field("item_group", header="Sub-Category"),
        Field("product_line", header="Category"),
        Field("region", header="Region"),
        Field("customer", header="Customer ID"),
        Field("account", header="Segment"),
        Field("units_sold", header="Quantity", number=plain),
        Field("gross_revenue", header="Sales", number=plain),
        Field("total_cost", expression="Sales - Profit"),
    )
    assert resolution.recipe.expression_numbers == {"Profit": plain, "Sales": plain}
    assert resolution.recipe.dialect == Dialect(encoding="utf-8", delimiter=",", header_line=1)
    assert [notice.code for notice in resolution.notices] == ["TIME_OF_DAY_NOT_LOADED"]
    assert (resolution.extras, resolution.questions, resolution.lines) == ((), (), 9_994)


@pytest.mark.parametrize("text", ["2024-03-17", "17/03/2024 9:05", "Mar 17, 2024", "45368"])
@pytest.mark.parametrize("amount", ["1.234,50", "1,234.50", "12", "1,234"])
def test_a_proposed_mapping_loads_back_to_the_same_recipe(text: str, amount: str) -> None:
    file = source("Date|Qty|Price: net|Profit|Customer|NO", (text, "2", amount, "1", "NO", "x"))
    revenue = "gross_revenue: {expression: 'Qty * [Price: net]'}"
    first = resolved(file, f"columns: {{__time: Date, customer: Customer, units_sold: Qty, {revenue}}}")
    again = resolved(file, first.mapping)
    assert again.recipe == first.recipe
    assert again.recipe.digest == first.recipe.digest


_RECIPES = st.builds(
    Recipe,
    name=st.sampled_from(("shop", "NO", "a: b", "1")),
    fields=st.permutations(
        (
            Field("branch", constant="- Main #1", number=None),
            Field("product", header="Item: name", values={"NO": "Yes", "00123": "'q'", "é": "x\u00a0y"}),
            Field("units_sold", header="#", number=NumberFormat(",", ".")),
            Field("discount_value", constant="0.5", number=NumberFormat()),
            Field("customer", header="null"),
            Field("account", header="{a}"),
        )
    ).map(tuple),
    unique_key=st.sampled_from(((), ("product", "branch"))),
    negative_units_are_returns=st.booleans(),
    ignored=st.sampled_from(((), ("~", "yes", "[x]"))),
)


@settings(deadline=None)
@given(_RECIPES)
def test_whatever_a_recipe_holds_is_written_as_it_is_read(recipe: Recipe) -> None:
    document = parse_mapping(render_mapping(recipe, {}), SALES)
    kept = [Origin(f.column, header=f.header, constant=f.constant, values=f.values) for f in recipe.fields]
    assert [replace(origin, decimal=None, thousands=None) for origin in document.origins] == kept
    assert (document.name, document.unique_key, document.ignore) == (recipe.name, recipe.unique_key, recipe.ignored)
    assert document.negative_units_are_returns == recipe.negative_units_are_returns


@pytest.mark.parametrize("chunk", [1, 2, 7, 1_000])
def test_evidence_in_any_chunk_decides(chunk: int) -> None:
    rows = [*[("01/02/2024", "1,234")] * 5, ("25/02/2024", "12,50"), *[("03/02/2024", "5")] * 5]
    resolution = resolved(source("Date|Sales", *rows, chunk=chunk))
    assert field_of(resolution, "__time").date == DateFormat(("%d/%m/%Y",))
    assert field_of(resolution, "gross_revenue").number == NumberFormat(",", "")
    assert resolution.lines == 11


def test_a_file_has_one_way_of_writing_numbers() -> None:
    resolution = resolved(source("Date|Qty|Sales", ("2024-03-17", "1.500", "12,50"), ("2024-03-18", "2", "7")))
    numbers = {field.number for field in resolution.recipe.fields if field.number}
    assert numbers == {NumberFormat(",", ".")}
    assert resolution.recipe.numbers == NumberFormat(",", ".")


def test_native_numbers_are_not_guessed_at() -> None:
    file = replace(source("Date|Sales", ("2024-03-17", "1.234")), native={"Sales": pl.Float64()})
    resolution = resolved(file)
    assert field_of(resolution, "gross_revenue").number == NumberFormat(".", "")
    assert not [notice for notice in resolution.notices if notice.code == "THOUSANDS_ASSUMED"]


def test_a_mapping_that_names_every_format_needs_no_survey() -> None:
    mapping = "{decimal: '.', thousands: '', columns: {__time: {header: D, format: '%d/%m/%y'}, gross_revenue: S}}"
    resolution = resolved(source("D|S", ("01/02/24", "1,5")), mapping)
    assert field_of(resolution, "__time").date == DateFormat(("%d/%m/%y",))
    assert (resolution.lines, resolution.evidence) == (0, ())


def test_a_refused_format_can_be_given_alone() -> None:
    file = source("Date|Sales", ("25/12/24", "10"), ("01/02/24", "7"))
    with pytest.raises(FileRefused, match="TWO_DIGIT_YEAR") as refused:
        resolved(file)
    resolution = resolved(file, f"date_format: '{refused.value.details['format']}'")
    assert field_of(resolution, "__time").date == DateFormat(("%d/%m/%y",))
    assert resolved(file, resolution.mapping).recipe.fields == resolution.recipe.fields


def test_a_recipe_is_known_by_what_it_reads_not_by_its_name() -> None:
    recipe = resolved(source("Date|Sales|Cost", ("2024-03-17", "10", "4"))).recipe
    assert replace(recipe, name="other", ignored=("Note",)).digest == recipe.digest
    assert replace(recipe, timezone="Europe/London").digest != recipe.digest
    assert replace(recipe, fields=recipe.fields[:2]).digest != recipe.digest


def test_names_of_members_and_the_zone_come_from_the_mapping() -> None:
    mapping = """
timezone: Europe/London
values: {branch: {NAIROBI: Nairobi, MSA: Mombasa}}
columns: {__time: D, gross_revenue: S, branch: {header: B, values: {MSA: Coast}}}
"""
    resolution = resolved(source("D|S|B", ("2024-03-17", "1", "MSA")), mapping)
    assert field_of(resolution, "branch").values == {"MSA": "Coast", "NAIROBI": "Nairobi"}
    assert resolution.recipe.timezone == "Europe/London"


def test_constants_are_read_with_a_point_whatever_the_file_uses() -> None:
    mapping = "{decimal: ',', columns: {__time: D, gross_revenue: S, discount_value: {constant: 0.5}}}"
    resolution = resolved(source("D|S", ("2024-03-17", "1,5")), mapping)
    assert field_of(resolution, "discount_value").number == NumberFormat(".", "")
    assert field_of(resolution, "gross_revenue").number == NumberFormat(",", "")


def test_the_columns_of_a_quarantine_file_are_not_extras() -> None:
    file = source("|".join(("Date", "Sales", *OWN_HEADERS)), ("2024-03-17 10:00", "10", *["x"] * len(OWN_HEADERS)))
    file = replace(file, headers=tuple("_line (2)" if h == "_line" else h for h in file.headers))
    assert resolved(replace(file, headers=file.headers)).recipe.loaded == {"__time", "gross_revenue"}


def test_a_column_that_is_empty_in_every_line_stays_mapped() -> None:
    resolution = resolved(source("Date|Sales|Cost", ("2024-03-17", "10", None), ("2024-03-18", "7", None)))
    assert field_of(resolution, "total_cost").header == "Cost"


@pytest.mark.parametrize(
    "text",
    [
        "Date;Sales\n17/03/2024;1.234,50\n",
        "sep=;\nDate;Sales\n17/03/2024;1.234,50\n",
        "Report of March\n\nDate\tSales\n17/03/2024\t1.234,50\n",
        "Date,Sales,Café\n17/03/2024,10,é\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_proposal_for_a_real_file_reads_it_the_same_way(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(text, encoding=encoding)
    first = resolve(open_source(path), None, SALES, ZONE, TODAY)
    document = parse_mapping(first.mapping, SALES)
    again = resolve(open_source(path, document.dialect), document, SALES, ZONE, TODAY)
    assert again.recipe == first.recipe


def test_a_refusal_comes_before_the_choice_of_columns() -> None:
    with pytest.raises(FileRefused, match="AMBIGUOUS_DATE"):
        resolved(source("Date|Sales", ("01/02/2024", "10")))


def _blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8"), re.DOTALL)


def test_every_block_of_the_guide_loads() -> None:
    blocks = _blocks()
    assert len(blocks) >= 10
    for block in blocks:
        parse_mapping(block, SALES)


def test_the_guide_shows_every_key() -> None:
    shown = {line.partition(":")[0] for block in _blocks() for line in block.splitlines()}
    assert set(KEYS) <= shown


def test_the_guide_explains_every_code() -> None:
    guide = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")
    modules = (ROOT / "ingestion" / "mapping").glob("*.py")
    raised = r'(?:MappingError|FileRefused|Notice|known|Question)\(\s*"([A-Z_]+)"'
    codes = {code for path in modules for code in re.findall(raised, path.read_text(encoding="utf-8"))}
    assert len(codes) >= 25
    assert {code for code in codes if f"`{code}`" not in guide} == set()
