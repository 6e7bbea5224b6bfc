"""Routing, one rule a test: which tables answer, and the named reason against each of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from backend.errors import DimensionNotLoaded, InvalidParameter, UnknownDimension, UnknownMeasure
from backend.planner import make_plan
from backend.planner.plan import Plan, Reason
from backend.planner.scene import Prices
from backend.planner.view import whole
from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, Question, SourceChoice
from backend.tests.planner.snapshots import NOW, at, manifest_of
from druid.catalog.model import Grain
from druid.catalog.sales import SALES
from druid.store.manifest import Manifest, OrderException, Withdrawn

BASE = "sales_analytics"
HOURLY, PRODUCT, SELLER, CUSTOMER, MONTHLY = (rollup.name for rollup in SALES.rollups)
STORE = manifest_of()
SPLIT_ROWS = Prices(base_row=10)

ask = partial(Question, compare=(), period=Period.MONTH)


def plan_of(question: Question, manifest: Manifest = STORE, prices: Prices = SPLIT_ROWS) -> Plan:
    return make_plan(question, SALES, whole(manifest), NOW, prices)


def tables(plan: Plan) -> list[str]:
    return [statement.table for statement in plan.statements]


def reasons(plan: Plan) -> dict[str, tuple[Reason, str | None]]:
    return {rejection.table: (rejection.reason, rejection.field) for rejection in plan.rejections}


def cut(start: str, end: str) -> DateSpan:
    return DateSpan(datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize(
    ("question", "table"),
    [
        (ask(("net_revenue",)), HOURLY),
        (ask(("net_revenue", "orders"), ("branch",)), HOURLY),
        (ask(("net_revenue",), ("branch",), grain=Grain.HOUR), HOURLY),
        (ask(("gross_profit", "orders"), ("product",)), PRODUCT),
        (ask(("gross_profit", "orders"), ("product_line",)), SELLER),
        (ask(("gross_profit",), ("item_group", "branch")), PRODUCT),
        (ask(("gross_profit", "orders"), ("salesperson",)), SELLER),
        (ask(("net_revenue", "orders"), ("customer", "account")), CUSTOMER),
        (ask(("customers", "net_revenue"), ("branch",)), CUSTOMER),
        (ask(("net_revenue",), filters=(Filter("customer", contains="x"),)), CUSTOMER),
        (ask(("first_sale", "last_sale"), ("product",)), PRODUCT),
        (ask(("net_revenue",), grain=Grain.WEEK, start_of_week=7), HOURLY),
        (ask(("net_revenue",), ("salesperson",), grain=Grain.YEAR, fiscal_start=7), SELLER),
        (ask(("net_revenue",), ("salesperson",), grain=Grain.MONTH, timezone="Asia/Riyadh"), SELLER),
        (ask(("net_revenue",), grain=Grain.DAY, timezone="America/New_York"), HOURLY),
    ],
)
def test_the_smallest_rollup_that_has_everything_answers(question: Question, table: str) -> None:
    assert tables(plan_of(question)) == [table]


def test_measures_of_one_question_may_come_from_several_rollups() -> None:
    plan = plan_of(ask(("net_revenue", "customers", "products")), prices=Prices(base_row=10))
    answered = {statement.table: statement.leaves for statement in plan.statements}
    assert "customers" in answered[CUSTOMER]
    assert "products" in answered[PRODUCT]
    assert BASE not in answered


def test_few_rows_are_read_from_the_base_in_one_statement() -> None:
    plan = plan_of(ask(("net_revenue", "customers", "products", "salespeople")), prices=Prices(rollup_start=9_000))
    assert tables(plan) == [BASE]
    assert (CUSTOMER, Reason.MORE_ROWS) not in [(r.table, r.reason) for r in plan.rejections]


@pytest.mark.parametrize(
    ("question", "table", "reason", "field"),
    [
        (ask(("net_revenue",), ("product",)), HOURLY, Reason.DIMENSION_MISSING, "product"),
        (ask(("net_revenue",), filters=(Filter("account"),)), HOURLY, Reason.FILTER_MISSING, "account"),
        (ask(("net_revenue",), ("branch",), grain=Grain.HOUR), SELLER, Reason.GRAIN_TOO_COARSE, "HOUR"),
        (ask(("net_revenue",), ("status",)), HOURLY, Reason.STATUS_ASKED, "status"),
        (ask(("net_revenue",), filters=(Filter("status", ("completed",)),)), SELLER, Reason.STATUS_ASKED, "status"),
        (ask(("net_revenue",), source=SourceChoice.BASE), HOURLY, Reason.BASE_ASKED, None),
        (ask(("customers",)), HOURLY, Reason.MEASURE_NOT_DERIVABLE, "customers"),
        (ask(("net_revenue",)), CUSTOMER, Reason.MORE_ROWS, None),
        (
            ask(("net_revenue",), grain=Grain.DAY, timezone="America/New_York"),
            SELLER,
            Reason.ZONE_NOT_ALIGNED,
            "America/New_York",
        ),
        (
            ask(("net_revenue",), grain=Grain.DAY, timezone="Asia/Kolkata"),
            HOURLY,
            Reason.ZONE_NOT_ALIGNED,
            "Asia/Kolkata",
        ),
        (ask(("orders",), ("product", "item_group")), PRODUCT, Reason.ORDERS_NOT_EXACT, "orders"),
        (
            ask(("net_revenue",), period=Period.CUSTOM, span=cut("2024-03-01T10:00+03:00", "2024-03-01T18:00+03:00")),
            SELLER,
            Reason.WINDOW_TOO_SHORT,
            None,
        ),
    ],
)
def test_a_table_is_rejected_by_name(question: Question, table: str, reason: Reason, field: str | None) -> None:
    plan = plan_of(question)
    assert table not in tables(plan)
    assert reasons(plan)[table] == (reason, field)


def test_whole_days_come_from_the_rollup_and_ragged_edges_from_the_base() -> None:
    span = cut("2024-03-01T12:00+03:00", "2024-03-20T06:00+03:00")
    plan = plan_of(ask(("net_revenue",), ("salesperson",), period=Period.CUSTOM, span=span))
    parts = {s.table: [(i.start_ms, i.end_ms) for i in s.intervals] for s in plan.statements}
    assert parts == {
        SELLER: [(at("2024-03-02T00:00+03:00"), at("2024-03-20T00:00+03:00"))],
        BASE: [
            (at("2024-03-01T12:00+03:00"), at("2024-03-02T00:00+03:00")),
            (at("2024-03-20T00:00+03:00"), at("2024-03-20T06:00+03:00")),
        ],
    }


def test_a_distinct_count_is_never_put_together() -> None:
    span = cut("2024-03-01T12:00+03:00", "2024-03-20T06:00+03:00")
    plan = plan_of(ask(("customers",), period=Period.CUSTOM, span=span))
    assert tables(plan) == [BASE]
    assert reasons(plan)[CUSTOMER] == (Reason.ZONE_NOT_ALIGNED, "customers")


def test_a_withdrawn_month_comes_from_the_base_and_is_named() -> None:
    withdrawn = replace(STORE, withdrawn=(Withdrawn(SELLER, "2024-11", "2024-11-03", "lines", 1, 2),))
    question = ask(("net_revenue",), ("salesperson",), period=Period.YEAR)
    plan = plan_of(question, withdrawn)
    parts = {s.table: [(i.start_ms, i.end_ms) for i in s.intervals] for s in plan.statements}
    november = (at("2024-11-01T00:00+03:00"), at("2024-12-01T00:00+03:00"))
    assert parts[BASE] == [november]
    assert parts[SELLER] == [
        (at("2024-01-01T00:00+03:00"), november[0]),
        (november[1], at("2024-12-19T00:00+03:00")),
    ]
    assert reasons(plan)[SELLER] == (Reason.PROOF_FAILED, "2024-11")


def test_months_that_were_not_built_come_from_the_base() -> None:
    unbuilt = replace(STORE, not_built=((SELLER, "2024-12"),))
    plan = plan_of(ask(("net_revenue", "salespeople"), ("branch",)), unbuilt)
    assert "salespeople" in next(s.leaves for s in plan.statements if s.table == BASE)
    assert reasons(plan)[SELLER] == (Reason.NOT_BUILT, "2024-12")


def test_a_month_that_the_manifest_does_not_list_is_not_trusted() -> None:
    unlisted = replace(STORE, files=tuple(f for f in STORE.files if (f.table, f.month) != (SELLER, "2024-12")))
    plan = plan_of(ask(("net_revenue",), ("salesperson",)), unlisted)
    assert tables(plan) == [BASE]
    assert reasons(plan)[SELLER] == (Reason.NOT_BUILT, "2024-12")


def test_each_window_is_routed_on_its_own() -> None:
    unbuilt = replace(STORE, not_built=((SELLER, "2024-11"),))
    compare = (Comparison(ComparisonKind.PREVIOUS_PERIOD), Comparison(ComparisonKind.PREVIOUS_YEAR))
    plan = plan_of(replace(ask(("net_revenue",), ("salesperson",)), compare=compare), unbuilt)
    assert [(s.window, s.table) for s in plan.statements] == [
        ("current", SELLER),
        ("comparison[0]", BASE),
        ("comparison[1]", SELLER),
    ]


ORDER_CASES: list[tuple[Question, tuple[str, str, tuple[str, ...]], bool]] = [
    # lines on both sides of midnight of 10 to 11 December
    (ask(("orders",)), ("2024-12-10T23:50+03:00", "2024-12-11T00:10+03:00", ()), True),
    (ask(("orders",), grain=Grain.DAY), ("2024-12-10T23:50+03:00", "2024-12-11T00:10+03:00", ()), False),
    (ask(("orders",), grain=Grain.WEEK), ("2024-12-10T23:50+03:00", "2024-12-11T00:10+03:00", ()), True),
    # lines in two hours of one day
    (ask(("orders",), grain=Grain.DAY), ("2024-12-10T10:50+03:00", "2024-12-10T11:10+03:00", ()), True),
    (ask(("orders",), grain=Grain.HOUR), ("2024-12-10T10:50+03:00", "2024-12-10T11:10+03:00", ()), False),
    # lines before and inside the window, and in two months
    (ask(("orders",)), ("2024-11-30T23:50+03:00", "2024-12-01T00:10+03:00", ()), False),
    (ask(("orders",), period=Period.YEAR), ("2024-11-30T23:50+03:00", "2024-12-01T00:10+03:00", ()), False),
    # outside the window
    (ask(("orders",)), ("2024-11-29T23:50+03:00", "2024-11-30T00:10+03:00", ()), True),
    # members that differ, and are or are not looked at
    (ask(("orders",)), ("2024-12-10T10:00+03:00", "2024-12-10T10:10+03:00", ("salesperson",)), True),
    (
        ask(("orders",), ("salesperson",)),
        ("2024-12-10T10:00+03:00", "2024-12-10T10:10+03:00", ("salesperson",)),
        False,
    ),
    (
        ask(("orders",), filters=(Filter("salesperson", ("Achieng",)),)),
        ("2024-12-10T10:00+03:00", "2024-12-10T10:10+03:00", ("salesperson",)),
        False,
    ),
]


@pytest.mark.parametrize(("question", "order", "is_harmless"), ORDER_CASES)
def test_an_order_with_lines_apart(
    question: Question, order: tuple[str, str, tuple[str, ...]], *, is_harmless: bool
) -> None:
    first, last, varies = order
    plan = plan_of(question, replace(STORE, exceptions=(OrderException(at(first), at(last), varies),)))
    assert (BASE in tables(plan)) is not is_harmless
    assert any(note.code == "ORDERS_FROM_BASE" for note in plan.notes) is not is_harmless
    counted = 'COUNT(DISTINCT "order_key")' in plan.statements[0].text
    assert counted is not is_harmless


@pytest.mark.parametrize(
    ("question", "column"),
    [
        (ask(("orders",)), "first_of_order"),
        (ask(("orders",), ("product",)), "first_of_product"),
        (ask(("orders",), ("item_group",), (Filter("branch", ("Thika",)),)), "first_of_item_group"),
        (ask(("orders",), filters=(Filter("product_line", ("Office",)),)), "first_of_product_line"),
        (ask(("orders",), filters=(Filter("product", (None,)),)), "first_of_product"),
        (ask(("orders",), filters=(Filter("product", is_null=True),)), "first_of_product"),
        (ask(("orders",), ("product",), (Filter("product", contains="x"),)), "first_of_product"),
        (ask(("orders",), filters=(Filter("product", ("A", "B")),)), None),
        (ask(("orders",), filters=(Filter("product", ("A", None)),)), None),
        (ask(("orders",), filters=(Filter("product", excluded=("A",)),)), None),
        (ask(("orders",), filters=(Filter("product", contains="A"),)), None),
        (ask(("orders",), filters=(Filter("product", is_null=False),)), None),
        (ask(("orders",), ("product",), (Filter("item_group", ("G",)),)), None),
        (ask(("orders",), ("status",)), None),
    ],
)
def test_which_marker_counts_orders(question: Question, column: str | None) -> None:
    text = plan_of(question).statements[0].text
    expected = 'COUNT(DISTINCT "order_key")' if column is None else f'COALESCE(SUM("{column}"), 0)'
    assert f'{expected} AS "orders"' in text


def test_a_boundary_inside_an_hour_can_split_any_order() -> None:
    span = cut("2024-03-01T12:00+03:00", "2024-03-20T06:30+03:00")
    plan = plan_of(ask(("orders",), period=Period.CUSTOM, span=span))
    assert 'COUNT(DISTINCT "order_key")' in plan.statements[0].text


def test_unknown_names_are_suggested() -> None:
    with pytest.raises(UnknownMeasure) as measure:
        plan_of(ask(("net_revenu",)))
    assert measure.value.hint == "Did you mean 'netRevenue'?"
    with pytest.raises(UnknownDimension) as dimension:
        plan_of(ask(("orders",), ("brnach",)))
    assert dimension.value.hint == "Did you mean 'branch'?"
    with pytest.raises(UnknownDimension):
        plan_of(ask(("orders",), filters=(Filter("load_id", ("x",)),)))


def test_questions_that_say_nothing_or_twice() -> None:
    for question in (ask(()), ask(("orders",), ("branch", "branch"))):
        with pytest.raises(InvalidParameter):
            plan_of(question)


def test_what_was_never_loaded_is_named() -> None:
    columns = {
        name: count for name, count in STORE.columns.items() if name not in {"total_cost", "customer", "order_id"}
    }
    bare = replace(STORE, columns=columns)
    plan = plan_of(ask(("gross_profit", "net_revenue", "customers", "orders", "returns_value")), bare)
    assert plan.nulls == {"gross_profit": "MEASURE_NOT_LOADED", "customers": "DIMENSION_NOT_LOADED"}
    assert {leaf for s in plan.statements for leaf in s.leaves} == {"gross_revenue", "returns_value", "orders"}
    assert [note.code for note in plan.notes] == ["ORDERS_BY_LINE"]
    for question in (ask(("lines",), ("customer",)), ask(("lines",), filters=(Filter("customer", ("A",)),))):
        with pytest.raises(DimensionNotLoaded):
            plan_of(question, bare)


def test_groups_of_an_unanswerable_measure_are_still_asked() -> None:
    bare = replace(STORE, columns=STORE.columns | {"total_cost": 0})
    plan = plan_of(ask(("total_cost",), ("branch",)), bare)
    assert plan.statements[0].leaves == ("lines",)


def test_a_strict_sum_brings_the_lines_it_misses() -> None:
    assert plan_of(ask(("profit_margin",))).statements[0].leaves[-1] == "uncosted_lines"
    assert "uncosted_lines" not in plan_of(ask(("net_revenue",))).statements[0].leaves
