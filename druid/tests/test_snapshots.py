"""Opening a store: the newest manifest that holds, with a reason for every newer one that does not."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from druid.store.manifest import DataFile, Manifest, ManifestInvalid, decode, encode, manifest_path
from druid.store.snapshots import (
    SNAPSHOT_FALLBACK,
    StoreUnreadable,
    damaged_files,
    newest_sequence,
    older_manifests,
    open_snapshot,
)


def publish(store: Path, sequence: int, content: bytes = b"lines") -> Manifest:
    """A manifest with one file that holds `content`."""
    file = DataFile("base", "2024-01", f"data/{sequence}.parquet", len(content), sha256(content).hexdigest(), 1)
    (store / "data").mkdir(parents=True, exist_ok=True)
    (store / "manifests").mkdir(parents=True, exist_ok=True)
    (store / file.path).write_bytes(content)
    manifest = Manifest(sequence, "catalog", "Africa/Nairobi", "KES", "2024-01-01T00:00:00Z", (file,))
    manifest_path(store, sequence).write_bytes(encode(manifest))
    return manifest


def test_a_store_never_loaded(tmp_path: Path) -> None:
    assert open_snapshot(tmp_path / "nowhere") is None
    assert newest_sequence(tmp_path / "nowhere") is None


def test_the_newest_manifest_is_the_snapshot(tmp_path: Path) -> None:
    publish(tmp_path, 9)
    newest = publish(tmp_path, 10)
    (tmp_path / "manifests" / "snap-00000011.json.tmp").write_bytes(b"half")
    snapshot = open_snapshot(tmp_path)
    assert snapshot is not None
    assert (snapshot.manifest, snapshot.passed_over, newest_sequence(tmp_path)) == (newest, (), 10)
    assert [m.sequence for m in older_manifests(tmp_path, 10)] == [9]


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda s: (s / "data/2.parquet").unlink(), "data/2.parquet is missing"),
        (lambda s: (s / "data/2.parquet").write_bytes(b""), "has 0 bytes instead of 5"),
        (lambda s: manifest_path(s, 2).write_bytes(b""), "cut short or not JSON"),
        (lambda s: manifest_path(s, 2).write_bytes(manifest_path(s, 2).read_bytes()[:-40]), "cut short or not JSON"),
        (
            lambda s: manifest_path(s, 2).write_bytes(manifest_path(s, 2).read_bytes().replace(b"KES", b"UGX")),
            "checksum",
        ),
        (lambda s: manifest_path(s, 2).write_bytes(manifest_path(s, 1).read_bytes()), "says it is number 1"),
        (lambda s: manifest_path(s, 2).write_bytes(b'"text"'), "cut short or not JSON"),
    ],
)
def test_a_manifest_that_does_not_hold_is_passed_over(tmp_path: Path, harm: object, reason: str) -> None:
    kept = publish(tmp_path, 1)
    publish(tmp_path, 2)
    assert callable(harm)
    harm(tmp_path)
    snapshot = open_snapshot(tmp_path)
    assert snapshot is not None
    assert snapshot.manifest == kept
    (passed,) = snapshot.passed_over
    assert (passed.sequence, passed.code) == (2, SNAPSHOT_FALLBACK)
    assert reason in passed.reason
    assert newest_sequence(tmp_path) == 2


def test_no_manifest_holds(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    (tmp_path / "data/1.parquet").unlink()
    with pytest.raises(StoreUnreadable, match=r"none of the 1 manifests"):
        open_snapshot(tmp_path)


def test_changed_bytes_of_the_same_length_are_found_by_reading(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    (tmp_path / "data/1.parquet").write_bytes(b"limes")
    snapshot = open_snapshot(tmp_path)
    assert snapshot is not None
    (damage,) = damaged_files(snapshot)
    assert damage.reason == "data/1.parquet has other bytes than were published"


def test_a_newer_format_is_refused_by_name(tmp_path: Path) -> None:
    data = encode(Manifest(1, "c", "UTC", "KES", "t", format=99))
    with pytest.raises(ManifestInvalid, match="has format 99"):
        decode(data)
    assert decode(encode(publish(tmp_path, 3))) == publish(tmp_path, 3)
