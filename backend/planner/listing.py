"""The newest base lines of a window, for people to look at: one bounded statement over the base.

Comes in: a `Listing`, the catalog, a view, now. Goes out: a `Plan` of a single statement. Lines are grouped by
their moment and every column shown, so that ties at the limit are cut the same way by every engine.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlglot import exp

from backend.planner.ask import CARRIER, read_question
from backend.planner.facts import facts_of
from backend.planner.plan import Interval, Plan, Statement
from backend.planner.scene import Part
from backend.planner.sql import BUCKET, conditions
from backend.planner.view import View
from backend.planner.windows import resolve_windows
from backend.question import Listing
from druid.catalog.model import SCALE, Catalog


def plan_listing(asked: Listing, catalog: Catalog, view: View, now: datetime) -> Plan:
    """Result columns: `bucket` (the line's moment), the columns, and `lines`, how often such a line was stored."""
    question = replace(asked.question, measures=(CARRIER,), dimensions=(), grain=None, compare=())
    facts = facts_of(view.manifest, catalog)
    ask = read_question(question, catalog, facts.loaded, view.policy)
    windows = resolve_windows(question, facts, now)
    intervals = (Interval(windows[0].start_ms, windows[0].end_ms),)
    where, parameters = conditions(ask, Part(catalog.base, intervals, ()))
    keys = [_named(_column(catalog.time), BUCKET), *(_named(_column(name), name) for name in asked.columns)]
    count = _named(exp.Sum(this=_column(CARRIER)), CARRIER)
    select = exp.select(*keys, count).from_(exp.table_(catalog.base, quoted=True)).where(where)
    select = select.group_by(*(str(place + 1) for place in range(len(keys)))).order_by(*_order(asked, catalog))
    texts = tuple(name for name in asked.columns if not _is_number(name, catalog))
    numbers = tuple(name for name in asked.columns if _is_number(name, catalog))
    statement = Statement(
        table=catalog.base,
        window=windows[0].name,
        intervals=intervals,
        sql=select.limit(asked.limit),
        parameters=tuple(parameters),
        dimensions=texts,
        leaves=(*numbers, CARRIER),
        has_bucket=True,
    )
    return Plan(question, None, windows, (statement,), (), (), {})


def _is_number(name: str, catalog: Catalog) -> bool:
    return catalog.column[name].kind in SCALE


def _order(asked: Listing, catalog: Catalog) -> list[exp.Expr]:
    """The newest first, then by every column, missing values last: engines differ in where they put them."""
    newest = exp.Ordered(this=_column(catalog.time), desc=True)
    order: list[exp.Expr] = [newest]
    for name in asked.columns:
        missing = exp.Case().when(exp.Is(this=_column(name), expression=exp.null()), exp.Literal.number(1))
        keys = (missing.else_(exp.Literal.number(0)), _column(name))
        order.extend(exp.Ordered(this=key, nulls_first=True) for key in keys)
    return order


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _named(expression: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(expression, name, quoted=True)
