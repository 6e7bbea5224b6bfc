"""Arrow streams and Parquet files: exact decimals, zoned moments, and the answer's facts in the schema.

Money is decimal128(38, 4), units decimal128(38, 3), counts int64, fractions float64, moments timestamp[ms] in the
question's zone, text utf8. Each field carries its label, type, unit and definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from backend.exports.facts import Facts
from backend.exports.table import MONEY_SCALE, UNITS_SCALE, Table, TableColumn
from backend.reports.spec import FieldType

PRECISION = 38
SCALE: Mapping[FieldType, int] = {FieldType.MONEY: MONEY_SCALE, FieldType.UNITS: UNITS_SCALE}


class Writer(Protocol):
    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Add a batch of the schema."""

    def close(self) -> None:
        """Write the end."""


class Pieces:
    """A file in memory that gives away what was written to it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self.closed = False

    def write(self, data: bytes | pa.Buffer) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._size += len(part)
        return len(part)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken


def arrow_chunks(table: Table, facts: Facts) -> Iterator[bytes]:
    """The IPC stream format, a record batch at a time."""
    return _written(table, facts, pa.ipc.new_stream)


def parquet_chunks(table: Table, facts: Facts) -> Iterator[bytes]:
    """A Parquet file, a row group at a time."""
    return _written(table, facts, pq.ParquetWriter)


def _written(table: Table, facts: Facts, open_writer: Callable[[pa.NativeFile, pa.Schema], Writer]) -> Iterator[bytes]:
    schema = schema_of(table, facts)
    pieces = Pieces()
    writer = open_writer(pa.PythonFile(pieces, mode="w"), schema)
    for chunk in table.chunks():
        writer.write_batch(_batch(chunk, table, schema))
        yield pieces.taken()
    # not in a finally: a writer closed after a failure would write a valid end
    writer.close()
    yield pieces.taken()


def schema_of(table: Table, facts: Facts) -> pa.Schema:
    """Typed fields with what they mean, and the facts of the answer as the schema's metadata."""
    fields = [_field(column, table.zone, facts.currency) for column in table.columns]
    return pa.schema(fields, metadata=facts.texts())


def _field(column: TableColumn, zone: str, currency: str) -> pa.Field:
    unit = currency if column.type is FieldType.MONEY else column.type.value
    told = {"label": column.label, "type": column.type.value, "unit": unit, "definition": column.definition}
    return pa.field(column.name, arrow_type(column.type, zone), metadata=told)


def arrow_type(kind: FieldType, zone: str) -> pa.DataType:
    match kind:
        case FieldType.MONEY | FieldType.UNITS:
            return pa.decimal128(PRECISION, SCALE[kind])
        case FieldType.COUNT:
            return pa.int64()
        case FieldType.FRACTION | FieldType.NUMBER:
            return pa.float64()
        case FieldType.INSTANT:
            return pa.timestamp("ms", tz=zone)
        case FieldType.FLAG:
            return pa.bool_()
        case _:
            return pa.string()


def _batch(chunk: pl.DataFrame, table: Table, schema: pa.Schema) -> pa.RecordBatch:
    arrays = [_array(chunk[c.name], c.type, table.zone) for c in table.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(series: pl.Series, kind: FieldType, zone: str) -> pa.Array:
    if kind in SCALE:
        whole = series.to_arrow().cast(pa.decimal128(PRECISION, 0))
        # the same integers, read at their scale: a cast would multiply
        return pa.Array.from_buffers(arrow_type(kind, zone), len(whole), whole.buffers())
    if kind is FieldType.INSTANT:
        return series.dt.replace_time_zone("UTC").to_arrow().cast(arrow_type(kind, zone))
    return series.to_arrow().cast(arrow_type(kind, zone))
