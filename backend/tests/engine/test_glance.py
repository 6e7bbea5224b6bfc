"""A folder looked at by its stat says what a listing would, also when it changes twice within a grain of its clock."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.engine.glance import SETTLED_SECONDS, Glance

GRAIN = 2.0
"""Of a coarse file system's clock, in seconds."""


class Folder:
    """A folder on a file system whose clock has grains, and the listings that were made of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = 1_000.0
        self.newest = 0
        self.listings = 0
        self.glance = Glance(path, self.listed, lambda: self.now)
        self.publish()

    def publish(self) -> None:
        self.newest += 1
        changed = int(self.now // GRAIN * GRAIN)
        os.utime(self.path, (changed, changed))

    def listed(self) -> int:
        self.listings += 1
        return self.newest


@given(st.lists(st.one_of(st.just("publish"), st.just("look"), st.floats(0.01, 4.0)), max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_look_is_as_good_as_a_listing(acts: list[str | float]) -> None:
    with TemporaryDirectory() as path:
        folder = Folder(Path(path))
        for act in acts:
            if act == "publish":
                folder.publish()
            elif act == "look":
                assert folder.glance.newest() == folder.newest
            elif isinstance(act, float):
                folder.now += act


def test_a_quiet_folder_is_listed_no_more(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.glance.newest()
    folder.now += SETTLED_SECONDS + 1
    folder.glance.newest()
    listings = folder.listings
    assert [folder.glance.newest() for _ in range(5)] == [1] * 5
    assert folder.listings == listings


def test_a_folder_that_is_not_there_yet_is_listed(tmp_path: Path) -> None:
    found: list[int | None] = [None, 7]
    glance = Glance(tmp_path / "none", lambda: found.pop(0))
    assert [glance.newest(), glance.newest()] == [None, 7]
