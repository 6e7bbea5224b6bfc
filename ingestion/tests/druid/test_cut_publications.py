"""kill -9 at every named point of a publication to a real Druid: the same file again, or `publish`, brings it home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
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


def run(asked: Asked, folder: Path, *words: str, fault: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "SALES_ENGINE": "druid",
        "SALES_DRUID_URL": asked.url,
        "SALES_DRUID_PREFIX": asked.prefix,
        "SALES_FAULT": fault,
    }
    command = [sys.executable, "-m", "ingestion", *words, "--json", "--data-dir", str(folder / "store")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


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
