"""Failures of disk and engine as coded errors.

In: a block of work. Out: the same block, whose errors a command can show.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import polars as pl

from ingestion.errors import StoreFailed

_HINTS = {
    errno.ENOSPC: "Free some space; the load needs about three times the size of the file.",
    errno.EACCES: "Give the loading user the right to write to the data folder.",
    errno.EMFILE: "Raise the limit of open files (ulimit -n).",
}
_HINT = "Look at the disk, then load the file again; the store is as it was before."


@contextmanager
def coded_failures() -> Iterator[None]:
    """Turn errors of the operating system and the engine into `StoreFailed`."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        hint = _HINTS.get(error.errno or 0, _HINT)
        raise StoreFailed("STORE_WRITE", f"The disk refused a step of the load: {reason}.", hint) from error
    except duckdb.OutOfMemoryException as error:
        hint = "Free memory or disk space for spilling, or load the file in parts."
        raise StoreFailed("OUT_OF_MEMORY", "The load needs more memory than it may use.", hint) from error
    except (duckdb.Error, pl.exceptions.PolarsError, MemoryError) as error:
        raise StoreFailed("ENGINE", "The engine could not build the new files.", _HINT) from error
