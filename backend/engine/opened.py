"""A snapshot as the embedded engine reads it: which files or which memory table stand for a table of a statement.

Comes in: the store's folder, a manifest. Goes out: the source of a table for some intervals, as text. Files whose
moments lie outside the intervals are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from backend.planner.plan import Interval
from druid.calendar import month_bounds
from druid.store.manifest import DataFile, Manifest

TIME = "__time"
ROW_BYTES = 200
KEPT_SOURCES = 512


class _Placed(NamedTuple):
    """A file, and the bounds of its rows' moments where they are known."""

    path: str
    rows: int
    first: int | None
    last: int | None


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
    _placed: dict[str, list[_Placed]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.version = self.manifest.version
        for file in self.manifest.files:
            self._placed.setdefault(file.table, []).append(self._place(file))

    @property
    def schema(self) -> str:
        return f"snapshot_{self.manifest.sequence}"

    def source(self, table: str, intervals: Sequence[Interval]) -> str | None:
        """What to read instead of `table`, in DuckDB's words; None when it has no file at all."""
        if table in self.resident:
            return _memory_text(table, self.schema)
        files = self._placed.get(table, ())
        touched = [file for file in files if _touches(file, intervals)]
        whole = [file for file in touched if _lies_within(file, intervals)]
        if not whole or len(whole) == len(touched):
            return _files_text(table, (_paths(touched or files[:1]),)) if files else None
        cut = [file for file in touched if file not in whole]
        return _files_text(table, (_paths(whole), _paths(cut)))

    def rows_in_memory(self, table: str, intervals: Sequence[Interval]) -> int | None:
        """How many rows of a table in memory a statement may read at most; None of a table that is read from files."""
        return self.lines(table, intervals) if table in self.resident else None

    def lines(self, table: str, intervals: Sequence[Interval]) -> int:
        """How many rows the files hold that a statement may have to read."""
        return sum(file.rows for file in self._placed.get(table, ()) if _touches(file, intervals))

    def _place(self, file: DataFile) -> _Placed:
        """A rolled-up row stands at the start of its hour, day or month: somewhere in the file's month."""
        path = str(self.store / file.path)
        if file.table == self.base:
            return _Placed(path, file.rows, file.first_ms, file.last_ms)
        first, after = month_bounds(file.month, self.manifest.timezone)
        return _Placed(path, file.rows, first, after - 1)

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
        return exp.Drop(tables=[self._schema_name()], kind="SCHEMA", cascade=True).sql(dialect="duckdb")

    def _schema_name(self) -> exp.Table:
        return exp.Table(db=exp.to_identifier(self.schema, quoted=True))

    def is_whole(self) -> bool:
        """Whether every file is still there: a snapshot that was superseded long ago may have been collected."""
        return all((self.store / file.path).exists() for file in self.manifest.files)

    def copy_statement(self, table: str) -> str:
        """CREATE TABLE … AS, sorted by moment so that a period touches few blocks."""
        rows = exp.select("*").from_(reading(_paths(self._placed[table])))
        rows = rows.order_by(exp.column(TIME, quoted=True))
        kept = _memory_table(table, self.schema)
        return exp.Create(this=kept, kind="TABLE", expression=rows).sql(dialect="duckdb")


def _touches(file: _Placed, intervals: Sequence[Interval]) -> bool:
    if not intervals or file.first is None or file.last is None:
        return True
    return any(file.first < i.end_ms and file.last >= i.start_ms for i in intervals)


def _lies_within(file: _Placed, intervals: Sequence[Interval]) -> bool:
    if file.first is None or file.last is None:
        return False
    return any(i.start_ms <= file.first and file.last < i.end_ms for i in intervals)


def _paths(files: Sequence[_Placed]) -> tuple[str, ...]:
    return tuple(file.path for file in files)


def _alias(table: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(table, quoted=True))


@lru_cache(maxsize=KEPT_SOURCES)
def _memory_text(table: str, schema: str) -> str:
    return str(_memory_table(table, schema, _alias(table)).sql(dialect=DuckDB))


def _memory_table(table: str, schema: str, alias: exp.TableAlias | None = None) -> exp.Table:
    name, database = (exp.to_identifier(part, quoted=True) for part in (table, schema))
    return exp.Table(this=name, db=database, alias=alias)


@lru_cache(maxsize=KEPT_SOURCES)
def _files_text(table: str, parts: tuple[tuple[str, ...], ...]) -> str:
    """Files that lie in the intervals apart from those that are cut: of them no moment has to be read."""
    if len(parts) == 1:
        return str(reading(parts[0], _alias(table)).sql(dialect=DuckDB))
    both = exp.union(*(exp.select("*").from_(reading(paths)) for paths in parts), distinct=False)
    both.set("by_name", True)
    return str(exp.Subquery(this=both, alias=_alias(table)).sql(dialect=DuckDB))


def reading(paths: Sequence[str], alias: exp.TableAlias | None = None) -> exp.Table:
    """`read_parquet` over the files, columns matched by name: older files may lack newer columns."""
    listed = exp.array(*(exp.Literal.string(path) for path in paths))
    by_name = exp.PropertyEQ(this=exp.to_identifier("union_by_name"), expression=exp.true())
    return exp.Table(this=exp.Anonymous(this="read_parquet", expressions=[listed, by_name]), alias=alias)
