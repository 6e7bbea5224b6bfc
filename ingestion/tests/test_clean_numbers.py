"""Number cells against amounts that were written out by Python's Decimal, and against verdicts set by hand."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingestion.clean.numbers import NumberStyle, parse_numbers
from ingestion.recipe import NumberFormat

PLAIN = NumberFormat()
ENGLISH = NumberFormat(".", ",")
GERMAN = NumberFormat(",", ".")
FRENCH = NumberFormat(",", " ")
SWISS = NumberFormat(".", "'")


def read(
    cell: str | None, marks: NumberFormat = PLAIN, *, scale: int = 4, is_optional: bool = True
) -> tuple[int | None, str | None]:
    parsed = parse_numbers(pl.Series([cell], dtype=pl.String), NumberStyle(marks, "KES", is_optional), scale)
    return parsed.values[0], parsed.rules[0]


@pytest.mark.parametrize(
    ("cell", "marks", "value"),
    [
        ("1.234,50", GERMAN, 12_345_000),
        ("1 234,50", FRENCH, 12_345_000),
        ("1\u00a0234,50", FRENCH, 12_345_000),
        ("1\u202f234\u202f567,5", FRENCH, 12_345_675_000),
        ("1'234.50", SWISS, 12_345_000),
        ("1’234.50", SWISS, 12_345_000),
        ("1,234", ENGLISH, 12_340_000),
        ("1.234", GERMAN, 12_340_000),
        ("12,5", GERMAN, 125_000),
        ("(12.50)", PLAIN, -125_000),
        ("( 12.50 )", PLAIN, -125_000),
        ("12.50-", PLAIN, -125_000),
        ("12.50 -", PLAIN, -125_000),
        ("−12.50", PLAIN, -125_000),
        ("- 12.50", PLAIN, -125_000),
        ("+12.5", PLAIN, 125_000),
        ("(1,250.00)", ENGLISH, -12_500_000),
        ("KES 12.50", PLAIN, 125_000),
        ("kes12.50", PLAIN, 125_000),
        ("KSh. 1,250/=", ENGLISH, 12_500_000),
        ("Ksh 5/-", PLAIN, 50_000),
        ("12.50 KES", PLAIN, 125_000),
        ("-KES 12.50", PLAIN, -125_000),
        ("KES -12.50", PLAIN, -125_000),
        ("(KES 12.50)", PLAIN, -125_000),
        ("\u00a012.50 ", PLAIN, 125_000),
        ("12.34560000", PLAIN, 123_456),
        (".5", PLAIN, 5_000),
        ("5.", PLAIN, 50_000),
        ("-.5", PLAIN, -5_000),
        ("-0.00", PLAIN, 0),
        ("000000000000000000012", PLAIN, 120_000),
        ("1000000000000", PLAIN, 10**16),
        ("-1000000000000", PLAIN, -(10**16)),
    ],
)
def test_every_way_to_write_an_amount(cell: str, marks: NumberFormat, value: int) -> None:
    assert read(cell, marks) == (value, None)


@pytest.mark.parametrize(
    ("cell", "marks", "rule"),
    [
        ("USD 12.50", PLAIN, "CURRENCY"),
        ("$12.50", PLAIN, "CURRENCY"),
        ("US$ 12.50", PLAIN, "CURRENCY"),
        ("12,50 €", GERMAN, "CURRENCY"),
        ("-$1,250.00", ENGLISH, "CURRENCY"),
        ("12.34567", PLAIN, "PRECISION"),
        ("0.00001", PLAIN, "PRECISION"),
        ("1000000000000.0001", PLAIN, "MONEY_RANGE"),
        ("99999999999999999999", PLAIN, "MONEY_RANGE"),
        ("-1000000000001", PLAIN, "MONEY_RANGE"),
        ("٣٤", PLAIN, "NOT_A_NUMBER"),
        ("１２", PLAIN, "NOT_A_NUMBER"),
        ("1,23,4", ENGLISH, "NOT_A_NUMBER"),
        ("1,234,56", ENGLISH, "NOT_A_NUMBER"),
        ("1234,567", ENGLISH, "NOT_A_NUMBER"),
        (",123", ENGLISH, "NOT_A_NUMBER"),
        ("1,234", PLAIN, "NOT_A_NUMBER"),
        ("1.5", GERMAN, "NOT_A_NUMBER"),
        ("1 234", PLAIN, "NOT_A_NUMBER"),
        ("1.2.3", PLAIN, "NOT_A_NUMBER"),
        ("--5", PLAIN, "NOT_A_NUMBER"),
        ("(-5)", PLAIN, "NOT_A_NUMBER"),
        ("(5", PLAIN, "NOT_A_NUMBER"),
        ("five", PLAIN, "NOT_A_NUMBER"),
        ("5 pcs", PLAIN, "NOT_A_NUMBER"),
        ("0x10", PLAIN, "NOT_A_NUMBER"),
        ("1_000", PLAIN, "NOT_A_NUMBER"),
    ],
)
def test_what_is_no_amount(cell: str, marks: NumberFormat, rule: str) -> None:
    assert read(cell, marks) == (None, rule)


@pytest.mark.parametrize("word", ["NaN", "inf", "-Infinity", "#N/A", "#REF!", "#DIV/0!", "NULL", "N/A", "-", "—"])
def test_words_for_nothing(word: str) -> None:
    assert read(word) == (None, None)
    assert read(word, is_optional=False) == (None, "NOT_A_NUMBER")
    parsed = parse_numbers(pl.Series([word, "1", word]), NumberStyle(), 4)
    assert parsed.warnings == {"NOTHING_WORD": 2}


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0"])
def test_an_empty_cell_breaks_no_rule_of_numbers(cell: str | None) -> None:
    assert read(cell, is_optional=False) == (None, None)


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        ("1e3", 10_000_000, None),
        ("1.5E-2", 150, None),
        ("-2E+02", -2_000_000, None),
        ("1e-5", None, "PRECISION"),
        ("1e99", None, "MONEY_RANGE"),
        ("1e999", None, "NOT_A_NUMBER"),
    ],
)
def test_scientific_notation_is_exact_and_counted(cell: str, value: int | None, rule: str | None) -> None:
    assert read(cell) == (value, rule)
    warnings = parse_numbers(pl.Series([cell]), NumberStyle(), 4).warnings
    assert warnings == ({} if rule == "NOT_A_NUMBER" else {"SCIENTIFIC": 1})


@pytest.mark.parametrize(
    ("cell", "scale", "verdict"),
    [
        ("1.5", 3, (1_500, None)),
        ("1.2345", 3, (None, "PRECISION")),
        ("2.0", 0, (2, None)),
        ("2.5", 0, (None, "PRECISION")),
    ],
)
def test_decimals_a_kind_keeps(cell: str, scale: int, verdict: tuple[int | None, str | None]) -> None:
    assert read(cell, scale=scale) == verdict


def test_own_marks_follow_the_currency() -> None:
    dollars = NumberStyle(ENGLISH, "USD")
    parsed = parse_numbers(pl.Series(["$1,250.00", "USD 5", "KES 5", "5/="]), dollars, 4)
    assert parsed.values.to_list() == [12_500_000, 50_000, None, None]
    assert parsed.rules.to_list() == [None, None, "CURRENCY", "CURRENCY"]


FORMATS = st.sampled_from([PLAIN, ENGLISH, GERMAN, FRENCH, SWISS, NumberFormat(",", "")])
SIGNS = {"-{}": -1, "({})": -1, "{}-": -1, "−{}": -1, "{}": 1, "+{}": 1, "KES {}": 1, "-KSh {}": -1, " {}/= ": 1}


def write(amount: Decimal, marks: NumberFormat, decimals: int) -> str:
    """An amount in a format, by Python's own formatting."""
    text = f"{amount:,.{decimals}f}"
    return "".join({",": marks.thousands, ".": marks.decimal}.get(mark, mark) for mark in text)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10**16), st.sampled_from(sorted(SIGNS)), st.integers(4, 7)), min_size=1, max_size=30
    ),
    FORMATS,
)
def test_amounts_written_by_python_read_back_exactly(amounts: list[tuple[int, str, int]], marks: NumberFormat) -> None:
    cells = [sign.format(write(Decimal(n).scaleb(-4), marks, decimals)) for n, sign, decimals in amounts]
    parsed = parse_numbers(pl.Series(cells), NumberStyle(marks), 4)
    assert parsed.rules.to_list() == [None] * len(cells)
    assert parsed.values.to_list() == [n * SIGNS[sign] for n, sign, _ in amounts]


@settings(deadline=None)
@given(st.text("0123456789.,-+()' eKSh/=$\u00a0−٣", max_size=12), FORMATS)
@example("1'234 567", FRENCH)
@example("1e5e", PLAIN)
def test_no_digit_is_ever_dropped_or_invented(cell: str, marks: NumberFormat) -> None:
    """Whatever is read as a number holds exactly the digits of the cell."""
    value, rule = read(cell, marks)
    assert value is None or rule is None
    if value is None or "e" in cell:
        return
    whole, _, fraction = cell.rpartition(marks.decimal) if marks.decimal in cell else (cell, "", "")
    digits = ["".join(filter("0123456789".__contains__, part)) for part in (whole, fraction)]
    assert abs(value) == int(f"{digits[0]}{digits[1][:4]:0<4}")
    assert not digits[1][4:].strip("0")


def test_operands_keep_eighteen_decimals() -> None:
    parsed = parse_numbers(pl.Series(["0.3333333333333333", "12"]), NumberStyle(), 18)
    assert parsed.values.to_list() == [333_333_333_333_333_300, 12 * 10**18]
