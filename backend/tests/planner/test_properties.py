"""Laws every plan keeps: windows are covered once, buckets are a partition, parts and filters add up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.planner import make_plan
from backend.planner.plan import Plan, Window
from backend.planner.scene import Prices
from backend.planner.view import whole
from backend.question import DateSpan, Filter, Period, Question
from backend.tests.oracle import Groups
from backend.tests.questions import random_filter, random_pool, random_question
from backend.tests.stores import Trouble, make_store
from backend.tests.workbench import Workbench
from druid.catalog.model import Grain
from druid.catalog.sales import SALES

STORE = make_store(11, Trouble(withdrawn=4, not_built=4, straddling=0.02))
NOW = datetime(2025, 2, 28, tzinfo=UTC)
GREEDY = Prices(rollup_start=0, base_start=0, rollup_row=0.001, base_row=10, distinct_row=0)
SUMS = ("gross_revenue", "returns_value", "units_sold", "lines")
SEEDS = st.integers(0, 10**9)


@pytest.fixture(scope="module")
def workbench() -> Iterator[Workbench]:
    bench = Workbench(STORE, SALES)
    yield bench
    bench.connection.close()


def plan_of(question: Question) -> Plan:
    return make_plan(question, SALES, whole(STORE.manifest), NOW, GREEDY)


def drawn(seed: int) -> Plan:
    return plan_of(random_question(random.Random(seed), STORE))


def pieces(plan: Plan, window: Window, leaf: str) -> list[tuple[int, int]]:
    return sorted(
        (interval.start_ms, interval.end_ms)
        for statement in plan.statements
        if statement.window == window.name and leaf in statement.leaves
        for interval in statement.intervals
    )


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_every_leaf_reads_its_whole_window_once(seed: int) -> None:
    plan = drawn(seed)
    leaves = {leaf for statement in plan.statements for leaf in statement.leaves}
    for window in plan.windows:
        for leaf in leaves:
            found = pieces(plan, window, leaf)
            assert (found[0][0], found[-1][1]) == (window.start_ms, window.end_ms)
            assert all(left[1] == right[0] for left, right in pairwise(found))


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_buckets_are_a_partition_of_their_window(seed: int) -> None:
    for window in drawn(seed).windows:
        if window.buckets:
            assert (window.buckets[0].start_ms, window.buckets[-1].end_ms) == (window.start_ms, window.end_ms)
            assert all(left.end_ms == right.start_ms for left, right in pairwise(window.buckets))


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_marks_and_parameters_agree_and_rollups_hold_only_known_columns(seed: int) -> None:
    plan = drawn(seed)
    touched = {*plan.question.dimensions, *(f.dimension for f in plan.question.filters)}
    for statement in plan.statements:
        assert statement.text.count("?") == len(statement.parameters)
        if statement.table != SALES.base:
            assert touched <= set(SALES.rollup[statement.table].dimensions)


@given(SEEDS)
@settings(max_examples=50, deadline=None)
def test_the_same_question_has_the_same_plan(seed: int) -> None:
    first, second = drawn(seed), drawn(seed)
    assert first == second


def totals(groups: Groups) -> dict[str, int]:
    """Each sum over all groups."""
    return {leaf: sum(int(str(values.get(leaf) or 0)) for values in groups.values()) for leaf in SUMS}


def asked(chance: random.Random) -> Question:
    first = date(2024, 1, 1) + timedelta(days=chance.randint(0, 300))
    span = DateSpan(first, first + timedelta(days=chance.randint(1, 90)))
    restriction = random_filter(chance, STORE, random_pool(chance))
    return Question(SUMS, filters=(restriction,), period=Period.CUSTOM, span=span, compare=())


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_groups_and_buckets_add_up_to_the_total(workbench: Workbench, seed: int) -> None:
    chance = random.Random(seed)
    question = asked(chance)
    whole = totals(workbench.answer(plan_of(question))["current"])
    grouped = replace(
        question, dimensions=(chance.choice(tuple(SALES.dimension)[:-1]),), grain=chance.choice([*Grain][1:])
    )
    assert totals(workbench.answer(plan_of(grouped))["current"]) == whole


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_included_and_excluded_members_add_up_to_everything(workbench: Workbench, seed: int) -> None:
    chance = random.Random(seed)
    question = replace(asked(chance), filters=())
    dimension = chance.choice(tuple(SALES.dimension)[:-1])
    members = STORE.lines[dimension].unique().to_list()
    some = tuple(chance.sample(members, chance.randint(1, len(members))))
    inside, outside = (
        totals(workbench.answer(plan_of(replace(question, filters=(chosen,))))["current"])
        for chosen in (Filter(dimension, members=some), Filter(dimension, excluded=some))
    )
    whole = totals(workbench.answer(plan_of(question))["current"])
    assert {leaf: inside[leaf] + outside[leaf] for leaf in SUMS} == whole


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_two_halves_of_a_period_add_up_to_it(workbench: Workbench, seed: int) -> None:
    chance = random.Random(seed)
    question = asked(chance)
    assert question.span is not None
    start, end = question.span.start, question.span.end
    middle = start + timedelta(days=chance.randint(0, end.toordinal() - start.toordinal() - 1))
    halves = (DateSpan(start, middle), DateSpan(middle + timedelta(days=1), end))
    first, second = (totals(workbench.answer(plan_of(replace(question, span=half)))["current"]) for half in halves)
    whole = totals(workbench.answer(plan_of(question))["current"])
    assert {leaf: first[leaf] + second[leaf] for leaf in SUMS} == whole
