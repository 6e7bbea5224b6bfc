"""What a fresh machine of CI installs: Java, Maven and Chromium when they are missing and it may, else a sentence."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / ".ci" / "programs"


class Machine:
    """A path with nothing on it but what a test puts there; every program tells a log that it was run."""

    def __init__(self, folder: Path, *, user: int) -> None:
        self.folder, self.log = folder, folder / "log"
        self.add("id", f"echo {user}")

    def add(self, name: str, does: str = ":") -> None:
        program = self.folder / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self.log}"\n{does}\n')
        program.chmod(0o755)

    def run(self) -> subprocess.CompletedProcess[str]:
        bash = shutil.which("bash") or "bash"
        return subprocess.run(
            [bash, str(SCRIPT)], env={"PATH": str(self.folder)}, capture_output=True, text=True, check=False
        )

    def ran(self) -> str:
        return self.log.read_text() if self.log.exists() else ""


def test_nothing_is_missing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=0)
    for name in ("java", "mvn", "chromium", "apt-get"):
        machine.add(name)
    told = machine.run()
    assert (told.returncode, told.stdout, machine.ran()) == (0, "", "")


@pytest.mark.parametrize("name", ["chromium-browser", "google-chrome"])
def test_a_browser_has_several_names(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path, user=0)
    for program in ("java", "mvn", name, "apt-get"):
        machine.add(program)
    assert (machine.run().returncode, machine.ran()) == (0, "")


def test_only_what_is_missing_is_installed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=0)
    for program in ("java", "mvn", "apt-get", "apt-cache"):
        machine.add(program)
    assert machine.run().returncode == 0
    assert "apt-get install -qq --yes --no-install-recommends chromium\n" in machine.ran()


@pytest.mark.parametrize(
    ("known", "java"),
    [
        pytest.param("openjdk-17-jre-headless", "openjdk-17-jre-headless", id="17"),
        pytest.param("openjdk-21-jre-headless", "openjdk-21-jre-headless", id="only 21"),
        pytest.param("none", "default-jre-headless", id="neither"),
    ],
)
def test_installed_by_root(tmp_path: Path, known: str, java: str) -> None:
    machine = Machine(tmp_path, user=0)
    machine.add("apt-get")
    machine.add("apt-cache", f'[ "$2" = {known} ]')
    assert machine.run().returncode == 0
    assert f"apt-get install -qq --yes --no-install-recommends {java} maven chromium\n" in machine.ran()


@pytest.mark.parametrize(
    ("user", "programs", "missing"),
    [
        pytest.param(1000, ("apt-get",), "java maven chromium", id="not root"),
        pytest.param(0, (), "java maven chromium", id="no package manager"),
        pytest.param(1000, ("java", "chromium"), "maven", id="only maven"),
    ],
)
def test_else_a_sentence(tmp_path: Path, user: int, programs: tuple[str, ...], missing: str) -> None:
    machine = Machine(tmp_path, user=user)
    for name in programs:
        machine.add(name)
    told = machine.run()
    assert told.returncode == 1
    needs = "The tests on a real Druid need Java 17 or newer and Maven, those of the dashboard Chromium"
    assert told.stderr == f"{needs}; missing: {missing}. Install what is missing first.\n"
