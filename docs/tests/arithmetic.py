"""The arithmetic of a page: tables whose rows are `| name | value | unit | from |`.

In: a page's text. Out: its figures in order, and what a figure's formula gives for the figures above it. A formula is
Python arithmetic over names, with `ceil`, `floor`, `exp` and `max`; nothing else is run.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

ROW = re.compile(r"^\| `([a-z_0-9]+)` \| ([0-9,.]+) \| ([^|]*) \| ([^|]+) \|$", re.MULTILINE)
_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: Mapping[str, Callable[..., float]] = {"ceil": math.ceil, "floor": math.floor, "exp": math.exp, "max": max}


@dataclass(frozen=True, slots=True)
class Figure:
    """`formula` is empty where the figure is measured, cited or assumed."""

    name: str
    shown: str
    origin: str

    @property
    def value(self) -> float:
        return float(self.shown.replace(",", ""))

    @property
    def formula(self) -> str:
        found = re.fullmatch(r"`(.+)`", self.origin)
        return found[1] if found else ""

    @property
    def half_a_digit(self) -> float:
        """How far a rounded figure may be from the exact one."""
        _, _, decimals = self.shown.partition(".")
        return 0.5 * 10.0 ** -len(decimals) + 1e-9


def figures(page: str) -> Iterator[Figure]:
    for name, shown, _, origin in ROW.findall(page):
        yield Figure(name, shown, origin.strip())


def compute(formula: str, known: Mapping[str, float]) -> float:
    """The value of a formula.

    >>> compute("ceil(lines / 5) * 2", {"lines": 11.0})
    6.0
    """
    return float(_value(ast.parse(formula, mode="eval").body, known))


def _value(node: ast.expr, known: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name):
            return known[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, known), _value(right, known))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, known)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _FUNCTIONS[name](*(_value(argument, known) for argument in arguments))
        case _:
            raise ValueError(f"{ast.unparse(node)} is not arithmetic")
