"""Making a state of the store visible in one step, and clearing away what no kept state lists.

In: staged files and the manifest that names them. Out: a published manifest. Files are durable before the manifest is
written, the manifest before it is renamed into place; the rename is the moment of change.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from druid.store.manifest import Manifest, ManifestInvalid, decode, encode, manifest_path
from druid.store.serving import decode_serving, newest_serving, serving_folder
from druid.store.snapshots import newest_sequence, sequences
from ingestion.errors import StoreFailed
from ingestion.sink.disk import Point
from ingestion.sink.port import Staged
from ingestion.sink.store import Store

KEPT_SNAPSHOTS = 30
SAFE_AGE_SECONDS = 900
"""A superseded snapshot's files stay at least this long, for readers that still hold it."""


def next_sequence(store: Store) -> int:
    """A number above every manifest in the folder, also above those that do not hold."""
    return (newest_sequence(store.path) or 0) + 1


def publish(store: Store, manifest: Manifest, staged: Sequence[Staged] = ()) -> None:
    """Commit the staged files, then the manifest that lists them."""
    _commit_files(store, staged)
    _commit_manifest(store, manifest)


def _commit_files(store: Store, staged: Sequence[Staged]) -> None:
    disk = store.disk
    for file in staged:
        disk.sync_file(file.path)
        disk.reach(Point.SYNC_FILE)
    folders = sorted({store.table_folder(file.file.table) for file in staged})
    for folder in (store.path / "data", *folders, store.manifests):
        disk.make_folder(folder)
    for file in staged:
        disk.rename(file.path, store.path / file.file.path)
        disk.reach(Point.BASE_COMMIT if file.file.table == store.catalog.base else Point.ROLLUP_COMMIT)
    for folder in (*folders, store.path / "data", store.path, store.path.parent):
        disk.sync_folder(folder)
    disk.reach(Point.SYNC_DIR)


def _commit_manifest(store: Store, manifest: Manifest) -> None:
    disk = store.disk
    target = manifest_path(store.path, manifest.sequence)
    draft = target.with_name(f"{target.name}.tmp")
    disk.write(draft, encode(manifest))
    disk.reach(Point.MANIFEST_WRITE)
    disk.sync_file(draft)
    disk.reach(Point.MANIFEST_SYNC)
    disk.rename(draft, target)
    disk.reach(Point.MANIFEST_RENAME)
    make_sure(store)
    disk.reach(Point.ROOT_SYNC)


def make_sure(store: Store) -> None:
    """Make the newest manifest's entry durable. After a failure here the new state is visible but may be lost."""
    try:
        store.disk.sync_folder(store.manifests)
    except OSError as error:
        raise StoreFailed(
            "PUBLISH_UNSURE",
            f"The new state is visible, but the disk did not confirm it ({error.strerror}).",
            "Run the same load again: it changes nothing and confirms the state.",
        ) from error


def collect(store: Store, now: datetime) -> int:
    """Delete manifests beyond the newest 30 and files that no manifest lists any more; how many files went."""
    served = _served_records(store, now)
    old = [sequence for sequence in sequences(store.path)[KEPT_SNAPSHOTS:] if _is_old(store, sequence, now)]
    expired = [sequence for sequence in old if sequence not in served]
    for sequence in expired:
        store.disk.remove(manifest_path(store.path, sequence))
    if expired:
        store.disk.sync_folder(store.manifests)
    listed = _listed_files(store)
    orphans = [path for path in _data_files(store) if path not in listed and _age(path, now) > SAFE_AGE_SECONDS]
    store.disk.reach(Point.GC_DELETE)
    for path in orphans:
        store.disk.remove(path)
        store.disk.reach(Point.GC_DELETE)
    return len(orphans)


def _is_old(store: Store, sequence: int, now: datetime) -> bool:
    """Whether the manifest was superseded long enough ago that no reader holds it."""
    successor = next(number for number in reversed(sequences(store.path)) if number > sequence)
    return _age(manifest_path(store.path, successor), now) > SAFE_AGE_SECONDS


def _served_records(store: Store, now: datetime) -> frozenset[int]:
    """Manifests by which a cluster's answers are planned: of its newest document, and of those just superseded."""
    newest = newest_serving(store.path)
    recent = (path for path in serving_folder(store.path).glob("*.json") if _age(path, now) <= SAFE_AGE_SECONDS)
    served = {newest.record} if newest else set()
    for path in recent:
        with suppress(ManifestInvalid, OSError):
            served.add(decode_serving(path.read_bytes()).record)
    return frozenset(served)


def _age(path: Path, now: datetime) -> float:
    return now.timestamp() - path.stat().st_mtime


def _listed_files(store: Store) -> frozenset[Path]:
    """Files named by any manifest that can be decoded, whether it holds or not."""
    listed: set[Path] = set()
    for sequence in sequences(store.path):
        try:
            manifest = decode(manifest_path(store.path, sequence).read_bytes())
        except ManifestInvalid:
            continue
        listed.update(store.path / file.path for file in manifest.files)
    return frozenset(listed)


def _data_files(store: Store) -> list[Path]:
    return sorted((store.path / "data").glob("*/*.parquet"))
