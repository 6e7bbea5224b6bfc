"""What salespeople earn: the rate that counts on a sale's day times net revenue, exact, rounded once a row.

In: the manifest's rates, a window, the questions it takes: net revenue by salesperson and the dimensions that rates
name, cut at the business-zone days on which a rate begins or ends. Out: `Commission`, a frame with a row a salesperson.
The rate of a line is that of the most particular key with one: a salesperson's before everyone's, then a product
line's, then a branch's. Lines without a rate earn nothing; returns take back what they brought.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

import polars as pl

from backend.frame import BUCKET
from backend.measures import scaled_ratio
from backend.planner.plan import Window
from backend.question import DateSpan, Period, Question
from backend.reports.session import Answered, Session, to_question
from backend.reports.spec import Arguments
from druid.calendar import day_start_ms, moment_of
from druid.catalog.model import Grain
from druid.store.plans import KEYS, RATE_SCALE, Stint, stints

PERSON = "salesperson"
RATES_NOT_LOADED, NO_RATE, NO_SALESPERSON = "RATES_NOT_LOADED", "NO_RATE", "NO_SALESPERSON"
MOST_PIECES, MOST_FINE_PIECES = 4, 32
"""Pieces of a window that are asked one by one, by salesperson and by finer keys; of more, every day at once."""
_START = "start_ms"


@dataclass(frozen=True, slots=True)
class Commission:
    """`frame` has salesperson, `commission` (scale 4) and `commission_code`, why it is null."""

    frame: pl.DataFrame
    answers: tuple[Answered, ...] = ()

    @property
    def total(self) -> int:
        return int(self.frame["commission"].sum())


async def commission_of(session: Session, arguments: Arguments, window: Window, rows: pl.DataFrame) -> Commission:
    """The commission of each salesperson in a window; `rows` has their net revenue in the whole of it."""
    counting = _counting(session, window)
    cuts = _cuts(session, window, counting)
    keys = _keys(session, counting)
    if len(cuts) == 2 and keys == (PERSON,):
        cells = rows.select(PERSON, "net_revenue", pl.lit(window.start_ms).alias(_START))
        return Commission(_earned(cells, counting, session.manifest.timezone))
    answers = await _ask(session, arguments, keys, cuts)
    frames = (_placed(answer, keys) for answer in answers)
    return Commission(_earned(pl.concat(frames), counting, session.manifest.timezone), answers)


def _counting(session: Session, window: Window) -> tuple[Stint, ...]:
    """The rates that count on some day of the window."""
    zone = session.manifest.timezone
    return tuple(
        stint
        for stint in stints(session.manifest.rates)
        if day_start_ms(stint.first, zone) < window.end_ms
        and (stint.end is None or day_start_ms(stint.end, zone) > window.start_ms)
    )


def _cuts(session: Session, window: Window, counting: Sequence[Stint]) -> tuple[int, ...]:
    """The window's ends, and between them every moment at which some rate begins or ends."""
    zone = session.manifest.timezone
    days = {day for stint in counting for day in (stint.first, stint.end) if day is not None}
    inner = {ms for day in days if window.start_ms < (ms := day_start_ms(day, zone)) < window.end_ms}
    return tuple(sorted({window.start_ms, window.end_ms, *inner}))


def _keys(session: Session, counting: Sequence[Stint]) -> tuple[str, ...]:
    """The salesperson, and the dimensions that rates name; one that no sale has cannot have a rate apply."""
    named = {key for stint in counting for key, name in zip(KEYS, stint.rate.members, strict=True) if name is not None}
    columns = session.manifest.columns
    return (PERSON, *(key for key in KEYS[1:] if key in named and columns.get(key, 0)))


