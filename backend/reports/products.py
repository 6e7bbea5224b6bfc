"""topProducts, and the ABC class of a product: A while those before it bring less than 80 %, B under 95 %, else C.

The thresholds are settings, stated in `metadata.extra`. Classes are taken over all products that pass the filters.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from typing import Any

import polars as pl

from backend.reports.ranked import Addition, Order, Ranking, rank
from backend.reports.reasons import ZERO_DENOMINATOR
from backend.reports.rows import Column, in_order
from backend.reports.rules import Rules
from backend.reports.session import Answered, Session
from backend.reports.spec import Arguments, FieldType, Outcome, SortOrder

CLASS = "abc_class"
TOP_PRODUCTS = Ranking(
    "product",
    additions=(
        Addition(Column(CLASS, "abcClass", FieldType.TEXT), "A, B or C by cumulative net revenue"),
        Addition(
            Column("cumulative_share", "cumulativeShare", FieldType.FRACTION),
            "part of the total net revenue that it and the products before it by net revenue bring",
            ZERO_DENOMINATOR,
        ),
    ),
)


def with_classes(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Products by net revenue with `abc_class`, by the share of the products before; without net revenue it is C.

    Shares are parts of all net revenue, as `share` is, so that products with more returned than sold count too.
    """
    ranked = in_order(frame, "net_revenue", SortOrder.DESC, ("product",))
    net = pl.col("net_revenue").fill_null(0).cast(pl.Int128)
    sold = net.clip(lower_bound=0)
    before, total = sold.cum_sum() - sold, net.sum()
    grade = (
        pl.when(sold == 0)
        .then(pl.lit("C"))
        .when(_is_under(before, total, rules.class_a_share))
        .then(pl.lit("A"))
        .when(_is_under(before, total, rules.class_b_share))
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
    )
    return ranked.with_columns(grade.alias(CLASS))


def with_cumulative_share(ranked: pl.DataFrame) -> pl.DataFrame:
    """Products in the order of their net revenue with `cumulative_share`: of the total, null when that is 0."""
    sums = list(accumulate(part or 0 for part in ranked["net_revenue"].to_list()))
    total = sums[-1] if sums else 0
    shares = [part / total if total else None for part in sums]
    return ranked.with_columns(pl.Series("cumulative_share", shares, dtype=pl.Float64))


def _is_under(before: pl.Expr, total: pl.Expr, share: Fraction) -> pl.Expr:
    return before * share.denominator < total * share.numerator


def thresholds(rules: Rules) -> dict[str, Any]:
    """What an answer with classes states of them."""
    return {"classAShare": float(rules.class_a_share), "classBShare": float(rules.class_b_share)}


async def top_products(session: Session, arguments: Arguments) -> Outcome:
    rules = session.conventions.rules

    def with_abc(answer: Answered, frame: pl.DataFrame, order: Order) -> pl.DataFrame:
        del answer, order
        return with_cumulative_share(with_classes(frame, rules))

    only = None if arguments.abc_class is None else (CLASS, arguments.abc_class.value)
    outcome = await rank(session, arguments, replace(TOP_PRODUCTS, enrich=with_abc, only=only))
    return replace(outcome, extra={**outcome.extra, **thresholds(rules)})
