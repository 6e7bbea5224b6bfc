"""The clock may jump between loads: what is stored, its order, the lock and what is cleared away stay the same.

Every step of a history gets a moment from a jumping clock, and the files that it makes bear that moment, as they would
on a machine whose clock jumps. The expected lines are written by hand.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from druid.store.manifest import Manifest
from druid.store.snapshots import damaged_files, older_manifests, open_snapshot, sequences
from ingestion.errors import LoadRefused
from ingestion.lock import hold_lock
from ingestion.run import Request, load_file
from ingestion.sink.port import Mode
from ingestion.sink.publication import KEPT_SNAPSHOTS, SAFE_AGE_SECONDS, collect, publish
from ingestion.sink.store import Store
from ingestion.tests.sales_store import NOW, SMALL, Sale, make_store, manifest_of, stored_lines, write_sales
from ingestion.verify import undo_load, verify_store
from ingestion.watch import Watch

Held = tuple[str, ...]
FIRST = [Sale("2024-03-09 23:30:00", "1.00"), Sale("2024-03-10 12:00:00", "2.00")]
SECOND = [Sale("2024-03-10 01:30:00", "40.00"), Sale("2024-11-03 12:00:00", "80.00")]
THIRD = [Sale("2024-11-03 00:30:00", "500.00")]
ONE, TWO = ("1", "2"), ("1", "40", "80")
HISTORY: tuple[tuple[str, Held, int], ...] = (
    ("append first", ONE, 1),
    ("replace second", TWO, 2),
    ("append first", TWO, 2),
    ("append third", (*TWO, "500"), 3),
    ("undo", TWO, 4),
    ("verify", TWO, 4),
    ("append third", (*TWO, "500"), 5),
)
"""What is done, the lines held afterwards by their revenue, and the number of the newest snapshot."""
FILES = {"first": FIRST, "second": SECOND, "third": THIRD}

SPRING, AUTUMN = datetime(2025, 3, 9, 6, 59, 59, tzinfo=UTC), datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
"""New York jumps from 2 to 3 a second after the one, and has the other's hour twice."""
YEAR, TWO_HOURS, HOUR = timedelta(days=365), timedelta(hours=2), timedelta(hours=1)
CLOCKS: Mapping[str, Sequence[datetime]] = {
    "steady": [NOW + n * HOUR for n in range(7)],
    "stands still": [NOW] * 7,
    "two hours back each time": [NOW - n * TWO_HOURS for n in range(7)],
    "a year on, then back": [NOW + YEAR * (n % 2) for n in range(7)],
    "a year on each time": [NOW + YEAR * n for n in range(7)],
    "over spring forward": [SPRING + n * timedelta(seconds=1) for n in range(7)],
    "back over spring forward": [SPRING + (3 - n) * HOUR for n in range(7)],
    "through the repeated hour": [AUTUMN + n * timedelta(minutes=20) for n in range(7)],
    "back through the repeated hour": [AUTUMN + (3 - n) * timedelta(minutes=40) for n in range(7)],
}
ZONES = ("America/New_York", "Africa/Nairobi")


@dataclass(slots=True)
class Machine:
    """A store on a machine with a clock of its own. `stamped` are the files that already bear a moment."""

    store: Store
    stamped: set[Path]

    def do(self, step: str, now: datetime) -> None:
        word, _, name = step.partition(" ")
        if word == "undo":
            undo_load(self.store, now)
        elif word == "verify":
            assert verify_store(self.store, now, Watch()).is_equal
        else:
            file = write_sales(self.store.path.parent / f"{name}.csv", FILES[name])
            load_file(self.store, Request(file, mode=Mode(word)), now, Watch())
        self.stamp(now)

    def stamp(self, now: datetime) -> None:
        fresh = [path for path in self.store.path.rglob("*") if path.is_file() and path not in self.stamped]
        for path in fresh:
            os.utime(path, (now.timestamp(),) * 2)
        self.stamped.update(fresh)


def make_machine(folder: Path, zone: str = "Africa/Nairobi") -> Machine:
    return Machine(make_store(folder / "store", zone, catalog=SMALL), set())


