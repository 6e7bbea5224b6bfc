"""Rows of whole months: which windows they answer, what of the month that still runs, and counts by markers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from backend.planner import make_plan
from backend.planner.plan import Plan, Reason
from backend.planner.scene import Prices
from backend.planner.view import whole
from backend.question import DateSpan, Filter, Period, Question
from backend.tests.planner.snapshots import NOW, at, manifest_of
from druid.calendar import month_bounds
from druid.catalog.model import Grain
from druid.catalog.sales import SALES
from druid.store.manifest import DataFile, Manifest, OrderException

BASE, MONTHLY, DAILY = SALES.base, "customer_month", "sales_daily_customer"
NEWEST = "2024-12-18T10:00"
COSTLY = Prices(base_row=10)

ask = partial(Question, ("net_revenue",), ("customer",), compare=())


def store_of(first: str = "2022-01-01T06:00", newest: str = NEWEST) -> Manifest:
    """Lines from `first` to `newest` (UTC), a file a month, each file filled from end to end."""
    manifest = manifest_of(newest)
    files = tuple(_bounded(file, at(first), at(newest)) for file in manifest.files if file.month <= newest[:7])
    return replace(manifest, files=tuple(file for file in files if file.month >= first[:7]))


def _bounded(file: DataFile, first: int, newest: int) -> DataFile:
    if file.table != BASE:
        return file
    start, end = month_bounds(file.month, "Africa/Nairobi")
    low, high = max(first, start), min(newest, end - 1)
    return replace(file, first_ms=low, last_ms=high, newest_ms=high)


STORE = store_of()


def only_months(manifest: Manifest) -> Manifest:
    return replace(manifest, files=tuple(file for file in manifest.files if file.table in {BASE, MONTHLY}))


def plan_of(question: Question, manifest: Manifest = STORE) -> Plan:
    return make_plan(question, SALES, whole(manifest), NOW, COSTLY)


def parts(plan: Plan) -> dict[str, list[tuple[int, int]]]:
    return {s.table: [(i.start_ms, i.end_ms) for i in s.intervals] for s in plan.statements}


def nairobi(day: str) -> int:
    return at(f"{day}T00:00+03:00")


@pytest.mark.parametrize("period", [Period.MONTH, Period.QUARTER, Period.YEAR, Period.LAST_12_MONTHS])
@pytest.mark.parametrize("grain", [None, Grain.MONTH, Grain.QUARTER, Grain.YEAR])
def test_a_running_month_is_whole_while_no_line_lies_after_the_window(period: Period, grain: Grain | None) -> None:
    plan = plan_of(ask(period=period, grain=grain))
    assert [statement.table for statement in plan.statements] == [MONTHLY]
    assert plan.statements[0].intervals[-1].end_ms == nairobi("2024-12-19")


def test_a_month_with_lines_after_the_window_is_cut() -> None:
    span = DateSpan(datetime.fromisoformat("2024-10-01").date(), datetime.fromisoformat("2024-12-17").date())
    assert parts(plan_of(ask(period=Period.CUSTOM, span=span), only_months(STORE))) == {
        MONTHLY: [(nairobi("2024-10-01"), nairobi("2024-12-01"))],
        BASE: [(nairobi("2024-12-01"), nairobi("2024-12-18"))],
    }


def test_rows_of_the_first_month_stand_before_the_window() -> None:
    """History that begins on the 20th: its month's row stands on the 1st, and is read."""
    manifest = store_of("2024-03-20T06:00")
    manifest = replace(manifest, coverage=(replace(manifest.coverage[0], first_day="2024-03-20"),))
    plan = plan_of(ask(period=Period.ALL), manifest)
    assert [s.table for s in plan.statements] == [MONTHLY]
    assert plan.statements[0].intervals[0].start_ms == nairobi("2024-03-20")
    moments = [p.value for p in plan.statements[0].parameters if p.type == "TIMESTAMP"]
    assert moments[0] == nairobi("2024-03-01")


def test_a_row_before_its_bucket_is_not_read() -> None:
    """By day the first bucket begins with the window, so a row that stands before it could be another day's."""
    manifest = store_of("2024-03-20T06:00")
    manifest = replace(manifest, coverage=(replace(manifest.coverage[0], first_day="2024-03-20"),))
    by_week = plan_of(ask(period=Period.ALL, grain=Grain.WEEK), manifest)
    assert {r.reason for r in by_week.rejections if r.table == MONTHLY} == {Reason.GRAIN_TOO_COARSE}
    by_month = plan_of(ask(period=Period.ALL, grain=Grain.MONTH), manifest)
    assert [s.table for s in by_month.statements] == [MONTHLY]


