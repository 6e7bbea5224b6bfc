"""A real cluster from its start to its end, beside another one: everything through the command line, as typed.

The tests of this module follow one cluster in the order they are written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from druid.cluster.instance import Instance
from druid.cluster.runtime import kill, restart
from druid.cluster.services import NAMES
from druid.cluster.tests.stand_ins import processes_naming

pytestmark = [pytest.mark.druid, pytest.mark.own_druid]

TASK = {
    "type": "index_parallel",
    "spec": {
        "dataSchema": {
            "dataSource": "kept",
            "timestampSpec": {"column": "t", "format": "iso"},
            "dimensionsSpec": {"dimensions": ["who"]},
            "granularitySpec": {"segmentGranularity": "month", "queryGranularity": "none", "rollup": False},
        },
        "ioConfig": {
            "type": "index_parallel",
            "inputSource": {
                "type": "inline",
                "data": '{"t":"2024-01-05T00:00:00Z","who":"a"}\n{"t":"2024-01-06T00:00:00Z","who":"b"}\n',
            },
            "inputFormat": {"type": "json"},
        },
    },
}
COUNT = "SELECT COUNT(*) FROM kept"


class Typed:
    """The command on one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, verb: str, *words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "druid.cluster", verb, "--dir", str(self.folder), *words]
        return subprocess.run(line, capture_output=True, text=True, check=False)

    def state(self) -> dict[str, object]:
        return dict(json.loads(self("status", "--json").stdout))

    def router(self) -> str:
        return str(json.loads((self.folder / "endpoints.json").read_text())["router"])


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typed]:
    command = Typed(tmp_path_factory.mktemp("life") / "druid")
    yield command
    command("down", "--remove")


def asked(router: str, sql: str) -> object:
    with httpx.Client(trust_env=False, timeout=30) as client:
        answer = client.post(f"{router}/druid/v2/sql", json={"query": sql, "resultFormat": "array"})
    return answer.json()[0][0] if answer.is_success else answer.json().get("errorMessage")


def await_true(claim: Callable[[], bool]) -> bool:
    until = time.monotonic() + 120
    while not claim() and time.monotonic() < until:
        time.sleep(0.5)
    return claim()


def test_up_beside_another(typed: Typed, own_cluster: tuple[Instance, str]) -> None:
    _, other = own_cluster
    told = typed("up", "--free-ports", "--quick")
    assert told.returncode == 0, told.stderr
    assert told.stdout == f"Druid is ready: {typed.router()}\n"
    assert "router answers SQL and sees all servers after" in told.stderr
    assert typed.router() != other
    assert asked(typed.router(), "SELECT 1") == asked(other, "SELECT 1") == 1


def test_up_again_changes_nothing(typed: Typed) -> None:
    before = typed.state()
    told = typed("up")
    assert (told.stdout, told.returncode) == (f"Druid runs already: {typed.router()}\n", 0)
    assert pids(typed.state()) == pids(before)


def test_another_port_is_refused(typed: Typed) -> None:
    told = typed("up", "--port", "1")
    assert (told.stderr.split(":")[0], told.returncode) == ("OTHER_PORT", 2)


def pids(document: dict[str, object]) -> dict[str, int]:
    services = document["services"]
    assert isinstance(services, list)
    return {service["name"]: service["pid"] for service in services}


def test_status(typed: Typed) -> None:
    document = typed.state()
    assert (document["state"], document["missing"]) == ("running", [])
    assert list(pids(document)) == list(NAMES)
    text = typed("status").stdout
    assert text.startswith(f"Druid runs at {typed.router()}, ")


