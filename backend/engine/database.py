"""The DuckDB instance of a process: in memory, locked to the store's folder, and one statement on one cursor.

Comes in: the store, limits. Goes out: cursors and Polars frames. Nothing outside the store can be read or written,
no extension loaded, no setting changed once it is open.
"""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from uuid import uuid4

import duckdb
import polars as pl

MIB = 1 << 20
MOST_MEMORY = 2048 * MIB
MOST_TEMPORARY = 4096 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """What the engine may use. `memory` and `temporary` are bytes, `threads` those of one statement.

    `slots` statements run at once; the statements of at most `queue` requests wait. Tables of fewer than
    `resident_rows` rows are copied to memory. `folder` takes what does not fit in memory.
    """

    memory: int
    threads: int
    slots: int
    queue: int
    temporary: int = MOST_TEMPORARY
    resident_rows: int = 1_000_000
    folder: Path | None = None


def default_limits(cores: int, memory: int, workers: int = 1) -> Limits:
    """Two slots a core, four waiting requests a slot, a quarter of the machine's memory but at most 2 GiB.

    Several workers share the slots, and all of them together take at most half of the memory.

    >>> default_limits(2, 24 << 30)
    Limits(memory=2147483648, threads=2, slots=4, queue=16, temporary=4294967296, resident_rows=1000000, folder=None)
    >>> default_limits(8, 8 << 30, workers=8)
    Limits(memory=536870912, threads=2, slots=2, queue=8, temporary=536870912, resident_rows=1000000, folder=None)
    """
    slots = max(2 * cores // workers, 2)
    return Limits(
        memory=min(memory // 4, memory // 2 // workers, MOST_MEMORY),
        threads=min(cores, max(cores // workers, 2)),
        slots=slots,
        queue=4 * slots,
        temporary=MOST_TEMPORARY // workers,
    )


warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
"""A relation would be told its columns by planning the statement twice, which costs more than the copy."""


class Database:
    """Opened with the engine, closed with it."""

    def __init__(self, store: Path, limits: Limits) -> None:
        # Spilled blocks have fixed file names: processes that share a folder would overwrite each other's.
        folder = (limits.folder or Path(gettempdir())) / f"sales-engine-{uuid4().hex}"
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": limits.threads,
            "memory_limit": f"{limits.memory // MIB}MiB",
            "temp_directory": str(folder),
            "max_temp_directory_size": f"{limits.temporary // MIB}MiB",
            "preserve_insertion_order": False,
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
        self._connection = duckdb.connect(":memory:", config=settings)
        self._connection.execute("SET GLOBAL TimeZone = 'UTC'")
        self._connection.execute("SET parquet_metadata_cache = true")
        self._connection.execute("SET allowed_directories = ?", [[str(store)]])
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def cursor(self) -> Cursor:
        return Cursor(self._connection.cursor())

    def execute(self, *statements: str) -> None:
        """Statements of our own without a result, on a cursor of their own."""
        try:
            with self._connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        except duckdb.Error as error:
            raise _failure(error) from error

    def close(self) -> None:
        self._connection.close()


class Stopped(Exception):
    """The statement was interrupted."""


class FileMissing(Exception):
    """A file that the statement reads is gone."""


class Failed(Exception):
    """Any other failure; the text is for the log only. `is_memory` says that the memory limit was reached."""

    def __init__(self, text: str, *, is_memory: bool = False) -> None:
        super().__init__(text)
        self.is_memory = is_memory


DATABASE_ERRORS = (Stopped, FileMissing, Failed)


class Cursor:
    """Runs one statement at a time, in any thread; `stop` may be called from another one."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def query(self, sql: str, parameters: list[object], stop: threading.Event) -> pl.DataFrame:
        """All rows. `stop` is looked at once more before the statement begins."""
        if stop.is_set():
            raise Stopped
        try:
            table = self._connection.execute(sql, parameters).to_arrow_table()
        except duckdb.Error as error:
            raise _failure(error) from error
        frame = pl.from_arrow(table)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def stop(self) -> None:
        self._connection.interrupt()

    def close(self) -> None:
        self._connection.close()


def _failure(error: duckdb.Error) -> Exception:
    if isinstance(error, duckdb.InterruptException):
        return Stopped()
    if isinstance(error, duckdb.IOException):
        return FileMissing(str(error))
    return Failed(str(error), is_memory=isinstance(error, duckdb.OutOfMemoryException))
