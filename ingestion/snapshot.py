"""The next manifest: what a landing, an undo or a verification makes of the one before.

In: the manifest before and the new facts. Out: a whole `Manifest`; nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from druid.store.manifest import Coverage, DataFile, LoadRecord, Manifest
from druid.store.snapshots import older_manifests
from ingestion.coverage import merge_coverage
from ingestion.errors import LoadRefused
from ingestion.sink.port import Landing
from ingestion.sink.store import Store


def empty_manifest(store: Store, sequence: int, now: datetime) -> Manifest:
    """A store in which nothing is loaded."""
    catalog = store.catalog
    return Manifest(
        sequence, catalog.layout, store.timezone, store.currency, now.isoformat(), essential=catalog.essential
    )


def landed_manifest(
    before: Manifest, landing: Landing, record: LoadRecord, covered: tuple[Coverage, ...], *, base: str
) -> Manifest:
    """`before` (already renumbered for this publication) with a landing and its record."""
    files = [file for file in landing.files if file.table == base]
    return replace(
        before,
        files=landing.files,
        coverage=merge_coverage((*before.coverage, *covered)),
        withdrawn=landing.withdrawn,
        not_built=landing.not_built,
        exceptions=landing.exceptions,
        columns=_present(files),
        newest_ms=max((file.newest_ms for file in files if file.newest_ms is not None), default=None),
        loads=(*before.loads, record),
    )


def renumbered(store: Store, before: Manifest | None, sequence: int, now: datetime) -> Manifest:
    """The manifest before as the start of the next one, in today's catalog."""
    start = before or empty_manifest(store, sequence, now)
    catalog = store.catalog
    return replace(
        start,
        sequence=sequence,
        catalog=catalog.layout,
        essential=catalog.essential,
        published_at=now.isoformat(),
    )


def undone_manifest(store: Store, before: Manifest | None, sequence: int, now: datetime) -> Manifest:
    """The state before the newest load, as a new version; refused when there is no such load or state."""
    if before is None or not before.loads:
        raise LoadRefused("NOTHING_TO_UNDO", "The store holds no load that could be undone.", "Load a file first.")
    *earlier, last = before.loads
    target = _state_with(store.path, before.sequence, tuple(load.load_id for load in earlier))
    if target is None and earlier:
        raise LoadRefused(
            "NOTHING_TO_UNDO",
            f"The state before load {last.load_id} is no longer kept.",
            "Load the right file with --mode replace instead.",
        )
    state = target or empty_manifest(store, sequence, now)
    return replace(state, sequence=sequence, published_at=now.isoformat(), undone=(*before.undone, last.load_id))


def _state_with(store: Path, below: int, load_ids: tuple[str, ...]) -> Manifest | None:
    """The newest earlier manifest with exactly these loads."""
    for manifest in older_manifests(store, below):
        if tuple(load.load_id for load in manifest.loads) == load_ids:
            return manifest
    return None


def _present(files: Iterable[DataFile]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for file in files:
        counts.update(file.present)
    return dict(counts)
