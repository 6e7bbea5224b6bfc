"""Upkeep of the store: order exceptions stay few and only ever grow, old files go, coverage stays small."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from druid.store.manifest import Coverage, OrderException
from druid.store.snapshots import open_snapshot, sequences
from ingestion.coverage import merge_coverage
from ingestion.sink.orders import Span, merge_exceptions
from ingestion.sink.publication import KEPT_SNAPSHOTS, collect
from ingestion.tests.sales_store import NOW, SMALL, Sale, load_sales, make_store, manifest_of
from ingestion.verify import undo_load

ZONE = "America/New_York"
JANUARY = round(datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000)


def random_exceptions(count: int) -> Counter[Span]:
    chance = random.Random(count)
    found: Counter[Span] = Counter()
    for _ in range(count):
        first = JANUARY + chance.randrange(200 * 86_400_000)
        varies = chance.choice(((), ("customer",), ("region", "customer")))
        found[first, first + chance.randrange(40 * 86_400_000), varies] += 1
    return found


def test_many_exceptions_are_widened_and_none_is_lost() -> None:
    found = random_exceptions(3_000)
    for most in (5_000, 2_000, 100, 5):
        merged = merge_exceptions(found, ZONE, most)
        assert sum(exception.count for exception in merged) == 3_000
        assert len(merged) <= max(most, 8)
        for first, last, varies in found:
            assert any(e.first_ms <= first and e.last_ms >= last and set(varies) <= set(e.varies) for e in merged)


def test_widening_is_to_whole_local_days() -> None:
    evening = JANUARY + round(timedelta(hours=3).total_seconds() * 1000)
    found = Counter[Span]({(evening, evening + 60_000, ()): 1, (evening + 1, evening + 60_001, ()): 1})
    (merged,) = merge_exceptions(found, ZONE, most=1)
    start = round(datetime.fromisoformat("2023-12-31T00:00:00-05:00").timestamp() * 1000)
    assert merged == OrderException(start, start + 86_400_000 - 1, (), 2)


@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(0, 5), st.sampled_from((None, "Nairobi", "Thika"))), max_size=12)
)
def test_merged_coverage_covers_the_same_days_without_overlap(spans: list[tuple[int, int, str | None]]) -> None:
    coverage = [_span(*span) for span in spans]
    merged = merge_coverage(coverage)
    listed = [day for entry in merged for day in _days(entry)]
    assert sorted(listed, key=str) == sorted({day for entry in coverage for day in _days(entry)}, key=str)


def _span(first: int, length: int, branch: str | None) -> Coverage:
    day = datetime(2024, 1, first, tzinfo=UTC)
    return Coverage(f"{day:%Y-%m-%d}", f"{day + timedelta(days=length):%Y-%m-%d}", branch)


def _days(coverage: Coverage) -> list[tuple[str | None, str]]:
    day, last = (datetime.fromisoformat(text) for text in (coverage.first_day, coverage.last_day))
    return [(coverage.branch, f"{day + timedelta(days=n):%Y-%m-%d}") for n in range((last - day).days + 1)]


def test_old_snapshots_go_with_the_files_that_only_they_list(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", catalog=SMALL)
    load_sales(store, [Sale("2024-01-10 10:00:00", "1.00")], name="kept")
    load_sales(store, [Sale("2024-01-10 11:00:00", "2.00")], name="undone")
    undone = {file.path for file in manifest_of(store).files}
    undo_load(store, NOW)
    for number in range(KEPT_SNAPSHOTS):
        load_sales(store, [Sale("2024-02-10 10:00:00", f"{number + 1}.00")], name="later")
        undo_load(store, NOW)
    for path in store.path.rglob("*"):
        os.utime(path, (NOW.timestamp() - 3_600,) * 2)
    newest = manifest_of(store)
    recent = store.table_folder(SMALL.base) / "2024-02-young.parquet"
    recent.write_bytes(b"of a load that was killed just now")
    os.utime(recent, (NOW.timestamp(),) * 2)
    assert collect(store, NOW) > 0
    assert len(sequences(store.path)) == KEPT_SNAPSHOTS
    assert manifest_of(store) == newest
    assert recent.exists()
    kept = {file.path for file in newest.files}
    assert not any((store.path / path).exists() for path in undone - kept)
    snapshot = open_snapshot(store.path)
    assert snapshot is not None
    assert snapshot.passed_over == ()
    assert collect(store, NOW) == 0
