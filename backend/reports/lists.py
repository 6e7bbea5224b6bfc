"""The ranked reports: salespeople, products, lines, groups, branches, customers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import polars as pl

from backend.reports.arguments import LISTED
from backend.reports.customers import CUSTOMER_ADDITIONS, top_customers
from backend.reports.growth import ZERO_BASE, base_of, no_base_code
from backend.reports.products import TOP_PRODUCTS, top_products
from backend.reports.ranked import Addition, Order, Ranking, rank, row_fields, sort_names
from backend.reports.rows import Column, in_order
from backend.reports.session import Answered, Session
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec
from druid.catalog.model import Catalog


def _ranks(answer: Answered, frame: pl.DataFrame, order: Order) -> pl.DataFrame:
    """Rank by the sort field now, and how many places a salesperson rose since the first comparison."""
    ranked = _numbered(frame, order, "rank").with_columns(*_PENDING)
    base, column = base_of(answer), _COLUMN_THEN.get(order.column, order.column)
    if base is None or column is None:
        code = no_base_code(answer) or "NO_BASE"
        return ranked.with_columns(pl.lit(None, pl.Int64).alias("rank_change"), pl.lit(code).alias("rank_code"))
    then = _numbered(base, Order(column, order.direction), "rank_then").select("salesperson", "rank_then")
    joined = ranked.join(then, on="salesperson", how="left", nulls_equal=True)
    change = (pl.col("rank_then") - pl.col("rank")).alias("rank_change")
    return joined.with_columns(change, pl.lit(ZERO_BASE).alias("rank_code"))


_COLUMN_THEN = {"growth": None, "share": "net_revenue"}
"""What the earlier window is ranked by where it lacks the sort column; its own growth is not known."""
_PENDING = (pl.lit(None, pl.Int64).alias("commission"), pl.lit(None, pl.Float64).alias("quota_attainment"))


def _numbered(frame: pl.DataFrame, order: Order, name: str) -> pl.DataFrame:
    ordered = in_order(frame, order.column, order.direction, ("salesperson",))
    return ordered.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(name))


LEADERBOARD = Ranking(
    "salesperson",
    sort="profit",
    limit=50,
    enrich=_ranks,
    additions=(
        Addition(Column("rank", "rank", FieldType.COUNT), "place by the sort field, over everyone", is_sortable=False),
        Addition(
            Column("rank_change", "rankChange", FieldType.COUNT),
            "places won since the first comparison",
            reason=pl.col("rank_code"),
            is_sortable=False,
        ),
        Addition(
            Column("commission", "commission", FieldType.MONEY),
            "null until commission rates are loaded",
            "RATES_NOT_LOADED",
            is_pending=True,
        ),
        Addition(
            Column("quota_attainment", "quotaAttainment", FieldType.FRACTION),
            "null until targets are loaded",
            "TARGETS_NOT_LOADED",
            is_pending=True,
        ),
    ),
)
PRODUCT_LINES = Ranking("product_line", limit=50)
CATEGORIES = Ranking("item_group", limit=50)
BRANCHES = Ranking("branch", limit=50, measures={"customers": "customers"})
CUSTOMERS = Ranking("customer", additions=CUSTOMER_ADDITIONS)


async def _ranked(ranking: Ranking, session: Session, arguments: Arguments) -> Outcome:
    return await rank(session, arguments, ranking)


async def _customers(session: Session, arguments: Arguments) -> Outcome:
    return await top_customers(session, arguments, CUSTOMERS)


Answer = Callable[[Session, Arguments], Awaitable[Outcome]]


def _spec(catalog: Catalog, name: str, description: str, ranking: Ranking, answer: Answer) -> ReportSpec:
    row = name[0].upper() + name[1:] + "Row"
    data = Field(name, FieldType.LIST, fields=row_fields(ranking, catalog), type_name=row)
    return ReportSpec(
        name, description, data, LISTED, answer, sort_fields=sort_names(ranking, catalog), limit=ranking.limit
    )


def list_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    make = partial(_spec, catalog)
    return (
        make("salespersonLeaderboard", "Who sells at a profit.", LEADERBOARD, partial(_ranked, LEADERBOARD)),
        make(
            "topProducts",
            "Products by revenue, profit, units, margin or growth.",
            TOP_PRODUCTS,
            top_products,
        ),
        make("productLines", "Product lines against each other.", PRODUCT_LINES, partial(_ranked, PRODUCT_LINES)),
        make("categoryBreakdown", "Item groups against each other.", CATEGORIES, partial(_ranked, CATEGORIES)),
        make("branchPerformance", "Branches against each other.", BRANCHES, partial(_ranked, BRANCHES)),
        make("topCustomers", "The customers who bring the most.", CUSTOMERS, _customers),
    )
