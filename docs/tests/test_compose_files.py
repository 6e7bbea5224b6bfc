"""The compose files: well formed, closed to strangers, within the machine, and true to what they name."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from compose_spec import PyCompose

from backend.settings import Settings, refuse_open_door, settings_table
from docs.tests.compose_reading import (
    DEVELOPMENT,
    FILES,
    PRODUCTION,
    ROOT,
    VariableMissing,
    mounts,
    published,
    read_compose,
    services,
    size,
    variables,
)

DRUID = ("coordinator", "broker", "historical", "middlemanager", "router")
OURS = ("store", "backend", "ingestion")
MACHINE = 16 * 2**30
LISTENS = {"router": 8888, "druid": 8888, "backend": 8000, "frontend": 5173}
# programs that images of these names have, beside Python in our own
PROGRAMS = {
    "apache/druid": {"wget", "/bin/sh"},
    "zookeeper": {"nc", "grep", "echo"},
    "postgres": {"pg_isready"},
    "sales-analytics/backend": {"python"},
    "sales-analytics/frontend": {"node", "npm"},
}
HEALTH = {"coordinator": 8081, "broker": 8082, "historical": 8083, "middlemanager": 8091, "router": 8888}
EVERY = [(path, name) for path in FILES for name in services(path)]
EACH = pytest.mark.parametrize(("path", "name"), EVERY, ids=[f"{path.stem}-{name}" for path, name in EVERY])


def environment(path: Path, name: str) -> dict[str, str]:
    return dict(services(path)[name].get("environment", {}))


def probe(path: Path, name: str) -> str:
    return " ".join(services(path)[name]["healthcheck"]["test"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_form(path: Path) -> None:
    """A parser of the specification takes the whole file; it refuses a key or a unit that does not exist."""
    text = yaml.safe_dump(read_compose(path))
    assert set(PyCompose.from_yaml(text).service_names()) == set(services(path))
    with pytest.raises(ValueError, match="retires"):
        PyCompose.from_yaml(text.replace("retries:", "retires:", 1))


def test_services() -> None:
    assert set(services(PRODUCTION)) == {"zookeeper", "postgres", *DRUID, *OURS}
    assert set(services(DEVELOPMENT)) == {"druid", *OURS, "frontend"}


@EACH
def test_what_a_service_waits_for(path: Path, name: str) -> None:
    """It exists, and has what the condition asks about."""
    every = services(path)
    for other, how in every[name].get("depends_on", {}).items():
        if how["condition"] == "service_healthy":
            assert "test" in every[other]["healthcheck"], other
        elif how["condition"] == "service_completed_successfully":
            assert every[other]["command"][-1] == "status", other


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_ends_by_itself_is_waited_for(path: Path) -> None:
    """`up --wait` takes the end of a container for a failure unless one that stays asks for it."""
    staying = [name for name in services(path) if name not in {"store", "ingestion"}]
    waits = [services(path)[name].get("depends_on", {}).get("store", {}).get("condition") for name in staying]
    assert "service_completed_successfully" in waits
    assert services(path)["ingestion"]["profiles"] == ["ingest"]


@EACH
def test_volumes_and_files_exist(path: Path, name: str) -> None:
    declared = set(read_compose(path)["volumes"])
    for source, target, _ in mounts(services(path)[name]):
        assert target.startswith("/")
        assert (ROOT / source).exists() if source.startswith(".") else source in declared, source


def test_every_volume_is_used() -> None:
    for path in FILES:
        used = {source for service in services(path).values() for source, _, _ in mounts(service)}
        assert set(read_compose(path)["volumes"]) <= used


def test_the_store_is_in_one_place() -> None:
    """Loads write where Druid's tasks read, as one user; the answers only read."""
    for path, workers in ((PRODUCTION, "middlemanager"), (DEVELOPMENT, "druid")):
        every = services(path)
        having = {name for name, service in every.items() if any(m[0] == "sales" for m in mounts(service))}
        assert having == {*OURS, workers}
        assert {m[1] for name in having for m in mounts(every[name]) if m[0] == "sales"} == {"/srv/sales"}
        assert {every[name]["user"] for name in having} == {"1000:1000"}
        assert {environment(path, name)["SALES_DATA_DIR"] for name in OURS} == {"/srv/sales"}
        assert ("sales", "/srv/sales", True) in mounts(every[workers])
        assert "store" in every[workers]["depends_on"]
    assert ("sales", "/srv/sales", True) in mounts(services(PRODUCTION)["backend"])


def test_segments_are_shared_by_those_who_write_and_serve_them() -> None:
    shared = {name for name in DRUID if ("druid_shared", "/opt/shared", False) in mounts(services(PRODUCTION)[name])}
    assert shared == {"coordinator", "historical", "middlemanager"}
    assert environment(PRODUCTION, "historical")["druid_storage_storageDirectory"].startswith("/opt/shared/")


