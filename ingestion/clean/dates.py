"""Text cells to instants: naive UTC milliseconds, read by strptime patterns in the business zone.

In: the date column, the time-of-day column when there is one, and a `DateStyle`. Out: `Parsed` with Datetime("ms").
A bare date is the local midnight; a reading in a skipped hour is refused, one in a repeated hour is the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from ingestion.clean.cells import Parsed, no_rules, place
from ingestion.errors import MappingError
from ingestion.recipe import DateFormat

EARLIEST = date(1990, 1, 1)
_MOMENT = pl.Datetime("ms")
_SERIAL_ORIGIN = date(1899, 12, 30)
_DAY_MS = 86_400_000
_OFFSET = re.compile(r"%#?z")


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a moment is written, the zone of cells without an offset, and the day on which the file is read."""

    format: DateFormat
    zone: str
    today: date


def parse_moments(cells: pl.Series, times: pl.Series | None, style: DateStyle) -> Parsed:
    """UTC instants of local readings.

    >>> nairobi = DateStyle(DateFormat(("%d/%m/%Y",)), "Africa/Nairobi", date(2024, 6, 1))
    >>> parse_moments(pl.Series(["05/01/2024", "30/02/2024"]), None, nairobi).rules.to_list()
    [None, 'DATE']
    """
    text = cells.str.strip_chars()
    text = text.set(text == "", None) if (text == "").any() else text
    midnight, shifted = _past_midnight(text)
    utc = _with_offset(midnight, style)
    local = _local(midnight, style.format)
    warnings: dict[str, int] = {}
    unread = text.is_not_null() & local.is_null() & utc.is_null()
    rules = place(no_rules(len(text)), unread.arg_true(), pl.Series(["DATE"], dtype=pl.String))
    if times is not None:
        local, rules, warnings = _add_times(local, rules, times, style.format)
    settled, gaps, folds = _settle(local + _days(shifted), style.zone)
    rules = place(rules, gaps, pl.Series(["DST_GAP"], dtype=pl.String))
    return _ranged(settled.zip_with(settled.is_not_null(), utc + _days(shifted)), rules, style, folds | warnings)


def _days(shifted: pl.Series) -> pl.Series:
    return (shifted.cast(pl.Int64) * _DAY_MS).cast(pl.Duration("ms"))


