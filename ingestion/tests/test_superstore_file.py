"""The Superstore sample is the file its origin note describes, and the example mapping speaks of all its columns.

The figures are recomputed in plain decimals; every other test of this file may rely on them.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data"
EXAMPLE = Path(__file__).parents[1] / "examples" / "superstore.yaml"
FIGURES = {
    "sales": Decimal("2297200.8603"),
    "profit": Decimal("286397.0217"),
    "units": 37_873,
    "orders": 5_009,
    "customers": 793,
    "lines": 9_994,
}


def read_lines() -> list[dict[str, str]]:
    with (DATA / "superstore.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_figures() -> None:
    lines = read_lines()
    counted = {
        "sales": sum(Decimal(line["Sales"]) for line in lines),
        "profit": sum(Decimal(line["Profit"]) for line in lines),
        "units": sum(int(line["Quantity"]) for line in lines),
        "orders": len({line["Order ID"] for line in lines}),
        "customers": len({line["Customer ID"] for line in lines}),
        "lines": len(lines),
    }
    assert counted == FIGURES


def test_origin_note_tells_the_figures() -> None:
    note = (DATA / "ORIGIN.md").read_text(encoding="utf-8").replace(",", "")
    assert all(str(figure) in note for figure in FIGURES.values())


def test_cost_fits_four_decimals() -> None:
    """So that cost as sales less profit needs no rounding."""
    costs = [Decimal(line["Sales"]) - Decimal(line["Profit"]) for line in read_lines()]
    assert all(cost == cost.quantize(Decimal("0.0001")) for cost in costs)
    assert sum(costs) == Decimal("2010803.8386")


def test_example_mapping_accounts_for_every_header() -> None:
    example = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    used: set[str] = set()
    for origin in example["columns"].values():
        parts = {"header": origin} if isinstance(origin, str) else origin
        used |= {parts["header"]} if "header" in parts else set(re.split(r"\s+-\s+", parts["expression"]))
    headers = set(read_lines()[0])
    assert used | set(example["ignore"]) == headers
    assert not used & set(example["ignore"])
