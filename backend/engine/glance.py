"""The highest number in a folder, found again without a listing while the folder is as it was.

Comes in: a folder, the function that lists it. Goes out: what the function says of the folder as it is now. A folder's
time of change has grains: a listing is believed later only if it was made well after the change that it shows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

SETTLED_SECONDS = 2.5
"""Coarser than the grain of any file system's clock."""


class Glance:
    """`clock` is monotonic seconds."""

    def __init__(
        self, folder: Path, listed: Callable[[], int | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._listed = listed
        self._clock = clock
        self._stamp: tuple[int, int] | None = None
        self._since = 0.0
        self._is_settled = False
        self._newest: int | None = None

    def newest(self) -> int | None:
        """What the folder holds now: a stat, or a listing for a while after it changed."""
        try:
            seen = self._folder.stat()
        except OSError:
            self._stamp = None
            return self._listed()
        stamp = (seen.st_mtime_ns, seen.st_ino)
        if stamp == self._stamp and self._is_settled:
            return self._newest
        now = self._clock()
        if stamp != self._stamp:
            self._stamp, self._since = stamp, now
        self._newest = self._listed()
        self._is_settled = now - self._since > SETTLED_SECONDS
        return self._newest
