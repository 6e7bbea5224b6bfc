"""hourlySales: when in the week sales are made, by the hour that local clocks showed.

In: the common arguments and `metric`. Out: 168 rows, Monday 00:00 to Sunday 23:00, each over all weeks of the window;
`days` tells over how many such days that were loaded, so that windows can be compared. An order or customer counts once
in each hour of the week that they bought in; AOV and margin are ratios of an hour's sums. Lines that carry dates only
have no hours: refused with TIME_OF_DAY_NOT_LOADED.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from backend.reports.arguments import COMMON
from backend.reports.fields import TYPE_OF_UNIT, common_measures, row_nulls
from backend.reports.session import Session, outcome_facts, refuse_missing, to_question
from backend.reports.spec import Arguments, Field, FieldType, Metric, Null, Outcome, ReportSpec
from backend.reports.totals import total_row
from backend.reports.trends import MEASURE_OF, Stretch, refuse_missing_hours, stretch_of
from backend.reports.warnings import member_notes
from druid.catalog.model import Grain

HOURS_OF_A_DAY = 24


async def _hours(session: Session, arguments: Arguments) -> Outcome:
    metric, catalog = arguments.metric or Metric.REVENUE, session.catalog
    measure = MEASURE_OF[metric]
    asked = to_question(arguments, session.conventions, (measure,), grain=Grain.HOUR)
    whole = to_question(arguments, session.conventions, tuple(common_measures(catalog)))
    answer, total = await asyncio.gather(session.ask(replace(asked, of_week=True)), session.ask(whole))
    refuse_missing(measure, answer, "metric")
    await refuse_missing_hours(session, answer)
    stretches = [stretch_of(answer, w, answer.frames[w.name], catalog) for w in answer.plan.windows]
    rows = _rows(stretches, session.weekdays_of(answer, answer.window))
    facts = outcome_facts(answer, total)
    facts["notes"] += await member_notes(session, arguments.filters)
    return Outcome(
        rows,
        nulls=_nulls(stretches[1:]),
        row_count=len(rows),
        totals=total_row(total, common_measures(catalog), catalog),
        numbers={"value": TYPE_OF_UNIT[catalog.measure[measure].unit]},
        extra={"metric": metric.value},
        **facts,
    )


def _rows(stretches: Sequence[Stretch], days: Sequence[int]) -> list[dict[str, Any]]:
    now, *earlier = stretches
    return [
        {
            "weekday": hour // HOURS_OF_A_DAY + 1,
            "hour": hour % HOURS_OF_A_DAY,
            "value": value,
            "days": days[hour // HOURS_OF_A_DAY],
            "comparisons": [{"kind": _kind(then), "value": then.values[hour]} for then in earlier],
            "nulls": [] if now.codes[hour] is None else [{"field": "value", "code": now.codes[hour]}],
        }
        for hour, value in enumerate(now.values)
    ]


def _kind(then: Stretch) -> str | None:
    return then.window.comparison.kind.value if then.window.comparison else None


def _nulls(earlier: Sequence[Stretch]) -> tuple[Null, ...]:
    """Why values of comparisons are null."""
    codes = ((place, code) for place, then in enumerate(earlier) for code in then.codes if code is not None)
    return tuple(dict.fromkeys(Null(f"comparisons[{place}].value", code) for place, code in codes))


_COMPARISONS = Field(
    "comparisons",
    FieldType.LIST,
    "the same hour of the week in each comparison",
    required=True,
    fields=(
        Field("kind", FieldType.TEXT, "kind of the comparison", required=True),
        Field("value", FieldType.NUMBER, "the metric then"),
    ),
    type_name="HourComparison",
)


def hour_reports() -> tuple[ReportSpec, ...]:
    fields = (
        Field("weekday", FieldType.COUNT, "1 (Monday) to 7", required=True),
        Field("hour", FieldType.COUNT, "0 to 23, as local clocks show it", required=True),
        Field("value", FieldType.NUMBER, "the metric; without sales a sum is 0, a ratio null"),
        Field("days", FieldType.COUNT, "loaded days of the window that are such a weekday", required=True),
        _COMPARISONS,
        row_nulls(),
    )
    return (
        ReportSpec(
            "hourlySales",
            "One metric by hour of the day and weekday, in local time.",
            Field("hourlySales", FieldType.LIST, fields=fields, type_name="HourlySalesRow"),
            (*COMMON, "metric"),
            _hours,
            cost=30,
        ),
    )
