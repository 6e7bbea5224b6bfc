"""Counts shared by processes: against a dictionary, across real processes, and after one died or stopped inside."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.limits.counts import MINUTE, SIZE, SLOTS, WAYS, Counts, key_of

ROOT = Path(__file__).parents[3]
LIMIT = 20
SPENDER = """
import sys
from pathlib import Path
from backend.limits.counts import Counts, key_of
table = Counts(Path(sys.argv[1]))
sys.stdin.readline()
print(sum(table.spend(key_of("requests", "one"), 1, 500).is_allowed for _ in range(400)), flush=True)
"""
HOLDER = """
import fcntl, os, sys, time
handle = os.open(sys.argv[1], os.O_RDWR)
fcntl.flock(handle, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""


class Hand:
    """A clock that is set by hand."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


spends = st.lists(
    st.tuples(st.integers(1, 40), st.integers(1, LIMIT + 5), st.floats(0, MINUTE * 0.7)), min_size=1, max_size=60
)


@given(spends)
def test_a_minute_begins_with_what_is_spent_first_and_holds_no_more_than_its_limit(
    asked: list[tuple[int, int, float]],
) -> None:
    clock = Hand()
    table = Counts(None, clock)
    known: dict[int, tuple[float, int]] = {}
    for caller, cost, later in asked:
        clock.now += later
        begun, spent = known.get(caller, (clock.now, 0))
        if clock.now - begun >= MINUTE:
            begun, spent = clock.now, 0
        is_allowed = spent == 0 or spent + cost <= LIMIT
        told = table.spend(caller, cost, LIMIT)
        if is_allowed:
            spent += cost
            known[caller] = (begun, spent)
        assert told.is_allowed == is_allowed
        assert told.left == max(LIMIT - spent, 0)
        assert told.seconds == pytest.approx(begun + MINUTE - clock.now)
        assert 0 < told.seconds <= MINUTE


def start(script: str, path: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", script, str(path)]
    return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def slots(tmp_path: Path) -> Path:
    return tmp_path / "counts.slots"


def test_processes_share_one_limit(slots: Path) -> None:
    """Four processes ask 1,600 times at once for what 500 may have, while nobody is stopped: exactly 500 may."""
    table = Counts(slots)
    assert table.spend(key_of("requests", "another"), 1, 500).is_allowed
    spenders = [start(SPENDER, slots) for _ in range(4)]
    for one in spenders:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    assert sum(int(one.communicate(timeout=60)[0]) for one in spenders) == 500
    assert not table.spend(key_of("requests", "one"), 1, 500).is_allowed
    assert table.spend(key_of("requests", "another"), 1, 500).left == 498


@pytest.fixture
def holder(slots: Path) -> Iterator[subprocess.Popen[str]]:
    """A process inside the lock."""
    Counts(slots).spend(1, 1, LIMIT)
    process = start(HOLDER, slots)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_process_that_was_killed_holds_nothing(slots: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    with slots.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_nobody_waits_for_a_process_that_stands_still(slots: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGSTOP)
    told = Counts(slots).spend(1, 1, LIMIT)
    holder.send_signal(signal.SIGCONT)
    assert (told.is_allowed, told.left) == (True, LIMIT - 2)


def test_who_spends_most_keeps_the_slot(slots: Path) -> None:
    """A crowd of callers in the same slots pushes out its own members, not the one that the limit is for."""
    table = Counts(slots, Hand())
    step = SLOTS // WAYS
    for _ in range(LIMIT):
        table.spend(step, 1, LIMIT)
    for place in range(2, 500):
        assert table.spend(place * step, 1, LIMIT).is_allowed
    assert not table.spend(step, 1, LIMIT).is_allowed
    assert slots.stat().st_size == SIZE


def test_a_machine_that_started_anew_has_forgotten(slots: Path) -> None:
    before, after = Counts(slots, Hand(90_000.0)), Counts(slots, Hand(5.0))
    for _ in range(LIMIT):
        before.spend(1, 1, LIMIT)
    assert after.spend(1, 1, LIMIT).left == LIMIT - 1


def test_a_place_that_cannot_be_written_to_is_done_without(slots: Path) -> None:
    """The limit then holds within each process."""
    slots.mkdir()
    counts = Counts(slots)
    assert [counts.spend(1, 1, 1).is_allowed for _ in range(2)] == [True, False]


def test_the_file_is_for_its_owner_alone(slots: Path) -> None:
    Counts(slots).spend(1, 1, 1)
    assert slots.stat().st_mode & 0o777 == 0o600
