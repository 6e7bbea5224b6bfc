"""The end of a process at a named point, without ending the test's."""

from __future__ import annotations

from ingestion.sink.disk import Disk, Point


class Cut(BaseException):
    """The end of a process, as far as the store and the cluster can tell."""


class CuttingDisk(Disk):
    """Breaks off at the n-th arrival at a point; keeps what was reached."""

    def __init__(self, point: Point | None = None, arrival: int = 1) -> None:
        self._point, self._left = point, arrival
        self.reached: list[Point] = []

    def reach(self, point: Point) -> None:
        self.reached.append(point)
        self._left -= point == self._point
        if point == self._point and self._left == 0:
            raise Cut
