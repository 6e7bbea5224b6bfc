"""One loader at a time: an operating-system lock on a file in the store, which dies with its process.

In: the lock file and who asks. Out: a context; the second loader is refused and told who the first is. The first line
of the file says who holds it, the second how far it is, for whoever looks from outside.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingestion.errors import LoadRefused

HOLDER_BYTES = 4096


@contextmanager
def hold_lock(path: Path, holder: str) -> Iterator[None]:
    """Hold the loader lock while the context lasts; `holder` is what a second loader is told."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _claim(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, " ".join(holder.split("\n")).encode(errors="backslashreplace"), 0)
        yield
    finally:
        os.close(handle)


class LockNote:
    """The second line of a lock that this process holds: a text stream that keeps what was written last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._longest = 0

    def write(self, text: str) -> None:
        """Takes the place of what was written before."""
        handle = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            begin = len(os.pread(handle, HOLDER_BYTES, 0).split(b"\n")[0])
            line = text.strip().encode()
            self._longest = max(self._longest, len(line))
            # one write of the whole line: a reader sees the one before or this one
            os.pwrite(handle, b"\n" + line.ljust(self._longest), begin)
        finally:
            os.close(handle)

    def flush(self) -> None:
        """Nothing is held back."""


def _claim(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        first = os.pread(handle, HOLDER_BYTES, 0).split(b"\n")[0].decode(errors="replace") or "another load"
        raise LoadRefused(
            "LOADER_BUSY", f"The store is being loaded by {first}.", "Wait until it has ended, then load again."
        ) from taken