def test_listens_on_this_machine_only(typed: Typed) -> None:
    doors = [
        connection.laddr.ip
        for pid in pids(typed.state()).values()
        for connection in psutil.Process(pid).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(doors) == 7
    assert {ip.removeprefix("::ffff:") for ip in doors} == {"127.0.0.1"}


def test_talks_to_this_machine_only(typed: Typed) -> None:
    others = [
        connection.raddr.ip
        for pid in pids(typed.state()).values()
        for connection in psutil.Process(pid).net_connections("inet")
        if connection.status == psutil.CONN_ESTABLISHED
    ]
    assert {ip.removeprefix("::ffff:") for ip in others} == {"127.0.0.1"}


def test_loads(typed: Typed, own_cluster: tuple[Instance, str]) -> None:
    httpx.post(f"{typed.router()}/druid/indexer/v1/task", json=TASK, trust_env=False).raise_for_status()
    assert await_true(lambda: asked(typed.router(), COUNT) == 2)
    assert "not found" in str(asked(own_cluster[1], COUNT))


@pytest.mark.parametrize("name", ["historical", "zookeeper", pytest.param("coordinator", marks=pytest.mark.torture)])
def test_a_killed_service_is_named_and_started_again(typed: Typed, name: str) -> None:
    before = pids(typed.state())
    kill(Instance(typed.folder), name)
    told = typed("status")
    assert told.returncode == 1
    assert told.stdout.startswith(f"Druid runs in part at {typed.router()}")
    assert f"  {name:<12} not running" in told.stdout
    assert typed.state()["missing"] == [name]
    assert typed("up", "--quick").returncode == 0
    after = pids(typed.state())
    assert {other for other in NAMES if before[other] != after[other]} == {name}
    assert await_true(lambda: asked(typed.router(), COUNT) == 2)


def test_one_service_restarted(typed: Typed) -> None:
    before = pids(typed.state())
    restart(Instance(typed.folder), "broker")
    after = pids(typed.state())
    assert {name for name in NAMES if before[name] != after[name]} == {"broker"}
    assert await_true(lambda: asked(typed.router(), COUNT) == 2)


def test_data_survives(typed: Typed) -> None:
    told = typed("down")
    assert (told.stdout, told.returncode) == ("Druid is stopped.\n", 0)
    assert "by force" not in told.stderr
    assert processes_naming(typed.folder) == []
    assert typed.state()["state"] == "stopped"
    assert typed("up", "--free-ports", "--quick").returncode == 0
    assert await_true(lambda: asked(typed.router(), COUNT) == 2)


def test_data_survives_a_crash_of_everything(typed: Typed) -> None:
    for name in NAMES:
        kill(Instance(typed.folder), name)
    assert typed.state()["state"] == "stopped"
    assert typed("up", "--free-ports", "--quick").returncode == 0
    assert await_true(lambda: asked(typed.router(), COUNT) == 2)


def test_nothing_is_left(typed: Typed) -> None:
    told = typed("down", "--remove")
    assert (told.stdout, told.returncode) == ("Druid is stopped; its folder is removed.\n", 0)
    assert processes_naming(typed.folder) == []
    assert list(typed.folder.parent.iterdir()) == []


@pytest.mark.torture
def test_run_passes_the_address_and_the_code_on(tmp_path: Path) -> None:
    """The command asks the cluster it is told of, and may fail as it likes; nothing is left but an empty folder."""
    script = (
        "import os, sys, urllib.request as u; a = os.environ['SALES_DRUID_URL'];"
        "assert a == os.environ['SALES_TEST_DRUID_URL'];"
        "print(u.urlopen(a + '/status').read().decode()); sys.exit(7)"
    )
    line = [sys.executable, "-m", "druid.cluster", "run", "--free-ports", "--quick", "--", sys.executable, "-c", script]
    env = {**os.environ, "no_proxy": "127.0.0.1", "TMPDIR": str(tmp_path)}
    told = subprocess.run(line, capture_output=True, text=True, check=False, env=env)
    assert told.returncode == 7, told.stderr
    assert json.loads(told.stdout)["version"] == "33.0.0"
    assert processes_naming(tmp_path) == []
    (home,) = tmp_path.iterdir()
    assert list(home.iterdir()) == []
