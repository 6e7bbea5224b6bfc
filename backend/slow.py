"""The slowest recent questions of this process, for operators: what was asked, how long it took, and from which table.

In: each answered question as the door saw it. Out: the slowest first. At most so many and so old are kept, in memory
alone; the log is told nothing of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

MOST_KEPT = 50
KEPT_SECONDS = 3600.0
MOST_ARGUMENT_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Slow:
    """One question. `arguments` are as asked, None when they are too long to keep; `rejected` as in its envelope."""

    at: datetime
    report: str
    took_ms: float
    request_id: str
    rows: int
    tables: tuple[str, ...]
    rejected: tuple[Mapping[str, Any], ...]
    code: str | None
    arguments: Mapping[str, object] | None
    noted: float


@dataclass(slots=True)
class SlowQuestions:
    """`clock` is monotonic seconds. Among those kept, the fastest gives way to a slower one."""

    clock: Callable[[], float] = time.monotonic
    asked: int = 0
    _kept: list[Slow] = field(default_factory=list)

    def note(self, report: str, raw: Mapping[str, object], envelope: Mapping[str, Any], at: datetime) -> None:
        """Count the question, and keep it if it is among the slowest."""
        self.asked += 1
        metadata = envelope["metadata"]
        took_ms: float = metadata["tookMs"]
        self._forget_old()
        if len(self._kept) >= MOST_KEPT:
            fastest = min(self._kept, key=_took)
            if fastest.took_ms >= took_ms:
                return
            self._kept.remove(fastest)
        source = metadata["source"] or {"parts": (), "rejected": ()}
        error = envelope["error"]
        self._kept.append(
            Slow(
                at=at,
                report=report,
                took_ms=took_ms,
                request_id=metadata["requestId"],
                rows=metadata["rowCount"],
                tables=tuple(dict.fromkeys(part["table"] for part in source["parts"])),
                rejected=tuple(source["rejected"]),
                code=None if error is None else error["code"],
                arguments=_short(raw),
                noted=self.clock(),
            )
        )

    def slowest(self, most: int) -> tuple[Slow, ...]:
        """Those of the last hour, slowest first."""
        self._forget_old()
        return tuple(sorted(self._kept, key=_took, reverse=True)[:most])

    def _forget_old(self) -> None:
        oldest = self.clock() - KEPT_SECONDS
        self._kept[:] = [slow for slow in self._kept if slow.noted >= oldest]


def _took(slow: Slow) -> float:
    return slow.took_ms


def _short(raw: Mapping[str, object]) -> Mapping[str, object] | None:
    try:
        return dict(raw) if len(orjson.dumps(raw)) <= MOST_ARGUMENT_BYTES else None
    except TypeError:
        return None
