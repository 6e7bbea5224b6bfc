"""kill -9 at every named point of a load: the old state or the new one stands, and the next load works."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from druid.store.snapshots import damaged_files, open_snapshot
from ingestion.sink.disk import LOAD_POINTS, Point
from ingestion.tests.sales_store import Sale, load_sales, make_store, manifest_of, revenue, write_sales

LOADED = [Sale("2024-01-10 10:00:00", "10.00", f"A{n}") for n in range(20)]
COMING = [Sale("2024-01-10 10:00:00", "1.00", f"B{n}") for n in range(20)] + [Sale("2024-02-10 10:00:00", "x")]
OLD, NEW = 20 * 10 * 10_000, 20 * 11 * 10_000
MORE = ("base.data:1", "rollup.data:3", "sync.file:2", "sync.file:4", "rollup.commit:2", "rollup.commit:3")
POINTS = (*LOAD_POINTS, *MORE)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A store for each point, as the killed load left it."""
    folder = tmp_path_factory.mktemp("kill")
    kept = folder / "kept"
    kept.mkdir()
    load_sales(make_store(kept / "store"), LOADED, name="loaded")
    file = write_sales(folder / "coming.csv", COMING)
    stores = {str(point): folder / f"{number}" for number, point in enumerate(POINTS)}
    for path in stores.values():
        shutil.copytree(kept, path)
    pairs = [word for point, path in stores.items() for word in (str(path / "store"), point)]
    run = subprocess.run(
        [sys.executable, "-m", "ingestion.tests.forked_loads", str(file), *pairs],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == [f"{point} {-signal.SIGKILL}" for point in stores], run.stderr
    return stores


def test_at_least_twenty_points() -> None:
    assert len(POINTS) >= 20


@pytest.mark.parametrize("point", [str(point) for point in POINTS])
def test_killed_at(killed: dict[str, Path], point: str) -> None:
    store = make_store(killed[point] / "store")
    snapshot = open_snapshot(store.path)
    assert snapshot is not None
    assert snapshot.passed_over == ()
    assert list(damaged_files(snapshot)) == []
    is_new = _position(point) >= _position(Point.MANIFEST_RENAME)
    assert revenue(store) == (NEW if is_new else OLD)
    assert len(manifest_of(store).loads) == (2 if is_new else 1)


@pytest.mark.parametrize("point", ["base.data:1", Point.SYNC_DIR, Point.MANIFEST_SYNC, Point.ROOT_SYNC])
def test_the_next_load_works_after_a_kill_at(killed: dict[str, Path], point: str) -> None:
    store = make_store(killed[str(point)] / "store")
    outcome = load_sales(store, COMING, name="coming")
    assert outcome.already is (point == Point.ROOT_SYNC)
    assert revenue(store) == NEW
    assert not store.staging.exists()


def _position(point: str) -> int:
    return LOAD_POINTS.index(Point(point.partition(":")[0]))
