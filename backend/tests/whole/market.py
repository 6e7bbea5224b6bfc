"""Sales of three branches that have nothing in common but products and days, as a file; and who may see which of them.

In: a seed. Out: rows under the headers of the sample, policies with the rows that they permit, and for each policy the
canaries: names that stand in no permitted row, so that one of them in an answer is a leak.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from backend.access.policy import RowPolicy
from backend.question import Filter

Row = dict[str, str]
REGIONS = {"Arabuko": "Uplands", "Bogoria": "Uplands", "Cherangani": "Seaside"}
FIRST, LAST = date(2023, 11, 1), date(2024, 12, 31)
"""Days of the file, on which every scope has a line; not every branch completed one on the last."""
UNFINISHED = "Arabuko"
GOODS = {"Tools": ("Hammer", "Chisel", "Spanner"), "Paints": ("Primer", "Varnish"), "Timber": ("Plank", "Beam")}
CHANNELS = ("kiosk", "courier")
ACCOUNTS = ("Retailers", "Wholesalers")
NAMES = {
    "branch": "Branch",
    "region": "Region",
    "channel": "Channel",
    "salesperson": "SalesPerson",
    "customer": "CardName",
    "productLine": "ProductLine",
    "itemGroup": "ItemGroup",
    "product": "ItemName",
    "account": "AcctName",
}
"""Dimensions to the headers of the file."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Who may see what: the rules, and the same rules told of a row of the file.

    `targets` are dimension and members of the targets that are of permitted lines alone.
    """

    name: str
    policy: RowPolicy
    sees: Callable[[Row], bool]
    targets: tuple[str, frozenset[str]] = ("", frozenset())


SCOPES = (
    Scope(
        "one branch",
        RowPolicy((Filter("branch", ("Arabuko",)),)),
        lambda row: row["Branch"] == "Arabuko",
        ("branch", frozenset({"Arabuko"})),
    ),
    Scope(
        "all branches but one",
        RowPolicy((Filter("branch", excluded=("Bogoria",)),)),
        lambda row: row["Branch"] != "Bogoria",
        ("branch", frozenset({"Arabuko", "Cherangani"})),
    ),
    Scope(
        "one product line",
        RowPolicy((Filter("product_line", ("Tools",)),)),
        lambda row: row["ProductLine"] == "Tools",
        ("product_line", frozenset({"Tools"})),
    ),
    Scope(
        "one person",
        RowPolicy((Filter("salesperson", ("Seller Bogoria 1",)),)),
        lambda row: row["SalesPerson"] == "Seller Bogoria 1",
        ("salesperson", frozenset({"Seller Bogoria 1"})),
    ),
    Scope(
        "the kiosks of a region",
        RowPolicy((Filter("region", ("Seaside",)), Filter("channel", ("kiosk",)))),
        lambda row: (row["Region"], row["Channel"]) == ("Seaside", "kiosk"),
    ),
)


RATES: list[Row] = [
    {"salesperson": person, "product_line": line, "branch": branch, "rate": rate, "effective_from": day}
    for person, line, branch, rate, day in (
        ("", "", "", "0.02", "2023-01-01"),
        ("", "", "Bogoria", "0.05", "2023-01-01"),
        ("Seller Arabuko 1", "", "", "0.03", "2024-03-01"),
        ("", "Paints", "", "0.01", "2024-06-15"),
    )
]
"""Commission, of whoever sells in whichever branch."""


def some_targets(kept: tuple[str, frozenset[str]] | None = None) -> list[Row]:
    """A target for each member and month; only those kept, when a scope says so."""
    members = {
        "branch": tuple(REGIONS),
        "product_line": tuple(GOODS),
        "salesperson": tuple(f"Seller {branch} {number}" for branch in REGIONS for number in (1, 2, 3)),
    }
    return [
        {
            "month": f"2024-{month:02}",
            **dict.fromkeys(members, ""),
            dimension: name,
            "target": f"{1000 * month + place}",
        }
        for dimension, names in members.items()
        for place, name in enumerate(names)
        for month in range(1, 13)
        if kept is None or (dimension == kept[0] and name in kept[1])
    ]


def some_rows(seed: int, orders: int) -> list[Row]:
    """Orders of each branch over its days. Its first and its last order are such that every scope sees them."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for branch in REGIONS:
        days = [FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)) for _ in range(orders)]
        for number, day in enumerate([FIRST, *sorted(days), LAST]):
            is_edge = number in {0, orders + 1}
            rows.extend(_order(chance, branch, (day, f"{branch[:3]}-{number:04}"), is_edge=is_edge))
    return rows


def _order(chance: random.Random, branch: str, of: tuple[date, str], *, is_edge: bool) -> Iterable[Row]:
    day, number = of
    moment = datetime.combine(day, datetime.min.time()) + timedelta(minutes=chance.randrange(480, 1200))
    shared = {
        "__time": f"{moment:%Y-%m-%d %H:%M:%S}",
        "Branch": branch,
        "Region": REGIONS[branch],
        "SalesPerson": f"Seller {branch} {1 if is_edge else chance.randint(1, 3)}",
        "AcctName": chance.choice(ACCOUNTS),
        "CardName": f"Buyer {branch} {chance.randint(1, 14):02}" if is_edge or chance.random() < 0.9 else "",
        "OrderId": number,
        "Channel": "kiosk" if is_edge else chance.choice(CHANNELS),
        "Status": "cancelled" if chance.random() < 0.1 or (branch, day) == (UNFINISHED, LAST) else "completed",
    }
    for index in range(chance.randint(1, 4)):
        yield {**shared, **_line(chance, "Tools" if is_edge or index == 0 else chance.choice(list(GOODS)))}


def _line(chance: random.Random, line: str) -> Row:
    item = chance.choice(GOODS[line])
    units, price = chance.randint(1, 9), chance.randint(100, 90_000)
    is_return = chance.random() < 0.08
    return {
        "ProductLine": line,
        "ItemGroup": f"{line} {item[:1]}",
        "ItemName": item,
        "grossRevenue": f"{units * price / 100:.2f}",
        "returnsValue": f"{-price / 100:.2f}" if is_return else "0.00",
        "unitsSold": str(units),
        "unitsReturned": "1" if is_return else "0",
        "totalCost": f"{units * price * 0.7 / 100:.2f}" if chance.random() < 0.95 else "",
        "lineItemCount": "1",
    }


def write_rows(path: Path, rows: Iterable[Row]) -> Path:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return path


def members_of(rows: Iterable[Row]) -> Mapping[str, tuple[str, ...]]:
    """The members of each dimension that some row names."""
    listed = list(rows)
    return {name: tuple(sorted({row[header] for row in listed} - {""})) for name, header in NAMES.items()}


def canaries(rows: Iterable[Row], scope: Scope) -> frozenset[str]:
    """Names that no permitted row holds, and that are no part of one that it does."""
    listed = list(rows)
    seen = {name for names in members_of(row for row in listed if scope.sees(row)).values() for name in names}
    every = {name for names in members_of(listed).values() for name in names}
    return frozenset(name for name in every - seen if not any(name in other for other in seen))
