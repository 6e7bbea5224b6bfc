"""Why a start failed, as told from the end of a log."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from druid.cluster.errors import ClusterError
from druid.cluster.instance import Instance
from druid.cluster.readiness import PortTaken, Watch, last_lines, reason_of_death, watch_over
from druid.cluster.tests.stand_ins import begin, make_instance, processes_naming

TRACE = """\
2026-01-01T00:00:00,000 ERROR [main] CliBroker - Error when starting up.  Failing.
java.lang.RuntimeException: java.io.IOException: Failed to bind to /127.0.0.1:8082
\tat org.apache.druid.cli.ServerRunnable.run(ServerRunnable.java:70)
Caused by: java.net.BindException: Address already in use
\tat java.base/sun.nio.ch.Net.bind0(Native Method)
\t... 12 more
"""


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    (tmp_path / "log").mkdir()
    return Instance(tmp_path)


@pytest.mark.parametrize(
    ("log", "code"),
    [
        pytest.param(TRACE, "PORT_IN_USE", id="port"),
        pytest.param("Terminating due to java.lang.OutOfMemoryError: Java heap space\n", "OUT_OF_MEMORY", id="heap"),
        pytest.param("Error occurred: Could not reserve enough space for object heap\n", "OUT_OF_MEMORY", id="system"),
        pytest.param("java.lang.IllegalStateException: no\n", "SERVICE_ENDED", id="other"),
        pytest.param("", "SERVICE_ENDED", id="nothing"),
        pytest.param(None, "SERVICE_ENDED", id="no log"),
    ],
)
def test_reason(instance: Instance, log: str | None, code: str) -> None:
    if log is not None:
        instance.log("broker").write_text(log)
    found = reason_of_death(instance, "broker")
    assert found.code == code
    assert "broker" in found.said
    assert isinstance(found, PortTaken) is (code == "PORT_IN_USE")
    assert found.text().startswith(f"{code}: ")


def test_last_lines_leave_out_the_steps_of_a_trace(instance: Instance) -> None:
    instance.log("broker").write_text(TRACE)
    assert last_lines(instance, "broker", 2) == [
        "java.lang.RuntimeException: java.io.IOException: Failed to bind to /127.0.0.1:8082",
        "Caused by: java.net.BindException: Address already in use",
    ]


def test_a_service_that_ends_is_named_at_once(tmp_path: Path) -> None:
    instance = make_instance(tmp_path, names=["broker"])
    (tmp_path / f"@{instance.arguments('broker')}").write_text(
        "print('ready', flush=True); raise SystemExit('no disk')"
    )
    begin(instance, ["broker"])
    with pytest.raises(ClusterError, match="The broker ended") as ended:
        watch_over(instance, ["broker"], print, time.monotonic(), 60).until({"broker answers": lambda: False})
    assert "no disk" in ended.value.detail


def test_a_service_that_has_ended_is_named_at_once(tmp_path: Path) -> None:
    instance = make_instance(tmp_path, names=["broker"])
    (tmp_path / f"@{instance.arguments('broker')}").write_text(
        "print('ready', flush=True); raise SystemExit('no disk')"
    )
    begin(instance, ["broker"])
    while processes_naming(tmp_path):
        pass
    with pytest.raises(ClusterError, match="The broker ended"):
        watch_over(instance, ["broker"], print, time.monotonic(), 60)


def test_the_deadline_names_what_does_not_answer(instance: Instance) -> None:
    instance.log("broker").write_text("still thinking\n")
    said: list[str] = []
    watch = Watch(instance, {}, said.append, time.monotonic(), 0)
    with pytest.raises(ClusterError) as late:
        watch.until({"router answers": lambda: True, "broker answers": lambda: False})
    assert late.value.code == "NOT_READY"
    assert late.value.said.endswith("these do not answer: broker answers.")
    assert late.value.detail == "still thinking"
    assert said == ["  router answers after 0 s"]
