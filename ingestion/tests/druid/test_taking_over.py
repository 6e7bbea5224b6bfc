"""A store that comes to a prefix which holds somebody's data: refused, and what the refusal advises leads on."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.copy import publish_record
from ingestion.errors import LoadRefused
from ingestion.sink.druid.publisher import DruidPublisher
from ingestion.sink.port import Wanted
from ingestion.tests.druid.canned_cluster import CannedCluster
from ingestion.tests.sales_store import NOW, How, Sale, load_as, make_store
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
