"""Buckets of time on a real Druid: every grain, zone, week start and fiscal year, on both sides of every clock change.

The truth is the walk over `zoneinfo` that proves the embedded engine; here the same statements go to Druid.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
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
    "UTC",
)
STARTS = ((1, 1), (7, 4), (6, 7), (3, 2))
"""First day of the week, first month of the fiscal year."""
COARSE = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)


@pytest.fixture(scope="module")
def asked(cluster: Cluster) -> dict[str, list[datetime]]:
    """Moments by zone, all in one table."""
    found = {name: moments(ZoneInfo(name), seed=11)[:400] for name in ZONES}
    edges = [datetime.fromisoformat(f"{year}-12-31T23:59:59.999") for year in (2019, 2020, 2021)]
    every = sorted({*edges, *(each for one in found.values() for each in one)})
    cluster.load({"moments": pl.DataFrame({"__time": every}, schema={"__time": pl.Datetime("ms")})}, "UTC", "P1Y")
    return {name: sorted({*edges, *one}) for name, one in found.items()}


def floors(cluster: Cluster, grain: Grain, calendar: Calendar) -> dict[datetime, datetime]:
    """Every moment's bucket, cut the way the engine cuts it."""
    column, table = exp.column("__time", quoted=True), exp.table_(f"{cluster.prefix}moments", quoted=True)
    floor = exp.alias_(time_floor("__time", grain, calendar), "bucket", quoted=True)
    whole = Interval(to_ms(datetime(2005, 1, 1, tzinfo=UTC)), to_ms(datetime(2025, 1, 1, tzinfo=UTC)))
    asked = Statement("moments", "current", (whole,), exp.select(column, floor).from_(table), (), (), (), True)
    statement, zone = on_own_clock(asked)
    rows = cluster.ask(statement.text)
    frame = pl.DataFrame({name: [moment(row[name]) for row in rows] for name in ("__time", "bucket")})
    frame = frame.cast(pl.Datetime("ms")) if zone is None else at_instants(frame, zone)
    return dict(frame.select("__time", "bucket").iter_rows())


@pytest.mark.parametrize("name", ZONES)
def test_buckets_begin_with_the_first_moment_of_their_first_day(
    name: str, cluster: Cluster, asked: dict[str, list[datetime]]
) -> None:
    zone = ZoneInfo(name)
    starts: dict[date, datetime] = {}
    for week, fiscal in STARTS:
        calendar = Calendar(name, week, fiscal)
        answered = {grain: floors(cluster, grain, calendar) for grain in COARSE}
        shape = Question(("lines",), start_of_week=week, fiscal_start=fiscal)
        for each in asked[name]:
            today = last_day_begun(each, zone)
            for grain in COARSE:
                day = unit_start(today, grain, shape)
                starts[day] = starts.get(day) or first_moment_of(day, zone)
                assert answered[grain][each] == starts[day], (grain, each, week, fiscal)


@pytest.mark.parametrize("name", ZONES)
def test_hours_are_counted_back_by_the_time_that_passed(
    name: str, cluster: Cluster, asked: dict[str, list[datetime]]
) -> None:
    zone = ZoneInfo(name)
    answered = floors(cluster, Grain.HOUR, Calendar(name, 1, 1))
    for each in asked[name]:
        wall = each.replace(tzinfo=UTC).astimezone(zone)
        into = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
        assert answered[each] == each - into, each
