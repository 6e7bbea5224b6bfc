"""The state around a load: the manifest it starts from, the folder it builds in, and tidying up after it.

In: a store. Out: its current manifest, refusals when the store was made for another zone or currency or the disk is
too full, a staging folder that leaves nothing behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import orjson

from druid.store.manifest import LoadRecord, Manifest
from druid.store.snapshots import Snapshot, StoreUnreadable, open_snapshot
from ingestion.errors import LoadRefused, StoreFailed
from ingestion.read.source import Notice
from ingestion.sink.disk import Point
from ingestion.sink.publication import collect
from ingestion.sink.store import Store

SPACE_FACTOR = 3


def current_manifest(store: Store) -> Manifest | None:
    """The manifest that readers see now; None in a store never loaded."""
    snapshot = current_snapshot(store)
    return snapshot.manifest if snapshot else None


def current_snapshot(store: Store) -> Snapshot | None:
    """What readers see now."""
    try:
        return open_snapshot(store.path)
    except StoreUnreadable as unreadable:
        raise StoreFailed(
            "STORE_UNREADABLE",
            f"The store cannot be read: {unreadable.passed_over[0].reason}.",
            "Restore the data folder from a backup, or choose an empty one with --data-dir.",
        ) from unreadable


def left_aside(store: Store) -> tuple[Notice, ...]:
    """A warning for each version newer than what readers see: what only it held is not in the store any more."""
    snapshot = current_snapshot(store)
    return tuple(
        Notice(
            entry.code,
            f"version {entry.sequence} is left aside: {entry.reason}; load again what only that version held.",
        )
        for entry in (snapshot.passed_over if snapshot else ())
    )


def refuse_foreign(store: Store, manifest: Manifest | None) -> None:
    """Days and money of one store have one zone and one currency."""
    settings = {"time zone": store.timezone, "currency": store.currency}
    stored = {"time zone": manifest.timezone, "currency": manifest.currency} if manifest else settings
    for name, value in settings.items():
        if stored[name] != value:
            raise LoadRefused(
                "STORE_SETTINGS",
                f"The store was made with the {name} {stored[name]}, not {value}.",
                f"Set {stored[name]} again, or load everything into an empty data folder.",
            )


def refuse_full_disk(store: Store, size: int) -> None:
    """A load needs room for parked lines, new files and spilling."""
    free = shutil.disk_usage(_existing(store.path)).free
    if free < SPACE_FACTOR * size:
        raise LoadRefused(
            "DISK_SPACE",
            f"The disk has {free / 1e9:.1f} GB free; this file needs {SPACE_FACTOR * size / 1e9:.1f} GB.",
            "Free some space, or move the data folder.",
        )


@contextmanager
def staging_folder(store: Store, load_id: str) -> Iterator[Path]:
    """An empty folder for one load, removed at its end."""
    clear_staging(store)
    folder = store.staging / load_id
    store.disk.make_folder(folder)
    try:
        yield folder
    finally:
        clear_staging(store)


def clear_staging(store: Store) -> None:
    """Remove what loads left, also one that was killed; only the holder of the lock may."""
    shutil.rmtree(store.staging, ignore_errors=True)


def tidy_up(
    store: Store, record: LoadRecord, now: datetime, seconds: Mapping[str, float] | None = None
) -> tuple[Notice, ...]:
    """Keep the record, with the seconds of its stages, as a file of its own; collect old files.

    The load stands even if this fails.
    """
    try:
        store.disk.make_folder(store.reports)
        report = orjson.dumps({**asdict(record), "seconds": dict(seconds or {})}, option=orjson.OPT_INDENT_2)
        store.disk.write(store.reports / f"{record.load_id}.json", report)
        store.disk.reach(Point.REPORT_WRITE)
        collect(store, now)
    except OSError as error:
        return (Notice("TIDY_FAILED", f"The load stands, but tidying up failed: {error.strerror}."),)
    return ()


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.absolute().parent)
