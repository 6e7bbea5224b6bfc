"""Settings of the services: where they listen, and that what one is promised another can give."""

from __future__ import annotations

from pathlib import Path

import pytest

from druid.cluster.instance import Instance, State
from druid.cluster.services import DRUID, NAMES, SERVICES, Ports, Role, java_words, settings_text

PORTS = Ports(zookeeper=1, derby=2, coordinator=3, broker=4, historical=5, router=6, indexer=7)


def settings(service: Role) -> dict[str, str]:
    pairs = (line.partition("=") for line in settings_text(service, PORTS).splitlines())
    return {name: value for name, _, value in pairs}


def named(name: str) -> Role:
    return SERVICES[NAMES.index(name)]


def mebibytes(text: str) -> int:
    return int(text.removesuffix("MiB"))


@pytest.mark.parametrize("service", DRUID, ids=lambda service: service.name)
def test_listens_on_this_machine_only(service: Role) -> None:
    told = settings(service)
    assert (told["druid.host"], told["druid.bindOnHost"]) == ("127.0.0.1", "true")
    assert told["druid.plaintextPort"] == str(PORTS.of(service.name))
    assert told["druid.metadata.storage.connector.connectURI"].startswith("jdbc:derby://127.0.0.1:2/")
    assert told["druid.zk.service.host"] == "127.0.0.1:1"


def test_zookeeper_listens_on_this_machine_only() -> None:
    told = settings(named("zookeeper"))
    assert (told["clientPortAddress"], told["clientPort"]) == ("127.0.0.1", "1")
    assert told["admin.enableServer"] == "false"


@pytest.mark.parametrize("name", ["broker", "historical", "indexer"])
def test_merging_memory_fits(name: str) -> None:
    """Druid refuses to start with less than one buffer for each thread, each merge, and one more."""
    told = settings(named(name))
    buffers = 1 + int(told["druid.processing.numThreads"]) + int(told["druid.processing.numMergeBuffers"])
    assert buffers * mebibytes(told["druid.processing.buffer.sizeBytes"]) <= named(name).direct


def test_questions_wait_in_the_broker_and_nowhere_else() -> None:
    """Sixteen statements at once pass router and broker, and the historical has a thread for each of the broker's."""
    router, broker, historical = (settings(named(name)) for name in ("router", "broker", "historical"))
    threads = "druid.server.http.numThreads"
    assert int(router["druid.router.http.numConnections"]) >= 16
    assert int(broker[threads]) >= 16
    assert int(historical[threads]) > int(broker["druid.broker.http.numConnections"])


def test_promised_memory_suits_a_laptop() -> None:
    """Heaps and direct memory together, all of it used, leave half of 8 GB."""
    assert sum(service.heap + service.direct for service in SERVICES) <= 4096


def test_no_path_leaves_the_folder() -> None:
    for service in SERVICES:
        for name, value in settings(service).items():
            assert name == "druid.zk.paths.base" or not value.startswith("/")
            assert ".." not in value


@pytest.mark.parametrize(
    ("name", "is_quick", "is_light"),
    [("broker", False, False), ("broker", True, True), ("router", False, True), ("historical", False, False)],
)
def test_compiler(name: str, *, is_quick: bool, is_light: bool) -> None:
    assert ("-XX:TieredStopAtLevel=1" in java_words(named(name), is_quick=is_quick)) is is_light


def test_prepared_folder(tmp_path: Path) -> None:
    """A path with a space and a quote reaches Java whole, and data is left as it is."""
    instance = Instance(tmp_path / "a folder")
    instance.prepare(PORTS, [])
    (instance.path("data", "segments") / "kept").write_text("x")
    instance.prepare(PORTS, [Path('/b "c"/one.jar'), Path("/two.jar")])
    words = instance.arguments("broker").read_text().splitlines()
    assert words[words.index('"-cp"') + 1] == '"/b \\"c\\"/one.jar:/two.jar"'
    assert words[-3:] == ['"org.apache.druid.cli.Main"', '"server"', '"broker"']
    assert instance.path("data", "segments", "kept").exists()
    assert "druid.plaintextPort=4\n" in instance.path("conf", "broker.properties").read_text()
    assert "clientPort=1\n" in instance.path("conf", "zookeeper.cfg").read_text()


def test_state_is_read_back(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    assert instance.read() is None
    state = State(PORTS, {}).with_pid("broker", 12).with_pid("broker", 13)
    instance.write(state)
    assert instance.read() == state
    assert instance.path("endpoints.json").exists()
    instance.path("state.json").write_text("[")
    assert instance.read() is None
    instance.forget()
    assert not instance.path("endpoints.json").exists()
