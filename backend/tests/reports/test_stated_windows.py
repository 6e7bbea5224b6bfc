"""Every answer states its windows: golden cases of the calendar through whole answers, and every report in turn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.access.policy import EVERYTHING
from backend.answer import RequestFacts, answer
from backend.question import Comparison, ComparisonKind, DateSpan, Period, Question
from backend.reports.registry import reports
from backend.reports.session import Conventions
from backend.reports.spec import Arguments, Metric, ReportSpec
from backend.tests.asking import NOW, Asker, asking
from backend.tests.oracle import Stretch, stretches
from backend.tests.planner.test_calendar_golden import CASES, Case, named
from backend.tests.reports.ledger import Books
from backend.tests.reports.shops import loaded
from druid.catalog.sales import SALES

SPECS = {spec.name: spec for spec in reports(SALES)}
WINDOWED = tuple(spec for spec in SPECS.values() if {"period", "compare"} <= set(spec.arguments))
STATED = ("salesOverview", "salesTrends", "topProducts", "explore")
NEWEST: Mapping[str, tuple[str, ...]] = {
    "2024-12-31 22:00:00": ("zone-02", "zone-03"),
    "2025-03-31 12:00:00": ("month-04", "roll-05", "year-08"),
    "2025-06-30 12:00:00": ("quarter-03", "year-01", "year-05"),
    "2024-12-18 12:00:00": ("month-16", "quarter-11", "roll-09", "year-10", "custom-05", "custom-06", "zone-07"),
    "2024-12-01 12:00:00": ("now-01", "now-04", "now-05", "now-06"),
}
"""Business-zone moment of a store's newest line, and the cases that it answers."""
BY_NAME = {named(case): case for case in CASES}


@pytest.fixture(scope="module", params=NEWEST)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Case]]:
    folder = tmp_path_factory.mktemp("calendar")
    store = loaded(folder, ["date,item,shop,revenue", f"{request.param},Pump,Thika,100"])
    return store, [BY_NAME[name] for name in NEWEST[request.param]]


async def test_answers_state_the_windows_of_the_calendar(asked: tuple[Path, list[Case]]) -> None:
    store, cases = asked
    for case in cases:
        conventions = Conventions(start_of_week=case.week, fiscal_start=case.fiscal)
        async with asking(store, conventions) as asker:
            for name in STATED:
                metadata = await stated(asker, SPECS[name], arguments_of(case), case.now or NOW)
                assert days_of(metadata["period"], case.zone) == case.cells["current"], (name, named(case))
                found = [days_of(one, case.zone) for one in metadata["comparisons"]]
                assert found == case.many("then"), (name, named(case), case.cells["why"])
                assert [one["kind"] for one in metadata["comparisons"]] == [one.kind for one in case.compare]
                if case.cells["utc"]:
                    assert instants_of(metadata["period"]) == case.cells["utc"], (name, named(case))


def arguments_of(case: Case) -> Arguments:
    question = case.question()
    return Arguments(
        period=None if question.period is Period.CUSTOM else question.period,
        span=question.span,
        compare=question.compare,
        timezone=question.timezone,
        anchor=question.anchor,
        measures=("net_revenue",),
        metric=Metric.REVENUE,
    )


async def stated(asker: Asker, spec: ReportSpec, arguments: Arguments, now: datetime) -> dict[str, Any]:
    envelope = await answer(
        spec, arguments, RequestFacts("test", time.monotonic() + 60, now, EVERYTHING), asker.context
    )
    assert envelope["error"] is None, (spec.name, envelope["error"])
    return dict(envelope["metadata"])


def days_of(window: Mapping[str, str], zone: str) -> str:
    """The first and the last local day of a stated window, whose end is excluded."""
    start, end = (datetime.fromisoformat(window[name]).astimezone(ZoneInfo(zone)) for name in ("start", "end"))
    last = (end.astimezone(UTC) - timedelta(milliseconds=1)).astimezone(ZoneInfo(zone))
    return f"{start.date()}..{last.date()}"


def instants_of(window: Mapping[str, str]) -> str:
    shown = (
        datetime.fromisoformat(window[name]).astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") for name in ("start", "end")
    )
    return "..".join(shown)


@pytest.mark.parametrize("spec", WINDOWED, ids=lambda spec: spec.name)
async def test_every_report_states_its_windows(spec: ReportSpec, all_books: Mapping[str, Books]) -> None:
    books = all_books["dense"]
    compare = (Comparison(ComparisonKind.PREVIOUS_YEAR), Comparison(ComparisonKind.CUSTOM, span(2024, 2)))
    bare = Arguments(period=Period.LAST_90_DAYS, compare=compare, **needed(spec, books))
    async with asking(books.path) as asker:
        for arguments in (bare, replace(bare, period=None, span=span(2024, 5))):
            period = arguments.period or Period.CUSTOM
            question = Question(("lines",), period=period, span=arguments.span, compare=compare)
            windows = stretches(question, books.oracle.anchor(books.zone), books.oracle.covered)
            metadata = await stated(asker, spec, arguments, NOW)
            told = [metadata["period"], *metadata["comparisons"]]
            wanted = [windows[name] for name in ("current", "comparison[0]", "comparison[1]")]
            assert [days_of(one, books.zone) for one in told] == [days(one) for one in wanted]


def span(year: int, month: int) -> DateSpan:
    return DateSpan(date(year, month, 1), date(year, month, 28))


def days(stretch: Stretch) -> str:
    return f"{stretch.first}..{stretch.last}"


def needed(spec: ReportSpec, books: Books) -> dict[str, Any]:
    """Arguments without which a report has no subject."""
    product = books.lines["product"].drop_nulls()[0]
    customer = books.lines["customer"].drop_nulls()[0]
    every = {
        "metric": Metric.REVENUE,
        "groupBy": "product",
        "dimension": "product",
        "measures": ("net_revenue",),
        "productId": product,
        "customerId": customer,
    }
    names = {"groupBy": "group_by", "productId": "product_id", "customerId": "customer_id"}
    return {names.get(name, name): value for name, value in every.items() if name in spec.arguments}
