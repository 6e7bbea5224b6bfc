"""Covered days, counted by hand; and the facts of a snapshot, read once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from backend.planner import make_plan
from backend.planner.coverage import CoveredDays, covered_days
from backend.planner.facts import facts_of
from backend.planner.plan import Interval
from backend.planner.view import whole
from backend.question import DateSpan, Filter, Period, Question
from backend.tests.planner.snapshots import NOW, at, manifest_of
from druid.catalog.model import Grain
from druid.catalog.sales import SALES
from druid.store.manifest import Coverage, OrderException

RANGES = (
    Coverage("2024-01-01", "2024-01-10", "Thika"),
    Coverage("2024-01-05", "2024-01-20", "Ruiru"),
    Coverage("2024-01-21", "2024-01-22"),
    Coverage("2024-02-01", "2024-02-10"),
)
NAIROBI = "Africa/Nairobi"


def covered(*branches: str | None, zone: str = NAIROBI) -> CoveredDays:
    return covered_days(RANGES, NAIROBI, zone, frozenset(branches) if branches else None)


@pytest.mark.parametrize(
    ("branches", "first", "last", "count"),
    [
        ((), "2024-01-01", "2024-01-31", 22),
        ((), "2024-01-23", "2024-01-31", 0),
        ((), "2024-01-22", "2024-02-03", 4),
        (("Thika",), "2024-01-01", "2024-01-31", 12),
        (("Ruiru",), "2024-01-01", "2024-01-31", 18),
        (("Ruiru", "Thika"), "2024-01-01", "2024-01-31", 22),
        (("Lamu",), "2024-01-01", "2024-12-31", 12),
        (("Lamu",), "2024-02-10", "2024-02-10", 1),
    ],
)
def test_days_are_counted(branches: tuple[str, ...], first: str, last: str, count: int) -> None:
    assert covered(*branches).count(date.fromisoformat(first), date.fromisoformat(last)) == count


def test_lines_without_a_branch_are_covered_alike_however_they_are_asked_for() -> None:
    """Named by a null member or by is_null: no load of RANGES before 21 January spoke for them."""
    manifest = replace(manifest_of(), coverage=RANGES)
    for end, count in (("2024-01-20", 0), ("2024-01-31", 2)):
        span = DateSpan(date(2024, 1, 1), date.fromisoformat(end))
        for restriction in (Filter("branch", (None,)), Filter("branch", is_null=True)):
            question = Question(("lines",), filters=(restriction,), period=Period.CUSTOM, span=span, compare=())
            assert make_plan(question, SALES, whole(manifest), NOW).windows[0].covered_days == count


def test_a_day_elsewhere_is_covered_when_a_business_day_overlaps_it() -> None:
    # 1 February in Nairobi begins on the afternoon of 31 January in New York
    away = covered("Lamu", zone="America/New_York")
    assert away.count(date(2024, 1, 31), date(2024, 2, 10)) == 11
    assert away.count(date(2024, 2, 11), date(2024, 2, 11)) == 0
    assert away.bounds() == (date(2024, 1, 20), date(2024, 2, 10))


def test_a_filter_on_branches_asks_for_their_days() -> None:
    manifest = replace(manifest_of("2024-01-20T10:00"), coverage=RANGES)

    def statuses(*filters: Filter) -> list[str]:
        question = Question(("lines",), filters=filters, period=Period.LAST_30_DAYS, grain=Grain.DAY, compare=())
        (window,) = make_plan(question, SALES, whole(manifest), NOW).windows
        return [bucket.status for bucket in window.buckets][10:]

    missing, complete = "NOT_LOADED", "COMPLETE"
    assert statuses() == [complete] * 20
    assert statuses(Filter("branch", ("Thika",))) == [complete] * 10 + [missing] * 10
    assert statuses(Filter("branch", excluded=("Thika",))) == [complete] * 20


def test_a_month_with_a_hole_is_partial() -> None:
    manifest = replace(manifest_of("2024-02-29T10:00"), coverage=RANGES)
    question = Question(("lines",), period=Period.LAST_90_DAYS, grain=Grain.MONTH, compare=())
    (window,) = make_plan(question, SALES, whole(manifest), NOW).windows
    assert [bucket.status for bucket in window.buckets] == ["NOT_LOADED", "PARTIAL", "PARTIAL"]
    assert (window.covered_days, window.days) == (32, 90)


def test_a_snapshot_is_read_once() -> None:
    manifest = manifest_of()
    assert facts_of(manifest, SALES) is facts_of(manifest, SALES)
    assert facts_of(replace(manifest), SALES) is not facts_of(manifest, SALES)


def test_rows_are_estimated_by_the_part_of_a_month() -> None:
    facts = facts_of(manifest_of(), SALES)
    half_of_november = Interval(at("2024-11-01T00:00+03:00"), at("2024-11-16T00:00+03:00"))
    assert facts.estimated_rows("sales_hourly", (half_of_november,)) == 1_500
    whole = Interval(at("2024-11-01T00:00+03:00"), at("2025-01-01T00:00+03:00"))
    assert facts.estimated_rows("sales_hourly", (whole,)) == 6_000
    assert facts.months_in(half_of_november.start_ms, whole.end_ms) == ("2024-11", "2024-12")


def test_orders_that_touch_a_window_are_found_whatever_their_length() -> None:
    spans = [(10, 900), (20, 30), (40, 41), (500, 600), (950, 960)]
    orders = tuple(OrderException(first, last) for first, last in spans)
    facts = facts_of(replace(manifest_of(), exceptions=orders), SALES)
    for start in range(0, 1000, 7):
        for end in (start + 1, start + 90):
            touching = {order for order in orders if order.first_ms < end and order.last_ms >= start}
            assert set(facts.touching(start, end)) == touching
