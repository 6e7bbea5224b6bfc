"""Targets and rates in the store: versions, undo, backup, old manifests, crashes, later loads, a copy on a cluster."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from druid.store.manifest import Manifest, decode, encode, manifest_path
from druid.store.plans import Rate, Target
from druid.store.serving import newest_serving
from druid.store.snapshots import open_snapshot
from ingestion.backup import back_up, restore
from ingestion.errors import LoadRefused, PublicationFailed
from ingestion.plans.load import PlanKind, PlanOutcome, PlanRequest, load_plans
from ingestion.sink.disk import LOAD_POINTS, Point
from ingestion.sink.druid.publisher import DruidPublisher
from ingestion.sink.store import Store
from ingestion.tests.druid.canned_cluster import CannedCluster
from ingestion.tests.sales_store import NOW, SMALL, How, Sale, load_as, load_sales, make_store, manifest_of, revenue
from ingestion.verify import undo_load, verify_store
from ingestion.watch import Watch

SOLD = [Sale("2024-01-10 10:00:00", "10.00", f"A{n}") for n in range(5)]
MORE = [Sale("2024-02-10 10:00:00", "1.00", f"B{n}") for n in range(5)]
TARGETS = "Month,SalesPerson,Target\n2024-01,Asha,100\n2024-02,Asha,200\n"
RATES = "SalesPerson,Rate,From\n,3%,2024-01-01\nAsha,5%,2024-02-01\n"
ASHA = (
    Target("2024-01", "salesperson", "Asha", 1_000_000),
    Target("2024-02", "salesperson", "Asha", 2_000_000),
)
PAID = (Rate(30_000, "2024-01-01"), Rate(50_000, "2024-02-01", None, "Asha"))


def take(store: Store, kind: PlanKind, text: str, *, whole: bool = False) -> PlanOutcome:
    file = store.path.parent / f"{kind}.csv"
    file.write_text(text)
    return load_plans(store, PlanRequest(file, kind, whole), NOW, Watch())


def state_of(store: Store) -> Manifest:
    """The newest state without what every publication changes."""
    return replace(manifest_of(store), sequence=0, published_at="", undone=())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path / "store")
    load_sales(made, SOLD)
    return made


def test_each_load_is_a_version_that_keeps_the_rest(store: Store) -> None:
    before = manifest_of(store)
    first = take(store, PlanKind.TARGETS, TARGETS)
    second = take(store, PlanKind.RATES, RATES)
    after = manifest_of(store)
    assert (after.targets, after.rates) == (ASHA, PAID)
    assert len({before.version, first.version, second.version, after.version}) == 3
    assert (after.files, after.coverage, after.newest_ms) == (before.files, before.coverage, before.newest_ms)
    assert [load.mode for load in after.loads] == ["append", "targets:append", "rates:append"]
    load_sales(store, MORE, name="more")
    later = manifest_of(store)
    assert (later.targets, later.rates, len(later.loads)) == (ASHA, PAID, 4)
    assert verify_store(store, NOW, Watch()).is_equal
    assert (manifest_of(store).targets, manifest_of(store).rates) == (ASHA, PAID)


def test_rows_of_the_same_key_are_replaced_and_others_stay(store: Store) -> None:
    take(store, PlanKind.TARGETS, TARGETS)
    outcome = take(store, PlanKind.TARGETS, "Month,SalesPerson,Target\n2024-02,Asha,7\n2024-02,Ben,8\n")
    assert (outcome.rows, outcome.kept) == (2, 3)
    ben = Target("2024-02", "salesperson", "Ben", 80_000)
    assert manifest_of(store).targets == (ASHA[0], replace(ASHA[1], value=70_000), ben)
    take(store, PlanKind.TARGETS, "Month,Branch,Target\n2024-02,Thika,8\n", whole=True)
    assert manifest_of(store).targets == (Target("2024-02", "branch", "Thika", 80_000),)
    take(store, PlanKind.RATES, RATES)
    take(store, PlanKind.RATES, "SalesPerson,Rate,From\nAsha,6%,2024-02-01\n")
    assert manifest_of(store).rates == (PAID[0], replace(PAID[1], rate=60_000))


def test_a_file_that_changes_nothing_publishes_nothing(store: Store) -> None:
    take(store, PlanKind.TARGETS, TARGETS)
    before = manifest_of(store)
    again = take(store, PlanKind.TARGETS, TARGETS)
    assert (again.record, again.version) == (None, before.version)
    assert manifest_of(store) == before
    # a later file in between makes the first one news again
    take(store, PlanKind.TARGETS, "Month,SalesPerson,Target\n2024-02,Asha,7\n")
    assert take(store, PlanKind.TARGETS, TARGETS).record is not None
    assert manifest_of(store).targets == ASHA


def test_undo_goes_back_step_by_step(store: Store) -> None:
    states = [state_of(store)]
    for step in (
        lambda: take(store, PlanKind.TARGETS, TARGETS),
        lambda: take(store, PlanKind.RATES, RATES),
        lambda: load_sales(store, MORE, name="more"),
        lambda: take(store, PlanKind.TARGETS, "Month,SalesPerson,Target\n2024-02,Asha,7\n"),
    ):
        step()
        states.append(state_of(store))
    for expected in reversed(states[:-1]):
        undo_load(store, NOW)
        assert state_of(store) == expected


def test_plans_without_sales(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    take(store, PlanKind.RATES, RATES)
    load_sales(store, SOLD)
    assert (manifest_of(store).rates, revenue(store)) == (PAID, 500_000)
    undo_load(store, NOW)
    undo_load(store, NOW)
    assert manifest_of(store).rates == ()


def test_backup_and_restore_keep_them(store: Store, tmp_path: Path) -> None:
    take(store, PlanKind.TARGETS, TARGETS)
    take(store, PlanKind.RATES, RATES)
    back_up(store, tmp_path / "kept")
    elsewhere = make_store(tmp_path / "elsewhere" / "store")
    restore(elsewhere, tmp_path / "kept", NOW)
    assert state_of(elsewhere) == state_of(store)


def test_a_manifest_from_before_there_were_plans(store: Store) -> None:
    """Written by an earlier release: it knows neither field."""
    body = orjson.loads(encode(manifest_of(store)))["manifest"]
    del body["targets"], body["rates"]
    plain = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    old = orjson.dumps({"checksum": sha256(plain).hexdigest(), "manifest": orjson.Fragment(plain)})
    assert decode(old) == manifest_of(store)
    manifest_path(store.path, manifest_of(store).sequence).write_bytes(old)
    take(store, PlanKind.RATES, RATES)
    assert manifest_of(store).rates == PAID


def test_another_zone_is_refused(store: Store) -> None:
    with pytest.raises(LoadRefused, match="time zone"):
        take(make_store(store.path, "Europe/London"), PlanKind.RATES, RATES)


DYING = tuple(point for point in LOAD_POINTS if point.value.startswith(("manifest", "root", "report", "exit", "gc")))


@pytest.mark.parametrize("point", DYING)
def test_killed_at(store: Store, point: Point) -> None:
    """The state before or the state after, and the next load works."""
    file = store.path.parent / "targets.csv"
    file.write_text(TARGETS)
    before = manifest_of(store)
    died = typed("targets", file, "--data-dir", store.path, SALES_FAULT=f"kill@{point}")
    assert died.returncode == -signal.SIGKILL, died.stderr
    snapshot = open_snapshot(store.path)
    assert snapshot is not None
    assert snapshot.passed_over == ()
    is_new = LOAD_POINTS.index(point) >= LOAD_POINTS.index(Point.MANIFEST_RENAME)
    assert snapshot.manifest.targets == (ASHA if is_new else ())
    assert is_new or snapshot.manifest == before
    assert (take(store, PlanKind.TARGETS, TARGETS).record is None) is is_new
    assert manifest_of(store).targets == ASHA
    load_sales(store, MORE, name="more")
    assert (manifest_of(store).targets, revenue(store)) == (ASHA, 550_000)


def test_at_least_five_points() -> None:
    assert len(DYING) >= 5


def test_a_cluster_gets_a_document_and_no_task(tmp_path: Path) -> None:
    store, cluster = make_store(tmp_path / "store", catalog=SMALL), CannedCluster()
    publisher = DruidPublisher(store, cluster, "")
    load_as(store, SOLD, How(publisher=publisher))
    document, tasks = newest_serving(store.path), cluster.tasks
    assert document is not None
    file = tmp_path / "rates.csv"
    file.write_text(RATES)
    outcome = load_plans(store, PlanRequest(file, PlanKind.RATES), NOW, Watch(), publisher)
    assert outcome.copy is not None
    assert outcome.copy.published is not None
    assert (outcome.exit_code, outcome.copy.published.is_unchanged, cluster.tasks) == (0, True, tasks)
    following = newest_serving(store.path)
    assert following is not None
    assert (following.number, following.record) == (document.number + 1, manifest_of(store).sequence)
    assert following.months == document.months
    assert load_plans(store, PlanRequest(file, PlanKind.RATES), NOW, Watch(), publisher).record is None
    assert newest_serving(store.path) == following


def test_a_cluster_out_of_reach_leaves_the_record_alone(tmp_path: Path) -> None:
    store, cluster = make_store(tmp_path / "store", catalog=SMALL), CannedCluster()
    publisher = DruidPublisher(store, cluster, "")
    load_as(store, SOLD, How(publisher=publisher))
    before = manifest_of(store)
    file = tmp_path / "rates.csv"
    file.write_text(RATES)
    cluster.away = True
    with pytest.raises(PublicationFailed):
        load_plans(store, PlanRequest(file, PlanKind.RATES), NOW, Watch(), publisher)
    assert manifest_of(store) == before


def typed(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingestion", *map(str, words)]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_commands(store: Store, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(TARGETS)
    bad.write_text(TARGETS + "soon,Asha,x\n")
    where = ("--data-dir", store.path)
    loaded = typed("targets", good, *where)
    assert (loaded.returncode, loaded.stdout.splitlines()[1]) == (0, "targets in all: 2")
    refused = typed("targets", bad, *where)
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[0] == "ROWS_REFUSED: 1 row is wrong in bad.csv."
    assert "  line 4, Month 'soon': NOT_A_MONTH: " in refused.stderr
    document = json.loads(typed("targets", bad, *where, "--json").stdout)
    assert document["exitCode"] == 2
    assert [(one["line"], one["column"], one["code"]) for one in document["error"]["defects"]] == [
        (4, "Month", "NOT_A_MONTH"),
        (4, "Target", "NOT_A_NUMBER"),
    ]
    unchanged = json.loads(typed("targets", good, *where, "--replace", "--json").stdout)
    assert (unchanged["outcome"], unchanged["kept"]) == ("unchanged", 2)
    assert "targets: 2 for 2024-01 to 2024-02 (2 by salesperson)" in typed("status", *where).stdout
    status = json.loads(typed("status", *where, "--json").stdout)
    assert status["targets"] == {"count": 2, "first": "2024-01", "last": "2024-02"}
    assert status["rates"] == {"count": 0, "first": None}
    absent = typed("rates", tmp_path / "absent.csv", *where)
    assert (absent.returncode, absent.stderr.partition(":")[0]) == (2, "FILE_NOT_FOUND")
    shutil.rmtree(store.path)
