"""Reading the store: the newest manifest that holds is the snapshot.

In: the store's folder. Out: a `Snapshot` (manifest plus the newer manifests that were passed over, with the reason).
A manifest holds when its checksum is right and every file it lists is there with the stated size; contents are
checked by `damaged_files`, which reads everything and so belongs in the background. Data files are never searched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from druid.store.manifest import DataFile, Manifest, ManifestInvalid, decode, manifest_path, manifests_folder

SNAPSHOT_FALLBACK = "SNAPSHOT_FALLBACK"
_NAME = re.compile(r"snap-(\d{8,})\.json")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A manifest that does not hold, and why."""

    sequence: int
    reason: str
    code: str = SNAPSHOT_FALLBACK


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One readable state of the store. `passed_over` is not empty when a newer manifest had to be left aside."""

    store: Path
    manifest: Manifest
    passed_over: tuple[PassedOver, ...] = ()

    def path_of(self, file: DataFile) -> Path:
        return self.store / file.path


@dataclass(frozen=True, slots=True)
class Damage:
    """A listed file whose bytes are not those that were published."""

    file: DataFile
    reason: str


class StoreUnreadable(Exception):
    """Manifests exist and none of them holds. `passed_over` says why for each, newest first."""

    def __init__(self, passed_over: tuple[PassedOver, ...]) -> None:
        super().__init__(f"none of the {len(passed_over)} manifests in the store holds: {passed_over[0].reason}")
        self.passed_over = passed_over


def sequences(store: Path) -> tuple[int, ...]:
    """Numbers of all manifests in the folder, newest first, whether they hold or not."""
    try:
        with os.scandir(manifests_folder(store)) as entries:
            matches = [_NAME.fullmatch(entry.name) for entry in entries]
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(sorted((int(match[1]) for match in matches if match), reverse=True))


def newest_sequence(store: Path) -> int | None:
    """The highest manifest number: one directory listing, cheap enough for every request. None in an empty store."""
    return next(iter(sequences(store)), None)


def read_manifest(store: Path, sequence: int) -> Manifest:
    """The manifest of that number when it holds; raises ManifestInvalid with the reason otherwise."""
    manifest = read_facts(store, sequence)
    for file in manifest.files:
        _check_size(store, file)
    return manifest


def read_facts(store: Path, sequence: int) -> Manifest:
    """The manifest of that number, for readers who keep no data files: those are not looked for."""
    try:
        manifest = decode(manifest_path(store, sequence).read_bytes())
    except OSError as error:
        raise ManifestInvalid(f"the manifest cannot be read ({error.strerror})") from error
    if manifest.sequence != sequence:
        raise ManifestInvalid(f"the manifest says it is number {manifest.sequence}")
    return manifest


def open_snapshot(store: Path) -> Snapshot | None:
    """The newest state that holds, None for a store never loaded; StoreUnreadable when no manifest holds."""
    passed_over: list[PassedOver] = []
    for sequence in sequences(store):
        try:
            return Snapshot(store, read_manifest(store, sequence), tuple(passed_over))
        except ManifestInvalid as invalid:
            passed_over.append(PassedOver(sequence, str(invalid)))
    if passed_over:
        raise StoreUnreadable(tuple(passed_over))
    return None


def older_manifests(store: Path, below: int) -> Iterator[Manifest]:
    """Manifests that hold with a number under `below`, newest first."""
    for sequence in sequences(store):
        if sequence < below:
            try:
                yield read_manifest(store, sequence)
            except ManifestInvalid:
                continue


def damaged_files(snapshot: Snapshot) -> Iterator[Damage]:
    """Every listed file whose size or sha256 is not the published one. Reads all bytes."""
    for file in snapshot.manifest.files:
        try:
            _check_size(snapshot.store, file)
            with snapshot.path_of(file).open("rb") as data:
                digest = file_digest(data, "sha256").hexdigest()
        except (ManifestInvalid, OSError) as error:
            yield Damage(file, str(error))
            continue
        if digest != file.sha256:
            yield Damage(file, f"{file.path} has other bytes than were published")


def _check_size(store: Path, file: DataFile) -> None:
    try:
        size = (store / file.path).stat().st_size
    except OSError as error:
        raise ManifestInvalid(f"{file.path} is missing ({error.strerror})") from error
    if size != file.size:
        raise ManifestInvalid(f"{file.path} has {size} bytes instead of {file.size}")
