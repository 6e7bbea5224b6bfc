"""Tiny stores made in memory with plain Polars: base lines with markers, rollups, and the manifest that describes them.

Comes in: a seed and a recipe of trouble (holes, withdrawn months, straddling orders, members that vary, missing
members and order ids). Goes out: a `TinyStore`. Nothing of the planner is used, so rollups and markers are an oracle.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from druid.catalog.model import Catalog, Grain, Level, Rollup
from druid.catalog.sales import SALES
from druid.store.manifest import Coverage, DataFile, Manifest, OrderException, Withdrawn

FIRST_DAY = date(2023, 11, 20)
DAYS = 430
INSTANT = pl.Datetime("ms")
MEMBERS: dict[str, tuple[str | None, ...]] = {
    "item_group": ("Chairs", "Lamps", "Paper", None),
    "product_line": ("Furniture", "Office", None),
    "region": ("Coast", "Central"),
    "channel": ("shop", "web", None),
    "salesperson": ("Achieng", "Barasa", "Chebet", None),
    "account": ("Retail", "Wholesale", None),
}
BRANCHES: tuple[tuple[str | None, str | None], ...] = (("Thika", "Central"), ("Ruiru", "Central"), ("Lamu", "Coast"))


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a store; the clean one has none of it."""

    zone: str = "Africa/Nairobi"
    orders: int = 240
    numbers: int = 100_000  # order numbers start again after so many
    straddling: float = 0.01
    varying: float = 0.01
    missing: float = 0.08
    withdrawn: int = 2
    not_built: int = 2
    holes: bool = True


@dataclass(frozen=True, slots=True)
class TinyStore:
    """`tables` holds every table as a frame; `lines` is the base."""

    manifest: Manifest
    tables: dict[str, pl.DataFrame]

    @property
    def lines(self) -> pl.DataFrame:
        return self.tables[SALES.base]


def make_store(seed: int, trouble: Trouble | None = None) -> TinyStore:
    """A store of some hundred lines; the same seed makes the same one."""
    chance = random.Random(seed)
    trouble = trouble or Trouble()
    return store_of(_lines(chance, trouble), trouble, chance, seed)


def store_of(bare: pl.DataFrame, trouble: Trouble, chance: random.Random, seed: int) -> TinyStore:
    """The store of these lines, with as many months barred as its trouble says."""
    lines = with_markers(bare, trouble.zone, SALES)
    tables = {SALES.base: lines, **{r.name: rolled_up(lines, r, trouble.zone, SALES) for r in SALES.rollups}}
    months = sorted(local_month(lines, trouble.zone).unique().to_list())
    pairs = [(rollup.name, month) for rollup in SALES.rollups for month in months]
    barred = chance.sample(pairs, trouble.withdrawn + trouble.not_built)
    withdrawn, not_built = barred[: trouble.withdrawn], barred[trouble.withdrawn :]
    tables = {name: _spoiled(name, frame, barred, trouble.zone) for name, frame in tables.items()}
    return TinyStore(_manifest(seed, tables, (withdrawn, not_built), trouble), tables)


def _lines(chance: random.Random, trouble: Trouble) -> pl.DataFrame:
    rows = [row for number in range(trouble.orders) for row in _order(chance, trouble, number)]
    if trouble.holes:
        rows = [row for row in rows if not _in_hole(row, trouble.zone)]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "__time": INSTANT,
        **{c.name: pl.Int64 for c in SALES.columns if c.name in SALES.summed},
        **{d.name: pl.String for d in SALES.dimensions},
        "order_id": pl.String,
        "order_key": pl.String,
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row").sort("__time", maintain_order=True)
    bought = pl.when(pl.col("gross_revenue") > 0).then(pl.col("__time"))
    return frame.with_columns(bought.alias("purchase_time"))


def _order(chance: random.Random, trouble: Trouble, number: int) -> list[dict[str, object]]:
    """One order: lines of one minute, or spread over hours, midnights and month ends."""
    first = FIRST_DAY + timedelta(days=int(chance.triangular(0, DAYS, DAYS * 0.8)))
    # 21:28 in Nairobi is two minutes before midnight in Kolkata: an order's lines fall on two of its days
    minute = chance.choice((0, 719, 1288, 1288)) if chance.random() < 0.15 else chance.randrange(1440)
    wall = datetime.combine(first, datetime.min.time()) + timedelta(minutes=minute)
    moment = wall.replace(tzinfo=ZoneInfo(trouble.zone)).astimezone(UTC).replace(tzinfo=None)
    branch, region = chance.choice(BRANCHES)
    order: dict[str, object] = {
        "branch": branch,
        "region": region,
        "status": "completed" if chance.random() < 0.85 else chance.choice(("pending", "cancelled")),
        "order_id": None if chance.random() < trouble.missing else str(number % trouble.numbers),
        **{d: chance.choice(MEMBERS[d]) for d in ("channel", "salesperson", "account")},
        "customer": chance.choice((None, *(f"C{i:02}" for i in range(25)))),
    }
    step = (
        chance.choice((7, 20, 300, 1500, 45_000)) if chance.random() < trouble.straddling else chance.choice((0, 0, 1))
    )
    rows: list[dict[str, object]] = []
    for index in range(chance.choice((1, 1, 2, 3, 4))):
        row = {**order, **_line(chance, trouble), "__time": moment + timedelta(minutes=index * step, seconds=index)}
        if chance.random() < trouble.varying:
            row["salesperson"] = chance.choice(MEMBERS["salesperson"])
        if chance.random() < 0.04:
            row["status"] = "cancelled"
        order_id = order["order_id"]
        row["order_key"] = f"#{number}.{index}" if order_id is None else f"{branch}\x1f{order_id}"
        rows.append(row)
    return rows


