"""Figures of several processes as one: each worker posts its own beside the others', a scrape adds them up.

A worker holds the lock of its post for as long as it lives: counts of one that ended still count, what it was doing
does not. In: a folder that belongs to one run of the server. Out: samples by family.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import structlog
from prometheus_client.metrics_core import Metric

from backend.metrics.families import FAMILY, Family, Kind, Merged
from backend.runtime import is_held

log = structlog.get_logger("metrics")

ENDING = ".json"
CREATED = "_created"
"""The ending of samples that tell when counting began; nobody asks for them, and they differ between workers."""

Sample = tuple[str, tuple[tuple[str, str], ...]]
"""A sample's name and labels."""
Samples = dict[str, dict[Sample, float]]
"""Values by family and sample, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a worker said last; `is_alive` says whether it still runs."""

    samples: Samples
    is_alive: bool


class Post:
    """This worker's place in the folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock = os.open(folder / f"{self._name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._writing = threading.Lock()

    def put(self, samples: Samples) -> bool:
        """Take the place of what was said before, whole; False where there is no room, or no folder any more."""
        told = {name: [[*sample, value] for sample, value in values.items()] for name, values in samples.items()}
        draft = self._folder / f"{self._name}.draft"
        try:
            with self._writing:
                draft.write_bytes(orjson.dumps(told))
                draft.replace(self._folder / f"{self._name}{ENDING}")
        except OSError as error:
            log.warning("metrics.post.failed", reason=error.strerror)
            return False
        return True

    def others(self) -> Iterator[Posted]:
        """What the other workers said, those that ended included."""
        for path in sorted(self._folder.glob(f"*{ENDING}")):
            if path.stem != self._name and (samples := _read(path)) is not None:
                yield Posted(samples, is_held(path.with_suffix(".lock")) is True)

    def close(self) -> None:
        os.close(self._lock)


def _read(path: Path) -> Samples | None:
    try:
        told = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return {
        name: {(sample, tuple((key, value) for key, value in labels)): value for sample, labels, value in values}
        for name, values in told.items()
        if name in FAMILY
    }


def samples_of(metrics: Iterable[Metric]) -> Samples:
    """What a process counted and looked up."""
    found: Samples = {}
    for metric in metrics:
        name = _name(metric)
        told = (one for one in metric.samples if not one.name.endswith(CREATED))
        found[name] = {(one.name, tuple(one.labels.items())): one.value for one in told}
    return found


def _name(metric: Metric) -> str:
    ending = "_total" if metric.type == Kind.COUNTER.value else ""
    return f"{metric.name}{ending}".removeprefix("sales_")


def merged(own: Samples, others: Iterable[Posted]) -> Iterator[Metric]:
    """One metric a family over all workers."""
    every = [Posted(own, is_alive=True), *others]
    for name in own:
        family = FAMILY[name]
        values: dict[Sample, float] = {}
        for posted in every:
            if posted.is_alive or family.kind is not Kind.GAUGE:
                _add(values, posted.samples.get(name, {}), family)
        made = Metric(family.full.removesuffix("_total"), family.help, family.kind.value)
        for (sample, labels), value in values.items():
            made.add_sample(sample, dict(labels), value)
        yield made


def _add(values: dict[Sample, float], more: dict[Sample, float], family: Family) -> None:
    for sample, value in more.items():
        before = values.get(sample, 0.0)
        values[sample] = max(before, value) if family.merged is Merged.HIGHEST else before + value
