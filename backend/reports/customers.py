"""topCustomers: the value of each customer in a window, and the first and last purchase before its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from backend.question import DateSpan, Period, Question
from backend.reports.ranked import Addition, Ranking, rank
from backend.reports.rows import Column
from backend.reports.session import Answered, Session, parts_of, to_question
from backend.reports.spec import Arguments, FieldType, Null, Outcome
from druid.store.manifest import covered_days

CUSTOMER_ADDITIONS = (
    Addition(Column("first_purchase", "firstPurchase", FieldType.INSTANT), "first line with revenue, over all history"),
    Addition(Column("last_purchase", "lastPurchase", FieldType.INSTANT), "last such line before the window's end"),
    Addition(Column("recency_days", "recencyDays", FieldType.COUNT), "local days from last purchase to window end"),
    Addition(Column("tenure_days", "tenureDays", FieldType.COUNT), "local days from first purchase to window end"),
    Addition(Column("segment", "segment", FieldType.TEXT), "null until segments are computed"),
    Addition(Column("lifetime_value", "lifetimeValue", FieldType.MONEY), "null until values are fitted"),
)


async def top_customers(session: Session, arguments: Arguments, ranking: Ranking) -> Outcome:
    """The ranked list, each row joined with its customer's whole history."""
    window = (await session.ask(to_question(arguments, session.conventions, ("net_revenue",)))).window
    history = await session.ask(_history(session, arguments, window.last_day))
    zone = arguments.timezone or session.conventions.timezone

    def with_history(
        session: Session, arguments: Arguments, answer: Answered, frame: pl.DataFrame, by: str
    ) -> pl.DataFrame:
        del session, arguments, answer, by
        return _join(frame, history.current, window.last_day, zone)

    outcome = await rank(session, arguments, replace(ranking, enrich=with_history))
    unknown = (Null("segment", "NOT_AVAILABLE"), Null("lifetimeValue", "NOT_AVAILABLE"))
    parts = (*outcome.parts, *(part for part in parts_of(history) if part not in outcome.parts))
    return replace(outcome, nulls=(*outcome.nulls, *unknown), parts=parts)


def _history(session: Session, arguments: Arguments, last_day: date) -> Question:
    covered = covered_days(session.lease.manifest)
    first_day = min(covered[0], last_day) if covered else last_day
    question = to_question(arguments, session.conventions, ("first_purchase", "last_purchase"), ("customer",))
    return replace(question, period=Period.CUSTOM, span=DateSpan(first_day, last_day), compare=())


def _join(frame: pl.DataFrame, history: pl.DataFrame, last_day: date, zone: str) -> pl.DataFrame:
    known = history.select("customer", "first_purchase", "last_purchase")
    joined = frame.join(known, on="customer", how="left", nulls_equal=True)
    return joined.with_columns(
        _days_until(pl.col("last_purchase"), last_day, zone).alias("recency_days"),
        _days_until(pl.col("first_purchase"), last_day, zone).alias("tenure_days"),
        pl.lit(None, pl.String).alias("segment"),
        pl.lit(None, pl.Int64).alias("lifetime_value"),
    )


def _days_until(moment: pl.Expr, last_day: date, zone: str) -> pl.Expr:
    local = moment.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date()
    return (pl.lit(last_day) - local).dt.total_days()
