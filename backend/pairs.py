"""Pairs of products counted from the lines of baskets, where no table holds them counted.

In: frames of (order, branch, region, product), each once and of one month, and their plan. Out: frames of the plan's
groups with how many baskets hold both products, the first one first in code-point order. The rules are those of the
table that is built at load. Raises TooManyGroups for baskets that make too many pairs to hold.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from backend.errors import TooManyGroups
from backend.planner.plan import Plan
from backend.question import Filter, Question
from druid.catalog.model import Catalog
from druid.catalog.pairs import FIRST, LARGEST_BASKET, PAIRED, PLACES, SECOND

MOST_PAIRS = 5_000_000
"""Pairs of one month's baskets, counted as often as they are in one: a few seconds, and some hundred megabytes."""

_BASKET = "#basket"


def counted_pairs(plan: Plan, frames: Sequence[pl.DataFrame], catalog: Catalog) -> list[pl.DataFrame]:
    """The frames of a plan's statements, with pairs in place of the lines of baskets."""
    return [
        count_pairs(frame, plan.question, catalog, *statement.counted) if statement.counted else frame
        for statement, frame in zip(plan.statements, frames, strict=True)
    ]


def count_pairs(lines: pl.DataFrame, question: Question, catalog: Catalog, leaf: str) -> pl.DataFrame:
    """Columns: the question's dimensions, then `leaf`. A basket of too many products makes no pairs."""
    several = pl.col(PAIRED).list.len().is_between(2, LARGEST_BASKET)
    baskets = lines.group_by(catalog.order_key, *PLACES).agg(PAIRED).filter(several).with_row_index(_BASKET)
    sizes = baskets[PAIRED].list.len().cast(pl.Int64)
    if (sizes * (sizes - 1)).sum() // 2 > MOST_PAIRS:
        raise TooManyGroups(f"The orders of a month hold more than {MOST_PAIRS:,} pairs.", "Ask for a shorter window.")
    names = pl.Enum(lines[PAIRED].unique().sort())
    first = baskets.lazy().select(_BASKET, *PLACES, pl.col(PAIRED).alias(FIRST)).explode(FIRST).cast({FIRST: names})
    second = first.select(_BASKET, pl.col(FIRST).alias(SECOND))
    both = first.join(second, on=_BASKET).filter(pl.col(FIRST) < pl.col(SECOND), *_kept(question.filters, names))
    counted = both.group_by(question.dimensions).agg(pl.len().cast(pl.Int64).alias(leaf))
    return counted.with_columns(pl.col(question.dimensions).cast(pl.String)).collect(engine="streaming")


def _kept(filters: tuple[Filter, ...], names: pl.Enum) -> list[pl.Expr]:
    """The conditions on the two products; those on places chose the lines."""
    terms: list[pl.Expr] = []
    for one in filters:
        if one.dimension not in {FIRST, SECOND}:
            continue
        if one.contains is not None or one.is_null is not None:
            raise ValueError("products of pairs are chosen by name")
        if one.members is not None:
            terms.append(pl.col(one.dimension).is_in(_known(one.members, names)))
        terms.append(~pl.col(one.dimension).is_in(_known(one.excluded, names)))
    return terms


def _known(members: tuple[str | None, ...], names: pl.Enum) -> pl.Series:
    return pl.Series(members, dtype=pl.String).cast(names, strict=False).drop_nulls().implode()
