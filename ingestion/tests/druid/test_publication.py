"""What a publication does to a cluster and says in its documents: first load, late data, failures, and their mending.

The cluster is canned; the record and its documents are real. Expected totals are added up here from the sale lines.
"""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from druid.store.manifest import Withdrawn
from druid.store.serving import Serving, decode_serving, newest_serving, serving_numbers, serving_path
from druid.store.snapshots import sequences
from ingestion.copy import publish_record
from ingestion.errors import IngestionError
from ingestion.faults import FailingDisk
from ingestion.sink.disk import CLUSTER_POINTS, Point
from ingestion.sink.druid.documents import KEPT_DOCUMENTS
from ingestion.sink.druid.publisher import DruidPublisher
from ingestion.sink.port import NOTHING_MORE, Mode, Wanted
from ingestion.sink.publication import KEPT_SNAPSHOTS, collect
from ingestion.sink.store import Store
from ingestion.tests.druid.canned_cluster import CannedCluster
from ingestion.tests.druid.cuts import Cut, CuttingDisk
from ingestion.tests.sales_store import NOW, SMALL, How, Sale, load_as, make_store, manifest_of
from ingestion.verify import undo_everywhere, verify_store
from ingestion.watch import Watch

JANUARY = [Sale("2024-01-10 10:00:00", "10.00", f"A{n}") for n in range(20)]
FEBRUARY = [Sale("2024-02-10 10:00:00", "3.00", f"B{n}") for n in range(20)]
LATE = [Sale("2024-01-11 10:00:00", "1.00", f"C{n}") for n in range(5)]
BOTH = 20 * (10 + 3) * 10_000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "store")


@pytest.fixture
def cluster() -> CannedCluster:
    return CannedCluster()


def publisher(store: Store, cluster: CannedCluster, prefix: str = "p_") -> DruidPublisher:
    return DruidPublisher(store, cluster, prefix)


def how(store: Store, cluster: CannedCluster, name: str = "sales", mode: Mode = Mode.APPEND) -> How:
    return How(mode, name, publisher=publisher(store, cluster))


def served(store: Store) -> Serving:
    found = newest_serving(store.path)
    assert found is not None
    return found


def revenue_there(cluster: CannedCluster, table: str = SALES.base) -> int:
    return sum(int(f["gross_revenue"].sum()) for (name, _), f in cluster.held.items() if name == table)


def publish(store: Store, cluster: CannedCluster, wanted: Wanted = NOTHING_MORE) -> None:
    outcome = publish_record(store, NOW, Watch(), publisher(store, cluster), wanted)
    assert outcome is not None
    if outcome.failure:
        raise outcome.failure


def assert_whole(store: Store, cluster: CannedCluster, revenue: int) -> None:
    """The cluster holds the newest record, proved, and the newest document says so."""
    record, document = manifest_of(store), served(store)
    assert (document.record, document.loading, document.missing, document.withdrawn) == (record.sequence, (), (), ())
    assert revenue_there(cluster) == revenue
    assert revenue_there(cluster, "sales_hourly") == revenue
    assert (
        {(m.table, m.month) for m in document.months}
        == {(f.table, f.month) for f in record.files if f.rows}
        == set(cluster.held)
    )
    assert not (store.path / "druid" / "staged").exists()


def test_a_first_load_is_announced_then_served(store: Store, cluster: CannedCluster) -> None:
    outcome = load_as(store, JANUARY + FEBRUARY, how(store, cluster))
    assert outcome.exit_code == 0
    assert outcome.copy is not None
    assert outcome.copy.published is not None
    assert outcome.copy.published.months == ("2024-01", "2024-02")
    opened, final = (read_document(store, number) for number in (1, 2))
    assert (opened.record, opened.loading, opened.months) == (0, ("2024-01", "2024-02"), ())
    assert final == served(store)
    assert_whole(store, cluster, BOTH)


def read_document(store: Store, number: int) -> Serving:
    return decode_serving(serving_path(store.path, number).read_bytes())


def test_the_same_file_again_publishes_nothing(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY, how(store, cluster))
    before = served(store), dict(cluster.versions)
    again = load_as(store, JANUARY, how(store, cluster))
    assert again.already
    assert again.copy is not None
    assert again.copy.published is not None
    assert again.copy.published.is_unchanged
    assert (served(store), cluster.versions) == before


