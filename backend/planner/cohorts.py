"""Members by when they first did something, and what they did afterwards: three nested SELECTs over one table.

Comes in: `Cohorts`, the catalog, a view, now. Goes out: a `Plan` of a single statement. Innermost, lines are added up
by member and stretch; from these few rows, members get the number of their first stretch and, for each that is shown,
whether they bought and for how much; outermost, members are added up by first stretch. A member's lines must all be in
one table, as for a distinct count, so that is what is routed.
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
_WITHIN, _MEMBERS = "by_stretch", "by_member"
_STRETCH, _BOUGHT, _WORTH = "stretch", "bought", "worth"
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
    rows = exp.select(*cases.by_stretch()).from_(exp.table_(part.table, quoted=True))
    rows = rows.where(where, _not_null(asked.dimension)).group_by("1", *(["2"] if cases.parameters else []))
    members = exp.select(*cases.by_member()).from_(rows.subquery(exp.to_identifier(_WITHIN, quoted=True))).group_by("1")
    outer = exp.select(*cases.by_cohort()).from_(members.subquery(exp.to_identifier(_MEMBERS, quoted=True)))
    outer = outer.where(_not_null(COHORT)).group_by("1")
    statement = Statement(
        table=part.table,
        window=windows[0].name,
        intervals=part.intervals,
        sql=outer,
        parameters=(*cases.parameters, *parameters),
        dimensions=(),
        leaves=cases.leaves,
        has_bucket=False,
    )
    return Plan(question, question.grain, windows, (statement,), choice.rejections, (), {})


class _Cases:
    """The columns of the three levels; the marks of the innermost are the edges between two stretches."""

    def __init__(self, asked: Cohorts, catalog: Catalog, part: Part) -> None:
        self._asked = asked
        self._time = catalog.time
        moment = catalog.moment[asked.moment]
        self._moment = moment.name if part.table == catalog.base else moment.last
        self.parameters = tuple(Parameter("TIMESTAMP", ms) for ms in asked.edges[1:-1])

    @property
    def leaves(self) -> tuple[str, ...]:
        shown = (name for i in self._asked.shown for name in (buyers_column(i), revenue_column(i)))
        return (COHORT, MEMBERS, *shown)

    def by_stretch(self) -> list[exp.Expr]:
        """The member, the number of the stretch, whether it has the moment there, and what it is worth.

        A row's own time is in the same stretch as the moments in it.
        """
        number, last = exp.Case(), _number(len(self._asked.edges) - 2)
        for index in range(len(self._asked.edges) - 2):
            number = number.when(exp.LT(this=_column(self._time), expression=exp.Placeholder()), _number(index))
        flag = exp.Case().when(_not_null(self._moment), _number(1)).else_(_number(0))
        money = exp.Add(this=_column(REVENUE[0]), expression=_column(REVENUE[1]))
        return [
            _column(self._asked.dimension),
            _named(number.else_(last) if self.parameters else last, _STRETCH),
            _named(exp.Max(this=flag), _BOUGHT),
            _named(exp.Sum(this=money), _WORTH),
        ]

    def by_member(self) -> list[exp.Expr]:
        """The member, the number of its first stretch with the moment, and two numbers a stretch shown."""
        bought = exp.EQ(this=_column(_BOUGHT), expression=_number(1))
        columns = [
            _column(self._asked.dimension),
            _named(exp.Min(this=exp.Case().when(bought, _column(_STRETCH))), COHORT),
        ]
        for i in self._asked.shown:
            within = exp.EQ(this=_column(_STRETCH), expression=_number(i))
            flag, worth = (exp.Case().when(within, _column(name)).else_(_number(0)) for name in (_BOUGHT, _WORTH))
            columns += [_named(exp.Max(this=flag), buyers_column(i)), _named(exp.Sum(this=worth), revenue_column(i))]
        return columns

    def by_cohort(self) -> list[exp.Expr]:
        """The number of the first stretch, the count of members, and each number added up."""
        cohort = exp.cast(_column(COHORT), "BIGINT")
        sums = [_named(_sum_or_zero(name), name) for name in self.leaves[2:]]
        return [_named(cohort, COHORT), _named(exp.Count(this=exp.Star()), MEMBERS), *sums]


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def _sum_or_zero(name: str) -> exp.Expr:
    """Druid reads a sum of CASE … ELSE 0 as a filtered one, which over no row is null."""
    return exp.Coalesce(this=exp.Sum(this=_column(name)), expressions=[exp.Literal.number(0)])


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _named(expression: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(expression, name, quoted=True)


def _not_null(name: str) -> exp.Not:
    return exp.Not(this=exp.Is(this=_column(name), expression=exp.null()))
