"""customerRetention: of the customers whose first purchase was in a month, how many bought again in later months.

Months are those of the business zone, cohorts those of the whole history under the filters, up to the window's end; the
window says which months of activity are shown. `extra.period` compares the buyers of the window with those of the first
comparison.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import polars as pl

from backend.frame import NOT_LOADED
from backend.planner.cohorts import COHORT, MEMBERS, buyers_column, revenue_column
from backend.planner.plan import Bucket, Window
from backend.question import Cohorts
from backend.reports.arguments import COMMON
from backend.reports.fields import RUNNING
from backend.reports.growth import ZERO_BASE, no_base_code
from backend.reports.history import CUSTOMER, Span, history_parts, history_span
from backend.reports.rows import money
from backend.reports.session import Answered, Session, outcome_facts, to_question
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, ReportSpec
from backend.reports.warnings import member_notes
from druid.calendar import Calendar
from druid.catalog.model import Grain

PURCHASE = "purchase_time"
MEASURES = ("customers", "net_revenue")
"""What the cohorts' statements add up."""
SHOWN_AT_ONCE = 36
"""Months of activity that one statement adds up; more are asked in several."""


@dataclass(frozen=True, slots=True)
class Months:
    """The months of the history in the business zone; `shown` numbers those that the window touches."""

    edges: tuple[int, ...]
    names: tuple[str, ...]
    shown: range

    def pieces(self) -> Iterator[range]:
        for start in range(self.shown.start, self.shown.stop, SHOWN_AT_ONCE):
            yield range(start, min(start + SHOWN_AT_ONCE, self.shown.stop))


def months_of(span: Span, window: Window, zone: str) -> Months:
    """Every month from the history's first to its last."""
    units = tuple(Calendar(zone).units(span.start_ms, span.end_ms, Grain.MONTH))
    edges = (*(unit.start_ms for unit in units), units[-1].end_ms)
    touched = [i for i, (start, end) in enumerate(pairwise(edges)) if start < window.end_ms and end > window.start_ms]
    names = tuple(unit.first_day.strftime("%Y-%m") for unit in units)
    return Months(edges, names, range(touched[0], touched[-1] + 1) if touched else range(0))


async def _retention(session: Session, arguments: Arguments) -> Outcome:
    zone = session.manifest.timezone
    asked = to_question(arguments, session.conventions, ("last_purchase",), (CUSTOMER,))
    buyers = await session.ask(asked)
    span = history_span(session.manifest, buyers.window)
    months = months_of(span, buyers.window, zone)
    question = replace(span.question(asked), timezone=zone, grain=Grain.MONTH)
    answers = await asyncio.gather(
        *(session.table(Cohorts(question, CUSTOMER, PURCHASE, months.edges, piece)) for piece in months.pieces())
    )
    rows = rows_of(answers, months) if answers else []
    facts = outcome_facts(buyers)
    facts["parts"] += tuple(replace(part, measures=MEASURES) for part in history_parts(*answers))
    facts["notes"] += await member_notes(session, arguments.filters)
    shown = ("customers", "retention", "revenue")
    is_gapped = any(month["customers"] is None for row in rows for month in row["months"])
    return Outcome(
        rows,
        nulls=tuple(Null(f"months.{name}", NOT_LOADED) for name in shown) if is_gapped else (),
        row_count=len(rows),
        extra={"cohortZone": zone, "period": period_of(buyers)},
        **facts,
    )


def rows_of(answers: Sequence[Answered], months: Months) -> list[dict[str, Any]]:
    """One row a cohort that has customers, the oldest first."""
    first, *others = (answer.current.drop_nulls(COHORT) for answer in answers)
    for frame in others:
        first = first.join(frame.drop(MEMBERS), on=COHORT, how="left")
    buckets = answers[0].window.buckets
    return [_row(found, buckets, months) for found in first.sort(COHORT).iter_rows(named=True)]


def _row(found: Mapping[str, Any], buckets: Sequence[Bucket], of: Months) -> dict[str, Any]:
    """The cohort's months that are shown, numbered from the month of the first purchase."""
    cohort, members = int(found[COHORT]), int(found[MEMBERS])
    months = []
    for i in range(max(cohort, of.shown.start), of.shown.stop):
        state = {"status": buckets[i].status, "running": buckets[i].running}
        month: dict[str, Any] = {"month": i - cohort, "label": of.names[i], **state}
        if buckets[i].status == NOT_LOADED:
            months.append({**month, "customers": None, "retention": None, "revenue": None})
            continue
        buyers = int(found[buyers_column(i)])
        revenue = money(int(found[revenue_column(i)]))
        months.append({**month, "customers": buyers, "retention": buyers / members, "revenue": revenue})
    return {COHORT: of.names[cohort], "customers": members, "months": months}


def period_of(answer: Answered) -> dict[str, Any]:
    """Buyers of the window, of the first comparison and of both; retention and churn as parts of the earlier."""
    now = _buyers(answer.current)
    code = no_base_code(answer)
    if code is not None:
        return {"buyers": len(now), **dict.fromkeys(("earlierBuyers", "returned", "retention", "churn")), "code": code}
    then = _buyers(answer.earlier[0][1])
    returned, earlier = len(now & then), len(then)
    return {
        "buyers": len(now),
        "earlierBuyers": earlier,
        "returned": returned,
        "retention": returned / earlier if earlier else None,
        "churn": (earlier - returned) / earlier if earlier else None,
        "code": None if earlier else ZERO_BASE,
    }


def _buyers(frame: pl.DataFrame) -> set[str]:
    return set(frame.filter(pl.col("last_purchase").is_not_null())[CUSTOMER].drop_nulls())


_MONTHS = Field(
    "months",
    FieldType.LIST,
    "months of activity that the window touches, from the first purchase on",
    required=True,
    fields=(
        Field("month", FieldType.COUNT, "months since the first purchase, 0 is its own", required=True),
        Field("label", FieldType.TEXT, "the month", required=True),
        Field(
            "status",
            FieldType.TEXT,
            "COMPLETE, PARTIAL (the window ends in it, or a day was not loaded) or NOT_LOADED",
            required=True,
        ),
        RUNNING,
        Field("customers", FieldType.COUNT, "members of the cohort with a purchase in the month"),
        Field("retention", FieldType.FRACTION, "their part of the cohort"),
        Field("revenue", FieldType.MONEY, "net revenue of the cohort in the month"),
    ),
    type_name="CohortMonth",
)


def retention_reports() -> tuple[ReportSpec, ...]:
    fields = (
        Field(
            COHORT, FieldType.TEXT, 'month of the first purchase in the business zone, such as "2024-03"', required=True
        ),
        Field("customers", FieldType.COUNT, "customers whose first purchase was in it", required=True),
        _MONTHS,
    )
    data = Field("customerRetention", FieldType.LIST, fields=fields, type_name="CustomerRetentionRow")
    description = "Cohorts by the month of first purchase: who bought again, month by month."
    return (ReportSpec("customerRetention", description, data, COMMON, _retention, cost=40),)
