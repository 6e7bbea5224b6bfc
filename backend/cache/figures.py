"""What the cache did and holds, for diagnostics and metrics.

Comes in: one call a request or change. Goes out: plain counters that anybody may read at any time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

HIT = "hit"
"""Answered from what was kept."""
REVALIDATED = "revalidated"
"""Answered 304: the caller has the answer already."""
SHARED = "shared"
"""Answered by the computation that another asker of the same had begun."""
MISS = "miss"
"""Computed."""
BYPASS = "bypass"
"""Not looked up: not a question whose answer is kept."""
OUTCOMES = (HIT, REVALIDATED, SHARED, MISS, BYPASS)


@dataclass(slots=True)
class CacheFigures:
    """`requests` counts by outcome; `bytes` and `entries` are what is kept now, `oldest` when the oldest was computed.

    `clock` and times are monotonic seconds. `evicted` counts answers given up for room, `expired` for age, `superseded`
    for a newer data version, `warmed` those asked before anybody did.
    """

    clock: Callable[[], float] = time.monotonic
    requests: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    entries: int = 0
    bytes: int = 0
    most_bytes: int = 0
    evicted: int = 0
    expired: int = 0
    superseded: int = 0
    warmed: int = 0
    oldest: Callable[[], float | None] = lambda: None

    @property
    def oldest_age_seconds(self) -> float | None:
        """The age of the oldest kept answer; None when none is."""
        born = self.oldest()
        return None if born is None else max(self.clock() - born, 0.0)

    def state(self) -> dict[str, Any]:
        """All of it as plain values."""
        age = self.oldest_age_seconds
        return {
            "entries": self.entries,
            "bytes": self.bytes,
            "mostBytes": self.most_bytes,
            "hits": self.requests[HIT],
            "revalidated": self.requests[REVALIDATED],
            "shared": self.requests[SHARED],
            "misses": self.requests[MISS],
            "bypassed": self.requests[BYPASS],
            "evicted": self.evicted,
            "expired": self.expired,
            "superseded": self.superseded,
            "warmed": self.warmed,
            "oldestMs": None if age is None else round(age * 1000),
        }
