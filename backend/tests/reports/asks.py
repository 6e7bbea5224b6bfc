"""Random arguments of reports over a tiny store: periods, whole-day dates, filters, comparisons."""

from __future__ import annotations

import random
from datetime import timedelta

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, Question
from backend.reports.spec import Arguments
from backend.tests.reports.ledger import Books
from backend.tests.stores import DAYS, FIRST_DAY
from druid.catalog.model import Grain

KINDS = (ComparisonKind.PREVIOUS_PERIOD, ComparisonKind.PREVIOUS_YEAR, ComparisonKind.SAME_WEEKDAYS_LAST_YEAR)
FILTERED = ("branch", "product_line", "product", "customer", "salesperson", "region")


def some_arguments(chance: random.Random, books: Books) -> Arguments:
    """Common arguments; None means that the caller says nothing."""
    period = chance.choice((*Period, None, Period.YEAR, Period.QUARTER, Period.LAST_90_DAYS))
    span = None
    if period is Period.CUSTOM:
        first = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        span = DateSpan(first, first + timedelta(days=chance.choice((0, 6, 30, 90, 200))))
    compare = tuple(Comparison(kind) for kind in chance.sample(KINDS, chance.choice((0, 1, 1, 2, 3))))
    return Arguments(
        period=period,
        span=span,
        filters=tuple(
            some_filter(chance, books, name) for name in chance.sample(FILTERED, chance.choice((0, 0, 1, 2)))
        ),
        compare=None if chance.random() < 0.2 else compare,
    )


def some_filter(chance: random.Random, books: Books, dimension: str) -> Filter:
    members = sorted(books.lines[dimension].drop_nulls().unique().to_list())
    some = tuple(chance.sample(members, min(len(members), chance.choice((1, 2, 5)))))
    if chance.random() < 0.3:
        return Filter(dimension, excluded=some)
    return Filter(dimension, members=(*some, None) if chance.random() < 0.2 else some)


def question_of(arguments: Arguments, dimensions: tuple[str, ...] = (), grain: Grain | None = None) -> Question:
    """The same question as the oracle understands it, with the defaults that the documents state."""
    compare = arguments.compare
    return Question(
        ("lines",),
        dimensions,
        arguments.filters,
        arguments.period or (Period.CUSTOM if arguments.span else Period.MONTH),
        arguments.span,
        grain,
        arguments.timezone or "Africa/Nairobi",
        (Comparison(ComparisonKind.PREVIOUS_PERIOD),) if compare is None else compare,
    )


def branches_of(arguments: Arguments) -> set[str | None] | None:
    """The branches that a question names: days count as loaded when they are for one of these."""
    named = [set(one.members) for one in arguments.filters if one.dimension == "branch" and one.members is not None]
    return named[0] if named else None
