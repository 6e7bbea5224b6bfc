"""What this process may use of the machine: cores and memory, as far as a container's limits leave them.

In: the scheduler's word and the control groups of Linux. Out: a number of cores, bytes of memory, and how many workers
fit in both.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
from contextlib import suppress
from pathlib import Path

MIB = 1 << 20
WORKER_BYTES = 768 * MIB
"""What one worker needs: its libraries, half a snapshot's small tables, statements on their way."""
MOST_FILES = 65_536
ARENAS, M_ARENA_MAX = 2, -8
"""Arenas of memory for all threads, and the parameter of glibc's `mallopt` that bounds them."""
_GROUPS = Path("/sys/fs/cgroup")
_QUOTA, _LIMITS = "cpu.max", ("memory.max", "memory/memory.limit_in_bytes")


def cores(groups: Path = _GROUPS) -> int:
    """Cores that this process may run on at once, at least one."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = (groups / _QUOTA).read_text(encoding="ascii").split()
        found = min(found, int(quota) // int(period))
    return max(found, 1)


def memory(groups: Path = _GROUPS) -> int:
    """Bytes that this process may use: those of the machine, or of its container where they are fewer."""
    found: int = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in _LIMITS:
        with suppress(OSError, ValueError):
            found = min(found, int((groups / name).read_text(encoding="ascii")))
    return found


def workers_that_fit(count: int, size: int) -> int:
    """One a core, as far as memory goes.

    >>> workers_that_fit(8, 16 << 30), workers_that_fit(8, 1536 << 20), workers_that_fit(2, 256 << 20)
    (8, 2, 1)
    """
    return max(min(count, size // WORKER_BYTES), 1)


def open_more_files() -> None:
    """Let this process hold as many files and connections as it may, up to a bound; the usual 1,024 are few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def share_freed_memory() -> None:
    """Let all threads take memory from few arenas: what one thread freed in an arena of its own no other can use.

    By default there are eight arenas a core, and a worker that is left on grows by what lies idle in them. To be
    called before threads are started; where the C library is not glibc, nothing is changed.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
