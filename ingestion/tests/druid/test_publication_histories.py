"""Random histories of publications: whatever breaks off, fails or ends late, the newest document is true.

True: every month of the base that it does not flag holds exactly the lines of the record it names, nothing lies beyond
that record, and every rollup month it offers adds up to the same. That is all that readers rely on.
"""

from __future__ import annotations

import os
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from druid.catalog.pairs import PAIRS_TABLE
from druid.catalog.sales import SALES
from druid.store.manifest import Manifest
from druid.store.serving import Serving, newest_serving
from druid.store.snapshots import read_manifest, sequences
from ingestion.errors import PublicationFailed
from ingestion.sink.disk import CLUSTER_POINTS
from ingestion.sink.druid.publisher import DruidPublisher
from ingestion.sink.port import Mode, Place
from ingestion.sink.store import Store
from ingestion.tests.druid.canned_cluster import CannedCluster
from ingestion.tests.druid.cuts import Cut, CuttingDisk
from ingestion.tests.sales_store import NOW, SMALL, How, Sale, load_as, load_sales, make_store
from ingestion.verify import undo_load

HISTORIES = 25
MORE_HISTORIES = int(os.environ.get("SALES_TORTURE_HISTORIES", "1000"))
STEPS = 12
TABLES = (SALES.base, "sales_hourly")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, dict[int, Manifest]]:
    """A store with some versions of four months, of which any may be the newest when a publication begins."""
    store = make_store(tmp_path_factory.mktemp("states") / "store", catalog=SMALL)
    for number, months in enumerate(([1], [2, 3], [1], [3, 4], [1, 2, 4])):
        sales = [
            Sale(f"2024-{month:02d}-1{number} 10:00:00", f"{number + 1}.00", f"{number}-{month}-{line}")
            for month in months
            for line in range(4)
        ]
        load_sales(store, sales, Mode.REPLACE if number == 3 else Mode.APPEND, name=f"file{number}")
    undo_load(store, NOW)
    undo_load(store, NOW)
    load_as(store, [Sale("2024-05-01 10:00:00", "9.00", f"x{line}") for line in range(4)], How(name="may"))
    return store, {number: read_manifest(store.path, number) for number in sequences(store.path)}


def play(store: Store, records: dict[int, Manifest], chance: random.Random) -> None:
    """One history, judged after every step; once everything works, all is whole.

    The first attempt may wait in vain for what an earlier one built and the cluster has lost since.
    """
    cluster = CannedCluster()
    for _ in range(STEPS):
        step = chance.choice((publish_cut, publish_failing, publish_failing, publish_late, end_late, lose))
        step(store, cluster, records[chance.choice(list(records))], chance)
        assert_true(store, cluster, records)
    cluster.failing, cluster.slow = set(), set()
    newest = records[max(records)]
    end_late(store, cluster, newest, chance)
    for _ in range(2):
        attempt(store, cluster, newest)
        assert_true(store, cluster, records)
    document = newest_serving(store.path)
    assert document is not None
    assert (document.record, document.loading, document.missing) == (newest.sequence, (), ())
    assert set(cluster.held) == {(file.table, file.month) for file in newest.files if file.rows}


def attempt(store: Store, cluster: CannedCluster, record: Manifest) -> None:
    with suppress(Cut, PublicationFailed):
        DruidPublisher(store, cluster, "p_").publish(record, NOW, lambda *_: None)


def publish_cut(store: Store, cluster: CannedCluster, record: Manifest, chance: random.Random) -> None:
    cluster.slow = {chance.choice(TABLES)} if chance.random() < 0.3 else set()
    disk = CuttingDisk(chance.choice(CLUSTER_POINTS), chance.randint(1, 2))
    attempt(replace(store, disk=disk), cluster, record)


def publish_failing(store: Store, cluster: CannedCluster, record: Manifest, chance: random.Random) -> None:
    cluster.slow, cluster.failing = set(), {chance.choice(TABLES)} if chance.random() < 0.5 else set()
    attempt(store, cluster, record)


