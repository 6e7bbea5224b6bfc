"""Now against then: growth and change of a measure by group, with the reason where there is none.

growth = (now - then) / abs(then), a fraction; change = now - then. ZERO_BASE: nothing then; NO_BASE and
BASE_PARTIAL: the earlier window was not (wholly) loaded; NOT_COMPARED: no comparison was asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from backend.planner.plan import Window
from backend.reports.session import Answered

GROWTH = "growth"
THEN = "then"


def base_code(window: Window | None) -> str | None:
    """Why a window cannot be a base, None when it can."""
    if window is None:
        return "NOT_COMPARED"
    if window.covered_days == 0:
        return "NO_BASE"
    return "BASE_PARTIAL" if window.covered_days < window.days else None


def first_base(answer: Answered) -> tuple[Window | None, pl.DataFrame | None]:
    """The comparison that growth is stated against: the first one."""
    return answer.earlier[0] if answer.earlier else (None, None)


def no_base_code(answer: Answered) -> str | None:
    """Why the whole answer has no growth, None when single rows may have it."""
    window, _ = first_base(answer)
    if window is None and answer.plan.question.compare:
        return "NO_BASE"
    return base_code(window)


def with_growth(answer: Answered, measure: str, keys: Sequence[str]) -> pl.DataFrame:
    """The current frame with `then` (the measure in the first comparison, null without a base) and `growth`."""
    _, earlier = first_base(answer)
    frame = answer.current
    if earlier is None or no_base_code(answer) is not None:
        return frame.with_columns(pl.lit(None, pl.Int64).alias(THEN), pl.lit(None, pl.Float64).alias(GROWTH))
    then = earlier.select(*keys, pl.col(measure).alias(THEN))
    joined = (
        frame.join(then, on=list(keys), how="left", nulls_equal=True)
        if keys
        else pl.concat([frame, then], how="horizontal")
    )
    return joined.with_columns(growth_of(pl.col(measure), pl.col(THEN)).alias(GROWTH))


def growth_of(now: pl.Expr, then: pl.Expr) -> pl.Expr:
    """(now - then) / abs(then) as a fraction; null where then is 0 or null."""
    return pl.when(then != 0).then((now - then).cast(pl.Float64) / then.abs().cast(pl.Float64))


def row_codes(frame: pl.DataFrame, answer: Answered) -> pl.Series:
    """Per row, why its growth is null: ZERO_BASE where the group had nothing then."""
    if no_base_code(answer) is not None:
        return pl.Series([None] * frame.height, dtype=pl.String)
    missing = pl.when(pl.col(GROWTH).is_null()).then(pl.lit("ZERO_BASE"))
    return frame.select(missing.alias("code"))["code"]
