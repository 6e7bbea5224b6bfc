"""The lifetime value of every customer of a data version: models fitted once, in the background, over all history.

In: a session. Out: `Lifetimes`, a frame by customer with the fitted parameters; or the code that says why there is
none. Purchases are counted in days of the business zone and in weeks, whatever a question's filters and window are.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from backend.errors import ModelBeingFitted, ModelNotConverged, NotEnoughData, SalesError, VersionGone
from backend.lifetime.expecting import expected_purchases, probability_alive
from backend.lifetime.maximum import Floats, Maximum
from backend.lifetime.purchasing import Purchasing, fit_purchasing, grouped
from backend.lifetime.spending import Spending, expected_value, fit_spending
from backend.planner.facts import facts_of
from backend.planner.windows import resolve_windows
from backend.question import Period, Question, SourceChoice
from backend.reports.history import CUSTOMER, history_span
from backend.reports.reasons import NULL_CODES
from backend.reports.remembered import Work
from backend.reports.session import Session, outcome_facts
from druid.catalog.model import SCALE, Kind
from druid.store.manifest import covered_days

MEASURES = ("first_purchase", "last_purchase", "purchase_days", "net_revenue")
LIFETIME_VALUE = "lifetime_value"
NO_PURCHASE = "NO_PURCHASE"
FEWEST_REPEATS = 20
SHORTEST_DAYS = 28
PATIENCE = 0.5
"""The part of its time that an answer waits for lifetime values when they are one field of many."""
MONEY = SCALE[Kind.MONEY]


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted: times in weeks, gamma in units of the currency. `at_bound` are parameters at a bound."""

    purchasing: Purchasing
    spending: Spending
    customers: int
    repeat_customers: int
    as_of: date
    horizon_weeks: int
    at_bound: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """`frame` has a row for each named customer with a completed line, those who never purchased with nulls.

    Columns: customer, first_purchase, last_purchase, purchase_days, net_revenue (money, to date), recency_weeks,
    age_weeks, expected_purchases, alive, purchase_value, expected_value, lifetime_value (money), rank.
    """

    frame: pl.DataFrame
    model: Model
    facts: Mapping[str, Any]


def lifetime_work(source: SourceChoice = SourceChoice.AUTO) -> Work[Lifetimes]:
    """The fit of a data version; of the base lines when so asked, for checking."""

    async def compute(session: Session) -> Lifetimes:
        return await _fit(session, source)

    return Work(f"lifetime values, {source}", compute)


async def lifetime_values(session: Session, *, is_needed: bool = False) -> pl.DataFrame | str:
    """Columns customer and lifetime_value (money at scale 4, null for who never purchased), or why there are none.

    With `is_needed`, such as for sorting, it is waited for as long as the request allows, and a failure is raised.
    """
    try:
        patience = None if is_needed else PATIENCE * max(session.deadline - time.monotonic(), 0)
        found = await session.recall(lifetime_work(), patience)
    except SalesError as error:
        if is_needed or isinstance(error, VersionGone):
            raise
        return error.code if error.code in NULL_CODES else ModelBeingFitted.code
    return found.frame.select(CUSTOMER, LIFETIME_VALUE)


async def lifetime_value_of(session: Session, customer: str) -> tuple[int | None, str]:
    """A customer's lifetime value at scale 4, and why it would be null."""
    values = await lifetime_values(session)
    if isinstance(values, str):
        return None, values
    found = values.filter(pl.col(CUSTOMER) == customer)[LIFETIME_VALUE].to_list()
    return (found[0] if found else None), NO_PURCHASE


def is_being_fitted(values: pl.DataFrame | str) -> bool:
    """Whether the same question may have values in a moment, so that its answer must not be kept."""
    return isinstance(values, str) and values == ModelBeingFitted.code


async def _fit(session: Session, source: SourceChoice) -> Lifetimes:
    manifest = session.manifest
    question = Question(MEASURES, (CUSTOMER,), period=Period.ALL, timezone=manifest.timezone, compare=(), source=source)
    (window,) = resolve_windows(question, facts_of(manifest, session.catalog), session.now)
    answer = await session.ask(history_span(manifest, window).question(question))
    covered = covered_days(manifest)
    as_of = window.last_day if covered is None else covered[1]
    horizon = session.conventions.rules.horizon_weeks
    found, model = await asyncio.to_thread(_valued_until, answer.current, (as_of, manifest.timezone), horizon)
    shown = replace(answer, plan=replace(answer.plan, windows=(window,)))
    return Lifetimes(found, model, outcome_facts(shown))


