"""Pairs as plain Python counts them: random ledgers of orders, and what basketPairs should say of a window.

A basket is the completed lines of one order in one month, branch and region. Orders are numbered a branch.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

BUSINESS = ZoneInfo("Africa/Nairobi")
HEADER = ("__time", "ItemName", "Branch", "Region", "OrderId", "Status", "grossRevenue", "returnsValue", "CardName")
PRODUCTS = ("Tea", "tea", "Milk", "Salt", "Sugar", "Ünder", "\U0001f375 cup", "\uff21 soap", "Flour", "Rice")
PLACES = (("Nairobi", "Central"), ("Thika", "Central"), ("Lamu", "Coast"), (None, None))
FIRST, DAYS = date(2024, 1, 6), 110


@dataclass(frozen=True, slots=True)
class Line:
    moment: datetime
    product: str | None
    branch: str | None
    region: str | None
    order_id: str | None
    status: str = "completed"
    gross: int = 100

    @property
    def order(self) -> object:
        """Lines without an order id are orders of their own."""
        return id(self) if self.order_id is None else (self.branch, self.order_id)

    @property
    def month(self) -> str:
        return self.moment.astimezone(BUSINESS).strftime("%Y-%m")


def ledger(seed: int, orders: int = 260) -> list[Line]:
    """Orders of one to six lines, some across midnights and month ends, some with lines in two regions."""
    chance = random.Random(seed)
    lines = [line for number in range(orders) for line in _order(chance, number % (orders - 30))]
    big = datetime(2024, 2, 14, 9, tzinfo=BUSINESS)
    many = [Line(big, f"B{n:02}", "Thika", "Central", "big") for n in range(51)]
    full = [Line(big, f"B{n:02}", "Thika", "Central", "full") for n in range(50)]
    return sorted([*lines, *many, *full], key=lambda line: line.moment)


def _order(chance: random.Random, number: int) -> list[Line]:
    day = FIRST + timedelta(days=min(int(chance.triangular(0, DAYS, DAYS * 0.7)), DAYS - 1))
    hour, minute = chance.choice(((23, 58), (9, 30), (14, 5), (0, 0)))
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BUSINESS)
    if chance.random() < 0.05:
        start = datetime(2024, chance.choice((2, 3, 4)), 1, tzinfo=BUSINESS) - timedelta(minutes=1)
    branch, region = chance.choice(PLACES)
    order_id = None if chance.random() < 0.1 else f"O{number}"
    status = chance.choice(("completed",) * 8 + ("pending", "cancelled"))
    return [
        Line(
            start + timedelta(minutes=chance.choice((0, 0, 1, 3)) * index),
            chance.choice((None, *PRODUCTS)),
            branch,
            "Coast" if chance.random() < 0.02 else region,
            order_id,
            "cancelled" if chance.random() < 0.05 else status,
            chance.choice((100, 0)),
        )
        for index in range(chance.choice((1, 2, 2, 3, 6)))
    ]


def write(lines: Iterable[Line], path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(HEADER)
        for line in lines:
            local = line.moment.astimezone(BUSINESS).strftime("%Y-%m-%d %H:%M:%S")
            texts = (line.product, line.branch, line.region, line.order_id)
            money = (f"{line.gross}.00", "0" if line.gross else "-20.00")
            rows.writerow([local, *(text or "" for text in texts), line.status, *money, "Wanjiru"])
    return path


@dataclass(frozen=True, slots=True)
class Market:
    """The completed lines of a window and some places, counted."""

    lines: tuple[Line, ...]

    @classmethod
    def of(cls, lines: Iterable[Line], window: tuple[datetime, datetime], keep: Callable[[Line], bool]) -> Market:
        start, end = window
        inside = (line for line in lines if line.status == "completed" and start <= line.moment < end)
        return cls(tuple(line for line in inside if keep(line)))

    def baskets(self) -> dict[object, set[str]]:
        found: defaultdict[object, set[str]] = defaultdict(set)
        for line in self.lines:
            if line.product is not None:
                found[line.month, line.order, line.branch, line.region].add(line.product)
        return found

    def pairs(self) -> Counter[tuple[str, str]]:
        sizes = (products for products in self.baskets().values() if len(products) <= 50)
        return Counter(pair for products in sizes for pair in combinations(sorted(products), 2))

    def orders(self) -> int:
        return len({line.order for line in self.lines})

    def orders_by_product(self) -> dict[str | None, int]:
        found: defaultdict[str | None, set[object]] = defaultdict(set)
        for line in self.lines:
            found[line.product].add(line.order)
        return {product: len(orders) for product, orders in found.items()}

    def rows(self, floor: int, chosen: frozenset[str] | None, search: str = "") -> list[dict[str, Any]]:
        """Every pair at or above the floor, in no particular order."""
        found, whole, single = [], self.orders(), self.orders_by_product()
        for (a, b), both in self.pairs().items():
            if both < floor or (chosen is not None and not chosen & {a, b}):
                continue
            first, second = (b, a) if chosen == frozenset((b,)) else (a, b)
            if search.lower() in first.lower() or search.lower() in second.lower():
                found.append(_row((first, second), both, whole, (single[first], single[second])))
        return found


def _row(pair: tuple[str, str], both: int, whole: int, single: tuple[int, int]) -> dict[str, Any]:
    of_a, of_b = single
    return {
        "productA": pair[0],
        "productB": pair[1],
        "orders": both,
        "support": float(Fraction(both, whole)),
        "confidence": float(Fraction(both, of_a)),
        "confidenceBack": float(Fraction(both, of_b)),
        "lift": float(Fraction(both * whole, of_a * of_b)),
        "nulls": [],
    }


def in_order(rows: list[dict[str, Any]], field: str, *, rising: bool) -> list[dict[str, Any]]:
    sign = 1 if rising else -1
    return sorted(rows, key=lambda row: (sign * row[field], row["productA"], row["productB"]))


def moment(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
