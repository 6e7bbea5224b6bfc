"""Who is told how a load is getting on.

`Watch` tells nobody; a command's watch draws progress and may stop the load.
"""

from __future__ import annotations

from ingestion.sink.port import ReplacedDay


class Watch:
    """Called by the loader; every method may raise to stop the load before anything is published."""

    def on_file(self, name: str, size: int) -> None:
        """A file is about to be read."""

    def on_read(self, bytes_done: int, lines: int) -> None:
        """So much of the file is cleaned."""

    def on_stage(self, stage: str, done: int, total: int) -> None:
        """The lines are being built into the store."""

    def on_replaced(self, days: tuple[ReplacedDay, ...]) -> None:
        """Loaded lines are about to be replaced."""

    def on_published(self, version: str) -> None:
        """Readers see the new version from now on; the load can be undone, and stopped no more."""


class Both(Watch):
    """Tells one watch and then another."""

    def __init__(self, first: Watch, second: Watch) -> None:
        self._each = (first, second)

    def on_file(self, name: str, size: int) -> None:
        for watch in self._each:
            watch.on_file(name, size)

    def on_read(self, bytes_done: int, lines: int) -> None:
        for watch in self._each:
            watch.on_read(bytes_done, lines)

    def on_stage(self, stage: str, done: int, total: int) -> None:
        for watch in self._each:
            watch.on_stage(stage, done, total)

    def on_replaced(self, days: tuple[ReplacedDay, ...]) -> None:
        for watch in self._each:
            watch.on_replaced(days)

    def on_published(self, version: str) -> None:
        for watch in self._each:
            watch.on_published(version)
