"""The table of products bought together on a cluster: sent as rows, proved by its sums, mended and taken away.

The cluster is canned, the record and its documents are real.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from druid.catalog.pairs import PAIRS_TABLE
from druid.catalog.sales import SALES
from druid.store.manifest import DataFile, Withdrawn
from druid.store.serving import Serving, newest_serving
from ingestion.copy import publish_record
from ingestion.errors import IngestionError
from ingestion.sink.disk import CLUSTER_POINTS, Point
from ingestion.sink.druid.publisher import DruidPublisher
from ingestion.sink.store import Store
from ingestion.tests.druid.canned_cluster import CannedCluster
from ingestion.tests.druid.cuts import Cut, CuttingDisk
from ingestion.tests.sales_store import NOW, SMALL, How, Sale, load_as, make_store, manifest_of, table_rows
from ingestion.verify import undo_everywhere, verify_store
from ingestion.watch import Watch

PRODUCTS = ("Tea", "Milk", "Salt")
SALES_LINES = [
    Sale(f"2024-0{month}-10 10:00:00", "10.00", f"A{n}", product)
    for month in (1, 2)
    for n in range(4)
    for product in PRODUCTS[: 1 + n % 3]
]
"""Each month: one order of three products, one of two, two of one."""
JANUARY, FEBRUARY = (PAIRS_TABLE, "2024-01"), (PAIRS_TABLE, "2024-02")


@pytest.fixture
def cluster() -> CannedCluster:
    return CannedCluster()


def publisher(store: Store, cluster: CannedCluster) -> DruidPublisher:
    return DruidPublisher(store, cluster, "p_")


def loaded(folder: Path, cluster: CannedCluster, disk: CuttingDisk | None = None) -> Store:
    store = make_store(folder / "store", disk=disk, catalog=SMALL)
    load_as(store, SALES_LINES, How(publisher=publisher(store, cluster)))
    return store


def publish(store: Store, cluster: CannedCluster) -> None:
    outcome = publish_record(store, NOW, Watch(), publisher(store, cluster))
    assert outcome is not None
    assert outcome.failure is None


def served(store: Store) -> Serving:
    found = newest_serving(store.path)
    assert found is not None
    return found


def file_of(store: Store, month: str) -> DataFile:
    return next(file for file in manifest_of(store).of_table(PAIRS_TABLE) if file.month == month)


def assert_whole(store: Store, cluster: CannedCluster) -> None:
    """Every row is there, and the document names the very files that were sent."""
    there = [row for place, frame in cluster.held.items() if place[0] == PAIRS_TABLE for row in frame.to_dicts()]
    here = table_rows(store, PAIRS_TABLE)
    names = ("product_a", "product_b", "branch", "orders")
    assert sorted(tuple(row[name] for name in names) for row in there) == sorted(
        tuple(row[name] for name in names) for row in here
    )
    document = served(store)
    assert (document.missing, document.withdrawn, document.loading) == ((), (), ())
    assert {(entry.month, entry.source, entry.rows) for entry in document.of_table(PAIRS_TABLE)} == {
        (file.month, file.sha256, file.rows) for file in manifest_of(store).of_table(PAIRS_TABLE) if file.rows
    }


def test_the_rows_are_sent_with_the_publication(tmp_path: Path, cluster: CannedCluster) -> None:
    store = loaded(tmp_path, cluster)
    assert len(table_rows(store, PAIRS_TABLE)) == 6
    assert_whole(store, cluster)
    assert not (store.path / "druid" / "staged").exists()
    audit = verify_store(store, NOW, Watch(), publisher(store, cluster))
    assert audit.is_equal


def test_sums_that_differ_are_withdrawn(tmp_path: Path, cluster: CannedCluster) -> None:
    cluster.spoiled.add((PAIRS_TABLE, "orders"))
    store = loaded(tmp_path, cluster)
    expected = tuple(Withdrawn(PAIRS_TABLE, month, "", "orders", 4, 5) for month in ("2024-01", "2024-02"))
    assert served(store).withdrawn == expected
    cluster.spoiled.clear()
    publish(store, cluster)
    assert_whole(store, cluster)


def test_a_failed_task_leaves_the_table_out_until_it_is_published_again(tmp_path: Path, cluster: CannedCluster) -> None:
    cluster.failing.add(PAIRS_TABLE)
    store = loaded(tmp_path, cluster)
    assert set(served(store).missing) == {JANUARY, FEBRUARY}
    assert {entry.month for entry in served(store).of_table(SALES.base)} == {"2024-01", "2024-02"}
    publish(store, cluster)
    assert_whole(store, cluster)


def test_lost_segments_are_sent_again_and_nothing_else(tmp_path: Path, cluster: CannedCluster) -> None:
    store = loaded(tmp_path, cluster)
    before = dict(cluster.versions)
    cluster.take_away([JANUARY])
    publish(store, cluster)
    assert {place for place, version in cluster.versions.items() if before[place] != version} == {JANUARY}
    assert_whole(store, cluster)


def test_a_month_that_has_no_pairs_any_more_is_taken_away(tmp_path: Path, cluster: CannedCluster) -> None:
    store = make_store(tmp_path / "store", catalog=SMALL)
    load_as(store, [Sale("2024-01-10 10:00:00", "1.00", "A1", "Tea")], How(publisher=publisher(store, cluster)))
    assert JANUARY not in cluster.held
    assert_whole(store, cluster)
    second = How(name="second", publisher=publisher(store, cluster))
    load_as(store, [Sale("2024-01-10 10:00:00", "1.00", "A1", "Milk")], second)
    assert JANUARY in cluster.held
    assert_whole(store, cluster)
    undo_everywhere(store, NOW, Watch(), publisher(store, cluster))
    assert JANUARY not in cluster.held
    assert_whole(store, cluster)


@pytest.mark.parametrize("arrival", [1, 2, 3])
@pytest.mark.parametrize("point", CLUSTER_POINTS)
def test_a_publication_cut_off_anywhere_is_brought_home(
    tmp_path: Path, cluster: CannedCluster, point: Point, arrival: int
) -> None:
    disk = CuttingDisk(point, arrival)
    store = make_store(tmp_path / "store", disk=disk, catalog=SMALL)
    try:
        load_as(store, SALES_LINES, How(publisher=publisher(store, cluster)))
    except (Cut, IngestionError):
        publish(make_store(tmp_path / "store", catalog=SMALL), cluster)
    assert_whole(make_store(tmp_path / "store", catalog=SMALL), cluster)