def _line(chance: random.Random, trouble: Trouble) -> dict[str, object]:
    units = chance.randint(0, 9) * 1000
    price = chance.randint(1, 9_000_000)
    cost = None if chance.random() < trouble.missing / 4 else int(units * price * 0.7) // 1000
    returned = chance.random() < 0.1
    return {
        "product": chance.choice((None, *(f"P{i}" for i in range(9)))),
        "item_group": chance.choice(MEMBERS["item_group"]),
        "product_line": chance.choice(MEMBERS["product_line"]),
        "units_sold": units,
        "units_returned": 1000 if returned else 0,
        "gross_revenue": units * price // 1000,
        "returns_value": -price if returned else 0,
        "discount_value": chance.randint(0, 500),
        "tax_value": None if chance.random() < 0.5 else chance.randint(0, 900),
        "total_cost": cost,
        "line_items": chance.randint(1, 3),
        "lines": 1,
        "uncosted_lines": int(cost is None),
    }


def _in_hole(row: dict[str, object], zone: str) -> bool:
    """No line lies on a day that no load spoke for."""
    moment = row["__time"]
    assert isinstance(moment, datetime)
    day = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date().isoformat()
    return not any(
        span.first_day <= day <= span.last_day and span.branch in {None, row["branch"]} for span in coverage(holes=True)
    )


def coverage(*, holes: bool) -> tuple[Coverage, ...]:
    """Everything; or, with holes, nothing for two weeks of 2024 and one branch missing a month longer."""
    if not holes:
        return (Coverage("2023-11-20", "2025-02-28"),)
    lamu = (Coverage("2023-11-20", "2024-05-31", "Lamu"), Coverage("2024-07-20", "2025-02-28", "Lamu"))
    whole = [("2023-11-20", "2024-06-09"), ("2024-06-24", "2025-02-28")]
    return lamu + tuple(Coverage(*span, branch) for span in whole for branch in ("Thika", "Ruiru"))


def _local(zone: str) -> pl.Expr:
    return pl.col("__time").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)


def local_month(frame: pl.DataFrame, zone: str) -> pl.Series:
    return frame.select(_local(zone).dt.strftime("%Y-%m").alias("month"))["month"]


def row_start(grain: Grain, zone: str) -> pl.Expr:
    """The UTC start of a line's local hour, day or month, in zones whose midnights all exist."""
    local = _local(zone)
    if grain is Grain.HOUR:
        into = pl.duration(minutes=local.dt.minute(), seconds=local.dt.second(), milliseconds=local.dt.millisecond())
        return (pl.col("__time") - into).cast(INSTANT)
    return (
        local.dt.truncate("1mo" if grain is Grain.MONTH else "1d")
        .dt.convert_time_zone("UTC")
        .dt.replace_time_zone(None)
        .cast(INSTANT)
    )


def with_markers(lines: pl.DataFrame, zone: str, catalog: Catalog) -> pl.DataFrame:
    """The base with its markers: 1 on the first line in a month of each order (and member), purchase, purchase day."""
    column, value = catalog.completed
    done = pl.col(column) == value
    bought = done & (pl.col("gross_revenue") > 0)
    frame = lines.with_columns(local_month(lines, zone).alias("month"), row_start(Grain.DAY, zone).alias("day"))
    firsts = {
        "first_of_order": (done, ("order_key",)),
        "first_of_product": (done, ("order_key", "product")),
        "first_of_item_group": (done, ("order_key", "item_group")),
        "first_of_product_line": (done, ("order_key", "product_line")),
        "first_of_purchase": (bought, ("order_key",)),
        "first_of_purchase_day": (bought & pl.col("customer").is_not_null(), ("customer", "day")),
    }
    for name, (counts, keys) in firsts.items():
        first = pl.struct(counts.alias("counts"), "month", *keys).is_first_distinct()
        frame = frame.with_columns((first & counts).fill_null(value=False).cast(pl.Int64).alias(name))
    return frame.drop("month", "day")


def _sum(name: str) -> pl.Expr:
    return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)


