"""The slowest recent questions of this process, for operators: what was asked, how long it took, and from which table.

In: each answered question as the door saw it. Out: the slowest first. At most so many and so old are kept, in memory
alone. Of one above the threshold the log is told how it was answered, never what was asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import structlog

from backend.envelope import plan_hash

log = structlog.get_logger("slow")
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
    plan_hash: str | None
    arguments: Mapping[str, object] | None
    noted: float


@dataclass(slots=True)
class SlowQuestions:
    """`clock` is monotonic seconds. Among those kept, the fastest gives way to a slower one.

    What takes `told_ms` or longer is told to the log too; 0 tells nothing.
    """

    clock: Callable[[], float] = time.monotonic
    told_ms: int = 0
    asked: int = 0
    _kept: list[Slow] = field(default_factory=list)

    def note(self, report: str, raw: Mapping[str, object], envelope: Mapping[str, Any], at: datetime) -> None:
        """Count the question, and keep it if it is among the slowest."""
        self.asked += 1
        metadata = envelope["metadata"]
        took_ms: float = metadata["tookMs"]
        self._forget_old()
        is_told = 0 < self.told_ms <= took_ms
        fastest = min(self._kept, key=_took) if len(self._kept) >= MOST_KEPT else None
        is_kept = fastest is None or fastest.took_ms < took_ms
        if not is_told and not is_kept:
            return
        slow = _slow(report, envelope, at, (_short(raw), self.clock()))
        if is_told:
            _tell(slow)
        if is_kept:
            if fastest is not None:
                self._kept.remove(fastest)
            self._kept.append(slow)

    def slowest(self, most: int) -> tuple[Slow, ...]:
        """Those of the last hour, slowest first."""
        self._forget_old()
        return tuple(sorted(self._kept, key=_took, reverse=True)[:most])

    def _forget_old(self) -> None:
        oldest = self.clock() - KEPT_SECONDS
        self._kept[:] = [slow for slow in self._kept if slow.noted >= oldest]


def _slow(
    report: str, envelope: Mapping[str, Any], at: datetime, asked: tuple[Mapping[str, object] | None, float]
) -> Slow:
    metadata, error = envelope["metadata"], envelope["error"]
    source = metadata["source"] or {"parts": (), "rejected": ()}
    arguments, noted = asked
    return Slow(
        at=at,
        report=report,
        took_ms=metadata["tookMs"],
        request_id=metadata["requestId"],
        rows=metadata["rowCount"],
        tables=tuple(dict.fromkeys(part["table"] for part in source["parts"])),
        rejected=tuple(source["rejected"]),
        code=None if error is None else error["code"],
        plan_hash=plan_hash([(report, metadata["source"])]),
        arguments=arguments,
        noted=noted,
    )


def _tell(slow: Slow) -> None:
    """How it was answered; arguments hold names of members, so that the log does not."""
    told = {
        "request_id": slow.request_id,
        "report": slow.report,
        "table": ",".join(slow.tables) or None,
        "rows": slow.rows,
        "took_ms": slow.took_ms,
        "code": slow.code,
        "plan_hash": slow.plan_hash,
        "rejected": list(dict.fromkeys(f"{one['table']} {one['reason']}" for one in slow.rejected)),
    }
    log.warning("question.slow", **{name: value for name, value in told.items() if value is not None})


def _took(slow: Slow) -> float:
    return slow.took_ms


def _short(raw: Mapping[str, object]) -> Mapping[str, object] | None:
    try:
        return dict(raw) if len(orjson.dumps(raw)) <= MOST_ARGUMENT_BYTES else None
    except TypeError:
        return None
