"""Starts that do not come to their end: interrupted, killed, without a port, too slow. Nothing of them is left running.

A program that stands in for Java tells a version and hands everything else to Python; see `stand_ins`. The jars are
empty files of the right names and sizes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from druid.cluster.jars import RELEASE, read_list
from druid.cluster.services import NAMES
from druid.cluster.tests.stand_ins import make_instance, processes_naming

JAVA = """#!/bin/sh
if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"'; else exec "{python}" "$@"; fi
"""
LISTENS = """
import re, socket, time
port = int(re.search(r"clientPort=(\\d+)", open("conf/zookeeper.cfg").read())[1])
with socket.create_server(("127.0.0.1", port)) as door:
    time.sleep(120)
"""
COLLIDES = """
print("java.net.BindException: Address already in use", flush=True)
raise SystemExit(1)
"""


class Bench:
    """A folder with stand-ins for everything that a start needs."""

    def __init__(self, top: Path) -> None:
        self.folder = top / "druid"
        cache = top / "cache"
        self.environment = {
            "PATH": f"{top}{os.pathsep}{os.environ['PATH']}",
            "JAVA_HOME": "",
            "SALES_DRUID_CACHE": str(cache),
        }
        (cache / RELEASE).mkdir(parents=True)
        for jar in read_list():
            with (cache / RELEASE / jar.name).open("wb") as file:
                file.truncate(jar.size)
        (top / "java").write_text(JAVA.format(python=sys.executable))
        (top / "java").chmod(0o755)
        make_instance(self.folder, names=NAMES)
        self.replace("zookeeper", LISTENS)

    def replace(self, name: str, script: str) -> None:
        """Another script for the service of that name."""
        (self.folder / f"@{make_instance(self.folder).arguments(name)}").write_text(script)

    def begin(self, *words: str) -> subprocess.Popen[str]:
        line = [sys.executable, "-m", "druid.cluster", words[0], "--dir", str(self.folder), *words[1:]]
        env = {**os.environ, **self.environment}
        return subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def services(self) -> int:
        """How many services run; the command itself names the folder as well."""
        return len(processes_naming(self.folder / "conf"))

    def await_services(self) -> None:
        while self.services() < len(NAMES):
            time.sleep(0.05)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("words", [("up",), ("run", "--", "true")], ids=["up", "run"])
def test_interrupted(bench: Bench, words: tuple[str, ...], number: signal.Signals) -> None:
    with bench.begin(words[0], "--free-ports", *words[1:]) as running:
        bench.await_services()
        running.send_signal(number)
        time.sleep(0.2)
        running.send_signal(number)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert said.endswith("Interrupted; what this command started was ended again.\n")
    assert "Traceback" not in said
    assert bench.services() == 0


def test_killed_and_then_put_right(bench: Bench) -> None:
    """Nothing can be done when the command itself is killed; `down` finds what it left."""
    with bench.begin("up", "--free-ports") as running:
        bench.await_services()
        running.kill()
        running.communicate(timeout=60)
    assert bench.services() == len(NAMES)
    with bench.begin("down") as ending:
        assert ending.communicate(timeout=60)[0] == "Druid is stopped.\n"
    assert bench.services() == 0


def test_ports_that_others_take_are_tried_again(bench: Bench) -> None:
    bench.replace("broker", COLLIDES)
    with bench.begin("up", "--free-ports") as running:
        _, said = running.communicate(timeout=120)
    assert running.returncode == 2
    assert said.count("A port of the broker was taken by another program. Trying again with other ports.") == 4
    assert said.endswith("PORT_IN_USE: Other programs took every port that was chosen.\n  Start again.\n")
    assert bench.services() == 0


def test_too_slow(bench: Bench) -> None:
    with bench.begin("up", "--free-ports", "--wait", "2") as running:
        _, said = running.communicate(timeout=60)
    assert running.returncode == 3
    assert "NOT_READY: After 2 s these do not answer: coordinator answers, broker answers, " in said
    assert bench.services() == 0


def test_a_service_that_ends(bench: Bench) -> None:
    bench.replace("historical", "raise SystemExit('no space left')")
    with bench.begin("up", "--free-ports") as running:
        _, said = running.communicate(timeout=60)
    assert running.returncode == 3
    assert "SERVICE_ENDED: The historical ended.\n" in said
    assert said.endswith("  | no space left\n")
    assert bench.services() == 0


INTERRUPTED_WHILE_A_CLASS_IS_MADE = """
import sys
from druid.cluster import cli

@cli.commands.command()
def wait():
    exec("import os, signal, time; os.kill(os.getpid(), signal.SIGTERM); time.sleep(60)")

sys.argv = ["cluster", "wait"]
cli.main()
"""


def test_an_interrupted_import_has_the_same_exit_code(tmp_path: Path) -> None:
    (tmp_path / "interrupted.py").write_text(INTERRUPTED_WHILE_A_CLASS_IS_MADE)
    line = [sys.executable, "-m", "interrupted"]
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"}
    assert subprocess.run(line, env=env, capture_output=True, timeout=60, check=False).returncode == 130
