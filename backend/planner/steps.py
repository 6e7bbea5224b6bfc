"""Question to plan: the steps, in order, each a pure function from draft to draft.

Comes in: a question, the catalog, a view of a snapshot, now. Goes out: a `Plan`. Reading `STEPS` is reading the
planner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from backend.errors import NoData
from backend.planner.ask import Ask, counted_of, read_question
from backend.planner.beside import cut_notes
from backend.planner.facts import Facts, facts_of
from backend.planner.pair_notes import pair_notes
from backend.planner.pair_sql import PAIR_PRICES, write_pairs
from backend.planner.plan import Note, Plan, Rejection, Statement, Window
from backend.planner.route import Choice, choose_rollup
from backend.planner.scene import PRICES, Part, Prices
from backend.planner.sql import write_statement
from backend.planner.view import View
from backend.planner.windows import base_notes, resolve_windows
from backend.question import Question
from druid.catalog.model import Catalog, DistinctOrders

ORDER_ID = "order_id"


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan being made."""

    question: Question
    facts: Facts
    now: datetime
    prices: Prices
    ask: Ask
    windows: tuple[Window, ...] = ()
    choices: tuple[Choice, ...] = ()
    statements: tuple[Statement, ...] = ()
    notes: tuple[Note, ...] = ()


def find_windows(draft: Draft) -> Draft:
    """The period and its comparisons in real dates."""
    return replace(draft, windows=resolve_windows(draft.question, draft.facts, draft.now))


def route(draft: Draft) -> Draft:
    """Tables for each window, each on its own."""
    choices = tuple(choose_rollup(draft.ask, window, draft.facts, draft.prices) for window in draft.windows)
    return replace(draft, choices=choices)


def write_sql(draft: Draft) -> Draft:
    """A statement for each part."""
    statements = tuple(
        statement
        for window, choice in zip(draft.windows, draft.choices, strict=True)
        for part in choice.parts
        for statement in _statements(draft, window, part)
    )
    return replace(draft, statements=statements)


def _statements(draft: Draft, window: Window, part: Part) -> Iterator[Statement]:
    catalog = draft.ask.catalog
    if catalog.paired is not None and part.table == catalog.base:
        yield from write_pairs(draft.ask, window, part, draft.facts)
    else:
        yield write_statement(draft.ask, window, part)


def note_orders(draft: Draft) -> Draft:
    """Says when orders are lines, or had to be counted one by one."""
    catalog = draft.ask.catalog
    if not any(isinstance(counted_of(leaf, catalog), DistinctOrders) for leaf in draft.ask.leaves):
        return draft
    return replace(draft, notes=(*draft.notes, *_order_notes(draft)))


def note_bases(draft: Draft) -> Draft:
    """Says which comparisons have no base for growth."""
    return replace(draft, notes=(*draft.notes, *base_notes(draft.question, draft.windows), *cut_notes(draft.windows)))


STEPS: tuple[Callable[[Draft], Draft], ...] = (find_windows, route, write_sql, note_orders, note_bases)


def make_plan(question: Question, catalog: Catalog, view: View, now: datetime, prices: Prices = PRICES) -> Plan:
    """The plan of a question over what may be seen of a snapshot."""
    facts = facts_of(view.manifest, catalog)
    if not facts.months and not facts.coverage:
        raise NoData("No sales have been loaded yet.")
    is_paired = catalog.paired is not None
    prices = PAIR_PRICES if is_paired else prices
    draft = Draft(question, facts, now, prices, read_question(question, catalog, facts.loaded, view.policy))
    for step in STEPS:
        draft = step(draft)
    return Plan(
        question=question,
        grain=question.grain,
        windows=draft.windows,
        statements=draft.statements,
        rejections=_rejections(draft),
        notes=(*draft.notes, *(pair_notes(draft.windows[0], facts, view) if is_paired else ())),
        nulls=dict(draft.ask.nulls),
    )


def _rejections(draft: Draft) -> tuple[Rejection, ...]:
    """Each reason once, over all windows."""
    return tuple(dict.fromkeys(rejection for choice in draft.choices for rejection in choice.rejections))


def _order_notes(draft: Draft) -> Iterator[Note]:
    if ORDER_ID not in draft.facts.loaded:
        yield Note("ORDERS_BY_LINE", "The loaded files name no orders, so every line counts as an order.", "orders")
    elif any(choice.orders_split for choice in draft.choices):
        yield Note(
            "ORDERS_FROM_BASE",
            "Some orders have lines on both sides of a bucket or in several members, so they were counted one by one.",
            "orders",
        )
