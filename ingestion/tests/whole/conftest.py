"""The terminal of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingestion.tests.whole.terminal import Terminal, open_terminal


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with open_terminal(tmp_path_factory.mktemp("typed")) as found:
        yield found
