"""The folder of uploads: what stays of a body that cannot be kept, and what is taken away later."""

from __future__ import annotations

import asyncio
import os
import resource
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from backend.load_errors import DiskSpace, LoaderFailed
from backend.loads.arrival import Incoming
from backend.loads.attempts import Attempt, Wish, begin, settle
from backend.loads.place import Place
from backend.loads.uploads import (
    KEPT_SECONDS,
    Upload,
    UploadLimits,
    find_upload,
    keep_rules,
    receive,
    tidy,
    to_the_end,
)
from backend.tests.api.tiny import settings

LIMITS = UploadLimits(max_bytes=1_000, seconds=30)


async def body(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def received(folder: Path) -> Upload:
    return asyncio.run(receive(Incoming(body(b"a,b\n", b"1,2\n"), "sales.csv"), folder, LIMITS))


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Writing beyond so many bytes fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def left(free: int, _handle: int) -> int:
    return free


def test_a_body_that_states_no_length_leaves_room_on_the_disk(tmp_path: Path) -> None:
    """Three times the file must be free while it arrives: eight bytes fit where 24 are free."""
    for free, fits in ((24, True), (23, False)):
        limits = UploadLimits(1_000, 30, partial(left, free))
        arriving = receive(Incoming(body(b"a,b\n", b"1,2\n"), "sales.csv"), tmp_path / str(free), limits)
        if fits:
            assert asyncio.run(arriving).size == 8
        else:
            with pytest.raises(DiskSpace):
                asyncio.run(arriving)
            assert list((tmp_path / str(free)).iterdir()) == []


@pytest.mark.parametrize("size", [4, 100])
def test_a_disk_that_is_full_at_any_point_leaves_nothing(tmp_path: Path, size: int) -> None:
    with largest_file(size), pytest.raises(DiskSpace):
        received(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_folders_that_cannot_be_written_to_are_told(tmp_path: Path) -> None:
    (tmp_path / "uploads").touch()
    (tmp_path / "attempts").touch()
    with pytest.raises(DiskSpace, match="could not keep"):
        received(tmp_path / "uploads")
    with pytest.raises(LoaderFailed, match="could not be started"):
        begin(Place(settings(data_dir=tmp_path)), Wish("undo"))


def test_a_mapping_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    upload = received(tmp_path)
    with largest_file(4), pytest.raises(DiskSpace):
        keep_rules(upload, tmp_path, "columns: {}")


def test_the_end_of_a_load_is_told_where_it_cannot_be_written(tmp_path: Path) -> None:
    attempt = Attempt("20240101T000000-00000000", Wish("undo"), "2024-01-01T00:00:00+00:00", tmp_path / "attempt")
    attempt.folder.mkdir()
    (attempt.folder / "attempt.json").write_bytes(b"{}")
    place = Place(settings(data_dir=tmp_path))
    with largest_file(4):
        told = settle(place, attempt)
    assert [path.name for path in attempt.folder.iterdir()] == ["attempt.json"]
    assert settle(place, attempt) == told == attempt.read("ended.json")


def test_what_a_server_that_died_left_is_taken_away_after_a_day(tmp_path: Path) -> None:
    kept = received(tmp_path)
    strays = [tmp_path / f"{letter * 32}.{ending}" for letter in "ab" for ending in ("part", "data", "mapping.yaml")]
    for stray in strays:
        stray.write_bytes(b"x")
    tidy(tmp_path, ())
    assert all(stray.exists() for stray in strays)
    for stray in strays:
        os.utime(stray, (stray.stat().st_mtime - 2 * KEPT_SECONDS,) * 2)
    tidy(tmp_path, ())
    assert [stray for stray in strays if stray.exists()] == []
    assert find_upload(tmp_path, kept.id) == kept


def test_a_write_is_over_before_its_file_is_closed() -> None:
    begun, release, over = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        release.wait()
        over.set()

    async def interrupted() -> bool:
        working = asyncio.create_task(to_the_end(work))
        await asyncio.to_thread(begun.wait)
        working.cancel()
        asyncio.get_running_loop().call_soon(release.set)
        with pytest.raises(asyncio.CancelledError):
            await working
        return over.is_set()

    assert asyncio.run(interrupted())
