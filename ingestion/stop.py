"""A polite end: SIGTERM and SIGINT stop a load at its next point, as long as nothing is published.

In: the disk that the load uses. Out: a disk that raises `LoadStopped` at a point once a signal has come.
"""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType

from ingestion.errors import LoadStopped
from ingestion.sink.disk import Disk, Point

_POINTS = tuple(Point)
_LAST_STOP = _POINTS.index(Point.MANIFEST_SYNC)


class StoppableDisk(Disk):
    """Another disk that heeds `request`."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._is_requested = False

    def request(self) -> None:
        self._is_requested = True

    def reach(self, point: Point) -> None:
        if self._is_requested and _POINTS.index(point) <= _LAST_STOP:
            raise LoadStopped("STOPPED", "The load was stopped; nothing was published.", "Load the file again.")
        self._disk.reach(point)

    def before(self, operation: str, path: Path) -> None:
        self._disk.before(operation, path)


def heed_signals(disk: StoppableDisk) -> None:
    """Let SIGTERM and SIGINT stop the load."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        disk.request()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
