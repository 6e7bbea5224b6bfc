"""Which engines a test run asks, and the Druid that tests marked `druid` speak to.

In: `--engine=embedded,druid`, and SALES_TEST_DRUID_URL when a running Druid is to be asked; else one is started. Out:
`engine_name`, `druid_url`, `druid_prefix`; `own_cluster` is a Druid whose processes a test may kill, or the one whose
folder SALES_TEST_DRUID_DIR names. Datasources of a test begin with a prefix of its own and go with it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog

from druid.cluster.errors import ClusterError
from druid.cluster.instance import Instance
from druid.cluster.runtime import wait_ready
from druid.cluster.temporary import temporary_cluster
from druid.tests.prefixes import fresh_prefix

UNLIMITED = ("SALES_RATE_LIMIT_PER_MINUTE", "SALES_COST_PER_MINUTE", "SALES_REFUSED_KEYS_PER_MINUTE")
"""Tests ask faster than people; those of the limits state their own."""
ENGINES = {"embedded": pytest.param("embedded"), "druid": pytest.param("druid", marks=pytest.mark.druid)}
ADDRESS, FOLDER = "SALES_TEST_DRUID_URL", "SALES_TEST_DRUID_DIR"
LONGEST = (
    "backend/tests/whole/test_permitted_lines.py",
    "ingestion/tests/test_store_history.py",
    "backend/tests/test_routing_proof.py",
    "backend/tests/whole/test_soak.py",
    "backend/tests/whole/test_history.py",
    "backend/tests/whole/test_workers_history.py",
    "backend/tests/whole/test_canaries.py",
    "backend/tests/whole/test_workers_stop.py",
    "backend/tests/whole/test_clock.py",
    "backend/tests/reports/test_sales_parts.py",
    "backend/tests/test_loads_interrupted.py",
    "ingestion/tests/test_store_pairs.py",
    "ingestion/tests/test_publish.py",
    "ingestion/tests/test_kill.py",
    "ingestion/tests/whole/test_exit_codes.py",
    "docs/tests/test_notebooks.py",
)
"""Files that take longest, begun first, so that no process ends long after the others."""
collect_ignore = ["backend/benchmarks/locustfile.py"]  # Locust runs it, in an environment of its own


def pytest_configure() -> None:
    """The log goes past `sys.stdout`: a thread that an earlier test left writes no line into a command's output."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.__stderr__))
    for name in UNLIMITED:
        os.environ.setdefault(name, "0")


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "engines that tests asking for `engine_name` run on, with commas between: embedded, druid"
    parser.addoption("--engine", default="embedded", metavar="NAMES", help=told)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that needs `engine_name`, itself or through a fixture, runs once on each engine asked for."""
    if "engine_name" not in metafunc.fixturenames:
        return
    names = metafunc.config.getoption("--engine").split(",")
    unknown = sorted(set(names) - set(ENGINES))
    if unknown:
        raise pytest.UsageError(f"--engine names {', '.join(unknown)}; there are {', '.join(ENGINES)}.")
    metafunc.parametrize("engine_name", [ENGINES[name] for name in names], indirect=True, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    place = {config.rootpath / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine this test runs on: embedded or druid."""
    return str(request.param)


@pytest.fixture(scope="session")
def druid_url() -> Iterator[str]:
    """The address of a Druid's router: the one that is named, where others may keep theirs, else a new one's."""
    address = os.environ.get(ADDRESS)
    if address is not None:
        yield address.rstrip("/")
        return
    with _started() as (_, router):
        yield router


@pytest.fixture(scope="session")
def own_cluster() -> Iterator[tuple[Instance, str]]:
    """The instance and its router's address; whoever kills a part of it starts it again."""
    folder = os.environ.get(FOLDER)
    if folder is not None:
        instance = Instance(Path(folder).resolve())
        yield instance, wait_ready(instance).router
        return
    with _started() as started:
        yield started


@contextmanager
def _started() -> Iterator[tuple[Instance, str]]:
    """A new cluster and its router's address; what keeps it from starting fails the test in one sentence."""
    try:
        with temporary_cluster() as (instance, addresses):
            yield instance, addresses.router
    except ClusterError as failed:
        pytest.fail(failed.text(), pytrace=False)


@pytest.fixture
def druid_prefix(druid_url: str) -> Iterator[str]:
    """The beginning of every datasource name of one test; what begins with it is dropped afterwards."""
    with fresh_prefix(druid_url) as prefix:
        yield prefix
