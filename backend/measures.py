"""Derived measures as columns computed from leaf columns: exact integers for money, units and counts.

Comes in: a frame with leaf columns, measure names, the catalog. Goes out: columns named by measure. A sum with a
missing cell is unknown where the catalog says so; a term that is unknown makes the whole unknown; a ratio without a
denominator is null. Columns are computed one by one: answers are small, and a query plan would cost more than they do.
Ratios of a few rows are divided one by one for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import polars as pl

from druid.catalog.model import SCALE, Catalog, Kind, Linear, Measure, Ratio, Sum, Unit

UNCOSTED = "uncosted_lines"
FEW = 128
"""Rows up to which Python is sooner done with them than a query, or the many steps of a column."""
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


class Columns:
    """A frame's leaf columns and the measures that come from them, each computed once."""

    def __init__(self, frame: pl.DataFrame, catalog: Catalog) -> None:
        self._frame = frame
        self._catalog = catalog
        self._known: dict[str, pl.Series] = {}

    def of(self, name: str) -> pl.Series:
        """A measure from leaf columns of the same names."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._computed(name).alias(name)
        return known

    def _computed(self, name: str) -> pl.Series:
        measure = self._catalog.measure[name]
        match measure.expression:
            case Linear(terms=terms):
                return _added([self._term(factor, term) for factor, term in terms])
            case Ratio():
                return self._ratio(measure, measure.expression)
            case Sum(strict=True):
                return without(self._frame.get_column(name), self._frame.get_column(UNCOSTED) != 0)
            case _:
                return self._frame.get_column(name)

    def _term(self, factor: int, name: str) -> pl.Series:
        return self.of(name) if factor == 1 else self.of(name) * factor

    def _ratio(self, measure: Measure, ratio: Ratio) -> pl.Series:
        top, bottom = self.of(ratio.numerator), self.of(ratio.denominator)
        scales = [_SCALE[self._catalog.measure[name].unit] for name in (ratio.numerator, ratio.denominator)]
        if measure.unit in _SCALE:
            return scaled_ratio(top * ratio.factor, bottom, _SCALE[measure.unit] - scales[0] + scales[1])
        return _quotient(top, bottom, (ratio.factor, scales[0] - scales[1]))


def with_measures(frame: pl.DataFrame, names: Iterable[str], catalog: Catalog) -> pl.DataFrame:
    """The frame with these measures beside, or instead of, the leaf columns they come from."""
    columns = Columns(frame, catalog)
    return frame.with_columns([columns.of(name) for name in names])


def nothing(name: str, dtype: pl.DataType, height: int) -> pl.Series:
    """A column without a value."""
    return pl.Series(name, [None], dtype).new_from_index(0, height)


def without(values: pl.Series, is_unknown: pl.Series) -> pl.Series:
    """The values, null where `is_unknown` says so; where it says nothing they stay.

    >>> without(pl.Series([1, 2, 3]), pl.Series([True, False, None])).to_list()
    [None, 2, 3]
    """
    return values.set(is_unknown, None) if is_unknown.any() else values


def _added(terms: list[pl.Series]) -> pl.Series:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _quotient(top: pl.Series, bottom: pl.Series, by: tuple[int, int]) -> pl.Series:
    """factor * top / bottom with one rounding; `by` is the factor and how many more decimals the top carries."""
    factor, places = by
    if len(top) <= FEW:
        more, less = factor * 10 ** max(-places, 0), 10 ** max(places, 0)
        return one_by_one(top, bottom, lambda n, d: float(n) * more / (float(d) * less), pl.Float64())
    dividend = top.cast(pl.Float64) * (factor * 10 ** max(-places, 0))
    divisor = bottom.cast(pl.Float64) * 10 ** max(places, 0)
    return without(dividend / divisor, bottom == 0)


def scaled_ratio(top: pl.Series, bottom: pl.Series, places: int) -> pl.Series:
    """top * 10^places / bottom as a whole number, rounded half to even, exact over all of Int64.

    >>> scaled_ratio(pl.Series([25, -25, 35, 1, 7]), pl.Series([10, 10, 10, 0, -2]), 0).to_list()
    [2, -2, 4, None, -4]
    """
    if len(top) == len(bottom) <= FEW:
        more, less = 10 ** max(places, 0), 10 ** max(-places, 0)
        return one_by_one(top, bottom, lambda n, d: _divided(n * more, d * less), pl.Int64())
    dividend = top.cast(_WIDE) * _whole(10 ** max(places, 0))
    divisor = bottom.cast(_WIDE) * _whole(10 ** max(-places, 0))
    is_negative = divisor < _whole(0)
    if is_negative.any():
        sign = _whole(1) - is_negative.cast(_WIDE) * _whole(2)
        dividend, divisor = dividend * sign, divisor * sign
    whole = dividend // divisor
    twice = (dividend - whole * divisor) * _whole(2)
    is_up = (twice > divisor) | ((twice == divisor) & (whole % _whole(2) != _whole(0)))
    return (whole + is_up.cast(_WIDE)).cast(pl.Int64)


def one_by_one(top: pl.Series, bottom: pl.Series, divide: Callable[[int, int], float], dtype: pl.DataType) -> pl.Series:
    """Each pair divided; null where one is unknown or there is nothing to divide by."""
    pairs = zip(top.to_list(), bottom.to_list(), strict=True)
    return pl.Series([None if n is None or not d else divide(n, d) for n, d in pairs], dtype=dtype)


def _divided(dividend: int, divisor: int) -> int:
    """Rounded half to even."""
    whole, rest = divmod(dividend, divisor)
    twice = 2 * rest
    is_up = abs(twice) > abs(divisor) or (twice == divisor and whole % 2)
    return whole + bool(is_up)


_WIDE = pl.Int128


@lru_cache(maxsize=64)
def _whole(number: int) -> pl.Series:
    return pl.Series([number], dtype=_WIDE)
