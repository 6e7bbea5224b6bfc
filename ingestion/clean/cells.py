"""What comes out of typing one column of a chunk: values, the rule each unreadable cell breaks, coded warnings.

In: nothing. Out: `Parsed`, the shape every parser of this package answers with, and `Finding`, a parsed column's
broken cells under the names a person knows them by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True, slots=True)
class Parsed:
    """`values` and `rules` have one entry a row; a rule is null where the cell is fine or empty."""

    values: pl.Series
    rules: pl.Series
    warnings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """The broken cells of one canonical column. `header` is the source column they stand in, when there is one."""

    column: str
    header: str | None
    rules: pl.Series


def no_rules(height: int) -> pl.Series:
    return pl.Series("rule", [None], dtype=pl.String).new_from_index(0, height)


def repeat(value: object, dtype: pl.DataType, height: int) -> pl.Series:
    """A column of one value."""
    return pl.Series("value", [value], dtype=dtype).new_from_index(0, height)


def place(into: pl.Series, rows: pl.Series, values: pl.Series) -> pl.Series:
    """`into` with other values at the given row numbers; the argument stays as it was."""
    return into.clone().scatter(rows, values) if len(rows) else into
