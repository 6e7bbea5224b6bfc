"""One detailed answer at fewer groups: subtotals, row and column totals of a table, lists of the same lines.

In: an answer and the keys to keep. Out: an `Answered` of a coarser plan. Sums are added up from the detail and ratios
derived from them; counts of distinct things cannot be added, so they are asked again, as is all that has no member,
unless all groups together give the count of the whole: then nothing is in two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from backend.frame import BUCKET as START
from backend.frame import coarsen
from backend.planner.plan import Plan, Window
from backend.question import Filter
from backend.reports.session import Answered, Session
from backend.reports.table import BUCKET
from druid.catalog.model import Catalog, Earliest, Latest, Sum


@dataclass(frozen=True, slots=True)
class Levels:
    """The detail and what was asked beside it, for the answer's provenance."""

    session: Session
    detail: Answered
    asked: list[Answered] = field(default_factory=list)

    async def at(self, keys: Sequence[str]) -> Answered:
        """The same question grouped by some of its keys: dimensions, and `_bucket` for time."""
        plan = coarser(self.detail.plan, keys)
        if plan == self.detail.plan:
            return self.detail
        if not plan.question.dimensions:
            return await self.ask(replace(plan, nulls={}))
        counted = counted_leaves(plan, self.session.catalog)
        counts = await self.ask(plan, counted) if counted else None
        return Answered(plan, {window.name: self._coarse(plan, window, counts) for window in plan.windows})

    async def ask(self, plan: Plan, measures: tuple[str, ...] = ()) -> Answered:
        """The question of a plan asked of the engine, of some of its measures when named.

        A detail by status holds lines of every status, and so does what it adds up to.
        """
        status = self.session.catalog.completed[0]
        question = replace(plan.question, measures=measures or plan.question.measures)
        if status in self.detail.plan.question.dimensions and status not in question.dimensions:
            question = replace(question, filters=(*question.filters, Filter(status)))
        answer = await self.session.ask(question)
        self.asked.append(answer)
        return answer

    def _coarse(self, plan: Plan, window: Window, counts: Answered | None) -> pl.DataFrame:
        keys = frame_keys(plan)
        frame = self.detail.frames[window.name]
        counted = frame.select(keys).unique()
        if counts is not None:
            leaves = counted_leaves(plan, self.session.catalog)
            counted = counts.frames[window.name].select(*keys, *leaves)
        return coarsen(plan, frame, counted, self.session.catalog)


def is_apart(detail: Answered, whole: Answered, catalog: Catalog) -> bool:
    """Whether no order (no customer...) is in two groups of the detail: their counts then add up to those of the whole.

    `whole` is the same question without any key.
    """
    leaves = counted_leaves(detail.plan, catalog)
    return all(
        (whole.frames[name].item(0, leaf) or 0) == frame[leaf].sum()
        for name, frame in detail.frames.items()
        for leaf in leaves
    )


def folded(detail: Answered, keys: Sequence[str], catalog: Catalog) -> Answered:
    """A detail whose groups are apart, at some of its keys: everything adds up."""
    plan = coarser(detail.plan, keys)
    by, leaves = frame_keys(plan), counted_leaves(plan, catalog)
    frames = {
        name: coarsen(plan, frame, frame.group_by(by).agg(pl.col(leaf).sum() for leaf in leaves), catalog)
        for name, frame in detail.frames.items()
    }
    return Answered(plan, frames)


def coarser(plan: Plan, keys: Sequence[str]) -> Plan:
    """The plan of the same windows grouped by some of its keys only."""
    dimensions = tuple(name for name in plan.question.dimensions if name in keys)
    grain = plan.grain if BUCKET in keys else None
    return replace(plan, question=replace(plan.question, dimensions=dimensions, grain=grain), grain=grain)


def frame_keys(plan: Plan) -> list[str]:
    """The columns that tell the rows of an answer's frames apart."""
    return [*([START] if plan.grain is not None else []), *plan.question.dimensions]


def counted_leaves(plan: Plan, catalog: Catalog) -> tuple[str, ...]:
    """Counts of distinct things among what a plan's measures are computed from."""
    known = (name for name in plan.question.measures if name not in plan.nulls)
    leaves = dict.fromkeys(leaf for name in known for leaf in catalog.leaves(name))
    return tuple(leaf for leaf in leaves if not isinstance(catalog.measure[leaf].expression, Sum | Earliest | Latest))


def in_window(places: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Keys of a table as those of a window's frame: places in the current window as its own buckets."""
    if BUCKET not in places.columns:
        return places
    starts = pl.DataFrame(
        [(place, window.buckets[index].start_ms) for place, index in window.pairs],
        schema={BUCKET: pl.Int64, START: pl.Int64},
        orient="row",
    ).with_columns(pl.col(START).cast(pl.Datetime("ms")))
    return places.join(starts, on=BUCKET, how="inner").drop(BUCKET)
