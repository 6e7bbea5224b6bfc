"""What a store should answer after each load, in plain Python: the oracle of the history checker.

In: sale lines and the loads that bring them. Out: the file of a load, the lines a store holds after it, and the
`Facts` that every answer over those lines must equal. Nothing of the product is used.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HEADER = "__time,ProductLine,Branch,SalesPerson,ItemName,grossRevenue,unitsSold,totalCost\n"
FIRST = date(2024, 1, 1)
DAYS = 45
LINES = ("Building", "Farm Inputs", "Solar")
BRANCHES = ("Nairobi", "Kisumu", "Thika")


@dataclass(frozen=True, slots=True)
class Line:
    """One sale; money in cents."""

    day: str
    product_line: str
    branch: str
    gross: int
    units: int
    cost: int


@dataclass(frozen=True, slots=True)
class Load:
    """One file. `fault` makes its loader die at a point, `kill_after` at an instant (seconds), known to nobody."""

    name: str
    lines: tuple[Line, ...]
    replaces: bool = False
    fault: str | None = None
    kill_after: float | None = None

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        path.write_text(HEADER + "".join(map(_text, self.lines)), encoding="utf-8")
        return path


def _text(line: Line) -> str:
    money = (f"{amount // 100}.{amount % 100:02}" for amount in (line.gross, line.cost))
    gross, cost = money
    return f"{line.day} 10:30:00,{line.product_line},{line.branch},Asha,Item,{gross},{line.units},{cost}\n"


def some_loads(seed: int, count: int) -> list[Load]:
    """`count` loads that overlap in days, most append, each fifth replaces; and three more whose loaders die.

    One dies just before its version is visible, one just after, one at any instant.
    """
    chance = random.Random(seed)
    loads = [Load(f"load-{n:03}.csv", _some_lines(chance), n % 5 == 3) for n in range(count)]
    dying = (
        Load("dies-early.csv", _some_lines(chance), fault="kill@manifest.sync"),
        Load("dies-late.csv", _some_lines(chance), fault="kill@manifest.rename"),
        Load("dies-somewhere.csv", _some_lines(chance), kill_after=chance.uniform(0.5, 4)),
    )
    for place, load in zip((count // 4, count // 2, count * 3 // 4), dying, strict=True):
        loads.insert(place, load)
    return loads


def _some_lines(chance: random.Random) -> tuple[Line, ...]:
    return tuple(
        Line(
            (FIRST + timedelta(days=chance.randrange(DAYS))).isoformat(),
            chance.choice(LINES),
            chance.choice(BRANCHES),
            chance.randrange(100, 9_000_000),
            chance.randrange(1, 20),
            chance.randrange(100, 5_000_000),
        )
        for _ in range(chance.randrange(20, 60))
    )


def after(held: tuple[Line, ...], load: Load) -> tuple[Line, ...]:
    """What the store holds once a load is published: a replace takes out the file's days of the file's branches."""
    days, branches = ({line.day for line in load.lines}, {line.branch for line in load.lines})
    gone = [line for line in held if load.replaces and line.day in days and line.branch in branches]
    return (*(line for line in held if line not in gone), *load.lines)


Facts = Mapping[str, object]
"""By the name of a question: the plain value that its answer must have."""


def facts_of(held: Iterable[Line]) -> Facts:
    """Every question's right answer, money in 1/10 000."""
    lines = tuple(held)
    by_line: dict[str, Counter[str]] = {}
    branches: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for line in lines:
        row = by_line.setdefault(line.product_line, Counter())
        row.update(revenue=line.gross * 100, profit=(line.gross - line.cost) * 100, units=line.units)
        branches[line.branch] += line.gross * 100
        months[line.day[:7]] += line.gross * 100
    whole = Counter[str]()
    for row in by_line.values():
        whole.update(row)
    return {
        "overview": (whole["revenue"], whole["profit"], whole["units"], len(lines)),
        "productLines": {name: (row["revenue"], row["profit"], row["units"]) for name, row in by_line.items()},
        "totals": (whole["revenue"], whole["profit"], whole["units"]),
        "branches": dict(branches),
        "months": {month: value for month, value in months.items() if value},
        "storedLines": len(lines),
    }
