"""A scrape: everything counted, looked up and read from the store, in the form that the caller reads.

In: what this process and the store say. Out: bytes and their content type, for Prometheus or OpenMetrics.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from backend.metrics.counting import counted
from backend.metrics.workers import Post, Samples, merged, samples_of


class Collected(Collector):
    """What the encoder asks: metrics in the order they are told."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = tuple(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def gathered(looked_up: Iterable[Metric]) -> Samples:
    """All that this worker counted, and what was looked up."""
    return samples_of([*counted(), *looked_up])


def of_workers(looked_up: Iterable[Metric], post: Post | None) -> Iterable[Metric]:
    """This worker's figures with those of the others; its own are posted first, so that no count is seen to fall."""
    own = gathered(looked_up)
    if post is None:
        return merged(own, ())
    post.put(own)
    return merged(own, post.others())


def exposed(metrics: Iterable[Metric], accept: str) -> tuple[bytes, str]:
    """The body of an answer and its content type."""
    encode, content_type = choose_encoder(accept)
    return encode(Collected(metrics)), content_type
