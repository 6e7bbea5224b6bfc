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


def slot_of(column: str) -> pl.Expr:
    """The slot number of a naive UTC moment."""
    return pl.col(column).dt.timestamp("ms") // SLOT_MS


def local_slots(first_ms: int, last_ms: int, zone: str) -> pl.DataFrame:
    """Columns slot, hour_ms, day_ms, month_ms (starts of local hour, day, month, UTC), day and month (text).

    From a UTC day before the local month of the first bound to one after the last, so that these starts have slots too.
    """
    first = _month_start_ms(first_ms, ZoneInfo(zone)) // (SLOT_MS * _SLOTS_A_DAY) - 1
    last = last_ms // (SLOT_MS * _SLOTS_A_DAY) + 1
    spans = list(_offsets(range(first, last + 1), ZoneInfo(zone)))
    moment = pl.col("slot") * SLOT_MS
    local = moment + pl.col("offset_ms")
    slots = (
        pl.DataFrame(spans, schema={"slot": pl.List(pl.Int64), "offset_ms": pl.Int64}, orient="row")
        .explode("slot")
        .select(
            "slot", hour_ms=moment - local % 3_600_000, local_day=(local // 86_400_000).cast(pl.Int32).cast(pl.Date)
        )
    )
    days = slots.select(pl.col("local_day").unique(maintain_order=True))
    starts = [day_start_ms(day, ZoneInfo(zone)) for day in days["local_day"]]
    text = pl.col("local_day").dt.to_string("%Y-%m-%d")
    months = [day_start_ms(day.replace(day=1), ZoneInfo(zone)) for day in days["local_day"]]
    named = days.with_columns(
        day_ms=pl.Series(starts, dtype=pl.Int64),
        month_ms=pl.Series(months, dtype=pl.Int64),
        day=text,
        month=text.str.head(7),
    )
    return slots.join(named, on="local_day", how="left", maintain_order="left").drop("local_day")


def _offsets(days: range, zone: ZoneInfo) -> Iterator[tuple[list[int], int]]:
    """Slots with their common offset: a whole UTC day where its ends agree, else slot by slot."""
    after = _offset_ms(days.start * _SLOTS_A_DAY, zone)
    for day in days:
        first, before = day * _SLOTS_A_DAY, after
        after = _offset_ms(first + _SLOTS_A_DAY, zone)
        slots = range(first, first + _SLOTS_A_DAY)
        if before == after:
            yield list(slots), before
        else:
            yield from (([slot], _offset_ms(slot, zone)) for slot in slots)


def _offset_ms(slot: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(slot * SLOT_MS / 1000, tz=UTC).astimezone(zone).utcoffset()
    return round((offset or timedelta()).total_seconds() * 1000)


def _month_start_ms(ms: int, zone: ZoneInfo) -> int:
    local = datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone(zone)
    return day_start_ms(local.date().replace(day=1), zone)


def day_start_ms(day: date, zone: ZoneInfo) -> int:
    """The first moment of a local day: its midnight, or the end of the gap where a clock change skips midnight."""
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)
