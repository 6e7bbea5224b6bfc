"""Expressions over columns against Python fractions, on the fast way and on the slow one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.clean.exact import evaluate_rows
from ingestion.clean.expressions import Evaluated, Operand, evaluate
from ingestion.mapping.expression import headers_of, parse

HEADERS = ("a", "b", "c")


def run(text: str, scale: int = 4, **columns: list[int | None]) -> Evaluated:
    """Evaluate over operands of scale 4."""
    operands = {name: Operand(pl.Series(cells, dtype=pl.Int64), 4) for name, cells in columns.items()}
    return evaluate(parse(text, tuple(columns)), operands, scale)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a - b", [9_999, -30_000, None]),
        ("a * b", [1, 0, None]),
        ("a / b", [100_000_000, None, None]),
        ("-a", [-10_000, 0, -20_000]),
        ("abs(a - b) * 2", [19_998, 60_000, None]),
        ("min(a, b)", [1, 0, None]),
        ("max(a, b, 2)", [20_000, 30_000, None]),
        ("if(b > a, b, a)", [10_000, 30_000, None]),
        ("if(a = 0, 7, b / a)", [1, 70_000, None]),
        ("a / 1.16", [8_621, 0, 17_241]),
        ("a / 3 * 3", [10_000, 0, 20_000]),
    ],
)
def test_by_hand(text: str, values: list[int | None]) -> None:
    divisor: list[int | None] = [1, 30_000, None]
    if text == "a / b":
        divisor[1] = 0
    assert run(text, a=[10_000, 0, 20_000], b=divisor).values.to_list() == values


def test_division_by_zero_is_undefined_and_a_missing_operand_is_missing() -> None:
    result = run("a / b", a=[10_000, 10_000, None], b=[0, 20_000, 0])
    assert result.values.to_list() == [None, 5_000, None]
    assert result.undefined.to_list() == [True, False, False]


def test_halves_go_to_even_and_the_difference_is_summed() -> None:
    result = run("a / 2", a=[1, 3, 5, -1, -3, 4])
    assert result.values.to_list() == [0, 2, 2, 0, -2, 2]
    assert result.rounding == 2.5


def test_results_past_the_largest_amount() -> None:
    result = run("a * b", a=[10**16, 10**16, 10_000], b=[10_000, 10_001, 10_000])
    assert result.values.to_list() == [10**16, None, 10_000]
    assert result.beyond.to_list() == [False, True, False]
    assert result.undefined.to_list() == [False, False, False]


def test_values_too_wide_for_128_bits_stay_exact() -> None:
    result = run("a * b * a * b / b / a / b", a=[10**16, 30_000, None], b=[10**16, 70_000, 1])
    assert result.values.to_list() == [10**16, 30_000, None]


@dataclass(frozen=True)
class Case:
    """An expression as text, and as a function of cells written beside it: None where it has no value."""

    text: str
    value: Callable[[Mapping[str, Fraction]], Fraction | None]


Cells = Mapping[str, Fraction]
COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}


def number(text: str) -> Case:
    return Case(text, lambda _: Fraction(text))


def header(name: str) -> Case:
    return Case(name, lambda cells: cells[name])


def lift(function: Callable[..., Fraction | None], *cases: Case) -> Callable[[Cells], Fraction | None]:
    """A function of numbers as one of cells; it has no value where an argument has none."""

    def value(cells: Cells) -> Fraction | None:
        known = [found for found in (case.value(cells) for case in cases) if found is not None]
        return function(*known) if len(known) == len(cases) else None

    return value


def binary(sign: str, one: Case, other: Case) -> Case:
    functions = {"+": add, "-": sub, "*": mul, "/": lambda left, right: left / right if right else None}
    return Case(f"({one.text} {sign} {other.text})", lift(functions[sign], one, other))


def call(name: str, one: Case, other: Case) -> Case:
    if name == "abs":
        return Case(f"abs({one.text})", lift(abs, one))
    return Case(f"{name}({one.text}, {other.text})", lift({"min": min, "max": max}[name], one, other))


def choice(sign: str, sides: tuple[Case, Case], then: Case, otherwise: Case) -> Case:
    def value(cells: Cells) -> Fraction | None:
        one, other = (side.value(cells) for side in sides)
        if one is None or other is None:
            return None
        return (then if COMPARE[sign](one, other) else otherwise).value(cells)

    return Case(f"if({sides[0].text} {sign} {sides[1].text}, {then.text}, {otherwise.text})", value)


LEAVES = st.sampled_from(HEADERS).map(header) | st.decimals(0, 50, places=2).map(str).map(number)
CASES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(call, st.sampled_from(["abs", "min", "max"]), inner, inner),
        st.builds(choice, st.sampled_from(sorted(COMPARE)), st.tuples(inner, inner), inner, inner),
    ),
    max_leaves=6,
).filter(lambda case: any(name in headers_of(parse(case.text, HEADERS)) for name in HEADERS))
NUMBERS = st.integers(-20, 20).map(lambda n: n * 2_500) | st.integers(-(10**9), 10**9)
ROWS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6)


@settings(deadline=None)
@given(CASES, ROWS)
def test_both_ways_agree_with_fractions(case: Case, rows: list[tuple[int, int, int]]) -> None:
    node = parse(case.text, HEADERS)
    used = headers_of(node)
    frame = pl.DataFrame(rows, dict.fromkeys(HEADERS, pl.Int128), orient="row").select(used)
    wanted = [
        rounded(case.value({name: Fraction(cell, 10_000) for name, cell in zip(HEADERS, row, strict=True)}))
        for row in rows
    ]
    fast = evaluate(node, {name: Operand(frame[name], 4) for name in used}, 4)
    slow = evaluate_rows(node, frame, dict.fromkeys(used, 4), 4)
    assert fast.values.to_list() == slow["value"].to_list() == wanted
    assert [not undefined for undefined in fast.undefined] == [
        value is not None or is_beyond for value, is_beyond in zip(wanted, slow["beyond"], strict=True)
    ]
    assert fast.rounding == pytest.approx(slow["moved"].sum())


def rounded(value: Fraction | None) -> int | None:
    whole = None if value is None else round(value * 10_000)
    return whole if whole is not None and abs(whole) <= 10**16 else None
