"""What reports should say, in plain exact arithmetic over base lines; and how to compare it with JSON.

In: lines, coverage, a question. Out: measures by group as integers, Decimals (money, units) and Fractions (ratios).
Nothing of the planner, frames or reports is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from backend.question import Question
from backend.reports.reasons import NULL_CODES
from backend.tests.engine.disk import write_store
from backend.tests.oracle import Oracle, Stretch, stretches
from backend.tests.stores import TinyStore
from druid.catalog.sales import SALES
from druid.store.manifest import Coverage

LEAVES = (
    *("gross_revenue", "returns_value", "total_cost", "uncosted_lines", "units_sold", "units_returned", "lines"),
    *("orders", "customers", "products", "branches", "salespeople"),
    *("first_sale", "last_sale", "first_purchase", "last_purchase"),
)
COMMON = {
    "revenue": "net_revenue",
    "grossRevenue": "gross_revenue",
    "unitsSold": "units_sold",
    "profit": "gross_profit",
    "profitMargin": "profit_margin",
    "returnRate": "return_rate",
    "orders": "orders",
    "averageOrderValue": "average_order_value",
}
EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
Key = tuple[Any, ...]
Figures = dict[str, Any]


@dataclass(frozen=True)
class Books:
    """A store on disk and the lines that are in it."""

    path: Path
    lines: pl.DataFrame
    coverage: tuple[Coverage, ...]
    zone: str
    oracle: Oracle

    def windows(self, question: Question) -> dict[str, Stretch]:
        return stretches(question, self.oracle.anchor(question.timezone), self.oracle.covered)

    def figures(self, question: Question) -> dict[str, dict[Key, Figures]]:
        """Window -> group -> every measure."""
        answers = self.oracle.answer(question, LEAVES)
        return {
            window: {key: figures_of(leaves) for key, leaves in groups.items()} for window, groups in answers.items()
        }

    def loaded_days(self, stretch: Stretch, branches: Iterable[str | None] | None = None) -> tuple[int, int]:
        """How many of a window's days were loaded for any of the branches, and how many days it has."""
        first, last = stretch.first, stretch.last
        assert not isinstance(first, datetime)
        assert not isinstance(last, datetime)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        wanted = None if branches is None else set(branches)
        return sum(self.is_loaded(day, wanted) for day in days), len(days)

    def is_loaded(self, day: date, branches: set[str | None] | None = None) -> bool:
        return any(
            span.first_day <= day.isoformat() <= span.last_day
            for span in self.coverage
            if branches is None or span.branch is None or span.branch in branches
        )

    def no_base(
        self, question: Question, branches: Iterable[str | None] | None = None, position: int = 0
    ) -> str | None:
        """Why growth against a comparison, the first unless told, is null everywhere."""
        if not question.compare:
            return "NOT_COMPARED"
        then = self.windows(question).get(f"comparison[{position}]")
        loaded, days = (0, 1) if then is None else self.loaded_days(then, branches)
        return "NO_BASE" if not loaded else "BASE_PARTIAL" if loaded < days else None


def books_of(tiny: TinyStore, folder: Path) -> Books:
    """A tiny store on disk with its oracle."""
    write_store(tiny, folder, 1)
    return kept_books(folder, tiny.lines, tiny.manifest.coverage, tiny.manifest.timezone)


def kept_books(path: Path, lines: pl.DataFrame, coverage: tuple[Coverage, ...], zone: str) -> Books:
    first = min(date.fromisoformat(span.first_day) for span in coverage)
    last = max(date.fromisoformat(span.last_day) for span in coverage)
    return Books(path, lines, coverage, zone, Oracle(lines, SALES, (first, last), zone))


def money(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-4)


