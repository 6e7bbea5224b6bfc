"""The last good answer of each question, to stand in, marked, while the engine is away.

Comes in: whole envelopes as they are answered. Goes out: a copy of the last one for the same report, arguments and
conventions, with its age and the warning STALE_ANSWER. Kept as bytes, at most so many and so old.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import orjson
from cachetools import TTLCache

from backend.errors import EngineTimeout, EngineTruncated, EngineUnavailable, SegmentsUnavailable
from backend.reports.rows import exact_json

AWAY = frozenset(error.code for error in (EngineUnavailable, EngineTimeout, EngineTruncated, SegmentsUnavailable))
"""Failures of the engine for which an earlier answer may stand in; a question's own faults are not among them."""
MOST_BYTES = 64 * 1024 * 1024
LARGEST = 2 * 1024 * 1024
STALE = "STALE_ANSWER"

Key = tuple[str, Hashable, Hashable, str]
"""A report's name, its arguments and fields read, the business's conventions, the policy's digest: all but the data."""


@dataclass(frozen=True, slots=True)
class Kept:
    body: bytes
    at: float


class LastAnswers:
    """`seconds` is how old an answer may be; 0 keeps none."""

    def __init__(self, seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seconds = seconds
        self._hits = 0
        self._kept: TTLCache[Key, Kept] = TTLCache(
            MOST_BYTES, ttl=max(seconds, 1), timer=clock, getsizeof=lambda kept: len(kept.body)
        )

    def keep(self, key: Key, envelope: dict[str, Any]) -> None:
        """Whole, fresh answers only."""
        if not self._seconds or not envelope["metadata"]["complete"]:
            return
        body = orjson.dumps(envelope, default=exact_json)
        if len(body) <= LARGEST:
            self._kept[key] = Kept(body, self._clock())

    def instead_of(self, key: Key, failed: dict[str, Any], whole: Key | None = None) -> dict[str, Any]:
        """The kept answer under this request's id, or the failure itself when there is none or it is no outage.

        `whole` is the key of the answer with every field, which holds those of `key`.
        """
        if failed["error"]["code"] not in AWAY:
            return failed
        kept = self._kept.get(key)
        if kept is None and whole is not None:
            kept = self._kept.get(whole)
        if kept is None:
            return failed
        self._hits += 1
        envelope: dict[str, Any] = orjson.loads(kept.body)
        age = max(self._clock() - kept.at, 0.0)
        told = f"The data cannot be reached right now; this is the answer of {round(age)} seconds ago."
        metadata = envelope["metadata"]
        metadata["requestId"] = failed["metadata"]["requestId"]
        metadata["stale"] = True
        metadata["cache"] = {"hit": True, "ageMs": round(age * 1000)}
        metadata["warnings"].append({"code": STALE, "message": told, "field": None})
        return envelope

    def state(self) -> dict[str, Any]:
        """How many answers are kept, their bytes, the age of the oldest, and how often one stood in."""
        self._kept.expire()
        kept = list(self._kept.values())
        oldest = min((one.at for one in kept), default=None)
        return {
            "entries": len(kept),
            "bytes": sum(len(one.body) for one in kept),
            "mostBytes": MOST_BYTES,
            "keptSeconds": self._seconds,
            "hits": self._hits,
            "oldestMs": None if oldest is None else round((self._clock() - oldest) * 1000),
        }
