"""Publication under power cuts and failing disks: the old state or the new one, never another, never none."""

from __future__ import annotations

import errno
import itertools
import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from druid.store.snapshots import damaged_files, open_snapshot
from ingestion.errors import StoreFailed
from ingestion.faults import FailingDisk
from ingestion.sink.disk import LOAD_POINTS, Disk, Point
from ingestion.sink.store import Store
from ingestion.tests.power_cuts import JournalDisk, Moment
from ingestion.tests.sales_store import SMALL, Sale, load_sales, make_store, manifest_of, revenue

FIRST = [Sale("2024-01-10 10:00:00", "10.00", f"A{n}") for n in range(20)] + [Sale("2024-02-10 10:00:00", "10.00")]
SECOND = [Sale("2024-01-10 10:00:00", "1.00", f"B{n}") for n in range(5)]
STATES = 8
MORE_STATES = int(os.environ.get("SALES_TORTURE_STATES", "200"))


def journalled_loads(tmp_path: Path, forgets: tuple[str, ...] = ()) -> tuple[list[Moment], int, list[Point]]:
    """The moments of a first and a second load, how many belong to the first, and the points reached."""
    disk = JournalDisk(tmp_path / "store", forgets)
    store = make_store(tmp_path / "store", disk=disk)
    load_sales(store, FIRST, name="first")
    first = len(disk.moments)
    load_sales(store, SECOND, name="second")
    return disk.moments, first, disk.reached


def outcome_of(folder: Path, state: dict[str, bytes]) -> int | str | None:
    """The version that a reader opens after the cut; a sentence when what it opens is not whole."""
    for path, data in state.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    try:
        snapshot = open_snapshot(folder)
    except Exception as error:  # noqa: BLE001 - any failure to open is a finding of this test
        return f"unreadable: {error}"
    if snapshot is None:
        return None
    damage = [entry.reason for entry in damaged_files(snapshot)]
    return f"wrong: {damage}" if damage else snapshot.manifest.sequence


def survivors(tmp_path: Path, moments: list[Moment], states: int) -> list[tuple[int, int | str | None]]:
    """Moment number and what was found there, for every drawn leftover."""
    chance = random.Random(42)
    found = []
    for number, moment in enumerate(moments):
        for place, state in enumerate(moment.states(chance, states)):
            folder = tmp_path / f"cut-{number}-{place}"
            found.append((number, outcome_of(folder, state)))
            shutil.rmtree(folder, ignore_errors=True)
    return found


@pytest.mark.parametrize("states", [STATES, pytest.param(MORE_STATES, marks=pytest.mark.torture)])
def test_after_a_power_cut_the_old_or_the_new_state_is_whole(tmp_path: Path, states: int) -> None:
    moments, first, _ = journalled_loads(tmp_path)
    found = survivors(tmp_path, moments, states)
    assert len(found) >= 400
    for number, outcome in found:
        allowed = {None, 1} if number < first else {1, 2}
        assert outcome in allowed, moments[number].label
    assert {outcome for number, outcome in found if number == first - 1} == {1}
    assert {outcome for number, outcome in found if number == len(moments) - 1} == {2}
    assert {outcome for _, outcome in found} == {None, 1, 2}


@pytest.mark.parametrize("forgotten", ["sync_file", "sync_folder"])
def test_the_power_cut_test_notices_a_missing_fsync(tmp_path: Path, forgotten: str) -> None:
    moments, _, _ = journalled_loads(tmp_path, (forgotten,))
    found = survivors(tmp_path, moments[-1:], 40)
    assert {outcome for _, outcome in found} != {2}


def test_every_named_point_is_reached(tmp_path: Path) -> None:
    _, _, reached = journalled_loads(tmp_path)
    assert set(reached) == set(LOAD_POINTS)
    order = list(dict.fromkeys(reached))
    assert order == list(LOAD_POINTS)


ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE)


def failing_loads(tmp_path: Path, errors: tuple[int, ...]) -> list[str]:
    """Load with the n-th durable step failing until nothing fails; the code of every try, "" at the end."""
    kept = make_store(tmp_path / "kept" / "store", catalog=SMALL)
    (tmp_path / "kept").mkdir()
    load_sales(kept, FIRST, name="first")
    codes = []
    for at in itertools.count(1):
        shutil.copytree(tmp_path / "kept", tmp_path / f"try-{at}")
        disk = FailingDisk(errors[at % len(errors)], at)
        codes.append(code_of(make_store(tmp_path / f"try-{at}" / "store", disk=disk, catalog=SMALL)))
        if disk.operations < at:
            return codes
    raise AssertionError("unreachable")


def code_of(store: Store) -> str:
    """The code with which a load that may fail ends; what readers see is checked on the way."""
    before = manifest_of(store)
    try:
        notices = [notice.code for notice in load_sales(store, SECOND, name="second").notices]
    except StoreFailed as failure:
        if failure.code == "PUBLISH_UNSURE":
            assert load_sales(replace(store, disk=Disk()), SECOND, name="second").already
        else:
            assert manifest_of(store) == before
        assert not store.staging.exists()
        return failure.code
    assert revenue(store) == (21 * 10 + 5) * 10_000
    return ", ".join(notices)


def test_a_disk_that_fails_at_any_step_leaves_the_old_state_until_the_load_passes(tmp_path: Path) -> None:
    codes = failing_loads(tmp_path, ERRORS)
    phases = [code for code, _ in itertools.groupby(codes)]
    assert phases == ["STORE_WRITE", "PUBLISH_UNSURE", "TIDY_FAILED", ""]
    assert codes.count("PUBLISH_UNSURE") == 1


@pytest.mark.torture
@pytest.mark.parametrize("number", ERRORS)
def test_every_step_fails_with_every_error(tmp_path: Path, number: int) -> None:
    assert failing_loads(tmp_path, (number,))[-2:] == ["TIDY_FAILED", ""]
