"""What the store says: the snapshot that is served, its proof, the records of loads. The loader is another process.

In: a `Served` and the history of loads as the API tells it. Out: metrics. Read at a scrape, by whichever worker is
asked; so nothing here is counted twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from prometheus_client.metrics_core import Metric

from backend.metrics.figures import Valued, metric
from backend.planner.coverage import covered_days
from druid.catalog.model import Catalog
from druid.store.contents import built_tables
from druid.store.manifest import Manifest
from druid.store.proof import Proof

ENDS = {"loaded": "loaded", "undone": "loaded", "replaced": "loaded"}
"""A load that was taken back later was loaded all the same; other states are their own outcome."""
COUNTED = ("loaded", "unchanged", "refused", "failed", "cancelled")
LINES = {"loaded": "loaded", "duplicate": "duplicate", "quarantined": "quarantined", "blank": "blank"}
HEADERS = "repeatedHeaders"

Load = Mapping[str, Any]
"""A document of `backend.loads.history`."""


@dataclass(frozen=True, slots=True)
class Served:
    """`manifest` is that of the snapshot in use; `free` are the bytes left on its disk, None where unknown.

    `seconds` are those of its newest load by stage.
    """

    catalog: Catalog
    version: str
    manifest: Manifest | None = None
    proof: Proof | None = None
    free: int | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)


def store_metrics(served: Served, loads: Iterable[Load]) -> Iterable[Metric]:
    """Every family that is read from the store; those of which nothing is known are empty."""
    yield metric("build_info", [((served.version, served.catalog.version), 1.0)])
    yield from _snapshot(served)
    yield metric("rollup_mismatched_days", _mismatches(served))
    yield metric("store_bytes", _bytes(served))
    yield metric("load_duration_seconds", [((stage,), seconds) for stage, seconds in served.seconds.items()])
    yield from _loads(tuple(loads))


def _snapshot(served: Served) -> Iterable[Metric]:
    manifest = served.manifest
    found = () if manifest is None else (manifest,)
    yield metric("snapshot_sequence", [((), one.sequence) for one in found])
    yield metric("snapshot_published_timestamp_seconds", [((), _epoch(one.published_at)) for one in found])
    newest = [one.newest_ms for one in found if one.newest_ms is not None]
    yield metric("data_newest_timestamp_seconds", [((), ms / 1000) for ms in newest])
    yield metric("coverage_days", [value for one in found for value in _days(one)])


def _epoch(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _days(manifest: Manifest) -> Valued:
    covered = covered_days(manifest.coverage, manifest.timezone, manifest.timezone, None)
    bounds = covered.bounds()
    if bounds is None:
        return
    loaded = sum(last - first + 1 for first, last in zip(covered.firsts, covered.lasts, strict=True))
    yield ("loaded",), loaded
    yield ("missing",), (bounds[1] - bounds[0]).days + 1 - loaded


def _mismatches(served: Served) -> Valued:
    """Days by rollup; a month whose file is damaged, or of which no day is named, counts as one."""
    manifest, proof = served.manifest, served.proof
    if manifest is None:
        return
    gaps = list(manifest.withdrawn)
    damaged: tuple[tuple[str, str], ...] = ()
    if proof is not None and proof.version == manifest.version:
        gaps += [*proof.listed, *proof.copy_withdrawn]
        damaged = proof.damaged
    found = {(gap.table, gap.day or gap.month) for gap in gaps} | set(damaged)
    counts = Counter(table for table, _ in found)
    for table in built_tables(served.catalog):
        yield (table,), counts[table]


def _bytes(served: Served) -> Valued:
    if served.manifest is not None:
        base = served.catalog.base
        sizes = Counter[str]()
        for file in served.manifest.files:
            sizes["base" if file.table == base else "rollups"] += file.size
        yield ("base",), sizes["base"]
        yield ("rollups",), sizes["rollups"]
    if served.free is not None:
        yield ("free",), served.free


def _loads(documents: tuple[Load, ...]) -> Iterable[Metric]:
    ended = [one for one in documents if one["kind"] == "load"]
    ends = Counter(ENDS.get(str(one["state"]), str(one["state"])) for one in ended)
    balanced = [one["balance"]["lines"] for one in ended if one["balance"]]
    lines = Counter[str]()
    for parts in balanced:
        for part in LINES:
            lines[part] += parts[part]
        lines["repeated_headers"] += parts[HEADERS]
    yield metric("loads_total", [((outcome,), ends[outcome]) for outcome in COUNTED])
    yield metric("load_lines_total", [((outcome,), count) for outcome, count in lines.items()])
    newest = balanced[:1]
    ratio = [((), parts["quarantined"] / max(parts["in"], 1)) for parts in newest]
    yield metric("load_quarantine_ratio", ratio)
