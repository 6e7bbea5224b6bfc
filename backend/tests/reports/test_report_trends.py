"""salesTrends and branchTrends: every metric by every grain against the lines, gaps filled, holes told apart."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, Question
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import asking
from backend.tests.oracle import unit_end, unit_start
from backend.tests.reports.asks import branches_of, question_of
from backend.tests.reports.beside import Dated, expected_places
from backend.tests.reports.ledger import Books, check_envelope, figures_of, is_same
from druid.catalog.model import Grain

MEASURES = {
    Metric.REVENUE: "net_revenue",
    Metric.ORDERS: "orders",
    Metric.CUSTOMERS: "customers",
    Metric.AOV: "average_order_value",
    Metric.PROFIT: "gross_profit",
    Metric.MARGIN: "profit_margin",
    Metric.UNITS: "units_sold",
}
NOTHING = dict.fromkeys(
    ("gross_revenue", "returns_value", "units_sold", "units_returned", "lines", "orders", "customers"), 0
) | dict.fromkeys(("total_cost", "first_sale", "last_sale", "first_purchase", "last_purchase"))
EMPTY = figures_of({**NOTHING, "uncosted_lines": 0, "products": 0, "branches": 0, "salespeople": 0})
EMPTY["gross_profit"], EMPTY["units_sold"] = EMPTY["net_revenue"], EMPTY["units_returned"]
GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)
LONG = DateSpan(date(2024, 1, 17), date(2025, 1, 20))
BACK = (Comparison(ComparisonKind.PREVIOUS_PERIOD), Comparison(ComparisonKind.PREVIOUS_YEAR))


def buckets_of(first: date, last: date, question: Question) -> list[tuple[date, list[date]]]:
    """Each bucket's first day as the calendar has it, and the window's days in it."""
    assert question.grain is not None
    found: dict[date, list[date]] = {}
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        found.setdefault(unit_start(day, question.grain, question), []).append(day)
    return list(found.items())


def line_of(books: Books, question: Question, metric: Metric, branches: set[str | None] | None) -> dict[str, list[Any]]:
    """Window -> [(status is NOT_LOADED, value)] by bucket."""
    lines = {}
    for name, groups in books.figures(question).items():
        stretch = books.windows(question)[name]
        assert not isinstance(stretch.first, datetime)
        assert not isinstance(stretch.last, datetime)
        buckets = buckets_of(stretch.first, stretch.last, question)
        lines[name] = [
            groups.get((start,), EMPTY)[MEASURES[metric]] if any(books.is_loaded(d, branches) for d in days) else "hole"
            for start, days in buckets
        ]
    return beside(books, question, lines)


def beside(books: Books, question: Question, lists: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """The same lists by the current window's buckets; "none" where an earlier window has no such bucket."""
    starts = {}
    for name, stretch in books.windows(question).items():
        assert not isinstance(stretch.first, datetime)
        assert not isinstance(stretch.last, datetime)
        days = [start for start, _ in buckets_of(stretch.first, stretch.last, question)]
        starts[name] = Dated(stretch.first, stretch.last, days)
    found = {"current": lists["current"]}
    for index, comparison in enumerate(question.compare):
        name = f"comparison[{index}]"
        if name in lists:
            places = expected_places(question, comparison, starts["current"], starts[name])
            found[name] = ["none" if place is None else lists[name][place] for place in places]
    return found


def states_of(books: Books, question: Question, branches: set[str | None] | None) -> dict[str, list[str]]:
    """Window -> the status of each bucket, by counting the days of its whole unit that were asked and loaded."""
    states: dict[str, list[str]] = {}
    for name, stretch in books.windows(question).items():
        assert question.grain is not None
        assert not isinstance(stretch.first, datetime)
        assert not isinstance(stretch.last, datetime)
        states[name] = []
        for start, asked in buckets_of(stretch.first, stretch.last, question):
            loaded = sum(books.is_loaded(day, branches) for day in asked)
            whole = (unit_end(start, question.grain, question) - start).days + 1
            states[name].append("COMPLETE" if loaded == whole else "PARTIAL" if loaded else "NOT_LOADED")
    return beside(books, question, states)


def assert_states(points: list[dict[str, Any]], states: Mapping[str, list[str]]) -> None:
    """The current buckets and those beside them, None where the earlier window has none."""
    now, *earlier = states.values()
    assert [point["status"] for point in points] == now
    for position, line in enumerate(earlier):
        shown = [point["comparisons"][position]["status"] or "none" for point in points]
        assert shown == line