def test_late_lines_replace_their_month_only(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY + FEBRUARY, how(store, cluster))
    before = dict(cluster.versions)
    load_as(store, LATE, how(store, cluster, "late"))
    changed = {place for place, version in cluster.versions.items() if before.get(place) != version}
    assert {month for _, month in changed} == {"2024-01"}
    assert read_document(store, 3).loading == ("2024-01",)
    assert read_document(store, 3).record == 1
    assert_whole(store, cluster, BOTH + 5 * 10_000)


def test_a_month_that_undo_empties_is_taken_away(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY, how(store, cluster))
    load_as(store, FEBRUARY, how(store, cluster, "february"))
    undone = undo_everywhere(store, NOW, Watch(), publisher(store, cluster))
    assert undone.copy is not None
    assert undone.copy.published is not None
    assert ("sales_analytics", "2024-02") in undone.copy.published.gone
    assert_whole(store, cluster, 20 * 10 * 10_000)


def test_an_unreachable_cluster_refuses_the_load_before_the_record_changes(
    store: Store, cluster: CannedCluster
) -> None:
    load_as(store, JANUARY, how(store, cluster))
    cluster.away = True
    with pytest.raises(IngestionError, match="DRUID_UNREACHABLE") as caught:
        load_as(store, FEBRUARY, how(store, cluster, "february"))
    assert caught.value.exit_code == 3
    assert manifest_of(store).sequence == 1


def test_a_base_task_that_fails_leaves_what_was_served(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY, how(store, cluster))
    before = served(store)
    cluster.failing = {SALES.base}
    outcome = load_as(store, LATE, how(store, cluster, "late"))
    assert outcome.exit_code == 3
    assert outcome.copy is not None
    assert outcome.copy.failure is not None
    assert outcome.copy.failure.code == "DRUID_TASK_FAILED"
    assert manifest_of(store).sequence == 2
    assert served(store) == replace(before, number=served(store).number, published_at=served(store).published_at)
    publish(store, cluster)
    assert_whole(store, cluster, (20 * 10 + 5) * 10_000)


def test_months_stay_flagged_while_their_task_may_still_change_them(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY, how(store, cluster))
    cluster.slow = {SALES.base}
    outcome = load_as(store, LATE, how(store, cluster, "late"))
    assert outcome.copy is not None
    assert outcome.copy.failure is not None
    assert outcome.copy.failure.code == "DRUID_TIMEOUT"
    opened = served(store)
    assert opened.loading == ("2024-01",)
    cluster.slow = set()
    (task,) = cluster.pending
    cluster.finish(task)
    tasks = cluster.tasks
    publish(store, cluster)
    assert cluster.tasks == tasks + len(SALES.rollups)
    assert_whole(store, cluster, (20 * 10 + 5) * 10_000)


def test_a_task_for_other_content_is_stopped(store: Store, cluster: CannedCluster) -> None:
    cluster.slow = {SALES.base}
    load_as(store, JANUARY, how(store, cluster))
    cluster.slow = set()
    (stale,) = cluster.pending
    load_as(store, LATE, how(store, cluster, "late"))
    assert cluster.cancelled == [stale]
    assert_whole(store, cluster, (20 * 10 + 5) * 10_000)


def test_a_base_that_arrives_spoiled_stays_flagged_and_is_sent_again(store: Store, cluster: CannedCluster) -> None:
    cluster.spoiled = {(SALES.base, "gross_revenue")}
    outcome = load_as(store, JANUARY, how(store, cluster))
    assert outcome.copy is not None
    assert outcome.copy.failure is not None
    assert outcome.copy.failure.code == "DRUID_MISMATCH"
    assert served(store).loading == ("2024-01",)
    cluster.spoiled = set()
    publish(store, cluster)
    assert_whole(store, cluster, 20 * 10 * 10_000)


def test_a_rollup_task_that_fails_leaves_the_new_base_served(store: Store, cluster: CannedCluster) -> None:
    cluster.failing = {"sales_hourly"}
    outcome = load_as(store, JANUARY, how(store, cluster))
    assert outcome.exit_code == 3
    document = served(store)
    assert (document.record, document.loading) == (1, ())
    assert document.missing == (("sales_hourly", "2024-01"),)
    assert {m.table for m in document.months} >= {"sales_analytics", "sales_daily_product"}
    tasks = cluster.tasks
    publish(store, cluster)
    assert cluster.tasks == tasks + 1
    assert_whole(store, cluster, 20 * 10 * 10_000)