def figures_of(leaves: Mapping[str, Any]) -> Figures:
    """Every measure of a group from the sums of its lines. A group of no lines has sums of 0."""
    has_lines = bool(leaves["lines"])
    gross, returns = leaves["gross_revenue"] or 0, leaves["returns_value"] or 0
    sold, back = leaves["units_sold"] if has_lines else 0, leaves["units_returned"] or 0
    cost = (leaves["total_cost"] or 0) if not leaves["uncosted_lines"] else None
    net, orders = gross + returns, leaves["orders"]
    profit = None if cost is None else net - cost
    return {
        **{name: leaves[name] for name in ("orders", "customers", "products", "branches", "salespeople")},
        **{name: leaves[name] for name in ("first_sale", "last_sale", "first_purchase", "last_purchase")},
        "lines": leaves["lines"] or 0,
        "gross_revenue": money(gross),
        "returns_value": money(returns),
        "net_revenue": money(net),
        "total_cost": money(cost),
        "gross_profit": money(profit),
        "units_sold": None if sold is None else Decimal(sold).scaleb(-3),
        "units_returned": Decimal(back).scaleb(-3),
        "profit_margin": None if profit is None or not net else Fraction(profit, net),
        "return_rate": Fraction(-returns, gross) if gross else None,
        "average_order_value": rounded(net, orders) if orders else None,
    }


def rounded(scaled: int, count: int) -> Decimal:
    """scaled / count, half to even at the fourth decimal of the currency."""
    return EXACT.divide(Decimal(scaled), Decimal(count)).quantize(Decimal(1), ROUND_HALF_EVEN, EXACT).scaleb(-4)


def growth(now: Decimal | None, then: Decimal | None) -> Fraction | None:
    if now is None or not then:
        return None
    return (Fraction(now) - Fraction(then)) / abs(Fraction(then))


def is_same(found: object, expected: object, zone: str = "Africa/Nairobi") -> bool:
    """JSON against the exact value: money and units to the last digit, fractions as the nearest double."""
    match expected:
        case Decimal():
            return isinstance(found, int | float) and Decimal(repr(found)) == expected
        case Fraction():
            return found == expected.numerator / expected.denominator
        case datetime():
            return found == iso(expected, zone)
        case _:
            return type(found) is type(expected) and found == expected


def iso(moment: datetime, zone: str) -> str:
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return local.isoformat(timespec="milliseconds" if local.microsecond else "seconds")


def assert_row(found: Mapping[str, Any], expected: Mapping[str, Any], about: object = "") -> None:
    wrong = {field: (found[field], value) for field, value in expected.items() if not is_same(found[field], value)}
    assert not wrong, (wrong, about)


def check_envelope(envelope: Mapping[str, Any]) -> None:
    """Of every answer: no minus zero, and a code for every null and no code for a value."""
    assert envelope["error"] is None, envelope["error"]
    metadata = envelope["metadata"]
    assert not [path for path, value in leaves_of(envelope) if value == 0 and str(value) == "-0.0"]
    assert not [path for path, value in leaves_of(envelope) if isinstance(value, float) and not math.isfinite(value)]
    known = {null["field"] for null in metadata["nulls"]}
    assert {null["code"] for null in metadata["nulls"]} <= NULL_CODES.keys()
    for part in (metadata["totals"], metadata["others"]):
        check_reasons(part or {}, known)
    data = envelope["data"]
    if isinstance(data, list):
        for row in data:
            check_reasons(row, known)
    elif "columns" in data:
        assert columns_with_nulls(data) == {field for field in known if field in column_names(data)}


def check_reasons(row: Mapping[str, Any], known: set[str]) -> None:
    own = {null["field"]: null["code"] for null in row.get("nulls", ())}
    members = {*SALES.dimension, "productLine", "itemGroup", "member", "value", "nulls"}
    missing = {field for field, value in row.items() if value is None} - members
    assert missing <= known | own.keys(), (missing, known, own)
    assert set(own.values()) <= NULL_CODES.keys()
    assert all(row[field] is None for field in own), (row, own)


def column_names(data: Mapping[str, Any]) -> set[str]:
    return {column["name"] for column in data["columns"] if column["kind"] not in {"dimension", "time"}}


def columns_with_nulls(data: Mapping[str, Any]) -> set[str]:
    names = [column["name"] for column in data["columns"]]
    found = {name for row in data["rows"] for name, value in zip(names, row, strict=True) if value is None}
    return found & column_names(data)


def leaves_of(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves_of(part, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from leaves_of(part, f"{path}[{index}]")
    else:
        yield path, value
