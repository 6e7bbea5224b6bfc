"""What a policy lets be known of a snapshot itself: one statement over the base, and the view that follows from it.

Comes in: a manifest, a policy, the catalog. Goes out: a `Statement` and, from its rows, the `View` that everything
else is answered from. A store that held only the permitted lines would say the same of itself: its newest line, its
columns, the branches that it covers, the targets of its members. Raises NothingPermitted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlglot import exp

from backend.access.policy import RowPolicy
from backend.errors import NoData, NothingPermitted
from backend.planner.ask import CARRIER, read_question
from backend.planner.facts import facts_of
from backend.planner.plan import Interval, Parameter, Statement
from backend.planner.scene import Part
from backend.planner.sql import conditions
from backend.planner.view import View
from backend.planner.windows import BRANCH
from backend.question import Filter, Period, Question
from druid.catalog.model import Catalog, Latest, camel
from druid.store.manifest import Coverage, Manifest
from druid.store.plans import KEYS, Rate, Target

_PRESENT = "present_"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Value = int | str | datetime | None
Row = Mapping[str, Value]
"""A row of the statement's result by column; moments are naive and in UTC."""


def plan_presence(catalog: Catalog, view: View) -> Statement:
    """Result columns: `branch` where loaded, the newest completed line, `lines`, and `present_*` of every column."""
    facts = facts_of(view.manifest, catalog)
    _refuse_unloaded(view.policy, facts.loaded)
    if not facts.months:
        raise NoData("No sales have been loaded yet.")
    every = Question((CARRIER,), period=Period.ALL, timezone=facts.zone, compare=())
    ask = replace(read_question(every, catalog, facts.loaded, view.policy), by_status=True)
    months = tuple(facts.months.values())
    intervals = (Interval(months[0].start_ms, months[-1].end_ms),)
    where, parameters = conditions(ask, Part(catalog.base, intervals, ()))
    keys = (BRANCH,) if BRANCH in facts.loaded else ()
    leaves = _leaves(view.manifest, catalog)
    columns = (*(_column(name) for name in keys), *(_named(value, name) for name, value in leaves.items()))
    select = exp.select(*columns).from_(exp.table_(catalog.base, quoted=True)).where(where)
    return Statement(
        table=catalog.base,
        window="current",
        intervals=intervals,
        sql=select.group_by("1") if keys else select,
        parameters=(Parameter("VARCHAR", catalog.completed[1]), *parameters),
        dimensions=keys,
        leaves=tuple(leaves),
        has_bucket=False,
    )


def _refuse_unloaded(policy: RowPolicy, loaded: frozenset[str]) -> None:
    missing = [camel(name) for name in policy.dimensions if name not in loaded]
    if missing:
        raise NothingPermitted(f"Your rows are chosen by {', '.join(missing)}, which no loaded file carries.")


def _leaves(manifest: Manifest, catalog: Catalog) -> Mapping[str, exp.Expr]:
    """The newest moment under the name of the measure that has its type, then counts."""
    is_completed = exp.EQ(this=_column(catalog.completed[0]), expression=exp.Placeholder())
    moment = exp.Case().when(is_completed, _column(catalog.time))
    stored = [column.name for column in catalog.columns if manifest.columns.get(column.name)]
    return {
        _newest(catalog): exp.Max(this=moment),
        CARRIER: exp.Sum(this=_column(CARRIER)),
        **{f"{_PRESENT}{name}": exp.Count(this=_column(name)) for name in stored},
    }


def _newest(catalog: Catalog) -> str:
    return next(measure.name for measure in catalog.measures if measure.expression == Latest(catalog.time))


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _named(expression: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(expression, name, quoted=True)


def permitted_view(rows: Sequence[Row], catalog: Catalog, view: View) -> View:
    """The view that the statement's rows tell of; raises NothingPermitted when no line passes."""
    lines = _counted(rows, CARRIER)
    if not lines:
        raise NothingPermitted("No loaded line is among the rows that you may see.")
    manifest = view.manifest
    found = (row[_newest(catalog)] for row in rows)
    moments = [moment.replace(tzinfo=UTC) for moment in found if isinstance(moment, datetime)]
    columns = {name: f"{_PRESENT}{name}" for name in manifest.columns}
    branches = frozenset(row[BRANCH] for row in rows) if BRANCH in rows[0] else None
    known = replace(
        manifest,
        newest_ms=max(((moment - _EPOCH) // timedelta(milliseconds=1) for moment in moments), default=None),
        columns={name: _counted(rows, column) for name, column in columns.items() if column in rows[0]},
        coverage=tuple(span for span in manifest.coverage if _is_covered(span, branches)),
        targets=tuple(target for target in manifest.targets if _is_target(target, view.policy)),
        rates=tuple(rate for rate in manifest.rates if _is_rate(rate, view.policy)),
        loads=(),
        undone=(),
    )
    return View(known, view.policy, lines)


def _counted(rows: Sequence[Row], column: str) -> int:
    return sum(count for row in rows if isinstance(count := row[column], int))


def _is_covered(span: Coverage, branches: frozenset[Value] | None) -> bool:
    return branches is None or span.branch is None or span.branch in branches


def _is_target(target: Target, policy: RowPolicy) -> bool:
    """A target is of all sales of its member, so it is known where all of them may be seen."""
    return all(one.dimension == target.dimension and one.passes(target.member) for one in policy.filters)


def _is_rate(rate: Rate, policy: RowPolicy) -> bool:
    """A rate of a member whose lines are not seen applies to no line that is."""
    named = dict(zip(KEYS, rate.members, strict=True))
    return all(_is_open(one, named) for one in policy.filters)


def _is_open(one: Filter, named: Mapping[str, str | None]) -> bool:
    member = named.get(one.dimension)
    return member is None or one.passes(member)
