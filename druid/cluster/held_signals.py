"""Requests to end, held back for the few steps that must not be torn apart.

A process that was started but not written down yet would be ended by nobody. The child is not touched: a handler,
unlike a mask, is not handed on.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def held_back() -> Iterator[None]:
    """A signal that comes meanwhile, and has a handler, comes once the block is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    handled = [number for number in ENDING if callable(signal.getsignal(number))]
    before = {number: signal.signal(number, lambda got, _: waiting.append(got)) for number in handled}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if waiting:
            os.kill(os.getpid(), waiting[0])