def _is_kept(marker: str, rollup: Rollup) -> bool:
    """Whether a marker can be added up in a rollup: the members it is counted by are among its dimensions."""
    of_member = {f"first_of_{name}": name for name in ("product", "item_group", "product_line")}
    of_member["first_of_purchase_day"] = "customer"
    return marker not in of_member or of_member[marker] in rollup.dimensions


def rolled_up(lines: pl.DataFrame, rollup: Rollup, zone: str, catalog: Catalog) -> pl.DataFrame:
    column, value = catalog.completed
    markers = [m.name for m in catalog.markers if _is_kept(m.name, rollup)]
    keyed = lines.filter(pl.col(column) == value).with_columns(row_start(rollup.grain, zone).alias("row"))
    return (
        keyed.group_by("row", *rollup.dimensions)
        .agg(
            *(_sum(name) for name in (*catalog.summed, *markers)),
            *(pl.col(moment.name).min().alias(moment.first) for moment in catalog.moments),
            *(pl.col(moment.name).max().alias(moment.last) for moment in catalog.moments),
        )
        .rename({"row": "__time"})
    )


def _spoiled(name: str, frame: pl.DataFrame, barred: list[tuple[str, str]], zone: str) -> pl.DataFrame:
    """Rows of a month that may not be used are made wrong, so that using them shows."""
    months = [month for table, month in barred if table == name]
    wrong = local_month(frame, zone).is_in(months)
    return frame.with_columns(
        pl.when(wrong).then(pl.col(column) + 777).otherwise(pl.col(column)).alias(column)
        for column in frame.columns
        if months and frame.schema[column] == pl.Int64
    )


def exceptions_of(lines: pl.DataFrame, zone: str, catalog: Catalog) -> tuple[OrderException, ...]:
    """Orders whose completed lines differ in local hour or in an order-level member."""
    column, value = catalog.completed
    levels = [d.name for d in catalog.dimensions if d.level is Level.ORDER and d.name != column]
    found = (
        lines.filter(pl.col(column) == value)
        .with_columns(row_start(Grain.HOUR, zone).alias("hour"))
        .group_by("order_key")
        .agg(
            pl.col("__time").min().dt.timestamp("ms").alias("first"),
            pl.col("__time").max().dt.timestamp("ms").alias("last"),
            pl.col("hour").n_unique().alias("hours"),
            *(pl.col(level).n_unique().alias(level) for level in levels),
        )
        .sort("order_key")
    )
    return tuple(
        OrderException(row["first"], row["last"], varies)
        for row in found.iter_rows(named=True)
        if (varies := tuple(level for level in levels if row[level] > 1)) or row["hours"] > 1
    )


Pairs = list[tuple[str, str]]
Bounds = tuple[int | None, int | None, int | None]


def _monthly(frame: pl.DataFrame, zone: str, *, is_base: bool) -> Iterator[tuple[str, int, Bounds]]:
    """Rows by month; of the base with the moments of the first line, the last, and the newest that is completed."""
    for (month,), lines in frame.group_by(local_month(frame, zone).alias("month"), maintain_order=True):
        done = lines.filter(pl.col("status") == "completed") if is_base else lines
        bounds = (lines["__time"].min(), lines["__time"].max(), done["__time"].max())
        first, last, newest = (_ms(moment) if is_base else None for moment in bounds)
        yield str(month), lines.height, (first, last, newest)


def _ms(moment: object) -> int | None:
    return round(moment.replace(tzinfo=UTC).timestamp() * 1000) if isinstance(moment, datetime) else None


def _manifest(seed: int, tables: dict[str, pl.DataFrame], barred: tuple[Pairs, Pairs], trouble: Trouble) -> Manifest:
    withdrawn, not_built = barred
    lines = tables[SALES.base]
    newest = lines.filter(pl.col("status") == "completed")["__time"].max()
    assert isinstance(newest, datetime)
    files = tuple(
        DataFile(
            name,
            month,
            f"{name}-{month}.parquet",
            0,
            f"{seed}{name}{month}",
            rows,
            first_ms=first,
            last_ms=last,
            newest_ms=newest,
        )
        for name, frame in tables.items()
        for month, rows, (first, last, newest) in _monthly(frame, trouble.zone, is_base=name == SALES.base)
        if (name, month) not in not_built
    )
    return Manifest(
        sequence=seed,
        catalog=SALES.layout,
        essential=SALES.essential,
        timezone=trouble.zone,
        currency="KES",
        published_at="2025-02-28T00:00:00Z",
        files=files,
        coverage=coverage(holes=trouble.holes),
        withdrawn=tuple(Withdrawn(table, month, f"{month}-01", "lines", 1, 2) for table, month in withdrawn),
        not_built=tuple(not_built),
        exceptions=exceptions_of(lines, trouble.zone, SALES),
        columns={name: lines[name].count() for name in lines.columns},
        newest_ms=int(newest.replace(tzinfo=UTC).timestamp() * 1000),
    )
