"""The lists the sample draws from: who sells, who buys and what is sold, by branch and month, each with a weight.

In: dice, branches and the sample's months; out: `Choices` keyed by branch and month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from ingestion.seed.chance import Choices, Dice, make_choices
from ingestion.seed.company import (
    ACCOUNTS,
    BRANCHES,
    LINES,
    PRODUCTS,
    SALESPEOPLE,
    STEMS,
    WALK_IN,
    Account,
    Branch,
    Month,
    Product,
)
from ingestion.seed.season import HOURS, weigh_line, weigh_product

_WALK_IN_PERCENT = 36
_STAY_PERCENT, _LATE_PERCENT = 72, 30


@dataclass(frozen=True, slots=True)
class Ledger:
    """`people` and `customers` are keyed by branch and month of the sample, `goods` by branch and month of the year."""

    months: tuple[Month, ...]
    people: Choices
    customers: Choices
    goods: Choices
    hours: Choices
    prices: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Customer:
    name: str
    account: Account
    weight: int
    first: int
    last: int


def make_ledger(dice: Dice, start: date, end: date) -> Ledger:
    """Everything that can be drawn between two days."""
    months = _months(start, end)
    return Ledger(months, _people(months), _customers(dice, len(months)), _goods(), _hours(), _prices(months))


def _months(start: date, end: date) -> tuple[Month, ...]:
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return tuple((count // 12, count % 12 + 1) for count in range(first, last + 1))


def _people(months: tuple[Month, ...]) -> Choices:
    """Salespeople join on the first day of a month and leave after the last."""
    weights: list[list[int]] = []
    members: list[dict[str, object]] = []
    for branch in BRANCHES:
        for month in months:
            team = [
                p for p in SALESPEOPLE if p.branch == branch.code and (p.joined or month) <= month <= (p.left or month)
            ]
            weights.append([person.weight for person in team])
            members.extend({"salesperson": person.name, "generosity": person.generosity} for person in team)
    return make_choices(weights, pl.DataFrame(members, schema={"salesperson": pl.String, "generosity": pl.Int64}))


def _customers(dice: Dice, months: int) -> Choices:
    weights: list[list[int]] = []
    members: list[tuple[str | None, str, int, int]] = []
    for branch in BRANCHES:
        known = _customers_of(dice, branch, months)
        for month in range(months):
            active = [customer for customer in known if customer.first <= month <= customer.last]
            parts = [customer.weight for customer in active]
            weights.append([sum(parts) * _WALK_IN_PERCENT // (100 - _WALK_IN_PERCENT), *parts])
            members.append((None, WALK_IN.name, WALK_IN.multiple, WALK_IN.discount))
            members.extend((c.name, c.account.name, c.account.multiple, c.account.discount) for c in active)
    schema = {"customer": pl.String, "account": pl.String, "multiple": pl.Int64, "discount": pl.Int64}
    return make_choices(weights, pl.DataFrame(members, schema=schema, orient="row"))


def _customers_of(dice: Dice, branch: Branch, months: int) -> list[_Customer]:
    """A branch's customers over the whole sample: a few large ones, some that come late, some that are lost."""
    kinds = [(account, kind) for account in ACCOUNTS for kind in account.kinds]
    made: list[_Customer] = []
    for rank in range(40 + branch.size // 2):
        stem = STEMS[(rank + branch.size) % len(STEMS)]
        account, kind = kinds[(rank // len(STEMS) * 3 + rank) % len(kinds)]
        first, last = _stay(dice, branch.size * 1000 + rank, months) if rank else (0, months - 1)
        made.append(_Customer(f"{stem} {kind} {branch.name}", account, 1_000_000 // (rank + 2), first, last))
    return made


def _stay(dice: Dice, customer: int, months: int) -> tuple[int, int]:
    """First and last month of a customer."""
    is_late = dice.number("late", customer, 100) < _LATE_PERCENT
    first = dice.number("first month", customer, months) if is_late else 0
    if dice.number("stay", customer, 100) < _STAY_PERCENT:
        return first, months - 1
    return first, first + dice.number("last month", customer, months - first)


def _goods() -> Choices:
    ranks = [_rank(product) for product in PRODUCTS]
    weights = [
        [
            weigh_product(place, product.line, rank)
            * branch.tastes[LINES.index(product.line)]
            * weigh_line(product.line, month)
            for product, rank in zip(PRODUCTS, ranks, strict=True)
        ]
        for place, branch in enumerate(BRANCHES)
        for month in range(1, 13)
    ]
    return make_choices(weights, pl.DataFrame({"item": list(range(len(PRODUCTS))) * len(weights)}))


def _rank(product: Product) -> int:
    """Rank inside the line, the best sellers of every group first."""
    groups = list(dict.fromkeys(p.group for p in PRODUCTS if p.line == product.line))
    inside = [p for p in PRODUCTS if p.group == product.group].index(product)
    return inside * len(groups) + groups.index(product.group)


def _hours() -> Choices:
    return make_choices(HOURS, pl.DataFrame({"hour": list(range(24)) * len(HOURS)}, schema={"hour": pl.Int64}))


def _prices(months: tuple[Month, ...]) -> pl.DataFrame:
    """Price and cost in cents by month and product: prices rise every January, costs every quarter."""
    first = months[0][0]
    rows: list[tuple[int, int]] = []
    for year, month in months:
        quarters = (year - first) * 4 + (month - 1) // 3
        for product in PRODUCTS:
            price = product.price * (100 + 6 * (year - first)) // 100 * 100
            cost = product.price * (1000 - product.margin) * (1000 + 13 * quarters) // 10_000
            rows.append((price, cost))
    return pl.DataFrame(rows, schema={"price": pl.Int64, "cost": pl.Int64}, orient="row")
