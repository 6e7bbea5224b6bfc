"""The blocks of an explore answer over one layout: rows, subtotals and what is left out, with a pivot's cells beside.

In: the keys of rows, the pivot, where answers at fewer keys come from. Out: frames under the same columns.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from backend.planner.plan import Window
from backend.reports.columns import Shown, table_nulls, written
from backend.reports.levels import Levels, in_window
from backend.reports.others import beyond, rest_of
from backend.reports.pivot import Pivot
from backend.reports.session import Answered
from backend.reports.table import BUCKET, Table, in_places
from druid.catalog.model import Catalog

At = Callable[[Sequence[str]], Awaitable[Answered]]


@dataclass(frozen=True, slots=True)
class Blocks:
    """`keys` tell rows apart, `pivot` the columns, `measures` are a row's own columns."""

    levels: Levels
    keys: tuple[str, ...]
    pivot: Pivot | None
    measures: tuple[Shown, ...]

    @property
    def catalog(self) -> Catalog:
        return self.levels.session.catalog

    async def rows(self) -> pl.DataFrame:
        """Every row without cells."""
        return Table(await self.levels.at(self.keys), self.catalog).frame()

    async def with_cells(self, frame: pl.DataFrame, pivot: Pivot | None) -> pl.DataFrame:
        """The rows with the cells of a pivot's columns."""
        return frame if pivot is None else await self._beside(self.levels.at, self.keys, (frame, pivot))

    async def subtotals(self, keys: tuple[str, ...], page: pl.DataFrame) -> pl.DataFrame:
        """The groups of fewer keys that the page's rows are in, each over all its lines."""
        groups = page.select(keys).unique(maintain_order=True) if keys else None
        return await self._block(self.levels.at, keys, groups)

    async def others(self, per: str | None, shown: pl.DataFrame, page: pl.DataFrame) -> pl.DataFrame | None:
        """What the shown rows leave out of each group on the page, None when they leave out nothing."""
        keys = () if per is None else (per,)
        listed = shown.select(self.keys)
        rows = await self.levels.at(self.keys)
        groups = page.select(keys).unique(maintain_order=True) if keys else None
        left = _left(rows, listed, groups)
        if left is not None and left.is_empty():
            return None
        if left is None and all(
            beyond(rows.frames[w.name], in_window(listed, w)).is_empty() for w in rows.plan.windows
        ):
            return None

        async def rest(at: Sequence[str]) -> Answered:
            detail = rows if set(at) == set(keys) else self.levels.detail
            found = await rest_of(self.levels.session, _of_groups(detail, left), await self.levels.at(at), listed)
            self.levels.asked.extend(found.asked)
            return found.answer

        return await self._block(rest, keys, left)

    async def _block(self, at: At, keys: tuple[str, ...], groups: pl.DataFrame | None) -> pl.DataFrame:
        frame = Table(await at(keys), self.catalog).frame(pl.DataFrame() if groups is None else groups)
        return frame if self.pivot is None else await self._beside(at, keys, (frame, self.pivot))

    async def _beside(self, at: At, keys: Sequence[str], shown: tuple[pl.DataFrame, Pivot]) -> pl.DataFrame:
        frame, pivot = shown
        answer = await at((*keys, *pivot.by))
        long = Table(answer, self.catalog).frame(pivot.grid(frame.select(keys)))
        cells = pivot.wide(long, [one.column.source for one in self.measures])
        return pl.concat([frame, cells], how="horizontal")


def _left(rows: Answered, listed: pl.DataFrame, groups: pl.DataFrame | None) -> pl.DataFrame | None:
    """The groups of the page of which something is left in some window."""
    if groups is None:
        return None
    kept = []
    for window in rows.plan.windows:
        left = beyond(rows.frames[window.name], in_window(listed, window))
        kept.append(_in_places(left, window, groups.columns).unique())
    return groups.join(pl.concat(kept).unique(), on=groups.columns, how="semi", nulls_equal=True, maintain_order="left")


def _in_places(frame: pl.DataFrame, window: Window, keys: Sequence[str]) -> pl.DataFrame:
    """Keys of a window's frame as those of a table: buckets by their place."""
    if BUCKET not in keys:
        return frame.select(keys)
    return in_places(frame, window).select(keys)


def _of_groups(answer: Answered, groups: pl.DataFrame | None) -> Answered:
    """The rows of some groups only."""
    if groups is None:
        return answer
    frames = {}
    for window in answer.plan.windows:
        keys = in_window(groups, window)
        frame = answer.frames[window.name]
        frames[window.name] = frame.join(keys, on=keys.columns, how="semi", nulls_equal=True)
    return replace(answer, frames=frames)


def block(frame: pl.DataFrame, columns: Sequence[Shown], answer: Answered) -> dict[str, Any]:
    """Rows of subtotals or others as written, with what they are grouped by and the reasons of their nulls."""
    keys = [one.column.field for one in columns if one.is_key and one.column.source in frame.columns]
    return {
        "level": len(keys),
        "dimensions": keys,
        "rows": written(frame, columns, answer),
        "nulls": [{"field": null.field, "code": null.code} for null in table_nulls(frame, columns)],
    }
