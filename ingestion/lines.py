"""Checked sale lines and what was set aside, as they pass from cleaning to the store.

A `CleanChunk` holds canonical lines; every line of the file is in exactly one of lines, quarantined, blank,
repeated headers, so that a load can balance.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from druid.catalog.model import Catalog, Kind

LINE = "_line"


def line_schema(catalog: Catalog) -> dict[str, pl.DataType]:
    """Types of a clean frame: instants as naive UTC milliseconds, numbers as scaled Int64, text as String.

    `_line` is the physical line in the source file. Derived columns (order key, markers) come at publication.
    """
    of_kind: dict[Kind, pl.DataType] = {Kind.INSTANT: pl.Datetime("ms"), Kind.TEXT: pl.String()}
    types = {column.name: of_kind.get(column.kind, pl.Int64()) for column in catalog.columns}
    return {**types, LINE: pl.Int64()}


@dataclass(frozen=True, slots=True)
class Defect:
    """Why a line is set aside: physical line, canonical column or source header, the cell as written, the rule."""

    line: int
    column: str | None
    value: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A line set aside, with its original text and all its defects.

    `cells` are its fields as written, in the order of the source's columns; None when it could not be read as fields.
    """

    line: int
    text: str
    defects: tuple[Defect, ...]
    cells: tuple[str | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class CleanChunk:
    """Lines ready to store (`line_schema`), lines set aside, and the lines that hold nothing.

    `money` maps each money column to (money in, money quarantined) over this chunk's parsable cells, scale 4.
    `rounding` is the absolute difference made by rounding expression results, scale 4 units, as a float.
    """

    frame: pl.DataFrame
    quarantined: tuple[Quarantined, ...]
    blank: int
    repeated_headers: int
    money: dict[str, tuple[int, int]]
    unparsable: dict[str, int]
    rounding: float
    warnings: dict[str, int]
    bytes_done: int
