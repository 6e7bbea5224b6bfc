"""Backup and restore: whole or not at all, refused in words, always a new version, old releases included."""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from druid.store.manifest import encode, manifest_path
from druid.store.snapshots import damaged_files, open_snapshot, sequences
from ingestion.backup import back_up, restore
from ingestion.errors import LoadRefused, StoreFailed
from ingestion.faults import FailingDisk
from ingestion.sink.store import Store
from ingestion.tests.sales_store import NOW, Sale, load_sales, make_store, manifest_of, revenue, stored_lines
from ingestion.tests.test_cli import command
from ingestion.verify import undo_load, verify_store
from ingestion.watch import Watch

GOLDEN = Path(__file__).parents[2] / "druid" / "tests" / "golden"
FIRST = [Sale("2024-01-10 10:00:00", "10.00", "A1"), Sale("2024-02-10 10:00:00", "5.50", "A2", status="cancelled")]
LATER = [Sale("2024-03-10 10:00:00", "99.00", "A3")]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path / "store")
    load_sales(store, FIRST)
    return store


@pytest.fixture
def kept(tmp_path: Path, store: Store) -> Path:
    back_up(store, tmp_path / "kept")
    return tmp_path / "kept"


def spoil(path: Path) -> None:
    """One bit of the last byte, size kept; a file of its own, so that what is linked to it stays whole."""
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.unlink()
    path.write_bytes(data)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file that readers of a store can be led to."""
    found = [path for part in ("data", "manifests") for path in (folder / part).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_deleted_store_comes_back_with_its_lines_and_takes_loads(store: Store, kept: Path) -> None:
    lines = stored_lines(store)
    shutil.rmtree(store.path)
    restored = restore(store, kept, NOW)
    assert stored_lines(store) == lines
    assert revenue(store) == 155_000
    assert manifest_of(store).version == restored.version
    assert load_sales(store, FIRST).already
    assert not load_sales(store, LATER, name="later").already
    assert revenue(store) == 1_145_000
    assert verify_store(store, NOW, Watch()).is_equal
    undo_load(store, NOW)
    assert stored_lines(store) == lines


def test_a_copy_on_another_disk_is_as_good(store: Store, kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "carried")
    lines = stored_lines(store)
    shutil.rmtree(store.path)
    restore(store, tmp_path / "carried", NOW)
    assert stored_lines(store) == lines


def test_a_backup_is_a_store_of_one_version(store: Store, kept: Path) -> None:
    snapshot = open_snapshot(kept)
    assert snapshot is not None
    assert snapshot.manifest == manifest_of(store)
    assert list(damaged_files(snapshot)) == []
    assert sequences(kept) == (1,)
    listed = {file.path for file in snapshot.manifest.files}
    assert set(everything(kept)) == listed | {"manifests/snap-00000001.json"}


def test_a_restore_over_newer_data_is_a_new_version(store: Store, kept: Path) -> None:
    lines = stored_lines(store)
    load_sales(store, LATER, name="later")
    before = everything(store.path)
    restored = restore(store, kept, NOW)
    assert sequences(store.path) == (3, 2, 1)
    assert restored.version.startswith("00000003-")
    assert stored_lines(store) == lines
    assert before.items() <= everything(store.path).items()
    assert not store.staging.exists()


def test_a_damaged_store_is_mended_by_a_restore(store: Store, kept: Path) -> None:
    lines = stored_lines(store)
    spoil(store.path / manifest_of(store).files[0].path)
    manifest_path(store.path, 1).write_bytes(b"{")
    restore(store, kept, NOW)
    assert stored_lines(store) == lines
    snapshot = open_snapshot(store.path)
    assert snapshot is not None
    assert list(damaged_files(snapshot)) == []


def test_a_damaged_store_is_not_kept(store: Store, tmp_path: Path) -> None:
    for file in manifest_of(store).files:
        whole = (store.path / file.path).read_bytes()
        spoil(store.path / file.path)
        with pytest.raises(LoadRefused) as refused:
            back_up(store, tmp_path / "kept")
        assert refused.value.code == "STORE_DAMAGED"
        assert file.path in refused.value.message
        assert not (tmp_path / "kept").exists()
        (store.path / file.path).write_bytes(whole)
    back_up(store, tmp_path / "kept")


def test_a_version_that_does_not_hold_is_warned_of(store: Store, tmp_path: Path) -> None:
    load_sales(store, LATER, name="later")
    manifest_path(store.path, 2).write_bytes(b"{")
    done = back_up(store, tmp_path / "kept")
    assert (done.exit_code, [notice.code for notice in done.passed_over]) == (1, ["SNAPSHOT_FALLBACK"])
    assert done.version.startswith("00000001-")


@pytest.mark.parametrize("harm", ["bytes", "cut", "missing", "manifest", "number", "outside"])
def test_an_altered_backup_is_refused_and_changes_nothing(store: Store, kept: Path, harm: str) -> None:
    manifest = manifest_of(store)
    victim = kept / manifest.files[-1].path
    match harm:
        case "bytes":
            spoil(victim)
        case "cut":
            data = victim.read_bytes()
            victim.unlink()
            victim.write_bytes(data[:-1])
        case "missing":
            victim.unlink()
        case "manifest":
            spoil(manifest_path(kept, 1))
        case "number":
            manifest_path(kept, 1).rename(manifest_path(kept, 2))
        case _:
            victim.rename(kept.parent / "outside.parquet")
            moved = replace(manifest.files[-1], path="../outside.parquet")
            altered = replace(manifest, files=(*manifest.files[:-1], moved))
            manifest_path(kept, 1).write_bytes(encode(altered))
    before = everything(store.path)
    with pytest.raises(LoadRefused) as refused:
        restore(store, kept, NOW)
    assert refused.value.code == "BACKUP_DAMAGED"
    assert everything(store.path) == before
    assert not store.staging.exists()


def test_folders_that_cannot_be_meant_are_refused(store: Store, kept: Path, tmp_path: Path) -> None:
    for folder in (kept, store.path, store.path / "inside", tmp_path / "sales.csv"):
        with pytest.raises(LoadRefused) as refused:
            back_up(store, folder)
        assert refused.value.code == "BACKUP_FOLDER"
    with pytest.raises(LoadRefused) as empty:
        back_up(make_store(tmp_path / "nothing"), tmp_path / "elsewhere")
    assert empty.value.code == "NOTHING_TO_BACK_UP"
    with pytest.raises(LoadRefused) as absent:
        restore(store, tmp_path / "nothing", NOW)
    assert absent.value.code == "NO_BACKUP"
    with pytest.raises(LoadRefused) as foreign:
        restore(make_store(tmp_path / "abroad", "Asia/Tokyo"), kept, NOW)
    assert foreign.value.code == "STORE_SETTINGS"
    assert not (tmp_path / "abroad").exists()


def test_a_disk_that_fails_leaves_no_half_backup_and_no_half_restore(store: Store, kept: Path, tmp_path: Path) -> None:
    """Every durable operation fails once. Only after the rename of the manifest may the new version be seen."""
    before, half = manifest_of(store), tmp_path / "half"
    for at in range(1, 500):
        disk = FailingDisk(errno.ENOSPC, at)
        try:
            back_up(make_store(store.path, disk=disk), half)
        except StoreFailed:
            assert not half.exists()
            continue
        break
    assert at > 3 * len(before.files)
    seen: list[tuple[bool, str]] = []
    for at in range(1, 500):
        lost = make_store(tmp_path / f"lost{at}", disk=FailingDisk(errno.EIO, at))
        try:
            restore(lost, kept, NOW)
        except StoreFailed as failure:
            seen.append((open_snapshot(lost.path) is not None, failure.code))
            continue
        break
    assert len(seen) > 3 * len(before.files)
    assert set(seen) == {(False, "STORE_WRITE"), (True, "PUBLISH_UNSURE")}


def test_the_commands(store: Store, tmp_path: Path) -> None:
    where = ("--data-dir", store.path)
    version = manifest_of(store).version
    done = command("backup", tmp_path / "kept", *where, "--json")
    assert (done.returncode, json.loads(done.stdout)["version"]) == (0, version)
    again = command("backup", tmp_path / "kept", *where)
    assert (again.returncode, again.stderr.partition(":")[0]) == (2, "BACKUP_FOLDER")
    told = command("restore", tmp_path / "kept", "--data-dir", tmp_path / "new")
    assert told.returncode == 0
    assert told.stdout.startswith(f"restored: version {version} of ")
    assert stored_lines(make_store(tmp_path / "new")) == stored_lines(store)


@pytest.mark.parametrize("release", sorted(path.parent.name for path in GOLDEN.glob("*/sales.csv")))
def test_a_golden_store_verifies_and_restores(release: str, tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / release / "store", tmp_path / "old")
    old = make_store(tmp_path / "old")
    assert verify_store(old, NOW, Watch()).is_equal
    fresh = make_store(tmp_path / "fresh")
    restore(fresh, old.path, NOW)
    assert stored_lines(fresh) == stored_lines(old)


@pytest.mark.parametrize("release", sorted(path.parent.name for path in GOLDEN.glob("*/sales.csv")))
def test_a_load_gives_an_older_store_what_came_later(release: str, tmp_path: Path) -> None:
    """Markers in every month of the base, and the rollups that save enough."""
    shutil.copytree(GOLDEN / release / "store", tmp_path / "old")
    store = make_store(tmp_path / "old")
    months = {file.month for file in manifest_of(store).of_table(SALES.base)}
    load_sales(store, LATER * 4, name="later")
    after = manifest_of(store)
    for file in after.of_table(SALES.base):
        assert file.sums.keys() >= {marker.name for marker in SALES.markers}
    for name in SALES.later & SALES.rollup.keys():
        barred = {month for table, month in after.not_built if table == name}
        assert {file.month for file in after.of_table(name)} | barred == months | {"2024-03"}
        assert barred != months
    assert verify_store(store, NOW, Watch()).is_equal
