"""Pairs counted from the base's lines: a statement that joins lines with themselves, for what no table of pairs holds.

Comes in: a question of a cube of pairs, a window, a part of the base. Goes out: a `Statement` for each month of the
part, because a basket never reaches over a month's end; raises NotAvailable where too many lines would be joined.
The joined columns are never null, as native Druid joins by equality only; each engine has an order of texts of its own,
so whoever reads the answer puts the two products in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from backend.errors import NotAvailable
from backend.planner.ask import Ask
from backend.planner.facts import Facts
from backend.planner.plan import Interval, Parameter, Statement, Window
from backend.planner.scene import Part, Prices
from backend.planner.sql import conditions, filter_terms
from backend.question import Filter
from druid.catalog.pairs import FIRST, LARGEST_BASKET, PLACES, SECOND

MOST_LINES = 1_000_000
"""Lines that are joined with themselves in one question; a store's months are joined once, when they are loaded."""

PAIR_PRICES = Prices(rollup_start=0, rollup_row=0, base_start=1, base_row=1)
"""The table of pairs is used wherever it may serve, however many rows it has."""

_SIDES = {FIRST: "a", SECOND: "b"}
_BASKETS = "baskets"
_NOWHERE = exp.Literal.string("")


def write_pairs(ask: Ask, window: Window, part: Part, facts: Facts) -> Iterator[Statement]:
    """The part month by month."""
    if facts.estimated_rows(part.table, part.intervals) > MOST_LINES:
        raise NotAvailable(
            f"More than {MOST_LINES:,} sale lines would have to be searched for pairs.",
            "Ask for whole months of the business time zone. Months loaded by an earlier release get their table of "
            "pairs with the next load.",
        )
    for interval in _by_month(part.intervals, facts):
        yield _statement(ask, window, replace(part, intervals=(interval,)))


def _by_month(intervals: tuple[Interval, ...], facts: Facts) -> Iterator[Interval]:
    for interval in intervals:
        for name in facts.months_in(interval.start_ms, interval.end_ms):
            month = facts.months[name]
            yield Interval(max(interval.start_ms, month.start_ms), min(interval.end_ms, month.end_ms))


def _statement(ask: Ask, window: Window, part: Part) -> Statement:
    question = ask.question
    of_lines = tuple(f for f in question.filters if f.dimension not in _SIDES)
    of_pairs = tuple(f for f in question.filters if f.dimension in _SIDES)
    inner = replace(ask, question=replace(question, filters=of_lines))
    parameters: list[Parameter] = []
    sides = [_lines(inner, part, parameters) for _ in _SIDES]
    baskets = _baskets(inner, part, parameters)
    positions = [exp.Literal.number(index + 1) for index in range(len(question.dimensions))]
    select = (
        exp.select(*(_key(name) for name in question.dimensions), copy=False)
        .select(*(exp.alias_(exp.Count(this=exp.Star()), a.leaf, quoted=True) for a in part.aggregates), copy=False)
        .from_(sides[0].subquery("a"), copy=False)
        .join(sides[1].subquery("b"), on=_same_basket(ask, "b"), copy=False)
        .join(baskets.subquery(_BASKETS), on=_same_basket(ask, _BASKETS), copy=False)
        .where(exp.and_(*_of_pairs(ask, of_pairs, parameters)), copy=False)
    )
    return Statement(
        table=part.table,
        window=window.name,
        intervals=part.intervals,
        sql=select.group_by(*positions, copy=False) if positions else select,
        parameters=tuple(parameters),
        dimensions=question.dimensions,
        leaves=tuple(aggregate.leaf for aggregate in part.aggregates),
        has_bucket=False,
    )


def _column(name: str, table: str | None = None) -> exp.Column:
    return exp.column(name, table=table, quoted=True)


def _lines(ask: Ask, part: Part, parameters: list[Parameter]) -> exp.Select:
    """Each product of each order once, with the order's place."""
    condition, values = conditions(ask, part)
    parameters.extend(values)
    paired = _column(_paired(ask))
    is_named = exp.Not(this=exp.Is(this=paired.copy(), expression=exp.null()))
    keys = [_column(ask.catalog.order_key), *(_place(name) for name in PLACES), paired]
    select = exp.select(*keys, copy=False).from_(exp.table_(part.table, quoted=True), copy=False)
    positions = [exp.Literal.number(index + 1) for index in range(len(keys))]
    return select.where(exp.and_(condition, is_named), copy=False).group_by(*positions, copy=False)


def _place(name: str) -> exp.Expr:
    return exp.alias_(exp.Coalesce(this=_column(name), expressions=[_NOWHERE.copy()]), name, quoted=True)


def _baskets(ask: Ask, part: Part, parameters: list[Parameter]) -> exp.Select:
    """Orders of two products or more, but not of too many."""
    keys = [_column(ask.catalog.order_key), *(_column(name) for name in PLACES)]
    bounds = (exp.Literal.number(2), exp.Literal.number(LARGEST_BASKET))
    fits = exp.Between(this=exp.Count(this=exp.Star()), low=bounds[0], high=bounds[1])
    select = exp.select(*keys, copy=False).from_(_lines(ask, part, parameters).subquery("lines"), copy=False)
    positions = [exp.Literal.number(index + 1) for index in range(len(keys))]
    return select.group_by(*positions, copy=False).having(fits, copy=False)


def _same_basket(ask: Ask, other: str) -> exp.Expr:
    names = (ask.catalog.order_key, *PLACES)
    return exp.and_(*(exp.EQ(this=_column(name, "a"), expression=_column(name, other)) for name in names))


def _key(name: str) -> exp.Expr:
    if name in _SIDES:
        return exp.alias_(_column("product", _SIDES[name]), name, quoted=True)
    return exp.alias_(exp.Nullif(this=_column(name, "a"), expression=_NOWHERE.copy()), name, quoted=True)


def _of_pairs(ask: Ask, filters: tuple[Filter, ...], parameters: list[Parameter]) -> Iterator[exp.Expr]:
    paired = _paired(ask)
    yield exp.LT(this=_column(paired, "a"), expression=_column(paired, "b"))
    for restriction in filters:
        side = _column(paired, _SIDES[restriction.dimension])
        yield from filter_terms(restriction, side, parameters)


def _paired(ask: Ask) -> str:
    paired = ask.catalog.paired
    if paired is None:
        raise TypeError("only a cube of pairs joins lines with themselves")
    return paired
