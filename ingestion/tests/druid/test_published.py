"""Publications to a real Druid: what its SQL says equals what the record's files say, whatever happened between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from druid.store.manifest import Withdrawn
from druid.store.serving import Serving, newest_serving
from ingestion.copy import publish_record
from ingestion.sink.disk import Disk, Point
from ingestion.sink.druid.publisher import DruidPublisher, druid_publisher
from ingestion.sink.store import Store
from ingestion.tests.druid.asked import Asked
from ingestion.tests.sales_store import NOW, SMALL, How, Sale, load_as, make_store, manifest_of, revenue
from ingestion.verify import undo_everywhere, verify_store
from ingestion.watch import Watch

pytestmark = pytest.mark.druid

JANUARY = [Sale("2024-01-10 10:00:00", "10.00", f"A{n}") for n in range(20)]
FEBRUARY = [Sale("2024-02-10 10:00:00", "3.00", f"B{n}") for n in range(20)]
LATE = [Sale("2024-01-11 10:00:00", "1.00", f"C{n}") for n in range(5)]


def publisher_of(store: Store, asked: Asked) -> DruidPublisher:
    return druid_publisher(store, asked.url, asked.prefix)


def load(store: Store, asked: Asked, sales: list[Sale], name: str = "sales") -> int:
    return load_as(store, sales, How(name=name, publisher=publisher_of(store, asked))).exit_code


def served(store: Store) -> Serving:
    found = newest_serving(store.path)
    assert found is not None
    return found


def versions(store: Store) -> dict[tuple[str, str], str]:
    return {(entry.table, entry.month): entry.version for entry in served(store).months}


def assert_equal(store: Store, asked: Asked) -> None:
    """Cluster, record and document say the same."""
    record = manifest_of(store)
    lines = sum(file.rows for file in record.of_table(SALES.base))
    assert asked.totals() == (lines, revenue(store))
    for rollup in store.catalog.rollups:
        assert asked.totals(rollup.name)[1] == sum(
            f.sums["gross_revenue"] for f in manifest_of(store).of_table(rollup.name)
        )
    document = served(store)
    assert (document.record, document.loading, document.missing) == (record.sequence, (), ())


def test_loads_late_lines_undo_and_a_lost_month(tmp_path: Path, druid_url: str, druid_prefix: str) -> None:
    store, asked = make_store(tmp_path / "store"), Asked(druid_url, druid_prefix)
    assert load(store, asked, JANUARY + FEBRUARY) == 0
    assert_equal(store, asked)
    first = versions(store)
    assert {table for table, _ in first} == {SALES.base, *SALES.rollup}
    assert load(store, asked, LATE, "late") == 0
    assert_equal(store, asked)
    second = versions(store)
    assert {place[1] for place in second if second[place] != first[place]} == {"2024-01"}
    before = served(store)
    assert load(store, asked, LATE, "late") == 0
    assert served(store) == before
    undone = undo_everywhere(store, NOW, Watch(), publisher_of(store, asked))
    assert undone.copy is not None
    assert undone.copy.exit_code == 0
    assert_equal(store, asked)
    undo_everywhere(store, NOW, Watch(), publisher_of(store, asked))
    assert asked.totals() == (0, 0)
    assert served(store).months == ()


def test_what_was_replaced_is_held_no_longer(tmp_path: Path, druid_url: str, druid_prefix: str) -> None:
    """Else a server that loses the new segments would answer from the old ones, and nothing would tell."""
    store, asked = make_store(tmp_path / "store", catalog=SMALL), Asked(druid_url, druid_prefix)
    load(store, asked, JANUARY + FEBRUARY)
    load(store, asked, LATE, "late")
    held = f"SELECT datasource, version FROM sys.segments WHERE datasource LIKE '{druid_prefix}%' AND is_active = 0"  # noqa: S608
    assert asked.rows(held) == []
    assert_equal(store, asked)


def test_a_doctored_rollup_is_named_by_day_and_measure_and_mended(
    tmp_path: Path, druid_url: str, druid_prefix: str
) -> None:
    store, asked = make_store(tmp_path / "store", catalog=SMALL), Asked(druid_url, druid_prefix)
    load(store, asked, JANUARY + LATE + FEBRUARY)
    day = "timestamp_format(__time, 'yyyy-MM-dd', 'Africa/Nairobi') == '2024-01-11'"
    asked.doctor("sales_hourly", "2024-01", {"units_sold": f"if({day}, units_sold + 1, units_sold)"})
    found = verify_store(store, NOW, Watch(), publisher_of(store, asked))
    assert not found.is_equal
    assert found.audit.is_equal
    units = sum(f.sums["units_sold"] for f in manifest_of(store).of_table("sales_hourly") if f.month == "2024-01")
    late = units * 5 // 25
    gap = Withdrawn("sales_hourly", "2024-01", "2024-01-11", "units_sold", late, late + 1)
    assert served(store).withdrawn == (gap,)
    outcome = publish_record(store, NOW, Watch(), publisher_of(store, asked))
    assert outcome is not None
    assert outcome.exit_code == 0
    assert verify_store(store, NOW, Watch(), publisher_of(store, asked)).is_equal
    assert served(store).withdrawn == ()
    assert_equal(store, asked)


class SpoilingDisk(Disk):
    """Cuts the staged files of a publication short."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def reach(self, point: Point) -> None:
        if point == Point.STAGE_PUT:
            for path in (self._store / "druid" / "staged").iterdir():
                path.write_bytes(path.read_bytes()[:-20])


def test_a_task_that_fails_is_named_and_leaves_what_was_served(
    tmp_path: Path, druid_url: str, druid_prefix: str
) -> None:
    store, asked = make_store(tmp_path / "store", catalog=SMALL), Asked(druid_url, druid_prefix)
    load(store, asked, JANUARY)
    before, totals = served(store), asked.totals()
    spoiled = replace(store, disk=SpoilingDisk(store.path))
    outcome = load_as(spoiled, LATE, How(name="late", publisher=publisher_of(spoiled, asked)))
    assert outcome.exit_code == 3
    assert outcome.copy is not None
    assert outcome.copy.failure is not None
    assert outcome.copy.failure.code == "DRUID_TASK_FAILED"
    assert f"{druid_prefix}sales_analytics-" in outcome.copy.failure.message
    assert asked.totals() == totals
    after = served(store)
    assert replace(after, number=before.number, published_at=before.published_at) == before
    publish_record(store, NOW, Watch(), publisher_of(store, asked))
    assert_equal(store, asked)
