"""Windows by the calendar on the wall: every expected date was counted by hand, none was computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from backend.errors import IllegalCombination, InvalidParameter, InvalidRange, NoData, TooManyBuckets, UnknownTimezone
from backend.planner import base_code, make_plan
from backend.planner.plan import Plan, Window
from backend.planner.view import whole
from backend.question import Anchor, Comparison, ComparisonKind, DateSpan, Period, Question
from backend.tests.planner.snapshots import NOW, at, manifest_of
from druid.catalog.model import Grain
from druid.catalog.sales import SALES
from druid.store.manifest import Coverage

PP, PY, SW = (
    ComparisonKind.PREVIOUS_PERIOD,
    ComparisonKind.PREVIOUS_YEAR,
    ComparisonKind.SAME_WEEKDAYS_LAST_YEAR,
)
Settings = dict[str, Any]
SUNDAY: Settings = {"start_of_week": 7}
SATURDAY: Settings = {"start_of_week": 6}
JULY: Settings = {"fiscal_start": 7}
APRIL: Settings = {"fiscal_start": 4}
FEBRUARY: Settings = {"fiscal_start": 2}

# period, anchor day, comparison, settings, current window, compared window
GOLDEN: list[tuple[Period, str, ComparisonKind, dict[str, Any], str, str]] = [
    (Period.TODAY, "2024-12-18", PP, {}, "2024-12-18..2024-12-18", "2024-12-17..2024-12-17"),
    (Period.TODAY, "2024-12-18", PY, {}, "2024-12-18..2024-12-18", "2023-12-18..2023-12-18"),
    (Period.TODAY, "2024-12-18", SW, {}, "2024-12-18..2024-12-18", "2023-12-20..2023-12-20"),
    (Period.TODAY, "2024-02-29", PY, {}, "2024-02-29..2024-02-29", "2023-02-28..2023-02-28"),
    (Period.WEEK, "2024-12-18", PP, {}, "2024-12-16..2024-12-18", "2024-12-09..2024-12-11"),
    (Period.WEEK, "2024-12-22", PP, {}, "2024-12-16..2024-12-22", "2024-12-09..2024-12-15"),
    (Period.WEEK, "2024-12-18", PY, {}, "2024-12-16..2024-12-18", "2023-12-18..2023-12-20"),
    (Period.WEEK, "2024-12-18", PP, SUNDAY, "2024-12-15..2024-12-18", "2024-12-08..2024-12-11"),
    (Period.WEEK, "2024-12-21", PP, SUNDAY, "2024-12-15..2024-12-21", "2024-12-08..2024-12-14"),
    (Period.WEEK, "2024-12-18", PP, SATURDAY, "2024-12-14..2024-12-18", "2024-12-07..2024-12-11"),
    (Period.WEEK, "2020-12-31", PP, {}, "2020-12-28..2020-12-31", "2020-12-21..2020-12-24"),  # week 53
    (Period.WEEK, "2021-01-03", PP, {}, "2020-12-28..2021-01-03", "2020-12-21..2020-12-27"),
    (Period.WEEK, "2020-12-31", PY, {}, "2020-12-28..2020-12-31", "2019-12-30..2020-01-02"),
    (Period.WEEK, "2025-01-01", PP, {}, "2024-12-30..2025-01-01", "2024-12-23..2024-12-25"),
    (Period.MONTH, "2024-12-18", PP, {}, "2024-12-01..2024-12-18", "2024-11-01..2024-11-18"),
    (Period.MONTH, "2024-01-15", PP, {}, "2024-01-01..2024-01-15", "2023-12-01..2023-12-15"),
    (Period.MONTH, "2024-03-31", PP, {}, "2024-03-01..2024-03-31", "2024-02-01..2024-02-29"),
    (Period.MONTH, "2024-03-30", PP, {}, "2024-03-01..2024-03-30", "2024-02-01..2024-02-29"),
    (Period.MONTH, "2024-05-30", PP, {}, "2024-05-01..2024-05-30", "2024-04-01..2024-04-30"),
    (Period.MONTH, "2024-04-30", PP, {}, "2024-04-01..2024-04-30", "2024-03-01..2024-03-31"),
    (Period.MONTH, "2025-02-28", PP, {}, "2025-02-01..2025-02-28", "2025-01-01..2025-01-31"),
    (Period.MONTH, "2024-02-28", PP, {}, "2024-02-01..2024-02-28", "2024-01-01..2024-01-28"),
    (Period.MONTH, "2024-02-29", PP, {}, "2024-02-01..2024-02-29", "2024-01-01..2024-01-31"),
    (Period.MONTH, "2024-02-29", PY, {}, "2024-02-01..2024-02-29", "2023-02-01..2023-02-28"),
    (Period.MONTH, "2025-02-28", PY, {}, "2025-02-01..2025-02-28", "2024-02-01..2024-02-28"),
    (Period.MONTH, "2024-12-18", SW, {}, "2024-12-01..2024-12-18", "2023-12-03..2023-12-20"),
    (Period.QUARTER, "2024-12-18", PP, {}, "2024-10-01..2024-12-18", "2024-07-01..2024-09-17"),
    (Period.QUARTER, "2024-12-31", PP, {}, "2024-10-01..2024-12-31", "2024-07-01..2024-09-30"),
    (Period.QUARTER, "2024-03-30", PP, {}, "2024-01-01..2024-03-30", "2023-10-01..2023-12-29"),
    (Period.QUARTER, "2023-06-29", PP, {}, "2023-04-01..2023-06-29", "2023-01-01..2023-03-31"),
    (Period.QUARTER, "2024-12-18", PP, JULY, "2024-10-01..2024-12-18", "2024-07-01..2024-09-17"),
    (Period.QUARTER, "2024-12-18", PP, FEBRUARY, "2024-11-01..2024-12-18", "2024-08-01..2024-09-17"),
    (Period.YEAR, "2024-12-18", PP, {}, "2024-01-01..2024-12-18", "2023-01-01..2023-12-19"),
    (Period.YEAR, "2024-12-18", PY, {}, "2024-01-01..2024-12-18", "2023-01-01..2023-12-18"),
    (Period.YEAR, "2024-12-31", PP, {}, "2024-01-01..2024-12-31", "2023-01-01..2023-12-31"),
    (Period.YEAR, "2024-02-29", PP, {}, "2024-01-01..2024-02-29", "2023-01-01..2023-03-01"),
    (Period.YEAR, "2024-02-29", PY, {}, "2024-01-01..2024-02-29", "2023-01-01..2023-02-28"),
    (Period.YEAR, "2024-12-18", PP, JULY, "2024-07-01..2024-12-18", "2023-07-01..2023-12-18"),
    (Period.YEAR, "2025-06-30", PP, JULY, "2024-07-01..2025-06-30", "2023-07-01..2024-06-30"),
    (Period.YEAR, "2024-03-31", PP, APRIL, "2023-04-01..2024-03-31", "2022-04-01..2023-03-31"),
    (Period.LAST_7_DAYS, "2024-12-18", PP, {}, "2024-12-12..2024-12-18", "2024-12-05..2024-12-11"),
    (Period.LAST_7_DAYS, "2024-03-03", PY, {}, "2024-02-26..2024-03-03", "2023-02-26..2023-03-03"),
    (Period.LAST_30_DAYS, "2024-12-18", PP, {}, "2024-11-19..2024-12-18", "2024-10-20..2024-11-18"),
    (Period.LAST_90_DAYS, "2024-12-18", PP, {}, "2024-09-20..2024-12-18", "2024-06-22..2024-09-19"),
    (Period.LAST_12_MONTHS, "2024-12-18", PP, {}, "2024-01-01..2024-12-18", "2023-01-13..2023-12-31"),
    (Period.LAST_12_MONTHS, "2024-02-29", PP, {}, "2023-03-01..2024-02-29", "2022-02-28..2023-02-28"),
    (Period.LAST_12_MONTHS, "2024-02-29", PY, {}, "2023-03-01..2024-02-29", "2022-03-01..2023-02-28"),
]
# dates asked, comparison, compared window
CUSTOM = [
    ("2024-03-01..2024-03-10", PP, "2024-02-20..2024-02-29"),
    ("2024-03-01..2024-03-10", PY, "2023-03-01..2023-03-10"),
    ("2024-03-01..2024-03-10", SW, "2023-03-03..2023-03-12"),
    ("2024-02-29..2024-02-29", PY, "2023-02-28..2023-02-28"),
    ("2024-01-01..2024-01-31", PP, "2023-12-01..2023-12-31"),
    ("2025-01-01..2025-12-31", PY, "2024-01-01..2024-12-31"),
]


ask = partial(Question, ("gross_revenue",))


def plan_of(question: Question, newest: str = "2024-12-18T10:00", now: datetime = NOW) -> Plan:
    return make_plan(question, SALES, whole(manifest_of(newest)), now)


def days(window: Window) -> str:
    return f"{window.first_day}..{window.last_day}"


def span(text: str) -> DateSpan:
    first, last = text.split("..")
    return DateSpan(date.fromisoformat(first), date.fromisoformat(last))


def instants(start: str, end: str) -> DateSpan:
    return DateSpan(datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case[0]} {case[1]} {case[2]}")
def test_a_period_and_its_comparison(case: tuple[Period, str, ComparisonKind, dict[str, Any], str, str]) -> None:
    period, anchor, kind, settings, current, compared = case
    plan = plan_of(ask(period=period, compare=(Comparison(kind),), **settings), f"{anchor}T10:00")
    assert [days(window) for window in plan.windows] == [current, compared]


@pytest.mark.parametrize(("asked", "kind", "compared"), CUSTOM)
def test_custom_dates_and_their_comparison(asked: str, kind: ComparisonKind, compared: str) -> None:
    plan = plan_of(ask(period=Period.CUSTOM, span=span(asked), compare=(Comparison(kind),)))
    assert [days(window) for window in plan.windows] == [asked, compared]


def test_windows_are_whole_local_days_half_open() -> None:
    (window,) = plan_of(ask(period=Period.MONTH, compare=())).windows
    assert (window.start_ms, window.end_ms) == (at("2024-12-01T00:00+03:00"), at("2024-12-19T00:00+03:00"))


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Africa/Nairobi", "2025-01-01"), ("UTC", "2024-12-31"), ("America/New_York", "2024-12-31")],
)
def test_the_anchor_is_a_local_day(zone: str, today: str) -> None:
    (window,) = plan_of(ask(period=Period.TODAY, timezone=zone, compare=()), "2024-12-31T22:30").windows
    assert days(window) == f"{today}..{today}"


def test_a_store_without_completed_lines_is_anchored_to_its_last_covered_day() -> None:
    manifest = replace(manifest_of(), newest_ms=None, coverage=(Coverage("2024-01-01", "2024-05-20"),))
    plan = make_plan(Question(("lines",), period=Period.MONTH, compare=()), SALES, whole(manifest), NOW)
    assert days(plan.windows[0]) == "2024-05-01..2024-05-20"


def test_an_empty_store_has_no_windows() -> None:
    manifest = replace(manifest_of(), newest_ms=None, coverage=())
    for period in (Period.MONTH, Period.ALL):
        with pytest.raises(NoData):
            make_plan(Question(("lines",), period=period), SALES, whole(manifest), NOW)


def test_today_against_the_wall_clock_is_cut_at_the_same_time_of_day() -> None:
    now = datetime(2024, 12, 18, 7, 15, tzinfo=UTC)
    compare = (Comparison(PP), Comparison(PY), Comparison(SW))
    windows = plan_of(ask(period=Period.TODAY, anchor=Anchor.NOW, compare=compare), "2024-12-01T10:00", now).windows
    assert [(w.start_ms, w.end_ms) for w in windows] == [
        (at(f"{day}T00:00+03:00"), at(f"{day}T10:15+03:00"))
        for day in ("2024-12-18", "2024-12-17", "2023-12-18", "2023-12-20")
    ]
    assert not any(window.whole for window in windows)


def test_other_periods_against_the_wall_clock_are_whole_days() -> None:
    now = datetime(2024, 12, 18, 7, 15, tzinfo=UTC)
    (window,) = plan_of(ask(period=Period.MONTH, anchor=Anchor.NOW, compare=()), "2024-12-01T10:00", now).windows
    assert (window.start_ms, window.end_ms) == (at("2024-12-01T00:00+03:00"), at("2024-12-19T00:00+03:00"))


def test_custom_instants_are_cut_exactly_and_compared_with_the_time_before() -> None:
    asked = instants("2024-03-01T12:00+03:00", "2024-03-02T06:00+03:00")
    compare = (Comparison(PP), Comparison(PY))
    windows = plan_of(ask(period=Period.CUSTOM, span=asked, compare=compare)).windows
    assert [(w.start_ms, w.end_ms) for w in windows] == [
        (at("2024-03-01T12:00+03:00"), at("2024-03-02T06:00+03:00")),
        (at("2024-02-29T18:00+03:00"), at("2024-03-01T12:00+03:00")),
        (at("2023-03-01T12:00+03:00"), at("2023-03-02T06:00+03:00")),
    ]


def test_a_naive_instant_is_local() -> None:
    asked = DateSpan(datetime.fromisoformat("2024-03-01T12:00"), date(2024, 3, 2))
    (window,) = plan_of(ask(period=Period.CUSTOM, span=asked, compare=())).windows
    assert (window.start_ms, window.end_ms) == (at("2024-03-01T12:00+03:00"), at("2024-03-03T00:00+03:00"))


def test_days_of_a_zone_with_summer_time_are_as_long_as_they_are() -> None:
    asked: dict[str, Any] = {"period": Period.CUSTOM, "grain": Grain.DAY, "compare": ()}
    for zone, day, hours in (
        ("America/New_York", "2024-03-10", 23),
        ("America/New_York", "2024-11-03", 25),
        ("Europe/London", "2024-03-31", 23),
        ("Europe/London", "2024-10-27", 25),
        ("Africa/Nairobi", "2024-03-10", 24),
    ):
        (window,) = plan_of(ask(span=span(f"{day}..{day}"), timezone=zone, **asked)).windows
        assert window.end_ms - window.start_ms == hours * 3_600_000
        hourly = plan_of(ask(span=span(f"{day}..{day}"), timezone=zone, **(asked | {"grain": Grain.HOUR})))
        assert len(hourly.windows[0].buckets) == hours


def test_an_hour_shown_twice_has_two_names() -> None:
    asked = span("2024-11-03..2024-11-03")
    plan = plan_of(ask(period=Period.CUSTOM, span=asked, grain=Grain.HOUR, timezone="America/New_York", compare=()))
    assert [bucket.label for bucket in plan.windows[0].buckets[:4]] == [
        "00:00 Sun 3 Nov 2024",
        "01:00 EDT Sun 3 Nov 2024",
        "01:00 EST Sun 3 Nov 2024",
        "02:00 Sun 3 Nov 2024",
    ]


@pytest.mark.parametrize(
    ("grain", "settings", "labels"),
    [
        (Grain.WEEK, {}, ["25 Nov–1 Dec 2024 (W48)", "2 Dec–8 Dec 2024 (W49)", "9 Dec–15 Dec 2024 (W50)"]),
        (Grain.WEEK, SUNDAY, ["1 Dec–7 Dec 2024", "8 Dec–14 Dec 2024", "15 Dec–21 Dec 2024"]),
        (Grain.MONTH, {}, ["Dec 2024"]),
        (Grain.QUARTER, {}, ["Q4 2024"]),
        (Grain.QUARTER, JULY, ["FY25 Q2 (Oct–Dec)"]),
        (Grain.YEAR, {}, ["2024"]),
        (Grain.YEAR, JULY, ["FY25 (Jul 2024–Jun 2025)"]),
    ],
)
def test_buckets_are_named(grain: Grain, settings: dict[str, Any], labels: list[str]) -> None:
    (window,) = plan_of(ask(period=Period.MONTH, grain=grain, compare=(), **settings)).windows
    assert [bucket.label for bucket in window.buckets][:3] == labels


def test_buckets_are_cut_to_their_window_and_partial_then() -> None:
    (window,) = plan_of(ask(period=Period.QUARTER, grain=Grain.MONTH, compare=())).windows
    assert [bucket.status for bucket in window.buckets] == ["COMPLETE", "COMPLETE", "PARTIAL"]
    assert window.buckets[-1].end_ms == window.end_ms == at("2024-12-19T00:00+03:00")


def test_the_whole_history_has_no_comparison() -> None:
    manifest = replace(manifest_of(), coverage=(Coverage("2023-02-03", "2024-12-31"),))
    plan = make_plan(Question(("lines",), period=Period.ALL), SALES, whole(manifest), NOW)
    assert [days(window) for window in plan.windows] == ["2023-02-03..2024-12-31"]
    assert [(note.code, note.field) for note in plan.notes] == [("NO_BASE", "comparison[0]")]


def test_a_custom_comparison_has_its_own_dates() -> None:
    compare = (Comparison(PP), Comparison(ComparisonKind.CUSTOM, span("2022-06-01..2022-06-30")))
    plan = plan_of(ask(period=Period.MONTH, compare=compare))
    assert [(w.name, days(w)) for w in plan.windows[1:]] == [
        ("comparison[0]", "2024-11-01..2024-11-18"),
        ("comparison[1]", "2022-06-01..2022-06-30"),
    ]
    assert [w.comparison for w in plan.windows[1:]] == list(compare)


@pytest.mark.parametrize(
    ("coverage", "covered", "code"),
    [
        ([("2024-01-01", "2024-12-31", None)], 18, None),
        ([("2024-12-01", "2024-12-31", None)], 0, "NO_BASE"),
        ([("2024-11-02", "2024-12-31", None)], 17, "BASE_PARTIAL"),
        ([("2024-11-01", "2024-11-10", None), ("2024-11-11", "2024-11-18", "Thika")], 18, None),
        ([("2024-11-01", "2024-11-12", "Ruiru"), ("2024-11-08", "2024-11-18", "Thika")], 18, None),
    ],
)
def test_a_comparison_counts_its_loaded_days(
    coverage: list[tuple[str, str, str | None]], covered: int, code: str | None
) -> None:
    manifest = replace(manifest_of(), coverage=tuple(Coverage(*item) for item in coverage))
    plan = make_plan(Question(("lines",), period=Period.MONTH), SALES, whole(manifest), NOW)
    assert (plan.windows[1].covered_days, plan.windows[1].days) == (covered, 18)
    assert base_code(plan.windows[1]) == code
    assert [note.code for note in plan.notes] == ([code] if code else [])


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"period": Period.CUSTOM, "span": span("2024-03-02..2024-03-01")}, InvalidRange),
        ({"period": Period.CUSTOM, "span": span("1989-12-31..2024-03-01")}, InvalidRange),
        ({"period": Period.CUSTOM, "span": span("2024-01-01..2101-01-01")}, InvalidRange),
        ({"period": Period.CUSTOM, "span": span("0001-01-01..9999-12-31")}, InvalidRange),
        (
            {"period": Period.CUSTOM, "span": span("0001-01-01..9999-12-31"), "grain": Grain.HOUR},
            TooManyBuckets,
        ),
        ({"period": Period.CUSTOM, "span": span("2023-01-01..2024-12-31"), "grain": Grain.HOUR}, TooManyBuckets),
        ({"period": Period.CUSTOM, "span": span("1995-01-01..2025-12-31"), "grain": Grain.DAY}, TooManyBuckets),
        ({"period": Period.ALL, "grain": Grain.HOUR}, TooManyBuckets),
        ({"period": Period.CUSTOM}, InvalidParameter),
        ({"period": Period.MONTH, "span": span("2024-01-01..2024-01-02")}, InvalidParameter),
        ({"compare": (Comparison(ComparisonKind.CUSTOM),)}, InvalidParameter),
        ({"timezone": "UTC+3"}, UnknownTimezone),
        ({"timezone": "../../x"}, UnknownTimezone),
        (
            {
                "period": Period.CUSTOM,
                "span": span("2024-10-01..2024-10-10"),
                "grain": Grain.HOUR,
                "timezone": "Australia/Lord_Howe",
            },
            IllegalCombination,
        ),
        (
            {"period": Period.CUSTOM, "span": instants("2024-03-01T12:00+03:00", "2024-03-01T12:00+03:00")},
            InvalidRange,
        ),
    ],
)
def test_impossible_periods_are_refused(asked: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        plan_of(ask(**asked))


def test_ten_thousand_buckets_are_allowed() -> None:
    asked = instants("2024-01-01T00:00+03:00", "2025-02-20T16:00+03:00")
    (window,) = plan_of(ask(period=Period.CUSTOM, span=asked, grain=Grain.HOUR, compare=())).windows
    assert len(window.buckets) == 10_000
