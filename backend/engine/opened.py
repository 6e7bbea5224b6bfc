"""A snapshot as the embedded engine reads it: which files or which memory table stand for a table of a statement.

Comes in: the store's folder, a manifest. Goes out: the source of a table for some intervals, as a sqlglot node. Files
whose moments lie outside the intervals are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlglot import exp

from backend.planner.plan import Interval
from druid.calendar import month_bounds
from druid.store.manifest import DataFile, Manifest

Bounds = tuple[int | None, int | None]

TIME = "__time"
ROW_BYTES = 200


@dataclass(slots=True)
class Opened:
    """`resident` tables are in memory already; `leases` counts the requests that hold the snapshot.

    `base` names the table of lines. `newest` is the manifest number that was the highest when this one was opened:
    above its own after a fallback.
    """

    store: Path
    manifest: Manifest
    base: str
    newest: int
    fallback: str | None = None
    opened_at: float = 0.0
    leases: int = 0
    resident: set[str] = field(default_factory=set)
    version: str = field(init=False)

    def __post_init__(self) -> None:
        self.version = self.manifest.version

    @property
    def schema(self) -> str:
        return f"snapshot_{self.manifest.sequence}"

    def source(self, table: str, intervals: Sequence[Interval]) -> exp.Expression | None:
        """What to read instead of `table`; None when it has no file at all."""
        alias = exp.TableAlias(this=exp.to_identifier(table, quoted=True))
        if table in self.resident:
            return self._memory_table(table, alias)
        files = self.manifest.of_table(table)
        if not files:
            return None
        bounds = _line_bounds if table == self.base else self._row_bounds
        touched = [file for file in files if _touches(bounds(file), intervals)]
        whole = [file for file in touched if _lies_within(bounds(file), intervals)]
        if not whole or len(whole) == len(touched):
            return reading(self.store, touched or files[:1], alias)
        return self._apart(whole, [file for file in touched if file not in whole], alias)

    def rows_in_memory(self, table: str, intervals: Sequence[Interval]) -> int | None:
        """How many rows of a table in memory a statement may read at most; None of a table that is read from files."""
        if table not in self.resident:
            return None
        files = self.manifest.of_table(table)
        return sum(file.rows for file in files if _touches(self._row_bounds(file), intervals))

    def _apart(self, whole: Sequence[DataFile], cut: Sequence[DataFile], alias: exp.TableAlias) -> exp.Subquery:
        """Files that lie in the intervals apart from those that are cut: of them no moment has to be read."""
        parts = (exp.select("*").from_(reading(self.store, files)) for files in (whole, cut))
        both = exp.union(*parts, distinct=False)
        both.set("by_name", True)
        return exp.Subquery(this=both, alias=alias)

    def _row_bounds(self, file: DataFile) -> Bounds:
        """A rolled-up row stands at the start of its hour, day or month: somewhere in the file's month."""
        first, after = month_bounds(file.month, self.manifest.timezone)
        return first, after - 1

    def _memory_table(self, table: str, alias: exp.TableAlias | None = None) -> exp.Table:
        name, schema = (exp.to_identifier(part, quoted=True) for part in (table, self.schema))
        return exp.Table(this=name, db=schema, alias=alias)

    def small_tables(self, most_rows: int, memory: int) -> Iterator[str]:
        """Rolled-up tables to copy to memory, the smallest first, as long as they fit."""
        rows: dict[str, int] = {}
        for file in self.manifest.files:
            rows[file.table] = rows.get(file.table, 0) + file.rows
        for table, count in sorted(rows.items(), key=lambda item: item[1]):
            memory -= count * ROW_BYTES
            if table != self.base and count < most_rows and memory > 0:
                yield table

    def schema_statement(self) -> str:
        return exp.Create(this=self._schema_name(), kind="SCHEMA", exists=True).sql(dialect="duckdb")

    def drop_statement(self) -> str:
        return exp.Drop(this=self._schema_name(), kind="SCHEMA", exists=True, cascade=True).sql(dialect="duckdb")

    def _schema_name(self) -> exp.Table:
        return exp.Table(db=exp.to_identifier(self.schema, quoted=True))

    def is_whole(self) -> bool:
        """Whether every file is still there: a snapshot that was superseded long ago may have been collected."""
        return all((self.store / file.path).exists() for file in self.manifest.files)

    def copy_statement(self, table: str) -> str:
        """CREATE TABLE … AS, sorted by moment so that a period touches few blocks."""
        rows = exp.select("*").from_(reading(self.store, self.manifest.of_table(table)))
        rows = rows.order_by(exp.column(TIME, quoted=True))
        return exp.Create(this=self._memory_table(table), kind="TABLE", expression=rows).sql(dialect="duckdb")


def _line_bounds(file: DataFile) -> Bounds:
    return file.first_ms, file.last_ms


def _touches(bounds: Bounds, intervals: Sequence[Interval]) -> bool:
    first, last = bounds
    if not intervals or first is None or last is None:
        return True
    return any(first < i.end_ms and last >= i.start_ms for i in intervals)


def _lies_within(bounds: Bounds, intervals: Sequence[Interval]) -> bool:
    first, last = bounds
    return first is not None and last is not None and any(i.start_ms <= first and last < i.end_ms for i in intervals)


def reading(store: Path, files: Sequence[DataFile], alias: exp.TableAlias | None = None) -> exp.Table:
    """`read_parquet` over the files, columns matched by name: older files may lack newer columns."""
    paths = exp.array(*(exp.Literal.string(str(store / file.path)) for file in files))
    by_name = exp.PropertyEQ(this=exp.to_identifier("union_by_name"), expression=exp.true())
    return exp.Table(this=exp.Anonymous(this="read_parquet", expressions=[paths, by_name]), alias=alias)
