"""Local time by hand-checked instants, and by properties against the zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from druid.calendar import (
    HOUR_MS,
    Calendar,
    UnknownZone,
    add_months,
    add_years,
    day_start_ms,
    has_odd_shift,
    hour_start_ms,
    instant_ms,
    local_day,
    moment_of,
    to_ms,
    zone_info,
)
from druid.catalog.model import Grain

# day, zone, the UTC moment at which it begins
DAY_STARTS = [
    ("2024-01-01", "Africa/Nairobi", "2023-12-31T21:00"),
    ("2024-01-01", "Asia/Kolkata", "2023-12-31T18:30"),
    ("2024-03-10", "America/New_York", "2024-03-10T05:00"),
    ("2024-03-11", "America/New_York", "2024-03-11T04:00"),
    ("2024-11-03", "America/New_York", "2024-11-03T04:00"),
    ("2024-11-04", "America/New_York", "2024-11-04T05:00"),
    ("2024-04-01", "Europe/London", "2024-03-31T23:00"),
    ("2017-10-15", "America/Sao_Paulo", "2017-10-15T03:00"),  # midnight skipped: the day begins at 01:00
    ("2018-02-18", "America/Sao_Paulo", "2018-02-18T03:00"),  # the evening before was shown twice
    ("2023-04-28", "Africa/Cairo", "2023-04-27T22:00"),  # midnight skipped
    ("2023-11-05", "America/Havana", "2023-11-05T04:00"),  # midnight shown twice: the first one counts
    ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00"),  # a day that never was
    ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00"),
]
ZONES = (
    "Africa/Nairobi",
    "America/New_York",
    "Europe/London",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "America/Havana",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def at(text: str) -> int:
    return to_ms(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(("day", "zone", "moment"), DAY_STARTS)
def test_a_day_begins(day: str, zone: str, moment: str) -> None:
    assert day_start_ms(date.fromisoformat(day), zone) == at(moment)


@given(DAYS, st.sampled_from(ZONES))
def test_a_day_begins_when_its_date_first_shows(day: date, zone: str) -> None:
    start = day_start_ms(day, zone)
    assert moment_of(start, zone).date() >= day
    assert moment_of(start - 1, zone).date() < day


@given(st.integers(at("1990-01-02"), at("2100-12-30")), st.sampled_from(ZONES))
def test_days_are_a_partition(ms: int, zone: str) -> None:
    day = local_day(ms, zone)
    assert day_start_ms(day, zone) <= ms < day_start_ms(day + timedelta(days=1), zone)


@given(st.integers(at("1990-01-02"), at("2100-12-30")), st.sampled_from(ZONES))
def test_an_hour_starts_on_the_full_hour_of_the_clock(ms: int, zone: str) -> None:
    start = hour_start_ms(ms, zone)
    wall = datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(zone))
    assert 0 <= ms - start < HOUR_MS
    assert ms - start == (wall.minute * 60 + wall.second) * 1000 + wall.microsecond // 1000


@pytest.mark.parametrize(
    ("grain", "week", "fiscal", "first", "following"),
    [
        (Grain.DAY, 1, 1, "2024-12-18", "2024-12-19"),
        (Grain.WEEK, 1, 1, "2024-12-16", "2024-12-23"),
        (Grain.WEEK, 7, 1, "2024-12-15", "2024-12-22"),
        (Grain.WEEK, 3, 1, "2024-12-18", "2024-12-25"),
        (Grain.WEEK, 4, 1, "2024-12-12", "2024-12-19"),
        (Grain.MONTH, 1, 1, "2024-12-01", "2025-01-01"),
        (Grain.QUARTER, 1, 1, "2024-10-01", "2025-01-01"),
        (Grain.QUARTER, 1, 2, "2024-11-01", "2025-02-01"),
        (Grain.QUARTER, 1, 3, "2024-12-01", "2025-03-01"),
        (Grain.YEAR, 1, 1, "2024-01-01", "2025-01-01"),
        (Grain.YEAR, 1, 7, "2024-07-01", "2025-07-01"),
        (Grain.YEAR, 1, 12, "2024-12-01", "2025-12-01"),
    ],
)
def test_units_around_a_wednesday(grain: Grain, week: int, fiscal: int, first: str, following: str) -> None:
    calendar = Calendar("Africa/Nairobi", week, fiscal)
    found = calendar.first_day(date(2024, 12, 18), grain)
    assert found.isoformat() == first
    assert calendar.step(found, grain).isoformat() == following
    assert calendar.last_day(date(2024, 12, 18), grain) == date.fromisoformat(following) - timedelta(days=1)


@pytest.mark.parametrize(("day", "hours"), [("2024-03-10", 23), ("2024-11-03", 25), ("2024-06-01", 24)])
def test_hours_are_hours_that_pass(day: str, hours: int) -> None:
    calendar = Calendar("America/New_York")
    first = date.fromisoformat(day)
    start, end = calendar.start_ms(first), calendar.start_ms(first + timedelta(days=1))
    units = list(calendar.units(start, end, Grain.HOUR))
    assert len(units) == hours
    assert units[0].start_ms == start
    assert units[-1].end_ms == end
    assert all(unit.first_day == first for unit in units)


@given(DAYS, st.integers(0, 400), st.sampled_from(ZONES), st.sampled_from([g for g in Grain if g is not Grain.HOUR]))
def test_units_cover_a_stretch_without_a_gap(first: date, length: int, zone: str, grain: Grain) -> None:
    calendar = Calendar(zone, 7, 4)
    start, end = calendar.start_ms(first) + HOUR_MS * 5, calendar.start_ms(first + timedelta(days=length + 1))
    units = list(calendar.units(start, end, grain))
    assert units[0].start_ms <= start < units[0].end_ms
    assert units[-1].start_ms < end <= units[-1].end_ms
    assert all(left.end_ms == right.start_ms for left, right in pairwise(units))


def test_a_day_that_never_was_is_no_unit() -> None:
    calendar = Calendar("Pacific/Apia")
    units = calendar.units(calendar.start_ms(date(2011, 12, 29)), calendar.start_ms(date(2012, 1, 1)), Grain.DAY)
    assert [unit.first_day.day for unit in units] == [29, 31]


def test_a_wall_time_shown_twice_is_its_first_showing() -> None:
    assert instant_ms(datetime.fromisoformat("2024-11-03T01:30"), "America/New_York") == at("2024-11-03T05:30")


def test_a_wall_time_never_shown_is_the_moment_after_the_gap() -> None:
    assert instant_ms(datetime.fromisoformat("2024-03-10T02:30"), "America/New_York") == at("2024-03-10T07:00")


def test_clocks_that_move_by_half_an_hour() -> None:
    assert has_odd_shift(at("2024-10-01"), at("2024-10-31"), "Australia/Lord_Howe")
    assert not has_odd_shift(at("2024-11-01"), at("2024-11-30"), "Australia/Lord_Howe")
    assert not has_odd_shift(at("2024-01-01"), at("2024-12-31"), "America/New_York")


def test_months_and_years() -> None:
    assert add_months(date(2024, 1, 1), -13) == date(2022, 12, 1)
    assert add_years(date(2024, 2, 29), -1) == date(2023, 2, 28)
    assert add_years(date(2024, 2, 29), -4) == date(2020, 2, 29)


@pytest.mark.parametrize("name", ["../../etc/passwd", "UTC+3", "Africa/Nairob", "", "localtime", "Africa", "a\0b"])
def test_a_name_that_is_no_zone(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone_info(name)


def test_milliseconds_are_rounded_up() -> None:
    assert to_ms(datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)) == 1
    assert to_ms(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == 0
