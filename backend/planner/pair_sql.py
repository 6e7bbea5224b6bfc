"""Lines of baskets for what no table of pairs holds: one plain statement a month, from which pairs are counted after.

Comes in: a question of a cube of pairs, a window, a part of the base. Goes out: a `Statement` for each month of the
part, because a basket never reaches over a month's end; raises NotAvailable where too many lines would be read.
Filters on the two products of a pair are left to `backend.pairs`, which makes the pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backend.errors import NotAvailable
from backend.planner.ask import Ask
from backend.planner.facts import Facts
from backend.planner.plan import Interval, Statement, Window
from backend.planner.scene import Part, Prices
from backend.planner.sql import write_statement
from backend.question import Filter
from druid.catalog.pairs import FIRST, PLACES, SECOND

MOST_LINES = 1_000_000
"""Lines that are searched for pairs in one question; a store's months are counted once, when they are loaded."""

PAIR_PRICES = Prices(rollup_start=0, rollup_row=0, base_start=1, base_row=1)
"""The table of pairs is used wherever it may serve, however many rows it has."""


def write_pairs(ask: Ask, window: Window, part: Part, facts: Facts) -> Iterator[Statement]:
    """The part month by month: each product of each order once, with the order's place."""
    if facts.estimated_rows(part.table, part.intervals) > MOST_LINES:
        raise NotAvailable(
            f"More than {MOST_LINES:,} sale lines would have to be searched for pairs.",
            "Ask for whole months of the business time zone. Months loaded by an earlier release get their table of "
            "pairs with the next load.",
        )
    inner = _of_lines(ask)
    counted = tuple(aggregate.leaf for aggregate in part.aggregates)
    for interval in _by_month(part.intervals, facts):
        plain = write_statement(inner, window, replace(part, intervals=(interval,), aggregates=()))
        yield replace(plain, counted=counted)


def _by_month(intervals: tuple[Interval, ...], facts: Facts) -> Iterator[Interval]:
    for interval in intervals:
        for name in facts.months_in(interval.start_ms, interval.end_ms):
            month = facts.months[name]
            yield Interval(max(interval.start_ms, month.start_ms), min(interval.end_ms, month.end_ms))


def _of_lines(ask: Ask) -> Ask:
    """Lines by order, place and product, under the filters that are not about pairs."""
    if ask.catalog.paired is None:
        raise TypeError("only a cube of pairs looks for baskets")
    filters = tuple(f for f in ask.question.filters if f.dimension not in {FIRST, SECOND})
    has_product = Filter(ask.catalog.paired, is_null=False)
    dimensions = (ask.catalog.order_key, *PLACES, ask.catalog.paired)
    return replace(ask, question=replace(ask.question, dimensions=dimensions, filters=(*filters, has_product)))
