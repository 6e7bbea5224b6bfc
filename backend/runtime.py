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
        # what another user left cannot be opened, and is not ours to judge
        if is_held(lock) is False:
            shutil.rmtree(lock.parent, ignore_errors=True)


def is_held(lock: Path) -> bool | None:
    """Whether a process that lives holds a lock; None where it cannot be opened.

    Asking takes it for a moment, shared, so that who asks hinders nobody else who asks.
    """
    try:
        handle = os.open(lock, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
