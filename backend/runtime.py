"""A folder that one running server has to itself: what its workers share while it runs, and nothing beyond.

In: where to make it. Out: its path, empty, for this user alone; it goes when the server ends. What a killed server
left behind goes when the next one starts.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "sales-server-"
_LOCK = "lock"


@contextmanager
def private_folder(parent: Path | None = None) -> Iterator[Path]:
    """A new folder in `parent`, by default where temporary files go; raises OSError when it cannot be made."""
    top = Path(tempfile.gettempdir()) if parent is None else parent
    top.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(top)
    draft = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=top))
    folder = draft.with_name(draft.name.removeprefix("."))
    held = os.open(draft / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        # it has its name once it is locked: while this process lives nobody takes it for one that was left behind
        fcntl.flock(held, fcntl.LOCK_EX)
        draft.rename(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _remove_abandoned(top: Path) -> None:
    for lock in top.glob(f"{PREFIX}*/{_LOCK}"):
        if _is_free(lock):
            shutil.rmtree(lock.parent, ignore_errors=True)


def _is_free(lock: Path) -> bool:
    """Whether the server that held it has ended; what another user left is not ours to judge."""
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
