"""Classes and RFM scores of customers: pure functions on frames of one row a customer.

In: the history (`backend.reports.history`) with recency and tenure days, profit over recent days, the thresholds. Out:
frames of customers who ever purchased, each in exactly one class and with three scores from 1 to 5.
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from backend.reports.history import CUSTOMER, RECENCY, TENURE
from backend.reports.rules import Rules

SEGMENT = "segment"
PREMIUM, REGULAR, NEW, AT_RISK, CHURNED = CLASSES = ("Premium", "Regular", "New", "At-Risk", "Churned")
R, F, M = SCORES = ("recency_score", "frequency_score", "monetary_score")
TILES = 5


def buyers_of(history: pl.DataFrame) -> pl.DataFrame:
    """Named customers with a purchase: those who are classed."""
    return history.filter(pl.col(CUSTOMER).is_not_null() & pl.col("first_purchase").is_not_null())


def classed(history: pl.DataFrame, worth: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The buyers of a history with their `segment`, the first that fits of: Churned, At-Risk, New, Premium, Regular.

    `worth` has `customer` and `worth` (scaled integer, null where unknown) over the last `rules.premium_days` days.
    Churned and At-Risk: the last purchase is more than so many days ago; New: the first one at most so many. Premium:
    among the n customers who purchased in the last `premium_days` days, the ceil(n * premium_share) with the greatest
    worth; unknown worth last, ties by name in code-point order.
    """
    buyers = buyers_of(history)
    segment = (
        pl.when(pl.col(RECENCY) > rules.churned_days)
        .then(pl.lit(CHURNED))
        .when(pl.col(RECENCY) > rules.at_risk_days)
        .then(pl.lit(AT_RISK))
        .when(pl.col(TENURE) <= rules.new_days)
        .then(pl.lit(NEW))
        .when(pl.col(CUSTOMER).is_in(_premium(buyers, worth, rules).implode()))
        .then(pl.lit(PREMIUM))
        .otherwise(pl.lit(REGULAR))
    )
    return buyers.with_columns(segment.alias(SEGMENT))


def _premium(buyers: pl.DataFrame, worth: pl.DataFrame, rules: Rules) -> pl.Series:
    recent = buyers.lazy().filter(pl.col(RECENCY) < rules.premium_days).select(CUSTOMER)
    ranked = recent.join(worth.lazy().select(CUSTOMER, "worth"), on=CUSTOMER, how="left")
    ordered = ranked.sort("worth", CUSTOMER, descending=[True, False], nulls_last=True).collect()
    return ordered[CUSTOMER].head(_ceil(rules.premium_share * ordered.height))


def _ceil(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)


def scored(buyers: pl.DataFrame, frequency: str) -> pl.DataFrame:
    """The buyers with `recency_score`, `frequency_score` and `monetary_score`, 5 is best.

    Each is NTILE(5) OVER (ORDER BY x, customer) of SQL, with x the moment of the last purchase, the count of purchases
    (column `frequency`), and net revenue over the whole history.
    """
    by_name = buyers.sort(CUSTOMER)
    worths = (("last_purchase", R), (frequency, F), ("net_revenue", M))
    return by_name.with_columns(ntile(by_name[column], TILES).alias(name) for column, name in worths)


def ntile(worth: pl.Series, tiles: int) -> pl.Series:
    """NTILE(tiles) OVER (ORDER BY worth), ties in the order given; the first tiles hold one more where it must be.

    >>> ntile(pl.Series([4, 3, 3, 1]), 3).to_list()
    [3, 1, 2, 1]
    """
    small, larger = divmod(len(worth), tiles)
    sizes = [small + (tile < larger) for tile in range(tiles)]
    tile_of = pl.Series("tile", [tile + 1 for tile, size in enumerate(sizes) for _ in range(size)], pl.Int64)
    placed = worth.to_frame("worth").lazy().with_row_index("place").sort("worth", maintain_order=True)
    return placed.with_columns(tile_of).sort("place").collect()["tile"]
