"""The history of every customer up to a window's end: one question by customer over all loaded days, same filters.

In: a session, a report's arguments, the asked window. Out: answers, and frames with recency and tenure in local days of
the question's zone, counted to the window's last day. Purchases are lines with gross revenue; returns alone are none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from backend.planner.plan import Window
from backend.question import Anchor, DateSpan, Period, Question
from backend.reports.session import Answered, Session, parts_of, to_question
from backend.reports.spec import Arguments, Part
from druid.calendar import day_start_ms, moment_of
from druid.store.manifest import Manifest, covered_days

CUSTOMER = "customer"
PURCHASES = "purchases"
RECENCY, TENURE = "recency_days", "tenure_days"


HISTORY = ("first_purchase", "last_purchase", PURCHASES, "orders", "net_revenue", "gross_profit", "lines")
"""What is asked of every customer; equal questions of one session share a run, so all reports ask the same."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in epoch milliseconds, half-open."""

    start_ms: int
    end_ms: int

    def question(self, question: Question) -> Question:
        """The question asked of this stretch, without comparisons."""
        start, end = (moment_of(ms, "UTC") for ms in (self.start_ms, self.end_ms))
        return replace(question, period=Period.CUSTOM, span=DateSpan(start, end), compare=(), anchor=Anchor.DATA)


def history_span(manifest: Manifest, window: Window) -> Span:
    """From the month of the first covered day, before which there is no line, to the window's end."""
    covered = covered_days(manifest)
    start_ms = window.start_ms if covered is None else day_start_ms(covered[0].replace(day=1), manifest.timezone)
    return Span(min(start_ms, window.end_ms - 1), window.end_ms)


def history_question(session: Session, arguments: Arguments, window: Window) -> Question:
    """Every customer's sums and moments over the history; null customers are a group of their own."""
    question = to_question(arguments, session.conventions, HISTORY, (CUSTOMER,))
    return history_span(session.manifest, window).question(question)


def recent_question(session: Session, arguments: Arguments, window: Window, days: int) -> Question:
    """Profit and net revenue of every customer over the last `days` local days of the window."""
    question = to_question(arguments, session.conventions, ("gross_profit", "net_revenue"), (CUSTOMER,))
    history = history_span(session.manifest, window)
    start_ms = day_start_ms(window.last_day - timedelta(days=days - 1), question.timezone)
    return Span(min(max(start_ms, history.start_ms), history.end_ms - 1), history.end_ms).question(question)


def with_days(frame: pl.DataFrame, last_day: date, zone: str) -> pl.DataFrame:
    """The frame with `recency_days` and `tenure_days`: local days from last and first purchase to `last_day`."""
    return frame.with_columns(
        _days_until(pl.col("last_purchase"), last_day, zone).alias(RECENCY),
        _days_until(pl.col("first_purchase"), last_day, zone).alias(TENURE),
    )


def _days_until(moment: pl.Expr, last_day: date, zone: str) -> pl.Expr:
    local = moment.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date()
    return (pl.lit(last_day) - local).dt.total_days()


def history_parts(*answers: Answered) -> tuple[Part, ...]:
    """Where the history came from."""
    return tuple(replace(part, window="history") for part in parts_of(*answers))
