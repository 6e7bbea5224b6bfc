"""changeDrivers over troubled stores: both splits add up to the change that the lines show, member by member."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backend.question import Comparison, ComparisonKind, Period
from backend.reports.effects import Kind
from backend.reports.spec import Arguments, Metric
from backend.tests.asking import asking
from backend.tests.reports.asks import branches_of, question_of, some_arguments
from backend.tests.reports.ledger import Books, check_envelope, is_same
from backend.tests.reports.shops import bare_shop, full_shop, loaded

MEASURES = {Metric.REVENUE: "net_revenue", Metric.PROFIT: "gross_profit", Metric.UNITS: "units_sold"}
DIMENSIONS = (None, "product", "product_line", "branch", "salesperson", "customer", "account", "region", "channel")
ROUNDS = 60


def decimals(values: list[Any]) -> Decimal:
    return sum((Decimal(repr(value)) for value in values), Decimal())


async def test_both_splits_are_the_change_of_the_lines(books: Books) -> None:
    chance = random.Random(16)
    known = 0
    async with asking(books.path) as asker:
        for _ in range(ROUNDS):
            common = some_arguments(chance, books)
            metric, dimension = chance.choice(list(MEASURES)), chance.choice(DIMENSIONS)
            asked = Arguments(
                **{name: getattr(common, name) for name in ("period", "span", "filters", "compare")},
                metric=metric,
                dimension=dimension,
                limit=chance.choice((None, 1, 3, 50)),
            )
            envelope = await asker.envelope("changeDrivers", asked)
            check_envelope(envelope)
            known += check(books, asked, envelope)
    assert known > ROUNDS / 4


def check(books: Books, asked: Arguments, envelope: dict[str, Any]) -> bool:
    """Whether there was a change; it and its parts are those of the lines."""
    data, by = envelope["data"], asked.dimension or "product"
    measure = MEASURES[asked.metric or Metric.REVENUE]
    totals = books.figures(question_of(asked))
    code = books.no_base(question_of(asked), branches_of(asked))
    codes = {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}
    if data["change"] is None:
        sides = [figures[()][measure] for name, figures in totals.items() if name in {"current", "comparison[0]"}]
        assert codes["change"] == (code or ("COST_MISSING" if None in sides else "NOT_LOADED"))
        assert data["parts"] == data["members"] == []
        return False
    assert code is None
    now, then = totals["current"][()][measure], totals["comparison[0]"][()][measure]
    assert is_same(data["now"], now)
    assert is_same(data["then"], then)
    assert is_same(data["change"], now - then)
    assert decimals([part["value"] for part in data["parts"]]) == now - then
    check_members(books.figures(question_of(asked, (by,))), data, measure, asked.limit or 50)
    return True


def check_members(groups: dict[str, Any], data: dict[str, Any], measure: str, limit: int) -> None:
    now, then = groups["current"], groups["comparison[0]"]
    members = {key[0] for key in (*now, *then)}
    assert len(data["members"]) == min(limit, len(members))
    assert data["beyond"]["members"] == len(members) - len(data["members"])
    moved = [row["value"] for row in data["members"]]
    assert decimals([*moved, data["beyond"]["value"]]) == Decimal(repr(data["change"]))
    assert moved == sorted(moved, key=abs, reverse=True)
    for row in data["members"]:
        sides = [groups[name].get((row["member"],)) for name in ("current", "comparison[0]")]
        values = [Decimal() if side is None else side[measure] or Decimal() for side in sides]
        assert is_same(row["now"], values[0])
        assert is_same(row["then"], values[1])
        kinds = {(False, False): "KEPT", (True, False): "LOST", (False, True): "NEW"}
        assert row["kind"] in {kinds[sides[0] is None, sides[1] is None], "OTHER"}


async def test_members_of_a_part_add_up_to_it(books: Books) -> None:
    chance = random.Random(43)
    listed = 0
    async with asking(books.path) as asker:
        for _ in range(ROUNDS // 3):
            common = some_arguments(chance, books)
            asked = Arguments(
                **{name: getattr(common, name) for name in ("period", "span", "filters", "compare")},
                metric=chance.choice(list(MEASURES)),
                dimension=chance.choice(DIMENSIONS),
                limit=chance.choice((1, 3, 50)),
            )
            whole = (await asker.envelope("changeDrivers", asked))["data"]
            assert whole["part"] is None
            for part in whole["parts"]:
                envelope = await asker.envelope("changeDrivers", replace(asked, part=Kind(part["kind"])))
                check_envelope(envelope)
                data = envelope["data"]
                moved = [row["value"] for row in data["members"]]
                listed += len(moved)
                assert data["part"] == part["kind"]
                assert data["parts"] == whole["parts"]
                assert decimals([*moved, data["beyond"]["value"]]) == Decimal(repr(part["value"]))
                assert moved == sorted(moved, key=abs, reverse=True)
    assert listed > ROUNDS / 3


async def test_the_price_of_each_product_is_told(tmp_path: Path) -> None:
    """Flour 10 x 100 to 12 x 110, salt 20 x 10 to 10 x 10: price moved flour alone, by 12 x 10."""
    head = "__time,ItemName,grossRevenue,unitsSold"
    lines = ["2024-04-01,Flour,1000,10", "2024-04-30,Salt,200,20", "2024-05-01,Flour,1320,12", "2024-05-31,Salt,100,10"]
    async with asking(loaded(tmp_path, [head, *lines])) as asker:
        envelope = await asker.envelope("changeDrivers", Arguments(period=Period.MONTH, part=Kind.PRICE, limit=1))
    assert envelope["data"]["members"] == [{"kind": "KEPT", "member": "Flour", "value": 120, "now": 1320, "then": 1000}]
    assert envelope["data"]["beyond"] == {"members": 1, "value": 0}


DAYS = ["2024-05-01 09:00:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,1000,0,10,0,700,1,B1,completed"]


async def test_units_never_loaded_leave_one_part(tmp_path: Path) -> None:
    march_and_april = Arguments(period=Period.MONTH, compare=(Comparison(ComparisonKind.PREVIOUS_PERIOD),))
    async with asking(bare_shop(tmp_path)) as asker:
        envelope = await asker.envelope("changeDrivers", march_and_april)
    parts = {part["kind"]: part["value"] for part in envelope["data"]["parts"]}
    assert parts["PRICE"] == parts["VOLUME"] == parts["MIX"] == 0
    assert decimals(list(parts.values())) == Decimal(repr(envelope["data"]["change"]))
    assert "UNITS_NOT_LOADED" in {note["code"] for note in envelope["metadata"]["warnings"]}


async def test_a_reversal_reaches_the_reader(tmp_path: Path) -> None:
    """Both prices fall from April to May, the average rises."""
    head = "__time,ItemName,grossRevenue,unitsSold"
    lines = ["2024-04-01,Dear,1000,10", "2024-04-30,Cheap,900,90", "2024-05-01,Dear,8550,90", "2024-05-31,Cheap,90,10"]
    async with asking(loaded(tmp_path, [head, *lines])) as asker:
        envelope = await asker.envelope("changeDrivers", Arguments(period=Period.MONTH))
    assert envelope["data"]["reversals"] == [{"measure": "averageSellingPrice", "rose": True, "members": 2}]
    told = {note["code"]: note["message"] for note in envelope["metadata"]["warnings"]}
    assert told["SIMPSON_REVERSAL"].startswith("Average selling price rose in all")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Arguments(metric=Metric.MARGIN), "ILLEGAL_COMBINATION"),
        (Arguments(metric=Metric.ORDERS), "ILLEGAL_COMBINATION"),
        (Arguments(dimension="status"), "ILLEGAL_COMBINATION"),
        (Arguments(metric=Metric.UNITS, part=Kind.PRICE), "ILLEGAL_COMBINATION"),
        (Arguments(metric=Metric.REVENUE, part=Kind.COST), "ILLEGAL_COMBINATION"),
    ],
)
async def test_what_has_no_parts_is_refused(tmp_path: Path, asked: Arguments, code: str) -> None:
    async with asking(full_shop(tmp_path)) as asker:
        assert (await asker.envelope("changeDrivers", asked))["error"]["code"] == code


async def test_profit_without_cost_is_refused(tmp_path: Path) -> None:
    async with asking(bare_shop(tmp_path)) as asker:
        envelope = await asker.envelope("changeDrivers", Arguments(metric=Metric.PROFIT))
    assert envelope["error"]["code"] == "MEASURE_NOT_LOADED"
