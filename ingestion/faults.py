"""Faults on demand for the crash tests: a disk that dies or halts at a named point or fails its n-th operation.

In: the SALES_FAULT variable, "kill@manifest.rename", "kill@read.chunk:3", "pause@manifest.sync" (until SIGCONT) or
"ENOSPC@17". Out: the disk to load with.
Without the variable it is the plain disk.
"""

from __future__ import annotations

import errno
import os
import signal
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from ingestion.sink.disk import Disk, Point

VARIABLE = "SALES_FAULT"


SIGNALS = {"kill": signal.SIGKILL, "pause": signal.SIGSTOP}


class SignallingDisk(Disk):
    """Sends its own process a signal, without any farewell, at the n-th arrival at a point."""

    def __init__(self, number: signal.Signals, point: Point, arrival: int = 1) -> None:
        self._number = number
        self._point = point
        self._arrival = arrival
        self._arrivals: Counter[Point] = Counter()

    def reach(self, point: Point) -> None:
        self._arrivals[point] += 1
        if point == self._point and self._arrivals[point] == self._arrival:
            os.kill(os.getpid(), self._number)


class FailingDisk(Disk):
    """Fails the n-th durable operation with an error number; `operations` counts those asked for."""

    def __init__(self, number: int, at: int) -> None:
        self._number = number
        self._at = at
        self.operations = 0

    def before(self, operation: str, path: Path) -> None:
        self.operations += 1
        if self.operations == self._at:
            raise OSError(self._number, os.strerror(self._number), f"{operation} {path.name}")


def disk_from(environment: Mapping[str, str]) -> Disk:
    """The disk that the environment asks for."""
    fault = environment.get(VARIABLE)
    if not fault:
        return Disk()
    kind, _, place = fault.partition("@")
    if kind not in SIGNALS:
        return FailingDisk(int(getattr(errno, kind)), int(place))
    point, _, arrival = place.partition(":")
    return SignallingDisk(SIGNALS[kind], Point(point), int(arrival or 1))
