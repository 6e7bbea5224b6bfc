"""Now against then: growth of a measure by group, with the reason where there is none.

growth = (now - then) / abs(then), a fraction; change = now - then. ZERO_BASE: nothing then; NO_BASE and
BASE_PARTIAL: the earlier window was not (wholly) loaded; NOT_COMPARED: no comparison was asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

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
        return frame.with_columns(pl.lit(None, pl.Int64).alias(THEN), pl.lit(None, pl.Float64).alias(GROWTH))
    then = base.select(*keys, pl.col(measure).alias(THEN))
    if keys:
        joined = frame.join(then, on=list(keys), how="left", nulls_equal=True, maintain_order="left")
    else:
        joined = pl.concat([frame, then], how="horizontal")
    return joined.with_columns(growth_of(pl.col(measure), pl.col(THEN)).alias(GROWTH))


def growth_of(now: pl.Expr, then: pl.Expr) -> pl.Expr:
    """(now - then) / abs(then) as a fraction; null where then is 0 or null."""
    return pl.when(then != 0).then((now - then).cast(pl.Float64) / then.abs().cast(pl.Float64))
