"""TIME_FLOOR in DuckDB against a walk over `zoneinfo`: the start is the first moment that belongs to the bucket."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import duckdb
import pytest
from sqlglot import exp

from backend.engine.dialect import Years, to_duckdb

at = datetime.fromisoformat
ZONES = (
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "America/St_Johns",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kathmandu",
)
PERIODS = ("P1D", "P1W", "P1M", "P3M", "P1Y")
FIRST_YEAR, LAST_YEAR = 2005, 2024
STEP = timedelta(minutes=1)


@cache
def first_moment_of(day: date, zone: ZoneInfo) -> datetime:
    """Minute by minute from before any midnight: the first UTC moment whose local date is `day` or later."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    around = (midnight + timedelta(days=days) for days in (-2, 2))
    moment = midnight - max(near.astimezone(zone).utcoffset() or timedelta() for near in around)
    while moment.astimezone(zone).date() < day:
        moment += STEP
    return moment.replace(tzinfo=None)


def last_day_begun(moment: datetime, zone: ZoneInfo) -> date:
    """The local date; clocks put back over midnight do not end the day that had begun."""
    aware = moment.replace(tzinfo=UTC)
    today = aware.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    return tomorrow if first_moment_of(tomorrow, zone) <= moment else today


def first_day_of(day: date, period: str) -> date:
    match period:
        case "P1W":
            return day - timedelta(days=day.weekday())
        case "P1M":
            return day.replace(day=1)
        case "P3M":
            return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
        case "P1Y":
            return day.replace(day=1, month=1)
        case _:
            return day


def moments(zone: ZoneInfo, seed: int) -> list[datetime]:
    """Random milliseconds, and both sides of every change of the clocks."""
    chance = random.Random(seed)
    start, end = datetime(FIRST_YEAR, 1, 2, tzinfo=UTC), datetime(LAST_YEAR, 12, 30, tzinfo=UTC)
    span = int((end - start).total_seconds() * 1000)
    found = [start + timedelta(milliseconds=chance.randrange(span)) for _ in range(100)]
    for day in range((end - start).days):
        hours = [start + timedelta(days=day, hours=hour) for hour in range(25)]
        shown = [hour.astimezone(zone).utcoffset() for hour in (hours[0], hours[-1])]
        if shown[0] == shown[1]:
            continue
        change = next(h for h in reversed(hours) if h.astimezone(zone).utcoffset() == shown[0])
        found += [change + timedelta(minutes=m, milliseconds=ms) for m in (-61, -1, 0, 31, 61, 91) for ms in (0, 1)]
    return [moment.replace(tzinfo=None) for moment in found]


def floor_statement(period: str, zone: str, origin: str | None = None) -> exp.Select:
    began = exp.null() if origin is None else exp.cast(exp.Literal.string(origin), "TIMESTAMP")
    arguments = [exp.column("moment"), exp.Literal.string(period), began, exp.Literal.string(zone)]
    return exp.select(
        exp.column("moment"), exp.alias_(exp.Anonymous(this="TIME_FLOOR", expressions=arguments), "start")
    ).from_("moments")


def floors(found: list[datetime], statement: exp.Select, years: Years | None = None) -> dict[datetime, datetime]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Tokyo'")
        connection.execute("CREATE TABLE moments (moment TIMESTAMP)")
        connection.execute("INSERT INTO moments SELECT unnest(?::TIMESTAMP[])", [found])
        return dict(connection.execute(to_duckdb(statement, None, years)).fetchall())


@pytest.mark.parametrize("name", ZONES)
def test_floors_are_the_first_moment_of_the_local_bucket(name: str) -> None:
    zone = ZoneInfo(name)
    found = moments(zone, seed=7)
    starts: dict[date, datetime] = {}
    days = {moment: last_day_begun(moment, zone) for moment in found}
    for period in PERIODS:
        answered = floors(found, floor_statement(period, name), Years(FIRST_YEAR - 1, LAST_YEAR))
        for moment in found:
            day = first_day_of(days[moment], period)
            if day not in starts:
                starts[day] = first_moment_of(day, zone)
            assert answered[moment] == starts[day], (period, moment)


@pytest.mark.parametrize("name", ZONES)
def test_hours_are_counted_back_by_the_time_that_passed(name: str) -> None:
    zone = ZoneInfo(name)
    found = moments(zone, seed=8)
    for moment, start in floors(found, floor_statement("PT1H", name)).items():
        shown = moment.replace(tzinfo=UTC).astimezone(zone)
        into = timedelta(minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)
        assert start == moment - into


def test_a_narrow_span_of_years_answers_like_the_whole_calendar() -> None:
    found = [m for m in moments(ZoneInfo("Africa/Casablanca"), seed=9) if m.year == 2023]
    for period in PERIODS:
        statement = floor_statement(period, "Africa/Casablanca")
        assert floors(found, statement, Years(2022, 2023)) == floors(found, statement)


@pytest.mark.parametrize(
    ("period", "origin", "moment", "start"),
    [
        # Sunday 31 December 2023 in Nairobi begins at 21:00 UTC on Saturday; the origin is such a Sunday of 1980.
        ("P1W", "1980-01-05 21:00:00", at("2024-01-03 12:00"), at("2023-12-30 21:00")),
        ("P1W", "1980-01-05 21:00:00", at("2023-12-30 20:59"), at("2023-12-23 21:00")),
        # Fiscal years from July, quarters from February.
        ("P1Y", "1979-06-30 21:00:00", at("2024-06-30 20:59"), at("2023-06-30 21:00")),
        ("P1Y", "1979-06-30 21:00:00", at("2024-06-30 21:00"), at("2024-06-30 21:00")),
        ("P3M", "1980-01-31 21:00:00", at("2024-01-31 20:00"), at("2023-10-31 21:00")),
        ("P3M", "1980-01-31 21:00:00", at("2024-04-30 20:00"), at("2024-01-31 21:00")),
    ],
)
def test_an_origin_moves_weeks_quarters_and_years(period: str, origin: str, moment: datetime, start: datetime) -> None:
    assert floors([moment], floor_statement(period, "Africa/Nairobi", origin)) == {moment: start}


def test_two_zones_at_once_do_not_disturb_each_other() -> None:
    moment = at("2024-07-01 03:30")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE moments AS SELECT ?::TIMESTAMP AS moment", [moment])
        cursors = {zone: connection.cursor() for zone in ("America/New_York", "Asia/Kolkata")}
        starts = {
            zone: cursor.execute(to_duckdb(floor_statement("P1M", zone))).fetchall()[0][1]
            for zone, cursor in cursors.items()
        }
    assert starts == {
        "America/New_York": at("2024-06-01 04:00"),
        "Asia/Kolkata": at("2024-06-30 18:30"),
    }
