"""salesOverview and profitabilityMetrics: the totals of a window, and the same totals of each comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.envelope import iso
from backend.errors import MeasureNotLoaded
from backend.planner.plan import Window
from backend.reports.arguments import COMMON
from backend.reports.fields import CHANGES, measure_fields, overview_measures
from backend.reports.growth import base_code, first_base, no_base_code
from backend.reports.rows import measure_columns, to_rows
from backend.reports.session import Answered, Session, nulls_of, outcome_facts, to_question
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, ReportSpec
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog


def comparisons_field(values: tuple[Field, ...], type_name: str) -> Field:
    """The list of comparison windows, each with its own totals."""
    fields = (
        Field("kind", FieldType.TEXT, "kind of the comparison", required=True),
        Field("start", FieldType.INSTANT, "start of its window", required=True),
        Field("end", FieldType.INSTANT, "end of its window, not included", required=True),
        Field("values", FieldType.OBJECT, "the same totals then", fields=values, type_name=f"{type_name}Values"),
    )
    return Field(
        "comparisons",
        FieldType.LIST,
        "one a comparison, in the order asked",
        required=True,
        fields=fields,
        type_name=f"{type_name}Comparison",
    )


def one_row(answer: Answered, window: Window, fields: Mapping[str, str], catalog: Catalog) -> dict[str, Any]:
    """The totals of one window; nothing but nulls when none of it was loaded."""
    if window.covered_days == 0:
        return dict.fromkeys(fields.values())
    zone = answer.plan.question.timezone
    return to_rows(answer.frames[window.name], measure_columns(catalog, fields), zone)[0]


def earlier_rows(answer: Answered, fields: Mapping[str, str], catalog: Catalog) -> list[dict[str, Any]]:
    zone = answer.plan.question.timezone
    return [
        {
            "kind": window.comparison.kind.value if window.comparison else None,
            "start": iso(window.start_ms, zone),
            "end": iso(window.end_ms, zone),
            "values": one_row(answer, window, fields, catalog),
        }
        for window in answer.plan.windows[1:]
    ]


def changes(answer: Answered) -> dict[str, Any]:
    """growthRate, revenueChange and orderChange against the first comparison, from the exact sums."""
    earlier, _ = first_base(answer)
    if earlier is None or no_base_code(answer) is not None or answer.window.covered_days == 0:
        return {"growthRate": None, "revenueChange": None, "orderChange": None}
    frames = answer.current, answer.frames[earlier.name]
    now, then = (int(frame["net_revenue"][0]) for frame in frames)
    orders = [int(frame["orders"][0]) if "orders" in frame.columns else 0 for frame in frames]
    return {
        "growthRate": (now - then) / abs(then) if then else None,
        "revenueChange": (now - then) / 10_000,
        "orderChange": orders[0] - orders[1],
    }


def change_nulls(answer: Answered, values: Mapping[str, Any]) -> tuple[Null, ...]:
    """The reason of each null change."""
    code = no_base_code(answer)
    missing = [
        name for name in ("growthRate", "revenueChange", "orderChange") if name in values and values[name] is None
    ]
    return tuple(Null(name, code or ("ZERO_BASE" if name == "growthRate" else "NO_BASE")) for name in missing)


def window_nulls(answer: Answered, fields: Mapping[str, str]) -> tuple[Null, ...]:
    """Measures that are null because nothing of the window was loaded."""
    if base_code(answer.window) != "NO_BASE":
        return ()
    return tuple(Null(field, "NOT_LOADED") for field in fields.values())


def value_nulls(answer: Answered, fields: Mapping[str, str], row: Mapping[str, Any]) -> tuple[Null, ...]:
    """A reason for every null total of a loaded window."""
    known = {null.field: null for null in (*nulls_of(answer, fields), *window_nulls(answer, fields))}
    for name, field in fields.items():
        if row[field] is None and field not in known:
            known[field] = Null(field, null_code(answer.plan.nulls, name))
    return tuple(known.values())


_COSTED = frozenset({"total_cost", "gross_profit", "profit_margin"})


def null_code(nulls: Mapping[str, str], measure: str) -> str:
    """Why a loaded measure is null: some line has no cost, or a ratio's denominator is 0."""
    if measure in nulls:
        return nulls[measure]
    return "COST_MISSING" if measure in _COSTED else "ZERO_DENOMINATOR"


async def _overview(session: Session, arguments: Arguments) -> Outcome:
    catalog = session.catalog
    fields = overview_measures(catalog)
    answer = await session.ask(to_question(arguments, session.conventions, tuple(fields)))
    row = one_row(answer, answer.window, fields, catalog)
    earlier = earlier_rows(answer, fields, catalog)
    moved = changes(answer)
    facts = outcome_facts(answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    return Outcome(
        {**row, **moved, "comparisons": earlier},
        nulls=(*value_nulls(answer, fields, row), *change_nulls(answer, moved)),
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
    answer = await session.ask(to_question(arguments, session.conventions, tuple(_WATERFALL)))
    if "gross_profit" in answer.plan.nulls:
        raise MeasureNotLoaded("No loaded file carries a cost, so profit cannot be computed.", field="total_cost")
    row = one_row(answer, answer.window, _WATERFALL, catalog)
    earlier = earlier_rows(answer, _WATERFALL, catalog)
    growth = {"growthRate": changes(answer)["growthRate"]}
    facts = outcome_facts(answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    return Outcome(
        {**row, **growth, "steps": _steps(row), "comparisons": earlier},
        nulls=(*value_nulls(answer, _WATERFALL, row), *change_nulls(answer, growth)),
        **facts,
    )


def _steps(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The waterfall from gross revenue to profit; each step's value as it moves the total."""
    cost = None if row["totalCost"] is None else -row["totalCost"]
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
        fields=(*totals, *CHANGES, comparisons_field(totals, "Overview")),
        type_name="SalesOverview",
    )
    profitability = Field(
        "profitabilityMetrics",
        FieldType.OBJECT,
        fields=(*waterfall, CHANGES[0], _STEPS, comparisons_field(waterfall, "Profitability")),
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
