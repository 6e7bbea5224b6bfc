"""Expressions by fractions without limits, a row at a time: the slow way for values that pass 128 bits.

In: the tree, scaled integers by header. Out: the frame that `ingestion.clean.expressions` expects of a rounding:
`value`, `beyond`, `moved`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

import polars as pl

from ingestion.clean.numbers import LARGEST
from ingestion.mapping.nodes import (
    Binary,
    Call,
    Choice,
    Function,
    Header,
    Negative,
    Node,
    Number,
    Operator,
    Relation,
)

_ARITHMETIC = {Operator.PLUS: add, Operator.MINUS: sub, Operator.TIMES: mul}
_RELATIONS = {
    Relation.LESS: lt,
    Relation.AT_MOST: le,
    Relation.MORE: gt,
    Relation.AT_LEAST: ge,
    Relation.EQUAL: eq,
    Relation.NOT_EQUAL: ne,
}


def evaluate_rows(node: Node, frame: pl.DataFrame, scales: Mapping[str, int], scale: int) -> pl.DataFrame:
    """Half-even integers at `scale` for every row."""
    units = [10 ** scales[name] for name in frame.columns]
    rows = []
    for numbers in frame.iter_rows():
        cells = {
            name: None if number is None else Fraction(number, unit)
            for name, number, unit in zip(frame.columns, numbers, units, strict=True)
        }
        rows.append(_rounded(_value(node, cells), scale))
    return pl.DataFrame(rows, {"value": pl.Int128, "beyond": pl.Boolean, "moved": pl.Float64}, orient="row")


def _rounded(value: Fraction | None, scale: int) -> tuple[int | None, bool, float]:
    if value is None:
        return None, False, 0.0
    exact = value * 10**scale
    whole = round(exact)
    if abs(whole) > LARGEST * 10**scale:
        return None, True, 0.0
    return whole, False, float(abs(exact - whole))


def _value(node: Node, cells: Mapping[str, Fraction | None]) -> Fraction | None:
    match node:
        case Header(name):
            return cells[name]
        case Number(value):
            return Fraction(value)
        case Negative(operand):
            inner = _value(operand, cells)
            return None if inner is None else -inner
        case Binary(operator, left, right):
            return _binary(operator, _value(left, cells), _value(right, cells))
        case Call(function, arguments):
            return _call(function, [_value(argument, cells) for argument in arguments])
        case Choice():
            return _choice(node, cells)


def _choice(node: Choice, cells: Mapping[str, Fraction | None]) -> Fraction | None:
    one, other = _value(node.condition.left, cells), _value(node.condition.right, cells)
    if one is None or other is None:
        return None
    return _value(node.then if _RELATIONS[node.condition.relation](one, other) else node.otherwise, cells)


def _binary(operator: Operator, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    if operator is Operator.OVER:
        return left / right if right else None
    result: Fraction = _ARITHMETIC[operator](left, right)
    return result


def _call(function: Function, arguments: list[Fraction | None]) -> Fraction | None:
    known = [argument for argument in arguments if argument is not None]
    if len(known) < len(arguments):
        return None
    if function is Function.ABS:
        return abs(known[0])
    return min(known) if function is Function.MIN else max(known)
