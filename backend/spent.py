"""What a request spends where it cannot be seen from: waiting for a turn, questions sent to a cluster.

The outermost layer begins a `Spent` for each request; whatever works for it, in tasks of any depth, adds to it.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field

MOST_IDS = 8


@dataclass(slots=True)
class Spent:
    """`queue_ms` is the longest single wait; `query_ids` are the first of those that a cluster knows questions by."""

    queue_ms: float = 0.0
    query_ids: list[str] = field(default_factory=list)

    def add_wait(self, seconds: float) -> None:
        self.queue_ms = max(self.queue_ms, round(seconds * 1000, 3))

    def add_query(self, query_id: str) -> None:
        if len(self.query_ids) < MOST_IDS:
            self.query_ids.append(query_id)


_SPENT: ContextVar[Spent] = ContextVar("spent")


def begin_spending() -> Spent:
    """What the current task, and all that it starts, spends from here on."""
    spent = Spent()
    _SPENT.set(spent)
    return spent


def spent() -> Spent:
    """That of the request that is worked for; one that nobody reads where there is none."""
    return _SPENT.get(None) or Spent()
