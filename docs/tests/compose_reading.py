"""Compose files as Compose reads them: variables put in, anchors resolved, each service as one value.

In: the text of a file and an environment. Out: plain mappings, the variables a file asks for, and sizes in bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PRODUCTION = ROOT / "docker-compose.yml"
DEVELOPMENT = ROOT / "docker-compose.dev.yml"
FILES = (PRODUCTION, DEVELOPMENT)
GIVEN = {"POSTGRES_PASSWORD": "a password of a test"}

VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+)(?:(?P<how>:-|:\?)(?P<word>[^}]*))?\}")
_UNITS = {"": 1, "b": 1, "k": 2**10, "kb": 2**10, "m": 2**20, "mb": 2**20, "mib": 2**20, "g": 2**30, "gb": 2**30}
Service = Mapping[str, Any]


class VariableMissing(Exception):
    """A variable that must be set is not; the text is the file's own sentence."""


def variables(text: str) -> set[str]:
    """Names a file asks the environment for, comments aside."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return {match["name"] for line in lines for match in VARIABLE.finditer(line)}


def put_in(text: str, environment: Mapping[str, str]) -> str:
    """The text with each variable's value or default."""

    def value(match: re.Match[str]) -> str:
        found = environment.get(match["name"], "")
        if not found and match["how"] == ":?":
            raise VariableMissing(match["word"])
        return found or (match["word"] or "")

    return VARIABLE.sub(value, text)


def _filled(value: Any, environment: Mapping[str, str]) -> Any:  # noqa: ANN401  # whatever YAML holds
    if isinstance(value, str):
        return put_in(value, environment)
    if isinstance(value, list):
        return [_filled(each, environment) for each in value]
    return {key: _filled(each, environment) for key, each in value.items()} if isinstance(value, dict) else value


@cache
def _parsed(path: Path) -> dict[str, Any]:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def read_compose(path: Path, environment: Mapping[str, str] = GIVEN) -> dict[str, Any]:
    """The file with its variables put in after it is parsed, as Compose does it."""
    return dict(_filled(_parsed(path), environment))


def services(path: Path, environment: Mapping[str, str] = GIVEN) -> dict[str, dict[str, Any]]:
    return dict(read_compose(path, environment)["services"])


def size(written: str) -> int:
    """Bytes of `512m` or `64MiB`."""
    match = re.fullmatch(r"(\d+)([a-z]*)", written.lower())
    assert match is not None, written
    return int(match[1]) * _UNITS[match[2]]


def mounts(service: Service) -> list[tuple[str, str, bool]]:
    """Source, target and whether it may only be read, of each volume."""
    parts = [str(volume).split(":") for volume in service.get("volumes", ())]
    return [(part[0], part[1], part[2:] == ["ro"]) for part in parts]


def published(service: Service) -> list[tuple[str, int, int]]:
    """Address and port on the machine, and port in the container, of each published port."""
    found = [re.fullmatch(r"(.+):(\d+):(\d+)", str(port)) for port in service.get("ports", ())]
    assert None not in found, f"a port without an address: {service['ports']}"
    return [(match[1], int(match[2]), int(match[3])) for match in found if match is not None]