def held(store: Store) -> Counter[str]:
    return Counter(str(row["gross_revenue"] // 10_000) for row in stored_lines(store))


def check_whole(store: Store) -> None:
    """Every kept snapshot has all of its files, whatever the clock made of their age."""
    newest = open_snapshot(store.path)
    assert newest is not None
    assert newest.passed_over == ()
    assert list(damaged_files(newest)) == []
    kept = (newest.manifest, *older_manifests(store.path, newest.manifest.sequence))
    assert all((store.path / file.path).exists() for manifest in kept for file in manifest.files)


@pytest.mark.parametrize(("clock", "zone"), list(zip(CLOCKS, itertools.cycle(ZONES), strict=False)))
def test_a_history_ends_alike_under_any_clock(clock: str, zone: str, tmp_path: Path) -> None:
    machine = make_machine(tmp_path, zone)
    for (step, lines, sequence), now in zip(HISTORY, CLOCKS[clock], strict=True):
        machine.do(step, now)
        assert held(machine.store) == Counter(lines), step
        assert manifest_of(machine.store).sequence == sequence
        check_whole(machine.store)
    first, second, _, _, _, _, third = CLOCKS[clock]
    loaded = [(load.file, load.loaded_at) for load in manifest_of(machine.store).loads]
    assert loaded == [
        (name, now.isoformat()) for name, now in (("first.csv", first), ("second.csv", second), ("third.csv", third))
    ]


@pytest.mark.parametrize("jump", [-TWO_HOURS, timedelta(), YEAR], ids=["back", "none", "on"])
def test_the_lock_has_no_age(jump: timedelta, tmp_path: Path) -> None:
    """A held lock is never taken over, however old it looks; a lock that was let go never stands in the way."""
    machine = make_machine(tmp_path)
    machine.do("append first", NOW)
    with hold_lock(machine.store.lock, f"a load begun at {NOW}"):
        os.utime(machine.store.lock, ((NOW - jump).timestamp(),) * 2)
        with pytest.raises(LoadRefused) as refused:
            machine.do("append third", NOW + jump)
    assert refused.value.code == "LOADER_BUSY"
    machine.do("append third", NOW + jump)
    assert held(machine.store) == Counter((*ONE, "500"))


def republish(machine: Machine, times: int, clock: Callable[[int], datetime]) -> Manifest:
    """The newest state again and again, as new snapshots, each followed by the clearing of a load."""
    manifest = manifest_of(machine.store)
    for n in range(times):
        manifest = replace(manifest, sequence=manifest.sequence + 1, published_at=clock(n).isoformat())
        publish(machine.store, manifest)
        machine.stamp(clock(n))
        collect(machine.store, clock(n))
    return manifest


@pytest.mark.parametrize(
    ("clock", "kept"),
    [
        (lambda n: NOW - n * TWO_HOURS, KEPT_SNAPSHOTS + 12),
        (lambda _: NOW, KEPT_SNAPSHOTS + 12),
        (lambda n: NOW + n * YEAR, KEPT_SNAPSHOTS),
        (lambda n: NOW + timedelta(seconds=n * 2 * SAFE_AGE_SECONDS), KEPT_SNAPSHOTS),
    ],
    ids=["back each time", "stands still", "a year on each time", "steady"],
)
def test_a_clock_that_jumps_clears_nothing_that_is_kept(
    clock: Callable[[int], datetime], kept: int, tmp_path: Path
) -> None:
    """A clock going back makes everything look young, so more is kept; going on, never fewer than are promised."""
    machine = make_machine(tmp_path)
    machine.do("append first", NOW)
    first = {file.path for file in manifest_of(machine.store).files}
    machine.do("replace second", NOW)
    newest = republish(machine, KEPT_SNAPSHOTS + 10, clock)
    assert manifest_of(machine.store) == newest
    assert sorted(sequences(machine.store.path)) == list(range(newest.sequence - kept + 1, newest.sequence + 1))
    check_whole(machine.store)
    assert held(machine.store) == Counter(TWO)
    of_first_alone = first - {file.path for file in newest.files}
    assert of_first_alone
    assert {(machine.store.path / path).exists() for path in of_first_alone} == {kept > KEPT_SNAPSHOTS}


@pytest.mark.parametrize("zone", ZONES)
def test_tomorrow_is_the_stores(zone: str, tmp_path: Path) -> None:
    """22:30 UTC is still the first of June in New York, and the second in Nairobi: which days are too late differs."""
    store = make_store(tmp_path / "store", zone, catalog=SMALL)
    days = [Sale(f"2025-06-0{day} 12:00:00", f"{day}.00") for day in (1, 2, 3, 4)]
    file = write_sales(tmp_path / "days.csv", days)
    outcome = load_file(store, Request(file), datetime(2025, 6, 1, 22, 30, tzinfo=UTC), Watch())
    assert held(store) == Counter(("1", "2") if zone == "America/New_York" else ("1", "2", "3"))
    assert outcome.exit_code == 1
