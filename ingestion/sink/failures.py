"""Failures of disk and engine as coded errors.

In: a block of work. Out: the same block, whose errors a command can show.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import polars as pl

from ingestion.errors import StoreFailed

_HINTS = {
    errno.ENOSPC: "Free some space; the load needs about three times the size of the file.",
    errno.EACCES: "Give the loading user the right to write to the data folder.",
    errno.EFBIG: "Raise the limit of the size of files (ulimit -f).",
    errno.EMFILE: "Raise the limit of open files (ulimit -n).",
}
_HINT = "Look at the disk, then load the file again; the store is as it was before."

_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE)


@contextmanager
def coded_failures() -> Iterator[None]:
    """Turn errors of the operating system and the engine into `StoreFailed`."""
    try:
        yield
    except OSError as error:
        raise _refused(error.errno or 0, error.strerror or type(error).__name__) from error
    except duckdb.OutOfMemoryException as error:
        hint = "Free memory or disk space for spilling, or load the file in parts."
        raise StoreFailed("OUT_OF_MEMORY", "The load needs more memory than it may use.", hint) from error
    except (duckdb.Error, pl.exceptions.PolarsError, MemoryError) as error:
        if (number := _errno_in(str(error))) is not None:
            raise _refused(number) from error
        raise StoreFailed("ENGINE", "The engine could not build the new files.", _HINT) from error


def _refused(number: int, reason: str = "") -> StoreFailed:
    reason = (reason or os.strerror(number)).lower()
    return StoreFailed("STORE_WRITE", f"The disk refused a step of the load: {reason}.", _HINTS.get(number, _HINT))


def _errno_in(text: str) -> int | None:
    """The operating system's reason that a library's own error carries in its words."""
    return next((number for number in _DISK_ERRORS if os.strerror(number) in text), None)
