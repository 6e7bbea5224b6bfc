"""Random questions over a tiny store: measures x dimensions x filters x grain x zone x week start x comparisons.

Comes in: a seeded `random.Random` and the store's lines. Goes out: questions that are legal, many of them awkward.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, Question
from backend.tests.stores import DAYS, FIRST_DAY, TinyStore
from druid.catalog.model import Grain
from druid.catalog.sales import SALES

ZONES = (
    "Africa/Nairobi",
    "Asia/Kolkata",
    "America/New_York",
    "Europe/London",
    "Asia/Tokyo",
    "Africa/Cairo",
    "Asia/Riyadh",
    "UTC",
)
MEASURES = tuple(SALES.measure)
COMPARISONS = (ComparisonKind.PREVIOUS_PERIOD, ComparisonKind.PREVIOUS_YEAR, ComparisonKind.SAME_WEEKDAYS_LAST_YEAR)


def random_question(chance: random.Random, store: TinyStore) -> Question:
    zone = store.manifest.timezone if chance.random() < 0.5 else chance.choice(ZONES)
    period = chance.choice((*Period, *(Period.CUSTOM,) * 12, *(Period.YEAR,) * 3))
    span = random_span(chance, zone) if period is Period.CUSTOM else None
    grain = chance.choice((None, None, *Grain))
    if grain is Grain.HOUR and _is_long(period, span):
        grain = Grain.DAY
    pool = random_pool(chance)
    return Question(
        measures=random_measures(chance),
        dimensions=tuple(chance.sample(pool, min(len(pool), chance.choice((0, 0, 1, 1, 2))))),
        filters=tuple(random_filter(chance, store, pool) for _ in range(chance.choice((0, 0, 1, 1, 2)))),
        period=period,
        span=span,
        grain=grain,
        timezone=zone,
        compare=tuple(random_comparison(chance, zone) for _ in range(chance.choice((0, 0, 1, 1, 2)))),
        start_of_week=chance.choice((1, 1, 7, 6, 3)),
        fiscal_start=chance.choice((1, 1, 7, 2, 4)),
    )


def random_pool(chance: random.Random) -> tuple[str, ...]:
    """Dimensions to draw from: mostly those of one rollup, so that rollups are really tried."""
    if chance.random() < 0.2:
        return tuple(SALES.dimension)
    return chance.choice(SALES.rollups).dimensions


def random_measures(chance: random.Random) -> tuple[str, ...]:
    """Orders in every other question: they are what routing gets wrong most easily."""
    drawn = chance.sample(MEASURES, chance.choice((1, 2, 3, 6)))
    return tuple(dict.fromkeys((*drawn, "orders") if chance.random() < 0.5 else drawn))


def _is_long(period: Period, span: DateSpan | None) -> bool:
    return period in {Period.YEAR, Period.LAST_12_MONTHS, Period.ALL} or (
        span is not None and span.end.toordinal() - span.start.toordinal() > 60
    )


def random_comparison(chance: random.Random, zone: str) -> Comparison:
    if chance.random() < 0.15:
        return Comparison(ComparisonKind.CUSTOM, random_span(chance, zone))
    return Comparison(chance.choice(COMPARISONS))


def random_span(chance: random.Random, zone: str) -> DateSpan:
    """Whole days, whole months, half days, or odd minutes."""
    first = FIRST_DAY + timedelta(days=chance.randint(0, DAYS - 20))
    length = chance.choice((0, 1, 6, 20, 45, 130, 300))
    last = first + timedelta(days=length)
    match chance.randint(0, 5):
        case 0 | 1:
            return DateSpan(first, last)
        case 2:
            return DateSpan(first.replace(day=1), last.replace(day=28))
        case 3:
            return DateSpan(_at(first, 0, 0, zone), _at(last, 12, 0, zone))
        case 4:
            return DateSpan(_at(first, 12, 0, zone), _at(last, 23, 0, zone))
        case _:
            return DateSpan(_at(first, chance.randint(0, 11), 30, zone), _at(last, 18, chance.randint(0, 59), zone))


def _at(day: date, hour: int, minute: int, zone: str) -> datetime:
    """Noon and midnight exist in these zones except where clocks skip an hour; those land an hour later."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone))


def random_filter(chance: random.Random, store: TinyStore, pool: tuple[str, ...]) -> Filter:
    dimension = chance.choice(pool)
    members = sorted(store.lines[dimension].unique().to_list(), key=lambda member: (member is None, member))
    some = tuple(chance.sample(members, min(len(members), chance.choice((1, 1, 2, 3)))))
    match chance.randint(0, 7):
        case 0 | 1 | 2:
            return Filter(dimension, members=some[:1])
        case 3:
            return Filter(dimension, members=some)
        case 4:
            return Filter(dimension, excluded=some)
        case 5:
            return Filter(dimension, contains=chance.choice(("a", "C1", "zz", "ai")))
        case 6:
            return Filter(dimension, is_null=chance.random() < 0.5)
        case _:
            return Filter(dimension, members=some, excluded=some[:1])
