"""Local time as a table: for every quarter of an hour its local hour, day and month in the business zone.

All zones since 1990 keep offsets of whole quarters, so a sale's slot (moment divided by 15 minutes) decides its hour,
day and month by a plain join, the same in Polars and DuckDB, from the one zone database that Python carries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

SLOT_MS = 900_000
_SLOTS_A_DAY = 96
_EPOCH = date(1970, 1, 1)


def slot_of(column: str) -> pl.Expr:
    """The slot number of a naive UTC moment."""
    return pl.col(column).dt.timestamp("ms") // SLOT_MS


def local_slots(first_ms: int, last_ms: int, zone: str) -> pl.DataFrame:
    """Columns slot, hour_ms, day_ms (starts of the local hour and day, UTC), day and month (text), for every slot.

    A UTC day more is covered on both sides, so that the start of every bound's local day has its slot too.
    """
    first = first_ms // (SLOT_MS * _SLOTS_A_DAY) - 1
    last = last_ms // (SLOT_MS * _SLOTS_A_DAY) + 1
    rows = [row for number in range(first, last + 1) for row in _slots_of_day(number, ZoneInfo(zone))]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA = {"slot": pl.Int64, "hour_ms": pl.Int64, "day_ms": pl.Int64, "day": pl.String, "month": pl.String}


def _slots_of_day(number: int, zone: ZoneInfo) -> Iterator[tuple[int, int, int, str, str]]:
    """The 96 slots of one UTC day."""
    starts: dict[date, int] = {}
    for slot, offset_ms in _offsets(number * _SLOTS_A_DAY, zone):
        local_ms = slot * SLOT_MS + offset_ms
        day = _EPOCH + timedelta(days=local_ms // 86_400_000)
        if day not in starts:
            starts[day] = day_start_ms(day, zone)
        text = day.isoformat()
        yield slot, slot * SLOT_MS - local_ms % 3_600_000, starts[day], text, text[:7]


def _offsets(first: int, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """Each slot of a UTC day with its offset; asked once when the day's ends agree."""
    before, after = _offset_ms(first, zone), _offset_ms(first + _SLOTS_A_DAY, zone)
    for slot in range(first, first + _SLOTS_A_DAY):
        yield slot, before if before == after else _offset_ms(slot, zone)


def _offset_ms(slot: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(slot * SLOT_MS / 1000, tz=UTC).astimezone(zone).utcoffset()
    return round((offset or timedelta()).total_seconds() * 1000)


def day_start_ms(day: date, zone: ZoneInfo) -> int:
    """The first moment of a local day: its midnight, or the end of the gap where a clock change skips midnight."""
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)
