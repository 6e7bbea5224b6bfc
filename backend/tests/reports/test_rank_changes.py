"""Places won on the leaderboard: ties, people who are new or gone, filters, searches and pages, by every sort field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from backend.question import DateSpan, Filter
from backend.reports.spec import Arguments, SortOrder
from backend.tests.asking import asking
from backend.tests.reports.ledger import check_envelope
from backend.tests.reports.plans import typed
from backend.tests.reports.shops import HEADER, loaded


@dataclass(frozen=True)
class Sale:
    """Whole shillings and units; `back` is the value returned."""

    day: str
    person: str
    branch: str
    gross: int
    units: int
    cost: int
    back: int = 0

    @property
    def line(self) -> str:
        cells = (f"{self.day} 10:00:00", "Food", "Flour", self.branch, self.person, "Retail", "Flour", "Ann")
        amounts = (self.gross, -self.back, self.units, int(self.back > 0), self.cost, 1, "", "completed")
        return ",".join(map(str, (*cells, *amounts)))


THEN, NOW = "2024-04-10", "2024-05-10"
SALES = (
    # two tie in April and part in May; Cora is new, Dan is gone; asha and Asha are two people
    Sale(THEN, "Asha", "Thika", 500, 5, 100),
    Sale(THEN, "Ben", "Thika", 500, 5, 100),
    Sale(THEN, "Dan", "Thika", 900, 2, 10),
    Sale(THEN, "asha", "Ruiru", 50, 9, 45),
    Sale(THEN, "", "Ruiru", 700, 1, 300, 100),
    Sale(THEN, "Eve", "Ruiru", 0, 0, 0, 40),
    Sale(NOW, "Asha", "Thika", 300, 4, 200),
    Sale(NOW, "Ben", "Thika", 800, 6, 100, 80),
    Sale(NOW, "Ben", "Ruiru", 100, 1, 20),
    Sale(NOW, "Cora", "Thika", 800, 7, 80),
    Sale(NOW, "Cora", "Ruiru", 20, 1, 20),
    Sale(NOW, "asha", "Ruiru", 820, 1, 100),
    Sale(NOW, "", "Ruiru", 10, 1, 5),
    Sale(NOW, "Eve", "Ruiru", 100, 3, 60, 20),
)
RATES = ["SalesPerson,Branch,Rate,From", ",,2%,2024-01-01", "Ben,,10%,2024-05-01", "asha,,7%,2024-01-01"]
MAY = DateSpan(date(2024, 5, 1), date(2024, 5, 31))
FIELDS = ("REVENUE", "PROFIT", "UNITS", "MARGIN", "ORDERS", "RETURN_RATE", "SHARE", "AVERAGE_ORDER_VALUE", "COMMISSION")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ranks")
    cover = [Sale("2024-03-31", "Zed", "Lamu", 0, 0, 0), Sale("2024-05-31", "Zed", "Lamu", 0, 0, 0)]
    path = loaded(folder, [HEADER, *(sale.line for sale in (*SALES, *cover))])
    (folder / "rates.csv").write_text("\n".join(RATES) + "\n")
    typed("rates", folder / "rates.csv", "--data-dir", path)
    return path


def value(sales: Sequence[Sale], field: str) -> Fraction | None:
    """A person's figure by a sort field."""
    gross, back = sum(sale.gross for sale in sales), sum(sale.back for sale in sales)
    net, profit = gross - back, gross - back - sum(sale.cost for sale in sales)
    ratios = {
        "MARGIN": (profit, net),
        "RETURN_RATE": (back, gross),
        "AVERAGE_ORDER_VALUE": (net, len(sales)),
        "SHARE": (net, 1),
    }
    if field in ratios:
        top, bottom = ratios[field]
        return Fraction(top, bottom) if bottom else None
    if field == "COMMISSION":
        return commission(sales)
    whole = {"REVENUE": net, "PROFIT": profit, "UNITS": sum(sale.units for sale in sales), "ORDERS": len(sales)}
    return Fraction(whole[field])


def commission(sales: Sequence[Sale]) -> Fraction | None:
    if not sales[0].person:
        return None
    rates = {"Ben": {NOW: 10}, "asha": {NOW: 7, THEN: 7}}
    return sum((Fraction((s.gross - s.back) * rates.get(s.person, {}).get(s.day, 2), 100) for s in sales), Fraction())


def places(sales: Iterable[Sale], field: str, order: SortOrder) -> dict[str | None, int]:
    by_person: dict[str, list[Sale]] = {}
    for sale in sales:
        by_person.setdefault(sale.person, []).append(sale)
    found = {person: value(own, field) for person, own in by_person.items()}
    sign = -1 if order is SortOrder.DESC else 1

    def key(person: str) -> tuple[Any, ...]:
        figure = found[person]
        return (figure is None, sign * (figure or 0), not person, person)

    return {person or None: place for place, person in enumerate(sorted(found, key=key), 1)}


def zeros(day: str) -> Sale:
    return Sale(day, "Zed", "Lamu", 0, 0, 0)


@pytest.mark.parametrize("order", [SortOrder.DESC, SortOrder.ASC])
@pytest.mark.parametrize("branches", [None, ("Thika",), ("Ruiru",)])
@pytest.mark.parametrize("field", FIELDS)
async def test_places_won(store: Path, field: str, branches: tuple[str, ...] | None, order: SortOrder) -> None:
    kept = [sale for sale in (*SALES, zeros(THEN), zeros(NOW)) if branches is None or sale.branch in branches]
    then = places((sale for sale in kept if sale.day == THEN), field, order)
    now = places((sale for sale in kept if sale.day == NOW), field, order)
    filters = () if branches is None else (Filter("branch", branches),)
    arguments = Arguments(span=MAY, sort_by=field, order=order, filters=filters)
    report = "salespersonLeaderboard"
    async with asking(store) as asker:
        envelope = await asker.envelope(report, arguments)
        pages = [await asker.data(report, replace(arguments, limit=limit)) for limit in (1, 3)]
        found = await asker.data(report, replace(arguments, search="ASHA"))
    check_envelope(envelope)
    rows = envelope["data"]
    assert [(row["salesperson"], row["rank"]) for row in rows] == list(now.items())
    expected = {name: then[name] - place if name in then else None for name, place in now.items()}
    assert {row["salesperson"]: row["rankChange"] for row in rows} == expected
    for row in rows:
        codes = [null["code"] for null in row["nulls"] if null["field"] == "rankChange"]
        assert codes == ([] if row["salesperson"] in then else ["ZERO_BASE"])
    assert pages == [rows[:1], rows[:3]]
    assert found == [row for row in rows if (row["salesperson"] or "").lower() == "asha"]


async def test_growth_has_no_places_then(store: Path) -> None:
    async with asking(store) as asker:
        rows = await asker.data("salespersonLeaderboard", Arguments(span=MAY, sort_by="GROWTH"))
    assert {row["rankChange"] for row in rows} == {None}
    assert {null["code"] for row in rows for null in row["nulls"] if null["field"] == "rankChange"} == {"NO_BASE"}


async def test_without_a_comparison_nobody_moves(store: Path) -> None:
    async with asking(store) as asker:
        rows = await asker.data("salespersonLeaderboard", Arguments(span=MAY, compare=()))
    assert {row["rankChange"] for row in rows} == {None}
    assert {null["code"] for row in rows for null in row["nulls"] if null["field"] == "rankChange"} == {"NOT_COMPARED"}
