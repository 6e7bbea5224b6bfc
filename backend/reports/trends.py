"""salesTrends and branchTrends: a metric by time bucket, each comparison's buckets beside it.

Buckets come from the plan, so none is missing: without sales a sum is 0 and a ratio null; never loaded is null
and says NOT_LOADED, of a branch when no load spoke for that branch. A bucket is compared with the one that the planner
put beside it; the status of both tells where a cut or partly loaded bucket stands beside a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from backend.envelope import iso
from backend.errors import TimeOfDayNotLoaded
from backend.frame import NOT_LOADED
from backend.planner.plan import Window
from backend.question import DateSpan, Filter, Period
from backend.reports.arguments import COMMON
from backend.reports.averages import NOT_ASKED, ask_longer, averages_of
from backend.reports.fields import POINTS, TYPE_OF_UNIT
from backend.reports.reasons import ZERO_DENOMINATOR, reason
from backend.reports.rows import values
from backend.reports.session import Answered, Session, outcome_facts, parts_of, refuse_missing, to_question
from backend.reports.spec import Arguments, Field, FieldType, Metric, Null, Outcome, ReportSpec
from backend.reports.warnings import member_notes
from druid.calendar import day_start_ms, local_day
from druid.catalog.model import Catalog, Grain, Ratio
from druid.store.manifest import covered_days

BRANCH = "branch"
AVERAGE = "movingAverage"
THEN = ("timestamp", "label", "value", "status")
"""What is told of an earlier bucket; all null where there is none."""
MEASURE_OF: Mapping[Metric, str] = {
    Metric.REVENUE: "net_revenue",
    Metric.ORDERS: "orders",
    Metric.CUSTOMERS: "customers",
    Metric.AOV: "average_order_value",
    Metric.PROFIT: "gross_profit",
    Metric.MARGIN: "profit_margin",
    Metric.UNITS: "units_sold",
}

GRAIN_OF: Mapping[Period, Grain] = {
    Period.TODAY: Grain.HOUR,
    Period.QUARTER: Grain.WEEK,
    Period.LAST_90_DAYS: Grain.WEEK,
    Period.YEAR: Grain.MONTH,
    Period.LAST_12_MONTHS: Grain.MONTH,
    Period.ALL: Grain.MONTH,
}


def default_grain(arguments: Arguments) -> Grain:
    """A grain that gives a readable number of buckets."""
    if arguments.span is None:
        return GRAIN_OF.get(arguments.period or Period.MONTH, Grain.DAY)
    days = arguments.span.end.toordinal() - arguments.span.start.toordinal()
    if days > 366:
        return Grain.MONTH
    return Grain.WEEK if days > 92 else Grain.DAY


@dataclass(frozen=True, slots=True)
class Line:
    """The points of one measure, and why values among them are null."""

    points: list[dict[str, Any]]
    nulls: tuple[Null, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One window's line: its buckets and, for each, the value and the code of a missing one."""

    window: Window
    values: list[Any]
    codes: list[str | None]


def stretch_of(answer: Answered, window: Window, frame: pl.DataFrame, catalog: Catalog) -> Stretch:
    """A value for every bucket: without lines a sum is 0 and a ratio null, never loaded is null."""
    measure = catalog.measure[answer.plan.question.measures[0]]
    position = {bucket.start_ms: index for index, bucket in enumerate(window.buckets)}
    found = [position[ms] for ms in frame["bucket"].cast(pl.Int64).to_list()]
    kind, zone = TYPE_OF_UNIT[measure.unit], answer.plan.question.timezone
    written = values(frame[measure.name], kind, zone)
    reasons = reason(measure.name, frame, catalog)
    nothing = None if isinstance(measure.expression, Ratio) else values(pl.Series([0]), kind, zone)[0]
    line: list[Any] = [nothing if b.status != NOT_LOADED else None for b in window.buckets]
    codes: list[str | None] = [NOT_LOADED if b.status == NOT_LOADED else ZERO_DENOMINATOR for b in window.buckets]
    for index, value, code in zip(found, written, reasons, strict=True):
        if codes[index] != NOT_LOADED:
            line[index], codes[index] = value, code
    return Stretch(window, line, [c if v is None else None for v, c in zip(line, codes, strict=True)])


