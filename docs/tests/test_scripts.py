"""The Makefile and its Windows twin name the same verbs, every verb is documented, the lock pins all that is asked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def typed(*words: str) -> subprocess.CompletedProcess[str]:
    """A make command as typed in a fresh shell, also when make itself runs these tests."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def make_verbs() -> dict[str, str]:
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def windows_script() -> str:
    return (ROOT / "docker-manager.ps1").read_text(encoding="utf-8")


def test_windows_has_the_same_verbs() -> None:
    listed = dict(re.findall(r'^    "([a-z-]+)"\s+= "(.+)"$', windows_script(), re.MULTILINE))
    assert listed == make_verbs()
    assert len(listed) >= 14


def test_windows_does_every_verb() -> None:
    done = re.findall(r'^    "([a-z-]+)" \{', windows_script(), re.MULTILINE)
    assert sorted(done) == sorted(make_verbs())


def test_windows_brackets_close() -> None:
    script = re.sub(r"#.*|\"[^\"\n]*\"", "", windows_script())
    assert all(script.count(left) == script.count(right) for left, right in ("()", "{}", "[]"))


def test_help_lists_every_verb() -> None:
    shown = typed("help").stdout
    for verb, does in make_verbs().items():
        assert re.search(rf"^  {verb} +{re.escape(does)}$", shown, re.MULTILINE)


def test_operations_page_speaks_of_every_verb() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [verb for verb in make_verbs() if f"`make {verb}" not in page] == []


@pytest.mark.parametrize("verb", ["ingest", "check"])
def test_a_forgotten_file_is_asked_for(verb: str) -> None:
    """Make's own `-o` keeps the environment from being installed by a test."""
    words = ["-o", ".venv/.installed", verb]
    told = typed(*words)
    assert told.stdout.strip() == f"Name the file: make {verb} FILE=sales.csv"
    assert told.returncode != 0


@pytest.mark.parametrize(
    ("code", "succeeds"),
    [
        pytest.param(0, True, id="loaded"),
        pytest.param(1, True, id="some set aside"),
        pytest.param(2, False, id="refused"),
    ],
)
def test_a_load_that_sets_lines_aside_succeeds(code: int, *, succeeds: bool) -> None:
    words = ["-o", ".venv/.installed", "ingest", "FILE=my sales.csv", f"INGEST=bash -c 'exit {code}' --"]
    told = typed(*words)
    assert (told.returncode == 0) is succeeds
    assert ("quarantine file" in told.stdout) is (code == 1)


def test_an_old_python_is_refused(tmp_path: Path) -> None:
    """With nothing but an old Python on the path, the installer says what is needed and leaves nothing behind."""
    tools = ("bash", "dirname", "grep", "touch")
    for name in tools:
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    folder = tmp_path / "clone" / ".ci"
    folder.mkdir(parents=True)
    script = Path(shutil.copy(ROOT / ".ci" / "install", folder))
    told = subprocess.run(
        [tools[0], str(script)], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert told.stderr.startswith("Python 3.11 or newer is needed and was not found.")
    assert [entry.name for entry in folder.parent.iterdir()] == [".ci"]


def test_lock_pins_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", LOCK, re.MULTILINE))
    for requirement in asked:
        name, least = re.sub(r"\[.+\]", "", requirement).split(">=")
        assert tuple(map(int, pinned[name].split("."))) >= tuple(map(int, least.split("."))), requirement


def test_every_pin_has_a_hash() -> None:
    pins = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_lock_names_no_address() -> None:
    assert not re.search(r"://|--index-url|--find-links|--extra-index-url|@ file|^/", LOCK, re.MULTILINE)
