"""A Druid with tables of one test file alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.tests.parity.direct import Cluster


@pytest.fixture(scope="module")
def cluster(druid_url: str) -> Iterator[Cluster]:
    with Cluster(druid_url) as one:
        yield one
