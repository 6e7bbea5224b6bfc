"""A cluster's answer as a frame of exact types: columns by name, instants as Datetime("ms") naive UTC.

Comes in: a `Reply` and its statement. Goes out: the checked frame; EngineFailed for any value of another type than
its column. Null and the empty text stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from backend.engine.druid.cluster import Reply
from backend.engine.result import BUCKET, INSTANT, checked, leaf_type
from backend.errors import EngineFailed
from backend.planner.plan import Statement
from druid.catalog.model import Catalog

ISO = "%Y-%m-%dT%H:%M:%S%.3fZ"
_WHOLE, _TEXT, _MOMENT = "BIGINT", "VARCHAR", "TIMESTAMP"


def to_frame(reply: Reply, statement: Statement, catalog: Catalog) -> pl.DataFrame:
    """The answer's columns in the statement's order and types."""
    if len(set(reply.names)) != len(reply.names):
        raise EngineFailed("The engine answered with a column twice.")
    series = (
        _series(name, kind, values, catalog)
        for name, kind, values in zip(reply.names, reply.types, reply.columns, strict=True)
    )
    return checked(pl.DataFrame(list(series)), statement, catalog)


def _series(name: str, kind: str, values: Sequence[object], catalog: Catalog) -> pl.Series:
    try:
        if kind == _WHOLE:
            return _whole(name, values, catalog)
        if kind == _MOMENT:
            return pl.Series(name, values, pl.String, strict=True).str.to_datetime(ISO, time_unit="ms", strict=True)
        if kind == _TEXT:
            return pl.Series(name, values, pl.String, strict=True)
    except (TypeError, OverflowError, pl.exceptions.PolarsError) as error:
        raise EngineFailed("The engine answered with another type of value than was asked for.") from error
    raise EngineFailed("The engine answered with another type of value than was asked for.")


def _whole(name: str, values: Sequence[object], catalog: Catalog) -> pl.Series:
    """Counts and sums; instants other than the line's own are kept as epoch milliseconds."""
    numbers = pl.Series(name, values, pl.Int64, strict=True)
    is_instant = name != BUCKET and leaf_type(name, catalog) == INSTANT
    return numbers.cast(INSTANT) if is_instant else numbers
