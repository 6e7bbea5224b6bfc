"""A newest version that cannot be read: what a load builds on instead, and that both load and verify say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from ingestion.report import outcome_text, verification_text
from ingestion.sink.store import Store
from ingestion.tests.sales_store import NOW, Sale, load_sales, make_store, manifest_of, revenue
from ingestion.verify import verify_store
from ingestion.watch import Watch


@pytest.fixture
def broken(tmp_path: Path) -> Store:
    """Two loads; the base file that only the second version lists is gone."""
    store = make_store(tmp_path / "store")
    load_sales(store, [Sale("2024-01-01 10:00:00", "1.00")], name="first")
    load_sales(store, [Sale("2024-01-02 10:00:00", "20.00")], name="second")
    (file,) = manifest_of(store).of_table(SALES.base)
    (store.path / file.path).unlink()
    return store


def test_a_load_over_a_version_left_aside_says_what_it_builds_on(broken: Store) -> None:
    outcome = load_sales(broken, [Sale("2024-02-01 10:00:00", "300.00")], name="third")
    assert revenue(broken) == 301_0000
    (notice,) = (notice for notice in outcome.notices if notice.code == "SNAPSHOT_FALLBACK")
    assert "version 2 is left aside" in notice.message
    assert "warning SNAPSHOT_FALLBACK" in outcome_text(outcome)
    assert outcome.record.warnings["SNAPSHOT_FALLBACK"] == 1
    assert "SNAPSHOT_FALLBACK" not in load_sales(broken, [Sale("2024-02-02 10:00:00")], name="fourth").record.warnings


def test_a_version_left_aside_is_not_verified_as_equal(broken: Store) -> None:
    found = verify_store(broken, NOW, Watch())
    assert found.audit.is_equal
    assert not found.is_equal
    assert "version 2 is left aside" in verification_text(found)
