"""Processes are found by what they run, ended in order, and never mistaken for another's."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from druid.cluster.errors import ClusterError
from druid.cluster.instance import State
from druid.cluster.processes import end, find, launch
from druid.cluster.runtime import kill, status, stop
from druid.cluster.services import NAMES
from druid.cluster.tests.stand_ins import JAVA, PORTS, begin, make_instance, processes_naming


@contextmanager
def stranger(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of somebody else."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)", *words]) as process:
        try:
            yield process
        finally:
            process.kill()


def test_started_found_and_ended(tmp_path: Path) -> None:
    instance = make_instance(tmp_path, names=["broker"])
    state = begin(instance, ["broker"])
    found = find(instance, state, NAMES)
    assert {name: process.pid for name, process in found.items()} == dict(state.pids)
    assert end(found.values(), 30) == []
    assert find(instance, state, NAMES) == {}
    assert instance.log("broker").read_text() == "ready\n"


def test_found_though_the_state_is_lost(tmp_path: Path) -> None:
    instance = make_instance(tmp_path, names=["broker"])
    state = begin(instance, ["broker"])
    assert [process.pid for process in find(instance, None, NAMES).values()] == [state.pids["broker"]]
    instance.path("state.json").unlink()
    assert stop(instance)
    assert processes_naming(tmp_path) == []


def test_a_number_that_is_anothers_now_is_left_alone(tmp_path: Path) -> None:
    instance = make_instance(tmp_path)
    with stranger() as process:
        instance.write(State(PORTS, {"broker": process.pid, "zookeeper": process.pid}))
        assert find(instance, instance.read(), NAMES) == {}
        kill(instance, "broker")
        assert not stop(instance)
        assert process.poll() is None


def test_one_who_names_our_file_elsewhere_is_left_alone(tmp_path: Path) -> None:
    """An editor that has the argument file open, say."""
    instance = make_instance(tmp_path)
    with stranger(f"@{instance.arguments('broker')}") as process:
        instance.write(State(PORTS, {"broker": process.pid}))
        assert not stop(instance)
        assert process.poll() is None


def test_the_deaf_is_ended_by_force(tmp_path: Path) -> None:
    instance = make_instance(tmp_path, names=["broker", "router"], deaf=["broker"])
    state = begin(instance, ["broker", "router"])
    found = find(instance, state, NAMES)
    assert end(found.values(), 0.5) == [found["broker"]]
    assert processes_naming(tmp_path) == []


def test_zookeeper_ends_last(tmp_path: Path) -> None:
    instance = make_instance(tmp_path, names=NAMES)
    begin(instance, NAMES)
    said: list[str] = []
    assert stop(instance, said.append)
    ended = (tmp_path / "ended").read_text().split()
    assert sorted(ended) == sorted(NAMES)
    assert ended[-1] == "zookeeper"
    assert said == ["Ending coordinator, broker, historical, indexer, router."]
    assert status(instance).word == "stopped"


def test_removed_with_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "druid"
    begin(make_instance(folder, names=["broker"]), ["broker"])
    assert stop(make_instance(folder), remove=True)
    assert list(tmp_path.iterdir()) == []
    assert processes_naming(tmp_path) == []


def test_status_names_who_is_missing(tmp_path: Path) -> None:
    instance = make_instance(tmp_path, names=["broker", "router"])
    state = begin(instance, ["broker", "router"])
    kill(instance, "router")
    found = status(instance)
    services = {service.name: service for service in found.services}
    assert found.word == "partly"
    assert set(found.missing) == set(NAMES) - {"broker"}
    assert (services["broker"].pid, services["broker"].port) == (state.pids["broker"], PORTS.broker)
    assert services["router"].last == ("ready",)
    stop(instance)


def test_the_log_before_is_kept(tmp_path: Path) -> None:
    instance = make_instance(tmp_path, names=["broker"])
    instance.log("broker").write_text("before\n")
    begin(instance, ["broker"])
    stop(instance)
    assert instance.path("log", "broker.log.1").read_text() == "before\n"


def test_environment_of_a_shell_does_not_reach_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = make_instance(tmp_path, names=["broker"])
    (tmp_path / f"@{instance.arguments('broker')}").write_text("import os; print(sorted(os.environ))")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1m")
    monkeypatch.setenv("SALES_SEEN", "1")
    launch(instance, "broker", JAVA)
    until = time.monotonic() + 30
    while not (told := instance.log("broker").read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    assert ("JAVA_TOOL_OPTIONS" in told, "SALES_SEEN" in told) == (False, True)


def test_an_unknown_service(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="There is no service overlord"):
        kill(make_instance(tmp_path), "overlord")
