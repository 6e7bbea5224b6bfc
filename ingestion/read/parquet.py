"""Parquet as a `Source`: every column as canonical text, with its real type told in `native`.

In: a path and limits. Out: chunks numbered by row. Nested columns, cut files and footers that promise more than the
budget are refused; moments without a zone are read in the business zone later, which a notice says.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.errors import FileRefused
from ingestion.read.bytestream import Identity, hash_file, identify, refuse_changed
from ingestion.read.limits import Limits
from ingestion.read.source import LINE_COLUMN, Chunk, Dialect, Notice, unique_columns


class ParquetSource:
    """An opened Parquet file."""

    kind = "parquet"

    def __init__(self, path: Path, dialect: Dialect, identity: Identity, limits: Limits) -> None:
        self.path = path
        self.dialect = dialect
        self.size = identity.size
        self._identity = identity
        self._limits = limits
        self.sha256 = hash_file(path)
        try:
            with pq.ParquetFile(path) as file:
                self._rows = file.metadata.num_rows
                schema = file.schema_arrow
                _check_budget(path.name, file.metadata, identity.size, limits)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(path.name) from error
        self.headers = tuple(field.name.strip() for field in schema)
        self.columns = unique_columns(self.headers)
        _check_types(path.name, schema)
        self.native = _native(schema, self.columns)
        self.notices = _notices(schema)
        if not self._rows:
            raise FileRefused("NO_LINES", f"{path.name} has no lines of sales.", "Export the file again.")

    def chunks(self) -> Iterator[Chunk]:
        """The file from its first to its last row."""
        line = 1
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(self._limits.chunk_rows // 2):
                    batch.validate(full=True)
                    table = pa.table(dict(zip(self.columns, batch.columns, strict=True)))
                    yield self._chunk(pl.DataFrame(pl.from_arrow(table)), line)
                    line += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise _damaged(self.path.name) from error
        if identify(self.path) != self._identity:
            raise refuse_changed(self.path)
        if line - 1 != self._rows:
            message = f"{self.path.name} promises {self._rows:,} rows and holds {line - 1:,}."
            raise FileRefused("LINE_COUNT", message, "Export the file again.")

    def _chunk(self, frame: pl.DataFrame, line: int) -> Chunk:
        texts = frame.select(column_text(name, dtype).replace("", None) for name, dtype in frame.schema.items())
        numbered = texts.select(pl.int_range(line, line + pl.len(), dtype=pl.Int64).alias(LINE_COLUMN), pl.all())
        blank = pl.all_horizontal(pl.exclude(LINE_COLUMN).is_null())
        kept = numbered.filter(~blank)
        return Chunk(kept, (), numbered.height - kept.height, 0, self.size * (line + frame.height - 1) // self._rows)


def column_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """A typed column as the text a careful person would have written."""
    column = pl.col(name)
    if isinstance(dtype, pl.Float64 | pl.Float32):
        return _float_text(column.cast(pl.Float64)).alias(name)
    if isinstance(dtype, pl.Datetime):
        layout = "%Y-%m-%d %H:%M:%S%.f" + ("%:z" if dtype.time_zone else "")
        return column.dt.strftime(layout)
    if isinstance(dtype, pl.Decimal):
        text = column.cast(pl.String)
        return pl.when(text.str.contains(".", literal=True)).then(_trim(text)).otherwise(text).alias(name)
    return column.cast(pl.String)


def _float_text(column: pl.Expr) -> pl.Expr:
    near = column.round(4)
    is_near = ((column - near).abs() <= near.abs() * 1e-9) & (column.abs() < 1e15)
    exact = _trim(pl.when(is_near).then(near).cast(pl.Decimal(38, 4)).cast(pl.String))
    return pl.when(is_near).then(exact).otherwise(column.cast(pl.String))


def _trim(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars_end("0").str.strip_chars_end(".")


def _damaged(name: str) -> FileRefused:
    return FileRefused("DAMAGED", f"{name} is a cut or damaged Parquet file.", "Copy or export the file again.")


def _check_budget(name: str, metadata: pq.FileMetaData, size: int, limits: Limits) -> None:
    groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
    largest = max((group.total_byte_size for group in groups), default=0)
    # run-length encoding may promise billions of cells in a few bytes
    cells = max((group.num_rows for group in groups), default=0) * metadata.num_columns
    if metadata.num_columns > limits.columns:
        message = f"{name} has {metadata.num_columns:,} columns."
        raise FileRefused("TOO_MANY_COLUMNS", message, f"A table of sales has at most {limits.columns:,}.")
    if largest > limits.parquet_group or cells > limits.parquet_ratio * max(size, limits.block):
        message = f"{name} unpacks to more than a machine should be asked for."
        raise FileRefused("ARCHIVE_BOMB", message, "Write it again with smaller row groups.")


def _check_types(name: str, schema: pa.Schema) -> None:
    for field in schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_nested(kind):
            message = f"Column {field.name} of {name} holds lists or records, not one value a line."
            raise FileRefused("NESTED", message, "Write one plain value a column.", details={"column": field.name})
        if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
            message = f"Column {field.name} of {name} holds raw bytes, not text."
            raise FileRefused("NOT_TEXT", message, "Write it as text (UTF-8).", details={"column": field.name})


def _native(schema: pa.Schema, columns: tuple[str, ...]) -> dict[str, pl.DataType]:
    empty = pl.DataFrame(pl.from_arrow(pa.table(dict(zip(columns, schema.empty_table().columns, strict=True)))))
    return {name: kind for name, kind in empty.schema.items() if kind.is_numeric() or kind.is_temporal()}


def _notices(schema: pa.Schema) -> tuple[Notice, ...]:
    bare = [field.name for field in schema if pa.types.is_timestamp(field.type) and field.type.tz is None]
    if not bare:
        return ()
    message = f"Moments without a zone ({', '.join(bare)}) are read in the business time zone."
    return (Notice("ZONE_ASSUMED", message, len(bare)),)
