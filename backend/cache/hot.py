"""Which questions are asked often: a small list beside the store, from which answers are made before anybody asks.

Comes in: questions with how often they were asked. Goes out: the most asked of them, also after a restart. Only what
principals ask who see every line is listed, so no name is in it that a row policy hides; the file is the owner's alone,
and holds neither keys nor who asked.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from backend.access.principal import Role

NAME = "hot-questions.json"
FORMAT = 1
MOST_LISTED = 64
LONGEST = 20_000
"""Bytes of a question that is still listed."""
HALF_LIFE_SECONDS = 12 * 3600.0
LEAST = 0.25
MOST_BYTES = 16 << 20
"""A larger file is none of ours: a byte of a question is six at most as it is written."""


class Hot(NamedTuple):
    """A question, and the role that asked it."""

    method: str
    path: str
    query: bytes
    body: bytes
    role: int


class HotQuestions:
    """`path` is the file, `clock` monotonic seconds: a count is worth half after twelve hours."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._counts: dict[Hot, float] = {}
        self._faded_at = clock()
        self.is_changed = False

    def note(self, hot: Hot, times: float) -> None:
        """It was asked so often."""
        if times <= 0 or len(hot.query) + len(hot.body) > LONGEST:
            return
        self._counts[hot] = self._counts.get(hot, 0.0) + times
        self.is_changed = True
        if len(self._counts) > 4 * MOST_LISTED:
            self._cut()

    def hottest(self, most: int) -> tuple[Hot, ...]:
        """The most asked, the first first."""
        return tuple(sorted(self._counts, key=self._counts.__getitem__, reverse=True)[:most])

    def fade(self) -> None:
        """Make counts worth what they are worth by now."""
        now = self._clock()
        share = 0.5 ** ((now - self._faded_at) / HALF_LIFE_SECONDS)
        self._faded_at = now
        self._counts = {hot: count * share for hot, count in self._counts.items() if count * share >= LEAST}
        self._cut()

    def _cut(self) -> None:
        self._counts = {hot: self._counts[hot] for hot in self.hottest(MOST_LISTED)}

    def load(self) -> None:
        """Take in what the file lists; another process may have added to it. A broken file lists nothing."""
        for hot, count in _read(self._path):
            self._counts[hot] = max(count, self._counts.get(hot, 0.0))
        self._cut()

    def save(self) -> None:
        """Write the file anew, with what others wrote there meanwhile, where the folder can be written."""
        self.fade()
        self.load()
        self.is_changed = False
        rows = [
            {"method": h.method, "path": h.path, "query": h.query, "body": h.body, "role": h.role, "count": count}
            for h, count in self._counts.items()
        ]
        text = orjson.dumps({"format": FORMAT, "questions": rows}, default=bytes.decode)
        with suppress(OSError):
            _replace(self._path, text)


def _read(path: Path) -> Iterator[tuple[Hot, float]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            return
        told = orjson.loads(path.read_bytes())
        rows = told["questions"] if told["format"] == FORMAT else []
        yield from [_counted(row) for row in rows[:MOST_LISTED]]
    except (OSError, orjson.JSONDecodeError, LookupError, TypeError, ValueError, AttributeError):
        return


def _counted(row: Mapping[str, Any]) -> tuple[Hot, float]:
    """A line of the file; raises what `_read` takes for a broken one."""
    method, path, query, body = (row[name].encode() for name in ("method", "path", "query", "body"))
    count = float(row["count"])
    if not isfinite(count):
        raise ValueError("a count without an end")
    return Hot(method.decode(), path.decode(), query, body, Role(row["role"])), count


def _replace(path: Path, text: bytes) -> None:
    """Whole or not at all, and readable by its owner alone."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
