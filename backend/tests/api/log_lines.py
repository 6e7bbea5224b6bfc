"""The log of a test: configured as a server's, written to memory, read back line by line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import structlog

from backend.logging_config import configure_logging


@contextmanager
def logged(level: str) -> Iterator[io.StringIO]:
    """What is logged at this level and above; afterwards the configuration is what it was."""
    target = io.StringIO()
    before = structlog.get_config()
    configure_logging(level, target)
    yield target
    structlog.configure(**before)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in stream.getvalue().splitlines()]
