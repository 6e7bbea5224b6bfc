"""The one table that every kind of file is written from: named, typed columns over a frame of exact stored numbers.

Comes in: a report's spec and its outcome. Goes out: a `Table`, which gives its rows in chunks. Money is Int64 at
scale 4, units Int64 at scale 3, moments are milliseconds in UTC. Reasons of nulls stand in a last text column `nulls`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
import polars as pl

from backend.exports.flat import NULLS, Leaf, flat_rows, layout_of
from backend.reports.fields import TYPE_OF_UNIT
from backend.reports.rows import LongNumber
from backend.reports.sheet import Reasons, Sheet
from backend.reports.spec import Field, FieldType, Outcome
from druid.catalog.model import Unit

Json = Any
"""A value as JSON writes it."""
CHUNK_ROWS = 20_000
MONEY_SCALE, UNITS_SCALE = 4, 3
MOMENT = pl.Datetime("ms")
STORED: Mapping[FieldType, pl.DataType] = {
    FieldType.MONEY: pl.Int64(),
    FieldType.UNITS: pl.Int64(),
    FieldType.COUNT: pl.Int64(),
    FieldType.FRACTION: pl.Float64(),
    FieldType.NUMBER: pl.Float64(),
    FieldType.INSTANT: MOMENT,
    FieldType.FLAG: pl.Boolean(),
}


def stored_type(kind: FieldType) -> pl.DataType:
    """How a value is kept in the frame; whatever has no type of its own is text."""
    return STORED.get(kind, pl.String())


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`source` is the frame's column."""

    name: str
    type: FieldType
    source: str
    label: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`zone` is the question's: moments are shown in it."""

    columns: tuple[TableColumn, ...]
    frame: pl.DataFrame
    zone: str
    reasons: Reasons | None = None

    @property
    def height(self) -> int:
        return self.frame.height

    def chunks(self, rows: int = CHUNK_ROWS) -> Iterator[pl.DataFrame]:
        """The rows in order, some at a time, each column under its own name."""
        for start in range(0, self.frame.height, rows):
            yield self._named(self.frame.slice(start, rows))

    def _named(self, part: pl.DataFrame) -> pl.DataFrame:
        found = {c.name: _column_of(part, c) for c in self.columns if c.source != NULLS or self.reasons is None}
        if self.reasons is not None:
            found[NULLS] = _told(found, self.reasons(part), part.height)
        return pl.DataFrame([series.alias(name) for name, series in found.items()])


def _column_of(part: pl.DataFrame, column: TableColumn) -> pl.Series:
    """A column's values, no zero with a sign; nulls where the rows were never asked for it."""
    kind = stored_type(column.type)
    if column.source not in part.columns:
        return pl.Series([None] * part.height, dtype=kind)
    values = part[column.source].cast(kind)
    # adding the scalar 0.0 is optimised away, and would leave -0.0 as it is
    return values.set(values == 0, 0.0) if kind == pl.Float64() else values


def _told(found: Mapping[str, pl.Series], codes: Mapping[str, Sequence[str | None]], height: int) -> pl.Series:
    """`field=CODE` for each null of a row that has a reason of its own."""
    told: list[list[str]] = [[] for _ in range(height)]
    for name, of_rows in codes.items():
        for position in found[name].is_null().arg_true().to_list():
            told[position].append(f"{name}={of_rows[position]}")
    return pl.Series(NULLS, ["; ".join(parts) or None for parts in told], dtype=pl.String)


def table_of(shape: Field, outcome: Outcome, zone: str) -> Table:
    """The table of an outcome: from its sheet when it brought one, else from its data."""
    if outcome.sheet is not None:
        return _of_sheet(shape, outcome.sheet, zone)
    if _is_explored(shape):
        return _of_explored(outcome.data, zone)
    layout = layout_of(shape)
    leaves = list(layout.columns())
    kinds = {leaf.name: outcome.numbers.get(leaf.field.name, leaf.field.type) for leaf in leaves}
    columns = tuple(_column(leaf, kinds[leaf.name]) for leaf in leaves)
    rows = list(flat_rows(outcome.data, shape, layout))
    series = [pl.Series(c.name, [stored(r.get(c.name), c.type) for r in rows], stored_type(c.type)) for c in columns]
    return Table(columns, pl.DataFrame(series), zone)


def _column(leaf: Leaf, kind: FieldType) -> TableColumn:
    return TableColumn(leaf.name, kind, leaf.name, label_of(leaf.name), leaf.field.description)


def _of_sheet(shape: Field, sheet: Sheet, zone: str) -> Table:
    described = {field.name: field.description for field in shape.fields}
    columns = tuple(
        TableColumn(
            c.field, c.type, c.source, sheet.labels.get(c.field) or label_of(c.field), described.get(c.field, "")
        )
        for c in sheet.columns
    )
    told = (
        (TableColumn(NULLS, FieldType.TEXT, NULLS, label_of(NULLS), described.get(NULLS, "")),) if sheet.reasons else ()
    )
    return Table((*columns, *told), sheet.frame, zone, sheet.reasons)


def _is_explored(shape: Field) -> bool:
    return {field.name for field in shape.fields} >= {"columns", "rows"}


def _of_explored(data: Mapping[str, Any], zone: str) -> Table:
    """A table that says itself what its columns are."""
    kinds = [
        TYPE_OF_UNIT.get(Unit(c["unit"]), FieldType.TEXT) if c["unit"] != "text" else FieldType.TEXT
        for c in data["columns"]
    ]
    columns = tuple(
        TableColumn(c["name"], kind, c["name"], c["label"]) for c, kind in zip(data["columns"], kinds, strict=True)
    )
    series = [
        pl.Series(c.name, [stored(row[place], c.type) for row in data["rows"]], stored_type(c.type))
        for place, c in enumerate(columns)
    ]
    return Table(columns, pl.DataFrame(series), zone)


def label_of(name: str) -> str:
    """A name as people read it.

    >>> label_of("averageOrderValue"), label_of("comparisons.value")
    ('Average order value', 'Comparisons value')
    """
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name.replace(".", " "))
    return words[:1].upper() + words[1:]


def stored(value: Json, kind: FieldType) -> Json:
    """A JSON value as the frame keeps it.

    >>> stored(261.96, FieldType.MONEY), stored("1970-01-01T03:00:01+03:00", FieldType.INSTANT)
    (2619600, 1000)
    """
    write = _STORED_AS.get(kind)
    return value if value is None or write is None else write(value)


def _scaled(value: float, scale: int) -> int:
    text = value.text if isinstance(value, LongNumber) else repr(value)
    return round(Decimal(text).scaleb(scale))


def _reasons_text(nulls: Json) -> str | None:
    return "; ".join(f"{null['field']}={null.get('code')}" for null in nulls) or None


_STORED_AS: Mapping[FieldType, Callable[[Json], Json]] = {
    FieldType.MONEY: lambda value: _scaled(value, MONEY_SCALE),
    FieldType.UNITS: lambda value: _scaled(value, UNITS_SCALE),
    FieldType.FRACTION: float,
    FieldType.NUMBER: float,
    FieldType.INSTANT: lambda value: round(datetime.fromisoformat(value).timestamp() * 1000),
    FieldType.JSON: lambda value: orjson.dumps(value).decode(),
    FieldType.LIST: _reasons_text,
}
