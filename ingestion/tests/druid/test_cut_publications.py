"""kill -9 at every named point of a publication to a real Druid: the same file again, or `publish`, brings it home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from druid.store.serving import newest_serving
from druid.tests.prefixes import fresh_prefix
from ingestion.sink.disk import CLUSTER_POINTS, Point
from ingestion.tests.druid.asked import Asked
from ingestion.tests.sales_store import Sale, make_store, manifest_of, revenue, write_sales

pytestmark = pytest.mark.druid

DAY = "2024-01-10 10:00:00"
LOADED = [Sale(DAY, "10.00", f"A{n}") for n in range(20)]
COMING = [Sale(DAY, "1.00", f"B{n}") for n in range(20)]
REVENUE = 20 * 11 * 10_000


def typed(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "ingestion", *words, "--json", "--data-dir", str(folder / "store")]


def environment(asked: Asked, fault: str = "") -> dict[str, str]:
    settings = {"ENGINE": "druid", "DRUID_URL": asked.url, "DRUID_PREFIX": asked.prefix, "FAULT": fault}
    return {**os.environ, **{f"SALES_{name}": value for name, value in settings.items()}}


def run(asked: Asked, folder: Path, *words: str, fault: str = "") -> subprocess.CompletedProcess[str]:
    command, settings = typed(folder, *words), environment(asked, fault)
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def served(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asked, Path]]:
    """A folder whose store is published; each test adds a file to it, and leaves it whole."""
    folder = tmp_path_factory.mktemp("served")
    with fresh_prefix(druid_url) as prefix:
        asked = Asked(druid_url, prefix)
        assert run(asked, folder, "load", str(write_sales(folder / "a.csv", LOADED))).returncode == 0
        yield asked, folder


@pytest.mark.parametrize("point", CLUSTER_POINTS)
def test_killed_at(served: tuple[Asked, Path], point: Point) -> None:
    asked, folder = served
    store = make_store(folder / "store")
    due = manifest_of(store).sequence + 1
    coming = write_sales(folder / f"{point}.csv", [Sale(DAY, "1.00", f"{point} {n}") for n in range(20)])
    killed = run(asked, folder, "load", str(coming), fault=f"kill@{point}")
    assert killed.returncode == -signal.SIGKILL
    assert manifest_of(store).sequence == due
    before = newest_serving(store.path)
    assert before is not None
    is_open = point not in {Point.STAGE_PUT, Point.COVERAGE_PUBLISH}
    assert before.loading == (("2024-01",) if is_open else ())
    again = run(asked, folder, *(("load", str(coming)) if point in CLUSTER_POINTS[::2] else ("publish",)))
    assert again.returncode == 0, again.stderr
    document = newest_serving(store.path)
    assert document is not None
    assert (document.record, document.loading, document.missing, document.withdrawn) == (due, (), (), ())
    assert asked.totals() == (20 * due, revenue(store))
    assert asked.totals("sales_hourly")[1] == revenue(store) == (200 + 20 * (due - 1)) * 10_000
    told = json.loads(run(asked, folder, "status").stdout)["druid"]
    assert (told["behind"], told["loading"], told["lines"], told["fault"]) == ([], [], 20 * due, None)


def test_a_polite_stop_leaves_a_publication_to_go_on_with(tmp_path: Path, druid_url: str, druid_prefix: str) -> None:
    asked, store = Asked(druid_url, druid_prefix), make_store(tmp_path / "store")
    words = "load", str(write_sales(tmp_path / "a.csv", LOADED))
    with subprocess.Popen(typed(tmp_path, *words), env=environment(asked), stdout=subprocess.PIPE, text=True) as loader:
        while newest_serving(store.path) is None and loader.poll() is None:
            time.sleep(0.05)
        loader.send_signal(signal.SIGTERM)
        said = json.loads(loader.communicate()[0])
    assert (loader.returncode, said["outcome"], said["published"]["error"]["code"]) == (3, "loaded", "STOPPED")
    assert manifest_of(store).sequence == 1
    gone_on = run(asked, tmp_path, "publish")
    assert (gone_on.returncode, json.loads(gone_on.stdout)["resumed"]) == (0, True)
    assert asked.totals() == (20, revenue(store))


def test_a_restored_version_is_published(tmp_path: Path, druid_url: str, druid_prefix: str) -> None:
    asked, kept = Asked(druid_url, druid_prefix), str(tmp_path / "kept")
    run(asked, tmp_path, "load", str(write_sales(tmp_path / "a.csv", LOADED)))
    assert run(asked, tmp_path, "backup", kept).returncode == 0
    run(asked, tmp_path, "load", str(write_sales(tmp_path / "b.csv", COMING)))
    assert asked.totals() == (40, REVENUE)
    restored = run(asked, tmp_path, "restore", kept)
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["published"]["months"] == ["2024-01"]
    assert asked.totals() == (20, revenue(make_store(tmp_path / "store")))