def publish_late(store: Store, cluster: CannedCluster, record: Manifest, chance: random.Random) -> None:
    cluster.slow = {chance.choice(TABLES)}
    attempt(store, cluster, record)


def end_late(_store: Store, cluster: CannedCluster, _record: Manifest, _chance: random.Random) -> None:
    """Tasks that were given up on come to their end after all."""
    for task in list(cluster.pending):
        cluster.finish(task)


def lose(_store: Store, cluster: CannedCluster, _record: Manifest, chance: random.Random) -> None:
    """A rollup's segments are lost: readers see that for themselves, the next publication mends it."""
    rollups = sorted(place for place in cluster.held if place[0] != SALES.base)
    if rollups:
        cluster.take_away([chance.choice(rollups)])


def counted(table: str) -> str:
    """A number of which a table's sum is told."""
    return "orders" if table == PAIRS_TABLE else "gross_revenue"


def assert_true(store: Store, cluster: CannedCluster, records: dict[int, Manifest]) -> None:
    document = newest_serving(store.path)
    if document is None or not document.record:
        return
    record = records[document.record]
    expected = {(file.table, file.month): file.sums[counted(file.table)] for file in record.files if file.rows}
    there = {place: int(frame[counted(place[0])].sum()) for place, frame in cluster.held.items()}
    base = {place: total for place, total in there.items() if place[0] == SALES.base}
    for place in base.keys() | {place for place in expected if place[0] == SALES.base}:
        assert place[1] in document.loading or base.get(place) == expected.get(place), (place, document)
    for place in offered(document):
        assert there.get(place, expected[place]) == expected[place], (place, document)


def offered(document: Serving) -> set[Place]:
    """Rollup months that readers may use."""
    withdrawn = {(gap.table, gap.month) for gap in document.withdrawn}
    months = {(entry.table, entry.month) for entry in document.months if entry.month not in document.loading}
    return {place for place in months - withdrawn - set(document.missing) if place[0] != SALES.base}


@pytest.mark.parametrize("seed", [*range(HISTORIES), pytest.param(-1, marks=pytest.mark.torture)])
def test_the_newest_document_is_true(states: tuple[Store, dict[int, Manifest]], tmp_path: Path, seed: int) -> None:
    kept, records = states
    for each in range(1000, 1000 + MORE_HISTORIES) if seed < 0 else [seed]:
        path = tmp_path / str(each)
        path.mkdir()
        for name in ("data", "manifests"):
            (path / name).symlink_to(kept.path / name)
        play(replace(kept, path=path), records, random.Random(each))


def test_the_judgement_notices_a_wrong_month(states: tuple[Store, dict[int, Manifest]], tmp_path: Path) -> None:
    kept, records = states
    store, cluster = replace(kept, path=tmp_path), CannedCluster()
    for name in ("data", "manifests"):
        (tmp_path / name).symlink_to(kept.path / name)
    attempt(store, cluster, records[2])
    assert_true(store, cluster, records)
    for place in [(SALES.base, "2024-02"), ("sales_hourly", "2024-02")]:
        frame = cluster.held[place]
        cluster.held[place] = frame.with_columns(pl.col(counted(place[0])) + 1)
        with pytest.raises(AssertionError):
            assert_true(store, cluster, records)
        cluster.held[place] = frame


def test_every_point_of_a_publication_is_reached(tmp_path: Path) -> None:
    disk = CuttingDisk()
    store = make_store(tmp_path / "store", disk=disk, catalog=SMALL)
    publisher = DruidPublisher(store, CannedCluster(), "p_")
    load_as(store, [Sale("2024-05-01 10:00:00", "9.00", f"x{line}") for line in range(4)], How(publisher=publisher))
    reached = [point for point in dict.fromkeys(disk.reached) if point in CLUSTER_POINTS]
    assert reached == list(CLUSTER_POINTS)
