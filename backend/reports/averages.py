"""Trailing means of a trend: of each bucket and the `buckets - 1` before it, asked also before the window.

In: the answer of a trend. Out: a value for every bucket of its window, or the code of its absence. A sum's or a count's
mean is that of the buckets' values, money to the fourth decimal (half to even); a ratio is taken of the sums over the
buckets, never as a mean of ratios. Every bucket counts whole, the first one too where the window begins inside it; the
last ends where the window does. A bucket that was never loaded makes the mean null, one before the first load too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import polars as pl

from backend.frame import NOT_LOADED
from backend.measures import scaled_ratio, with_measures
from backend.planner.plan import Window
from backend.question import DateSpan, Period
from backend.reports.fields import TYPE_OF_UNIT
from backend.reports.reasons import reason
from backend.reports.rows import values
from backend.reports.session import Answered, Session
from backend.reports.spec import FieldType
from druid.calendar import EPOCH, HOUR_MS, Calendar, day_start_ms, hour_start_ms, zone_info
from druid.catalog.model import Catalog, Grain, Ratio
from druid.store.manifest import covered_days

BUCKET = "bucket"
NOT_ASKED = "NOT_ASKED"
SCALES: Mapping[FieldType, int] = {FieldType.UNITS: 1_000}


async def ask_longer(session: Session, answer: Answered, buckets: int) -> Answered:
    """The same question over its window and the buckets before it, as far back as anything was loaded."""
    question, window = answer.plan.question, answer.window
    zone = zone_info(question.timezone)
    start = max(_back(answer, buckets - 1), min(_first_loaded(session), window.start_ms))
    ends = (EPOCH + timedelta(milliseconds=ms) for ms in (start, window.end_ms))
    first, after = (moment.astimezone(zone) for moment in ends)
    return await session.ask(replace(question, period=Period.CUSTOM, span=DateSpan(first, after), compare=()))


def _back(answer: Answered, buckets: int) -> int:
    """Where the bucket begins that lies so many before the window's first."""
    question, window = answer.plan.question, answer.window
    if question.grain is None or question.grain is Grain.HOUR:
        return hour_start_ms(window.start_ms, question.timezone) - buckets * HOUR_MS
    calendar = Calendar(question.timezone, question.start_of_week, question.fiscal_start)
    first = calendar.first_day(window.first_day, question.grain)
    return calendar.start_ms(calendar.step(first, question.grain, -buckets))


def _first_loaded(session: Session) -> int:
    manifest = session.manifest
    covered = covered_days(manifest)
    return 0 if covered is None else day_start_ms(covered[0], manifest.timezone)


def averages_of(
    longer: Answered, frame: pl.DataFrame, window: Window, buckets: int, catalog: Catalog
) -> list[tuple[Any, str | None]]:
    """The mean that ends with each bucket of the longer window; `frame` and `window` may be those of one branch."""
    measure = catalog.measure[longer.plan.question.measures[0]]
    leaves = [name for name in frame.columns if name in {*catalog.leaves(measure.name), "uncosted_lines"}]
    found = frame.select(BUCKET, *leaves).with_columns(pl.lit(value=True).alias("is_found"))
    grid = _grid(window).join(found, on=BUCKET, how="left", maintain_order="left")
    rolled = grid.select(_filled(name).rolling_sum(buckets, min_samples=buckets).alias(name) for name in leaves)
    mean = with_measures(rolled, (measure.name,), catalog)
    kind = TYPE_OF_UNIT[measure.unit]
    is_ratio = isinstance(measure.expression, Ratio)
    shown = values(mean[measure.name], kind, "UTC") if is_ratio else _means(mean[measure.name], kind, buckets)
    known = grid["is_loaded"].cast(pl.Int64).rolling_sum(buckets, min_samples=buckets).to_list()
    codes = reason(measure.name, mean, catalog)
    told = [code if count == buckets else NOT_LOADED for code, count in zip(codes, known, strict=True)]
    return list(zip(shown, told, strict=True))


def _grid(window: Window) -> pl.DataFrame:
    starts = pl.Series(BUCKET, [bucket.start_ms for bucket in window.buckets], dtype=pl.Int64)
    loaded = pl.Series("is_loaded", [b.status != NOT_LOADED for b in window.buckets], dtype=pl.Boolean)
    return pl.DataFrame([starts.cast(pl.Datetime("ms")), loaded])


def _filled(name: str) -> pl.Expr:
    """0 in a loaded bucket without lines, null in one that was never loaded."""
    value = pl.when(pl.col("is_found").is_null()).then(0).otherwise(pl.col(name))
    return pl.when("is_loaded").then(value)


def _means(sums: pl.Series, kind: FieldType, buckets: int) -> list[Any]:
    """Sums over the buckets divided by their number."""
    if kind is FieldType.MONEY:
        return values(scaled_ratio(sums, pl.Series([buckets]), 0), kind, "UTC")
    scale = SCALES.get(kind, 1) * buckets
    return [None if value is None else value / scale for value in sums.to_list()]
