"""What a server counted of itself between two moments, read from its /metrics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from backend.benchmarks.api.servers import fetch

_SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)", re.MULTILINE)
_OUTCOME = re.compile(r'outcome="(\w+)"')
FOUND = ("hit", "shared", "revalidated")
"""Outcomes of the cache for which nothing was computed."""

Sums = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Counted:
    """`looked` is into the cache, of which `found` were kept answers; `queries` went to the engine for `engine_ms`."""

    looked: float
    found: float
    queries: float
    engine_ms: float

    @property
    def hit_rate(self) -> float | None:
        return self.found / self.looked if self.looked else None


def read(port: int, key: str) -> Sums:
    """Sums by metric and outcome."""
    sums: dict[tuple[str, str], float] = {}
    for name, labels, value in _SAMPLE.findall(fetch(port, "/metrics", key).decode()):
        outcome = _OUTCOME.search(labels)
        place = (name, outcome[1] if outcome else "")
        sums[place] = sums.get(place, 0.0) + float(value)
    return sums


def between(before: Sums, after: Sums) -> Counted:
    def grown(name: str, outcomes: tuple[str, ...] | None = None) -> float:
        places = [place for place in after if place[0] == name and (outcomes is None or place[1] in outcomes)]
        return sum(after[place] - before.get(place, 0.0) for place in places)

    looks = "sales_cache_requests_total"
    took = "sales_engine_query_duration_seconds"
    return Counted(grown(looks), grown(looks, FOUND), grown(f"{took}_count"), grown(f"{took}_sum") * 1000)
