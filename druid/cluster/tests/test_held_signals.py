"""A request to end waits for the steps that must not be torn apart, and comes right after them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from druid.cluster.held_signals import held_back


@pytest.fixture(autouse=True)
def _heeded() -> Iterator[None]:
    """Tests may themselves be started by a shell that ignores SIGINT for what it runs beside itself."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def begin(steps: list[str]) -> None:
    with held_back():
        os.kill(os.getpid(), signal.SIGINT)
        steps.append("started")
        steps.append("written down")


def test_a_signal_comes_after_the_block() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        begin(steps)
    assert steps == ["started", "written down"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_a_signal_nothing_is_changed() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with held_back():
        pass
    assert signal.getsignal(signal.SIGTERM) is before
