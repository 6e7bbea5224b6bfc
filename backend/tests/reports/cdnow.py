"""CDNOW's purchases as a sales file, and histories as the papers count them, in plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "fixtures" / "cdnow" / "cdnow_sample.txt"
AS_OF = date(1997, 9, 30)


@dataclass(frozen=True)
class Bought:
    customer: str
    day: date
    cds: int
    dollars: Decimal


@dataclass(frozen=True)
class Life:
    """Days with a purchase, first and last of them, and what all purchases brought."""

    days: int
    first: date
    last: date
    dollars: Decimal

    @property
    def recency(self) -> float:
        return (self.last - self.first).days / 7

    @property
    def age(self) -> float:
        return (AS_OF - self.first).days / 7


def purchases(customers: int | None = None) -> list[Bought]:
    """Of the first 39 weeks, of all customers or of the first so many."""
    rows = [line.split() for line in SAMPLE.read_text(encoding="ascii").splitlines()]
    found = [
        Bought(f"C{number}", date.fromisoformat(day), int(cds), Decimal(sum_)) for _, number, day, cds, sum_ in rows
    ]
    return [one for one in found if one.day <= AS_OF and (customers is None or int(one.customer[1:]) <= customers)]


def as_file(bought: list[Bought], value: str) -> list[str]:
    """A sales file whose revenue is `dollars`, or `cds`: then also the eight free orders are purchases."""
    rows = [f"{one.day},{one.customer},{one.cds},{getattr(one, value)}" for one in bought]
    return ["date,customer,quantity,revenue", *rows]


def lives(bought: list[Bought]) -> dict[str, Life]:
    """Of customers who ever paid; days on which nothing was paid do not count."""
    found: dict[str, Life] = {}
    for customer in sorted({one.customer for one in bought}):
        own = [one for one in bought if one.customer == customer]
        days = {one.day for one in own if one.dollars > 0}
        if days:
            found[customer] = Life(len(days), min(days), max(days), sum((one.dollars for one in own), Decimal(0)))
    return found