def test_a_rollup_that_does_not_add_up_is_withdrawn_by_day_and_measure(store: Store, cluster: CannedCluster) -> None:
    cluster.spoiled = {("sales_hourly", "gross_revenue")}
    outcome = load_as(store, JANUARY, how(store, cluster))
    assert outcome.exit_code == 1
    gap = Withdrawn("sales_hourly", "2024-01", "2024-01-10", "gross_revenue", 2_000_000, 2_000_001)
    assert served(store).withdrawn == (gap,)
    cluster.spoiled = set()
    publish(store, cluster)
    assert_whole(store, cluster, 20 * 10 * 10_000)


def test_a_base_that_does_not_add_up_stays_flagged_until_it_is_published_again(
    store: Store, cluster: CannedCluster
) -> None:
    load_as(store, JANUARY + FEBRUARY, how(store, cluster))
    frame = cluster.held[SALES.base, "2024-02"]
    cluster.held[SALES.base, "2024-02"] = frame.with_columns(gross_revenue=frame["gross_revenue"] + 1)
    found = verify_store(store, NOW, Watch(), publisher(store, cluster))
    assert not found.is_equal
    assert found.copy is not None
    assert found.copy.gaps == ("sales_analytics 2024-02: gross_revenue is 600020 on the cluster, 600000 in the record",)
    assert served(store).loading == ("2024-02",)
    publish(store, cluster)
    assert_whole(store, cluster, BOTH)
    assert verify_store(store, NOW, Watch(), publisher(store, cluster)).is_equal


def test_segments_that_are_lost_or_changed_are_published_again(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY + FEBRUARY, how(store, cluster))
    cluster.take_away([(SALES.base, "2024-01"), ("sales_hourly", "2024-02")])
    cluster.versions["sales_daily_product", "2024-02"] = "by somebody else"
    found = verify_store(store, NOW, Watch(), publisher(store, cluster))
    assert found.copy is not None
    assert sorted(found.copy.gaps) == [
        "sales_analytics 2024-01: segments are gone",
        "sales_daily_product 2024-02: other segments than were published",
        "sales_hourly 2024-02: segments are gone",
    ]
    publish(store, cluster)
    assert_whole(store, cluster, BOTH)


def test_datasources_of_another_store_are_not_overwritten(tmp_path: Path, cluster: CannedCluster) -> None:
    first, second = make_store(tmp_path / "one" / "store"), make_store(tmp_path / "two" / "store")
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    load_as(first, JANUARY, how(first, cluster))
    with pytest.raises(IngestionError, match="DRUID_TAKEN"):
        load_as(second, FEBRUARY, how(second, cluster))
    load_as(second, FEBRUARY, How())
    publish(second, cluster, Wanted(everything=True))
    assert_whole(second, cluster, 20 * 3 * 10_000)


def test_a_cluster_that_has_just_started_has_lost_nothing(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY, how(store, cluster))
    before = served(store)
    cluster.starting = True
    publish(store, cluster)
    assert served(store) == before
    found = verify_store(store, NOW, Watch(), publisher(store, cluster))
    assert found.copy is not None
    assert "sales_analytics 2024-01: published, but not served now" in found.copy.gaps
    assert len(found.copy.gaps) == 1 + len(SALES.rollups)
    assert (served(store).withdrawn, served(store).loading) == ((), ())


def test_segments_that_are_no_month_of_the_zone_are_taken_away(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY, how(store, cluster))
    foreign = (SALES.base, "2024-01-01T00:00:00.000Z/2024-02-01T00:00:00.000Z")
    cluster.held[foreign], cluster.versions[foreign] = cluster.held[SALES.base, "2024-01"], "foreign"
    found = verify_store(store, NOW, Watch(), publisher(store, cluster))
    assert found.copy is not None
    assert f"{SALES.base} {foreign[1]}: not in the record" in found.copy.gaps
    publish(store, cluster)
    assert read_document(store, served(store).number - 1).loading == ("2024-01",)
    assert_whole(store, cluster, 20 * 10 * 10_000)


def test_another_prefix_is_filled_from_the_beginning(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY, how(store, cluster))
    elsewhere = CannedCluster()
    outcome = publish_record(store, NOW, Watch(), publisher(store, elsewhere, "q_"))
    assert outcome is not None
    assert outcome.failure is None
    assert (served(store).prefix, served(store).number) == ("q_", 4)
    assert_whole(store, elsewhere, 20 * 10 * 10_000)


