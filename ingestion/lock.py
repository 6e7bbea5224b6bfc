"""One loader at a time: an operating-system lock on a file in the store, which dies with its process.

In: the lock file and who asks. Out: a context; the second loader is refused and told who the first is.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingestion.errors import LoadRefused


@contextmanager
def hold_lock(path: Path, holder: str) -> Iterator[None]:
    """Hold the loader lock while the context lasts; `holder` is what a second loader is told."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _claim(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, holder.encode(errors="backslashreplace"), 0)
        yield
    finally:
        os.close(handle)


def _claim(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        first = os.pread(handle, 4096, 0).decode(errors="replace") or "another load"
        raise LoadRefused(
            "LOADER_BUSY", f"The store is being loaded by {first}.", "Wait until it has ended, then load again."
        ) from taken
