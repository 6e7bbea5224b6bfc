"""Any history of loads, replaces, failures, retries and undos ends with what a dictionary of lines says."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from druid.store.snapshots import newest_sequence
from ingestion.errors import StoreFailed
from ingestion.faults import FailingDisk
from ingestion.sink.disk import LOAD_POINTS, Disk, Point
from ingestion.sink.port import Mode
from ingestion.tests.sales_store import NOW, SMALL, Sale, load_sales, make_store, manifest_of, stored_lines
from ingestion.verify import undo_load, verify_store
from ingestion.watch import Watch

RUNS, STEPS = 30, 8
LONG_RUNS, LONG_STEPS = (int(n) for n in os.environ.get("SALES_TORTURE_HISTORY", "100x40").split("x"))
DAYS = ("2024-01-30", "2024-01-31", "2024-02-01")
SALES_LINES = st.builds(
    lambda day, branch, cents: Sale(f"{day} 10:00:00", f"{cents}.00", branch=branch),
    st.sampled_from(DAYS),
    st.sampled_from(("Nairobi", "Thika")),
    st.integers(1, 5),
)
FILES = st.lists(SALES_LINES, min_size=1, max_size=4)
Line = tuple[str, str, int]


class Crash(BaseException):
    """Nothing in a load may catch it, as nothing survives a kill."""


class CrashingDisk(Disk):
    """Breaks the load off at the first arrival at a point. Unlike a kill, the clean-up of staged files still runs."""

    def __init__(self, point: Point) -> None:
        self._point = point

    def reach(self, point: Point) -> None:
        if point == self._point:
            raise Crash


@dataclass(frozen=True, slots=True)
class State:
    """The model: lines with their number, and the files that made them, as (lines, mode)."""

    lines: tuple[Line, ...] = ()
    files: tuple[tuple[tuple[Sale, ...], Mode], ...] = ()

    def after(self, sales: list[Sale], mode: Mode) -> State:
        if (tuple(sales), mode) in self.files:
            return self
        new = tuple((sale.time[:10], sale.branch, int(float(sale.gross_revenue))) for sale in sales)
        days, branches = {day for day, _, _ in new}, {branch for _, branch, _ in new}
        kept = tuple(
            line for line in self.lines if mode is Mode.APPEND or line[0] not in days or line[1] not in branches
        )
        return State((*kept, *new), (*self.files, (tuple(sales), mode)))


class StoreHistory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.store = make_store(self.folder / "store", catalog=SMALL)
        self.states = [State()]
        self.sequence = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(sales=FILES, mode=st.sampled_from(Mode))
    def load(self, sales: list[Sale], mode: Mode) -> None:
        outcome = load_sales(self.store, sales, mode)
        following = self.states[-1].after(sales, mode)
        assert outcome.already is (following is self.states[-1])
        self._published(following)

    @precondition(lambda self: self.states[-1].files)
    @rule(data=st.data())
    def load_again(self, data: st.DataObject) -> None:
        sales, mode = data.draw(st.sampled_from(self.states[-1].files))
        assert load_sales(self.store, list(sales), mode).already

    @rule(sales=FILES, mode=st.sampled_from(Mode), at=st.integers(1, 30))
    def fail_and_retry(self, sales: list[Sale], mode: Mode, at: int) -> None:
        failing = replace(self.store, disk=FailingDisk(errno.EIO, at))
        following = self.states[-1].after(sales, mode)
        try:
            load_sales(failing, sales, mode)
        except StoreFailed as failure:
            if failure.code != "PUBLISH_UNSURE":
                self.lines_are_those_of_the_model()
        load_sales(replace(self.store, disk=Disk()), sales, mode)
        self._published(following)

    @rule(sales=FILES, mode=st.sampled_from(Mode), point=st.sampled_from(LOAD_POINTS))
    def crash(self, sales: list[Sale], mode: Mode, point: Point) -> None:
        """A loader dies at a point; whether its load is there is found by looking, and loading again tells the same."""
        following = self.states[-1].after(sales, mode)
        crashed = CrashingDisk(point)
        with suppress(Crash):
            load_sales(replace(self.store, disk=crashed), sales, mode)
        if newest_sequence(self.store.path) == self.sequence + 1:
            self._published(following)
        self.lines_are_those_of_the_model()
        assert load_sales(self.store, sales, mode).already is (following is self.states[-1])
        self._published(following)

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def undo(self) -> None:
        undo_load(self.store, NOW)
        self.states.pop()
        self.sequence += 1

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def verify(self) -> None:
        assert verify_store(self.store, NOW, Watch()).audit.is_equal

    @invariant()
    def lines_are_those_of_the_model(self) -> None:
        expected = Counter(self.states[-1].lines)
        if self.sequence == 0:
            return
        rows = stored_lines(self.store)
        found = Counter((f"{row['__time']:%Y-%m-%d}", row["branch"], row["gross_revenue"] // 10_000) for row in rows)
        assert found == expected
        assert manifest_of(self.store).sequence == self.sequence

    def _published(self, following: State) -> None:
        if following is not self.states[-1]:
            self.states.append(following)
            self.sequence += 1


def run_histories(runs: int, steps: int) -> None:
    chosen = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(StoreHistory, settings=chosen)


def test_histories() -> None:
    run_histories(RUNS, STEPS)


@pytest.mark.torture
def test_long_histories() -> None:
    run_histories(LONG_RUNS, LONG_STEPS)
