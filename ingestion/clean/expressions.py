"""Expressions of a mapping over whole columns, exactly: quotients of 128-bit integers, rounded once, at the end.

In: the tree of `ingestion.mapping.nodes` and a column of scaled integers for each header it reads (`Operand`).
Out: `Evaluated`: integers at the wanted scale, where the value is undefined (a division by zero), and the absolute
difference that rounding made. A tree whose intermediate values could pass 128 bits goes to `exact`, row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from math import lcm

import polars as pl

from ingestion.clean.exact import evaluate_rows
from ingestion.clean.numbers import LARGEST
from ingestion.mapping.nodes import (
    Binary,
    Call,
    Choice,
    Comparison,
    Function,
    Header,
    Negative,
    Node,
    Number,
    Operator,
    Relation,
)

_ROOM = 2**126


@dataclass(frozen=True, slots=True)
class Operand:
    """The numbers under one header: integers of 1/10**scale, null where the cell is empty."""

    numbers: pl.Series
    scale: int


@dataclass(frozen=True, slots=True)
class Evaluated:
    """`values` are null where an operand is missing or the result undefined; `beyond` where it is too large."""

    values: pl.Series
    undefined: pl.Series
    beyond: pl.Series
    rounding: float


class _TooWide(Exception):
    """Some intermediate value might not fit in 128 bits."""


@dataclass(frozen=True, slots=True)
class _Quotient:
    """top / bottom with bottom > 0. A plain int is the same on every row; `most_*` bound the absolute values."""

    top: pl.Expr
    bottom: pl.Expr | int
    most_top: int
    most_bottom: int

    def __post_init__(self) -> None:
        if self.most_top >= _ROOM or self.most_bottom >= _ROOM:
            raise _TooWide


def evaluate(node: Node, operands: Mapping[str, Operand], scale: int) -> Evaluated:
    """The tree's value on every row, half-even at `scale`."""
    frame = pl.DataFrame({name: operand.numbers.cast(pl.Int128) for name, operand in operands.items()})
    try:
        result = _evaluate(node, _leaves(frame, operands))
        rounded = frame.select(*_round(result, scale))
    except _TooWide:
        rounded = evaluate_rows(node, frame, {name: operand.scale for name, operand in operands.items()}, scale)
    present = frame.select(pl.all_horizontal(pl.all().is_not_null()).alias("present"))["present"]
    return Evaluated(
        rounded["value"].cast(pl.Int64, strict=False),
        present & rounded["value"].is_null() & ~rounded["beyond"],
        rounded["beyond"],
        float(rounded["moved"].sum()),
    )


def _leaves(frame: pl.DataFrame, operands: Mapping[str, Operand]) -> Mapping[str, _Quotient]:
    most = {name: _most(frame[name]) for name in frame.columns}
    return {
        name: _Quotient(pl.col(name), 10**operand.scale, most[name], 10**operand.scale)
        for name, operand in operands.items()
    }


def _most(numbers: pl.Series) -> int:
    low, high = numbers.min(), numbers.max()
    return max(abs(int(str(low))), abs(int(str(high)))) if low is not None else 0


def _evaluate(node: Node, leaves: Mapping[str, _Quotient]) -> _Quotient:
    match node:
        case Header(name):
            return leaves[name]
        case Number(value):
            top, bottom = value.as_integer_ratio()
            return _Quotient(_whole(top), bottom, abs(top), bottom)
        case Negative(operand):
            inner = _evaluate(operand, leaves)
            return _Quotient(_whole(0) - inner.top, inner.bottom, inner.most_top, inner.most_bottom)
        case Binary(operator, left, right):
            return _BINARY[operator](_evaluate(left, leaves), _evaluate(right, leaves))
        case Call(function, arguments):
            return _call(function, [_evaluate(argument, leaves) for argument in arguments])
        case Choice(Comparison(relation, left, right), then, otherwise):
            holds = _compare(relation, _evaluate(left, leaves), _evaluate(right, leaves))
            return _choose(holds, _evaluate(then, leaves), _evaluate(otherwise, leaves))


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, pl.Int128)


def _scaled(top: pl.Expr, factor: pl.Expr | int) -> pl.Expr:
    if isinstance(factor, int):
        return top if factor == 1 else top * _whole(factor)
    return top * factor


