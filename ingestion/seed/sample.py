"""Writes the sample: a believable company's sale lines as CSV, the same bytes for the same arguments.

In: a path, the number of lines, a seed and the days; out: the file and the facts a test can hold against an answer.
Lines are drawn a week at a time, so memory does not grow with the file. A returned line comes back one to three
weeks later as a line of its own, on a document of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

import polars as pl

from ingestion.errors import IngestionError
from ingestion.seed.chance import Dice
from ingestion.seed.company import BRANCHES
from ingestion.seed.draw import COMPANY_COLUMNS, ORDER_COLUMNS, draw_returns, draw_sales
from ingestion.seed.ledger import make_ledger
from ingestion.seed.season import weigh_day

SAMPLE_DAYS = (date(2022, 12, 1), date(2024, 12, 31))
"""Two calendar years and the December before, so that a year can be compared with the one before it."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over lines. Money in 1/10 000 of a shilling, units whole."""

    lines: int = 0
    orders: int = 0
    gross_revenue: int = 0
    returns_value: int = 0
    total_cost: int = 0
    units_sold: int = 0
    units_returned: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """What was written. `completed` leaves out pending and cancelled lines; credit notes count as orders."""

    rows: int
    first: date
    last: date
    all: Totals
    completed: Totals


def write_sample(
    path: Path, rows: int, seed: int = 42, *, days: tuple[date, date] = SAMPLE_DAYS, orders: bool = False
) -> SampleFacts:
    """Write exactly `rows` sale lines of the days (both included); with `orders` also OrderId, Region, Channel, Status.

    The file appears under its name only when it is whole.
    """
    start, end = days
    if rows < 1 or end < start:
        raise IngestionError(
            "SAMPLE_REFUSED",
            f"A sample needs at least one line and one day, not {rows} lines from {start} to {end}.",
            "Ask for one line or more, and an end on or after the start.",
        )
    weeks = draw_weeks(_share_out(rows, days), Dice(seed), days, has_orders=orders)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            facts = _write_weeks(file, weeks, has_orders=orders)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return facts


def draw_weeks(
    weeks: list[pl.DataFrame], dice: Dice, days: tuple[date, date], *, has_orders: bool
) -> Iterator[pl.DataFrame]:
    """The lines of one week after the other, in the order of time; `weeks` hold the number of lines of each cell."""
    ledger = make_ledger(dice, *days)
    pending = pl.DataFrame()
    number = 0
    for week in weeks:
        returned = draw_returns(dice, ledger, pending, week)
        sold = draw_sales(dice, ledger, _without(week, returned), number, has_status=has_orders)
        number += sold.height
        coming = [frame for frame in (pending, sold.filter(pl.col("due").is_not_null())) if frame.height]
        pending = pl.concat(coming).filter(pl.col("due") > week["day"].max()) if coming else pending
        yield pl.concat([sold, returned], how="diagonal").sort("time", "document", "number")


def _share_out(rows: int, days: tuple[date, date]) -> list[pl.DataFrame]:
    """Every day and branch with its number of lines, a week at a time; together exactly `rows`."""
    start, end = days
    span = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    cells = [(day, place, weigh_day(branch, day)) for day in span for place, branch in enumerate(BRANCHES)]
    total = sum(weight for _, _, weight in cells)
    if not total:
        raise IngestionError(
            "SAMPLE_REFUSED",
            f"Every branch is closed from {start} to {end}.",
            "Ask for more days; 1 January and 25 December are holidays.",
        )
    seen = 0
    shared: list[tuple[date, int, int]] = []
    for day, place, weight in cells:
        lines = rows * (seen + weight) // total - rows * seen // total
        seen += weight
        shared.append((day, place, lines))
    schema = {"day": pl.Date, "branch": pl.Int64, "lines": pl.Int64}
    step = WEEK * len(BRANCHES)
    slices = (shared[first : first + step] for first in range(0, len(shared), step))
    return [pl.DataFrame(part, schema=schema, orient="row") for part in slices]


def _without(week: pl.DataFrame, returned: pl.DataFrame) -> pl.DataFrame:
    """The week's cells, less the lines that are taken by returns."""
    taken = returned.group_by("day", "branch").agg(taken=pl.len().cast(pl.Int64))
    left = week.join(taken, on=["day", "branch"], how="left", maintain_order="left")
    return left.select("day", "branch", lines=pl.col("lines") - pl.col("taken").fill_null(0))


def _write_weeks(file: BinaryIO, weeks: Iterator[pl.DataFrame], *, has_orders: bool) -> SampleFacts:
    columns = {**COMPANY_COLUMNS, **(ORDER_COLUMNS if has_orders else {})}
    file.write((",".join(columns) + "\n").encode())
    everything, completed, days = Totals(), Totals(), set[date]()
    for week in weeks:
        out = week.select(**columns)
        out.write_csv(
            file, include_header=False, float_precision=2, datetime_format="%Y-%m-%d %H:%M:%S", line_terminator="\n"
        )
        everything += _total(week)
        completed += _total(week.filter(pl.col("status") == "completed"))
        days.update(week["day"].unique())
    return SampleFacts(everything.lines, min(days), max(days), everything, completed)


def _total(lines: pl.DataFrame) -> Totals:
    def add(column: str, factor: int = 1) -> int:
        return int(lines[column].sum()) * factor

    return Totals(
        lines=lines.height,
        orders=lines["document"].n_unique(),
        gross_revenue=add("gross", 100),
        returns_value=add("returns", 100),
        total_cost=add("cost", 100),
        units_sold=add("units"),
        units_returned=add("back"),
    )
