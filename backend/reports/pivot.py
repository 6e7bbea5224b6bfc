"""A pivot: members of some keys as columns, each measure and comparison once for every member.

In: the long frame of `Table` over every pair of a row and a column. Out: its cells beside the rows, and the columns'
names. Nothing is added up here: a cell is a group of the answer, a row total a coarser one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
import polars as pl

from backend.envelope import iso
from backend.errors import TooManyColumns
from backend.reports.columns import TIME, Shown
from backend.reports.rows import Column
from backend.reports.session import Answered
from backend.reports.table import BUCKET, code_of
from druid.catalog.model import camel

MOST_COLUMNS = 1_000
MOST_CELLS = 1_000_000
PLACE = "_place"


@dataclass(frozen=True, slots=True)
class Pivot:
    """`keys` holds what becomes columns, one row a column in the answer's order, with its `_place` among them."""

    by: tuple[str, ...]
    keys: pl.DataFrame

    def only(self, places: Sequence[int]) -> Pivot:
        """Some of the columns, under the same names."""
        return replace(self, keys=self.keys.filter(pl.col(PLACE).is_in(places)))

    def grid(self, groups: pl.DataFrame) -> pl.DataFrame:
        """Every row with every column, row by row."""
        if not groups.width:
            return self.keys
        return groups.join(self.keys, how="cross", maintain_order="left_right")

    def wide(self, long: pl.DataFrame, sources: Sequence[str]) -> pl.DataFrame:
        """The cells of a grid, a column each, with the codes of their nulls."""
        places = list(enumerate(self.keys[PLACE].to_list()))
        values = [(source, "") for source in sources]
        codes = [(source, "#") for source in sources if code_of(source) in long.columns]
        return long.select(
            pl.col(source + end).gather_every(len(places), offset).alias(f"{source}@{place}{end}")
            for source, end in (*values, *codes)
            for offset, place in places
        )


def pivot_of(answer: Answered, by: Sequence[str]) -> Pivot:
    """The columns: members met in the current window in code-point order, every bucket of the period."""
    members = [name for name in by if name != BUCKET]
    keys = answer.current.select(members).unique() if members else pl.DataFrame({PLACE: [0]})
    if BUCKET in by:
        buckets = pl.DataFrame({BUCKET: range(len(answer.window.buckets))}, schema={BUCKET: pl.Int64})
        keys = keys.join(buckets, how="cross")
    if keys.height > MOST_COLUMNS:
        raise _too_many(keys.height)
    ordered = keys.select(by).sort(by, nulls_last=True)
    return Pivot(tuple(by), ordered.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(PLACE)))


def check_size(columns: int, rows: int) -> None:
    """Refuse what no reader could use; raises TooManyColumns."""
    if columns > MOST_COLUMNS:
        raise _too_many(columns)
    if columns * rows > MOST_CELLS:
        raise TooManyColumns(
            f"The page would hold {columns * rows:,} cells; {MOST_CELLS:,} are allowed.", "Lower the limit."
        )


def _too_many(columns: int) -> TooManyColumns:
    return TooManyColumns(f"The pivot would have {columns:,} columns; {MOST_COLUMNS:,} are allowed.", field="columns")


def pivot_columns(pivot: Pivot, shown: Sequence[Shown], answer: Answered) -> tuple[Shown, ...]:
    """Each of the measures' columns for each member, member by member."""
    return tuple(
        _of_members(one, row, answer) for row in pivot.keys.iter_rows(named=True) for one in shown if not one.is_key
    )


def _of_members(shown: Shown, row: dict[str, Any], answer: Answered) -> Shown:
    members: dict[str, str | None] = {}
    labels = []
    for key in (name for name in row if name != PLACE):
        if key == BUCKET:
            bucket = answer.window.buckets[row[key]]
            members[TIME] = iso(bucket.start_ms, answer.plan.question.timezone)
            labels.append(bucket.label)
        else:
            members[camel(key)] = row[key]
            labels.append(row[key] or "none")
    head, colon, rest = shown.column.field.partition(":")
    inside = ",".join(f"{name}={orjson.dumps(member).decode()}" for name, member in members.items())
    column = Column(f"{shown.column.source}@{row[PLACE]}", f"{head}[{inside}]{colon}{rest}", shown.column.type)
    beside = _beside(answer, row.get(BUCKET), shown.position)
    return replace(shown, column=column, label=", ".join((*labels, shown.label)), members=members, bucket=beside)


def _beside(answer: Answered, bucket: int | None, position: int | None) -> str | None:
    """What a comparison's own bucket beside this one is called; None without one."""
    if bucket is None or position is None:
        return None
    window = answer.plan.windows[1 + position]
    then = window.index_beside(bucket)
    return None if then is None else window.buckets[then].label
