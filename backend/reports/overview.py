"""salesOverview and profitabilityMetrics: the totals of a window, and the same totals of each comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.frame import NOT_LOADED
from backend.reports.arguments import COMMON
from backend.reports.compared import comparisons_field, earlier_nulls, earlier_rows, moves, one_row
from backend.reports.fields import CHANGES, measure_fields, overview_measures
from backend.reports.growth import ZERO_BASE, no_base_code
from backend.reports.reasons import window_nulls
from backend.reports.rows import unsigned_zero
from backend.reports.session import Answered, Session, outcome_facts, refuse_missing, to_question
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, ReportSpec
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog

CHANGING = {"net_revenue": "revenue", "orders": "orders"}
"""Measures that the changes are stated in."""


def changes(answer: Answered, catalog: Catalog) -> dict[str, Any]:
    """growthRate, revenueChange and orderChange against the first comparison."""
    if _change_code(answer) is not None:
        return {"growthRate": None, "revenueChange": None, "orderChange": None}
    revenue, orders = moves(answer, answer.earlier[0][0], CHANGING, catalog).values()
    return {"growthRate": revenue.growth, "revenueChange": revenue.change, "orderChange": orders.change}


def _change_code(answer: Answered) -> str | None:
    """Why there is no change at all, None when there is."""
    return NOT_LOADED if answer.window.covered_days == 0 else no_base_code(answer)


def change_nulls(answer: Answered, values: Mapping[str, Any]) -> tuple[Null, ...]:
    """The reason of each null change: of those with a base, only growth from zero is null."""
    code = _change_code(answer) or ZERO_BASE
    return tuple(Null(name, code) for name, value in values.items() if value is None)


def total_nulls(answer: Answered, fields: Mapping[str, str], catalog: Catalog) -> tuple[Null, ...]:
    """The reason of every null total, of the window and of each comparison."""
    found = window_nulls(answer, answer.window, fields, catalog)
    return (*found, *earlier_nulls(answer, fields, catalog))


async def _overview(session: Session, arguments: Arguments) -> Outcome:
    catalog = session.catalog
    fields = {measure: field for measure, field in overview_measures(catalog).items() if session.reads(field)}
    measures = tuple(dict.fromkeys((*fields, *CHANGING)))
    answer = await session.ask(to_question(arguments, session.conventions, measures))
    moved = changes(answer, catalog)
    facts = outcome_facts(answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    return Outcome(
        {
            **one_row(answer, answer.window, fields, catalog),
            **moved,
            "comparisons": earlier_rows(answer, fields, catalog),
        },
        nulls=(*total_nulls(answer, fields, catalog), *change_nulls(answer, moved)),
        **facts,
    )


_WATERFALL = {
    "gross_revenue": "grossRevenue",
    "returns_value": "returnsValue",
    "net_revenue": "revenue",
    "total_cost": "totalCost",
    "gross_profit": "profit",
    "profit_margin": "profitMargin",
    "return_rate": "returnRate",
}


async def _profitability(session: Session, arguments: Arguments) -> Outcome:
    catalog = session.catalog
    measures = tuple(dict.fromkeys((*_WATERFALL, *CHANGING)))
    answer = await session.ask(to_question(arguments, session.conventions, measures))
    refuse_missing("gross_profit", answer, "total_cost")
    row = one_row(answer, answer.window, _WATERFALL, catalog)
    growth = {"growthRate": changes(answer, catalog)["growthRate"]}
    facts = outcome_facts(answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    return Outcome(
        {**row, **growth, "steps": _steps(row), "comparisons": earlier_rows(answer, _WATERFALL, catalog)},
        nulls=(*total_nulls(answer, _WATERFALL, catalog), *change_nulls(answer, growth)),
        **facts,
    )


def _steps(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The waterfall from gross revenue to profit; each step's value as it moves the total."""
    cost = None if row["totalCost"] is None else unsigned_zero(-row["totalCost"])
    return [
        {"step": "grossRevenue", "value": row["grossRevenue"]},
        {"step": "returns", "value": row["returnsValue"]},
        {"step": "cost", "value": cost},
        {"step": "profit", "value": row["profit"]},
    ]


_STEPS = Field(
    "steps",
    FieldType.LIST,
    "gross revenue, returns, cost, profit",
    required=True,
    fields=(
        Field("step", FieldType.TEXT, "what moves the total", required=True),
        Field("value", FieldType.MONEY, "by how much"),
    ),
    type_name="WaterfallStep",
)


def overview_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    totals = measure_fields(catalog, overview_measures(catalog))
    waterfall = measure_fields(catalog, _WATERFALL)
    overview = Field(
        "salesOverview",
        FieldType.OBJECT,
        fields=(*totals, *CHANGES, comparisons_field(catalog, overview_measures(catalog), "Overview")),
        type_name="SalesOverview",
    )
    profitability = Field(
        "profitabilityMetrics",
        FieldType.OBJECT,
        fields=(*waterfall, CHANGES[0], _STEPS, comparisons_field(catalog, _WATERFALL, "Profitability")),
        type_name="ProfitabilityMetrics",
    )
    return (
        ReportSpec("salesOverview", "Totals of a period and its comparisons.", overview, COMMON, _overview, cost=10),
        ReportSpec(
            "profitabilityMetrics",
            "From gross revenue over returns and cost to profit.",
            profitability,
            COMMON,
            _profitability,
            cost=10,
        ),
    )