async def _ask(
    session: Session, arguments: Arguments, keys: tuple[str, ...], cuts: tuple[int, ...]
) -> tuple[Answered, ...]:
    """Net revenue by key, each piece of the window for itself, or day by day when there are many."""
    zone = session.manifest.timezone
    asked = to_question(arguments, session.conventions, ("net_revenue",), keys)
    asked = replace(asked, period=Period.CUSTOM, timezone=zone, compare=())
    if len(cuts) - 1 > (MOST_PIECES if keys == (PERSON,) else MOST_FINE_PIECES):
        daily = replace(_between(asked, cuts[0], cuts[-1]), grain=Grain.DAY)
        return (await session.ask(daily),)
    pieces = (_between(asked, start, end) for start, end in pairwise(cuts))
    return tuple(await asyncio.gather(*(session.ask(piece) for piece in pieces)))


def _between(asked: Question, start_ms: int, end_ms: int) -> Question:
    zone = asked.timezone
    return replace(asked, span=DateSpan(moment_of(start_ms, zone), moment_of(end_ms, zone)))


def _placed(answer: Answered, keys: tuple[str, ...]) -> pl.DataFrame:
    """Cells with the moment that their rate is looked up at: their day's, or their piece's start."""
    frame = answer.current
    start = pl.col(BUCKET).dt.epoch("ms") if BUCKET in frame.columns else pl.lit(answer.window.start_ms)
    return frame.select(*keys, "net_revenue", start.cast(pl.Int64).alias(_START))


def _earned(cells: pl.DataFrame, counting: Sequence[Stint], zone: str) -> pl.DataFrame:
    """Each salesperson's sum of rate times net revenue, rounded half to even; null where no cell has a rate."""
    rated = cells.with_columns(pl.col(_START).cast(pl.Int64), pl.col("net_revenue").cast(pl.Int128)).sort(_START)
    found: list[str] = []
    for shape in product((True, False), repeat=len(KEYS)):
        named = [key for key, is_named in zip(KEYS, shape, strict=True) if is_named]
        table = _table(counting, shape, zone)
        if not table.is_empty() and set(named) <= set(rated.columns):
            found.append(f"rate_{len(found)}")
            rated = _looked_up(rated, table, named, found[-1])
    rate = pl.coalesce(found) if found else pl.lit(None, pl.Int64)
    earned = pl.col("net_revenue") * pl.col("rate").cast(pl.Int128)
    summed = (
        rated.with_columns(rate.alias("rate"))
        .group_by(PERSON, maintain_order=True)
        .agg(earned.sum().alias("earned"), pl.col("rate").count().alias("rated"))
    )
    known = pl.col(PERSON).is_not_null() & (pl.col("rated") > 0)
    code = pl.when(pl.col(PERSON).is_null()).then(pl.lit(NO_SALESPERSON)).otherwise(pl.lit(NO_RATE))
    amount = scaled_ratio(summed["earned"], pl.Series([10**RATE_SCALE]), 0)
    return summed.select(PERSON, pl.when(known).then(amount).alias("commission"), code.alias("commission_code"))


def _table(counting: Sequence[Stint], shape: tuple[bool, ...], zone: str) -> pl.DataFrame:
    """The rates that name exactly these keys, with the moments at which they begin and end, in order."""
    rows = [
        (*stint.rate.members, stint.rate.rate, day_start_ms(stint.first, zone), _end_ms(stint, zone))
        for stint in counting
        if tuple(name is not None for name in stint.rate.members) == shape
    ]
    types = {**dict.fromkeys(KEYS, pl.String), "rate": pl.Int64, _START: pl.Int64, "until": pl.Int64}
    return pl.DataFrame(rows, schema=types, orient="row").sort(_START)


def _end_ms(stint: Stint, zone: str) -> int | None:
    return None if stint.end is None else day_start_ms(stint.end, zone)


def _looked_up(cells: pl.DataFrame, table: pl.DataFrame, named: list[str], column: str) -> pl.DataFrame:
    """The cells with the rate that counts at their moment: of one key no two rates do."""
    rates = table.select(*named, _START, pl.col("rate").alias(column), "until")
    joined = cells.join_asof(rates, on=_START, by=named or None, check_sortedness=False)
    counts = pl.col("until").is_null() | (pl.col(_START) < pl.col("until"))
    return joined.with_columns(pl.when(counts).then(pl.col(column)).alias(column)).drop("until")
