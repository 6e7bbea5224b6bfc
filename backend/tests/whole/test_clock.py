"""The wall clock may jump between questions and loads: an answer anchored at the data never follows it.

The application runs with a clock that the test sets; files of the store bear moments of a jumping clock, as if they had
been loaded under it. Expected totals are added up from the loaded file in plain Python.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import orjson
import pytest

from backend.app import create_app
from backend.engine.database import Limits
from backend.engine.embedded import EmbeddedEngine
from backend.settings import Settings
from backend.tests.asking import NOW, ROOT, ingest, load
from backend.tests.whole.doors import Doors, Told, open_doors
from backend.tests.whole.test_equal_doors import SPECS, good_question
from druid.catalog.sales import SALES

SMALL = Limits(memory=1 << 30, threads=1, slots=4, queue=64)
QUESTIONS = range(len(SPECS))
CLOCKS: Mapping[str, datetime] = {
    "two hours back": NOW - timedelta(hours=2),
    "a year on": NOW + timedelta(days=365),
    "a year back, before the data": NOW - timedelta(days=2_000),
    "a second before spring forward": datetime(2025, 3, 9, 6, 59, 59, tzinfo=UTC),
    "spring forward": datetime(2025, 3, 9, 7, tzinfo=UTC),
    "the repeated hour, first time": datetime(2025, 11, 2, 5, 30, tzinfo=UTC),
    "the repeated hour, second time": datetime(2025, 11, 2, 6, 30, tzinfo=UTC),
    "another day in the store's zone": datetime(2025, 6, 30, 21, 30, tzinfo=UTC),
}
FILES = (("one.csv", "1500"), ("two.csv", "300"))
"""The first is loaded; so many rows each."""
SPEC = {spec.name: spec for spec in SPECS}


@dataclass(slots=True)
class Clock:
    """The application's clock, set by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a loaded store and a second file."""
    folder = tmp_path_factory.mktemp("clock")
    made = (("seed", "--rows", rows, "--orders", "--out", str(folder / name)) for name, rows in FILES)
    ingest(*made, ("load", str(folder / "one.csv"), "--data-dir", str(folder / "store")))
    return folder


@asynccontextmanager
async def opened(store: Path, clock: Clock, *, kept_megabytes: int = 0) -> AsyncIterator[Doors]:
    """Doors that compute each answer anew, unless some are kept."""
    engine = EmbeddedEngine(store, SALES, SMALL)
    settings = Settings.model_validate({"max_complexity": 10_000, "cache_megabytes": kept_megabytes})
    app = create_app(settings, engine, clock=clock)
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
            yield await open_doors(client)
    finally:
        await engine.close()


async def all_answers(doors: Doors) -> list[Told]:
    return [await doors.rest(*good_question(seed)) for seed in QUESTIONS]


def set_moments(store: Path, moment: datetime) -> None:
    """Every file of the store looks as if it was written then."""
    for path in store.rglob("*"):
        os.utime(path, (moment.timestamp(),) * 2)


def net_revenue(*files: Path) -> Decimal:
    """Of completed lines, straight from the files."""
    total = Decimal(0)
    for file in files:
        with file.open(newline="", encoding="utf-8") as lines:
            rows = [row for row in csv.DictReader(lines) if row["Status"] == "completed"]
        total += sum((Decimal(row["grossRevenue"]) + Decimal(row["returnsValue"] or 0) for row in rows), Decimal(0))
    return total


async def revenue_and_version(doors: Doors) -> tuple[Decimal, str]:
    told = await doors.rest(SPEC["salesOverview"], {"period": "ALL"})
    assert told.error is None
    return Decimal(str(told.data["totalRevenue"])), told.metadata["dataVersion"]


async def test_answers_do_not_follow_the_clock(loaded: Path) -> None:
    """Each report, under every clock, in one running application."""
    clock = Clock()
    async with opened(loaded / "store", clock) as doors:
        expected = await all_answers(doors)
        assert sum(told.error is None for told in expected) > len(expected) * 0.8
        for name, now in CLOCKS.items():
            clock.now = now
            for seed, told in zip(QUESTIONS, await all_answers(doors), strict=True):
                assert told == expected[seed], (name, good_question(seed)[0].name)


async def test_the_clock_is_asked_when_a_question_wants_it(loaded: Path) -> None:
    """Else equal answers under every clock would prove nothing."""
    clock = Clock()
    async with opened(loaded / "store", clock) as doors:
        days = []
        for clock.now in (NOW, NOW + timedelta(days=365)):
            told = await doors.rest(SPEC["salesOverview"], {"period": "TODAY", "anchor": "NOW"})
            days.append(told.metadata["period"]["start"][:10])
    assert days == ["2025-06-30", "2026-06-30"]


@pytest.mark.parametrize("name", ["two hours back", "a year on", "a year back, before the data", "spring forward"])
async def test_a_load_under_another_clock_is_seen(loaded: Path, name: str, tmp_path: Path) -> None:
    """The store's files are of one moment, then of another; the newest snapshot is the one with the highest number."""
    store, clock = tmp_path / "store", Clock(NOW + timedelta(days=3_650))
    shutil.copytree(loaded / "store", store)
    set_moments(store, clock.now)
    async with opened(store, clock, kept_megabytes=16) as doors:
        before, first = await revenue_and_version(doors)
        clock.now = CLOCKS[name]
        assert load(loaded / "two.csv", store).returncode == 0
        set_moments(store, clock.now)
        after, second = await revenue_and_version(doors)
    assert before == net_revenue(loaded / "one.csv")
    assert after == net_revenue(loaded / "one.csv", loaded / "two.csv")
    assert (first[:8], second[:8]) == ("00000001", "00000002")


PLACES: tuple[Mapping[str, str], ...] = (
    {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8"},
    {"TZ": "UTC", "LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"},
)


@pytest.fixture(scope="module")
def printed(loaded: Path) -> list[bytes]:
    """What a process of each place printed last: its answers."""
    command = [sys.executable, "-m", "backend.tests.whole.zoned_answers", str(loaded / "store")]
    runs = [
        subprocess.run(command, cwd=ROOT, env={**os.environ, **place}, capture_output=True, check=True)
        for place in PLACES
    ]
    return [run.stdout.splitlines()[-1] for run in runs]


async def test_answers_do_not_follow_the_zone_of_the_process(loaded: Path, printed: list[bytes]) -> None:
    """The same bytes from a process anywhere as from this one."""
    async with opened(loaded / "store", Clock()) as doors:
        expected = orjson.dumps([asdict(told) for told in await all_answers(doors)])
    assert printed == [expected] * len(PLACES)
