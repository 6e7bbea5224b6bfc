"""branchProductHeatmap against the lines: every pair of members, margins, shares, growth, nulls."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from backend.question import Filter, Period
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import asking
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.ledger import COMMON, Books, Figures, assert_row, check_envelope, growth
from backend.tests.reports.shops import bare_shop, full_shop
from backend.tests.reports.test_report_trends import EMPTY, MEASURES

REPORT = "branchProductHeatmap"
SUMS = (Metric.REVENUE, Metric.PROFIT, Metric.UNITS)
Key = tuple[Any, ...]
BY: tuple[tuple[str, ...], ...] = (("branch", "product_line"), ("branch",), ("product_line",), ())


def by_name(members: set[Any]) -> list[Any]:
    return sorted(members, key=lambda name: (name is None, name or ""))


def cell_of(figures: Figures, then: Figures | None, total: Figures, metric: Metric) -> Figures:
    """Value, share and growth, where there is a base."""
    value, whole = figures[MEASURES[metric]], total[MEASURES[metric]]
    has_share = metric in SUMS and value is not None and whole
    return {
        "value": value,
        "share": Fraction(value) / Fraction(whole) if has_share else None,
        "growthRate": growth(figures["net_revenue"], None if then is None else then["net_revenue"]),
    }


@pytest.mark.parametrize("metric", Metric)
async def test_cells_and_margins_equal_the_ledger(books: Books, metric: Metric) -> None:
    chance = random.Random(f"heat {metric}")
    async with asking(books.path) as asker:
        for _ in range(3):
            arguments = replace(some_arguments(chance, books), metric=metric)
            envelope = await asker.envelope(REPORT, arguments)
            check_envelope(envelope)
            question = question_of(arguments, ("branch", "product_line"))
            now: dict[tuple[str, ...], Mapping[Key, Figures]] = {}
            then: dict[tuple[str, ...], Mapping[Key, Figures]] = {}
            for by in BY:
                windows = books.figures(replace(question, dimensions=by))
                now[by], then[by] = windows["current"], windows.get("comparison[0]", {})
            total = now[()][()]
            branches, lines = (by_name({key[place] for key in now["branch", "product_line"]}) for place in (0, 1))
            assert [(row["branch"], row["productLine"]) for row in envelope["data"]] == [
                (branch, line) for branch in branches for line in lines
            ]
            code = books.no_base(question, branches_of(arguments))
            unfit = {name: code or books.no_base(question, {name}) for name in branches}
            extra = envelope["metadata"]["extra"]
            margins = [(BY[1], extra["branches"]), (BY[2], extra["productLines"])]
            tables: list[tuple[tuple[str, ...], Any]] = [(BY[0], envelope["data"]), *margins]
            for by, rows in tables:
                names = ["branch" if one == "branch" else "productLine" for one in by]
                for row in rows:
                    key = tuple(row[name] for name in names)
                    expected = cell_of(now[by].get(key, EMPTY), then[by].get(key), total, metric)
                    if code or ("branch" in by and unfit[row["branch"]]):
                        expected["growthRate"] = None
                    assert_row(row, expected, (arguments, by))


@pytest.mark.parametrize("metric", SUMS)
async def test_sums_of_cells_are_the_margins(books: Books, metric: Metric) -> None:
    """Where every cost is known the table adds up both ways and to the totals, to the last digit."""
    costed = (Filter("branch", ("Thika", "Ruiru")),)
    arguments = Arguments(period=Period.ALL, compare=(), metric=metric, filters=costed)
    async with asking(books.path) as asker:
        envelope = await asker.envelope(REPORT, arguments)
    extra = envelope["metadata"]["extra"]
    for name, margin in (("branch", extra["branches"]), ("productLine", extra["productLines"])):
        for row in margin:
            cells = [cell["value"] for cell in envelope["data"] if cell[name] == row[name]]
            if None not in cells:
                assert sum(Decimal(repr(value)) for value in cells) == Decimal(repr(row["value"]))
    assert (
        extra["whole"]["value"]
        == envelope["metadata"]["totals"][{"REVENUE": "revenue", "PROFIT": "profit", "UNITS": "unitsSold"}[metric]]
    )


async def test_totals_are_those_of_the_lines(books: Books) -> None:
    arguments = Arguments(period=Period.YEAR, compare=(), metric=Metric.CUSTOMERS)
    total = books.figures(question_of(arguments))["current"][()]
    async with asking(books.path) as asker:
        metadata = (await asker.envelope(REPORT, arguments))["metadata"]
    assert_row(metadata["totals"], {field: total[name] for field, name in COMMON.items()})
    assert metadata["extra"]["whole"]["value"] == total["customers"]


async def test_a_small_shop_by_hand(tmp_path: Path) -> None:
    """Thika sells food, Ruiru home goods, one line has neither branch: what is not sold is 0, margins of it null."""
    async with asking(full_shop(tmp_path)) as asker:
        revenue = await asker.data(REPORT, Arguments(period=Period.ALL, compare=()))
        margin = await asker.envelope(REPORT, Arguments(period=Period.ALL, compare=(), metric=Metric.MARGIN))
    assert [(row["branch"], row["productLine"], row["value"]) for row in revenue] == [
        *(("Ruiru", "Food", 0), ("Ruiru", "Home", -40), ("Thika", "Food", 1000), ("Thika", "Home", 0)),
        *((None, "Food", 10.5), (None, "Home", 0)),
    ]
    check_envelope(margin)
    codes = {(row["branch"], row["productLine"]): row["nulls"] for row in margin["data"]}
    assert codes["Ruiru", "Food"] == [{"field": "value", "code": "ZERO_DENOMINATOR"}]
    assert codes["Thika", "Food"] == [{"field": "value", "code": "COST_MISSING"}]
    assert {"field": "share", "code": "NOT_ADDITIVE"} in margin["metadata"]["nulls"]


async def test_what_was_never_loaded_is_refused(tmp_path: Path) -> None:
    async with asking(bare_shop(tmp_path)) as asker:
        lines = await asker.envelope(REPORT, Arguments(period=Period.ALL))
    assert lines["error"]["code"] == "DIMENSION_NOT_LOADED"
