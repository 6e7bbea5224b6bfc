"""What a golden store must answer, in plain Python over its sale lines; nothing of the product is used.

In: the `sales.csv` of a golden store. Out: the totals and lists that its `expected.json` keeps, money as text with two
decimals. Only completed lines count; an order is a number within a branch, a line without one is its own order.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

Line = dict[str, str]
LISTS = {"productLines": "ProductLine", "branchPerformance": "Branch", "salespersonLeaderboard": "SalesPerson"}


def golden_answers(path: Path) -> dict[str, Any]:
    """Totals of everything, and of every member of three dimensions (the missing member under "")."""
    with path.open(newline="", encoding="utf-8") as file:
        numbered = [{**line, "n": str(n)} for n, line in enumerate(csv.DictReader(file))]
    lines = [line for line in numbered if line["Status"] == "completed"]
    lists = {
        report: {member: _totals([line for line in lines if line[header] == member]) for member in _set(lines, header)}
        for report, header in LISTS.items()
    }
    months = {month: _totals([line for line in lines if line["__time"][:7] == month]) for month in _months(lines)}
    return {"stored": len(numbered), "overview": _totals(lines), "months": months, **lists}


def _set(lines: Iterable[Line], header: str) -> list[str]:
    return sorted({line[header] for line in lines})


def _months(lines: Iterable[Line]) -> list[str]:
    return sorted({line["__time"][:7] for line in lines})


def _totals(lines: list[Line]) -> dict[str, Any]:
    gross, returned = _sum(lines, "grossRevenue"), _sum(lines, "returnsValue")
    cost = None if any(not line["totalCost"] for line in lines) else _sum(lines, "totalCost")
    return {
        "revenue": _money(gross + returned),
        "grossRevenue": _money(gross),
        "profit": None if cost is None else _money(gross + returned - cost),
        "unitsSold": int(_sum(lines, "unitsSold")),
        "orders": len({(line["Branch"], line["Order Id"]) if line["Order Id"] else line["n"] for line in lines}),
        "customers": len({line["CardName"] for line in lines if line["CardName"]}),
        "lines": len(lines),
    }


def _sum(lines: Iterable[Line], header: str) -> Decimal:
    return sum((Decimal(line[header] or "0") for line in lines), Decimal(0))


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"