def line_of(answer: Answered, frames: Mapping[str, pl.DataFrame], windows: Sequence[Window], catalog: Catalog) -> Line:
    """The current buckets, each with the bucket beside it in every comparison."""
    now, *earlier = (stretch_of(answer, window, frames[window.name], catalog) for window in windows)
    zone = answer.plan.question.timezone
    points = [
        {
            "timestamp": iso(bucket.start_ms, zone),
            "label": bucket.label,
            "value": now.values[i],
            "status": bucket.status,
            "running": bucket.running,
            "comparisons": [_then(stretch, i, zone) for stretch in earlier],
        }
        for i, bucket in enumerate(now.window.buckets)
    ]
    return Line(points, tuple(dict.fromkeys(_line_nulls(now, earlier))))


def _then(stretch: Stretch, i: int, zone: str) -> dict[str, Any]:
    window = stretch.window
    kind = window.comparison.kind.value if window.comparison else None
    index = window.index_beside(i)
    if index is None:
        return {"kind": kind, **dict.fromkeys(THEN)}
    bucket = window.buckets[index]
    facts = (iso(bucket.start_ms, zone), bucket.label, stretch.values[index], bucket.status)
    return {"kind": kind, **dict(zip(THEN, facts, strict=True))}


def _line_nulls(now: Stretch, earlier: Sequence[Stretch]) -> Iterator[Null]:
    yield from (Null("value", code) for code in now.codes if code is not None)
    for position, then in enumerate(earlier):
        shown = [then.codes[index] for place, index in then.window.pairs if place < len(now.codes)]
        path = f"comparisons[{position}]"
        yield from (Null(f"{path}.value", code) for code in shown if code is not None)
        if len(then.window.pairs) < len(now.codes):
            yield from (Null(f"{path}.{name}", "NO_BUCKET") for name in THEN)


async def refuse_missing_hours(session: Session, answer: Answered) -> None:
    """Hours of a window whose every sale is at local midnight would be a guess.

    Of each business day the first and the last sale tell whether any line has a time.
    """
    if answer.plan.grain is not Grain.HOUR:
        return
    zone = session.manifest.timezone
    days = _loaded_days(session, answer.window)
    if days is None:
        return
    question = replace(answer.plan.question, measures=("first_sale", "last_sale"), dimensions=(), compare=())
    daily = replace(question, grain=Grain.DAY, of_week=False, timezone=zone, period=Period.CUSTOM, span=days)
    ends = (await session.ask(daily)).current.select(pl.concat([pl.col("first_sale"), pl.col("last_sale")]))
    moments = ends.to_series().drop_nulls().dt.epoch("ms").to_list()
    if moments and all(is_midnight(ms, zone) for ms in moments):
        raise TimeOfDayNotLoaded("The loaded lines of this period carry no time of day.", field="grain")


def _loaded_days(session: Session, window: Window) -> DateSpan | None:
    """The window's business days between the first and the last that was loaded."""
    zone, covered = session.manifest.timezone, covered_days(session.manifest)
    if covered is None:
        return None
    first, last = local_day(window.start_ms, zone), local_day(window.end_ms - 1, zone)
    span = DateSpan(max(first, covered[0]), min(last, covered[1]))
    return span if span.start <= span.end else None


def is_midnight(ms: int, zone: str) -> bool:
    """Whether a local day begins at this moment, which is how a bare date is stored."""
    return day_start_ms(local_day(ms, zone), zone) == ms


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend's answer; with `movingAverage` also that over the buckets before, and how many are averaged."""

    answer: Answered
    longer: Answered | None
    buckets: int


async def ask_trend(session: Session, arguments: Arguments, dimensions: tuple[str, ...] = ()) -> Trend:
    """The metric by time bucket, refused when it or its hours were never loaded."""
    measure = MEASURE_OF[arguments.metric or Metric.REVENUE]
    grain = arguments.grain or default_grain(arguments)
    answer = await session.ask(to_question(arguments, session.conventions, (measure,), dimensions, grain))
    refuse_missing(measure, answer, "metric")
    await refuse_missing_hours(session, answer)
    buckets = arguments.moving_average or 0
    return Trend(answer, await ask_longer(session, answer, buckets) if buckets else None, buckets)


