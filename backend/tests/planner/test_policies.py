"""The policy stands in every statement that is planned, whatever is asked; and where it cannot, nothing is shown."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from backend.access.policy import RowPolicy
from backend.errors import NothingPermitted
from backend.planner import make_plan, plan_cohorts, plan_hours, plan_listing
from backend.planner.plan import Parameter, Plan, Statement
from backend.planner.presence import Row, permitted_view, plan_presence
from backend.planner.view import View
from backend.question import Cohorts, Filter, Listing, Period, Question, SourceChoice
from backend.tests.planner.snapshots import NOW
from backend.tests.questions import random_question
from backend.tests.stores import make_store
from druid.catalog.model import Grain
from druid.catalog.pairs import PAIRS
from druid.catalog.sales import SALES
from druid.store.plans import Rate, Target

STORE = make_store(11)
CANARY = "no such branch is asked"
POLICIES = (
    RowPolicy((Filter("branch", (CANARY,)),)),
    RowPolicy((Filter("product_line", excluded=(CANARY,)),)),
    RowPolicy((Filter("salesperson", (CANARY, None)), Filter("region", ("Coast",)))),
)
REPORTS = Path(__file__).parents[2] / "reports"


def view_of(policy: RowPolicy) -> View:
    return View(STORE.manifest, policy)


def assert_held(statement: Statement, policy: RowPolicy) -> None:
    """Every dimension of the policy is in the innermost condition, and its members are bound to it."""
    where = statement.sql.find_all(type(statement.sql))
    innermost = list(where)[-1].args["where"].sql()
    for one in policy.filters:
        assert f'"{one.dimension}"' in innermost
    assert Parameter("VARCHAR", CANARY) in statement.parameters


def plans(question: Question, view: View) -> list[Plan]:
    hourly = replace(question, grain=Grain.HOUR, of_week=True, dimensions=(), period=Period.ALL, span=None, compare=())
    edges = (0, 10**12, 2 * 10**12)
    daily = replace(question, grain=None)
    return [
        make_plan(question, SALES, view, NOW),
        make_plan(replace(question, source=SourceChoice.BASE), SALES, view, NOW),
        plan_hours(hourly, SALES, view, NOW),
        plan_cohorts(Cohorts(daily, "customer", "purchase_time", edges, range(2)), SALES, view, NOW),
        plan_listing(Listing(question, ("product",), 5), SALES, view, NOW),
    ]


@pytest.mark.parametrize("policy", POLICIES, ids=["branch", "product line", "two"])
def test_every_statement_holds_the_policy(policy: RowPolicy) -> None:
    chance, seen = random.Random(3), 0
    for _ in range(60):
        for plan in plans(random_question(chance, STORE), view_of(policy)):
            for statement in plan.statements:
                assert_held(statement, policy)
                seen += 1
    assert seen > 300


@pytest.mark.parametrize("policy", POLICIES, ids=["branch", "product line", "two"])
def test_pairs_are_looked_for_among_permitted_lines(policy: RowPolicy) -> None:
    question = Question(("pair_orders",), ("product_a", "product_b"), period=Period.ALL, compare=())
    for statement in make_plan(question, PAIRS, view_of(policy), NOW).statements:
        assert_held(statement, policy)


def test_the_question_told_back_is_the_callers_own() -> None:
    question = Question(("lines",), period=Period.ALL, compare=())
    assert make_plan(question, SALES, view_of(POLICIES[0]), NOW).question == question


def test_a_policy_on_what_was_never_loaded_shows_nothing() -> None:
    manifest = replace(STORE.manifest, columns={**STORE.manifest.columns, "branch": 0})
    with pytest.raises(NothingPermitted, match="branch"):
        plan_presence(SALES, View(manifest, POLICIES[0]))


def test_no_permitted_line_shows_nothing() -> None:
    with pytest.raises(NothingPermitted):
        permitted_view([], SALES, view_of(POLICIES[0]))


def test_the_snapshot_says_of_itself_what_permitted_lines_say() -> None:
    policy = RowPolicy((Filter("branch", ("Thika",)),))
    targets = (
        Target("2024-01", "branch", "Thika", 1),
        Target("2024-01", "branch", "Lamu", 2),
        Target("2024-01", "salesperson", "Achieng", 3),
    )
    rates = (Rate(1, "2024-01-01"), Rate(2, "2024-01-01", branch="Lamu"), Rate(3, "2024-01-01", branch="Thika"))
    manifest = replace(STORE.manifest, targets=targets, rates=rates)
    counts: Row = {"lines": 7, "present_customer": 5, "present_account": 0}
    row: Row = {"branch": "Thika", "last_sale": NOW.replace(tzinfo=None), **counts}
    view = permitted_view([row], SALES, View(manifest, policy))
    assert view.lines == 7
    assert view.manifest.newest_ms == int(NOW.timestamp() * 1000)
    assert view.manifest.columns == {"customer": 5, "account": 0}
    assert {span.branch for span in view.manifest.coverage} == {"Thika"}
    assert view.manifest.targets == targets[:1]
    assert [rate.rate for rate in view.manifest.rates] == [1, 3]
    assert view.manifest.version == manifest.version


def test_reports_read_no_manifest_but_that_of_the_view() -> None:
    """A surface that read the lease's own would tell of every line."""
    readers = [path.name for path in REPORTS.glob("*.py") if "lease.manifest" in path.read_text("utf-8")]
    assert readers == ["remembered.py"]  # which compares versions
