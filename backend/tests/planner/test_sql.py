"""Plans as text: each fixture holds a question, then its statements with their window, SQL and parameter values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from backend.planner import make_plan
from backend.planner.plan import Plan, Statement
from backend.planner.scene import Prices
from backend.planner.view import whole
from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, Question
from backend.tests.planner.snapshots import NOW, manifest_of
from druid.catalog.model import Catalog, Grain, Measure, Sum, Unit
from druid.catalog.sales import SALES

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "plan").glob("*.sql"))
STORE = manifest_of()


def plan_of(question: Question) -> Plan:
    return make_plan(question, SALES, whole(STORE), NOW, Prices(base_row=10))


def read_question(written: Mapping[str, Any]) -> Question:
    """A question as a fixture writes it: plain JSON, nothing compared unless said."""
    span = written.get("span")
    return Question(
        measures=tuple(written["measures"]),
        dimensions=tuple(written.get("dimensions", ())),
        filters=tuple(read_filter(item) for item in written.get("filters", ())),
        period=Period(written.get("period", "MONTH")),
        span=DateSpan(*(datetime.fromisoformat(moment) for moment in span)) if span else None,
        grain=Grain(written["grain"]) if "grain" in written else None,
        timezone=written.get("timezone", "Africa/Nairobi"),
        compare=tuple(Comparison(ComparisonKind(kind)) for kind in written.get("compare", ())),
        start_of_week=written.get("start_of_week", 1),
        fiscal_start=written.get("fiscal_start", 1),
    )


def read_filter(written: Mapping[str, Any]) -> Filter:
    lists: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in written.items()}
    return Filter(**lists)


def read_fixture(path: Path) -> tuple[Question, list[tuple[str, str, list[object]]]]:
    head, *rest = path.read_text().splitlines()
    statements = [
        (rest[index].removeprefix("-- "), rest[index + 1].removesuffix(";"), json.loads(rest[index + 2][3:]))
        for index in range(0, len(rest), 3)
    ]
    return read_question(json.loads(head.removeprefix("-- "))), statements


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_question_becomes_these_statements(path: Path) -> None:
    question, expected = read_fixture(path)
    plan = plan_of(question)
    written = [(s.window, s.text, [parameter.value for parameter in s.parameters]) for s in plan.statements]
    assert written == expected


def test_the_text_does_not_depend_on_values() -> None:
    asked = Question(("net_revenue",), ("branch",), (Filter("branch", ("Thika",), contains="a"),))
    other = replace(asked, filters=(Filter("branch", ("' OR 1=1 --",), contains="%"),), period=Period.YEAR)
    texts = [statement.text for statement in plan_of(asked).statements]
    assert [statement.text for statement in plan_of(other).statements] == texts
    assert "Thika" not in texts[0]


def test_parameters_are_typed() -> None:
    (statement,) = plan_of(Question(("lines",), ("status",), (Filter("branch", ("Thika",)),), compare=())).statements
    assert [parameter.type for parameter in statement.parameters] == ["TIMESTAMP", "TIMESTAMP", "VARCHAR"]


def test_a_measure_added_to_the_catalog_is_in_the_sql() -> None:
    given = Measure("given_away", "Given away", Unit.MONEY, Sum("discount_value"), "discount", "sum(discount_value)")
    wider: Catalog = replace(SALES, measures=(*SALES.measures, given))
    plan = make_plan(Question(("given_away",), compare=()), wider, whole(STORE), NOW)
    assert 'SUM("discount_value") AS "given_away"' in plan.statements[0].text


MEMBERS = st.lists(st.one_of(st.none(), st.sampled_from(("Nairobi", "it's", "?", ""))), max_size=4).map(tuple)
FILTERS = st.lists(
    st.builds(
        Filter,
        st.sampled_from(("branch", "product", "status")),
        members=st.none() | MEMBERS,
        excluded=MEMBERS,
        contains=st.none() | st.sampled_from(("a", "?")),
        is_null=st.none() | st.booleans(),
    ),
    max_size=3,
).map(tuple)


@given(filters=FILTERS)
def test_every_mark_has_its_value_in_order(filters: tuple[Filter, ...]) -> None:
    question = Question(measures=("net_revenue", "orders"), filters=filters, period=Period.MONTH)
    asked = [
        text
        for one in filters
        for text in (*(one.members or ()), *one.excluded, *([one.contains] if one.contains is not None else []))
        if text is not None
    ]
    for statement in plan_of(question).statements:
        assert len(list(statement.sql.find_all(exp.Placeholder))) == len(statement.parameters)
        texts = [one.value for one in statement.parameters if one.type == "VARCHAR"]
        assert texts[len(texts) - len(asked) :] == asked


def test_questions_of_one_shape_share_a_tree_and_keep_their_values() -> None:
    def asked(*members: str | None) -> Statement:
        return plan_of(Question(measures=("net_revenue",), filters=(Filter("branch", members),))).statements[0]

    assert asked("Nairobi").sql is asked("Kisumu").sql
    assert asked("Nairobi").parameters != asked("Kisumu").parameters
    texts = {asked("Nairobi").text, asked("Nairobi", "Kisumu").text, asked("Nairobi", None).text, asked().text}
    assert len(texts) == 4
