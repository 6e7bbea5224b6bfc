"""The balance: equal to the last digit, or refused with the first difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.errors import Unbalanced
from ingestion.ledger import LINE_PARTS, MONEY_PARTS, Ledger, amount, render, to_json

LINES = {"in": 106, "loaded": 100, "duplicate": 1, "quarantined": 2, "blank": 2, "repeated headers": 1}
GROSS = {"in": 12_345_678_901, "loaded": 12_345_000_000, "duplicate": 678_900, "quarantined": 1}
LEDGER = Ledger(LINES, {"gross_revenue": GROSS}, {"gross_revenue": 3}, 12_500.0)


def test_a_balanced_load_says_nothing() -> None:
    LEDGER.balance()


@pytest.mark.parametrize("part", ["in", *LINE_PARTS])
def test_one_line_off_is_refused(part: str) -> None:
    with pytest.raises(Unbalanced, match=r"^UNBALANCED: lines: \d+ in, but \d+") as refusal:
        replace(LEDGER, lines={**LINES, part: LINES[part] + 1}).balance()
    assert refusal.value.exit_code == 3


@pytest.mark.parametrize("part", ["in", *MONEY_PARTS])
def test_a_ten_thousandth_off_is_refused(part: str) -> None:
    with pytest.raises(Unbalanced, match="gross_revenue: "):
        replace(LEDGER, money={"gross_revenue": {**GROSS, part: GROSS[part] - 1}}).balance()


PARTS = st.lists(st.integers(-(2**62), 2**62), min_size=3, max_size=3)


@given(PARTS, st.integers(-3, 3))
def test_money_balances_exactly_when_the_parts_add_up(parts: list[int], off: int) -> None:
    money = dict(zip(MONEY_PARTS, parts, strict=True)) | {"in": sum(parts) + off}
    ledger = replace(LEDGER, money={"total_cost": money})
    if off:
        with pytest.raises(Unbalanced):
            ledger.balance()
    else:
        ledger.balance()


def test_the_table_for_people() -> None:
    assert render(LEDGER).splitlines() == [
        "                           in          loaded  duplicate  quarantined  blank  repeated headers",
        "lines                     106             100          1            2      2                 1",
        "gross_revenue  1,234,567.8901  1,234,500.0000    67.8900       0.0001",
        "in = loaded + duplicate + quarantined + blank + repeated headers, to the last digit",
        "cells without a number, not part of the money: gross_revenue 3",
        "rounding of expressions, sum of absolute differences: 1.250000",
    ]


def test_the_document_for_machines() -> None:
    assert to_json(LEDGER) == {
        "lines": {"in": 106, "loaded": 100, "duplicate": 1, "quarantined": 2, "blank": 2, "repeated_headers": 1},
        "money": {
            "gross_revenue": {
                "in": "1234567.8901",
                "loaded": "1234500.0000",
                "duplicate": "67.8900",
                "quarantined": "0.0001",
            }
        },
        "unparsable": {"gross_revenue": 3},
        "rounding": 1.25,
    }


@pytest.mark.parametrize(
    ("scaled", "text"),
    [(0, "0.0000"), (-1, "-0.0001"), (2**62, "461,168,601,842,738.7904"), (-12_345_678_901, "-1,234,567.8901")],
)
def test_amounts_show_every_digit(scaled: int, text: str) -> None:
    assert amount(scaled) == text
