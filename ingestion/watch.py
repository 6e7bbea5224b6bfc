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
