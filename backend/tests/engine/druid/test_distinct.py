"""Distinct counts asked apart: the same keys and conditions, one count each, one frame again."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from sqlglot import exp, parse_one

from backend.engine.druid.distinct import asked_apart, put_together
from backend.errors import VersionGone
from backend.planner.plan import Interval, Parameter, Statement

SQL = (
    'SELECT "branch" AS "branch", SUM("lines") AS "lines", COUNT(DISTINCT "customer") AS "customers", '
    'MIN("__time") AS "first_sale", COUNT(DISTINCT "order_key") AS "orders" FROM "sales" '
    'WHERE "channel" = ? GROUP BY 1'
)
PARSED = parse_one(SQL, dialect="druid")
assert isinstance(PARSED, exp.Select)
ASKED = Statement(
    table="sales",
    window="current",
    intervals=(Interval(0, 1),),
    sql=PARSED,
    parameters=(Parameter("VARCHAR", "shop"),),
    dimensions=("branch",),
    leaves=("lines", "customers", "first_sale", "orders"),
    has_bucket=False,
)
SUMS = pl.DataFrame({"branch": ["Lamu", None], "lines": [3, 4], "first_sale": [1, 2]})
CUSTOMERS = pl.DataFrame({"branch": [None, "Lamu"], "customers": [0, 2]})
ORDERS = pl.DataFrame({"branch": ["Lamu", None], "orders": [2, 1]})


def test_every_count_is_asked_apart_with_the_same_keys_conditions_and_parameters() -> None:
    parts = asked_apart(ASKED)
    assert [part.leaves for part in parts] == [("lines", "first_sale"), ("customers",), ("orders",)]
    assert parts[1].text == (
        'SELECT "branch" AS "branch", COUNT(DISTINCT "customer") AS "customers" FROM "sales" '
        'WHERE "channel" = ? GROUP BY 1'
    )
    assert {part.parameters for part in parts} == {ASKED.parameters}
    assert ASKED.text == SQL


def test_a_statement_without_or_with_one_count_alone_stays_whole() -> None:
    sums, count, _ = asked_apart(ASKED)
    assert asked_apart(sums) == (sums,)
    assert asked_apart(count) == (count,)


def test_frames_meet_by_group_the_missing_member_too() -> None:
    assert put_together((SUMS, CUSTOMERS, ORDERS), ASKED).rows() == [("Lamu", 3, 2, 1, 2), (None, 4, 0, 2, 1)]


def test_totals_meet_side_by_side() -> None:
    total = replace(ASKED, dimensions=())
    frames = [frame.drop("branch").head(1) for frame in (SUMS, CUSTOMERS, ORDERS)]
    assert put_together(frames, total).rows() == [(3, 0, 1, 2)]


@pytest.mark.parametrize("changed", [CUSTOMERS.head(1), pl.concat([CUSTOMERS, CUSTOMERS.head(1).fill_null("Thika")])])
def test_other_groups_are_another_version_of_the_lines(changed: pl.DataFrame) -> None:
    with pytest.raises(VersionGone):
        put_together((SUMS, changed, ORDERS), ASKED)
