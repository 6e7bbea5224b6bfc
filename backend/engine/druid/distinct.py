"""Exact distinct counts asked apart: Druid counts members exactly in one pass only when a statement counts one column.

Several in one statement are either a grouping set, which takes three merge buffers at once and several times as long,
or a join of subqueries, which ends at 100,000 groups. Comes in: a statement. Goes out: statements with the same keys
and conditions; and their frames as one again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
from sqlglot import exp

from backend.engine.result import BUCKET
from backend.errors import VersionGone
from backend.planner.plan import Statement


def asked_apart(statement: Statement) -> tuple[Statement, ...]:
    """The sums and extremes in one statement, every distinct count in one of its own."""
    counted = [leaf for leaf in statement.leaves if _is_counted(statement, leaf)]
    rest = tuple(leaf for leaf in statement.leaves if leaf not in counted)
    groups = [*([rest] if rest else []), *((leaf,) for leaf in counted)]
    if len(groups) < 2:
        return (statement,)
    return tuple(_only(statement, leaves) for leaves in groups)


def _is_counted(statement: Statement, leaf: str) -> bool:
    return any(item.alias == leaf and item.find(exp.Distinct) for item in statement.sql.expressions)


def _only(statement: Statement, leaves: tuple[str, ...]) -> Statement:
    """Groups are given by position and stand first, so they stay as they are."""
    left_out = set(statement.leaves) - set(leaves)
    select = statement.sql.copy()
    select.set("expressions", [item for item in select.expressions if item.alias not in left_out])
    return replace(statement, sql=select, leaves=leaves)


def put_together(frames: Sequence[pl.DataFrame], statement: Statement) -> pl.DataFrame:
    """One frame of all columns; raises VersionGone when the groups are not the same, as the lines were replaced."""
    keys = [*([BUCKET] if statement.has_bucket else []), *statement.dimensions]
    whole, *others = frames
    for frame in others:
        whole = whole.join(frame, on=keys, how="inner", nulls_equal=True) if keys else whole.hstack(frame)
    if any(frame.height != whole.height for frame in frames):
        raise VersionGone("The cluster's lines were replaced while they were counted.", "Ask again.")
    return whole.select(*keys, *statement.leaves)
