"""Lists of members beside their targets: the fields of attainment, and the leaderboard's of commission.

In: a ranking and its arguments. Out: the ranked list with target, attainment and pace, and for salespeople rank, change
of rank and commission; all of them can be sorted by, and say of every null why it is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from backend.errors import IllegalCombination, MeasureNotLoaded
from backend.measures import nothing
from backend.planner.plan import Window
from backend.reports.commission import PERSON, RATES_NOT_LOADED, commission_of
from backend.reports.growth import ZERO_BASE, base_of, no_base_code
from backend.reports.quota import MOST_NAMED, TARGET_OF_ALL_SALES, Quota, no_quota_code, quota_of
from backend.reports.ranked import Addition, Order, Ranking, ask_rows, rank, shout
from backend.reports.reasons import NULL_CODES
from backend.reports.rows import Column, in_order, money
from backend.reports.session import Answered, Session, parts_of
from backend.reports.spec import Arguments, FieldType, Outcome, Part
from backend.reports.totals import with_share

QUOTA_ADDITIONS = (
    Addition(
        Column("target", "target", FieldType.MONEY),
        "target of the window's days, a month in part by its trading days",
        reason=pl.col("target_code"),
    ),
    Addition(
        Column("target_measure", "targetMeasure", FieldType.TEXT),
        "netRevenue, grossProfit or unitsSold: what the target is set in",
        reason=pl.col("measure_code"),
        is_sortable=False,
    ),
    Addition(
        Column("quota_attainment", "quotaAttainment", FieldType.FRACTION),
        "what was sold / target, of the same days",
        reason=pl.col("quota_code"),
    ),
    Addition(
        Column("pace", "pace", FieldType.FRACTION),
        "what will be sold at this speed by the end of the months, by trading days / their whole targets",
        reason=pl.col("quota_code"),
    ),
)
COMMISSION = Addition(
    Column("commission", "commission", FieldType.MONEY),
    "rate of the sale's day x net revenue",
    reason=pl.col("commission_code"),
)
RANK_ADDITIONS = (
    Addition(Column("rank", "rank", FieldType.COUNT), "place by the sort field, over everyone", is_sortable=False),
    Addition(
        Column("rank_change", "rankChange", FieldType.COUNT),
        "places won since the first comparison",
        reason=pl.col("rank_code"),
        is_sortable=False,
    ),
)
_QUOTA_FIELDS = frozenset(addition.column.field for addition in QUOTA_ADDITIONS)
_IN_WORDS = {one.column.field: one.column.source.replace("_", " ") for one in (*QUOTA_ADDITIONS, COMMISSION)}


@dataclass(slots=True)
class Planned:
    """The columns that plans add to an answer's windows, by window; `codes` say why fields are null in every row."""

    codes: dict[str, str]
    columns: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def added_to(self, frame: pl.DataFrame, window: str, dimension: str) -> pl.DataFrame:
        for columns in self.columns.get(window, ()):
            frame = frame.join(columns, on=dimension, how="left", nulls_equal=True, maintain_order="left")
        return frame

    def keep(self, columns: pl.DataFrame, window: Window, answers: Iterable[Answered]) -> None:
        self.columns.setdefault(window.name, []).append(columns)
        self.parts += (replace(part, window=window.name) for part in parts_of(*answers))


async def rank_planned(session: Session, arguments: Arguments, ranking: Ranking) -> Outcome:
    """Answer a ranked list whose additions come from plans; of salespeople also the rank and its change."""
    dimension = ranking.dimension
    planned = Planned(_codes(session, arguments, dimension))
    _refuse_sort(arguments, planned.codes)
    asked = await ask_rows(session, arguments, ranking)
    await _plan(session, arguments, (asked.rows, asked.rows.window), planned)
    if base_of(asked.rows) is not None and arguments.sort_by in _sorts(planned.codes, dimension):
        await _plan(session, arguments, (asked.rows, asked.rows.earlier[0][0]), planned)

    def with_plans(answer: Answered, frame: pl.DataFrame, order: Order) -> pl.DataFrame:
        frame = planned.added_to(frame, "current", dimension)
        return _ranked(answer, frame, order, planned) if dimension == PERSON else frame

    additions = tuple(_settled(addition, planned.codes) for addition in ranking.additions)
    outcome = await rank(session, arguments, replace(ranking, additions=additions, enrich=with_plans))
    extra = {**outcome.extra, **planned.extra}
    return replace(outcome, extra=extra, parts=tuple(dict.fromkeys((*outcome.parts, *planned.parts))))


def _codes(session: Session, arguments: Arguments, dimension: str) -> dict[str, str]:
    """Field -> why it is null in every row."""
    code = no_quota_code(session, arguments, dimension)
    codes = {} if code is None else dict.fromkeys(_QUOTA_FIELDS, code)
    if dimension == PERSON and not session.manifest.rates:
        codes[COMMISSION.column.field] = RATES_NOT_LOADED
    return codes


