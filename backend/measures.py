"""Derived measures as Polars expressions over leaf columns: exact integers for money, units and counts.

Comes in: measure names and the catalog. Goes out: expressions named by measure. A sum with a missing cell is unknown
where the catalog says so; a term that is unknown makes the whole unknown; a ratio without a denominator is null.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from druid.catalog.model import SCALE, Catalog, Kind, Linear, Measure, Ratio, Sum, Unit

UNCOSTED = "uncosted_lines"
INSTANT = pl.Datetime("ms")
_SCALE: Mapping[Unit, int] = {
    Unit.MONEY: SCALE[Kind.MONEY],
    Unit.UNITS: SCALE[Kind.UNITS],
    Unit.COUNT: SCALE[Kind.COUNT],
}
_TYPES: Mapping[Unit, pl.DataType] = {
    Unit.MONEY: pl.Int64(),
    Unit.UNITS: pl.Int64(),
    Unit.COUNT: pl.Int64(),
    Unit.FRACTION: pl.Float64(),
    Unit.NUMBER: pl.Float64(),
    Unit.INSTANT: INSTANT,
}


def type_of(measure: Measure) -> pl.DataType:
    """How a frame holds a measure: scaled integers, fractions, naive UTC instants."""
    return _TYPES[measure.unit]


def is_strict(measure: Measure) -> bool:
    """Whether one missing cell makes the measure unknown."""
    return isinstance(measure.expression, Sum) and measure.expression.strict


def measure_of(name: str, catalog: Catalog) -> pl.Expr:
    """A measure from leaf columns of the same names."""
    measure = catalog.measure[name]
    match measure.expression:
        case Linear(terms=terms):
            value = _added([factor * measure_of(term, catalog) for factor, term in terms])
        case Ratio():
            value = _ratio(measure, catalog)
        case Sum(strict=True):
            value = pl.when(pl.col(UNCOSTED).fill_null(0) == 0).then(pl.col(name))
        case _:
            value = pl.col(name)
    return value.alias(name)


def _added(terms: list[pl.Expr]) -> pl.Expr:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _ratio(measure: Measure, catalog: Catalog) -> pl.Expr:
    ratio = measure.expression
    assert isinstance(ratio, Ratio)
    top, bottom = (measure_of(name, catalog) for name in (ratio.numerator, ratio.denominator))
    scales = [_SCALE[catalog.measure[name].unit] for name in (ratio.numerator, ratio.denominator)]
    if measure.unit in _SCALE:
        return scaled_ratio(top * ratio.factor, bottom, _SCALE[measure.unit] - scales[0] + scales[1])
    return _quotient(top, bottom, (ratio.factor, scales[0] - scales[1]))


def _quotient(top: pl.Expr, bottom: pl.Expr, by: tuple[int, int]) -> pl.Expr:
    """factor * top / bottom with one rounding; `by` is the factor and how many more decimals the top carries."""
    factor, places = by
    dividend = top.cast(pl.Float64) * (factor * 10 ** max(-places, 0))
    divisor = bottom.cast(pl.Float64) * 10 ** max(places, 0)
    return pl.when(bottom != 0).then(dividend / divisor)


def scaled_ratio(top: pl.Expr, bottom: pl.Expr, places: int) -> pl.Expr:
    """top * 10^places / bottom as a whole number, rounded half to even, exact over all of Int64.

    >>> frame = pl.DataFrame({"n": [25, -25, 35, 1, 7], "d": [10, 10, 10, 0, -2]})
    >>> frame.select(scaled_ratio(pl.col("n"), pl.col("d"), 0))["n"].to_list()
    [2, -2, 4, None, -4]
    """
    wide = pl.Int128
    sign = pl.when(bottom < 0).then(-1).otherwise(1).cast(wide)
    divisor = pl.when(bottom != 0).then(bottom).cast(wide) * sign
    dividend = top.cast(wide) * sign * 10 ** max(places, 0)
    divisor = divisor * 10 ** max(-places, 0)
    whole: pl.Expr = dividend // divisor
    twice = (dividend - whole * divisor) * 2
    is_up: pl.Expr = (twice > divisor) | ((twice == divisor) & (whole % 2 != 0))
    return (whole + is_up.cast(wide)).cast(pl.Int64)