def assert_points(points: list[dict[str, Any]], lines: Mapping[str, list[Any]]) -> None:
    now, *earlier = lines.values()
    assert len(points) == len(now)
    for place, (point, expected) in enumerate(zip(points, now, strict=True)):
        assert (point["status"] == "NOT_LOADED") is (expected == "hole")
        assert is_same(point["value"], None if expected == "hole" else expected), point
        assert len(point["comparisons"]) == len(earlier)
        for shown, line in zip(point["comparisons"], earlier, strict=True):
            then = line[place]
            assert is_same(shown["value"], None if then in ("hole", "none") else then), (point, shown)
            assert (shown["label"] is None) is (then == "none")


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("metric", Metric)
async def test_trends_equal_the_ledger(all_books: Mapping[str, Books], metric: Metric, grain: Grain) -> None:
    chance = random.Random(f"{metric} {grain}")
    books = all_books[chance.choice(("troubled", "troubled", "dense", "crossing"))]
    branch = (Filter("branch", ("Lamu",)),) if chance.random() < 0.4 else ()
    arguments = Arguments(span=LONG, metric=metric, grain=grain, compare=BACK, filters=branch)
    async with asking(books.path) as asker:
        envelope = await asker.envelope("salesTrends", arguments)
    check_envelope(envelope)
    lines = line_of(books, question_of(arguments, (), grain), metric, branches_of(arguments))
    assert_points(envelope["data"]["points"], lines)
    assert_states(
        envelope["data"]["points"], states_of(books, question_of(arguments, (), grain), branches_of(arguments))
    )
    check_codes(envelope, lines)


def check_codes(envelope: Mapping[str, Any], lines: Mapping[str, list[Any]]) -> None:
    """Every kind of null among the points is explained."""
    codes = {(null["field"], null["code"]) for null in envelope["metadata"]["nulls"]}
    now, *earlier = lines.values()
    for field, line in [("value", now), *((f"comparisons[{i}].value", line) for i, line in enumerate(earlier))]:
        shown = [one for one in line if one != "none"]
        assert ("hole" in shown) is ((field, "NOT_LOADED") in codes), (field, codes)
        known = {code for name, code in codes if name == field} - {"NOT_LOADED", "NO_BUCKET"}
        assert (None in shown) is bool(known), (field, codes)
        assert ("none" in line) is ((field, "NO_BUCKET") in codes)


@pytest.mark.parametrize("metric", [Metric.REVENUE, Metric.PROFIT, Metric.MARGIN, Metric.ORDERS])
async def test_every_branch_has_its_own_holes(books: Books, metric: Metric) -> None:
    """A month that no load of a branch spoke for is null on its line, and a number on the others'."""
    arguments = Arguments(span=LONG, metric=metric, grain=Grain.MONTH, compare=BACK[:1])
    async with asking(books.path) as asker:
        envelope = await asker.envelope("branchTrends", arguments)
    check_envelope(envelope)
    series = {one["key"]: one["points"] for one in envelope["data"]["series"]}
    assert list(series) == ["Lamu", "Ruiru", "Thika"]
    for branch, points in series.items():
        only = replace(arguments, filters=(Filter("branch", (branch,)),))
        question = question_of(only, (), Grain.MONTH)
        assert_points(points, line_of(books, question, metric, {branch}))
        assert_states(points, states_of(books, question, {branch}))


async def test_a_leap_year_is_compared_date_by_date(all_books: Mapping[str, Books]) -> None:
    """29 February 2024 has no day a year before; every other day of the two months stands beside its own date."""
    leap = Arguments(
        span=DateSpan(date(2024, 2, 27), date(2024, 3, 2)), metric=Metric.ORDERS, grain=Grain.DAY, compare=BACK[1:]
    )
    plain = replace(leap, span=DateSpan(date(2025, 2, 27), date(2025, 3, 2)))
    async with asking(all_books["dense"].path) as asker:
        points = (await asker.data("salesTrends", leap))["points"]
        after = await asker.envelope("salesTrends", plain)
    shown = [(point["comparisons"][0]["timestamp"] or "none")[:10] for point in points]
    assert shown == ["2023-02-27", "2023-02-28", "none", "2023-03-01", "2023-03-02"]
    shown = [point["comparisons"][0]["timestamp"][:10] for point in after["data"]["points"]]
    assert shown == ["2024-02-27", "2024-02-28", "2024-03-01", "2024-03-02"]
    told = [note["field"] for note in after["metadata"]["warnings"] if note["code"] == "COMPARISON_CUT"]
    assert told == ["comparison[0]"]


