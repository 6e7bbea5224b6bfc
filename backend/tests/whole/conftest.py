"""A store published to a Druid of one's own, whose processes may be killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.tests.whole.on_cluster import Published, dense
from backend.tests.whole.published import some_loads
from druid.cluster.instance import Instance
from druid.cluster.runtime import wait_ready
from druid.tests.prefixes import fresh_prefix


@pytest.fixture(scope="module")
def on_own_cluster(own_cluster: tuple[Instance, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    instance, router = own_cluster
    with fresh_prefix(router) as prefix:
        made = Published(tmp_path_factory.mktemp("own") / "store", router, prefix)
        made.load(dense(some_loads(11, 4)[0]))
        yield made
        wait_ready(instance)
