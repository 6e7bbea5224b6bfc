"""Statements that go to the database together: the same rows as apart, and nobody suffers for a neighbour."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from backend.engine.database import MIB, Limits
from backend.engine.dialect import Years
from backend.engine.joined import Asked, are_near, likeness, written
from backend.engine.opened import Opened
from backend.engine.result import sql_columns
from backend.engine.running import Runner
from backend.errors import EngineFailed
from backend.planner.plan import Interval, Parameter, Statement
from backend.tests.engine.test_running import EMPTY, running, soon
from druid.catalog.sales import SALES

MEASURES = {
    "gross_revenue": 'SUM("gross_revenue")',
    "lines": "COUNT(*)",
    "orders": 'COALESCE(SUM("gross_revenue"), 0)',
    "products": 'COUNT(DISTINCT "product")',
    "first_sale": 'MIN("__time")',
}
KEYS = {
    "bucket": "TIME_FLOOR(\"__time\", 'P1D', NULL, 'Africa/Nairobi')",
    "branch": '"branch"',
    "product": '"product"',
}
FIRST_MS, DAY_MS = 1704067200000, 86_400_000
SALES_LINES = """
    (SELECT MAKE_TIMESTAMP_MS(1704067200000 + range * 36000000) AS "__time", range AS "gross_revenue",
    CASE WHEN range % 4 = 0 THEN NULL ELSE CAST(range % 3 AS VARCHAR) END AS "branch",
    CAST(range % 5 AS VARCHAR) AS "product" FROM range(60)) AS "sales"