async def test_a_bucket_runs_where_the_data_end_in_it(books: Books) -> None:
    """A month that a window cuts, or of which days are missing, is PARTIAL; only that of the newest sale still runs."""
    newest = books.oracle.anchor("Africa/Nairobi")
    cut = DateSpan(date(2024, 1, 1), date(2024, 3, 15))
    async with asking(books.path) as asker:
        ended = (await asker.data("salesTrends", Arguments(span=cut, grain=Grain.MONTH, compare=())))["points"]
        to_date = Arguments(period=Period.YEAR, grain=Grain.MONTH, compare=())
        reached = (await asker.data("salesTrends", to_date))["points"]
    assert (ended[-1]["status"], ended[-1]["running"]) == ("PARTIAL", False)
    is_whole = (newest + timedelta(days=1)).day == 1
    assert [point["running"] for point in reached] == [*(False for _ in reached[1:]), not is_whole]
    assert not is_whole


@pytest.mark.parametrize(
    ("first", "last", "grain", "beside_of"),
    [
        ((2024, 1, 1), (2024, 12, 31), Grain.YEAR, ["2023"]),
        ((2024, 1, 1), (2024, 4, 30), Grain.MONTH, ["Sep 2023", "Oct 2023", "Nov 2023", "Dec 2023"]),
        ((2024, 7, 1), (2024, 9, 30), Grain.MONTH, ["Apr 2024", "May 2024", "Jun 2024"]),
        ((2024, 7, 31), (2024, 9, 1), Grain.MONTH, ["Jun 2024", "Jul 2024", None]),
    ],
)
async def test_months_stand_beside_those_that_share_their_days(
    all_books: Mapping[str, Books],
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    grain: Grain,
    beside_of: list[str | None],
) -> None:
    """366 days before 2024 begin on 31 December 2022: that one day is no year, and no January, to compare with."""
    span = DateSpan(date(*first), date(*last))
    arguments = Arguments(span=span, metric=Metric.REVENUE, grain=grain, compare=BACK[:1])
    async with asking(all_books["dense"].path) as asker:
        points = (await asker.data("salesTrends", arguments))["points"]
    assert [point["comparisons"][0]["label"] for point in points] == beside_of


async def test_hours_stand_beside_the_same_hour_of_the_clock(all_books: Mapping[str, Books]) -> None:
    """New York's clocks had no hour from two on 10 March 2024, and one hour twice on 3 November."""
    asked = Arguments(
        span=DateSpan(date(2024, 3, 10), date(2024, 3, 10)),
        metric=Metric.ORDERS,
        grain=Grain.HOUR,
        compare=BACK[1:],
        timezone="America/New_York",
    )
    async with asking(all_books["dense"].path) as asker:
        spring = (await asker.data("salesTrends", asked))["points"]
        late = replace(asked, span=DateSpan(date(2024, 11, 3), date(2024, 11, 3)))
        autumn = (await asker.data("salesTrends", late))["points"]
    hours = [(p["timestamp"][11:13], (p["comparisons"][0]["timestamp"] or "none")[11:13]) for p in spring]
    assert [one for one, other in hours if one != other] == []
    assert (len(hours), len(autumn)) == (23, 25)
    assert [p["timestamp"][11:13] for p in autumn if p["comparisons"][0]["timestamp"] is None] == ["01"]


async def test_weeks_of_unlike_length_say_so(all_books: Mapping[str, Books]) -> None:
    """7-13 and 14-17 October stand beside 26-29 September and 30 September-6 October 2024."""
    arguments = Arguments(
        span=DateSpan(date(2024, 10, 7), date(2024, 10, 17)),
        metric=Metric.REVENUE,
        grain=Grain.WEEK,
        compare=BACK[:1],
    )
    async with asking(all_books["dense"].path) as asker:
        points = (await asker.data("salesTrends", arguments))["points"]
    shown = [(point["status"], point["comparisons"][0]["status"]) for point in points]
    assert shown == [("COMPLETE", "PARTIAL"), ("PARTIAL", "COMPLETE")]


async def test_hours_of_a_day(books: Books) -> None:
    """Revenue by hour: each line in the local hour of its clock, every other hour 0."""
    day = books.oracle.anchor("Africa/Nairobi")
    async with asking(books.path) as asker:
        data = await asker.data("salesTrends", Arguments(period=Period.TODAY, metric=Metric.REVENUE, compare=()))
    assert len(data["points"]) == 24
    expected = [0] * 24
    for row in books.oracle.rows:
        moment, gross, returns = row["__time"], row["gross_revenue"], row["returns_value"]
        assert isinstance(moment, datetime)
        assert isinstance(gross, int)
        assert isinstance(returns, int)
        wall = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Africa/Nairobi"))
        if wall.date() == day and row["status"] == "completed":
            expected[wall.hour] += gross + returns
    assert [round(point["value"] * 10_000) for point in data["points"]] == expected
    assert sum(value != 0 for value in expected) > 0
