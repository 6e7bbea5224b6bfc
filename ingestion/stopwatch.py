"""How long each stage of a load took, for its report: seconds by stage, read by whoever watches loads.

In: the calls of a `Watch`, which are passed on to another. Out: `seconds`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ingestion.watch import Both, Watch

READING, PUBLISHING = "reading", "publishing"


class Stopwatch(Both):
    """Begins with reading; `clock` counts seconds."""

    def __init__(self, watch: Watch, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(watch, Watch())
        self._clock = clock
        self._stage, self._since = READING, clock()
        self._seconds: dict[str, float] = {}

    def on_stage(self, stage: str, done: int, total: int) -> None:
        self._change(stage)
        super().on_stage(stage, done, total)

    def begin_publishing(self) -> None:
        self._change(PUBLISHING)

    def seconds(self) -> dict[str, float]:
        """By stage, in their order; the last one until now."""
        self._change(self._stage)
        return {stage: round(seconds, 3) for stage, seconds in self._seconds.items()}

    def _change(self, stage: str) -> None:
        now = self._clock()
        self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now
