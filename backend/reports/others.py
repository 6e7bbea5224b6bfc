"""What a page of a ranked list leaves out, as one row with the measures of the listed ones.

Sums are those of the rows not shown. Counts of distinct things are summed only where no order (no customer…) is in
two rows, which shows when all rows together give the total; else they are asked for, or null with NOT_ADDITIVE.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from backend.measures import UNCOSTED, measure_of
from backend.question import Filter, Question
from backend.reports.session import Answered, Session
from druid.catalog.model import Catalog, Distinct, DistinctOrders, Earliest, Latest, Level

NOT_ADDITIVE = "NOT_ADDITIVE"
MOST_EXCLUDED = 500
"""Listed members that may be excluded by name; a longer page would make too long a statement."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The rows not shown, added up: one row of leaf columns and measures. `unknown` leaves could not be counted."""

    frame: pl.DataFrame
    unknown: frozenset[str]


def beyond(frame: pl.DataFrame, shown: pl.DataFrame, dimension: str) -> pl.DataFrame:
    """The rows of members that are not shown; no member is one too."""
    return frame.join(shown.select(dimension), on=dimension, how="anti", nulls_equal=True)


async def add_rest(session: Session, rows: Answered, whole: Answered, shown: pl.DataFrame) -> Rest:
    """The row of everything that `shown` leaves out of `rows`; `whole` is their total."""
    catalog = session.catalog
    question = rows.plan.question
    known = [name for name in question.measures if name not in rows.plan.nulls]
    leaves = list(dict.fromkeys(leaf for name in known for leaf in catalog.leaves(name)))
    crossing = [leaf for leaf in leaves if _is_counted(leaf, catalog) and _crosses(leaf, rows, whole)]
    rest = beyond(rows.current, shown, question.dimensions[0])
    added = rest.select(_added(leaf, catalog) for leaf in (*leaves, UNCOSTED) if leaf in rest.columns)
    counted = await _counted(session, question, shown, crossing)
    added = added.with_columns(pl.lit(counted.get(leaf), pl.Int64).alias(leaf) for leaf in crossing)
    missing = [pl.lit(None, rows.current.schema[name]).alias(name) for name in rows.plan.nulls]
    frame = added.with_columns(measure_of(name, catalog) for name in known).with_columns(missing)
    return Rest(frame, frozenset(crossing) - counted.keys())


def _is_counted(leaf: str, catalog: Catalog) -> bool:
    measure = catalog.measure.get(leaf)
    return measure is not None and isinstance(measure.expression, Distinct | DistinctOrders)


def _crosses(leaf: str, rows: Answered, whole: Answered) -> bool:
    """Whether something is counted in more than one row."""
    return int(rows.current[leaf].sum()) != (whole.current[leaf][0] or 0)


def _added(leaf: str, catalog: Catalog) -> pl.Expr:
    column = pl.col(leaf)
    match catalog.measure[leaf].expression if leaf in catalog.measure else None:
        case Earliest():
            return column.min()
        case Latest():
            return column.max()
        case _:
            return pl.when(column.count() > 0).then(column.sum()).alias(leaf)


async def _counted(session: Session, question: Question, shown: pl.DataFrame, leaves: Sequence[str]) -> dict[str, int]:
    """Distinct counts without the listed members; of line-level members that would read every base line."""
    dimension = question.dimensions[0]
    if not leaves or session.catalog.dimension[dimension].level is Level.LINE or shown.height > MOST_EXCLUDED:
        return {}
    left_out = Filter(dimension, excluded=tuple(shown[dimension].to_list()))
    narrowed = replace(
        question, measures=tuple(leaves), dimensions=(), filters=(*question.filters, left_out), compare=()
    )
    found = (await session.ask(narrowed)).current
    return {leaf: int(found[leaf][0] or 0) for leaf in leaves}
