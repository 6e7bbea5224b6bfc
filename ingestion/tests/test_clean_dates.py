"""Date cells against Python's own zoneinfo, in five zones, and against verdicts set by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.clean.dates import DateStyle, parse_moments
from ingestion.errors import MappingError
from ingestion.recipe import DateFormat

TODAY = date(2024, 12, 1)
ZONES = ("Africa/Nairobi", "America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe")
SECONDS = "%Y-%m-%d %H:%M:%S"


def at(year: int, month: int, day: int, *clock: int) -> datetime:
    """A reading of a clock, without a zone."""
    hour, minute, second, fraction = (*clock, 0, 0, 0, 0)[:4]
    return datetime.combine(date(year, month, day), time(hour, minute, second, fraction))


def read(cell: str, *patterns: str, zone: str = "Africa/Nairobi") -> tuple[datetime | None, str | None]:
    parsed = parse_moments(pl.Series([cell], dtype=pl.String), None, DateStyle(DateFormat(patterns), zone, TODAY))
    return parsed.values[0], parsed.rules[0]


@pytest.mark.parametrize(
    ("cell", "pattern", "utc"),
    [
        ("2024-01-05", "%Y-%m-%d", at(2024, 1, 4, 21)),
        ("05/01/2024", "%d/%m/%Y", at(2024, 1, 4, 21)),
        ("5.1.24", "%d.%m.%y", at(2024, 1, 4, 21)),
        ("05 Jan 2024", "%d %b %Y", at(2024, 1, 4, 21)),
        ("January 5, 2024", "%B %d, %Y", at(2024, 1, 4, 21)),
        ("20240105", "%Y%m%d", at(2024, 1, 4, 21)),
        ("12/1/2010 8:26", "%m/%d/%Y %H:%M", at(2010, 12, 1, 5, 26)),
        ("5/1/2024 2:05 PM", "%d/%m/%Y %I:%M %p", at(2024, 1, 5, 11, 5)),
        ("2024-01-05 10:00:00.125", "%Y-%m-%d %H:%M:%S.%f", at(2024, 1, 5, 7, 0, 0, 125_000)),
        ("2024-01-05T10:00:00Z", "%Y-%m-%dT%H:%M:%S%z", at(2024, 1, 5, 10)),
        ("2024-01-05T10:00:00+05:30", "%Y-%m-%dT%H:%M:%S%z", at(2024, 1, 5, 4, 30)),
        ("2024-01-05T10:00:00-0800", "%Y-%m-%dT%H:%M:%S%z", at(2024, 1, 5, 18)),
        ("2024-01-05 24:00:00", SECONDS, at(2024, 1, 5, 21)),
        ("2024-12-31T24:00:00Z", "%Y-%m-%dT%H:%M:%S%z", None),
        ("2024-02-28T24:00:00Z", "%Y-%m-%dT%H:%M:%S%z", at(2024, 2, 29)),
        ("\u00a02024-01-05 ", "%Y-%m-%d", at(2024, 1, 4, 21)),
        ("1990-01-01", "%Y-%m-%d", at(1989, 12, 31, 21)),
        ("2024-12-02 23:59:59", SECONDS, at(2024, 12, 2, 20, 59, 59)),
    ],
)
def test_readings(cell: str, pattern: str, utc: datetime | None) -> None:
    assert read(cell, pattern) == (utc, None if utc else "DATE_RANGE")


@pytest.mark.parametrize(
    ("cell", "pattern", "rule"),
    [
        ("30/02/2024", "%d/%m/%Y", "DATE"),
        ("2023-02-29", "%Y-%m-%d", "DATE"),
        ("2024-13-01", "%Y-%m-%d", "DATE"),
        ("2024-01-05x", "%Y-%m-%d", "DATE"),
        ("+2024-01-05", "%Y-%m-%d", "DATE"),
        ("soon", "%Y-%m-%d", "DATE"),
        ("2024-01-05 10:00:60", SECONDS, "DATE"),
        ("2024-01-05 24:00:01", SECONDS, "DATE"),
        ("2024-01-05 25:00:00", SECONDS, "DATE"),
        ("1989-12-31 23:59:59", SECONDS, "DATE_RANGE"),
        ("0024-01-05", "%Y-%m-%d", "DATE_RANGE"),
        ("2024-12-03", "%Y-%m-%d", "DATE_RANGE"),
    ],
)
def test_refusals(cell: str, pattern: str, rule: str) -> None:
    assert read(cell, pattern) == (None, rule)


def test_an_hour_that_never_was_and_one_that_was_twice() -> None:
    style = DateStyle(DateFormat((SECONDS,)), "America/New_York", TODAY)
    cells = ["2024-03-10 01:59:59", "2024-03-10 02:30:00", "2024-11-03 01:30:00", "2024-11-03 02:00:00", None, ""]
    parsed = parse_moments(pl.Series(cells), None, style)
    assert parsed.rules.to_list() == [None, "DST_GAP", None, None, None, None]
    assert parsed.values.to_list() == [
        at(2024, 3, 10, 6, 59, 59),
        None,
        at(2024, 11, 3, 5, 30),
        at(2024, 11, 3, 7),
        None,
        None,
    ]
    assert parsed.warnings == {"DST_FOLD": 1}


def test_a_bare_date_whose_midnight_was_skipped_is_the_first_moment_of_the_day() -> None:
    assert read("2023-04-28", "%Y-%m-%d", zone="Africa/Cairo") == (at(2023, 4, 27, 22), None)
    assert read("2023-04-28 00:30:00", SECONDS, zone="Africa/Cairo") == (None, "DST_GAP")


def test_a_format_that_cannot_be_used_is_refused() -> None:
    with pytest.raises(MappingError, match=r"^BAD_FORMAT: The date format '%Y-%m-%d %H' cannot be used"):
        read("2024-01-05 10", "%Y-%m-%d %H")


def test_first_matching_pattern_wins() -> None:
    parsed = parse_moments(
        pl.Series(["05/01/2024", "2024-01-05", "13/01/2024"]),
        None,
        DateStyle(DateFormat(("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d")), "UTC", TODAY),
    )
    assert parsed.values.to_list() == [at(2024, 5, 1), at(2024, 1, 5), at(2024, 1, 13)]


def test_excel_day_numbers() -> None:
    style = DateStyle(DateFormat(("%Y-%m-%d",), excel_serial=True), "UTC", TODAY)
    parsed = parse_moments(pl.Series(["45292", "45292.5", "45292.586805555555", "2024-01-01", "12"]), None, style)
    assert parsed.values.to_list() == [
        at(2024, 1, 1),
        at(2024, 1, 1, 12),
        at(2024, 1, 1, 14, 5),
        at(2024, 1, 1),
        None,
    ]
    assert parsed.rules.to_list() == [None, None, None, None, "DATE_RANGE"]


def test_date_and_time_in_two_columns() -> None:
    marks = DateFormat(("%d/%m/%Y", SECONDS), time_header="At", time_patterns=("%H:%M", "%I:%M %p"))
    dates = pl.Series(["05/01/2024", "2024-01-05 00:00:00", "05/01/2024", "05/01/2024", "05/01/2024", "31/02/2024"])
    times = pl.Series(["14:05", "2:05 PM", "24:00", None, "half past two", "14:05"])
    parsed = parse_moments(dates, times, DateStyle(marks, "Africa/Nairobi", TODAY))
    assert parsed.values.to_list() == [
        at(2024, 1, 5, 11, 5),
        at(2024, 1, 5, 11, 5),
        at(2024, 1, 5, 21),
        at(2024, 1, 4, 21),
        None,
        None,
    ]
    assert parsed.rules.to_list() == [None, None, None, None, "TIME", "DATE"]
    assert parsed.warnings == {"TIME_MISSING": 1}


def expected(local: datetime, zone: str) -> tuple[datetime | None, str | None]:
    """The UTC of a local reading by zoneinfo: none in a gap, the first of two in a fold."""
    first = local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    if first.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        return None, "DST_GAP"
    return first.replace(tzinfo=None), None


LOCAL = st.datetimes(at(1991, 1, 1), at(2024, 11, 30)).map(lambda moment: moment.replace(microsecond=0))
# Clocks change between midnight and four, so these hours meet gaps and folds often.
CHANGES = st.builds(
    lambda year, month, day, minutes: at(year, month, day) + timedelta(minutes=minutes),
    st.integers(1995, 2023),
    st.sampled_from([3, 4, 10, 11]),
    st.integers(1, 30),
    st.integers(1, 240),
)


@settings(deadline=None)
@given(st.lists(LOCAL | CHANGES, min_size=1, max_size=40), st.sampled_from(ZONES))
def test_readings_agree_with_zoneinfo(moments: list[datetime], zone: str) -> None:
    cells = pl.Series([moment.strftime(SECONDS) for moment in moments])
    parsed = parse_moments(cells, None, DateStyle(DateFormat((SECONDS,)), zone, TODAY))
    assert list(zip(parsed.values, parsed.rules, strict=True)) == [expected(moment, zone) for moment in moments]


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_hour_of_the_days_of_change(zone: str) -> None:
    days = [at(2024, month, day) for month in (3, 4, 10, 11) for day in range(1, 31)]
    moments = [day + timedelta(minutes=15 * quarter) for day in days for quarter in range(1, 96)]
    cells = pl.Series([moment.strftime(SECONDS) for moment in moments])
    parsed = parse_moments(cells, None, DateStyle(DateFormat((SECONDS,)), zone, TODAY))
    assert list(zip(parsed.values, parsed.rules, strict=True)) == [expected(moment, zone) for moment in moments]
    folds = sum(not is_single(moment, zone) for moment in moments)
    assert parsed.warnings.get("DST_FOLD", 0) == folds


def is_single(moment: datetime, zone: str) -> bool:
    """Whether the reading happened at most once: both folds give one UTC, or it lies in a gap."""
    first, second = (moment.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    return first == second or expected(moment, zone)[0] is None


@settings(deadline=None)
@given(
    st.dates(date(1991, 1, 1), date(2024, 11, 30)), st.sampled_from(["%d/%m/%Y", "%m-%d-%Y", "%Y.%m.%d", "%d %b %Y"])
)
def test_dates_written_by_python_read_back(day: date, pattern: str) -> None:
    midnight = datetime.combine(day, time(), ZoneInfo("Europe/London"))
    utc = midnight.astimezone(UTC).replace(tzinfo=None)
    assert read(day.strftime(pattern), pattern, zone="Europe/London") == (utc, None)
