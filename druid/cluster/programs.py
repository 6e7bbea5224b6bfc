"""The two programs that a local Druid needs: Java to run it, Maven to fetch it.

In: the environment. Out: paths that are known to work, or one sentence that says what to install.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from druid.cluster.errors import ClusterError

LEAST_JAVA = 17
_VERSION = re.compile(r'version "(\d+)(?:\.(\d+))?')
_INSTALL_JAVA = (
    "Install it (Debian and Ubuntu: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk@17) and put "
    "it on PATH, or name its folder in JAVA_HOME."
)
_INSTALL_MAVEN = "Install it (Debian and Ubuntu: apt-get install maven; macOS: brew install maven) and put it on PATH."


def find_java(environment: Mapping[str, str]) -> Path:
    """The first Java that is new enough, of JAVA_HOME and then of PATH."""
    seen: list[str] = []
    for program in _candidates(environment):
        version = _version_of(program)
        if version is not None and version >= LEAST_JAVA:
            return program
        seen.append(f"{program} is {f'Java {version}' if version else 'no Java that runs'}")
    found = f" ({'; '.join(seen)})" if seen else ""
    said = f"Druid needs Java {LEAST_JAVA} or newer, and none was found{found}."
    raise ClusterError("JAVA_TOO_OLD" if seen else "JAVA_MISSING", said, _INSTALL_JAVA)


def find_maven(environment: Mapping[str, str]) -> Path:
    """Maven as PATH names it."""
    found = shutil.which("mvn", path=environment.get("PATH", ""))
    if found is None:
        said = "Maven fetches Druid's jars, once, and was not found."
        raise ClusterError("MAVEN_MISSING", said, _INSTALL_MAVEN)
    return Path(found)


def java_version(told: str) -> int | None:
    """The feature release in what `java -version` prints: 17 of "17.0.15", 8 of "1.8.0_392"."""
    match = _VERSION.search(told)
    if match is None:
        return None
    first, second = match.groups()
    return int(second) if first == "1" and second else int(first)


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    home = environment.get("JAVA_HOME")
    if home:
        yield Path(home) / "bin" / "java"
    found = shutil.which("java", path=environment.get("PATH", ""))
    if found is not None:
        yield Path(found)


def _version_of(program: Path) -> int | None:
    try:
        told = subprocess.run([str(program), "-version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return java_version(told.stderr + told.stdout) if told.returncode == 0 else None
