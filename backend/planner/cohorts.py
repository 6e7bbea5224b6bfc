"""Members by when they first did something, and what they did afterwards: one nested SELECT over one table.

Comes in: `Cohorts`, the catalog, a view, now. Goes out: a `Plan` of a single statement. Inside, lines are grouped
by member: the first bucket and, for each stretch shown, whether the member bought and for how much; outside, members
by first stretch. A member's lines must all be in one table, as for a distinct count, so that is what is routed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlglot import exp

from backend.planner.ask import read_question
from backend.planner.facts import facts_of
from backend.planner.plan import Parameter, Plan, Statement
from backend.planner.route import choose_rollup
from backend.planner.scene import Part
from backend.planner.sql import conditions
from backend.planner.view import View
from backend.planner.windows import resolve_windows
from backend.question import Cohorts
from druid.catalog.model import Catalog, Distinct

COHORT, MEMBERS = "cohort", "members"
_FIRST, _WITHIN = "first_row", "by_member"
REVENUE = ("gross_revenue", "returns_value")
"""Stored columns that make up net revenue."""


def buyers_column(stretch: int) -> str:
    """Members of the cohort with the moment in a stretch."""
    return f"buyers_{stretch}"


def revenue_column(stretch: int) -> str:
    """Their net revenue in a stretch."""
    return f"revenue_{stretch}"


def plan_cohorts(asked: Cohorts, catalog: Catalog, view: View, now: datetime) -> Plan:
    """Result columns: `cohort` (number of a stretch), `members`, then `buyers_i` and `revenue_i` of every shown i."""
    counting = next(m.name for m in catalog.measures if m.expression == Distinct(asked.dimension))
    question = replace(asked.question, measures=(counting,), dimensions=(asked.dimension,), compare=())
    facts = facts_of(view.manifest, catalog)
    ask = read_question(question, catalog, facts.loaded, view.policy)
    windows = resolve_windows(question, facts, now)
    choice = choose_rollup(ask, windows[0], facts)
    (part,) = choice.parts
    where, parameters = conditions(ask, part)
    cases = _Cases(asked, catalog, part)
    inner = (
        exp.select(*cases.inside())
        .from_(exp.table_(part.table, quoted=True))
        .where(where, _not_null(asked.dimension))
        .group_by("1")
    )
    outer = exp.select(*cases.outside()).from_(inner.subquery(exp.to_identifier(_WITHIN, quoted=True)))
    outer = outer.where(_not_null(_FIRST)).group_by("1")
    statement = Statement(
        table=part.table,
        window=windows[0].name,
        intervals=part.intervals,
        sql=outer,
        parameters=(*cases.cohort_parameters, *cases.stretch_parameters, *parameters),
        dimensions=(),
        leaves=cases.leaves,
        has_bucket=False,
    )
    return Plan(question, question.grain, windows, (statement,), choice.rejections, (), {})


class _Cases:
    """The columns of both levels, with their parameters in the order of the marks."""

    def __init__(self, asked: Cohorts, catalog: Catalog, part: Part) -> None:
        self._asked = asked
        self._time = catalog.time
        moment = catalog.moment[asked.moment]
        self._moment = moment.name if part.table == catalog.base else moment.last
        self.cohort_parameters = tuple(Parameter("TIMESTAMP", ms) for ms in asked.edges[1:-1])
        spans = [asked.edges[i : i + 2] for i in asked.shown for _ in range(2)]
        self.stretch_parameters = tuple(Parameter("TIMESTAMP", ms) for span in spans for ms in span)

    @property
    def leaves(self) -> tuple[str, ...]:
        shown = (name for i in self._asked.shown for name in (buyers_column(i), revenue_column(i)))
        return (COHORT, MEMBERS, *shown)

    def inside(self) -> list[exp.Expr]:
        """The member, the time of its first row with the moment, and two sums a stretch shown.

        A row's own time is in the same stretch as the moments in it.
        """
        has_moment = _not_null(self._moment)
        first = exp.Min(this=exp.Case().when(has_moment, _column(self._time)))
        columns = [_column(self._asked.dimension), _named(first, _FIRST)]
        for i in self._asked.shown:
            bought = exp.and_(self._within(), _not_null(self._moment))
            flag = exp.Case().when(bought, exp.Literal.number(1)).else_(exp.Literal.number(0))
            money = exp.Add(this=_column(REVENUE[0]), expression=_column(REVENUE[1]))
            worth = exp.Case().when(self._within(), money).else_(exp.Literal.number(0))
            columns += [_named(exp.Max(this=flag), buyers_column(i)), _named(exp.Sum(this=worth), revenue_column(i))]
        return columns

    def _within(self) -> exp.Expr:
        begins = exp.GTE(this=_column(self._time), expression=exp.Placeholder())
        return exp.and_(begins, exp.LT(this=_column(self._time), expression=exp.Placeholder()))

    def outside(self) -> list[exp.Expr]:
        """The number of the first stretch, the count of members, and each sum added up."""
        number = exp.Case()
        for index in range(len(self._asked.edges) - 2):
            before = exp.LT(this=_column(_FIRST), expression=exp.Placeholder())
            number = number.when(before, exp.Literal.number(index))
        last = exp.Literal.number(len(self._asked.edges) - 2)
        cohort = number.else_(last) if self.cohort_parameters else last
        members = exp.Count(this=exp.Star())
        sums = [_named(_sum_or_zero(name), name) for name in self.leaves[2:]]
        return [_named(exp.cast(cohort, "BIGINT"), COHORT), _named(members, MEMBERS), *sums]


def _sum_or_zero(name: str) -> exp.Expr:
    """Druid reads a sum of CASE … ELSE 0 as a filtered one, which over no row is null."""
    return exp.Coalesce(this=exp.Sum(this=_column(name)), expressions=[exp.Literal.number(0)])


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _named(expression: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(expression, name, quoted=True)


def _not_null(name: str) -> exp.Not:
    return exp.Not(this=exp.Is(this=_column(name), expression=exp.null()))
