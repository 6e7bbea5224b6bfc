"""What plans make of sale lines, line by line in plain Python, and stores whose newest version has such plans.

In: lines with their local days, rates, targets. Out: commissions as Decimals, targets, attainment and pace as
Fractions. The rate of a line is searched for at the line's own day; targets are spread day by day.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from backend.question import Question
from backend.tests.asking import ROOT
from backend.tests.oracle import Row, passes
from backend.tests.reports.ledger import Books, rounded
from druid.store.manifest import encode, manifest_path
from druid.store.plans import Rate, Target
from druid.store.snapshots import open_snapshot

NAMED_FIRST = ("salesperson", "product_line", "branch")
MEASURES = {"net_revenue": "netRevenue", "gross_profit": "grossProfit", "units_sold": "unitsSold"}
Name = str | None


def typed(*words: object, **environment: str) -> str:
    """`python -m ingestion` with these words; what it printed."""
    command = [sys.executable, "-m", "ingestion", *map(str, words)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def publish_plans(books: Books, targets: Sequence[Target] = (), rates: Sequence[Rate] = ()) -> None:
    """The next version of the store, with these plans and the same lines."""
    snapshot = open_snapshot(books.path)
    assert snapshot is not None
    number = snapshot.manifest.sequence + 1
    following = replace(snapshot.manifest, sequence=number, targets=tuple(targets), rates=tuple(rates))
    manifest_path(books.path, number).write_bytes(encode(following))


def lines_of(books: Books, question: Question, window: str = "current") -> list[Row]:
    """The completed lines of a window that pass the filters, with `day`, their local day."""
    stretch = books.windows(question)[window]
    return [
        row
        for row in books.oracle.local(question.timezone)
        if row["status"] == "completed" and stretch.holds(row) and all(passes(row, one) for one in question.filters)
    ]


def net(row: Row) -> int:
    gross, returned = row["gross_revenue"], row["returns_value"]
    assert isinstance(gross, int)
    return gross + (returned if isinstance(returned, int) else 0)


def rate_of(row: Row, rates: Iterable[Rate], zone: str) -> int | None:
    """The rate of a line on its own day in the business zone, by the first kind of key that has one."""
    moment = row["__time"]
    assert isinstance(moment, datetime)
    day = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date().isoformat()
    by_shape: dict[tuple[bool, ...], Rate] = {}
    for rate in rates:
        names = [getattr(rate, key) for key in NAMED_FIRST]
        is_meant = all(name is None or name == row[key] for key, name in zip(NAMED_FIRST, names, strict=True))
        if not is_meant or rate.effective_from > day:
            continue
        shape = tuple(name is not None for name in names)
        if shape not in by_shape or by_shape[shape].effective_from < rate.effective_from:
            by_shape[shape] = rate
    counting = {s: r for s, r in by_shape.items() if r.effective_to is None or r.effective_to >= day}
    return counting[max(counting)].rate if counting else None


def commissions(lines: Iterable[Row], rates: Sequence[Rate], zone: str) -> dict[Name, Decimal | str]:
    """By salesperson the commission, or why there is none."""
    found: dict[Name, list[tuple[int, int | None]]] = {}
    for row in lines:
        name = row["salesperson"]
        assert name is None or isinstance(name, str)
        found.setdefault(name, []).append((net(row), rate_of(row, rates, zone)))
    return {name: "NO_SALESPERSON" if name is None else _earned(cells) for name, cells in found.items()}


def _earned(cells: list[tuple[int, int | None]]) -> Decimal | str:
    rated = [(amount, rate) for amount, rate in cells if rate is not None]
    return rounded(sum(amount * rate for amount, rate in rated), 10**6) if rated else "NO_RATE"


@dataclass(frozen=True)
class Attained:
    """What a row must say; a text stands for the code of a null."""

    target: Decimal | str
    measure: str | None
    attainment: Fraction | str
    pace: Fraction | str


def attained(
    lines: Iterable[Row], days: tuple[date, date], targets: Iterable[Target], weekdays: Sequence[int]
) -> Attained:
    """Of one member's lines in a window of local days; `targets` are the member's."""
    first, last = days
    window = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    touched = {f"{day:%Y-%m}" for day in window}
    by_measure: dict[str, dict[str, int]] = {}
    for target in targets:
        if target.month in touched:
            by_measure.setdefault(target.measure, {})[target.month] = target.value
    measure = next((name for name in MEASURES if name in by_measure), None)
    if measure is None:
        return Attained("NO_TARGET", None, "NO_TARGET", "NO_TARGET")
    by_month = by_measure[measure]
    whole = {month: trading_days(month, weekdays) for month in by_month}
    trading = [day for day in window if day.isoweekday() in weekdays and f"{day:%Y-%m}" in by_month]
    share = sum((Fraction(by_month[f"{day:%Y-%m}"], len(whole[f"{day:%Y-%m}"])) for day in trading), Fraction())
    actual = _actual([row for row in lines if f"{row['day']:%Y-%m}" in by_month], measure)
    full, days_in_all = sum(by_month.values()), sum(map(len, whole.values()))
    stated = "TARGET_IN_UNITS" if measure == "units_sold" else rounded(share.numerator, share.denominator)
    if actual is None:
        why = "COST_MISSING" if measure == "gross_profit" else "NO_VALUE"
        return Attained(stated, MEASURES[measure], why, why)
    attainment = actual / share if share else "ZERO_DENOMINATOR"
    projected = Fraction(actual * days_in_all, len(trading)) if trading else None
    pace = projected / full if projected is not None and full else "ZERO_DENOMINATOR"
    return Attained(stated, MEASURES[measure], attainment, pace)


def trading_days(month: str, weekdays: Sequence[int]) -> list[date]:
    first = date.fromisoformat(f"{month}-01")
    days = [first + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == first.month and day.isoweekday() in weekdays]


def _actual(lines: list[Row], measure: str) -> int | None:
    if measure == "units_sold":
        sold = [units for row in lines if isinstance(units := row["units_sold"], int)]
        return sum(sold) if sold or not lines else None
    total = sum(net(row) for row in lines)
    if measure == "net_revenue":
        return total
    costs = [row["total_cost"] for row in lines]
    known = [cost for cost in costs if isinstance(cost, int)]
    return total - sum(known) if len(known) == len(costs) else None


def code_of(row: dict[str, Any], nulls: Sequence[dict[str, str]], field: str) -> str | None:
    """Why a row's field is null, as the row or the whole answer says."""
    said = {null["field"]: null["code"] for null in (*nulls, *row["nulls"])}
    return said.get(field)
