"""Thresholds of explore: rows that meet every condition on a measure, shown or not, or on a comparison's column.

In: conditions as asked and the columns that can be named. Out: the rows that meet them all; a null meets none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from backend.errors import InvalidParameter, UnknownField, did_you_mean
from backend.reports.columns import Shown
from backend.reports.spec import Having
from druid.catalog.model import Unit, camel

LARGEST = 2**62
"""Beyond this a threshold is compared as a float; no sum is that large."""
SCALES: Mapping[str, int] = {Unit.MONEY: 10_000, Unit.UNITS: 1_000}
_OPERATORS = {
    "=": pl.Expr.eq,
    "!=": pl.Expr.ne,
    "<": pl.Expr.lt,
    "<=": pl.Expr.le,
    ">": pl.Expr.gt,
    ">=": pl.Expr.ge,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A threshold on a frame column, whose unit says how it is stored."""

    source: str
    unit: str
    op: str
    value: float


def measure_in(one: Having) -> str:
    """The measure a threshold is on, or on whose comparison."""
    return one.measure.partition(":")[0]


def conditions(having: Sequence[Having], columns: Sequence[Shown]) -> tuple[Condition, ...]:
    """The thresholds on these columns; raises UnknownField for a comparison that was not asked."""
    named = {shown.column.field: shown for shown in columns if not shown.is_key}
    found = []
    for one in having:
        measure, colon, rest = one.measure.partition(":")
        name = f"{camel(measure)}{colon}{rest}"
        if name not in named:
            hint = did_you_mean(name, named)
            raise UnknownField(f"There is no column '{name[:80]}' to set a threshold on.", hint, field="having")
        if named[name].unit == Unit.INSTANT:
            raise InvalidParameter(f"{named[name].label} is a moment; thresholds are numbers.", field="having")
        found.append(Condition(named[name].column.source, named[name].unit, one.op, one.value))
    return tuple(found)


def meeting(frame: pl.DataFrame, wanted: Sequence[Condition]) -> pl.DataFrame:
    """Rows whose values meet every threshold; a null meets none."""
    for one in wanted:
        frame = frame.filter(_OPERATORS[one.op](pl.col(one.source), _threshold(one)))
    return frame


def _threshold(one: Condition) -> pl.Expr:
    """The value in the stored scale: the decimal that was written, not its nearest float."""
    exact = Decimal(repr(one.value)) * SCALES.get(one.unit, 1)
    is_whole = exact == exact.to_integral_value() and abs(exact) < LARGEST
    return pl.lit(int(exact)) if is_whole else pl.lit(float(exact))


def stated(having: Sequence[Having]) -> dict[str, object]:
    """What the answer says of its thresholds: they choose rows; totals, subtotals and others are over all lines."""
    listed = [{"column": _named(one.measure), "op": one.op, "value": one.value} for one in having]
    return {"thresholds": {"conditions": listed, "applyTo": "rows"}} if listed else {}


def _named(measure: str) -> str:
    head, colon, rest = measure.partition(":")
    return f"{camel(head)}{colon}{rest}"
