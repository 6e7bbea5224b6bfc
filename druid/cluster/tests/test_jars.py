"""Jars come whole and as pinned, or not at all; a script stands in for Maven and copies from folders of the test."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from druid.cluster import jars as product
from druid.cluster.errors import ClusterError
from druid.cluster.jars import RELEASE, Jar, cache_folder, install, read_list, verify
from druid.cluster.locks import quiet

BYTES = {"a-1.jar": b"first", "b-2.jar": b"second jar", "c-3.jar": b""}
PINNED = tuple(Jar(sha256(content).hexdigest(), len(content), name) for name, content in BYTES.items())
MAVEN = """#!/bin/sh
echo run >> "{calls}"
from="{usual}"
for word in "$@"; do
    case "$word" in
        -DoutputDirectory=*) into="${{word#*=}}" ;;
        -Dmaven.repo.local=*) from="{fresh}" ;;
    esac
done
[ -d "$from" ] || {{ echo "[ERROR] Could not resolve"; exit 1; }}
mkdir -p "$into" && cp "$from"/* "$into"
"""


class Place:
    """A cache, and the two folders that the stand-in for Maven copies from: its usual copies and a fresh download."""

    def __init__(self, top: Path) -> None:
        self.cache, self.usual, self.fresh, self.calls = (top / name for name in ("cache", "usual", "fresh", "calls"))
        self.environment: Mapping[str, str] = {"PATH": f"{top}{os.pathsep}{os.environ['PATH']}"}
        self.said: list[str] = []
        for folder in (self.usual, self.fresh):
            folder.mkdir()
            for name, content in BYTES.items():
                (folder / name).write_bytes(content)
        script = top / "mvn"
        script.write_text(MAVEN.format(calls=self.calls, usual=self.usual, fresh=self.fresh))
        script.chmod(0o755)

    def install(self) -> tuple[Path, ...]:
        return install(self.cache, self.environment, self.said.append, PINNED)

    def runs(self) -> int:
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0

    def kept(self) -> dict[str, bytes]:
        folder = self.cache / RELEASE
        return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_fetched_once(place: Place) -> None:
    first, second = place.install(), place.install()
    assert [path.name for path in first] == list(BYTES)
    assert first == second
    assert place.kept() == BYTES
    assert place.runs() == 1


def test_two_at_once(place: Place) -> None:
    with ThreadPoolExecutor(4) as pool:
        paths = list(pool.map(lambda _: place.install(), range(4)))
    assert len(set(paths)) == 1
    assert place.kept() == BYTES
    assert place.runs() == 1


def test_a_jar_cut_short_is_named_and_renewed(place: Place) -> None:
    place.install()
    (place.cache / RELEASE / "b-2.jar").write_bytes(b"sec")
    place.install()
    assert place.kept() == BYTES
    assert any(said.startswith("b-2.jar is damaged") for said in place.said)


def test_a_jar_with_other_bytes_of_the_same_length_is_found_when_all_are_compared(place: Place) -> None:
    place.install()
    (place.cache / RELEASE / "b-2.jar").write_bytes(b"SECOND JAR")
    verify(place.cache, place.environment, place.said.append, PINNED)
    assert place.kept() == BYTES
    assert any(said.startswith("b-2.jar is damaged") for said in place.said)


def test_a_missing_jar_is_fetched_and_the_others_stay(place: Place) -> None:
    paths = place.install()
    before = paths[1].stat().st_ino
    paths[0].unlink()
    place.install()
    assert place.kept() == BYTES
    assert paths[1].stat().st_ino == before


def test_a_damaged_copy_of_mavens_own_is_fetched_into_a_fresh_place(place: Place) -> None:
    (place.usual / "a-1.jar").write_bytes(b"FIRST")
    place.install()
    assert place.kept() == BYTES
    assert place.runs() == 2


def test_other_bytes_everywhere_install_nothing(place: Place) -> None:
    for folder in (place.usual, place.fresh):
        (folder / "a-1.jar").write_bytes(b"FIRST")
    with pytest.raises(ClusterError) as refused:
        place.install()
    assert refused.value.code == "JAR_DAMAGED"
    assert "a-1.jar" in refused.value.said
    assert place.kept() == {}
    assert [entry.name for entry in place.cache.iterdir()] == ["lock"]


def test_a_failed_fetch_says_why_and_leaves_nothing(place: Place) -> None:
    for path in place.usual.iterdir():
        path.unlink()
    place.usual.rmdir()
    with pytest.raises(ClusterError) as refused:
        place.install()
    assert (refused.value.code, refused.value.detail) == ("FETCH_FAILED", "Could not resolve")
    assert [entry.name for entry in place.cache.iterdir()] == ["lock"]


def test_a_cache_that_cannot_be_written(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ClusterError) as refused:
        install(tmp_path / "file", place.environment, quiet, PINNED)
    assert refused.value.code == "CACHE"


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        pytest.param({"SALES_DRUID_CACHE": "/a/b", "XDG_CACHE_HOME": "/c"}, Path("/a/b"), id="named"),
        pytest.param({"XDG_CACHE_HOME": "/c"}, Path("/c/sales-analytics"), id="the user's caches"),
        pytest.param({}, Path.home() / ".cache" / "sales-analytics", id="the usual place"),
    ],
)
def test_cache_folder(environment: dict[str, str], folder: Path) -> None:
    assert cache_folder(environment) == folder.resolve()


def test_committed_list() -> None:
    """The list pins files of the release that the pom names, each once, in the order of the class path."""
    names = [jar.name for jar in read_list()]
    pom = Path(product.__file__).with_name("pom.xml").read_text(encoding="utf-8")
    version = RELEASE.removeprefix("druid-")
    assert f"<druid.version>{version}</druid.version>" in pom
    assert {f"druid-{part}-{version}.jar" for part in ("services", "datasketches", "kafka-indexing-service")} <= set(
        names
    )
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+\.jar", name) for name in names)
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in read_list())