"""


class Small(Opened):
    """A snapshot whose every table is sixty lines, in memory or as if in files."""

    def __init__(self, *, in_memory: bool = True) -> None:
        super().__init__(Path(), EMPTY, SALES.base, 1, resident={SALES.base} if in_memory else set())

    def source(self, table: str, intervals: object) -> str:
        del table, intervals
        return SALES_LINES

    def lines(self, table: str, intervals: object) -> int:
        del table, intervals
        return 60


def statement(
    keys: Sequence[str], leaves: Sequence[str], least: int | None = None, days: tuple[int, int] | None = None
) -> Statement:
    return stated([(name, {**KEYS, **MEASURES}[name]) for name in (*keys, *leaves)], keys, least, days)


def stated(
    columns: Sequence[tuple[str, str]],
    keys: Sequence[str],
    least: int | None = None,
    days: tuple[int, int] | None = None,
) -> Statement:
    items = (exp.alias_(exp.maybe_parse(text, dialect="druid"), name, quoted=True) for name, text in columns)
    select = exp.select(*items).from_(exp.table_("sales", quoted=True))
    if days is not None:
        time = exp.column("__time", quoted=True)
        select = select.where(
            exp.GTE(this=time, expression=exp.Placeholder()), exp.LT(this=time.copy(), expression=exp.Placeholder())
        )
    if least is not None:
        select = select.where(exp.GTE(this=exp.column("gross_revenue", quoted=True), expression=exp.Placeholder()))
    if keys:
        select = select.group_by(*(str(place + 1) for place in range(len(keys))))
    bounds = [] if days is None else [FIRST_MS + day * DAY_MS for day in days]
    parameters = (*(Parameter("TIMESTAMP", moment) for moment in bounds),)
    parameters += () if least is None else (Parameter("BIGINT", least),)
    dimensions = tuple(key for key in keys if key != "bucket")
    leaves = tuple(name for name, _ in columns[len(keys) :])
    return Statement(SALES.base, "current", (), select, parameters, dimensions, leaves, "bucket" in keys)


def subsets(names: Sequence[str], least: int) -> st.SearchStrategy[list[str]]:
    chosen = st.sets(st.sampled_from(names), min_size=least)
    return chosen.map(lambda some: [name for name in names if name in some])


STATEMENTS = st.lists(
    st.builds(
        statement,
        subsets(list(KEYS), 0),
        subsets(list(MEASURES), 1),
        st.sampled_from([None, 0, 30, 90]),
        st.sampled_from([None, (0, 7), (7, 14), (15, 20), (20, 25), (3, 9), (40, 47), (47, 54)]),
    ),
    min_size=1,
    max_size=12,
)
LIMITS = Limits(memory=256 * MIB, threads=2, slots=2, queue=4)


async def together(
    runner: Runner, statements: Sequence[Statement], *, in_memory: bool = True
) -> list[pl.DataFrame | BaseException]:
    opened, turn = Small(in_memory=in_memory), (1, soon())
    asked = (runner.run(one, opened, turn) for one in statements)
    return await asyncio.gather(*asked, return_exceptions=True)


def in_order(frame: pl.DataFrame | BaseException) -> list[tuple[object, ...]]:
    assert isinstance(frame, pl.DataFrame), frame
    return [tuple(frame.schema.items()), *sorted(frame.rows(), key=repr)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements=STATEMENTS, in_memory=st.booleans())
async def test_together_they_answer_what_each_answers_alone(
    tmp_path: Path, statements: list[Statement], in_memory: bool
) -> None:
    async with running(LIMITS, tmp_path) as runner:
        found = await together(runner, statements, in_memory=in_memory)
        alone = [(await together(runner, [one]))[0] for one in statements]
    assert [in_order(frame) for frame in found] == [in_order(frame) for frame in alone]


def asked(*statements: Statement) -> tuple[Asked, ...]:
    """As the runner hands them over; parameters are told apart by their first value."""
    opened = Small()
    return tuple(
        Asked(
            one.sql,
            opened.source(one.table, one.intervals),
            Years(),
            sql_columns(one, SALES),
            len(one.dimensions) + one.has_bucket,
            len(one.parameters),
            int(one.parameters[0].value) if one.parameters else -1,
        )
        for one in statements
    )


def test_equal_rows_are_read_once_and_the_rest_is_one_text() -> None:
    by_branch = [statement(["branch"], ["lines"], 3), statement(["branch"], ["orders", "lines"], 3)]
    (shared,) = written(asked(*by_branch))
    assert shared.bound == ((0, 0),)
    assert shared.sql.count("range(60)") == 1
    (text,) = written(asked(*by_branch, statement(["branch"], ["lines"], 4), statement([], ["lines"])))
    assert text.bound == ((0, 0), (2, 0))
    assert text.sql.count("UNION ALL") == 2


def test_a_period_and_the_one_before_are_one_pass() -> None:
    now, then = (statement(["branch"], ["lines"], None, days) for days in ((7, 14), (0, 7)))
    assert likeness(now) == likeness(then) != likeness(statement(["branch"], ["lines"], 3, (0, 7)))
    (text,) = written(tuple(replace(one, rows=0, stretch=at) for one, at in zip(asked(now, then), (1, 0), strict=True)))
    assert text.sql.count("range(60)") == 1
    assert text.bound == ((1, 1), (0, 0), (1, 0), (0, 1))
    assert [cut.stretch for cut in text.cuts] == [1, 0]


def test_files_are_read_once_for_what_groups_their_rows_in_several_ways() -> None:
    days = ((7, 14), (0, 7))
    by_branch, whole = ([statement(keys, ["lines"], 3, one) for one in days] for keys in (["branch"], []))
    pooled = [
        replace(one, rows=rows, stretch=1 - place % 2, pool=7)
        for place, (one, rows) in enumerate(zip(asked(*by_branch, *whole), (0, 0, 2, 2), strict=True))
    ]
    (text,) = written(tuple(pooled))
    assert text.sql.startswith('WITH pool0 AS MATERIALIZED (SELECT "__time", "branch" FROM')
    assert text.sql.count("range(60)") == 1
    assert text.bound[:3] == ((1, 0), (0, 1), (1, 2))


def test_far_or_overlapping_stretches_are_read_apart() -> None:
    spans = [Interval(0, 10), Interval(10, 20), Interval(41, 50), Interval(49, 60)]
    assert [are_near(pair) for pair in pairwise(spans)] == [True, False, False]


def test_a_cut_off_statement_has_a_text_of_its_own() -> None:
    whole = statement(["branch"], ["lines"])
    first = replace(whole, sql=whole.sql.limit(1))
    assert [len(text.cuts) for text in written(asked(first, whole, statement([], ["lines"])))] == [1, 2]


async def test_a_bad_statement_fails_alone(tmp_path: Path) -> None:
    good = statement(["branch"], ["gross_revenue"])
    by_branch = ("branch", '"branch"')
    overflowing = stated([by_branch, ("gross_revenue", 'SUM("gross_revenue" * 4611686018427387904)')], ["branch"])
    unknown = stated([by_branch, ("gross_revenue", 'MEDIAN("gross_revenue")')], ["branch"])
    async with running(LIMITS, tmp_path) as runner:
        outcomes = await together(runner, [good, overflowing, statement([], ["lines"]), unknown])
    assert [isinstance(one, EngineFailed) for one in outcomes] == [False, True, False, True]


async def test_who_leaves_takes_nobody_along(tmp_path: Path) -> None:
    opened, turn = Small(), (1, soon())
    async with running(LIMITS, tmp_path) as runner:
        for pause in range(8):
            leaving, staying = (
                asyncio.create_task(runner.run(statement(keys, ["lines"]), opened, turn)) for keys in ([], ["branch"])
            )
            for _ in range(pause):
                await asyncio.sleep(0)
            leaving.cancel()
            assert (await staying)["lines"].sum() == 60
            with pytest.raises(asyncio.CancelledError):
                await leaving
        assert (runner.slots.in_use, runner.slots.waiting) == (0, 0)
