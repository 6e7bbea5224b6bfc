"""How far members are with their targets: the target of the window's days, attainment and pace.

In: the manifest's targets of one dimension, a window, what was sold by member and month. Out: `Quota`, a frame with a
row a member. A month that the window holds only in part counts by its trading days in the window; what is compared is
what was sold in the same months of the window. Ratios are of exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl

from backend.frame import BUCKET, COST_MISSING
from backend.planner.plan import Window
from backend.question import DateSpan, Period
from backend.reports.reasons import ZERO_DENOMINATOR
from backend.reports.session import Answered, Session, to_question
from backend.reports.spec import Arguments
from druid.calendar import add_months, local_day, moment_of
from druid.catalog.model import Grain, camel
from druid.store.plans import TARGET_MEASURES, Target

TARGETS_NOT_LOADED, NO_TARGET = "TARGETS_NOT_LOADED", "NO_TARGET"
TARGET_OF_ALL_SALES, TARGET_IN_UNITS = "TARGET_OF_ALL_SALES", "TARGET_IN_UNITS"
MOST_NAMED = 50
_DAY = timedelta(days=1)

Member = str | None
Sold = Mapping[tuple[Member, str], tuple[int | None, str]]
"""What a member sold in a month, in one measure, and why it is null."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month that the window touches: its trading days in the window, and in all."""

    name: str
    elapsed: int
    days: int


@dataclass(frozen=True, slots=True)
class Quota:
    """`frame`: the dimension, `target` (scale 4), `target_measure`, `quota_attainment`, `pace`, and the codes of nulls.

    `absent` are members with a target who sold nothing; `answers` what was asked.
    """

    frame: pl.DataFrame
    months: tuple[Month, ...]
    absent: tuple[str, ...]
    answers: tuple[Answered, ...] = ()


def months_of(first: date, last: date, trading: Iterable[int]) -> tuple[Month, ...]:
    """The months of local days, both ends included; `trading` are ISO weekdays.

    >>> months_of(date(2024, 2, 26), date(2024, 3, 1), (1, 2, 3, 4, 5))
    (Month(name='2024-02', elapsed=4, days=21), Month(name='2024-03', elapsed=1, days=21))
    """
    weekdays = frozenset(trading)
    months = []
    start = first.replace(day=1)
    while start <= last:
        following = add_months(start, 1)
        elapsed = _trading_days(max(first, start), min(last, following - _DAY), weekdays)
        months.append(Month(f"{start:%Y-%m}", elapsed, _trading_days(start, following - _DAY, weekdays)))
        start = following
    return tuple(months)


def _trading_days(first: date, last: date, weekdays: frozenset[int]) -> int:
    """Days on these weekdays from one day to another, both included."""
    days = (last - first).days + 1
    weeks, rest = divmod(days, 7)
    odd = sum((first + n * _DAY).isoweekday() in weekdays for n in range(rest))
    return weeks * len(weekdays) + odd


def no_quota_code(session: Session, arguments: Arguments, dimension: str) -> str | None:
    """Why no row has an attainment, None when single rows may have one."""
    if not any(target.dimension == dimension for target in session.manifest.targets):
        return TARGETS_NOT_LOADED
    return TARGET_OF_ALL_SALES if any(one.dimension != dimension for one in arguments.filters) else None


async def quota_of(session: Session, arguments: Arguments, dimension: str, answer: tuple[Answered, Window]) -> Quota:
    """Target, attainment and pace of each member in one window of an answer by that dimension."""
    answered, window = answer
    rows = answered.frames[window.name]
    months = months_of(window.first_day, window.last_day, session.conventions.rules.trading_days)
    named = {month.name for month in months}
    chosen = _chosen(t for t in session.manifest.targets if t.dimension == dimension and t.month in named)
    members: list[Member] = rows[dimension].to_list()
    needed = tuple(name for name in TARGET_MEASURES if any(measure == name for measure, _ in chosen.values()))
    sold, answers = await _sold(session, arguments, (answered, window), (dimension, needed, months))
    found = [_standing(member, chosen, months, sold) for member in members]
    types = {"target": pl.Int64, "target_measure": pl.String, "quota_attainment": pl.Float64, "pace": pl.Float64}
    codes = dict.fromkeys(("target_code", "measure_code", "quota_code"), pl.String)
    frame = pl.DataFrame(found, schema={**types, **codes}, orient="row")
    absent = () if arguments.filters else tuple(sorted(chosen.keys() - set(members)))
    return Quota(frame.with_columns(pl.Series(dimension, members, dtype=pl.String)), months, absent, answers)


