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
    return dict(re.findall(r"^([a-z0-9-]+):.*?## (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def windows_script() -> str:
    return (ROOT / "docker-manager.ps1").read_text(encoding="utf-8")


def test_windows_has_the_same_verbs() -> None:
    listed = dict(re.findall(r'^    "([a-z0-9-]+)"\s+= "(.+)"$', windows_script(), re.MULTILINE))
    assert listed == make_verbs()
    assert len(listed) >= 14


def test_windows_does_every_verb() -> None:
    done = re.findall(r'^    "([a-z0-9-]+)" \{', windows_script(), re.MULTILINE)
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


def test_windows_brackets_nest() -> None:
    """Each bracket closes the one opened last, over the whole script."""
    script = re.sub(r"\"[^\"\n]*\"|#.*", "", windows_script())
    waiting: list[str] = []
    for mark in re.findall(r"[(){}\[\]]", script):
        if mark in "({[":
            waiting.append(mark)
        else:
            assert waiting.pop() + mark in {"()", "{}", "[]"}
    assert waiting == []


def test_windows_calls_only_what_it_defines() -> None:
    script = windows_script()
    defined = set(re.findall(r"^function ([A-Z]\w+-\w+)", script, re.MULTILINE))
    called = set(re.findall(r"\b((?:Invoke|Install|Assert|Import|Start|Test|Stop|Open|Update|Clear)-[A-Z]\w+)", script))
    assert called - {"Test-Path", "Start-Process", "Stop-Process"} == defined - {"Get-DataDir", "Write-Sample"}


def test_windows_says_each_verbs_words() -> None:
    """The words given to Compose are those of the Makefile."""
    script = windows_script()
    for words in ("up --detach --build --wait", "ps --all", "logs --follow --tail 100", "down", "restart"):
        assert f"$(COMPOSE) {words}" in (ROOT / "Makefile").read_text(encoding="utf-8")
        assert f'@("{words.replace(" ", chr(34) + ", " + chr(34))}")' in script


def docker_that_says(folder: Path) -> dict[str, str]:
    """An environment whose `docker` prints its words, a line each."""
    (folder / "docker").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    (folder / "docker").chmod(0o755)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return {**env, "PATH": f"{folder}:{env['PATH']}"}


@pytest.mark.parametrize("development", [False, True])
def test_a_file_is_loaded_from_where_it_is(tmp_path: Path, *, development: bool) -> None:
    """Folders with spaces are mounted, and only to be read."""
    place = tmp_path / "my sales"
    place.mkdir()
    (place / "today's.csv").write_text("", encoding="utf-8")
    words = ["make", "load", f"FILE={place}/today's.csv", "MAPPING=pyproject.toml", *(["DEV=1"] if development else [])]
    told = subprocess.run(words, cwd=ROOT, env=docker_that_says(tmp_path), capture_output=True, text=True, check=True)
    said = told.stdout.splitlines()
    file = "docker-compose.dev.yml" if development else "docker-compose.yml"
    assert said[said.index("--file") + 1] == file
    assert f"{place}:/srv/file:ro" in said
    assert said[said.index("ingestion") :] == [
        *("ingestion", "load", "/srv/file/today's.csv"),
        *("--mapping", "/srv/mapping/pyproject.toml", "--mode", "append"),
    ]


def test_docker_is_asked_for(tmp_path: Path) -> None:
    told = subprocess.run(
        [shutil.which("make") or "make", "SHELL=/bin/sh", "status"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout == "make status needs Docker with its compose plugin, and finds none.\n"
    assert told.returncode != 0


@pytest.mark.parametrize(
    ("version", "is_enough"),
    [("18.20.0", False), ("20.18.9", False), ("20.19.0", True), ("21.7.3", False), ("24.0.0", True)],
)
def test_the_age_of_node(tmp_path: Path, version: str, *, is_enough: bool) -> None:
    """Only a Node that the dashboard's tools run on is used, as `package.json` says it too."""
    node = shutil.which("node")
    assert node is not None
    folder = tmp_path / "clone" / ".ci"
    folder.mkdir(parents=True)
    (tmp_path / "clone" / "frontend" / "node_modules").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "install-web", folder)
    spoken = f"Object.defineProperty(process, 'versions', {{value: {{node: '{version}'}}}});"
    (tmp_path / "node").write_text(f'#!/bin/sh\nexec {node} -e "{spoken} $2"\n', encoding="utf-8")
    (tmp_path / "npm").write_text("#!/bin/sh\n", encoding="utf-8")
    for name in ("node", "npm"):
        (tmp_path / name).chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    told = subprocess.run([folder / "install-web"], env=env, capture_output=True, text=True, check=False)
    assert (told.returncode == 0) is is_enough, told.stderr
    assert told.stderr.startswith("Node 20.19, 22.12 or newer is needed") is not is_enough


def test_lock_pins_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", LOCK, re.MULTILINE))
    for requirement in asked:
        name, least = re.sub(r"\[.+\]| *;.+", "", requirement).split(">=")
        assert tuple(map(int, pinned[name].split("."))) >= tuple(map(int, least.split("."))), requirement


def test_every_pin_has_a_hash() -> None:
    pins = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_lock_names_no_address() -> None:
    assert not re.search(r"://|--index-url|--find-links|--extra-index-url|@ file|^/", LOCK, re.MULTILINE)
