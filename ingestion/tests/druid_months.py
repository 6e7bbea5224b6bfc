"""Months of sale lines for the tests of Druid: made here, staged, loaded, and read back whole; and rollups by hand.

The oracle is plain Python over the lines: no calendar, no SQL and no frame of the product.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from druid.catalog.model import Grain, Rollup
from druid.catalog.sales import SALES
from druid.client.router import Router
from druid.client.segments import Awaited, Segment, wait_served
from druid.client.tasks import TaskClient, TaskReport
from druid.ingestion_spec import (
    Cluster,
    StagedMonth,
    base_columns,
    base_task,
    datasource,
    interval,
    rollup_numbers,
    rollup_task,
    task_id,
)
from druid.store.manifest import DataFile
from ingestion.sink.druid.staging import stage_month
from ingestion.sink.store import Store

Line = dict[str, Any]

_EVERYTHING = 'SELECT TIMESTAMP_TO_MILLIS("__time"), {names} FROM "{table}"'

SECONDS = 420.0
"""A busy cluster answers late; one that lost an answer to itself asks again after five minutes."""

TEXTS = ("order_id", "order_key", *SALES.dimension)
NUMBERS = (*SALES.summed, *(marker.name for marker in SALES.markers))
MEMBERS: dict[str, tuple[str | None, ...]] = {
    "branch": ("Nairobi", "Mombasa", "", None),
    "region": ("Coast", None),
    "channel": ("shop", "web"),
    "product": ("Tea", "Sugar", '["Tea","Sugar"]', "Chaï 😀"),
    "item_group": ("Drinks", ""),
    "product_line": ("Food", None, "food"),
    "salesperson": ("Asha", "Asha ", "Otieno"),
    "customer": ("Wanjiru", None),
    "account": ("Retail",),
    "status": ("completed", "completed", "completed", "pending", "cancelled"),
}


def line(time: int, **changes: int | str | None) -> Line:
    """A completed sale of one unit for 100.00 at an instant."""
    empty: Line = dict.fromkeys(TEXTS) | dict.fromkeys(NUMBERS)
    sale = {"__time": time, "status": "completed", "units_sold": 1000, "gross_revenue": 1_000_000, "lines": 1}
    found = {**empty, **sale, **changes}
    revenue: int | None = found["gross_revenue"]
    return {**found, "purchase_time": found["__time"] if revenue is not None and revenue > 0 else None}


def some_lines(seed: int, moments: Sequence[int], count: int) -> list[Line]:
    """Lines with few members, so that many fall together; every number may be missing."""
    chance = random.Random(seed)
    return [
        line(
            chance.choice(moments) + chance.randrange(3_600_000),
            order_key=f"k{chance.randrange(count)}",
            **{name: chance.choice(members) for name, members in MEMBERS.items()},
            **{name: chance.choice((None, 0, chance.randrange(-(10**12), 10**12))) for name in NUMBERS},
        )
        for _ in range(count)
    ]


def month_of(time: int, zone: str) -> str:
    return datetime.fromtimestamp(time / 1000, ZoneInfo(zone)).strftime("%Y-%m")


def bucket_of(time: int, grain: Grain, zone: str) -> int:
    """The start of the local hour, day or month; where clocks skip midnight a day starts with its first moment."""
    local = datetime.fromtimestamp(time / 1000, ZoneInfo(zone))
    if grain is Grain.HOUR:
        return time - (local.minute * 60_000 + local.second * 1000 + local.microsecond // 1000)
    day = 1 if grain is Grain.MONTH else local.day
    midnight = local.replace(day=day, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return round(midnight.timestamp() * 1000)


def rolled_up(rollup: Rollup, lines: Iterable[Line], zone: str) -> Counter[tuple[Any, ...]]:
    """Rows of a rollup: bucket, dimensions, sums, first and last of every moment."""
    groups: dict[tuple[Any, ...], list[Line]] = {}
    for found in lines:
        if found["status"] == "completed":
            key = (bucket_of(found["__time"], rollup.grain, zone), *(found[name] for name in rollup.dimensions))
            groups.setdefault(key, []).append(found)
    return Counter((*key, *_numbers(rollup, members)) for key, members in groups.items())


def _numbers(rollup: Rollup, members: list[Line]) -> list[int | None]:
    def present(name: str) -> list[int]:
        return [member[name] for member in members if member[name] is not None]

    sums = [sum(present(name)) if present(name) else None for name in rollup_numbers(SALES, rollup)]
    moments = [found for moment in SALES.moments for found in (present(moment.name),)]
    return [*sums, *(bound for found in moments for bound in (min(found, default=None), max(found, default=None)))]


def joined(rollup: Rollup, rows: Iterable[tuple[Any, ...]], zone: str) -> Counter[tuple[Any, ...]]:
    """Rows of a rollup whose buckets are parts of one local day or hour, put together."""
    keys, bounds = 1 + len(rollup.dimensions), 2 * len(SALES.moments)
    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        key = (bucket_of(row[0], rollup.grain, zone), *row[1:keys])
        groups.setdefault(key, []).append(row[keys:])
    return Counter(
        (*key, *map(_total, columns[:-bounds]), *_extremes(columns[-bounds:]))
        for key, parts in groups.items()
        for columns in [tuple(tuple(n for n in column if n is not None) for column in zip(*parts, strict=True))]
    )


def _total(present: tuple[int, ...]) -> int | None:
    return sum(present) if present else None


def _extremes(columns: Sequence[tuple[int, ...]]) -> list[int | None]:
    return [(max if place % 2 else min)(column, default=None) for place, column in enumerate(columns)]


def rollup_columns(rollup: Rollup) -> tuple[str, ...]:
    bounds = (name for moment in SALES.moments for name in (moment.first, moment.last))
    return (*rollup.dimensions, *rollup_numbers(SALES, rollup), *bounds)


def base_rows(lines: Iterable[Line]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(found[name] for name in ("__time", *base_columns(SALES))) for found in lines)


def write_month(store: Store, month: str, lines: Sequence[Line]) -> DataFile:
    """A base file as the record keeps it, with the columns that only the record needs."""
    types = {name: pl.String() if name in TEXTS else pl.Int64() for name in lines[0]}
    frame = pl.DataFrame(lines, schema=types).with_columns(
        pl.col("__time", "purchase_time").cast(pl.Datetime("ms")),
        load_no=pl.lit(1, pl.Int64),
        line=pl.int_range(pl.len()),
    )
    place = f"data/{SALES.base}/{month}.parquet"
    path = store.path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path, row_group_size=1000)
    return DataFile(SALES.base, month, place, path.stat().st_size, sha256(path.read_bytes()).hexdigest(), len(lines))


def stage_lines(folder: Path, zone: str, lines: Iterable[Line]) -> tuple[StagedMonth, ...]:
    """Lines by the month they belong to, staged beside their record."""
    store = Store(folder / "store", SALES, zone, "KES")
    staged = folder / "staged"
    staged.mkdir(parents=True, exist_ok=True)
    months: dict[str, list[Line]] = {}
    for found in lines:
        months.setdefault(month_of(found["__time"], zone), []).append(found)
    files = (write_month(store, month, members) for month, members in sorted(months.items()))
    return tuple(stage_month(store, file, staged) for file in files)


@dataclass(frozen=True, slots=True)
class DruidMonths:
    """The tables of one prefix on a cluster."""

    router: Router
    place: Cluster

    @property
    def tasks(self) -> TaskClient:
        return TaskClient(self.router)

    def name(self, table: str) -> str:
        return datasource(self.place.prefix, table)

    def submit_base(self, months: Sequence[StagedMonth], number: int) -> str:
        task = task_id(self.place, SALES.base, months, number)
        return self.tasks.submit(base_task(SALES, self.place, months, task))

    def submit_rollup(self, rollup: Rollup, months: Sequence[StagedMonth], number: int) -> str:
        task = task_id(self.place, rollup.name, months, number)
        return self.tasks.submit(rollup_task(SALES, rollup, self.place, months, task))

    def finish(self, task: str) -> TaskReport:
        return self.tasks.wait(task, SECONDS, lambda _: None)

    def served(self, table: str, months: Sequence[StagedMonth], task: str) -> dict[str, tuple[Segment, ...]]:
        state = self.tasks.status(task)
        assert state is not None
        spans = {month.month: interval(month.month, self.place.zone) for month in months}
        awaited = Awaited(table, spans, state.created_at)
        return wait_served(self.router, self.place.prefix, awaited, SECONDS, lambda _: None)

    def load_base(self, months: Sequence[StagedMonth], number: int = 1) -> dict[str, tuple[Segment, ...]]:
        task = self.submit_base(months, number)
        assert self.finish(task).rows == sum(month.rows for month in months)
        return self.served(SALES.base, months, task)

    def load_rollups(
        self, rollups: Sequence[Rollup], months: Sequence[StagedMonth], number: int = 1
    ) -> dict[str, dict[str, tuple[Segment, ...]]]:
        """Submitted together, then waited for."""
        tasks = {rollup.name: self.submit_rollup(rollup, months, number) for rollup in rollups}
        for task in tasks.values():
            self.finish(task)
        return {table: self.served(table, months, task) for table, task in tasks.items()}

    def rows(self, table: str, columns: Iterable[str]) -> Counter[tuple[Any, ...]]:
        """Every row of a table, its moment in epoch milliseconds first."""
        names = ", ".join(f'"{name}"' for name in columns)
        query = _EVERYTHING.format(names=names, table=self.name(table))
        body = {"query": query, "resultFormat": "array", "context": {"useCache": False}}
        return Counter(tuple(row) for row in self.router.rows("POST", "/druid/v2/sql", body))
