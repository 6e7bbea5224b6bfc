"""What is looked up at a scrape rather than counted: the engine and the cache of this process.

In: figures of an engine and of a cache, where there are such. Out: metrics with the labels of the table of families.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.metrics_core import Metric

from backend.cache.figures import CacheFigures
from backend.metrics.engines import EngineFigures
from backend.metrics.families import FAMILY, Kind

MEMORY = "memory"
ROUTER = "router"

Valued = Iterable[tuple[tuple[str, ...], float]]
"""Label values in the family's order, and the value beside them."""


def metric(name: str, values: Valued) -> Metric:
    """A family with its samples."""
    family = FAMILY[name]
    made = Metric(family.full.removesuffix("_total"), family.help, family.kind.value)
    for labels, value in values:
        made.add_sample(family.full, dict(zip(family.labels, labels, strict=True)), value)
    return made


def engine_metrics(engine: str, figures: EngineFigures | None) -> Iterable[Metric]:
    """The engine that answers; without figures each family is there and empty."""
    found = () if figures is None else (figures,)
    yield metric("engine_slots_in_use", [((engine,), one.slots_in_use) for one in found])
    yield metric("engine_queue_length", [((engine,), one.waiting) for one in found])
    clusters = [one for one in found if one.breaker is not None]
    yield metric("breaker_state", [((ROUTER,), float(one.breaker or 0)) for one in clusters])
    yield metric("druid_truncated_responses_total", [((), one.truncated) for one in clusters])
    unserved = [((table,), float(count)) for one in clusters for table, count in one.unavailable.items()]
    yield metric("druid_segments_unavailable", unserved)


def cache_metrics(figures: CacheFigures) -> Iterable[Metric]:
    """The response cache; without one, as it has no room, each family is there and empty."""
    found = (figures,) if figures.most_bytes else ()
    requests = [((MEMORY, outcome), float(count)) for one in found for outcome, count in one.requests.items()]
    yield metric("cache_requests_total", requests)
    yield metric("cache_bytes", [((MEMORY,), one.bytes) for one in found])
    yield metric("cache_entries", [((MEMORY,), one.entries) for one in found])
    yield metric("cache_oldest_seconds", [((MEMORY,), one.oldest_age_seconds or 0.0) for one in found])


def is_looked_up(name: str) -> bool:
    """Whether a family is a figure of a process that is not counted as it happens."""
    return FAMILY[name].kind is Kind.GAUGE