def test_the_served_record_outlives_the_manifests_that_are_kept(tmp_path: Path, cluster: CannedCluster) -> None:
    store = make_store(tmp_path / "store", catalog=SMALL)
    load_as(store, JANUARY, how(store, cluster))
    for number in range(KEPT_SNAPSHOTS + 2):
        load_as(store, [Sale("2024-03-10 10:00:00", f"{number + 1}.00")], How(name="later"))
        for path in store.path.rglob("*"):
            os.utime(path, (NOW.timestamp() - 3_600,) * 2)
    collect(store, NOW)
    assert served(store).record == 1
    assert {1, manifest_of(store).sequence} <= set(sequences(store.path))
    assert 2 not in sequences(store.path)


def test_months_can_be_asked_for_again(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY + FEBRUARY, how(store, cluster))
    before = dict(cluster.versions)
    publish(store, cluster, Wanted(frozenset({"2024-02"})))
    assert {month for place in before for month in place[1:] if before[place] != cluster.versions[place]} == {"2024-02"}
    with pytest.raises(IngestionError, match="MONTH_UNKNOWN"):
        publish(store, cluster, Wanted(frozenset({"2031-02"})))


LOADED_AGAIN = [(point, "load") for point in (*CLUSTER_POINTS, "stage.put:2", "rollup.task:2", "rollup.task:3")]
PUBLISHED = [(point, "publish") for point in (Point.STAGE_PUT, Point.TASK_RUN, Point.VERIFY, Point.COVERAGE_PUBLISH)]


@pytest.mark.parametrize(("place", "verb"), [*LOADED_AGAIN, *PUBLISHED])
def test_a_publication_cut_off_anywhere_is_gone_on_with(
    tmp_path: Path, cluster: CannedCluster, place: str, verb: str
) -> None:
    store = make_store(tmp_path / "store", catalog=SMALL)
    load_as(store, JANUARY, how(store, cluster))
    point, _, arrival = place.partition(":")
    cut = replace(store, disk=CuttingDisk(Point(point), int(arrival or 1)))
    coming = LATE + FEBRUARY
    with pytest.raises(Cut):
        load_as(cut, coming, how(cut, cluster, "coming"))
    assert served(store).record == (2 if point == Point.COVERAGE_PUBLISH else 1)
    if point not in {Point.STAGE_PUT, Point.COVERAGE_PUBLISH}:
        assert served(store).loading == ("2024-01", "2024-02")
    if verb == "load":
        again = load_as(store, coming, how(store, cluster, "coming"))
        assert again.already
        assert again.exit_code == 0
    else:
        publish(store, cluster)
    assert_whole(store, cluster, BOTH + 5 * 10_000)


def test_what_was_submitted_before_a_cut_is_not_run_twice(store: Store, cluster: CannedCluster) -> None:
    cut = replace(store, disk=CuttingDisk(Point.VERIFY))
    with pytest.raises(Cut):
        load_as(cut, JANUARY, how(cut, cluster))
    tasks = cluster.tasks
    publish(store, cluster)
    assert cluster.tasks == tasks
    assert_whole(store, cluster, 20 * 10 * 10_000)


def test_a_disk_that_fails_at_any_step_leaves_a_publication_to_go_on_with(tmp_path: Path) -> None:
    """Two steps to stage a month, six to write each of two documents."""
    (tmp_path / "kept").mkdir()
    load_as(make_store(tmp_path / "kept" / "store", catalog=SMALL), JANUARY, How())
    codes = [failing_publication(tmp_path, at) for at in range(1, 16)]
    assert codes == ["STORE_WRITE"] * (2 + 6 + 6) + [""]


def failing_publication(folder: Path, at: int) -> str:
    """The code of a publication whose n-th durable step fails; what it leaves is brought home."""
    shutil.copytree(folder / "kept", folder / f"try-{at}")
    store, cluster = make_store(folder / f"try-{at}" / "store", catalog=SMALL), CannedCluster()
    failing = replace(store, disk=FailingDisk(errno.ENOSPC, at))
    outcome = publish_record(failing, NOW, Watch(), publisher(failing, cluster))
    assert outcome is not None
    publish(store, cluster)
    assert_whole(store, cluster, 20 * 10 * 10_000)
    return outcome.failure.code if outcome.failure else ""


def test_a_lost_cluster_is_filled_again(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY + FEBRUARY, how(store, cluster))
    empty = CannedCluster()
    publish(store, empty)
    assert_whole(store, empty, BOTH)


def test_old_documents_go_and_the_served_record_stays(store: Store, cluster: CannedCluster) -> None:
    load_as(store, JANUARY, how(store, cluster))
    for _ in range(KEPT_DOCUMENTS):
        publish(store, cluster, Wanted(everything=True))
    assert len(serving_numbers(store.path)) == KEPT_DOCUMENTS
    assert_whole(store, cluster, 20 * 10 * 10_000)
