"""What a list or a top leaves out: the rest of each group, so that shown and rest together are the group.

Sums are those of the rows not shown. Counts of distinct things are summed only where no order (no customer…) is in
two rows, which shows when all rows together give the group's count; else they are asked for, or marked as unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from backend.frame import coarsen
from backend.planner.plan import Window
from backend.question import Filter, Question
from backend.reports.levels import counted_leaves, frame_keys, in_window
from backend.reports.session import Answered, Session
from backend.reports.table import BUCKET, mark_of
from druid.catalog.model import Catalog, Level

MOST_EXCLUDED = 500
"""Listed members that may be excluded by name; a longer page would make too long a statement."""
MOST_GROUPS = 20
"""Groups whose distinct things are asked for, each by a question of its own."""
_ALL, _EVERY, _LEFT, _ASKED = "_all", "#every", "#left", "#asked"


@dataclass(frozen=True, slots=True)
class Rest:
    """The rows not shown, added up by group in every window; a column `leaf!` marks what could not be counted."""

    answer: Answered
    asked: tuple[Answered, ...] = ()

    @property
    def unknown(self) -> frozenset[str]:
        """Leaves of the current window that could not be counted somewhere."""
        frame = self.answer.current
        return frozenset(name[:-1] for name in frame.columns if name == mark_of(name[:-1]) and frame[name].any())


def beyond(frame: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """The rows of members that are not shown; no member is one too."""
    return frame.join(shown, on=shown.columns, how="anti", nulls_equal=True)


async def rest_of(session: Session, rows: Answered, whole: Answered, shown: pl.DataFrame) -> Rest:
    """The rest of every group of `whole`, which has fewer keys than `rows`; `shown` holds the keys of listed rows."""
    parts = _Parts(rows, whole, shown, session.catalog)
    sides = {window.name: parts.side(window) for window in rows.plan.windows}
    asked = await _asked(session, parts, sides.values())
    frames = {window: parts.rest(window, side, asked) for window, side in sides.items()}
    return Rest(Answered(whole.plan, frames), tuple(asked.values()))


@dataclass(frozen=True, slots=True)
class _Side:
    """Of one window the rows not shown, and by group each count: over all rows, over those, and of the group itself."""

    left: pl.DataFrame
    counts: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Parts:
    """The rows, the groups they belong to, and which of them are shown."""

    rows: Answered
    whole: Answered
    shown: pl.DataFrame
    catalog: Catalog

    @property
    def leaves(self) -> tuple[str, ...]:
        return counted_leaves(self.rows.plan, self.catalog)

    @property
    def keys(self) -> list[str]:
        return frame_keys(self.whole.plan)

    @property
    def listed(self) -> tuple[str, ...]:
        """The keys by which shown rows of one group differ."""
        return tuple(name for name in self.shown.columns if name not in self.whole.plan.question.dimensions)

    def side(self, window: Window) -> _Side:
        every = self.rows.frames[window.name]
        left = beyond(every, in_window(self.shown, window))
        groups = self._summed(every, _EVERY).join(
            self._summed(left, _LEFT), on=[*self.keys, _ALL], how="left", nulls_equal=True
        )
        whole = self.whole.frames[window.name].select(*self.keys, *self.leaves).with_columns(pl.lit(0).alias(_ALL))
        return _Side(left, groups.join(whole, on=[*self.keys, _ALL], how="left", nulls_equal=True))

    def _summed(self, frame: pl.DataFrame, end: str) -> pl.DataFrame:
        return frame.group_by([*self.keys, pl.lit(0).alias(_ALL)]).agg(
            pl.col(leaf).sum().alias(leaf + end) for leaf in self.leaves
        )

    def crossing(self, sides: Iterable[_Side]) -> dict[str, pl.DataFrame]:
        """Leaf -> the groups, of any window, in which something is counted in more than one row."""
        counts = [side.counts for side in sides]
        anywhere = [one.select(_crosses(leaf).any().alias(leaf) for leaf in self.leaves) for one in counts]
        crossed = [leaf for leaf in self.leaves if any(one[leaf].item() for one in anywhere)]
        found = {
            leaf: pl.concat(one.filter(_crosses(leaf)).select(*self.keys, _ALL) for one in counts) for leaf in crossed
        }
        return {leaf: groups.unique(maintain_order=True) for leaf, groups in found.items() if groups.height}

    def rest(self, window: str, side: _Side, asked: Mapping[tuple[Any, ...], Answered]) -> pl.DataFrame:
        """What is left of each group in a window, without groups of which nothing is left."""
        left, counts = side.left, side.counts
        counts = counts.join(self._answers(window, asked, counts), on=[*self.keys, _ALL], how="left", nulls_equal=True)
        known = [self._count(leaf) for leaf in self.leaves]
        marks = [self._count(leaf).is_null().alias(mark_of(leaf)) for leaf in self.leaves]
        counted = counts.select(*self.keys, *known, *marks)
        if left.is_empty():
            counted = counted.clear(0 if self.keys else 1)
        frame = coarsen(self.whole.plan, left, counted, self.catalog)
        return frame if left.height else frame.clear()

    def _count(self, leaf: str) -> pl.Expr:
        summed = pl.col(leaf + _LEFT).fill_null(0)
        return pl.when(_crosses(leaf)).then(pl.col(leaf + _ASKED)).otherwise(summed).alias(leaf)

    def _answers(self, window: str, asked: Mapping[tuple[Any, ...], Answered], counts: pl.DataFrame) -> pl.DataFrame:
        """What was asked for, by group."""
        schema = {name: counts.schema[name] for name in (*self.keys, _ALL)}
        rows = [
            (*group, 0, *(_value(answer.frames[window], leaf) for leaf in self.leaves))
            for group, answer in asked.items()
        ]
        columns = {**schema, **{leaf + _ASKED: pl.Int64() for leaf in self.leaves}}
        return pl.DataFrame(rows, schema=columns, orient="row")


def _value(frame: pl.DataFrame, leaf: str) -> int | None:
    return int(frame[leaf][0] or 0) if leaf in frame.columns else None


def _crosses(leaf: str) -> pl.Expr:
    return pl.col(leaf + _EVERY).fill_null(0) != pl.col(leaf).fill_null(0)


async def _asked(session: Session, parts: _Parts, sides: Iterable[_Side]) -> dict[tuple[Any, ...], Answered]:
    """Distinct counts without the listed members, by group; of line-level members that would read every base line."""
    dimension = parts.listed[0] if len(parts.listed) == 1 else BUCKET
    if dimension == BUCKET or session.catalog.dimension[dimension].level is Level.LINE:
        return {}
    if parts.rows.plan.grain is not None or set(frame_keys(parts.rows.plan)) != {*parts.shown.columns}:
        return {}
    crossing = parts.crossing(sides)
    if not crossing:
        return {}
    groups = pl.concat(crossing.values()).unique(maintain_order=True).drop(_ALL).rows()
    answers = {}
    for group in groups or [()] if len(groups) <= MOST_GROUPS else []:
        members = _listed_members(parts, group, dimension)
        if len(members) <= MOST_EXCLUDED:
            question = _without(parts, group, Filter(dimension, excluded=members))
            answers[group] = await session.ask(replace(question, measures=tuple(crossing)))
    return answers


def _listed_members(parts: _Parts, group: Sequence[Any], dimension: str) -> tuple[str | None, ...]:
    shown = parts.shown
    for key, member in zip(parts.keys, group, strict=True):
        shown = shown.filter(pl.col(key).eq_missing(pl.lit(member, pl.String)))
    return tuple(shown[dimension].to_list())


def _without(parts: _Parts, group: Sequence[Any], left_out: Filter) -> Question:
    """The counts of a group's lines without the members listed of it."""
    held = (Filter(key, (member,)) for key, member in zip(parts.keys, group, strict=True))
    question = parts.rows.plan.question
    filters = (*question.filters, *held, left_out)
    return replace(question, dimensions=(), filters=filters)
