"""topCustomers: the value of each customer in a window; first and last purchase and class at its end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import polars as pl

from backend.reports.history import CUSTOMER, RECENCY, TENURE, history_parts
from backend.reports.lifetime_values import LIFETIME_VALUE, is_being_fitted, lifetime_values
from backend.reports.ranked import Addition, Asked, Order, Ranking, ask_rows, ranked, shout
from backend.reports.rows import Column, in_order, money
from backend.reports.segments import CLASSES, SEGMENT
from backend.reports.session import Answered, Session
from backend.reports.spec import Arguments, FieldType, Outcome, Segment, SortOrder
from backend.reports.standing import Standing, ask_standing, stated_rules

NO_PURCHASE = "NO_PURCHASE"
NO_CUSTOMER = "NO_CUSTOMER"
_VALUE_CODE = "lifetime_code"
PROFIT = "gross_profit"
BEST = 20
"""Customers whose part of the profit is stated."""
CLASS_NAMES = dict(zip(Segment, CLASSES, strict=True))

CUSTOMER_ADDITIONS = (
    Addition(
        Column("first_purchase", "firstPurchase", FieldType.INSTANT),
        "first line with gross revenue that passes the filters, over all history",
        NO_PURCHASE,
    ),
    Addition(
        Column("last_purchase", "lastPurchase", FieldType.INSTANT),
        "last such line before the window's end",
        NO_PURCHASE,
    ),
    Addition(
        Column("recency_days", "recencyDays", FieldType.COUNT),
        "local days from the last purchase to the window's last day",
        NO_PURCHASE,
    ),
    Addition(
        Column("tenure_days", "tenureDays", FieldType.COUNT),
        "local days from the first purchase to the window's last day",
        NO_PURCHASE,
    ),
    Addition(
        Column(SEGMENT, "segment", FieldType.TEXT),
        "class at the window's end over the whole history: Premium, Regular, New, At-Risk or Churned",
        pl.when(pl.col(CUSTOMER).is_null()).then(pl.lit(NO_CUSTOMER)).otherwise(pl.lit(NO_PURCHASE)),
    ),
    Addition(
        Column(LIFETIME_VALUE, "lifetimeValue", FieldType.MONEY),
        "net revenue to date and expected within the horizon, over the whole history whatever the filters",
        pl.col(_VALUE_CODE),
    ),
)


async def top_customers(session: Session, arguments: Arguments, ranking: Ranking) -> Outcome:
    """The ranked list, each row joined with its customer's whole history and class where these are read."""
    asked = await ask_rows(session, arguments, ranking)
    if not _is_historic(session, arguments):
        outcome = await ranked(session, arguments, replace(asked, ranking=replace(ranking, additions=())))
        return replace(outcome, extra=_extra(session, asked, outcome))
    standing, values = await asyncio.gather(
        ask_standing(session, arguments, asked.rows.window),
        lifetime_values(session, is_needed=arguments.sort_by == shout("lifetimeValue")),
    )

    def with_history(answer: Answered, frame: pl.DataFrame, order: Order) -> pl.DataFrame:
        del answer, order
        return _with_values(_joined(frame, standing), values)

    only = None if arguments.segment is None else (SEGMENT, CLASS_NAMES[arguments.segment])
    outcome = await ranked(session, arguments, replace(asked, ranking=replace(ranking, enrich=with_history, only=only)))
    return replace(
        outcome,
        complete=outcome.complete and not is_being_fitted(values),
        parts=(*outcome.parts, *history_parts(*standing.answers)),
        notes=(*outcome.notes, *standing.notes),
        extra=_extra(session, asked, outcome),
    )


def _is_historic(session: Session, arguments: Arguments) -> bool:
    """Whether rows are chosen by, ordered by, or read for what only the whole history tells."""
    told = [addition.column.field for addition in CUSTOMER_ADDITIONS]
    return arguments.segment is not None or arguments.sort_by in [shout(name) for name in told] or session.reads(*told)


def _extra(session: Session, asked: Asked, outcome: Outcome) -> dict[str, Any]:
    return {**outcome.extra, "rules": stated_rules(session.conventions.rules), "best": best_of(asked)}


def best_of(asked: Asked) -> dict[str, Any]:
    """What the best customers by profit bring, and what part of the whole: of the lines of nobody they are none.

    Both numbers are None where a cost is unknown, the share also where the whole is not above zero.
    """
    named = in_order(asked.rows.current.drop_nulls(CUSTOMER), PROFIT, SortOrder.DESC, (CUSTOMER,)).head(BEST)
    worths, whole = named[PROFIT].to_list(), asked.whole.current[PROFIT][0]
    if not worths or whole is None or None in worths:
        return {"customers": named.height, "profit": None, "profitShare": None}
    profit = sum(worths)
    return {"customers": named.height, "profit": money(profit), "profitShare": profit / whole if whole > 0 else None}


def _joined(frame: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    known = standing.history.select(CUSTOMER, "first_purchase", "last_purchase", RECENCY, TENURE)
    joined = frame.join(known, on=CUSTOMER, how="left", nulls_equal=True)
    return joined.join(standing.buyers.select(CUSTOMER, SEGMENT), on=CUSTOMER, how="left")


def _with_values(frame: pl.DataFrame, values: pl.DataFrame | str) -> pl.DataFrame:
    """With each customer's lifetime value, and why there is none."""
    if isinstance(values, str):
        return frame.with_columns(pl.lit(None, pl.Int64).alias(LIFETIME_VALUE), pl.lit(values).alias(_VALUE_CODE))
    none = pl.when(pl.col(CUSTOMER).is_null()).then(pl.lit(NO_CUSTOMER)).otherwise(pl.lit(NO_PURCHASE))
    return frame.join(values, on=CUSTOMER, how="left").with_columns(none.alias(_VALUE_CODE))
