"""What others left on the cluster: somebody's data under our prefix, or our own task for what was undone since."""

from __future__ import annotations

from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from ingestion.copy import publish_record
from ingestion.errors import LoadRefused
from ingestion.sink.druid.publisher import DruidPublisher
from ingestion.sink.port import Wanted
from ingestion.tests.druid.canned_cluster import CannedCluster
from ingestion.tests.sales_store import NOW, How, Sale, load_as, make_store
from ingestion.verify import undo_everywhere
from ingestion.watch import Watch

ALL = Wanted(everything=True)
JANUARY = [Sale("2024-01-10 10:00:00", "10.00", f"A{n}") for n in range(20)]


def test_what_a_refusal_advises_leads_on(tmp_path: Path) -> None:
    """An empty store has nothing to publish: it is first filled without the cluster."""
    cluster = CannedCluster()
    lost, new = make_store(tmp_path / "lost"), make_store(tmp_path / "new")
    load_as(lost, JANUARY, How(publisher=DruidPublisher(lost, cluster, "p_")))
    publisher = DruidPublisher(new, cluster, "p_")
    with pytest.raises(LoadRefused) as refused:
        load_as(new, JANUARY, How(publisher=publisher))
    assert refused.value.code == "DRUID_TAKEN"
    assert "SALES_ENGINE=embedded" in refused.value.hint
    nothing = publish_record(new, NOW, Watch(), publisher, ALL)
    assert nothing is not None
    assert nothing.failure is not None
    assert nothing.failure.code == "NOTHING_TO_PUBLISH"
    load_as(new, JANUARY, How())
    taken = publish_record(new, NOW, Watch(), publisher, ALL)
    assert taken is not None
    assert taken.failure is None


def test_a_task_for_lines_that_were_undone_does_not_bring_them(tmp_path: Path) -> None:
    cluster, store = CannedCluster(), make_store(tmp_path / "store")
    publisher = DruidPublisher(store, cluster, "p_")
    load_as(store, JANUARY, How(publisher=publisher))
    cluster.slow = {SALES.base}
    late = load_as(store, [Sale("2024-05-10 10:00:00", "1.00", "M1")], How(name="may", publisher=publisher))
    assert late.copy is not None
    assert late.copy.failure is not None
    undone = undo_everywhere(store, NOW, Watch(), publisher)
    assert undone.copy is not None
    assert undone.copy.failure is None
    for task in list(cluster.pending):
        cluster.finish(task)
    assert (SALES.base, "2024-05") not in cluster.held
