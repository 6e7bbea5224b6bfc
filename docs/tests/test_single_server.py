"""The script that runs a whole Druid in one container, over a Java that only says what it was asked to run."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "druid" / "cluster" / "docker" / "single-server.sh"
SERVICES = ("coordinator", "broker", "historical", "middleManager", "router")
FOLDERS = ("coordinator-overlord", *SERVICES[1:])
# says its words, waits for its end and says when it came
JAVA = """#!/bin/sh
for last; do :; done
trap 'echo "$last" >> said/ended; exit 0' TERM
printf '%s\\n' "$@" > "said/$last.new" && mv "said/$last.new" "said/$last"
test "$last" != "${DIES:-}" || exit 3
while :; do sleep 0.05; done
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    conf = tmp_path / "conf" / "druid" / "single-server" / "nano-quickstart"
    for folder in FOLDERS:
        (conf / folder).mkdir(parents=True)
        (conf / folder / "jvm.config").write_text("-server\n-Xmx64m\n", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "run-java").write_text(JAVA, encoding="utf-8")
    (tmp_path / "bin" / "run-java").chmod(0o755)
    (tmp_path / "said" / "conf" / "zk").mkdir(parents=True)
    return tmp_path


def start(home: Path, **changes: str) -> subprocess.Popen[str]:
    env = {"PATH": os.environ["PATH"], "DRUID_HOME": str(home), "DRUID_WATCH_SECONDS": "0.1", **changes}
    return subprocess.Popen(
        ["/bin/sh", str(SCRIPT)], env=env, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for(folder: Path, names: set[str]) -> None:
    for _ in range(600):
        if names <= {path.name for path in folder.iterdir()}:
            return
        time.sleep(0.05)
    raise AssertionError(f"only {sorted(path.name for path in folder.iterdir())} started")


Launch = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def launch(home: Path) -> Iterator[Launch]:
    """Starts the script, and ends what is left of it and its services afterwards."""
    started: list[subprocess.Popen[str]] = []

    def run(**changes: str) -> subprocess.Popen[str]:
        started.append(start(home, **changes))
        return started[-1]

    yield run
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


@pytest.fixture
def running(launch: Launch) -> subprocess.Popen[str]:
    return launch(druid_worker_capacity="2", druid_a_b__c='["x y", "z"]', DRUID_LOG4J="<Configuration/>")


def test_every_service_starts_with_its_words(home: Path, running: subprocess.Popen[str]) -> None:
    wait_for(home / "said", set(SERVICES))
    assert running.poll() is None
    for service, folder in zip(SERVICES, FOLDERS, strict=True):
        said = (home / "said" / service).read_text(encoding="utf-8").splitlines()
        conf = "conf/druid/single-server/nano-quickstart"
        assert said[:2] == ["-server", "-Xmx64m"]
        assert said[-5:] == [
            "-cp",
            f"{conf}/_common:{conf}/{folder}:lib/*",
            "org.apache.druid.cli.Main",
            "server",
            service,
        ]
        assert {"-Ddruid.worker.capacity=2", '-Ddruid.a.b_c=["x y", "z"]'} <= set(said)
        assert "-Dlog4j.configurationFile=var/log4j2.xml" in said
    assert (home / "var" / "log4j2.xml").read_text(encoding="utf-8") == "<Configuration/>"
    stop(running)


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == 0


def test_zookeeper_ends_last(home: Path, running: subprocess.Popen[str]) -> None:
    wait_for(home / "said", set(SERVICES))
    wait_for(home / "said" / "conf" / "zk", {"zoo.cfg"})
    stop(running)
    ended = (home / "said" / "ended").read_text(encoding="utf-8").splitlines()
    assert set(ended[:-1]) == set(SERVICES)
    assert ended[-1] == "conf/zk/zoo.cfg"


def test_one_service_less_is_no_druid(launch: Launch) -> None:
    process = launch(DIES="historical")
    _, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "A service of Druid ended" in told


def test_sizes_that_do_not_exist_are_told(launch: Launch) -> None:
    process = launch(DRUID_SINGLE_NODE_CONF="huge")
    _, told = process.communicate(timeout=120)
    assert (process.returncode, told) == (2, "There are no settings named huge in this image.\n")
