"""The tree an expression of a mapping becomes: numbers, headers, arithmetic, three functions, one choice.

Values only. `ingestion.mapping.expression` makes trees from text, `ingestion.clean` evaluates them exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Operator(StrEnum):
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"


class Relation(StrEnum):
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "="
    NOT_EQUAL = "!="


class Function(StrEnum):
    ABS = "abs"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the expression itself, with a decimal point."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Header:
    """The cell under a header, named as the file names it."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """abs of one argument, min or max of two or more."""

    function: Function
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    relation: Relation
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """`then` where the condition holds, `otherwise` where it does not; unknown where a side of it is missing."""

    condition: Comparison
    then: Node
    otherwise: Node


Node = Number | Header | Negative | Binary | Call | Choice
