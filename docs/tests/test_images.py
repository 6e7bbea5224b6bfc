"""The Dockerfiles and what goes into them: pinned, without root, cached by the lock, and nothing that is not theirs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backend.api.site import BUILT
from docs.tests.compose_reading import FILES, ROOT, services

FOUND = (ROOT / "backend" / "Dockerfile", ROOT / "frontend" / "Dockerfile")
Instruction = tuple[str, str]
EACH = pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parent.name)


def instructions(text: str) -> list[Instruction]:
    """Word and rest of each instruction, its lines joined."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in joined.splitlines() if line.strip()]


def stages(path: Path) -> list[list[Instruction]]:
    found: list[list[Instruction]] = []
    for word, rest in instructions(path.read_text(encoding="utf-8")):
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


def faults(path: Path) -> list[str]:
    """What a linter of Dockerfiles would not let pass."""
    text = path.read_text(encoding="utf-8")
    names = set(re.findall(r"^FROM .+ AS (\w+)$", text, re.MULTILINE))
    found: list[str] = []
    for word, rest in instructions(text):
        base = rest.split()[0]
        if word == "FROM" and base not in names and not re.search(r":\d+\.\d+\.\d+", base):
            found.append(f"{base} is not pinned")
        if word in {"ADD", "MAINTAINER"}:
            found.append(f"{word} is not for us")
        if word in {"CMD", "ENTRYPOINT"} and not rest.startswith("["):
            found.append(f"{word} runs through a shell")
        if re.search(r"\bsudo\b|curl|://(?!127\.0\.0\.1)|apt-get|--index-url|chmod 777", rest):
            found.append(f"{rest} reaches too far")
        if word in {"ENV", "ARG"} and re.search("password|secret|token", rest, re.IGNORECASE):
            found.append(f"{rest} keeps a secret")
    return found


@EACH
def test_rules(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("FROM python:latest", "not pinned"),
        ("FROM python", "not pinned"),
        ("ADD https://example.org/a /a", "ADD"),
        ("CMD python -m backend", "shell"),
        ("RUN sudo ls", "too far"),
        ("ENV TOKEN=abc", "secret"),
    ],
)
def test_rules_find_faults(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM python:3.11.15\n{line}\n", encoding="utf-8")
    assert any(fault in found for found in faults(tmp_path / "Dockerfile"))


@EACH
def test_what_is_shipped_runs_without_root(path: Path) -> None:
    """By number, so that a cluster can check it, and by the number the compose files say."""
    users = [rest for word, rest in stages(path)[-1] if word == "USER"]
    assert len(users) == 1
    name = f"sales-analytics/{path.parent.name}"
    said = {s["user"] for file in FILES for s in services(file).values() if s["image"].startswith(name)}
    assert said == set(users)


@EACH
def test_what_is_shipped_can_be_asked_and_stopped(path: Path) -> None:
    last = dict(stages(path)[-1])
    assert {"EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"} <= set(last)
    assert isinstance(json.loads(last["CMD"]), list)
    assert f"127.0.0.1:{last['EXPOSE']}/" in last["HEALTHCHECK"]


@EACH
def test_packages_are_installed_before_our_code_comes(path: Path) -> None:
    """A change of ours leaves the layer of packages as it is."""
    first = stages(path)[0]
    copied = [rest.split()[:-1] for word, rest in first if word == "COPY"]
    install = next(at for at, (word, rest) in enumerate(first) if word == "RUN" and "mount=type=cache" in rest)
    assert len(copied) == 1
    assert all(Path(source).suffix in {".lock", ".json", ""} for source in copied[0])
    assert all(at < install for at, (word, _) in enumerate(first) if word == "COPY")
    assert "--require-hashes" in first[install][1] or '"npm", "ci"' in first[install][1]


@EACH
def test_what_is_copied_exists(path: Path) -> None:
    for word, rest in instructions(path.read_text(encoding="utf-8")):
        if word == "COPY" and "--from" not in rest:
            sources = [part for part in rest.split()[:-1] if not part.startswith("--")]
            assert [source for source in sources if not (ROOT / source).exists()] == []


def test_stages_that_are_asked_for_exist() -> None:
    for service in (service for path in FILES for service in services(path).values() if "build" in service):
        path = ROOT / service["build"]["dockerfile"]
        target = service["build"].get("target")
        assert path in FOUND
        assert target is None or f" AS {target}\n" in path.read_text(encoding="utf-8")


def test_the_builder_sees_only_what_images_are_made_of() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule for rule in rules if rule.startswith("!")} == {"!backend", "!druid", "!ingestion", "!frontend"}
    assert {"**/.env*", "**/tests", "**/node_modules", "**/var"} <= set(rules)


def test_the_image_runs_without_what_is_left_out(tmp_path: Path) -> None:
    """Both commands start from the files that the builder sees alone."""
    left_out = [
        line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("*")
    ]
    names = [line.removeprefix("**/") for line in left_out[1:]]
    for package in ("druid", "ingestion", "backend"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns(*names))
    for place in ("backend/benchmarks", "druid/cluster"):
        shutil.rmtree(tmp_path / place)
    env = {"PATH": "", "PYTHONPATH": str(tmp_path), "SALES_DATA_DIR": str(tmp_path / "store")}
    for words in (["backend.app"], ["ingestion.cli"], ["ingestion.sink.druid.publisher"]):
        code = f"import importlib, sys; print(importlib.import_module({words[0]!r}).__file__)"
        told = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert told.stdout.startswith(str(tmp_path)), told.stderr


def test_the_packages_of_the_image_are_those_of_the_lock() -> None:
    """A part of the one lock, pin by pin and hash by hash."""
    whole, part = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "backend/requirements.lock")
    )
    # for which interpreters a package is differs with who else asks for it
    pins, others = (set(re.findall(r"^[a-z0-9][^ ]*==[^ ]+", text, re.MULTILINE)) for text in (part, whole))
    assert len(pins) > 30
    assert pins <= others
    assert set(re.findall(r"sha256:\w+", part)) <= set(re.findall(r"sha256:\w+", whole))
    assert not re.search(r"://|^(mypy|pytest|ruff|hypothesis)==", part, re.MULTILINE)


def test_the_image_carries_the_built_dashboard() -> None:
    """Where the server looks for it, from the packages of its lock, built before the image runs as anybody."""
    built, shipped = stages(FOUND[0])[1:]
    install = built.index(("RUN", '--mount=type=cache,id=sales-npm,target=/var/cache/npm ["npm", "ci"]'))
    sources = built.index(("COPY", "frontend ./"))
    assert sources > install
    assert ("RUN", '["npm", "run", "build"]') in built[sources:]
    assert dict(built)["FROM"].endswith(" AS dashboard")
    place = Path("/", dict(shipped)["WORKDIR"], BUILT.relative_to(ROOT))
    assert ("COPY", f"--from=dashboard {place} {BUILT.relative_to(ROOT)}") in shipped


def test_the_dashboards_lock_names_no_address_and_checks_every_package() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name and not entry.get("link")}
    assert len(packages) > 200
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry and not entry.get("inBundle")] == []
    assert "omit-lockfile-registry-resolved=true" in (ROOT / "frontend" / ".npmrc").read_text(encoding="utf-8")


def test_the_dashboard_pins_what_it_asks_for() -> None:
    package = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    asked = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