def _refuse_sort(arguments: Arguments, codes: Mapping[str, str]) -> None:
    for name, code in codes.items():
        if arguments.sort_by == shout(name):
            kind = IllegalCombination if code == TARGET_OF_ALL_SALES else MeasureNotLoaded
            hint = "Take the other filters out." if code == TARGET_OF_ALL_SALES else "Load them, or sort otherwise."
            raise kind(f"Rows cannot be sorted by {_IN_WORDS[name]}. {NULL_CODES[code]}", hint, field="sortBy")


def _settled(addition: Addition, codes: Mapping[str, str]) -> Addition:
    code = codes.get(addition.column.field)
    return addition if code is None else replace(addition, reason=code, is_pending=True)


def _sorts(codes: Mapping[str, str], dimension: str) -> frozenset[str]:
    """Sort names of which the earlier window's values are needed."""
    if dimension != PERSON:
        return frozenset()
    return frozenset(shout(name) for name in (*_QUOTA_FIELDS, COMMISSION.column.field) if name not in codes)


@dataclass(frozen=True, slots=True)
class _Added:
    """One kind of plan in one window: its columns by member, what was asked, what the answer states of it."""

    columns: pl.DataFrame
    answers: tuple[Answered, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


async def _plan(session: Session, arguments: Arguments, answer: tuple[Answered, Window], planned: Planned) -> None:
    """The plans' columns of one window, asked at once and kept in order."""
    answered, window = answer
    kinds = [_quota(session, arguments, answer, planned.codes)]
    if answered.plan.question.dimensions[0] == PERSON:
        kinds.append(_commission(session, arguments, answer, planned.codes))
    for added in await asyncio.gather(*kinds):
        planned.keep(added.columns, window, added.answers)
        if window.name == "current":
            planned.extra.update(added.extra)


async def _quota(
    session: Session, arguments: Arguments, answer: tuple[Answered, Window], codes: Mapping[str, str]
) -> _Added:
    answered, window = answer
    dimension = answered.plan.question.dimensions[0]
    if _QUOTA_FIELDS & codes.keys():
        return _Added(_nothing(answered.frames[window.name], dimension))
    quota = await quota_of(session, arguments, dimension, answer)
    return _Added(quota.frame, quota.answers, {"quota": _stated(quota, session)})


async def _commission(
    session: Session, arguments: Arguments, answer: tuple[Answered, Window], codes: Mapping[str, str]
) -> _Added:
    answered, window = answer
    rows = answered.frames[window.name]
    if COMMISSION.column.field in codes:
        return _Added(_unpaid(rows))
    earned = await commission_of(session, arguments, window, rows)
    return _Added(earned.frame, earned.answers, {"commission": money(earned.total)})


def _nothing(rows: pl.DataFrame, dimension: str) -> pl.DataFrame:
    texts = dict.fromkeys(("target_measure", "target_code", "measure_code", "quota_code"), pl.String())
    numbers = dict.fromkeys(("quota_attainment", "pace"), pl.Float64())
    return _unknown(rows, dimension, {"target": pl.Int64(), **texts, **numbers})


def _unpaid(rows: pl.DataFrame) -> pl.DataFrame:
    return _unknown(rows, PERSON, {"commission": pl.Int64(), "commission_code": pl.String()})


def _unknown(rows: pl.DataFrame, dimension: str, types: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The members, with nulls of these types."""
    empty = (nothing(name, dtype, rows.height) for name, dtype in types.items())
    return pl.DataFrame([rows.get_column(dimension), *empty])


def _stated(quota: Quota, session: Session) -> dict[str, Any]:
    """What an answer says of its targets: the trading days, and who sold nothing toward one."""
    return {
        "tradingWeekdays": list(session.conventions.rules.trading_days),
        "tradingDaysElapsed": sum(month.elapsed for month in quota.months),
        "tradingDaysInMonths": sum(month.days for month in quota.months),
        "withoutSales": list(quota.absent[:MOST_NAMED]),
        "withoutSalesCount": len(quota.absent),
    }


def _ranked(answer: Answered, frame: pl.DataFrame, order: Order, planned: Planned) -> pl.DataFrame:
    """Rank by the sort field now, and how many places a salesperson rose since the first comparison."""
    ranked = _numbered(frame, order, "rank")
    base = base_of(answer)
    if base is None or order.column == "growth":
        code = no_base_code(answer) or "NO_BASE"
        return ranked.with_columns(pl.lit(None, pl.Int64).alias("rank_change"), pl.lit(code).alias("rank_code"))
    whole = base.select(pl.col("net_revenue").sum())
    earlier = planned.added_to(with_share(base, whole), answer.earlier[0][0].name, PERSON)
    then = _numbered(earlier, order, "rank_then").select(PERSON, "rank_then")
    joined = ranked.join(then, on=PERSON, how="left", nulls_equal=True)
    change = (pl.col("rank_then") - pl.col("rank")).alias("rank_change")
    return joined.with_columns(change, pl.lit(ZERO_BASE).alias("rank_code"))


def _numbered(frame: pl.DataFrame, order: Order, name: str) -> pl.DataFrame:
    ordered = in_order(frame, order.column, order.direction, (PERSON,))
    return ordered.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(name))
