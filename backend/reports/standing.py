"""Where every customer stands at a window's end: history, class and RFM scores, with the thresholds and notes to state.

In: a session, a report's arguments, the asked window. Out: a `Standing`; reports on customers join its frames.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend.planner.plan import Note, Window
from backend.reports.history import (
    CUSTOMER,
    PURCHASES,
    RECENCY,
    history_question,
    recent_question,
    with_days,
)
from backend.reports.rules import Rules
from backend.reports.segments import classed, scored
from backend.reports.session import Answered, Session
from backend.reports.spec import Arguments


@dataclass(frozen=True, slots=True)
class Standing:
    """`history` has a row for every customer with a line, also for none (null); `buyers` those who ever purchased.

    Both have the history's measures, `recency_days` and `tenure_days`; `buyers` also `segment` and the three scores.
    """

    answers: tuple[Answered, Answered]
    history: pl.DataFrame
    buyers: pl.DataFrame
    notes: tuple[Note, ...]

    @property
    def zone(self) -> str:
        return self.answers[0].plan.question.timezone


async def ask_standing(session: Session, arguments: Arguments, window: Window) -> Standing:
    """History and recent profit of every customer under the arguments' filters, asked at once."""
    rules = session.conventions.rules
    history, recent = await asyncio.gather(
        session.ask(history_question(session, arguments, window)),
        session.ask(recent_question(session, arguments, window, rules.premium_days)),
    )
    frame = with_days(history.current, window.last_day, history.plan.question.timezone)
    by = "net_revenue" if "gross_profit" in recent.plan.nulls else "gross_profit"
    worth = recent.current.select(CUSTOMER, pl.col(by).alias("worth"))
    buyers = scored(classed(frame, worth, rules), PURCHASES)
    return Standing((history, recent), frame, buyers, tuple(_notes(by, worth, buyers, rules)))


def _notes(by: str, worth: pl.DataFrame, buyers: pl.DataFrame, rules: Rules) -> Iterator[Note]:
    """What Premium could not be decided by."""
    if by == "net_revenue":
        yield Note("PREMIUM_BY_REVENUE", "No cost was loaded, so Premium goes by net revenue.", "segment")
        return
    recent = buyers.lazy().filter(pl.col(RECENCY) < rules.premium_days).select(CUSTOMER)
    known = worth.lazy().filter(pl.col("worth").is_not_null())
    unknown = recent.join(known, on=CUSTOMER, how="anti").collect().height
    if unknown:
        message = f"{unknown} customers bought lines without a cost; for Premium they rank after all others."
        yield Note("PREMIUM_WITHOUT_COST", message, "segment")


def stated_rules(rules: Rules) -> dict[str, Any]:
    """The thresholds of classes, as answers state them."""
    return {
        "churnedDays": rules.churned_days,
        "atRiskDays": rules.at_risk_days,
        "newDays": rules.new_days,
        "premiumShare": float(rules.premium_share),
        "premiumDays": rules.premium_days,
    }
