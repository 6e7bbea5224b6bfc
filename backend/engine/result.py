"""An engine's answer checked against its statement: the columns asked for, in order, with the exact types.

Comes in: a frame as the engine returned it. Goes out: the frame with String, Int64 and Datetime("ms") columns; any
other column or type is a failure of the engine, never passed on.
"""

from __future__ import annotations

import polars as pl

from backend.errors import EngineFailed
from backend.planner.plan import Statement
from druid.catalog.model import Catalog, Unit

BUCKET = "bucket"
INSTANT = pl.Datetime("ms")
_SQL: dict[type[pl.DataType], str] = {pl.String: "VARCHAR", pl.Int64: "BIGINT", pl.Datetime: "TIMESTAMP"}


def result_schema(statement: Statement, catalog: Catalog) -> dict[str, pl.DataType]:
    """Columns and types that the statement's answer has."""
    schema: dict[str, pl.DataType] = {BUCKET: INSTANT} if statement.has_bucket else {}
    schema.update(dict.fromkeys(statement.dimensions, pl.String()))
    schema.update((leaf, leaf_type(leaf, catalog)) for leaf in statement.leaves)
    return schema


def sql_columns(statement: Statement, catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """The same columns with their types as the engines write them: VARCHAR, BIGINT or TIMESTAMP."""
    return tuple((name, _SQL[type(kind)]) for name, kind in result_schema(statement, catalog).items())


def leaf_type(leaf: str, catalog: Catalog) -> pl.DataType:
    measure = catalog.measure.get(leaf)
    return INSTANT if measure is not None and measure.unit is Unit.INSTANT else pl.Int64()


def checked(frame: pl.DataFrame, statement: Statement, catalog: Catalog) -> pl.DataFrame:
    """The answer in its exact types; raises EngineFailed for a missing, strange or wrongly typed column."""
    wanted = result_schema(statement, catalog)
    if set(frame.columns) != set(wanted) or frame.width != len(wanted):
        raise EngineFailed("The engine answered with other columns than were asked for.")
    wrong = [name for name, dtype in wanted.items() if not _fits(frame.schema[name], dtype)]
    if wrong:
        raise EngineFailed("The engine answered with another type of value than was asked for.")
    return pl.DataFrame([_cast(frame.get_column(name), dtype) for name, dtype in wanted.items()])


def _cast(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    """Most columns are what they should be; a query for each small answer would cost more than the cast."""
    return column if column.dtype == dtype else column.cast(dtype)


def _fits(found: pl.DataType, wanted: pl.DataType) -> bool:
    if isinstance(wanted, pl.Datetime):
        return isinstance(found, pl.Datetime) and found.time_zone is None
    return found == wanted or (found.is_integer() and wanted.is_integer())


def empty_result(statement: Statement, catalog: Catalog) -> pl.DataFrame:
    """The answer of a table without any file: no group, or one row of nulls where nothing is grouped."""
    frame = pl.DataFrame(schema=result_schema(statement, catalog))
    is_grouped = statement.has_bucket or bool(statement.dimensions)
    return frame if is_grouped else frame.clear(1)
