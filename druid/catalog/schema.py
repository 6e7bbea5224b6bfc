"""The Pandera schema of a stored sale line, made from the catalog: the one source of the checks on cells.

In: a catalog. Out: `sale_schema` (types, nullability, signs, minimums, statuses) and `cell_checks`, the same
checks as Polars expressions for frames too large to validate lazily. Each check carries the rule it enforces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from druid.catalog.model import SCALE, Catalog, Column, Kind, Sign

if TYPE_CHECKING:
    import pandera.polars as pa

STATUSES = ("completed", "pending", "cancelled")
LARGEST_AMOUNT = 10**12
_TYPES: Mapping[Kind, pl.DataType] = {Kind.INSTANT: pl.Datetime("ms"), Kind.TEXT: pl.String()}


@dataclass(frozen=True, slots=True)
class CellCheck:
    """`fails` is true on the rows whose cell of `column` breaks `rule`."""

    column: str
    rule: str
    fails: pl.Expr


def stored_type(kind: Kind) -> pl.DataType:
    """Instants as naive UTC milliseconds, text as String, every number as a scaled Int64."""
    return _TYPES.get(kind, pl.Int64())


def is_nullable(column: Column) -> bool:
    """A column may be empty unless it is required or has a default to be filled with."""
    return not column.required and column.default is None


def sale_schema(catalog: Catalog) -> pa.DataFrameSchema:
    """The schema of a clean frame; the `error` of a check is its rule."""
    import pandera.polars as pa

    columns = {
        column.name: pa.Column(
            stored_type(column.kind), _checks(column, catalog), nullable=is_nullable(column), required=True
        )
        for column in catalog.columns
    }
    return pa.DataFrameSchema(columns)


def _checks(column: Column, catalog: Catalog) -> list[pa.Check]:
    import pandera.polars as pa

    checks = []
    if column.sign is Sign.NOT_NEGATIVE:
        checks.append(pa.Check.ge(0, error="SIGN_RULE"))
    if column.sign is Sign.NOT_POSITIVE:
        checks.append(pa.Check.le(0, error="SIGN_RULE"))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum * 10 ** SCALE[column.kind], error="MINIMUM"))
    if column.kind is Kind.MONEY:
        limit = LARGEST_AMOUNT * 10 ** SCALE[column.kind]
        checks.append(pa.Check.in_range(-limit, limit, error="MONEY_RANGE"))
    if column.name == catalog.completed[0]:
        checks.append(pa.Check.isin(STATUSES, error="STATUS"))
    return checks


def cell_checks(schema: pa.DataFrameSchema) -> tuple[CellCheck, ...]:
    """Every check of the schema as an expression; one that is not known here raises, so that none is lost."""
    found = []
    for name, column in schema.columns.items():
        if not column.nullable:
            found.append(CellCheck(name, "REQUIRED", pl.col(name).is_null()))
        found += [CellCheck(name, str(check.error), _fails(pl.col(name), check)) for check in column.checks]
    return tuple(found)


def _fails(cell: pl.Expr, check: pa.Check) -> pl.Expr:
    try:
        holds = _HOLDS[str(check.name)](cell, **(check.statistics or {}))
    except KeyError as error:
        raise NotImplementedError(f"the check {check.name!r} has no expression") from error
    return (~holds).fill_null(value=False)


_HOLDS: Mapping[str, Callable[..., pl.Expr]] = {
    "greater_than_or_equal_to": lambda cell, min_value: cell >= min_value,
    "less_than_or_equal_to": lambda cell, max_value: cell <= max_value,
    "in_range": lambda cell, min_value, max_value, **_: cell.is_between(min_value, max_value),
    "isin": lambda cell, allowed_values: cell.is_in(list(allowed_values)),
}
