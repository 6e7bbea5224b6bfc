"""Java and Maven as found through JAVA_HOME and PATH, with scripts in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from druid.cluster.errors import ClusterError
from druid.cluster.programs import find_java, find_maven, java_version

OLD = 'openjdk version "11.0.24" 2024-07-16'
GOOD = 'openjdk version "17.0.15" 2025-04-15'
NEW = 'java version "21" 2023-09-19 LTS'


def program(path: Path, told: str, code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{told}' >&2\nexit {code}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("told", "version"),
    [
        pytest.param(GOOD, 17, id="17"),
        pytest.param(NEW, 21, id="21 without a point"),
        pytest.param('java version "1.8.0_392"', 8, id="8 in its old form"),
        pytest.param('openjdk version "24-ea" 2025-03-18', 24, id="early access"),
        pytest.param("The operation couldn't be completed. Unable to locate a Java Runtime.", None, id="no version"),
    ],
)
def test_version(told: str, version: int | None) -> None:
    assert java_version(told) == version


def test_java_home_comes_first(tmp_path: Path) -> None:
    at_home = program(tmp_path / "home" / "bin" / "java", GOOD)
    program(tmp_path / "path" / "java", NEW)
    assert find_java({"JAVA_HOME": str(tmp_path / "home"), "PATH": str(tmp_path / "path")}) == at_home


@pytest.mark.parametrize(
    ("told", "code"),
    [pytest.param(OLD, 0, id="too old"), pytest.param("broken", 1, id="does not run"), pytest.param("", 0, id="mute")],
)
def test_path_stands_in_for_a_java_home_that_is_no_use(tmp_path: Path, told: str, code: int) -> None:
    program(tmp_path / "home" / "bin" / "java", told, code)
    on_path = program(tmp_path / "path" / "java", GOOD)
    assert find_java({"JAVA_HOME": str(tmp_path / "home"), "PATH": str(tmp_path / "path")}) == on_path


def test_a_java_home_that_is_gone(tmp_path: Path) -> None:
    on_path = program(tmp_path / "path" / "java", GOOD)
    assert find_java({"JAVA_HOME": str(tmp_path / "gone"), "PATH": str(tmp_path / "path")}) == on_path


def test_too_old_says_what_was_found(tmp_path: Path) -> None:
    old = program(tmp_path / "java", OLD)
    with pytest.raises(ClusterError) as refused:
        find_java({"PATH": str(tmp_path)})
    assert refused.value.code == "JAVA_TOO_OLD"
    assert refused.value.said == f"Druid needs Java 17 or newer, and none was found ({old} is Java 11)."
    assert "JAVA_HOME" in refused.value.hint


@pytest.mark.parametrize("path", [pytest.param({}, id="no path"), pytest.param({"PATH": ""}, id="empty path")])
def test_missing(path: dict[str, str]) -> None:
    with pytest.raises(ClusterError) as refused:
        find_java(path)
    assert (refused.value.code, refused.value.said) == (
        "JAVA_MISSING",
        "Druid needs Java 17 or newer, and none was found.",
    )
    with pytest.raises(ClusterError) as refused:
        find_maven(path)
    assert refused.value.code == "MAVEN_MISSING"


def test_maven_on_path(tmp_path: Path) -> None:
    maven = program(tmp_path / "mvn", "")
    assert find_maven({"PATH": str(tmp_path)}) == maven
