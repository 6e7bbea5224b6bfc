"""Counters and histograms of this process, cheap enough for every request: children are kept by their labels.

In: the name of a family and label values. Out: `counted()`, everything counted so far.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.metrics_core import Metric

from backend.metrics.families import FAMILY, SECONDS

REGISTRY = CollectorRegistry(auto_describe=False)


class Counted:
    """A counter; `add` takes the label values in the family's order."""

    def __init__(self, name: str) -> None:
        family = FAMILY[name]
        self._counter = Counter(family.full, family.help, family.labels, registry=REGISTRY)
        self._children: dict[tuple[str, ...], Counter] = {} if family.labels else {(): self._counter}

    def add(self, *labels: str, by: float = 1.0) -> None:
        child = self._children.get(labels)
        if child is None:
            child = self._children[labels] = self._counter.labels(*labels)
        child.inc(by)


class Timed:
    """A histogram of seconds."""

    def __init__(self, name: str) -> None:
        family = FAMILY[name]
        self._histogram = Histogram(family.full, family.help, family.labels, registry=REGISTRY, buckets=SECONDS)
        self._children: dict[tuple[str, ...], Histogram] = {}

    def add(self, *labels: str, seconds: float) -> None:
        child = self._children.get(labels)
        if child is None:
            child = self._children[labels] = self._histogram.labels(*labels)
        child.observe(seconds)


def counted() -> Iterable[Metric]:
    """Every counter and histogram, also those that nothing was added to."""
    return REGISTRY.collect()
