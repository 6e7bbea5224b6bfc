"""The folder of a local cluster: settings, data, logs, and who runs where.

In: a folder. Out: `Instance`, whose `state.json` holds ports and processes, and whose `endpoints.json` holds addresses
for other programs. Files are replaced whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from druid.cluster.services import HOST, LOG_SETTINGS, SERVICES, ZOOKEEPER, Ports, Role, java_words, settings_text

_FOLDERS = ("conf", "log", "tmp", "data/metadata", "data/segments", "data/segment-cache", "data/task-logs")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses of the services that answer questions or tasks."""

    router: str
    broker: str
    coordinator: str
    historical: str
    indexer: str


@dataclass(frozen=True, slots=True)
class State:
    """Ports of a cluster and the numbers of the processes started for it, by service."""

    ports: Ports
    pids: Mapping[str, int]

    def with_pid(self, name: str, pid: int) -> State:
        """The same with one more, or another, process."""
        return replace(self, pids={**self.pids, name: pid})


@dataclass(frozen=True, slots=True)
class Instance:
    """A cluster's folder, the port its router is to have (no port: a free one), and whether it will not live long."""

    folder: Path
    port: int | None = None
    is_quick: bool = False

    def path(self, *parts: str) -> Path:
        """A file of the instance."""
        return self.folder.joinpath(*parts)

    def log(self, name: str) -> Path:
        """What the service of that name printed since its last start."""
        return self.path("log", f"{name}.log")

    def arguments(self, name: str) -> Path:
        """The file with a service's Java words; its path on a command line tells whose process that is."""
        return self.path("conf", f"{name}.args")

    def read(self) -> State | None:
        """Ports and processes as last written, if there are any that can be read."""
        try:
            document = orjson.loads(self.path("state.json").read_bytes())
            return State(Ports(**document["ports"]), {name: int(pid) for name, pid in document["pids"].items()})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, state: State) -> None:
        """Keep ports and processes, and the addresses for others."""
        _write(self.path("state.json"), orjson.dumps(asdict(state), option=orjson.OPT_INDENT_2))
        addresses = orjson.dumps(asdict(endpoints(state.ports)), option=orjson.OPT_INDENT_2)
        _write(self.path("endpoints.json"), addresses)

    def prepare(self, ports: Ports, jars: Iterable[Path]) -> None:
        """Folders and settings for these ports; data stays as it is."""
        for name in _FOLDERS:
            self.path(name).mkdir(parents=True, exist_ok=True)
        self.path("conf", "log4j2.xml").write_text(LOG_SETTINGS, encoding="utf-8")
        paths = os.pathsep.join(str(jar) for jar in jars)
        for service in SERVICES:
            kind = "cfg" if service == ZOOKEEPER else "properties"
            self.path("conf", f"{service.name}.{kind}").write_text(settings_text(service, ports), encoding="utf-8")
            self.arguments(service.name).write_text(
                _arguments_text(java_words(service, is_quick=self.is_quick), service, paths), encoding="utf-8"
            )

    def forget(self) -> None:
        """Nothing runs any more: no processes, no addresses, no passing files."""
        for name in ("state.json", "endpoints.json"):
            self.path(name).unlink(missing_ok=True)
        shutil.rmtree(self.path("tmp"), ignore_errors=True)


def endpoints(ports: Ports) -> Endpoints:
    """Addresses for ports."""
    names = Endpoints.__dataclass_fields__
    return Endpoints(**{name: f"http://{HOST}:{ports.of(name)}" for name in names})


def _arguments_text(options: Iterable[str], service: Role, paths: str) -> str:
    words = (*options, "-cp", paths, service.main, *service.words)
    return "".join(f"{_quoted(word)}\n" for word in words)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)
