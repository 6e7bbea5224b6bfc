"""Cohorts and listings as statements: which table answers, and a value for every mark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from backend.errors import DimensionNotLoaded
from backend.planner import plan_cohorts, plan_listing
from backend.planner.plan import Statement
from backend.planner.view import whole
from backend.question import Cohorts, DateSpan, Filter, Listing, Period, Question, SourceChoice
from backend.tests.planner.snapshots import NOW, manifest_of
from druid.calendar import add_months, day_start_ms
from druid.catalog.model import Grain
from druid.catalog.sales import SALES

STORE = manifest_of()
ZONE = "Africa/Nairobi"
FIRST = date(2023, 1, 1)


def cohorts(months: int, shown: range, question: Question | None = None) -> Cohorts:
    """So many whole months from January 2023."""
    edges = tuple(day_start_ms(add_months(FIRST, month), ZONE) for month in range(months + 1))
    span = DateSpan(FIRST, date.fromordinal(add_months(FIRST, months).toordinal() - 1))
    asked = question or Question(("lines",), period=Period.CUSTOM, span=span, grain=Grain.MONTH, compare=())
    return Cohorts(asked, "customer", "purchase_time", edges, shown)


def statement_of(asked: Cohorts) -> Statement:
    (statement,) = plan_cohorts(asked, SALES, whole(STORE), NOW).statements
    assert statement.text.count("?") == len(statement.parameters)
    return statement


def test_whole_months_come_from_rows_of_whole_months() -> None:
    asked = cohorts(6, range(2, 4))
    statement = statement_of(asked)
    assert statement.table == "customer_month"
    assert statement.leaves == ("cohort", "members", "buyers_2", "revenue_2", "buyers_3", "revenue_3")
    assert '"last_purchase_time"' in statement.text


def test_values_stand_in_the_order_of_their_marks() -> None:
    """Five edges between six months, then the window."""
    asked = cohorts(6, range(2, 4))
    values = [parameter.value for parameter in statement_of(asked).parameters]
    assert values[:5] == list(asked.edges[1:-1])
    assert values[5:] == [asked.edges[0], asked.edges[-1]]


def test_a_single_month_has_one_cohort() -> None:
    text = statement_of(cohorts(1, range(1))).text
    assert 'CASE WHEN "__time"' not in text
    assert "GROUP BY 1, 2" not in text


ASKED = cohorts(6, range(6))
OTHERS = (
    (replace(ASKED.question, span=DateSpan(FIRST, date(2023, 6, 14))), "sales_daily_customer"),
    (replace(ASKED.question, filters=(Filter("product_line", ("Food",)),)), "sales_analytics"),
    (replace(ASKED.question, filters=(Filter("branch", ("Thika",)),)), "customer_month"),
    (replace(ASKED.question, source=SourceChoice.BASE), "sales_analytics"),
)


@pytest.mark.parametrize(("question", "table"), OTHERS)
def test_all_rows_of_a_customer_are_in_one_table(question: Question, table: str) -> None:
    statement = statement_of(replace(ASKED, question=question))
    assert statement.table == table
    moment = '"purchase_time"' if table == "sales_analytics" else '"last_purchase_time"'
    assert moment in statement.text


def test_a_listing_is_bounded_and_in_one_order() -> None:
    span = DateSpan(FIRST, date(2023, 6, 30))
    question = Question(("lines",), filters=(Filter("customer", ("Ann",)),), period=Period.CUSTOM, span=span)
    plan = plan_listing(Listing(question, ("order_id", "product", "total_cost"), 20), SALES, whole(STORE), NOW)
    (statement,) = plan.statements
    assert statement.table == SALES.base
    assert (statement.has_bucket, statement.dimensions) == (True, ("order_id", "product"))
    assert statement.leaves == ("total_cost", "lines")
    assert statement.text.endswith("LIMIT 20")
    assert "GROUP BY 1, 2, 3, 4" in statement.text
    assert statement.text.count("?") == len(statement.parameters) == 4


def test_what_was_never_loaded_is_refused() -> None:
    empty = replace(STORE, columns={name: 0 if name == "customer" else n for name, n in STORE.columns.items()})
    with pytest.raises(DimensionNotLoaded):
        plan_cohorts(cohorts(2, range(2)), SALES, whole(empty), NOW)
