"""Buckets of time on a real Druid: every grain, zone, week start and fiscal year, on both sides of every clock change.

The truth is the walk over `zoneinfo` that proves the embedded engine; here the same statements go to Druid.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from sqlglot import exp

from backend.engine.druid.own_clock import at_instants, on_own_clock
from backend.planner.plan import Interval, Statement
from backend.planner.sql import time_floor
from backend.question import Question
from backend.tests.engine.test_time_floor import first_moment_of, last_day_begun, moments
from backend.tests.oracle import unit_start
from backend.tests.parity.direct import Cluster, moment
from druid.calendar import Calendar, to_ms
from druid.catalog.model import Grain

pytestmark = pytest.mark.druid

ZONES = (
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Africa/Cairo",
    "America/Havana",
    "America/Santiago",
    "Atlantic/Azores",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "UTC",
)
HALF = "Australia/Lord_Howe"
"""Its clocks move by half an hour: the engine refuses hours over such a change."""
STARTS = ((1, 1), (7, 4), (6, 7), (3, 2))
"""First day of the week, first month of the fiscal year."""
COARSE = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)


@pytest.fixture(scope="module")
def asked(cluster: Cluster) -> dict[str, list[datetime]]:
    """Moments by zone, a line of one table for each; ends of years are among them."""
    edges = [datetime.fromisoformat(f"{year}-12-31T23:59:59.999") for year in (2019, 2020, 2021)]
    found = {name: sorted({*edges, *moments(ZoneInfo(name), seed=11)[:400]}) for name in ZONES}
    lines = [(each, name, str(index % 3)) for name, one in found.items() for index, each in enumerate(one)]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "__time": pl.Datetime("ms"),
        "zone": pl.String,
        "third": pl.String,
    }
    cluster.load({"moments": pl.DataFrame(sorted(lines), schema=schema, orient="row")}, "UTC", "P1Y")
    return found


def counts(cluster: Cluster, grain: Grain, calendar: Calendar, *keys: str) -> dict[datetime, int]:
    """Lines by bucket, cut the way the engine cuts them; other `keys` make Druid plan it in another way."""
    table = exp.table_(f"{cluster.prefix}moments", quoted=True)
    floor = exp.alias_(time_floor("__time", grain, calendar), "bucket", quoted=True)
    count = exp.alias_(exp.Count(this=exp.Star()), "held", quoted=True)
    positions = [exp.Literal.number(place) for place in range(1, 2 + len(keys))]
    select = exp.select(floor, *(exp.column(key) for key in keys), count).from_(table)
    zone_is = exp.column("zone").eq(exp.Literal.string(calendar.zone))
    whole = Interval(to_ms(datetime(2005, 1, 1, tzinfo=UTC)), to_ms(datetime(2025, 1, 1, tzinfo=UTC)))
    select = select.where(zone_is).group_by(*positions)
    statement, zone = on_own_clock(Statement("moments", "current", (whole,), select, (), (), (), has_bucket=True))
    rows = cluster.ask(statement.text)
    frame = pl.DataFrame({"bucket": [moment(row["bucket"]) for row in rows], "held": [row["held"] for row in rows]})
    frame = frame.cast({"bucket": pl.Datetime("ms")}) if zone is None else at_instants(frame, zone)
    return dict(frame.group_by("bucket").agg(pl.col("held").sum()).iter_rows())


@pytest.mark.parametrize("keys", [(), ("third",)], ids=["alone", "with a member"])
@pytest.mark.parametrize("name", ZONES)
def test_buckets_hold_the_lines_of_their_days(
    name: str, keys: tuple[str, ...], cluster: Cluster, asked: dict[str, list[datetime]]
) -> None:
    days = Counter(last_day_begun(each, ZoneInfo(name)) for each in asked[name])
    for week, fiscal in STARTS:
        shape = Question(("lines",), start_of_week=week, fiscal_start=fiscal)
        for grain in COARSE:
            expected: Counter[datetime] = Counter()
            for day, held in days.items():
                expected[first_moment_of(unit_start(day, grain, shape), ZoneInfo(name))] += held
            assert counts(cluster, grain, Calendar(name, week, fiscal), *keys) == expected, (grain, week, fiscal)


@pytest.mark.parametrize("keys", [(), ("third",)], ids=["alone", "with a member"])
@pytest.mark.parametrize("name", [name for name in ZONES if name != HALF])
def test_hours_are_counted_back_by_the_time_that_passed(
    name: str, keys: tuple[str, ...], cluster: Cluster, asked: dict[str, list[datetime]]
) -> None:
    expected: Counter[datetime] = Counter()
    for each in asked[name]:
        wall = each.replace(tzinfo=UTC).astimezone(ZoneInfo(name))
        expected[each - timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)] += 1
    assert counts(cluster, Grain.HOUR, Calendar(name, 1, 1), *keys) == expected
