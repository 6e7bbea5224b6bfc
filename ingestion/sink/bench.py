"""The workbench of one load: a DuckDB connection with bounded memory, and the SQL words all its users share.

In: a folder for spilling. Out: `run` and `see`. Identifiers in SQL come from the catalog only; values are parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from druid.catalog.model import Catalog, Kind

MEMORY = "1500MB"
THREADS = 2
SQL_TYPE: Mapping[Kind, str] = {Kind.INSTANT: "TIMESTAMP", Kind.TEXT: "VARCHAR"}

Row = tuple[Any, ...]


class Workbench:
    """One private in-memory database that spills into `folder`; closed with the load."""

    def __init__(self, folder: Path, memory: str = MEMORY) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "threads": THREADS,
            "temp_directory": str(folder),
            "preserve_insertion_order": False,
        }
        self._database = duckdb.connect(config=settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def run(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """Run one statement and fetch all its rows."""
        return self._database.execute(sql, parameters or None).fetchall()

    def see(self, name: str, paths: Sequence[Path]) -> None:
        """Name Parquet files as one view."""
        files = self._database.read_parquet([str(path) for path in paths], union_by_name=True)
        files.create_view(name, replace=True)

    def keep(self, name: str, frame: pl.DataFrame) -> None:
        """Hold a frame as a table, replacing one of that name."""
        self._database.register("incoming_frame", frame.to_arrow())
        self._database.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS FROM incoming_frame")
        self._database.unregister("incoming_frame")

    def hold(self, name: str) -> None:
        """Compute a view once: it goes on as a view of a table that holds its rows."""
        held = quoted(f"{name}_held")
        self.run(f"CREATE OR REPLACE TEMP TABLE {held} AS FROM {quoted(name)}")
        self.run(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS FROM {held}")

    def focus(self, months: Sequence[str] = ()) -> None:
        """Fill table `slots` from table `calendar`: some months, so that joins stay small, or everything."""
        sql = "CREATE OR REPLACE TEMP TABLE slots AS FROM calendar WHERE ? OR list_contains(?::VARCHAR[], month)"
        self.run(sql, [not months, list(months)])

    def columns(self, name: str) -> frozenset[str]:
        """Column names of a view or table."""
        return frozenset(str(row[0]) for row in self.run(f"DESCRIBE {quoted(name)}"))


def quoted(name: str) -> str:
    """A catalog name as an SQL identifier.

    >>> quoted("__time")
    '"__time"'
    """
    return '"' + name.replace('"', '""') + '"'


def listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def is_completed(catalog: Catalog) -> str:
    """The condition that a line counts."""
    column, value = catalog.completed
    return f"{quoted(column)} = '{value}'"


def slot_of(catalog: Catalog) -> str:
    """The slot number of a line's moment, the key of table `slots`."""
    return f"epoch_ms({quoted(catalog.time)}) // 900000"


def sql_type(kind: Kind) -> str:
    return SQL_TYPE.get(kind, "BIGINT")
