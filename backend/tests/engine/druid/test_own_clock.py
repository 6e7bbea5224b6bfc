"""Zones whose clocks skip or repeat a midnight are cut by our own clock, the others by Druid's."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import polars as pl
import pytest
from sqlglot import exp

from backend.engine.druid.clocks import Clocks
from backend.engine.druid.own_clock import at_instants, on_own_clock
from backend.errors import ZoneDiffers
from backend.planner.plan import Interval, Statement
from backend.planner.sql import time_floor
from backend.tests.engine.druid.tiny_cluster import TinyCluster, serving_of
from backend.tests.stores import make_store
from druid.calendar import Calendar, to_ms
from druid.catalog.model import Grain

at = datetime.fromisoformat


def statement(zone: str, grain: Grain, first: str, last: str, start_of_week: int = 1) -> Statement:
    floor = time_floor("__time", grain, Calendar(zone, start_of_week, 1))
    select = exp.select(exp.alias_(floor, "bucket", quoted=True)).from_("sales")
    span = Interval(*(to_ms(at(day).replace(tzinfo=UTC)) for day in (first, last)))
    return Statement("sales", "current", (span,), select, (), (), (), has_bucket=True)


# Egypt's clocks went from Thursday 24:00 to Friday 01:00 on 28 April 2023, and from 24:00 back to 23:00 on 26 October
CHANGED = ("2023-04-20", "2023-05-05")


@pytest.mark.parametrize(
    ("asked", "is_ours"),
    [
        (statement("Africa/Cairo", Grain.WEEK, *CHANGED), True),
        (statement("Africa/Cairo", Grain.MONTH, "2023-10-20", "2023-11-05"), True),
        (statement("Africa/Cairo", Grain.HOUR, *CHANGED), False),
        (statement("Africa/Cairo", Grain.DAY, "2023-06-01", "2023-09-01"), False),
        (statement("Europe/London", Grain.WEEK, "2023-01-01", "2024-01-01"), False),
        (statement("Africa/Nairobi", Grain.YEAR, "2020-01-01", "2024-01-01"), False),
    ],
)
def test_only_a_bent_midnight_needs_our_clock(asked: Statement, is_ours: bool) -> None:
    cut, zone = on_own_clock(asked)
    assert (zone is not None) == is_ours
    assert (cut == asked) != is_ours


def test_floors_are_of_the_local_clock_from_a_local_origin() -> None:
    cut, zone = on_own_clock(statement("Africa/Cairo", Grain.WEEK, *CHANGED, start_of_week=7))
    assert zone == "Africa/Cairo"
    assert 'WHEN TIMESTAMP_TO_MILLIS("__time") < 1682632800000 THEN TIMESTAMP_TO_MILLIS("__time") + 7200000' in cut.text
    assert cut.text.count("+ 10800000") == 1
    assert "'P1W', CAST('1979-12-30 00:00:00' AS TIMESTAMP), 'UTC')" in cut.text


def test_midnights_become_the_first_instants_of_their_days() -> None:
    shown = [at("2023-04-27"), at("2023-04-28"), at("2023-04-29")]
    frame = pl.DataFrame({"bucket": shown}, schema={"bucket": pl.Datetime("ms")})
    # the 28th has no midnight: its first moment shows 01:00
    assert at_instants(frame, "Africa/Cairo")["bucket"].to_list() == [
        at("2023-04-26 22:00"),
        at("2023-04-27 22:00"),
        at("2023-04-28 21:00"),
    ]


async def test_hours_of_a_zone_that_moves_by_half_an_hour_are_refused_over_the_change() -> None:
    tiny = make_store(3)
    clocks = Clocks(TinyCluster(tiny, serving_of(tiny)))
    changed = statement("Australia/Lord_Howe", Grain.HOUR, "2024-10-05", "2024-10-07")
    with pytest.raises(ZoneDiffers):
        await clocks.settled(changed, time.monotonic() + 5)
    quiet = statement("Australia/Lord_Howe", Grain.HOUR, "2024-08-05", "2024-08-07")
    assert await clocks.settled(quiet, time.monotonic() + 5) == (quiet, None)
