"""Every durable step of a load, one small method each, and the named points between them.

`Disk` is the real thing. The loader is given one, so that a test can hand it a disk that records, fails or dies;
nothing else in ingestion calls fsync, rename or unlink on the store.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path


class Point(StrEnum):
    """The places where a load, and then its publication to a cluster, may be interrupted, in the order of reaching."""

    READ_CHUNK = "read.chunk"
    STAGE_WRITE = "stage.write"
    CHECK_DONE = "check.done"
    BASE_DATA = "base.data"
    ROLLUP_DATA = "rollup.data"
    FACTS = "facts"
    SYNC_FILE = "sync.file"
    BASE_COMMIT = "base.commit"
    ROLLUP_COMMIT = "rollup.commit"
    SYNC_DIR = "sync.dir"
    MANIFEST_WRITE = "manifest.write"
    MANIFEST_SYNC = "manifest.sync"
    MANIFEST_RENAME = "manifest.rename"
    ROOT_SYNC = "root.sync"
    REPORT_WRITE = "report.write"
    GC_DELETE = "gc.delete"
    EXIT = "exit"
    STAGE_PUT = "stage.put"
    COVERAGE_WITHDRAW = "coverage.withdraw"
    TASK_SUBMIT = "task.submit"
    TASK_RUN = "task.run"
    TASK_PUBLISH = "task.publish"
    HANDOFF_WAIT = "handoff.wait"
    ROLLUP_TASK = "rollup.task"
    VERIFY = "verify"
    COVERAGE_PUBLISH = "coverage.publish"


_ALL = tuple(Point)
LOAD_POINTS = _ALL[: _ALL.index(Point.STAGE_PUT)]
"""Points of a load into the record."""
CLUSTER_POINTS = _ALL[_ALL.index(Point.STAGE_PUT) :]
"""Points of a publication to a cluster."""


class Disk:
    """The file system as the loader uses it. Subclasses override `reach` and `before`, never the operations."""

    def reach(self, point: Point) -> None:
        """Called when the load arrives at a point; a stop or a fault is raised from here."""

    def before(self, operation: str, path: Path) -> None:
        """Called before each durable operation; raising OSError makes the operation fail."""

    def produce(self, path: Path, make: Callable[[], object]) -> None:
        """A file written by a library in one go."""
        self.before("produce", path)
        make()

    def write(self, path: Path, data: bytes) -> None:
        self.before("write", path)
        path.write_bytes(data)

    def make_folder(self, path: Path) -> None:
        self.before("make_folder", path)
        path.mkdir(parents=True, exist_ok=True)

    def sync_file(self, path: Path) -> None:
        self.before("sync_file", path)
        _sync(path, os.O_RDWR)

    def sync_folder(self, path: Path) -> None:
        self.before("sync_folder", path)
        _sync(path, os.O_RDONLY | os.O_DIRECTORY)

    def rename(self, source: Path, target: Path) -> None:
        self.before("rename", target)
        source.replace(target)

    def remove(self, path: Path) -> None:
        self.before("remove", path)
        path.unlink(missing_ok=True)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
