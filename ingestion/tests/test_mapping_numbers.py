"""The marks of number columns: proved by cells, shared by a file, assumed only with both totals. Oracle: Decimal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.clean.numbers import NumberStyle, parse_numbers
from ingestion.errors import FileRefused
from ingestion.mapping.number_choice import NumberChoice, choose_numbers
from ingestion.mapping.number_shapes import Marks as ShapeMarks
from ingestion.mapping.number_shapes import read_marks
from ingestion.mapping.number_survey import NumberSurvey
from ingestion.mapping.words import Marks
from ingestion.recipe import NumberFormat

OPEN = Marks(None, None)


def surveyed(cells: Sequence[str | None], chunk: int = 1_000) -> NumberSurvey:
    survey = NumberSurvey()
    for start in range(0, len(cells), chunk):
        part = cells[start : start + chunk]
        survey.add(pl.Series(part, dtype=pl.String), pl.Series(range(start + 2, start + 2 + len(part)), dtype=pl.Int64))
    return survey


def chosen(columns: Mapping[str, Sequence[str | None]], named: Marks = OPEN) -> dict[str, NumberChoice]:
    return choose_numbers({name: surveyed(cells) for name, cells in columns.items()}, dict.fromkeys(columns, named))


def format_of(*cells: str | None) -> NumberFormat:
    return chosen({"Amount": cells})["Amount"].format


@pytest.mark.parametrize(
    ("shape", "marks"),
    [
        ("000", ShapeMarks()),
        ("0.000,00", ShapeMarks(",", ".")),
        ("0 000,0", ShapeMarks(",", " ")),
        ("0'000.00", ShapeMarks(".", "'")),
        ("0,000,000", ShapeMarks("", ",")),
        ("0,000", ShapeMarks(lone=",")),
        ("0000,000", ShapeMarks(",", "")),
        ("(00.00)", ShapeMarks(".")),
        ("00,0-", ShapeMarks(",")),
        ("KES 0,000.00", ShapeMarks(".", ",")),
        ("KSh. 000/=", ShapeMarks()),
        ("$0.0", ShapeMarks(".")),
        ("0,00,000", None),
        ("0.000.00", None),
        ("0.000 000,0", None),
        ("N/A", None),
        ("-", None),
        ("00:00", None),
    ],
)
def test_shapes(shape: str, marks: ShapeMarks | None) -> None:
    assert read_marks(shape) == marks


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        (("1234.50", "12"), (".", "")),
        (("1234,50", "12"), (",", "")),
        (("1.234,50", "12,00"), (",", ".")),
        (("1,234.50", "12.00"), (".", ",")),
        (("1 234,50", "3 000"), (",", " ")),
        (("1\u00a0234,50", "3\u202f000,00"), (",", "\u00a0\u202f")),
        (("1'234.50",), (".", "'")),
        (("1.234.567",), (",", ".")),
        (("12", "7", None, ""), (".", "")),
        (("0.125", "1.234"), (".", "")),
        (("0,125", "1,234"), (",", "")),
        (("12.5", "1.234", "1,234"), (".", ",")),
        (("(12,50)", "12,50-", "−3,5"), (",", "")),
        (("KSh 1,200.00", "250/="), (".", ",")),
    ],
)
def test_cells_prove_the_marks(cells: tuple[str | None, ...], marks: tuple[str, str]) -> None:
    assert format_of(*cells) == NumberFormat(*marks)


def test_a_lone_mark_before_three_digits_is_assumed_to_group_with_both_totals() -> None:
    choice = chosen({"Amount": ["1,234", "-2,000", "5"]})["Amount"]
    assert choice.format == NumberFormat(".", ",")
    (notice,) = choice.notices
    assert (notice.code, notice.count) == ("THOUSANDS_ASSUMED", 2)
    assert "-761 so" in notice.message
    assert "4.234 if" in notice.message


def test_another_column_proves_what_a_lone_mark_is() -> None:
    pointed = chosen({"Weight": ["1.234", "5"], "Amount": ["12.50"]})
    assert pointed["Weight"].format == NumberFormat(".", "")
    grouped = chosen({"Weight": ["1.234", "5"], "Amount": ["12,50"]})
    assert grouped["Weight"].format == NumberFormat(",", ".")
    assert not any(choice.notices for choice in grouped.values())
    (notice,) = pointed["Weight"].notices
    assert (notice.code, notice.count) == ("DECIMALS_ASSUMED", 1)
    assert "6.234 so" in notice.message
    assert "1,239 if" in notice.message


def test_one_slip_among_many_lone_marks_is_no_proof() -> None:
    with pytest.raises(FileRefused, match="AMBIGUOUS_NUMBER"):
        chosen({"Amount": ["1,234"] * 99 + ["12,50"]})
    assert format_of(*["1,234"] * 9, "12,50") == NumberFormat(",", "")
    other = chosen({"Amount": ["1,234"] * 99 + ["12,50"], "Cost": ["7,5"]})
    assert other["Amount"].format == NumberFormat(",", "")


def test_two_kinds_of_lone_marks_are_refused_with_both_totals() -> None:
    with pytest.raises(FileRefused) as refused:
        chosen({"Amount": ["1,234", "5.678", "1"]})
    assert refused.value.code == "AMBIGUOUS_NUMBER"
    assert refused.value.details == {"thousands": "6913", "decimal": "7.912"}


def test_a_small_minority_of_the_other_mark_is_left_to_quarantine() -> None:
    choice = chosen({"Amount": ["12.50"] * 95 + ["12,50"] * 5})["Amount"]
    assert choice.format == NumberFormat(".", "")
    assert [(notice.code, notice.count) for notice in choice.notices] == [("MIXED_NUMBERS", 5)]
    with pytest.raises(FileRefused, match="MIXED_NUMBERS"):
        chosen({"Amount": ["12.50"] * 90 + ["12,50"] * 10})


def test_the_mapping_names_the_marks() -> None:
    assert chosen({"Amount": ["1.234"]}, Marks(".", None))["Amount"].format == NumberFormat(".", "")
    assert chosen({"Amount": ["1.234"]}, Marks(",", None))["Amount"].format == NumberFormat(",", ".")
    assert chosen({"Amount": ["1.234"]}, Marks(None, "."))["Amount"].format == NumberFormat(",", ".")


def test_negative_cells_are_counted_however_they_are_written() -> None:
    assert surveyed(["-1", "(2)", "3-", "−4", "KES -5", "6", "1-2"]).negative == 5


_MARKS = [(".", ""), (",", ""), (",", "."), (".", ","), (",", " "), (".", "'")]


@settings(deadline=None)
@given(
    st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=30),
    st.sampled_from(_MARKS),
    st.integers(1, 30),
)
def test_money_with_two_decimals_is_always_decided(amounts: list[Decimal], marks: tuple[str, str], chunk: int) -> None:
    decimal, thousands = marks
    table = str.maketrans({",": thousands, ".": decimal})
    cells = [f"{amount:,.2f}".translate(table) for amount in amounts]
    survey = surveyed(cells, chunk)
    found = choose_numbers({"Amount": survey}, {"Amount": OPEN})["Amount"].format
    parsed = parse_numbers(pl.Series(cells), NumberStyle(found), 4)
    assert parsed.values.to_list() == [int(amount * 10_000) for amount in amounts]
    is_grouped = any(abs(amount) >= 1000 for amount in amounts)
    assert found == NumberFormat(decimal, thousands if is_grouped else "")