def _chosen(targets: Iterable[Target]) -> dict[str, tuple[str, dict[str, int]]]:
    """By member the measure that counts, the first of TARGET_MEASURES with a target, and its targets by month."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for target in targets:
        found.setdefault(target.member, {}).setdefault(target.measure, {})[target.month] = target.value
    first = {member: min(by_measure, key=TARGET_MEASURES.index) for member, by_measure in found.items()}
    return {member: (measure, found[member][measure]) for member, measure in first.items()}


async def _sold(
    session: Session, arguments: Arguments, answer: tuple[Answered, Window], by: tuple[str, tuple[str, ...], Any]
) -> tuple[dict[str, Sold], tuple[Answered, ...]]:
    """By measure what each member sold in each month; the rows of the list say it when there is one month only."""
    (answered, window), (dimension, measures, months) = answer, by
    answers: tuple[Answered, ...] = ()
    if len(months) == 1 or not measures:
        frame = answered.frames[window.name]
        months_found = [months[0].name] * frame.height
    else:
        asked = to_question(arguments, session.conventions, measures, (dimension,), Grain.MONTH)
        zone = asked.timezone
        span = DateSpan(moment_of(window.start_ms, zone), moment_of(window.end_ms, zone))
        monthly = await session.ask(replace(asked, period=Period.CUSTOM, span=span, compare=()))
        frame, answers = monthly.current, (monthly,)
        starts = frame[BUCKET].dt.epoch("ms").to_list()
        known = {start: f"{local_day(start, zone):%Y-%m}" for start in set(starts)}
        months_found = [known[start] for start in starts]
    keys = list(zip(frame[dimension].to_list(), months_found, strict=True))
    nulls = answered.plan.nulls
    return {name: _by_key(frame, name, keys, nulls.get(name)) for name in measures}, answers


def _by_key(frame: pl.DataFrame, measure: str, keys: list[tuple[Member, str]], code: str | None) -> Sold:
    """The measure by member and month; a null of one that is loaded is a line without a cost, or without units."""
    code = code or (COST_MISSING if measure == "gross_profit" else "NO_VALUE")
    return {key: (value, code) for key, value in zip(keys, frame[measure].to_list(), strict=True)}


def _standing(
    member: Member,
    chosen: Mapping[str, tuple[str, dict[str, int]]],
    months: tuple[Month, ...],
    sold: Mapping[str, Sold],
) -> tuple[Any, ...]:
    """target, target_measure, quota_attainment, pace, and the codes of the first, the second and the last two."""
    if member is None or member not in chosen:
        return (None, None, None, None, NO_TARGET, NO_TARGET, NO_TARGET)
    measure, targets = chosen[member]
    counted = [month for month in months if month.name in targets]
    share = sum((Fraction(targets[m.name] * m.elapsed, m.days) for m in counted), Fraction())
    target = None if measure == "units_sold" else round(share)
    found = [sold[measure].get((member, month.name), (0, "")) for month in counted]
    code = next((why for value, why in found if value is None), ZERO_DENOMINATOR)
    actual = None if any(value is None for value, _ in found) else sum(value or 0 for value, _ in found)
    full = sum(targets[month.name] for month in counted)
    elapsed, days = sum(month.elapsed for month in counted), sum(month.days for month in counted)
    attained, pace = _ratio(actual, share), _ratio(actual, Fraction(full * elapsed, days))
    return (target, camel(measure), attained, pace, TARGET_IN_UNITS, "", code)


def _ratio(actual: int | None, target: Fraction) -> float | None:
    if actual is None or target == 0:
        return None
    ratio = actual / target
    return ratio.numerator / ratio.denominator
