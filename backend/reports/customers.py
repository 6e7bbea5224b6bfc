"""topCustomers: the value of each customer in a window, and the first and last purchase before its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from backend.planner.plan import Window
from backend.question import DateSpan, Period, Question
from backend.reports.ranked import Addition, Order, Ranking, ask_rows, rank
from backend.reports.rows import Column
from backend.reports.session import Answered, Session, parts_of, to_question
from backend.reports.spec import Arguments, FieldType, Outcome
from druid.calendar import DAY, EPOCH, day_start_ms
from druid.store.manifest import covered_days

NO_PURCHASE = "NO_PURCHASE"
NOT_AVAILABLE = "NOT_AVAILABLE"

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
        Column("segment", "segment", FieldType.TEXT), "null until segments are computed", NOT_AVAILABLE, is_pending=True
    ),
    Addition(
        Column("lifetime_value", "lifetimeValue", FieldType.MONEY),
        "null until values are fitted",
        NOT_AVAILABLE,
        is_pending=True,
    ),
)


async def top_customers(session: Session, arguments: Arguments, ranking: Ranking) -> Outcome:
    """The ranked list, each row joined with its customer's whole history."""
    window = (await ask_rows(session, arguments, ranking)).rows.window
    history = await session.ask(_history(session, arguments, window))
    zone = history.plan.question.timezone

    def with_history(answer: Answered, frame: pl.DataFrame, order: Order) -> pl.DataFrame:
        del answer, order
        return _join(frame, history.current, window.last_day, zone)

    outcome = await rank(session, arguments, replace(ranking, enrich=with_history))
    parts = tuple(replace(part, window="history") for part in parts_of(history))
    return replace(outcome, parts=(*outcome.parts, *parts))


def _history(session: Session, arguments: Arguments, window: Window) -> Question:
    """Every loaded day up to the window's end, under the same filters."""
    manifest = session.lease.manifest
    covered = covered_days(manifest)
    start_ms, end_ms = window.start_ms, window.end_ms
    if covered:
        start_ms = day_start_ms(covered[0], manifest.timezone)
        end_ms = max(min(end_ms, day_start_ms(covered[1] + DAY, manifest.timezone)), start_ms + 1)
    zone = ZoneInfo(manifest.timezone)
    ends = [EPOCH + timedelta(milliseconds=ms) for ms in (start_ms, end_ms)]
    start, end = (moment.astimezone(zone) for moment in ends)
    question = to_question(arguments, session.conventions, ("first_purchase", "last_purchase"), ("customer",))
    return replace(question, period=Period.CUSTOM, span=DateSpan(start, end), compare=())


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
