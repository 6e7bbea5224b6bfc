"""Backup and restore: one manifest and the files it lists, proved byte for byte on the way out and on the way in.

In: a store and the folder of a backup. Out: a `Kept` (what the backup holds) or a `Restored` (the version it became).
A backup is itself a store of one version: files are linked or copied, compared with their facts and made durable
first, the manifest comes last. A restore publishes by the same protocol as a load, or changes nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from druid.store.manifest import DataFile, Manifest, encode, manifest_path
from druid.store.snapshots import StoreUnreadable, open_snapshot
from ingestion.errors import LoadRefused
from ingestion.lock import hold_lock
from ingestion.read.source import Notice
from ingestion.sink.disk import Disk, Point
from ingestion.sink.failures import coded_failures
from ingestion.sink.port import Staged
from ingestion.sink.publication import next_sequence, publish
from ingestion.sink.store import Store
from ingestion.state import current_snapshot, left_aside, refuse_foreign, staging_folder


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds; `passed_over` warns of newer versions of the store that do not hold and so are not in it."""

    folder: Path
    version: str
    files: int
    size: int
    passed_over: tuple[Notice, ...] = ()

    @property
    def exit_code(self) -> int:
        return 1 if self.passed_over else 0


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` is the version in the backup, `version` the one it was published as."""

    folder: Path
    kept: str
    version: str
    files: int
    size: int


def back_up(store: Store, folder: Path) -> Kept:
    """Put the newest version that holds into an empty or absent folder. Loads may go on meanwhile."""
    with coded_failures():
        _refuse_taken(store, folder)
        snapshot = current_snapshot(store)
        if snapshot is None:
            raise LoadRefused("NOTHING_TO_BACK_UP", "The store is empty; nothing can be kept.", "Load a file first.")
        manifest = snapshot.manifest
        with _emptied_on_failure(folder):
            _fill(store, manifest, folder)
        return Kept(folder, manifest.version, len(manifest.files), _size(manifest), left_aside(store))


def restore(store: Store, folder: Path, now: datetime) -> Restored:
    """Publish the version in the backup as the next one of the store, after every file has proved its facts."""
    kept = _kept_manifest(folder)
    refuse_foreign(store, kept)
    with coded_failures(), hold_lock(store.lock, f"a restore, begun at {now:%Y-%m-%d %H:%M:%S %Z}"):
        refuse_foreign(store, _visible(store))
        with staging_folder(store, "restore") as staging:
            staged = tuple(_staged(store.disk, folder, file, staging / f"{n}") for n, file in enumerate(kept.files))
            following = replace(kept, sequence=next_sequence(store), published_at=now.isoformat())
            publish(store, following, staged)
    return Restored(folder, kept.version, following.version, len(kept.files), _size(kept))


def _size(manifest: Manifest) -> int:
    return sum(file.size for file in manifest.files)


def _refuse_taken(store: Store, folder: Path) -> None:
    """A backup never mixes with other files, and not with the store that it is to outlive."""
    if folder.resolve().is_relative_to(store.path.resolve()):
        raise LoadRefused("BACKUP_FOLDER", f"{folder} is inside the store.", "Name a folder outside of it.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LoadRefused("BACKUP_FOLDER", f"{folder} is not an empty folder.", "Name an empty or a new folder.")


@contextmanager
def _emptied_on_failure(folder: Path) -> Iterator[None]:
    """Half a backup is none: what was written into the folder goes again."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _fill(store: Store, manifest: Manifest, folder: Path) -> None:
    disk = store.disk
    for file in manifest.files:
        target = folder / file.path
        disk.make_folder(target.parent)
        _link_or_copy(disk, store.path / file.path, target)
        if (fault := _fault_of(file, target)) is not None:
            hint = "Run python -m ingestion verify; restore an older backup, or load the files into an empty store."
            raise LoadRefused("STORE_DAMAGED", f"The store is damaged: {fault}. Nothing was kept.", hint)
        disk.sync_file(target)
        disk.reach(Point.SYNC_FILE)
    target = manifest_path(folder, manifest.sequence)
    draft = target.with_name(f"{target.name}.tmp")
    disk.make_folder(target.parent)
    for inner in sorted({folder / file.path for file in manifest.files}):
        disk.sync_folder(inner.parent)
    if manifest.files:
        disk.sync_folder(folder / "data")
    disk.write(draft, encode(manifest))
    disk.sync_file(draft)
    disk.rename(draft, target)
    for outer in (target.parent, folder, folder.absolute().parent):
        disk.sync_folder(outer)


def _link_or_copy(disk: Disk, source: Path, target: Path) -> None:
    """Published files never change, so a second name is as good as a copy where the disk allows one."""

    def make() -> None:
        with suppress(OSError):
            if os.access(source, os.W_OK):
                os.link(source.resolve(), target)
                return
        shutil.copyfile(source, target)

    disk.produce(target, make)


def _fault_of(file: DataFile, found: Path) -> str | None:
    """Why the bytes in `found` are not those that the manifest states."""
    with found.open("rb") as data:
        digest = file_digest(data, "sha256").hexdigest()
    return None if digest == file.sha256 else f"{file.path} has other bytes than were published"


def _kept_manifest(folder: Path) -> Manifest:
    """The manifest of a backup, when it is the only one and every file lies where a store has it."""
    try:
        snapshot = open_snapshot(folder)
    except StoreUnreadable as unreadable:
        raise _damaged(unreadable.passed_over[0].reason) from unreadable
    if snapshot is None:
        raise LoadRefused("NO_BACKUP", f"{folder} holds no backup.", "Name a folder that `backup` has written.")
    if snapshot.passed_over:
        raise _damaged(snapshot.passed_over[0].reason)
    for file in snapshot.manifest.files:
        parts = PurePosixPath(file.path).parts
        if len(parts) != 3 or parts[:2] != ("data", file.table) or ".." in parts:
            raise _damaged(f"{file.path} is no place of a store")
    return snapshot.manifest


def _damaged(reason: str) -> LoadRefused:
    message = f"The backup cannot be trusted: {reason}. Nothing was restored."
    return LoadRefused("BACKUP_DAMAGED", message, "Take another backup, or load the files again.")


def _visible(store: Store) -> Manifest | None:
    """What readers see now, None also when they see nothing: an unreadable store is what a restore is for."""
    try:
        snapshot = open_snapshot(store.path)
    except StoreUnreadable:
        return None
    return snapshot.manifest if snapshot else None


def _staged(disk: Disk, folder: Path, file: DataFile, target: Path) -> Staged:
    """The file beside the store's own, proved after it got there."""
    _link_or_copy(disk, folder / file.path, target)
    if (fault := _fault_of(file, target)) is not None:
        raise _damaged(fault)
    disk.reach(Point.STAGE_WRITE)
    return Staged(target, file)
