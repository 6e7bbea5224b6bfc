"""The ranked reports: salespeople, products, lines, groups, branches, customers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from backend.reports.arguments import LISTED
from backend.reports.customers import CUSTOMER_ADDITIONS, top_customers
from backend.reports.planned import COMMISSION, QUOTA_ADDITIONS, RANK_ADDITIONS, rank_planned
from backend.reports.products import TOP_PRODUCTS, top_products
from backend.reports.ranked import Ranking, rank, row_fields, sort_names
from backend.reports.session import Session
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec
from druid.catalog.model import Catalog

LEADERBOARD = Ranking("salesperson", sort="profit", limit=50, additions=(*RANK_ADDITIONS, COMMISSION, *QUOTA_ADDITIONS))
PRODUCT_LINES = Ranking("product_line", limit=50, additions=QUOTA_ADDITIONS)
CATEGORIES = Ranking("item_group", limit=50)
BRANCHES = Ranking("branch", limit=50, measures={"customers": "customers"}, additions=QUOTA_ADDITIONS)
CUSTOMERS = Ranking("customer", additions=CUSTOMER_ADDITIONS)


async def _ranked(ranking: Ranking, session: Session, arguments: Arguments) -> Outcome:
    return await rank(session, arguments, ranking)


async def _planned(ranking: Ranking, session: Session, arguments: Arguments) -> Outcome:
    return await rank_planned(session, arguments, ranking)


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
    products = make("topProducts", "Products by revenue, profit, units, margin or growth.", TOP_PRODUCTS, top_products)
    customers = make("topCustomers", "The customers who bring the most.", CUSTOMERS, _customers)
    return (
        make("salespersonLeaderboard", "Who sells at a profit.", LEADERBOARD, partial(_planned, LEADERBOARD)),
        replace(products, arguments=(*LISTED, "abcClass")),
        make("productLines", "Product lines against each other.", PRODUCT_LINES, partial(_planned, PRODUCT_LINES)),
        make("categoryBreakdown", "Item groups against each other.", CATEGORIES, partial(_ranked, CATEGORIES)),
        make("branchPerformance", "Branches against each other.", BRANCHES, partial(_planned, BRANCHES)),
        replace(customers, arguments=(*LISTED, "segment")),
    )
