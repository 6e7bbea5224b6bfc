"""The questions every engine is asked: all pairs of measure, grouping, grain, filter, period, comparison, zone.

Comes in: tiny stores. Goes out: (store, question, prices) in a fixed order, the same for every engine and run.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.planner.scene import PRICES, Prices
from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, Question
from backend.tests.parity.covering import Row, all_pairs
from backend.tests.stores import TinyStore
from druid.catalog.model import Grain
from druid.catalog.sales import SALES

SEED = 4
GREEDY = Prices(rollup_start=0, base_start=0, rollup_row=0.001, base_row=10, distinct_row=0)
"""Prices by which a rollup is taken wherever one can be."""
MEASURES = tuple(SALES.measure)
DIMENSIONS: tuple[tuple[str, ...], ...] = (
    (),
    *((name,) for name in SALES.dimension),
    ("branch", "channel"),
    ("product_line", "branch"),
    ("salesperson", "product_line"),
    ("customer", "region"),
    ("status", "account"),
)
GRAINS: tuple[Grain | None, ...] = (None, *Grain)
FILTERS = (
    "none",
    "one",
    "several",
    "null",
    "null or one",
    "but one",
    "but null",
    "but several",
    "contains",
    "contains nothing",
    "is null",
    "is not null",
    "nobody",
    "in but not one",
    "two dimensions",
    "other status",
)
COMPARISONS: tuple[tuple[ComparisonKind, ...], ...] = (
    (),
    (ComparisonKind.PREVIOUS_PERIOD,),
    (ComparisonKind.PREVIOUS_YEAR,),
    (ComparisonKind.SAME_WEEKDAYS_LAST_YEAR,),
    (ComparisonKind.CUSTOM,),
    (ComparisonKind.PREVIOUS_PERIOD, ComparisonKind.PREVIOUS_YEAR),
)
SPANS = ("one day", "days", "whole months", "noon to evening", "odd minutes", "empty")
PERIODS: tuple[Period | str, ...] = (*(period for period in Period if period is not Period.CUSTOM), *SPANS)
ZONES = ("Africa/Nairobi", "America/New_York", "Europe/London", "Asia/Kolkata", "Africa/Cairo", "UTC")
CALENDARS = ((1, 1), (7, 7), (6, 4), (3, 2))
"""First day of the week, first month of the fiscal year."""
FACTORS: Mapping[str, Sequence[object]] = {
    "measure": MEASURES,
    "dimensions": DIMENSIONS,
    "grain": GRAINS,
    "filter": FILTERS,
    "period": PERIODS,
    "comparison": COMPARISONS,
    "zone": ZONES,
    "calendar": CALENDARS,
    "store": range(3),
    "prices": (PRICES, GREEDY),
}
LONG = {Period.YEAR, Period.QUARTER, Period.LAST_12_MONTHS, Period.LAST_90_DAYS, Period.ALL, "whole months"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the design; `number` names it, `row` holds its levels."""

    number: int
    row: Row
    store: int
    question: Question
    prices: Prices


def is_legal(row: Row) -> bool:
    """Hours of a long period are more buckets than an answer may have."""
    return GRAINS[row["grain"]] is not Grain.HOUR or PERIODS[row["period"]] not in LONG


def questions(stores: Sequence[TinyStore]) -> list[Asked]:
    rows = all_pairs(FACTORS, is_legal, SEED)
    return [_asked(number, row, stores[row["store"]]) for number, row in enumerate(rows)]


def _asked(number: int, row: Row, store: TinyStore) -> Asked:
    chance = random.Random(f"{SEED} {number}")
    zone, (week, fiscal) = ZONES[row["zone"]], CALENDARS[row["calendar"]]
    period = PERIODS[row["period"]]
    is_custom = period in SPANS
    dimensions = DIMENSIONS[row["dimensions"]]
    measure = MEASURES[row["measure"]]
    question = Question(
        measures=tuple(dict.fromkeys((measure, chance.choice(MEASURES), chance.choice(MEASURES)))),
        dimensions=dimensions,
        filters=_filters(FILTERS[row["filter"]], dimensions, chance, store),
        period=Period.CUSTOM if is_custom else Period(period),
        span=_span(str(period), chance, zone) if is_custom else None,
        grain=GRAINS[row["grain"]],
        timezone=zone,
        compare=tuple(_comparison(kind, chance, zone) for kind in COMPARISONS[row["comparison"]]),
        start_of_week=week,
        fiscal_start=fiscal,
    )
    return Asked(number, row, row["store"], question, (PRICES, GREEDY)[row["prices"]])


def _filters(kind: str, dimensions: tuple[str, ...], chance: random.Random, store: TinyStore) -> tuple[Filter, ...]:
    """On one of the grouped dimensions half of the time, else on any."""
    name = chance.choice(dimensions) if dimensions and chance.random() < 0.5 else chance.choice(tuple(SALES.dimension))
    known = [member for member in store.lines[name].unique().to_list() if member is not None]
    some = tuple(chance.sample(sorted(known), min(len(known), 3)))
    one = some[:1]
    made: Mapping[str, tuple[Filter, ...]] = {
        "none": (),
        "one": (Filter(name, members=one),),
        "several": (Filter(name, members=some),),
        "null": (Filter(name, members=(None,)),),
        "null or one": (Filter(name, members=(None, *one)),),
        "but one": (Filter(name, excluded=one),),
        "but null": (Filter(name, excluded=(None,)),),
        "but several": (Filter(name, excluded=(*some, None)),),
        "contains": (Filter(name, contains=chance.choice(("A", "e", "c0", "IN"))),),
        "contains nothing": (Filter(name, contains="%"),),
        "is null": (Filter(name, is_null=True),),
        "is not null": (Filter(name, is_null=False),),
        "nobody": (Filter(name, members=("Nobody", "")),),
        "in but not one": (Filter(name, members=some, excluded=one),),
        "two dimensions": (Filter(name, excluded=one), Filter("branch", members=("Thika", "Lamu"))),
        "other status": (Filter("status", members=("cancelled", "pending")),),
    }
    return made[kind]


def _comparison(kind: ComparisonKind, chance: random.Random, zone: str) -> Comparison:
    return Comparison(kind, _span("days", chance, zone) if kind is ComparisonKind.CUSTOM else None)


def _span(kind: str, chance: random.Random, zone: str) -> DateSpan:
    first = date(2023, 12, 1) + timedelta(days=chance.randrange(300))
    last = first + timedelta(days=chance.choice((2, 6, 20, 45)))
    match kind:
        case "one day":
            return DateSpan(first, first)
        case "days":
            return DateSpan(first, last)
        case "whole months":
            return DateSpan(first.replace(day=1), (last + timedelta(days=60)).replace(day=1) - timedelta(days=1))
        case "noon to evening":
            return DateSpan(_at(first, 12, 0, zone), _at(last, 18, 0, zone))
        case "odd minutes":
            return DateSpan(_at(first, chance.randrange(12), 30, zone), _at(last, 18, chance.randrange(60), zone))
        case _:
            return DateSpan(date(2023, 1, 1), date(2023, 1, 3))


def _at(day: date, hour: int, minute: int, zone: str) -> datetime:
    """A time that clocks skip lands an hour later."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
