"""Time zone rules of a cluster against ours: agreed, worked around, or refused by name."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlglot import exp

from backend.engine.druid.clocks import Clocks
from backend.engine.druid.statements import Cutting, cutting_of
from backend.engine.druid.zone_proof import probes, written_offset
from backend.errors import EngineFailed, ZoneDiffers
from backend.planner.plan import Interval, Statement
from backend.planner.sql import time_floor
from backend.tests.engine.druid.tiny_cluster import TinyCluster, serving_of
from backend.tests.stores import Trouble, make_store
from druid.calendar import Calendar, to_ms
from druid.catalog.model import Grain

TINY = make_store(3, Trouble(withdrawn=0, not_built=0, holes=False))
LONDON = "Europe/London"
"""In 2024 its clocks went forward at 01:00 UTC on 31 March and back at 01:00 UTC on 27 October."""


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    return to_ms(datetime(year, month, day, hour, tzinfo=UTC))


def a_cluster(offset: Callable[[int, str], str] = written_offset) -> TinyCluster:
    cluster = TinyCluster(TINY, serving_of(TINY))
    cluster.offset = offset
    return cluster


def no_summer_time(ms: int, zone: str) -> str:
    """The rules of a cluster that never heard of summer time."""
    del ms, zone
    return "+00:00"


def statement(grain: Grain, start: int, end: int, zone: str = LONDON, start_of_week: int = 1) -> Statement:
    floor = time_floor("__time", grain, Calendar(zone, start_of_week, 1))
    select = exp.select(exp.alias_(floor, "bucket", quoted=True)).from_("sales")
    return Statement("sales", "current", (Interval(start, end),), select, (), (), (), has_bucket=True)


async def settled(cluster: TinyCluster, asked: Statement) -> tuple[Cutting | None, str | None]:
    """How the statement is cut in the end, and the zone of local midnights."""
    cut, zone = await Clocks(cluster).settled(asked, time.monotonic() + 5)
    return cutting_of(cut), zone


def test_both_sides_of_each_change_are_compared() -> None:
    changes = {at(2024, 3, 31, 1), at(2024, 10, 27, 1)}
    assert changes | {change - 1 for change in changes} <= set(probes(LONDON, 2024))
    assert at(2024, 1, 1) in probes(LONDON, 2024)
    assert at(2025, 1, 1) - 1 in probes(LONDON, 2024)


async def test_equal_rules_need_nothing_and_are_asked_once() -> None:
    cluster = a_cluster()
    clocks, asked = Clocks(cluster), statement(Grain.DAY, at(2024, 3, 1), at(2024, 11, 1))
    for _ in range(3):
        assert await clocks.settled(asked, time.monotonic() + 5) == (asked, None)
    assert len(cluster.asked) == 1


async def test_utc_is_never_asked() -> None:
    cluster = a_cluster(no_summer_time)
    asked = statement(Grain.DAY, at(2024, 3, 1), at(2024, 11, 1), "UTC")
    assert await Clocks(cluster).settled(asked, time.monotonic() + 5) == (asked, None)
    assert cluster.asked == []


async def test_a_difference_in_other_months_does_not_matter() -> None:
    asked = statement(Grain.DAY, at(2024, 1, 10), at(2024, 3, 1))
    assert await settled(a_cluster(no_summer_time), asked) == (cutting_of(asked), None)


async def test_a_stretch_without_a_change_is_cut_by_its_offset() -> None:
    for grain, period in ((Grain.DAY, "P1D"), (Grain.HOUR, "PT1H")):
        asked = statement(grain, at(2024, 6, 1), at(2024, 9, 1))
        cut, zone = await settled(a_cluster(no_summer_time), asked)
        assert (cut, zone) == (Cutting(period, "+01:00", has_origin=False), None)


async def test_days_across_a_change_are_cut_by_our_clock() -> None:
    asked = statement(Grain.DAY, at(2024, 3, 1), at(2024, 6, 1))
    cut, zone = await settled(a_cluster(no_summer_time), asked)
    assert (cut, zone) == (Cutting("P1D", "UTC", has_origin=False), LONDON)


async def test_weeks_counted_from_a_moment_are_cut_by_our_clock() -> None:
    asked = statement(Grain.WEEK, at(2024, 6, 1), at(2024, 9, 1), start_of_week=7)
    cut, zone = await settled(a_cluster(no_summer_time), asked)
    assert (cut, zone) == (Cutting("P1W", "UTC", has_origin=True), LONDON)


async def test_the_bucket_that_began_before_the_change_counts() -> None:
    """The month of May is a stretch of one offset, its quarter's year is not."""
    may = at(2024, 5, 20), at(2024, 6, 1)
    _, zone = await settled(a_cluster(no_summer_time), statement(Grain.DAY, *may))
    assert zone is None
    _, zone = await settled(a_cluster(no_summer_time), statement(Grain.QUARTER, *may))
    assert zone == LONDON


async def test_hours_across_a_change_are_refused_with_the_moment() -> None:
    with pytest.raises(ZoneDiffers, match=r"Europe/London differ from ours at 2024-03-31T01:00:00Z"):
        await settled(a_cluster(no_summer_time), statement(Grain.HOUR, at(2024, 3, 20), at(2024, 4, 20)))


async def test_a_zone_that_the_cluster_does_not_know_is_worked_around_and_asked_again_later() -> None:
    cluster = a_cluster()
    cluster.failure = EngineFailed("The Druid cluster does not know the time zone.")
    clocks = Clocks(cluster)
    for _ in range(2):
        cut, _ = await clocks.settled(statement(Grain.DAY, at(2024, 6, 1), at(2024, 9, 1)), time.monotonic() + 5)
        assert cutting_of(cut) == Cutting("P1D", "+01:00", has_origin=False)
    assert len(cluster.asked) == 1
