"""kill -9 at every named point of a publication to a real Druid: the same file again, or `publish`, brings it home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from druid.store.serving import newest_serving
from ingestion.sink.disk import CLUSTER_POINTS, Point
from ingestion.tests.druid.asked import Asked
from ingestion.tests.sales_store import Sale, make_store, manifest_of, revenue, write_sales

pytestmark = pytest.mark.druid

LOADED = [Sale("2024-01-10 10:00:00", "10.00", f"A{n}") for n in range(20)]
COMING = [Sale("2024-01-10 10:00:00", "1.00", f"B{n}") for n in range(20)]
REVENUE = 20 * 11 * 10_000


def typed(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "ingestion", *words, "--json", "--data-dir", str(folder / "store")]


def environment(asked: Asked, fault: str = "") -> dict[str, str]:
    settings = {"ENGINE": "druid", "DRUID_URL": asked.url, "DRUID_PREFIX": asked.prefix, "FAULT": fault}
    return {**os.environ, **{f"SALES_{name}": value for name, value in settings.items()}}


def run(asked: Asked, folder: Path, *words: str, fault: str = "") -> subprocess.CompletedProcess[str]:
    command, settings = typed(folder, *words), environment(asked, fault)
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("point", CLUSTER_POINTS)
def test_killed_at(tmp_path: Path, druid_url: str, druid_prefix: str, point: Point) -> None:
    asked, store = Asked(druid_url, druid_prefix), make_store(tmp_path / "store")
    first, coming = (write_sales(tmp_path / f"{name}.csv", lines) for name, lines in (("a", LOADED), ("b", COMING)))
    assert run(asked, tmp_path, "load", str(first)).returncode == 0
    killed = run(asked, tmp_path, "load", str(coming), fault=f"kill@{point}")
    assert killed.returncode == -signal.SIGKILL
    assert manifest_of(store).sequence == 2
    before = newest_serving(store.path)
    assert before is not None
    is_open = point not in {Point.STAGE_PUT, Point.COVERAGE_PUBLISH}
    assert before.loading == (("2024-01",) if is_open else ())
    again = run(asked, tmp_path, *(("load", str(coming)) if point in CLUSTER_POINTS[::2] else ("publish",)))
    assert again.returncode == 0, again.stderr
    document = newest_serving(store.path)
    assert document is not None
    assert (document.record, document.loading, document.missing, document.withdrawn) == (2, (), (), ())
    assert asked.totals() == (40, REVENUE)
    assert asked.totals("sales_hourly")[1] == REVENUE == revenue(store)
    told = json.loads(run(asked, tmp_path, "status").stdout)["druid"]
    assert (told["behind"], told["loading"], told["lines"], told["fault"]) == ([], [], 40, None)


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