def trend_line(trend: Trend, session: Session, part: Filter | None = None) -> Line:
    """The points of all lines, or of one member of the dimension grouped by, with their moving averages."""
    answer, catalog = trend.answer, session.catalog
    line = line_of(answer, _frames(answer, part), _windows(session, answer, part), catalog)
    count = len(line.points)
    if trend.longer is None or not count:
        averages: list[tuple[Any, str | None]] = [(None, NOT_ASKED)] * count
    else:
        frame, window = _frames(trend.longer, part)["current"], _windows(session, trend.longer, part)[0]
        averages = averages_of(trend.longer, frame, window, trend.buckets, catalog)[-count:]
    points = [{**point, AVERAGE: value} for point, (value, _) in zip(line.points, averages, strict=True)]
    codes = dict.fromkeys(code for value, code in averages if value is None and code is not None)
    return Line(points, (*line.nulls, *(Null(AVERAGE, code) for code in codes)))


def _frames(answer: Answered, part: Filter | None) -> Mapping[str, pl.DataFrame]:
    if part is None or part.members is None:
        return answer.frames
    is_of_part = pl.col(part.dimension).eq_missing(pl.lit(part.members[0], pl.String))
    return {window: frame.filter(is_of_part) for window, frame in answer.frames.items()}


def _windows(session: Session, answer: Answered, part: Filter | None) -> tuple[Window, ...]:
    return answer.plan.windows if part is None else session.windows_of(answer, part)


async def _trends(session: Session, arguments: Arguments) -> Outcome:
    trend = await ask_trend(session, arguments)
    line = trend_line(trend, session)
    return Outcome(
        {"points": line.points},
        row_count=len(line.points),
        nulls=line.nulls,
        **await trend_facts(session, arguments, trend),
    )


async def _branch_trends(session: Session, arguments: Arguments) -> Outcome:
    trend = await ask_trend(session, arguments, (BRANCH,))
    members = trend.answer.current[BRANCH].unique().sort(nulls_last=True).to_list()
    lines = [trend_line(trend, session, Filter(BRANCH, (name,))) for name in members]
    series = [{"key": name, "points": line.points} for name, line in zip(members, lines, strict=True)]
    nulls = dict.fromkeys(null for line in lines for null in line.nulls)
    facts = await trend_facts(session, arguments, trend)
    return Outcome({"series": series}, row_count=len(series), nulls=tuple(nulls), **facts)


def trend_numbers(trend: Trend, session: Session) -> dict[str, FieldType]:
    """What the points' numbers are; a mean of counts is none."""
    kind = TYPE_OF_UNIT[session.catalog.measure[trend.answer.plan.question.measures[0]].unit]
    is_mean = kind in {FieldType.MONEY, FieldType.FRACTION}
    return {"value": kind, AVERAGE: kind if is_mean else FieldType.NUMBER}


async def trend_facts(session: Session, arguments: Arguments, trend: Trend) -> dict[str, Any]:
    """The provenance keywords of the outcome; what was asked before the window is the window `average`."""
    facts = outcome_facts(trend.answer)
    facts["numbers"] = trend_numbers(trend, session)
    facts["notes"] += await member_notes(session, arguments.filters)
    if trend.longer is not None:
        facts["parts"] += tuple(replace(part, window="average") for part in parts_of(trend.longer))
        facts["extra"] = {"movingAverage": trend.buckets}
    return facts


_SERIES = Field(
    "series",
    FieldType.LIST,
    "one a branch, by name",
    required=True,
    fields=(Field("key", FieldType.TEXT, "the branch"), POINTS),
    type_name="Series",
)


def trend_reports() -> tuple[ReportSpec, ...]:
    arguments = (*COMMON, "metric", "grain", "movingAverage")
    return (
        ReportSpec(
            "salesTrends",
            "One metric over time, with its comparisons.",
            Field("salesTrends", FieldType.OBJECT, fields=(POINTS,), type_name="SalesTrends"),
            arguments,
            _trends,
            cost=30,
            required=("period", "metric"),
        ),
        ReportSpec(
            "branchTrends",
            "One metric over time, a line a branch.",
            Field("branchTrends", FieldType.OBJECT, fields=(_SERIES,), type_name="BranchTrends"),
            arguments,
            _branch_trends,
            cost=30,
        ),
    )
