"""One process at a time in a folder: an operating-system lock on a file in it, which dies with its process.

In: the file and what to say while waiting. Out: a context.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Say = Callable[[str], None]


def quiet(_: str) -> None:
    """Progress that nobody reads."""


@contextmanager
def hold(path: Path, waiting: str, say: Say) -> Iterator[None]:
    """Hold the lock; whoever comes second is told why it waits, then waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(waiting)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