def _past_midnight(text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """24:00 as 00:00 of a day that is one later, and the rows where that was so."""
    late = r"(^|[ T])24(:00(?::00(?:\.0+)?)?)($|[Zz+ -])"
    shifted = text.str.contains(late).fill_null(value=False)
    return (text.str.replace(late, "${1}00${2}${3}") if shifted.any() else text), shifted


def _read(text: pl.Series, pattern: str, dtype: pl.Datetime | pl.Time) -> pl.Series:
    """Strict reading; a second of 60, which the parser would take for a leap second, and a signed year are refused."""
    chrono = _OFFSET.sub("%#z", pattern).replace(".%f", "%.f")
    is_bare = dtype != pl.Time and not _names_hour(pattern)
    try:
        read = _refuse_odd(text).str.strptime(pl.Date() if is_bare else dtype, chrono, strict=False)
    except pl.exceptions.ComputeError as error:
        raise MappingError(
            "BAD_FORMAT",
            f"The date format {pattern!r} cannot be used.",
            "Name hours and minutes together, as in %Y-%m-%d %H:%M.",
        ) from error
    return read.cast(_MOMENT) if is_bare else read


def _names_hour(pattern: str) -> bool:
    return any(mark in pattern for mark in ("%H", "%I", "%T", "%R", "%c", "%k", "%l"))


def _refuse_odd(text: pl.Series) -> pl.Series:
    odd = text.str.contains(r"^[+-]|:60(?:\D|$)")
    return text.set(odd, None) if odd.any() else text


def _first_match(text: pl.Series, patterns: tuple[str, ...], dtype: pl.Datetime | pl.Time) -> pl.Series:
    """Each cell by the first pattern that reads it; later patterns only see what is still unread."""
    values = pl.Series("moment", [None], dtype=dtype).new_from_index(0, len(text))
    for pattern in patterns:
        unread = (values.is_null() & text.is_not_null()).arg_true()
        if len(unread) == len(text):
            values = _read(text, pattern, dtype)
        elif len(unread):
            values = place(values, unread, _read(text.gather(unread), pattern, dtype))
    return values


def _local(text: pl.Series, style: DateFormat) -> pl.Series:
    patterns = tuple(pattern for pattern in style.patterns if not _OFFSET.search(pattern))
    values = _first_match(text, patterns, _MOMENT)
    return values.zip_with(values.is_not_null(), _serials(text)) if style.excel_serial else values


def _with_offset(text: pl.Series, style: DateStyle) -> pl.Series:
    patterns = tuple(pattern for pattern in style.format.patterns if _OFFSET.search(pattern))
    zoned = text.str.replace(r"[Zz]$", "+00:00") if patterns else text
    return _first_match(zoned, patterns, pl.Datetime("ms", "UTC")).dt.replace_time_zone(None)


def _serials(text: pl.Series) -> pl.Series:
    """Excel's day numbers; a fraction of a day is a time, whole to the millisecond."""
    is_serial = text.str.contains(r"^[0-9]{1,6}(?:\.[0-9]+)?$")
    days = text.set(~is_serial, None).cast(pl.Decimal(38, 20)).to_frame("days")
    since = (pl.col("days").cast(pl.Decimal(38, 12)) * _DAY_MS).round(0).cast(pl.Int64).cast(pl.Duration("ms"))
    return days.select((pl.lit(_SERIAL_ORIGIN).cast(_MOMENT) + since).alias("moment"))["moment"]


def _add_times(
    local: pl.Series, rules: pl.Series, times: pl.Series, style: DateFormat
) -> tuple[pl.Series, pl.Series, dict[str, int]]:
    """The time of day from a second column; a missing one is midnight, counted."""
    text, shifted = _past_midnight(times.str.strip_chars())
    text = text.set(text == "", None)
    clock = _first_match(text, style.time_patterns, pl.Time())
    if style.excel_serial:
        clock = clock.zip_with(clock.is_not_null(), _serials(text).dt.time())
    unread = text.is_not_null() & clock.is_null() & rules.is_null()
    missing = text.is_null() & local.is_not_null()
    rules = place(rules, unread.arg_true(), pl.Series(["TIME"], dtype=pl.String))
    since = clock.fill_null(time()).cast(pl.Duration("ms"))
    moment = (local.dt.truncate("1d") + since + _days(shifted.fill_null(value=False))).set(unread, None)
    return moment, rules, {"TIME_MISSING": int(missing.sum())} if missing.any() else {}


def _settle(local: pl.Series, zone: str) -> tuple[pl.Series, pl.Series, dict[str, int]]:
    """Local readings to UTC, the rows that fall into a gap, and how many were read as the first of two."""
    zoned = local.dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
    utc = zoned.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    unsettled = (utc.is_null() & local.is_not_null()).arg_true()
    if not len(unsettled):
        return utc, unsettled, {}
    readings = [_first_reading(moment, ZoneInfo(zone)) for moment in local.gather(unsettled)]
    utc = place(utc, unsettled, pl.Series([moment for moment, _ in readings], dtype=_MOMENT))
    folds = sum(moment is not None and is_fold for moment, is_fold in readings)
    gaps = unsettled.filter(pl.Series([moment is None for moment, _ in readings], dtype=pl.Boolean))
    return utc, gaps, {"DST_FOLD": folds} if folds else {}


def _first_reading(moment: datetime, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """The UTC of a repeated reading's first occurrence; none in a gap, unless the whole day starts in it."""
    aware = moment.replace(tzinfo=zone)
    utc = aware.astimezone(UTC)
    is_gap = utc.astimezone(zone).replace(tzinfo=None) != moment
    if is_gap and moment.time() != time():
        return None, False
    return utc.replace(tzinfo=None), not is_gap


def _ranged(moments: pl.Series, rules: pl.Series, style: DateStyle, warnings: dict[str, int]) -> Parsed:
    """Nothing before 1990, nothing later than tomorrow."""
    first, end = (_midnight(day, style.zone) for day in (EARLIEST, style.today + timedelta(days=2)))
    outside = ((moments < first) | (moments >= end)).fill_null(value=False)
    if outside.any():
        rules = place(rules, outside.arg_true(), pl.Series(["DATE_RANGE"], dtype=pl.String))
        moments = moments.set(outside, None)
    return Parsed(moments, rules, warnings)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