@EACH
def test_images_are_pinned(path: Path, name: str) -> None:
    image = services(path)[name]["image"]
    assert re.fullmatch(r"[a-z/-]+:(\d+\.\d+(\.\d+)?[a-z0-9.-]*|dev)", image)
    assert not image.endswith(":dev") or "build" in services(path)[name]


@EACH
def test_only_doors_are_published_and_only_here(path: Path, name: str) -> None:
    doors = {"router", "druid", "backend", "frontend"}
    for address, _, inside in published(services(path)[name]):
        assert name in doors
        assert address == "127.0.0.1"
        assert inside == LISTENS[name]


def test_ports_do_not_collide() -> None:
    for path in FILES:
        taken = [port for service in services(path).values() for _, port, _ in published(service)]
        assert len(taken) == len(set(taken)) >= 2


@EACH
def test_a_container_gives_up_what_it_can(path: Path, name: str) -> None:
    service = services(path)[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])
    assert not {"privileged", "network_mode", "pid", "ipc", "devices", "cap_add"} & set(service)
    if path == PRODUCTION:
        assert service["read_only"]
        assert "/tmp" in service["tmpfs"]
        assert "inside" in service["networks"]
        assert ("outside" in service["networks"]) is bool(published(service))
        assert service["restart"] == ("no" if name in {"store", "ingestion"} else "unless-stopped")


def test_networks_without_a_way_out_need_names() -> None:
    """Druid's image asks for its default route otherwise, and there is none."""
    assert read_compose(PRODUCTION)["networks"]["inside"] == {"internal": True}
    for name in DRUID:
        told = environment(PRODUCTION, name)
        assert (told["druid_host"], told["DRUID_SET_HOST"], told["DRUID_SET_HOST_IP"]) == (name, "0", "0")


def test_there_is_no_default_password() -> None:
    text = PRODUCTION.read_text(encoding="utf-8")
    with pytest.raises(VariableMissing, match="password of your own"):
        read_compose(PRODUCTION, {})
    values = re.findall(r"^\s*(\w*(?:PASSWORD|password|SECRET|TOKEN)\w*): (.+)$", text, re.MULTILINE)
    assert len(values) == 3
    assert all("${POSTGRES_PASSWORD:?" in value or '"type": "environment"' in value for _, value in values)
    assert "PASSWORD" not in DEVELOPMENT.read_text(encoding="utf-8")


