"""Several workers behind one socket: they start together, take a dead one's place, and end together and well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from backend.runtime import private_folder
from backend.tests.asking import ROOT, load
from backend.tests.whole.published import some_loads
from backend.tests.whole.servers import PATIENCE, running, until
from druid.cluster.ports import free_port


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workers")
    assert load(some_loads(5, 4)[0].write(folder), folder / "store").returncode == 0
    return folder / "store"


def test_a_killed_worker_is_started_again_and_a_stop_ends_all(store: Path, tmp_path: Path) -> None:
    with running(tmp_path, store, 2) as server:
        first, second = server.workers()
        (shared,) = server.runtime.iterdir()
        assert (shared.stat().st_mode & 0o777, server.events("server.started")[0]["workers"]) == (0o700, 2)
        os.kill(first, signal.SIGKILL)
        until(lambda: bool(server.events("server.worker.ended")), "the end noticed")
        assert server.events("server.worker.ended")[0] == server.events("server.worker.ended")[0] | {
            "worker": 0,
            "pid": first,
            "code": -signal.SIGKILL,
        }
        assert httpx.get(f"{server.address}/api/health/ready", timeout=PATIENCE).status_code == 200
        server.await_workers(3)
        again, same = server.workers()
        assert (same, again != first, shared.is_dir()) == (second, True, True)
        assert server.stop() == 0
        assert not [pid for pid in (again, second) if psutil.pid_exists(pid)]
        assert list(server.runtime.iterdir()) == []
        assert len(server.events("server.drain.started")) == 2
        assert server.events("server.stopped")


def test_a_worker_that_hangs_is_killed_and_started_again(store: Path, tmp_path: Path) -> None:
    with running(tmp_path, store, 2, {"WORKER_SILENCE_SECONDS": "5"}) as server:
        first, second = server.workers()
        os.kill(first, signal.SIGSTOP)
        server.await_workers(3)
        (hung,) = server.events("server.worker.hung")
        (ended,) = server.events("server.worker.ended")
        assert (hung["worker"], hung["pid"], hung["silent_seconds"] >= 5) == (0, first, True)
        assert (ended["pid"], ended["code"]) == (first, -signal.SIGKILL)
        assert server.workers()[1] == second
        assert server.stop() == 0


def test_a_server_that_was_itself_stopped_keeps_its_workers(store: Path, tmp_path: Path) -> None:
    with running(tmp_path, store, 2, {"WORKER_SILENCE_SECONDS": "5"}) as server:
        workers = server.workers()
        everybody = [*workers, server.process.pid]
        for pid in everybody:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(8)
        for pid in reversed(everybody):
            os.kill(pid, signal.SIGCONT)
        # longer than the parent needs to look twice at who has been silent
        time.sleep(4)
        assert (server.events("server.worker.hung"), server.workers()) == ([], workers)
        assert server.stop() == 0


def test_an_interrupt_ends_all_without_waiting(store: Path, tmp_path: Path) -> None:
    with running(tmp_path, store, 2, {"DRAIN_SECONDS": "3600"}) as server:
        assert server.stop(signal.SIGINT) == 0
        assert server.events("server.drain.started") == []


def test_workers_end_when_their_parent_is_killed(store: Path, tmp_path: Path) -> None:
    with running(tmp_path, store, 2, {"DRAIN_SECONDS": "0"}) as server:
        workers = server.workers()
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(timeout=PATIENCE)
        until(lambda: not [pid for pid in workers if _runs(pid)], "the workers' end")
        (left,) = server.runtime.iterdir()
        with private_folder(server.runtime) as new:
            assert [path.name for path in server.runtime.iterdir()] == [new.name] != [left.name]


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(
    ("settings", "told"),
    [
        pytest.param({"SALES_PORT": "TAKEN"}, "Port {taken} is in use", id="port in use"),
        pytest.param({"SALES_WORKERS": "65"}, "SALES_WORKERS=65 cannot be used", id="too many workers"),
        pytest.param({"SALES_ACCESS": "required"}, "nobody could come in", id="no keys"),
        pytest.param({"SALES_RUNTIME_DIR": "FILE"}, "SALES_RUNTIME_DIR cannot be used", id="no folder"),
    ],
)
def test_a_start_that_fails_says_why_and_starts_nothing(
    store: Path, tmp_path: Path, workers: str, settings: dict[str, str], told: str
) -> None:
    (tmp_path / "file").touch()
    with running(tmp_path, store, 1) as server:
        places = {"TAKEN": str(server.port), "FILE": str(tmp_path / "file")}
        given = {name: places.get(value, value) for name, value in settings.items()}
        plain = {"SALES_WORKERS": workers, "SALES_PORT": str(free_port()), "SALES_DATA_DIR": str(store)}
        plain["SALES_ACCESS_FILE"] = str(tmp_path / "none.yaml")
        refused = subprocess.run(
            [sys.executable, "-m", "backend"],
            cwd=ROOT,
            env={**os.environ, **plain, **given},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert (refused.returncode, told.format(taken=server.port) in refused.stderr) == (2, True), refused.stderr
        assert (refused.stdout, "Traceback" in refused.stderr, "server.started" in refused.stderr) == ("", False, False)
