"""Counts of the last minute, shared by the workers of a server through one small mapped file (ADR 0038).

Comes in: a key, what it spends, its limit. Goes out: a `Told`. A slot is a key, when its minute began and what was
spent since. Nothing is kept in a process, and a process that dies leaves no lock: the kernel drops it.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import time
import weakref
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import structlog

log = structlog.get_logger("limits")
MINUTE = 60.0
SLOT = struct.Struct("<QdQ")
"""Key, begin of its minute in monotonic seconds, spent since."""
FILE = "limits.slots"
"""What the workers share, in their runtime directory."""
SLOTS = 16_384
WAYS = 8
"""Slots in which a key may be; the one spent least from makes room for a new key."""
LOCK_SECONDS = 0.01
"""A lock is held for two microseconds, or until its holder has a processor again. Whoever cannot have it by then counts
without: a limit is a guard, not a ledger."""
SIZE = SLOTS * SLOT.size


class Told(NamedTuple):
    """Whether it may be spent, what is left, and the seconds until all is there again."""

    is_allowed: bool
    left: int
    seconds: float


class Counts:
    """`path` is opened by the first spend, in the process that spends; None keeps the counts in this process alone.

    `clock` counts seconds and is the same for all processes of a machine.
    """

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._clock = clock
        self._handle: int | None = None
        self._slots: mmap.mmap | None = None

    def spend(self, key: int, cost: int, limit: int) -> Told:
        """Spend where the minute's limit allows it, and nothing where it does not.

        What costs more than the whole limit is allowed to who has spent nothing, so that it can be had at all.
        """
        slots = self._slots or self._open()
        now = self._clock()
        is_locked = self._lock()
        try:
            place, begun, spent = _find(slots, key, now)
            if spent and spent + cost > limit:
                return Told(False, max(limit - spent, 0), MINUTE - (now - begun))
            SLOT.pack_into(slots, place, key, begun, spent + cost)
        finally:
            if is_locked and self._handle is not None:
                fcntl.flock(self._handle, fcntl.LOCK_UN)
        return Told(True, max(limit - spent - cost, 0), MINUTE - (now - begun))

    def _lock(self) -> bool:
        """Waits for hardly any time: another process may have been stopped while it held the lock."""
        if self._handle is None:
            return False
        until = 0.0
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                now = time.monotonic()
                until = until or now + LOCK_SECONDS
                if now > until:
                    return False
                os.sched_yield()
            else:
                return True

    def _open(self) -> mmap.mmap:
        if self.path is not None:
            try:
                self._handle = _opened(self.path)
                weakref.finalize(self, os.close, self._handle)
            except OSError as error:
                log.warning("limits.not_shared", reason=error.strerror)
        self._slots = mmap.mmap(-1 if self._handle is None else self._handle, SIZE)
        return self._slots


def _find(slots: mmap.mmap, key: int, now: float) -> tuple[int, float, int]:
    """The offset of a key's slot, when its minute began and what it spent. A minute that is over begins anew."""
    first = key % (SLOTS // WAYS) * WAYS * SLOT.size
    least, room = None, first
    for place in range(first, first + WAYS * SLOT.size, SLOT.size):
        found, begun, spent = SLOT.unpack_from(slots, place)
        # one that begins in the future was written before this machine started anew
        is_running = 0 <= now - begun < MINUTE
        if found == key:
            return (place, begun, spent) if is_running else (place, now, 0)
        weight = spent if is_running else 0
        if least is None or weight < least:
            least, room = weight, place
    return room, now, 0


def _opened(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if os.fstat(handle).st_size != SIZE:
        os.ftruncate(handle, SIZE)
    return handle


@lru_cache(maxsize=8192)
def key_of(meter: str, caller: str) -> int:
    """The number under which a caller's spending is found. Zero marks an empty slot and is nobody's."""
    digest = blake2b(f"{meter}\0{caller}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1
