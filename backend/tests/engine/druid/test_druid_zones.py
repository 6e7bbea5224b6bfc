"""Time zone rules of a cluster against ours: agreed, worked around, or refused by name."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from backend.engine.druid.statements import Cutting
from backend.engine.druid.zone_proof import ZoneProof, probes, written_offset
from backend.errors import ZoneDiffers
from backend.planner.plan import Interval
from backend.tests.engine.druid.tiny_cluster import TinyCluster, serving_of
from backend.tests.stores import Trouble, make_store
from druid.calendar import to_ms

TINY = make_store(3, Trouble(withdrawn=0, not_built=0, holes=False))
CAIRO = "Africa/Cairo"


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    return to_ms(datetime(year, month, day, hour, tzinfo=UTC))


def a_cluster(offset: Callable[[int, str], str] = written_offset) -> TinyCluster:
    cluster = TinyCluster(TINY, serving_of(TINY))
    cluster.offset = offset
    return cluster


async def zone_for(cluster: TinyCluster, *span: int, period: str = "P1D", has_origin: bool = False) -> str | None:
    proof = ZoneProof(cluster)
    return await proof.zone_for(Cutting(period, CAIRO, has_origin), [Interval(*span)], time.monotonic() + 5)


def no_summer_time(ms: int, zone: str) -> str:
    """Rules from before Egypt took summer time up again in 2023."""
    del ms, zone
    return "+02:00"


def test_both_sides_of_each_change_are_compared() -> None:
    """In 2024 Cairo's clocks went forward at 00:00 on 26 April (UTC+2) and back at 24:00 on 31 October (UTC+3)."""
    changes = {at(2024, 4, 25, 22), at(2024, 10, 31, 21)}
    assert changes | {change - 1 for change in changes} <= set(probes(CAIRO, 2024))
    assert at(2024, 1, 1) in probes(CAIRO, 2024)
    assert at(2025, 1, 1) - 1 in probes(CAIRO, 2024)


async def test_equal_rules_need_nothing_and_are_asked_once() -> None:
    cluster = a_cluster()
    proof = ZoneProof(cluster)
    for _ in range(3):
        cutting = Cutting("P1D", CAIRO, has_origin=False)
        asked = [Interval(at(2024, 3, 1), at(2024, 11, 1))]
        assert await proof.zone_for(cutting, asked, time.monotonic() + 5) is None
    assert len(cluster.asked) == 1


async def test_utc_is_never_asked() -> None:
    cluster = a_cluster(no_summer_time)
    cutting = Cutting("P1D", "UTC", has_origin=False)
    assert await ZoneProof(cluster).zone_for(cutting, [Interval(0, 1)], time.monotonic() + 5) is None
    assert cluster.asked == []


async def test_a_difference_in_other_months_does_not_matter() -> None:
    assert await zone_for(a_cluster(no_summer_time), at(2024, 1, 10), at(2024, 3, 1)) is None


async def test_a_stretch_without_a_change_is_cut_by_its_offset() -> None:
    assert await zone_for(a_cluster(no_summer_time), at(2024, 6, 1), at(2024, 9, 1)) == "+03:00"


async def test_a_stretch_with_a_change_is_refused_with_the_moment() -> None:
    with pytest.raises(ZoneDiffers, match=r"Africa/Cairo differ from ours at 2024-04-25T22:00:00Z"):
        await zone_for(a_cluster(no_summer_time), at(2024, 4, 1), at(2024, 6, 1))


async def test_the_bucket_that_began_before_the_change_counts() -> None:
    """The month of May is a stretch of one offset, its quarter is not."""
    assert await zone_for(a_cluster(no_summer_time), at(2024, 5, 20), at(2024, 6, 1), period="P1D") == "+03:00"
    with pytest.raises(ZoneDiffers):
        await zone_for(a_cluster(no_summer_time), at(2024, 5, 20), at(2024, 6, 1), period="P3M")


async def test_buckets_counted_from_a_moment_have_no_way_around() -> None:
    with pytest.raises(ZoneDiffers):
        await zone_for(a_cluster(no_summer_time), at(2024, 6, 1), at(2024, 9, 1), has_origin=True)
