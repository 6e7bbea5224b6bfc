"""The command line as typed, where no Druid is needed: words in, sentence and exit code out, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from druid.cluster.tests.stand_ins import begin, make_instance


def typed(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "druid.cluster", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_runs(tmp_path: Path) -> None:
    folder = str(tmp_path / "druid")
    told = typed("status", "--dir", folder)
    assert (told.stdout, told.returncode) == ("Druid is stopped.\n", 1)
    told = typed("down", "--dir", folder)
    assert (told.stdout, told.returncode) == ("Druid was not running.\n", 0)
    assert list(tmp_path.iterdir()) == []


def test_status_for_programs(tmp_path: Path) -> None:
    begin(make_instance(tmp_path, names=["broker"]), ["broker"])
    told = typed("status", "--dir", str(tmp_path), "--json")
    document = json.loads(told.stdout)
    assert (document["state"], told.returncode) == ("partly", 1)
    assert document["endpoints"]["router"] == "http://127.0.0.1:6"
    assert sorted(document["missing"]) == ["coordinator", "historical", "indexer", "router", "zookeeper"]
    assert typed("down", "--dir", str(tmp_path)).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("up", "--port", "none"), "--port", id="port"),
        pytest.param(("fly",), "fly", id="command"),
        pytest.param(("run", "--free-ports"), "COMMAND", id="nothing to run"),
    ],
)
def test_words_that_mean_nothing(words: tuple[str, ...], said: str) -> None:
    told = typed(*words)
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("words", [("up", "--free-ports"), ("run", "--free-ports", "--", "true")], ids=["up", "run"])
def test_without_java(tmp_path: Path, words: tuple[str, ...]) -> None:
    told = typed(*words[:1], "--dir", str(tmp_path / "druid"), *words[1:], PATH=str(tmp_path), JAVA_HOME="")
    assert told.returncode == 2
    assert told.stderr.startswith("JAVA_MISSING: Druid needs Java 17 or newer, and none was found.\n  Install it (")
    assert len(told.stderr.splitlines()) == 2


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = typed("status", "--dir", str(tmp_path / "file" / "druid"))
    assert "Traceback" not in told.stderr
    assert told.returncode == 1
