"""The table behind explore: current rows with every comparison's values and growths beside them, and why any is null.

In: an answer. Out: a frame whose columns are keys, measures, `measure:0` (in the first comparison), `measure:0:growth`,
and for each of these but the keys one `…#` with the code of its null. Rows are the groups of the current window, or
those that are named; a group that a window lacks sold nothing then. A column `leaf!` of an answer's frame marks rows
in which that leaf could not be counted.
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
NOT_ADDITIVE = "NOT_ADDITIVE"
_ALL = "_all"


def mark_of(leaf: str) -> str:
    """The frame column that says where `leaf` could not be counted."""
    return f"{leaf}!"


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

    def frame(self, groups: pl.DataFrame | None = None) -> pl.DataFrame:
        """Every current row, or one for each of `groups` in their order; buckets as their place in the window."""
        now = self.answer.window
        frame = self._window(now) if groups is None else self._beside(groups.select(self.keys), now, "")
        for position, (window, _) in enumerate(self.answer.earlier):
            frame = self._beside(frame, window, f":{position}")
            grown = [m for m in self.measures if self.catalog.measure[m].unit is not Unit.INSTANT]
            frame = frame.with_columns(expr for m in grown for expr in _growth(m, position, base_code(window)))
        return frame

    def _window(self, window: Window) -> pl.DataFrame:
        """A window's rows: keys, measures and the codes of their nulls."""
        frame = self.answer.frames[window.name]
        if self.answer.plan.grain is not None:
            frame = in_places(frame, window)
        frame = _with_state(frame, window)
        is_loaded = pl.col(STATE).is_null()
        codes = [
            pl.when(is_loaded).then(self._code(m, frame)).otherwise(pl.col(STATE)).alias(code_of(m))
            for m in self.measures
        ]
        return frame.select(*self.keys, *self.measures, *codes)

    def _code(self, measure: str, frame: pl.DataFrame) -> pl.Expr:
        never = self.answer.plan.nulls.get(measure)
        if never is not None:
            return pl.lit(never)
        columns = self.answer.current.columns
        marks = [mark for leaf in self.catalog.leaves(measure) if (mark := mark_of(leaf)) in columns]
        code = pl.lit(pl.Series(reason(measure, frame, self.catalog), dtype=pl.String))
        return pl.when(pl.any_horizontal(marks)).then(pl.lit(NOT_ADDITIVE)).otherwise(code) if marks else code

    def _beside(self, frame: pl.DataFrame, window: Window, end: str) -> pl.DataFrame:
        """The same groups in a window, under the measures' names with `end`."""
        then = self._window(window)
        renamed = {f"{m}{code}": f"{m}{end}{code}" for m in self.measures for code in ("", "#")}
        then = then.rename(renamed).with_columns(pl.lit(value=True).alias(FOUND), pl.lit(0).alias(_ALL))
        frame = frame.with_columns(pl.lit(0).alias(_ALL)) if frame.width else pl.DataFrame({_ALL: [0]})
        joined = frame.join(then, on=[*self.keys, _ALL], how="left", nulls_equal=True, maintain_order="left")
        joined = _with_state(joined, window)
        filled = joined.with_columns(expr for m in self.measures for expr in self._absent(m, f"{m}{end}"))
        return filled.drop(FOUND, STATE, _ALL)

    def _absent(self, measure: str, column: str) -> tuple[pl.Expr, pl.Expr]:
        """What a group without a row then had: nothing, where the time was loaded."""
        is_absent = pl.col(FOUND).is_null()
        never = self.answer.plan.nulls.get(measure)
        nothing, code = (None, never) if never is not None else _nothing(measure, self.catalog)
        value = pl.when(is_absent & pl.col(STATE).is_null()).then(pl.lit(nothing)).otherwise(pl.col(column))
        absent = pl.when(is_absent).then(pl.coalesce(STATE, pl.lit(code, pl.String)))
        return value.alias(column), absent.otherwise(pl.col(code_of(column))).alias(code_of(column))


def in_places(frame: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Rows with `_bucket`, their place in the current window; those beside none of its buckets are left out."""
    place = {window.buckets[index].start_ms: place for place, index in window.pairs}
    places = [place.get(ms) for ms in frame["bucket"].dt.epoch("ms").to_list()]
    return frame.with_columns(pl.Series(BUCKET, places, dtype=pl.Int64)).filter(pl.col(BUCKET).is_not_null())


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
    states = {place: NOT_LOADED if window.buckets[i].status == NOT_LOADED else None for place, i in window.pairs}
    rows = [states.get(place, "NO_BUCKET") for place in frame[BUCKET].to_list()]
    return frame.with_columns(pl.Series(STATE, rows, dtype=pl.String))


def _growth(measure: str, position: int, no_base: str | None) -> Sequence[pl.Expr]:
    then, grown = f"{measure}:{position}", f"{measure}:{position}:growth"
    if no_base is not None:
        return pl.lit(None, pl.Float64).alias(grown), pl.lit(no_base).alias(code_of(grown))
    value = growth_of(pl.col(measure), pl.col(then))
    zero = pl.when(pl.col(then) == 0).then(pl.lit(ZERO_BASE))
    code = pl.coalesce(zero, pl.col(code_of(then)), pl.col(code_of(measure)))
    return value.alias(grown), pl.when(value.is_null()).then(code).alias(code_of(grown))
