"""A polite end: SIGTERM and SIGINT stop a load or a publication at its next point, as long as nothing is published.

In: the disk that the load uses. Out: a disk that raises `LoadStopped` at a point once a signal has come.
"""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType

from ingestion.errors import LoadStopped
from ingestion.sink.disk import CLUSTER_POINTS, LOAD_POINTS, Disk, Point

_STOPS_OF_LOADS = LOAD_POINTS[: LOAD_POINTS.index(Point.MANIFEST_RENAME)]
_STOPS_OF_PUBLICATIONS = CLUSTER_POINTS[: CLUSTER_POINTS.index(Point.COVERAGE_PUBLISH)]


class StoppableDisk(Disk):
    """Another disk that heeds `request`."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._is_requested = False

    def request(self) -> None:
        self._is_requested = True

    def reach(self, point: Point) -> None:
        if self._is_requested and point in _STOPS_OF_LOADS:
            raise LoadStopped("STOPPED", "The load was stopped; nothing was published.", "Load the file again.")
        if self._is_requested and point in _STOPS_OF_PUBLICATIONS:
            told = "The publication to the cluster was stopped; the record stands."
            raise LoadStopped("STOPPED", told, "Go on with: make publish.")
        self._disk.reach(point)

    def before(self, operation: str, path: Path) -> None:
        self._disk.before(operation, path)


def heed_signals(disk: StoppableDisk) -> None:
    """Let SIGTERM and SIGINT stop the load."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        disk.request()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