def test_the_password_is_named_to_druid_and_not_given() -> None:
    """The image prints every property that it sets."""
    for name in DRUID:
        told = environment(PRODUCTION, name)
        by_name = json.loads(told["druid_metadata_storage_connector_password"])
        assert told[by_name["variable"]] == environment(PRODUCTION, "postgres")["POSTGRES_PASSWORD"]
        assert [key for key, value in told.items() if value == told[by_name["variable"]]] == [by_name["variable"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_variables_are_documented(path: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)) | {row.variable for row in settings_table()}
    asked = variables(path.read_text(encoding="utf-8"))
    assert len(asked) >= 5
    assert sorted(asked - listed) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_defaults_are_the_products(path: Path) -> None:
    """An unset variable gives what the product would take by itself, but for what a container must change."""
    defaults = {row.variable: row.default for row in settings_table()}
    changed = {
        "SALES_ENGINE",
        "SALES_DATA_DIR",
        "SALES_DRUID_URL",
        "SALES_HOST",
        "SALES_GUARD",
        "SALES_ENVIRONMENT",
        "SALES_ACCESS_FILE",
        "SALES_INTROSPECTION",
        "SALES_WORKERS",
    }
    for name in ("backend", "ingestion"):
        told = {key: value for key, value in environment(path, name).items() if key.startswith("SALES_")}
        assert set(told) <= set(defaults)
        kept = set(told) - changed - {"SALES_ALLOWED_HOSTS"}
        assert {key: told[key] for key in kept} == {key: defaults[key] for key in kept}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_settings_are_accepted(path: Path) -> None:
    told: dict[str, Any] = {
        key.removeprefix("SALES_").lower(): value for key, value in environment(path, "backend").items()
    }
    settings = Settings(**{"_env_file": None, **told})
    refuse_open_door(settings)
    assert (settings.engine, settings.guard) == ("druid", "container")
    assert settings.druid_url == ("http://router:8888" if path == PRODUCTION else "http://druid:8888")
    assert not settings.is_introspectable or path == DEVELOPMENT


@EACH
def test_commands_are_ours(path: Path, name: str) -> None:
    service = services(path)[name]
    words = [*service.get("entrypoint", ()), *service.get("command", ())]
    if name in OURS:
        interpreter, flag, module, *rest = words
        assert (interpreter, flag) == ("python", "-m")
        run = [sys.executable, "-m", module, *rest, "--help"]
        assert subprocess.run(run, cwd=ROOT, capture_output=True, check=False).returncode == 0, words
    elif name in DRUID:
        assert words == ["middleManager" if name == "middlemanager" else name]
    elif name == "druid":
        assert words == ["/bin/sh", "/srv/single-server.sh"]
    else:
        assert words == []


@EACH
def test_probes(path: Path, name: str) -> None:
    """A probe asks the port that its service listens on, with a program that its image has."""
    service = services(path)[name]
    check = service.get("healthcheck", {"disable": "the image's own"})
    if "disable" in check:
        assert "healthcheck" not in service or name in {"store", "ingestion"} or path == DEVELOPMENT
        return
    kind, *words = check["test"]
    script = " ".join(words)
    used = set(re.findall(r"(?:^|[|&] *)([\w./]+)", script)) if kind == "CMD-SHELL" else {words[0]}
    assert used <= PROGRAMS[service["image"].split(":")[0]]
    assert int(check["retries"]) >= 3
    if name in HEALTH:
        assert f"http://127.0.0.1:{HEALTH[name]}/" in script
    elif name in LISTENS:
        assert f"127.0.0.1:{LISTENS[name]}/" in script


def test_services_have_time_to_start() -> None:
    for name in ("coordinator", "broker", "historical", "middlemanager", "router"):
        assert services(PRODUCTION)[name]["healthcheck"]["start_period"] == "120s"
    assert "/api/health/live" in probe(PRODUCTION, "backend"), "an empty store is alive, but not ready"


def test_memory_fits_the_machine() -> None:
    """All limits together, the one-shot load included, leave a tenth of the documented machine to the system."""
    limits = {name: size(service["mem_limit"]) for name, service in services(PRODUCTION).items()}
    assert sum(limits.values()) <= 0.9 * MACHINE
    assert "16 GB of memory" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def _java(name: str) -> int:
    told = environment(PRODUCTION, name)
    return size(told["DRUID_XMX"]) + size(told.get("DRUID_MAXDIRECTMEMORYSIZE", "64m"))


@pytest.mark.parametrize("name", DRUID)
def test_java_fits_its_container(name: str) -> None:
    told = environment(PRODUCTION, name)
    needed = _java(name)
    if name == "middlemanager":
        options = " ".join(json.loads(told["druid_indexer_runner_javaOptsArray"]))
        found = re.findall(r"(?:-Xmx|MaxDirectMemorySize=)(\d+m)", options)
        assert len(found) == 2
        needed += int(told["druid_worker_capacity"]) * sum(size(part) for part in found)
    assert needed <= 0.85 * size(services(PRODUCTION)[name]["mem_limit"])


@pytest.mark.parametrize("name", ["broker", "historical"])
def test_direct_memory_holds_the_buffers(name: str) -> None:
    """Druid does not start with less than a buffer for each merge, each thread and one more."""
    told = environment(PRODUCTION, name)
    buffers = int(told["druid_processing_numMergeBuffers"]) + int(told["druid_processing_numThreads"]) + 1
    needed = buffers * size(told["druid_processing_buffer_sizeBytes"])
    assert needed <= size(told["DRUID_MAXDIRECTMEMORYSIZE"])


@pytest.mark.parametrize("name", DRUID)
def test_no_property_takes_another_out(name: str) -> None:
    """The image's script, setting a property, removes every line that ends like it."""
    keys = [key for key in environment(PRODUCTION, name) if key.startswith("druid_")]
    assert [(one, other) for one in keys for other in keys if one != other and one.endswith(other)] == []
    assert name not in {"broker", "historical"} or "druid_processing_numMergeBuffers" in keys


def test_a_task_holds_its_buffers() -> None:
    told = environment(PRODUCTION, "middlemanager")
    fork = "druid_indexer_fork_property_druid_processing_"
    buffers = int(told[f"{fork}numMergeBuffers"]) + int(told[f"{fork}numThreads"]) + 1
    direct = re.search(r"MaxDirectMemorySize=(\d+m)", told["druid_indexer_runner_javaOptsArray"])
    assert direct is not None
    assert buffers * size(told[f"{fork}buffer_sizeBytes"]) <= size(direct[1])


def test_lists_and_logs_of_druid_can_be_read() -> None:
    told = environment(PRODUCTION, "coordinator")
    assert set(json.loads(told["druid_extensions_loadList"])) == {
        "postgresql-metadata-storage",
        "druid-datasketches",
        "druid-parquet-extensions",
    }
    assert json.loads(environment(PRODUCTION, "historical")["druid_segmentCache_locations"])[0]["path"]
    for log in (told["DRUID_LOG4J"], environment(DEVELOPMENT, "druid")["DRUID_LOG4J"]):
        appenders = ET.fromstring(log).findall("Appenders/*")
        assert [appender.tag for appender in appenders] == ["Console"]


def test_both_files_run_one_druid() -> None:
    images = {service["image"] for path in FILES for service in services(path).values()}
    assert {image for image in images if "druid" in image} == {"apache/druid:33.0.0"}