def _with_days(frame: pl.DataFrame, as_of: date, zone: str) -> pl.DataFrame:
    """Named customers in order, with local days from the first purchase `until_last` and `until_end`."""
    first, last = (
        pl.col(name).dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date()
        for name in ("first_purchase", "last_purchase")
    )
    days = ((last - first).alias("until_last"), (pl.lit(as_of) - first).alias("until_end"))
    named = frame.filter(pl.col(CUSTOMER).is_not_null()).sort(CUSTOMER)
    return named.select(CUSTOMER, *MEASURES, *(one.dt.total_days() for one in days))


def _valued_until(frame: pl.DataFrame, end: tuple[date, str], horizon_weeks: int) -> tuple[pl.DataFrame, Model]:
    return valued(_with_days(frame, *end), end[0], horizon_weeks)


def valued(frame: pl.DataFrame, as_of: date, horizon_weeks: int) -> tuple[pl.DataFrame, Model]:
    """Both models fitted over those who ever purchased, and what they expect of each of them.

    Raises NotEnoughData and ModelNotConverged.
    """
    buyers = frame.filter(pl.col("purchase_days") > 0)
    days, until_last, until_end = (buyers[name].cast(pl.Float64).to_numpy() for name in _HISTORY)
    # numpy divides by a scalar exactly, Polars does not
    recency, age = until_last / 7, until_end / 7
    mean = buyers["net_revenue"].cast(pl.Float64).to_numpy() / days / 10**MONEY
    _refuse_little(days, age, mean)
    purchasing, spending = fit_purchasing(grouped(days - 1, recency, age)), fit_spending(days[mean > 0], mean[mean > 0])
    if not (purchasing.maximum.converged and spending.maximum.converged):
        raise ModelNotConverged("No parameters of the model of purchases fit this history best.")
    later = expected_purchases(purchasing.model, days - 1, recency, age, float(horizon_weeks))
    value = expected_value(spending.model, days, mean)
    alive = probability_alive(purchasing.model, days - 1, recency, age)
    found = buyers.select(CUSTOMER).with_columns(
        pl.Series("recency_weeks", recency),
        pl.Series("age_weeks", age),
        pl.Series("expected_purchases", later),
        pl.Series("alive", alive),
        pl.Series("purchase_value", _scaled(value)),
        pl.Series("expected_value", _scaled(later * value)),
    )
    bound = [
        name for fit, names in ((purchasing, _RATES), (spending, _VALUES)) for name in _at_bound(fit.maximum, names)
    ]
    repeats = int(np.sum(days > 1))
    model = Model(purchasing.model, spending.model, len(days), repeats, as_of, horizon_weeks, tuple(bound))
    return _joined(frame, found), model


_HISTORY = ("purchase_days", "until_last", "until_end")
_RATES = ("r", "alpha", "a", "b")
_VALUES = ("p", "q", "gamma")


def _refuse_little(days: Floats, age: Floats, mean: Floats) -> None:
    """Too little to fit by: who bought again, and how long they could have."""
    repeats = int(np.sum((days > 1) & (mean > 0)))
    longest = round(float(np.max(age, initial=0.0)) * 7)
    if repeats < FEWEST_REPEATS:
        told = f"{FEWEST_REPEATS} customers who purchased on two days or more are needed; there are {repeats}."
        raise NotEnoughData(told, field="customerId")
    if longest < SHORTEST_DAYS:
        told = f"A history of {SHORTEST_DAYS} days since the first purchase is needed; there are {longest}."
        raise NotEnoughData(told, field="customerId")


def _at_bound(maximum: Maximum, names: Sequence[str]) -> list[str]:
    return [names[place] for place in maximum.at_bound]


def _scaled(values: Floats) -> NDArray[np.int64]:
    """Money at scale 4, half to even; raises ModelNotConverged for what no money can hold."""
    scaled = np.rint(values * 10.0**MONEY)
    if not np.all(np.abs(scaled) < 2.0**62):
        raise ModelNotConverged("The model of values has no mean for this history.")
    return scaled.astype(np.int64)


def _joined(frame: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Every named customer, with the place by lifetime value of those who ever purchased; ties by name."""
    joined = (
        frame.drop("until_last", "until_end")
        .join(found, on=CUSTOMER, how="left", maintain_order="left")
        .with_columns((pl.col("net_revenue") + pl.col("expected_value")).alias(LIFETIME_VALUE))
    )
    ranked = joined.filter(pl.col(LIFETIME_VALUE).is_not_null()).sort(
        LIFETIME_VALUE, CUSTOMER, descending=[True, False]
    )
    places = ranked.select(CUSTOMER, pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("rank"))
    return joined.join(places, on=CUSTOMER, how="left", maintain_order="left")
