"""The zone and the locale of the loading process change nothing of what a load makes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

PLACES: tuple[Mapping[str, str], ...] = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"TZ": "Asia/Kolkata", "LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"},
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each process printed."""
    folder = tmp_path_factory.mktemp("zones")
    return [load_in(place, folder / str(number)) for number, place in enumerate(PLACES)]


def load_in(place: Mapping[str, str], folder: Path) -> str:
    folder.mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "ingestion.tests.whole.zoned_load", str(folder)],
        env={**os.environ, **place},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_every_process_tells_the_same(told: list[str]) -> None:
    assert told == [told[0]] * len(PLACES)


def test_what_they_tell_is_right(told: list[str]) -> None:
    """Nairobi is three hours ahead of UTC all year; the two bad lines are 5 and 6 of the file."""
    result = json.loads(told[0])
    assert [(line["__time"], line["gross_revenue"], line["product"]) for line in result["lines"]] == [
        ("2024-03-09 23:30:00", 12_345_000, "Chai – größe"),
        ("2024-11-02 22:30:00", 12_500, "Tea"),
        ("2025-06-03 09:00:00", 20_000, "Tea"),
    ]
    assert result["manifest"]["loads"][0]["lines"]["in"] == 5
    assert result["manifest"]["loads"][0]["lines"]["quarantined"] == 2
    assert result["aside"].count("sales.csv") == 2
