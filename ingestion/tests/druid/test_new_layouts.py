"""A release that stores rollups otherwise: they are built again, though the base's own bytes may be what they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from druid.catalog.model import Catalog
from druid.catalog.sales import SALES
from druid.store.serving import newest_serving
from ingestion.sink.druid.publisher import DruidPublisher
from ingestion.sink.store import Store
from ingestion.tests.druid.canned_cluster import CannedCluster
from ingestion.tests.sales_store import SMALL, How, Sale, load_as, make_store, manifest_of

HOURLY = SMALL.rollups[0].name, "2024-01"


def by(count: int) -> Catalog:
    """A release whose one rollup has so many dimensions."""
    return replace(SMALL, rollups=(replace(SMALL.rollups[0], dimensions=SMALL.rollups[0].dimensions[:count]),))


def load(store: Store, cluster: CannedCluster, month: int) -> None:
    sales = [Sale(f"2024-{month:02}-10 10:00:00", "10.00", f"{month}-{n}") for n in range(20)]
    outcome = load_as(store, sales, How(name=f"sales-{month}", publisher=DruidPublisher(store, cluster, "p_")))
    assert outcome.copy is not None
    assert outcome.copy.failure is None


def january_of_the_base(store: Store) -> str:
    return next(file.sha256 for file in manifest_of(store).of_table(SALES.base) if file.month == "2024-01")


def test_rollups_of_another_layout_are_built_again(tmp_path: Path) -> None:
    cluster, (first, second, third) = (
        CannedCluster(),
        (make_store(tmp_path / "store", catalog=by(n)) for n in (3, 1, 2)),
    )
    load(first, cluster, 1)
    load(second, cluster, 2)
    lines, built = january_of_the_base(second), cluster.versions[HOURLY]
    load(third, cluster, 3)
    assert january_of_the_base(third) == lines, "else the lines themselves would have told of the change"
    assert cluster.versions[HOURLY] != built
    document = newest_serving(third.path)
    assert document is not None
    assert (document.record, document.loading, document.missing) == (manifest_of(third).sequence, (), ())


def test_months_of_the_same_layout_are_left_alone(tmp_path: Path) -> None:
    cluster, store = CannedCluster(), make_store(tmp_path / "store", catalog=SMALL)
    load(store, cluster, 1)
    built = cluster.versions[HOURLY]
    load(store, cluster, 2)
    assert cluster.versions[HOURLY] == built
