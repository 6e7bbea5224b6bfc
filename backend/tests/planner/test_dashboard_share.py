"""The dashboard's own questions, tile by tile: at least nine in ten are answered without reading a sale line."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from backend.planner import make_plan
from backend.planner.view import whole
from backend.question import Comparison, ComparisonKind, Filter, Period, Question
from backend.tests.planner.snapshots import NOW, manifest_of
from druid.catalog.model import Grain
from druid.catalog.sales import SALES

ROW = (
    *("net_revenue", "gross_revenue", "gross_profit", "profit_margin"),
    *("units_sold", "orders", "average_order_value", "return_rate"),
)
OVERVIEW = tuple(measure.name for measure in SALES.measures if measure.overview)
RANKED = ("salesperson", "product_line", "item_group", "product", "branch", "customer")
MARGINS = ("product", "product_line", "item_group", "branch", "salesperson", "customer", "account")
TILES: tuple[Question, ...] = (
    Question(OVERVIEW),  # headline KPIs
    *(Question((measure,), grain=Grain.DAY) for measure in ("net_revenue", "orders", "customers", "gross_profit")),
    *(Question((measure,), grain=Grain.WEEK) for measure in ("average_order_value", "profit_margin", "units_sold")),
    *(Question(ROW, (dimension,)) for dimension in RANKED),
    Question(("gross_profit",), ("salesperson",), grain=Grain.DAY),  # sparklines
    Question(("net_revenue",), ("salesperson", "product_line")),  # mix
    Question((*ROW, "customers"), ("branch",)),
    Question(("net_revenue", "gross_profit"), ("branch",), grain=Grain.DAY),  # small multiples
    Question(("net_revenue",), ("branch", "product_line")),  # matrix
    Question(("net_revenue", "orders"), grain=Grain.HOUR),  # hour and weekday
    Question((*ROW, "first_sale", "last_sale"), ("customer",)),
    Question(("gross_revenue", "returns_value", "net_revenue", "total_cost", "gross_profit")),  # waterfall
    *(Question(("net_revenue", "gross_profit", "profit_margin"), (dimension,)) for dimension in MARGINS),
    *(
        Question(("returns_value", "return_rate", "units_returned"), (dimension,))
        for dimension in ("product", "branch", "salesperson", "customer")
    ),
    Question(("gross_revenue", "units_sold", "returns_value", "total_cost"), ("product",)),  # drivers
    # members' own pages
    Question(OVERVIEW, filters=(Filter("salesperson", ("Achieng",)),)),
    Question(OVERVIEW, filters=(Filter("branch", ("Thika",)),)),
    Question(ROW, ("branch",), (Filter("salesperson", ("Achieng",)),)),
    Question(ROW, ("branch",), (Filter("product", ("P1",)),)),
    Question(("net_revenue",), ("product_line",), (Filter("salesperson", ("Achieng",)),)),
    Question(("net_revenue",), filters=(Filter("customer", ("C1",)),), grain=Grain.DAY),
)
PERIODS = (Period.MONTH, Period.QUARTER, Period.YEAR, Period.LAST_7_DAYS)
BRANCH_FILTERS = ((), (Filter("branch", ("Thika", "Ruiru")),))
COMPARE = (Comparison(ComparisonKind.PREVIOUS_PERIOD), Comparison(ComparisonKind.PREVIOUS_YEAR))


def is_from_rollups(question: Question) -> bool:
    plan = make_plan(question, SALES, whole(manifest_of()), NOW)
    return all(statement.table != SALES.base for statement in plan.statements)


def test_nine_in_ten_questions_of_the_dashboard_are_served_from_rollups() -> None:
    asked = [
        replace(tile, period=period, filters=(*tile.filters, *filters), compare=COMPARE)
        for tile, period, filters in product(TILES, PERIODS, BRANCH_FILTERS)
        if not (tile.grain is Grain.HOUR and period is Period.YEAR)
    ]
    missed = [question for question in asked if not is_from_rollups(question)]
    assert len(missed) <= len(asked) / 10, [(q.measures, q.dimensions, q.filters, q.period) for q in missed]
