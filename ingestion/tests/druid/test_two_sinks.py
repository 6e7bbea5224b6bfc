"""One set of histories, two sinks: after each load the record, and a cluster that follows it, hold the same totals.

`--engine=embedded,druid` says which. Expected lines and revenue are written beside every step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ingestion.run import Request, load_file
from ingestion.sink.choice import RECORD_ONLY
from ingestion.sink.druid.publisher import druid_publisher
from ingestion.sink.port import Mode, Publisher
from ingestion.sink.store import Store
from ingestion.tests.druid.asked import Asked
from ingestion.tests.sales_store import NOW, SMALL, How, Sale, load_as, make_store, revenue, stored_lines
from ingestion.verify import undo_everywhere
from ingestion.watch import Watch

TEA = Sale("2024-01-10 10:00:00", "10.00", "A1", "Tea")
MILK = Sale("2024-01-10 10:00:00", "20.00", "A1", "Milk")
THIKA = Sale("2024-01-11 09:00:00", "30.00", "A2", "Tea", branch="Thika")
MARCH = Sale("2024-03-31T21:30:00Z", "5.00", "A3", "Tea")


@dataclass(frozen=True, slots=True)
class Sink:
    """Where loads land, and what answers besides the record."""

    store: Store
    publisher: Publisher
    asked: Asked | None

    def load(self, sales: list[Sale], how: How) -> Path | None:
        outcome = load_as(self.store, sales, replace(how, publisher=self.publisher))
        assert outcome.copy is None or outcome.copy.failure is None
        return outcome.quarantine

    def assert_holds(self, lines: int, shillings: int) -> None:
        assert (len(stored_lines(self.store)), revenue(self.store)) == (lines, shillings * 10_000)
        if self.asked:
            assert self.asked.totals() == (lines, shillings * 10_000)


@pytest.fixture
def sink(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Sink:
    store = make_store(tmp_path / "store", catalog=SMALL)
    if engine_name == "embedded":
        return Sink(store, RECORD_ONLY, None)
    url, prefix = request.getfixturevalue("druid_url"), request.getfixturevalue("druid_prefix")
    return Sink(store, druid_publisher(store, url, prefix), Asked(url, prefix))


def test_append_late_lines_and_the_same_file(sink: Sink) -> None:
    sink.load([TEA, MILK], How())
    sink.assert_holds(2, 30)
    sink.load([THIKA, MARCH], How(name="late"))
    sink.assert_holds(4, 65)
    sink.load([THIKA, MARCH], How(name="late"))
    sink.assert_holds(4, 65)


def test_replace_takes_the_days_of_the_files_branches(sink: Sink) -> None:
    sink.load([TEA, replace(TEA, branch="Thika"), THIKA], How())
    sink.load([replace(TEA, gross_revenue="1.00")], How(Mode.REPLACE, "corrected"))
    sink.assert_holds(3, 1 + 10 + 30)


def test_keys_refuse_and_drop_repeats(sink: Sink) -> None:
    sink.load([TEA, MILK, TEA], How(key=True))
    sink.assert_holds(2, 30)
    sink.load([MILK, THIKA], How(name="later", key=True))
    sink.assert_holds(3, 60)


def test_corrected_lines_close_the_gap(sink: Sink) -> None:
    aside = sink.load([TEA, replace(THIKA, gross_revenue="thirty")], How())
    sink.assert_holds(1, 10)
    assert aside is not None
    fixed = sink.store.path.parent / "fixed.csv"
    fixed.write_text(aside.read_text().replace("thirty", "30.00", 1))
    load_file(sink.store, Request(fixed), NOW, Watch(), sink.publisher)
    sink.assert_holds(2, 40)


def test_a_month_comes_and_goes(sink: Sink) -> None:
    sink.load([TEA, MILK], How())
    sink.load([MARCH], How(name="march"))
    sink.assert_holds(3, 35)
    undo_everywhere(sink.store, NOW, Watch(), sink.publisher)
    sink.assert_holds(2, 30)
