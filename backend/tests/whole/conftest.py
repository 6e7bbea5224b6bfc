"""A Druid of one's own, whose processes may be killed, with a store published to it.

SALES_TEST_DRUID_DIR names the folder of a local one that runs already; else one is started, and ended afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.tests.whole.on_cluster import Published, dense
from backend.tests.whole.published import some_loads
from druid.cluster.errors import ClusterError
from druid.cluster.instance import Instance
from druid.cluster.runtime import wait_ready
from druid.cluster.temporary import temporary_cluster
from druid.tests.prefixes import fresh_prefix

FOLDER = "SALES_TEST_DRUID_DIR"


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[tuple[Instance, str]]:
    """The instance and its router's address."""
    folder = os.environ.get(FOLDER)
    if folder is not None:
        instance = Instance(Path(folder).resolve())
        yield instance, wait_ready(instance).router
        return
    try:
        with temporary_cluster() as (instance, addresses):
            yield instance, addresses.router
    except ClusterError as failed:
        pytest.fail(failed.text(), pytrace=False)


@pytest.fixture(scope="module")
def on_own_cluster(own_cluster: tuple[Instance, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    instance, router = own_cluster
    with fresh_prefix(router) as prefix:
        made = Published(tmp_path_factory.mktemp("own") / "store", router, prefix)
        made.load(dense(some_loads(11, 4)[0]))
        yield made
        wait_ready(instance)