def test_lines_whose_moments_are_not_known_cut_the_row() -> None:
    unknown = replace(STORE, files=tuple(replace(file, first_ms=None, newest_ms=None) for file in STORE.files))
    assert parts(plan_of(ask(period=Period.YEAR), only_months(unknown))) == {
        MONTHLY: [(nairobi("2024-01-01"), nairobi("2024-12-01"))],
        BASE: [(nairobi("2024-12-01"), nairobi("2024-12-19"))],
    }


def test_months_of_another_zone_are_not_those_of_the_rows() -> None:
    plan = plan_of(ask(period=Period.YEAR, grain=Grain.MONTH, timezone="America/New_York"))
    rejected = {rejection.table: rejection.reason for rejection in plan.rejections}
    assert rejected[MONTHLY] is Reason.ZONE_NOT_ALIGNED


def test_customers_of_whole_months_are_counted_from_the_months() -> None:
    question = Question(("customers",), ("branch",), period=Period.YEAR, compare=())
    assert [s.table for s in plan_of(question).statements] == [MONTHLY]


COUNTS = [
    (Question(("purchases",), compare=()), "first_of_purchase"),
    (Question(("purchases",), ("branch",), compare=()), "first_of_purchase"),
    (Question(("purchases",), ("product",), compare=()), None),
    (Question(("purchases",), ("status",), compare=()), None),
    (Question(("purchase_days",), compare=()), "first_of_purchase_day"),
    (Question(("purchase_days",), ("customer",), compare=()), "first_of_purchase_day"),
    (Question(("purchase_days",), filters=(Filter("customer", excluded=("A",)),), compare=()), "first_of_purchase_day"),
    (Question(("purchase_days",), ("customer", "branch"), compare=()), None),
    (Question(("purchase_days",), ("customer",), (Filter("account", ("Retail",)),), compare=()), None),
    (Question(("purchase_days",), ("customer",), grain=Grain.DAY, compare=()), "first_of_purchase_day"),
    (Question(("purchase_days",), ("customer",), grain=Grain.HOUR, compare=()), None),
    (Question(("purchase_days",), ("customer",), grain=Grain.DAY, timezone="Asia/Kolkata", compare=()), None),
]


@pytest.mark.parametrize(("question", "marker"), COUNTS)
def test_which_marker_counts(question: Question, marker: str | None) -> None:
    text = plan_of(question).statements[0].text
    assert (f'COALESCE(SUM("{marker}"), 0)' in text) is (marker is not None)
    assert ("COUNT(DISTINCT CASE WHEN" in text) is (marker is None)


def test_purchases_of_an_order_on_both_sides_are_counted_one_by_one() -> None:
    order = OrderException(at("2024-11-30T20:00"), at("2024-12-01T08:00"))
    plan = plan_of(Question(("purchases",), period=Period.YEAR, compare=()), replace(STORE, exceptions=(order,)))
    assert [s.table for s in plan.statements] == [BASE]
    assert [note.code for note in plan.notes] == ["ORDERS_FROM_BASE"]


def test_a_store_without_the_markers_counts_from_the_lines() -> None:
    """As the first release wrote it: another layout, no later rollup, no later marker among the totals."""
    markers = {marker.name: 1 for marker in SALES.markers if marker.name not in SALES.later}
    files = tuple(replace(file, sums=markers) for file in STORE.files if file.table not in SALES.later)
    old = replace(STORE, catalog="written before", files=files)
    for measure in ("purchases", "purchase_days"):
        plan = plan_of(Question((measure,), ("customer",), compare=()), old)
        assert [s.table for s in plan.statements] == [BASE]
        assert (MONTHLY, Reason.NOT_BUILT) in [(r.table, r.reason) for r in plan.rejections]
    assert [s.table for s in plan_of(Question(("orders",), ("customer",), compare=()), old).statements] == [DAILY]
    new = replace(old, files=tuple(replace(f, sums=dict.fromkeys((m.name for m in SALES.markers), 1)) for f in files))
    assert [s.table for s in plan_of(Question(("purchases",), ("customer",), compare=()), new).statements] == [DAILY]
