"""The table behind explore: current rows with every comparison's values and growths beside them, and why any is null.

In: an answer. Out: a frame whose columns are keys, measures, `measure:0` (in the first comparison), `measure:0:growth`,
and for each of these but the keys one `…#` with the code of its null. Rows are the groups of the current window; a
group that an earlier window lacks sold nothing then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from backend.frame import NOT_LOADED
from backend.planner import base_code
from backend.planner.plan import Window
from backend.reports.growth import ZERO_BASE, growth_of
from backend.reports.reasons import ZERO_DENOMINATOR, reason
from backend.reports.session import Answered
from druid.catalog.model import Catalog, Earliest, Latest, Ratio, Unit

BUCKET = "_bucket"
STATE = "_state"
FOUND = "_found"


def code_of(column: str) -> str:
    """The frame column that says why `column` is null."""
    return f"{column}#"


@dataclass(frozen=True, slots=True)
class Table:
    """Builds the frame of one answer."""

    answer: Answered
    catalog: Catalog

    @property
    def measures(self) -> tuple[str, ...]:
        return self.answer.plan.question.measures

    @property
    def keys(self) -> list[str]:
        plan = self.answer.plan
        return [*plan.question.dimensions, *([BUCKET] if plan.grain is not None else [])]

    def frame(self) -> pl.DataFrame:
        """Every current row; buckets as their place in the window."""
        frame = self._window(self.answer.window)
        for position, (window, _) in enumerate(self.answer.earlier):
            frame = self._beside(frame, window, position)
            grown = [m for m in self.measures if self.catalog.measure[m].unit is not Unit.INSTANT]
            frame = frame.with_columns(expr for m in grown for expr in _growth(m, position, base_code(window)))
        return frame

    def _window(self, window: Window) -> pl.DataFrame:
        """A window's rows: keys, measures and the codes of their nulls."""
        frame = self.answer.frames[window.name]
        if self.answer.plan.grain is not None:
            place = {bucket.start_ms: index for index, bucket in enumerate(window.buckets)}
            places = [place[ms] for ms in frame["bucket"].dt.epoch("ms").to_list()]
            frame = frame.with_columns(pl.Series(BUCKET, places, dtype=pl.Int64))
        frame = _with_state(frame, window)
        is_loaded = pl.col(STATE).is_null()
        codes = [
            pl.when(is_loaded).then(self._code(m)).otherwise(pl.col(STATE)).alias(code_of(m)) for m in self.measures
        ]
        return frame.select(*self.keys, *self.measures, *codes)

    def _code(self, measure: str) -> pl.Expr:
        never = self.answer.plan.nulls.get(measure)
        return reason(measure, self.catalog) if never is None else pl.lit(never)

    def _beside(self, frame: pl.DataFrame, window: Window, position: int) -> pl.DataFrame:
        """The same groups in an earlier window."""
        then = self._window(window)
        renamed = {name: f"{m}:{position}{end}" for m in self.measures for end in ("", "#") for name in (f"{m}{end}",)}
        then = then.rename(renamed).with_columns(pl.lit(value=True).alias(FOUND))
        if self.keys:
            joined = frame.join(then, on=self.keys, how="left", nulls_equal=True, maintain_order="left")
        else:
            joined = pl.concat([frame, then], how="horizontal")
        joined = _with_state(joined, window)
        return joined.with_columns(expr for m in self.measures for expr in self._absent(m, f"{m}:{position}")).drop(
            FOUND, STATE
        )

    def _absent(self, measure: str, column: str) -> tuple[pl.Expr, pl.Expr]:
        """What a group without a row then had: nothing, where the time was loaded."""
        is_absent = pl.col(FOUND).is_null()
        never = self.answer.plan.nulls.get(measure)
        nothing, code = (None, never) if never is not None else _nothing(measure, self.catalog)
        value = pl.when(is_absent & pl.col(STATE).is_null()).then(pl.lit(nothing)).otherwise(pl.col(column))
        absent = pl.when(is_absent).then(pl.coalesce(STATE, pl.lit(code, pl.String)))
        return value.alias(column), absent.otherwise(pl.col(code_of(column))).alias(code_of(column))


def _nothing(measure: str, catalog: Catalog) -> tuple[int | None, str | None]:
    """A measure over no line at all, and the code when it is null."""
    match catalog.measure[measure].expression:
        case Ratio():
            return None, ZERO_DENOMINATOR
        case Earliest() | Latest():
            return None, "NO_SALE"
        case _:
            return 0, None


def _with_state(frame: pl.DataFrame, window: Window) -> pl.DataFrame:
    """`_state`: why a row of this window knows nothing, null where it was loaded."""
    if BUCKET not in frame.columns:
        return frame.with_columns(pl.lit(None if window.covered_days else NOT_LOADED, pl.String).alias(STATE))
    states = [NOT_LOADED if bucket.status == NOT_LOADED else None for bucket in window.buckets]
    rows = [states[i] if i < len(states) else "NO_BUCKET" for i in frame[BUCKET].to_list()]
    return frame.with_columns(pl.Series(STATE, rows, dtype=pl.String))


def _growth(measure: str, position: int, no_base: str | None) -> Sequence[pl.Expr]:
    then, grown = f"{measure}:{position}", f"{measure}:{position}:growth"
    if no_base is not None:
        return pl.lit(None, pl.Float64).alias(grown), pl.lit(no_base).alias(code_of(grown))
    value = growth_of(pl.col(measure), pl.col(then))
    zero = pl.when(pl.col(then) == 0).then(pl.lit(ZERO_BASE))
    code = pl.coalesce(zero, pl.col(code_of(then)), pl.col(code_of(measure)))
    return value.alias(grown), pl.when(value.is_null()).then(code).alias(code_of(grown))
