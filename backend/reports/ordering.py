"""The order of an explore table, and the first rows of each group in that order.

In: the order asked and the columns there are. Out: a total order: asked columns, then members in code-point order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from backend.errors import MeasureNotLoaded, UnknownField, did_you_mean
from backend.planner.plan import Note
from backend.reports.columns import Shown
from backend.reports.spec import SortBy, SortOrder, Top


@dataclass(frozen=True, slots=True)
class Ordering:
    """The columns to sort by, first one first, and a note when the default could not be kept."""

    keys: Mapping[str, bool]
    note: Note | None = None

    def sort(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame in this order, nulls last."""
        if not self.keys:
            return frame
        return frame.sort(list(self.keys), descending=list(self.keys.values()), nulls_last=True)


def ordering(asked: Sequence[SortBy], columns: Sequence[Shown], nulls: Mapping[str, str]) -> Ordering:
    """The asked order, else time first and the first measure from the top; ties by members.

    `nulls` are the measures never loaded: an order by one of them fails.
    """
    named = {shown.column.field: shown for shown in columns}
    wanted, note = (asked, None) if asked else _default(columns, nulls)
    keys: dict[str, bool] = {}
    for one in wanted:
        if one.field not in named:
            raise UnknownField(
                f"There is no column '{one.field[:200]}' to sort by.", did_you_mean(one.field, named), field="sort"
            )
        shown = named[one.field]
        if shown.measure in nulls:
            raise MeasureNotLoaded(f"Rows cannot be sorted by {_said(shown)}: it was never loaded.", field="sort")
        keys.setdefault(shown.column.source, one.order is SortOrder.DESC)
    for shown in columns:
        if shown.is_key:
            keys.setdefault(shown.column.source, False)
    return Ordering(keys, note)


def _default(columns: Sequence[Shown], nulls: Mapping[str, str]) -> tuple[tuple[SortBy, ...], Note | None]:
    time = [SortBy(s.column.field, SortOrder.ASC) for s in columns if s.kind == "time"]
    measures = [s for s in columns if s.kind == "measure" and s.members is None]
    known = next(s for s in measures if s.measure not in nulls)
    note = None
    if known is not measures[0]:
        first, used = _said(measures[0]), _said(known)
        told = f"Sorted by {used}, because {first} was never loaded."
        note = Note("SORT_FALLBACK", told, measures[0].column.field)
    return (*time, SortBy(known.column.field)), note


def _said(shown: Shown) -> str:
    return shown.label.lower()


def top_of(frame: pl.DataFrame, top: Top | None, per: str | None) -> pl.DataFrame:
    """The first rows of an ordered frame, of each member of `per` when given; no member is one too."""
    if top is None:
        return frame
    if per is None:
        return frame.head(top.n)
    return frame.filter(pl.int_range(pl.len()).over(per) < top.n)
