"""salesOverview and profitabilityMetrics against sums of the lines in plain Python, to the last digit."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from backend.reports.spec import Arguments
from backend.tests.asking import asking
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.ledger import Books, Figures, assert_row, check_envelope, growth, is_same

OVERVIEW = {
    "totalRevenue": "net_revenue",
    "grossRevenue": "gross_revenue",
    "returnsValue": "returns_value",
    "returnRate": "return_rate",
    "totalCost": "total_cost",
    "grossProfit": "gross_profit",
    "profitMargin": "profit_margin",
    "totalOrders": "orders",
    "totalLines": "lines",
    "averageOrderValue": "average_order_value",
    "unitsSold": "units_sold",
    "unitsReturned": "units_returned",
    "uniqueCustomers": "customers",
    "uniqueProducts": "products",
    "uniqueBranches": "branches",
    "uniqueSalespeople": "salespeople",
}
WATERFALL = {
    "grossRevenue": "gross_revenue",
    "returnsValue": "returns_value",
    "revenue": "net_revenue",
    "totalCost": "total_cost",
    "profit": "gross_profit",
    "profitMargin": "profit_margin",
    "returnRate": "return_rate",
}
Number = Decimal | Fraction | int
FIELDS: Mapping[str, Mapping[str, str]] = {"salesOverview": OVERVIEW, "profitabilityMetrics": WATERFALL}


def codes_of(envelope: Mapping[str, Any]) -> dict[str, str]:
    return {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}


def expected_row(figures: Figures, fields: Mapping[str, str], *, is_loaded: bool) -> Figures:
    return {field: figures[name] if is_loaded else None for field, name in fields.items()}


def check_moves(
    data: Mapping[str, Any], codes: Mapping[str, str], moves: tuple[Figures, Figures], code: str | None
) -> None:
    """growthRate and the changes, against the first comparison."""
    now, then = moves
    revenue, base = now["net_revenue"], then["net_revenue"]
    assert is_same(data["growthRate"], None if code else growth(revenue, base))
    assert codes.get("growthRate") == (code or (None if base else "ZERO_BASE"))
    for field, name in (("revenueChange", "net_revenue"), ("orderChange", "orders")):
        if field in data:
            assert is_same(data[field], None if code else now[name] - then[name])
            assert codes.get(field) == code


def check_since(
    shown: Mapping[str, Any],
    codes: Mapping[str, str],
    moves: tuple[Figures, Figures],
    about: tuple[Mapping[str, str], str | None],
) -> None:
    """Every change and growth of one comparison: the exact difference, points of a fraction, or the reason."""
    now, then = moves
    fields, based = about
    paths = {path.split(".", 1)[1]: code for path, code in codes.items()}
    rates = {field for field in fields if field.endswith(("Margin", "Rate"))}
    assert shown["changes"].keys() == set(fields)
    assert shown["growth"].keys() == set(fields) - rates
    for field, name in fields.items():
        known = based is None and now[name] is not None and then[name] is not None
        code = paths.get(f"changes.{field}")
        assert (code is None) is known, (field, code)
        assert not known or is_same(shown["changes"][field], points(now[name], then[name]))
        assert known or shown["changes"][field] is None
        if based in {"NO_BASE", "BASE_PARTIAL"} and now[name] is not None:
            assert code == based
        if field in rates:
            continue
        assert is_same(shown["growth"][field], growth(now[name], then[name]) if known else None)
        zero = "ZERO_BASE" if known and not then[name] else None
        assert paths.get(f"growth.{field}") == (code or zero)


def points(now: Number, then: Number) -> Number | float:
    """A difference; of two fractions, that of the numbers that stand for them."""
    if isinstance(now, Fraction) or isinstance(then, Fraction):
        return float(now) - float(then)
    return now - then


@pytest.mark.parametrize("report", FIELDS)
async def test_totals_equal_the_ledger(books: Books, report: str) -> None:
    chance = random.Random(f"{report} {books.path.name[:5]}")
    fields = FIELDS[report]
    async with asking(books.path) as asker:
        for _ in range(25):
            arguments = some_arguments(chance, books)
            envelope = await asker.envelope(report, arguments)
            check_envelope(envelope)
            data, codes = envelope["data"], codes_of(envelope)
            question, branches = question_of(arguments), branches_of(arguments)
            figures = {name: groups[()] for name, groups in books.figures(question).items()}
            stretches = books.windows(question)
            loaded = {name: books.loaded_days(stretch, branches)[0] > 0 for name, stretch in stretches.items()}
            assert_row(data, expected_row(figures["current"], fields, is_loaded=loaded["current"]), arguments)
            assert {f for f in fields if data[f] is None} == codes.keys() & fields.keys()
            code = books.no_base(question, branches) if loaded["current"] else "NOT_LOADED"
            check_moves(data, codes, (figures["current"], figures.get("comparison[0]", figures["current"])), code)
            earlier = [name for name in stretches if name != "current"]
            assert len(data["comparisons"]) == len(earlier)
            for position, (name, shown) in enumerate(zip(earlier, data["comparisons"], strict=True)):
                assert shown["kind"] == question.compare[position].kind
                values = expected_row(figures[name], fields, is_loaded=loaded[name])
                assert_row(shown["values"], values, arguments)
                path = f"comparisons[{position}].values."
                nulls = {f for f in fields if shown["values"][f] is None}
                assert nulls == {field.removeprefix(path) for field in codes if field.startswith(path)}
                based = books.no_base(question, branches, position) if loaded["current"] else "NOT_LOADED"
                told = {f: c for f, c in codes.items() if f.startswith(f"comparisons[{position}].")}
                check_since(shown, told, (figures["current"], figures[name]), (fields, based))


async def test_the_waterfall_leads_from_gross_to_profit(all_books: Mapping[str, Books]) -> None:
    async with asking(all_books["dense"].path) as asker:
        data = await asker.data("profitabilityMetrics", Arguments(compare=()))
    steps = {step["step"]: step["value"] for step in data["steps"]}
    assert list(steps) == ["grossRevenue", "returns", "cost", "profit"]
    total = sum(round(steps[name] * 10_000) for name in ("grossRevenue", "returns", "cost"))
    assert total == round(steps["profit"] * 10_000)
    assert steps["cost"] == -data["totalCost"]
