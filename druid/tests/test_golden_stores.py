"""Stores of every release open with today's code, whole, and their kept answers are those of their lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from druid.store.snapshots import damaged_files, open_snapshot
from druid.tests.golden.lines import golden_answers

RELEASES = sorted(path.parent for path in Path(__file__).with_name("golden").glob("*/sales.csv"))


def test_there_is_a_store() -> None:
    assert RELEASES


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_a_golden_store_opens_and_every_byte_holds(release: Path) -> None:
    snapshot = open_snapshot(release / "store")
    assert snapshot is not None
    assert snapshot.passed_over == ()
    assert list(damaged_files(snapshot)) == []
    expected = json.loads((release / "expected.json").read_text())
    assert sum(file.rows for file in snapshot.manifest.of_table(SALES.base)) == expected["stored"]


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_the_kept_answers_are_those_of_the_lines(release: Path) -> None:
    assert json.loads((release / "expected.json").read_text()) == golden_answers(release / "sales.csv")
    assert sum(path.stat().st_size for path in release.rglob("*") if path.is_file()) < 200_000
