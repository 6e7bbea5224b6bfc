"""Who every customer is at a window's end, line by line in plain Python: history, class, scores, cohort.

In: base lines as dicts with their local day, the thresholds. Out: `Buyer`s by name. Nothing of reports is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from backend.question import Question
from backend.tests.oracle import passes
from backend.tests.reports.ledger import Books

Row = dict[str, Any]


@dataclass
class Buyer:
    """A customer's lines up to the window's end."""

    name: str | None
    rows: list[Row] = field(default_factory=list)

    @property
    def bought(self) -> list[Row]:
        return [row for row in self.rows if row["gross_revenue"] > 0]

    @property
    def first(self) -> datetime | None:
        return min((row["__time"] for row in self.bought), default=None)

    @property
    def last(self) -> datetime | None:
        return max((row["__time"] for row in self.bought), default=None)

    @property
    def purchases(self) -> int:
        return len({row["order_key"] for row in self.bought})

    @property
    def revenue(self) -> int:
        return sum(row["gross_revenue"] + row["returns_value"] for row in self.rows)

    def recency(self, last_day: date) -> int:
        return min(int((last_day - row["day"]).days) for row in self.bought)

    def tenure(self, last_day: date) -> int:
        return max(int((last_day - row["day"]).days) for row in self.bought)

    def profit_of(self, first: date) -> int | None:
        """Since a day; None when a line has no cost, or there is no line."""
        rows = [row for row in self.rows if row["day"] >= first]
        if not rows or any(row["total_cost"] is None for row in rows):
            return None
        return sum(int(row["gross_revenue"] + row["returns_value"] - row["total_cost"]) for row in rows)


def lines_of(books: Books, question: Question) -> list[Row]:
    """Completed lines that pass the filters, each with its local day."""
    rows = books.oracle.local(question.timezone)
    return [row for row in rows if row["status"] == "completed" and all(passes(row, one) for one in question.filters)]


def last_day_of(books: Books, question: Question) -> date:
    last = books.windows(question)["current"].last
    assert not isinstance(last, datetime)
    return last


def buyers_of(rows: Iterable[Row], last_day: date) -> dict[str | None, Buyer]:
    """Everybody with a line up to a day, nobody (None) among them."""
    found: dict[str | None, Buyer] = {}
    for row in rows:
        if row["day"] <= last_day:
            found.setdefault(row["customer"], Buyer(row["customer"])).rows.append(row)
    return found


def classes_of(buyers: dict[str | None, Buyer], last_day: date) -> dict[str, str]:
    """180, 90, 90 days; a fifth of those who bought in the last 365 days."""
    named = [buyer for name, buyer in buyers.items() if name is not None and buyer.bought]
    recent = [buyer for buyer in named if buyer.recency(last_day) < 365]
    since = date.fromordinal(last_day.toordinal() - 364)
    ranked = sorted(recent, key=lambda buyer: (_worst_last(buyer.profit_of(since)), str(buyer.name)))
    best = {buyer.name for buyer in ranked[: math.ceil(Fraction(len(ranked), 5))]}
    return {str(buyer.name): _class_of(buyer, last_day, best) for buyer in named}


def _worst_last(profit: int | None) -> tuple[bool, int]:
    return profit is None, -(profit or 0)


def _class_of(buyer: Buyer, last_day: date, best: set[str | None]) -> str:
    if buyer.recency(last_day) > 180:
        return "Churned"
    if buyer.recency(last_day) > 90:
        return "At-Risk"
    if buyer.tenure(last_day) <= 90:
        return "New"
    return "Premium" if buyer.name in best else "Regular"


def scores_of(buyers: dict[str | None, Buyer]) -> dict[str, tuple[int, int, int]]:
    """Recency, frequency and money of each buyer, by NTILE(5) as counted out by hand."""
    named = [buyer for name, buyer in buyers.items() if name is not None and buyer.bought]
    by_last = _tiles({str(b.name): b.last for b in named})
    by_count = _tiles({str(b.name): b.purchases for b in named})
    by_money = _tiles({str(b.name): b.revenue for b in named})
    return {name: (by_last[name], by_count[name], by_money[name]) for name in by_last}


def _tiles(worth: dict[str, Any]) -> dict[str, int]:
    """Dealt out in order: each of the five tiles gets its share of who is left, rounded up."""
    waiting = sorted(worth, key=lambda name: (worth[name], name))
    dealt: dict[str, int] = {}
    for tile in range(1, 6):
        size = math.ceil(Fraction(len(waiting), 6 - tile))
        dealt.update(dict.fromkeys(waiting[:size], tile))
        waiting = waiting[size:]
    return dealt
