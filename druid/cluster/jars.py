"""Druid's jars: fetched once by Maven from the pinned pom, compared with the committed list, kept outside the tree.

In: the cache folder. Out: the class path, in the order of the list. Installed whole or not at all; at each start names
and sizes are looked at again, and a damaged jar is named and fetched anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from druid.cluster.errors import ClusterError
from druid.cluster.locks import Say, hold
from druid.cluster.programs import find_maven

RELEASE = "druid-33.0.0"
_HERE = Path(__file__).parent
_GOAL = ("dependency:copy-dependencies", "-DincludeScope=runtime")
_FETCHED = "Downloaded from "


@dataclass(frozen=True, slots=True)
class Jar:
    """A file of Druid as it must be."""

    sha256: str
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class Maven:
    """The program that fetches, and who hears of it."""

    program: Path
    environment: Mapping[str, str]
    say: Say

    def fetch(self, into: Path, *options: str) -> None:
        """Copy every jar of the pinned pom into a folder."""
        self.say("Fetching Druid with Maven, once: about 200 MB.")
        words = [str(self.program), "--batch-mode", "--strict-checksums", "--file", str(_HERE / "pom.xml"), *_GOAL]
        words += [f"-DoutputDirectory={into}", *options]
        told: list[str] = []
        fetched = 0
        pipe, none = subprocess.PIPE, subprocess.DEVNULL
        with subprocess.Popen(
            words, stdin=none, stdout=pipe, stderr=subprocess.STDOUT, text=True, env=dict(self.environment)
        ) as running:
            for line in running.stdout or ():
                told.append(line.rstrip())
                if _FETCHED in line and ".jar" in line:
                    fetched += 1
                    if fetched % 50 == 0:
                        self.say(f"  {fetched} files fetched")
        if running.returncode != 0:
            _explain(told)


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where jars are kept: SALES_DRUID_CACHE, else the user's cache folder."""
    asked = environment.get("SALES_DRUID_CACHE")
    if asked:
        return Path(asked).resolve()
    caches = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches).resolve() / "sales-analytics"


def read_list(path: Path = _HERE / "jars.sha256") -> tuple[Jar, ...]:
    """The committed list: digest, size and name a line."""
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(Jar(digest, int(size), name) for digest, size, name in rows)


def install(
    cache: Path, environment: Mapping[str, str], say: Say, jars: Sequence[Jar] | None = None
) -> tuple[Path, ...]:
    """The class path; what is missing or of another size is fetched first."""
    jars = read_list() if jars is None else jars
    folder = cache / RELEASE
    waiting = f"Another command is fetching Druid into {cache}; waiting for it."
    try:
        if not _of_another_size(folder, jars):
            return tuple(folder / jar.name for jar in jars)
        with hold(cache / "lock", waiting, say):
            wrong = _of_another_size(folder, jars)
            if wrong:
                _renew(folder, wrong, environment, say)
    except OSError as failed:
        said = f"Druid's jars cannot be kept in {cache} ({failed.strerror or failed})."
        raise ClusterError(
            "CACHE", said, "Free some space there, or name another folder in SALES_DRUID_CACHE."
        ) from failed
    return tuple(folder / jar.name for jar in jars)


def verify(
    cache: Path, environment: Mapping[str, str], say: Say, jars: Sequence[Jar] | None = None
) -> tuple[Path, ...]:
    """The class path after every byte of it was compared; a damaged jar is fetched anew."""
    jars = read_list() if jars is None else jars
    folder = cache / RELEASE
    for jar in damaged(folder, jars):
        if (folder / jar.name).exists():
            say(f"{jar.name} is damaged; fetching it again.")
            (folder / jar.name).unlink()
    return install(cache, environment, say, jars)


def damaged(folder: Path, jars: Iterable[Jar]) -> list[Jar]:
    """Jars that are missing or hold other bytes than the list says."""
    return [jar for jar in jars if not _is_whole(folder / jar.name, jar)]


def _of_another_size(folder: Path, jars: Iterable[Jar]) -> list[Jar]:
    try:
        with os.scandir(folder) as entries:
            sizes = {entry.name: entry.stat().st_size for entry in entries}
    except FileNotFoundError:
        sizes = {}
    return [jar for jar in jars if sizes.get(jar.name) != jar.size]


def _is_whole(path: Path, jar: Jar) -> bool:
    try:
        return path.stat().st_size == jar.size and sha256(path.read_bytes()).hexdigest() == jar.sha256
    except FileNotFoundError:
        return False


def _renew(folder: Path, wrong: Sequence[Jar], environment: Mapping[str, str], say: Say) -> None:
    """Fetch beside the folder, compare, then move in; nobody sees a jar that was not compared."""
    for jar in wrong:
        if (folder / jar.name).exists():
            say(f"{jar.name} is damaged; fetching it again.")
    maven = Maven(find_maven(environment), environment, say)
    with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder.parent) as beside:
        fetched = Path(beside) / "jars"
        maven.fetch(fetched)
        bad = damaged(fetched, wrong)
        if bad:
            say(f"Maven's own copy of {_names(bad)} is not as pinned; fetching everything into a fresh place.")
            shutil.rmtree(fetched)
            maven.fetch(fetched, f"-Dmaven.repo.local={beside}/fresh")
            _refuse(damaged(fetched, wrong))
        _move_in(fetched, folder, wrong)


def _move_in(fetched: Path, folder: Path, wrong: Iterable[Jar]) -> None:
    if not folder.exists():
        fetched.replace(folder)
        return
    for jar in wrong:
        (fetched / jar.name).replace(folder / jar.name)


def _refuse(bad: Sequence[Jar]) -> None:
    if bad:
        said = f"{_names(bad)} came with other bytes than druid/cluster/jars.sha256 pins; nothing was installed."
        raise ClusterError("JAR_DAMAGED", said, "Look at the Maven mirror or proxy in use: it serves other files.")


def _names(jars: Sequence[Jar]) -> str:
    more = f" and {len(jars) - 3} more" if len(jars) > 3 else ""
    return ", ".join(jar.name for jar in jars[:3]) + more


def _explain(told: Sequence[str]) -> None:
    errors = [line.removeprefix("[ERROR]").strip() for line in told if line.startswith("[ERROR]")]
    hint = "Look at the network, and at the proxy or mirror in Maven's settings; the next start tries again."
    raise ClusterError("FETCH_FAILED", "Maven could not fetch Druid's jars.", hint, "\n".join(filter(None, errors[:3])))