def _over_one(left: _Quotient, right: _Quotient) -> tuple[_Quotient, _Quotient]:
    """Both over one bottom."""
    if isinstance(left.bottom, int) and isinstance(right.bottom, int):
        bottom = lcm(left.bottom, right.bottom)
        sides = ((side, bottom // side.bottom) for side in (left, right) if isinstance(side.bottom, int))
        one, other = (_Quotient(_scaled(s.top, by), bottom, s.most_top * by, bottom) for s, by in sides)
        return one, other
    bottom_expr = _product(left.bottom, right.bottom)
    most = left.most_bottom * right.most_bottom
    return (
        _Quotient(_scaled(left.top, right.bottom), bottom_expr, left.most_top * right.most_bottom, most),
        _Quotient(_scaled(right.top, left.bottom), bottom_expr, right.most_top * left.most_bottom, most),
    )


def _product(left: pl.Expr | int, right: pl.Expr | int) -> pl.Expr | int:
    if isinstance(left, int):
        return left * right if isinstance(right, int) else _scaled(right, left)
    return _scaled(left, right)


def _add(left: _Quotient, right: _Quotient) -> _Quotient:
    one, other = _over_one(left, right)
    return _Quotient(one.top + other.top, one.bottom, one.most_top + other.most_top, one.most_bottom)


def _subtract(left: _Quotient, right: _Quotient) -> _Quotient:
    one, other = _over_one(left, right)
    return _Quotient(one.top - other.top, one.bottom, one.most_top + other.most_top, one.most_bottom)


def _multiply(left: _Quotient, right: _Quotient) -> _Quotient:
    return _Quotient(
        left.top * right.top,
        _product(left.bottom, right.bottom),
        left.most_top * right.most_top,
        left.most_bottom * right.most_bottom,
    )


def _divide(left: _Quotient, right: _Quotient) -> _Quotient:
    """Undefined (null) where the divisor is zero; the sign moves to the top."""
    top = pl.when(right.top != _whole(0)).then(_scaled(left.top, right.bottom) * right.top.sign())
    return _Quotient(
        top,
        _product(left.bottom, right.top.abs()),
        left.most_top * right.most_bottom,
        max(1, left.most_bottom * right.most_top),
    )


_BINARY = {
    Operator.PLUS: _add,
    Operator.MINUS: _subtract,
    Operator.TIMES: _multiply,
    Operator.OVER: _divide,
}


def _compare(relation: Relation, left: _Quotient, right: _Quotient) -> pl.Expr:
    one, other = (side.top for side in _over_one(left, right))
    return {
        Relation.LESS: one < other,
        Relation.AT_MOST: one <= other,
        Relation.MORE: one > other,
        Relation.AT_LEAST: one >= other,
        Relation.EQUAL: one == other,
        Relation.NOT_EQUAL: one != other,
    }[relation]


def _choose(holds: pl.Expr, then: _Quotient, otherwise: _Quotient) -> _Quotient:
    """Unknown where the condition is unknown; the side not taken may be undefined."""
    if isinstance(then.bottom, int) and isinstance(otherwise.bottom, int):
        one, other = _over_one(then, otherwise)
        top = pl.when(holds).then(one.top).when(~holds).then(other.top)
        return _Quotient(top, one.bottom, max(one.most_top, other.most_top), one.most_bottom)
    top = pl.when(holds).then(then.top).when(~holds).then(otherwise.top)
    bottom = pl.when(holds).then(_column(then.bottom)).otherwise(_column(otherwise.bottom))
    most_bottom = max(then.most_bottom, otherwise.most_bottom)
    return _Quotient(top, bottom, max(then.most_top, otherwise.most_top), most_bottom)


def _column(bottom: pl.Expr | int) -> pl.Expr:
    return _whole(bottom) if isinstance(bottom, int) else bottom


def _call(function: Function, arguments: list[_Quotient]) -> _Quotient:
    if function is Function.ABS:
        (only,) = arguments
        return _Quotient(only.top.abs(), only.bottom, only.most_top, only.most_bottom)
    relation = Relation.AT_MOST if function is Function.MIN else Relation.AT_LEAST
    return reduce(lambda one, other: _choose(_compare(relation, one, other), one, other), arguments)


def _round(result: _Quotient, scale: int) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Half-even integers at `scale`, where they are too large, and how far each was moved (of one unit at scale)."""
    if max(result.most_top * 10**scale, 2 * result.most_bottom) >= _ROOM:
        raise _TooWide
    bottom = _column(result.bottom)
    top = _scaled(result.top, 10**scale)
    floor = top // bottom
    rest = top - floor * bottom
    twice = rest * _whole(2)
    up = (twice > bottom) | ((twice == bottom) & (floor % _whole(2) != _whole(0)))
    value = floor + up.cast(pl.Int128)
    beyond = (value.abs() > _whole(LARGEST * 10**scale)).fill_null(value=False)
    moved = pl.when(up).then(bottom - rest).otherwise(rest).cast(pl.Float64) / bottom.cast(pl.Float64)
    return (
        pl.when(~beyond).then(value).alias("value"),
        beyond.alias("beyond"),
        moved.fill_nan(None).alias("moved"),
    )
