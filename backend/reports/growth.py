"""Now against then: growth of a measure by group, with the reason where there is none.

growth = (now - then) / abs(then), a fraction; change = now - then. ZERO_BASE: nothing then; NO_BASE and
BASE_PARTIAL: the earlier window was not (wholly) loaded; NOT_COMPARED: no comparison was asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from backend.measures import FEW, nothing, one_by_one
from backend.planner import base_code
from backend.reports.session import Answered

GROWTH = "growth"
THEN = "then"
ZERO_BASE = "ZERO_BASE"


def no_base_code(answer: Answered) -> str | None:
    """Why the whole answer has no growth, None when single rows may have it."""
    if not answer.plan.question.compare:
        return "NOT_COMPARED"
    return base_code(answer.earlier[0][0]) if answer.earlier else "NO_BASE"


def base_of(answer: Answered) -> pl.DataFrame | None:
    """The frame that growth is stated against: the first comparison's, None when it cannot stand as a base."""
    return None if no_base_code(answer) is not None else answer.earlier[0][1]


def with_growth(frame: pl.DataFrame, base: pl.DataFrame | None, measure: str, keys: Sequence[str]) -> pl.DataFrame:
    """The frame with `then` (the measure in the base, null where it has no such row) and `growth`."""
    if base is None:
        return frame.hstack([nothing(THEN, pl.Int64(), frame.height), nothing(GROWTH, pl.Float64(), frame.height)])
    then = base.get_column(measure).alias(THEN)
    if keys:
        found = pl.DataFrame([*(base.get_column(key) for key in keys), then])
        joined = frame.join(found, on=list(keys), how="left", nulls_equal=True, maintain_order="left")
    else:
        joined = frame.hstack([then])
    return joined.hstack([_grown(joined.get_column(measure), joined.get_column(THEN)).alias(GROWTH)])


def _grown(now: pl.Series, then: pl.Series) -> pl.Series:
    if len(now) <= FEW:
        return one_by_one(now - then, then, lambda change, base: float(change) / float(abs(base)), pl.Float64())
    return pl.select(growth_of(pl.lit(now), pl.lit(then))).to_series()


def growth_of(now: pl.Expr, then: pl.Expr) -> pl.Expr:
    """(now - then) / abs(then) as a fraction; null where then is 0 or null."""
    return pl.when(then != 0).then((now - then).cast(pl.Float64) / then.abs().cast(pl.Float64))
