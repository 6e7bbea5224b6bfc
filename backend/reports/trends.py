"""salesTrends and branchTrends: a metric by time bucket, each comparison's buckets beside it.

Buckets come from the plan, so none is missing: without sales a sum is 0 and a ratio null; never loaded is null
and says NOT_LOADED. The i-th bucket is compared with the i-th bucket of the earlier window.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from backend.envelope import iso
from backend.errors import MeasureNotLoaded, TimeOfDayNotLoaded
from backend.frame import fill
from backend.planner.plan import Bucket, Window
from backend.question import Period
from backend.reports.arguments import COMMON
from backend.reports.fields import POINTS, TYPE_OF_UNIT
from backend.reports.rows import values
from backend.reports.session import Answered, Session, nulls_of, outcome_facts, to_question
from backend.reports.spec import Arguments, Field, FieldType, Metric, Outcome, ReportSpec
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, Grain

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


class Line:
    """Values of one measure by bucket, for every window of an answer."""

    def __init__(self, answer: Answered, catalog: Catalog, measure: str) -> None:
        self.answer = answer
        self.measure = measure
        self.zone = answer.plan.question.timezone
        self.catalog = catalog

    def of(self, window: Window, frame: pl.DataFrame) -> list[Any]:
        """One JSON value a bucket of the window, in order."""
        filled = fill(frame, window, (self.measure,), self.catalog)
        kind = TYPE_OF_UNIT[self.catalog.measure[self.measure].unit]
        return values(filled[self.measure], kind, self.zone)

    def points(self, frames: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
        window = self.answer.window
        now = self.of(window, frames[window.name])
        earlier = [(w, self.of(w, frames[w.name])) for w in self.answer.plan.windows[1:]]
        return [
            {
                "timestamp": iso(bucket.start_ms, self.zone),
                "label": bucket.label,
                "value": now[i],
                "status": bucket.status,
                "comparisons": [self._then(w, line, i) for w, line in earlier],
            }
            for i, bucket in enumerate(window.buckets)
        ]

    def _then(self, window: Window, line: Sequence[Any], i: int) -> dict[str, Any]:
        kind = window.comparison.kind.value if window.comparison else None
        if i >= len(window.buckets):
            return {"kind": kind, "timestamp": None, "label": None, "value": None}
        bucket: Bucket = window.buckets[i]
        return {"kind": kind, "timestamp": iso(bucket.start_ms, self.zone), "label": bucket.label, "value": line[i]}


def refuse_missing_hours(answer: Answered) -> None:
    """Hours of a window whose every sale is at local midnight would be a guess."""
    if answer.plan.grain is not Grain.HOUR:
        return
    starts = set(answer.current["bucket"].to_list())
    midnights = {b.start_ms for b in answer.window.buckets if b.label.endswith("00:00")}
    if starts and starts <= midnights and answer.window.days == len(midnights):
        raise TimeOfDayNotLoaded("The loaded lines of this period carry no time of day.", field="grain")


async def _asked(session: Session, arguments: Arguments, dimensions: tuple[str, ...]) -> tuple[Answered, str]:
    measure = MEASURE_OF[arguments.metric or Metric.REVENUE]
    grain = arguments.grain or default_grain(arguments)
    answer = await session.ask(to_question(arguments, session.conventions, (measure,), dimensions, grain))
    if measure in answer.plan.nulls:
        raise MeasureNotLoaded(f"No loaded file carries what {measure} needs.", field="metric")
    refuse_missing_hours(answer)
    return answer, measure


async def _trends(session: Session, arguments: Arguments) -> Outcome:
    answer, measure = await _asked(session, arguments, ())
    points = Line(answer, session.catalog, measure).points(answer.frames)
    facts = outcome_facts(answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    nulls = nulls_of(answer, {measure: "value"})
    return Outcome({"points": points}, row_count=len(points), nulls=nulls, **facts)


async def _branch_trends(session: Session, arguments: Arguments) -> Outcome:
    answer, measure = await _asked(session, arguments, ("branch",))
    line = Line(answer, session.catalog, measure)
    members = answer.current["branch"].unique().sort(nulls_last=True).to_list()
    series = [{"key": name, "points": line.points(_of_member(answer, name))} for name in members]
    facts = outcome_facts(answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    return Outcome({"series": series}, row_count=len(series), nulls=nulls_of(answer, {measure: "value"}), **facts)


def _of_member(answer: Answered, name: str | None) -> dict[str, pl.DataFrame]:
    return {window: frame.filter(pl.col("branch").eq_missing(name)) for window, frame in answer.frames.items()}


_SERIES = Field(
    "series",
    FieldType.LIST,
    "one a branch, by name",
    required=True,
    fields=(Field("key", FieldType.TEXT, "the branch"), POINTS),
    type_name="Series",
)


def trend_reports() -> tuple[ReportSpec, ...]:
    arguments = (*COMMON, "metric", "grain")
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
