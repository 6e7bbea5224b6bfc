"""How the process logs: one JSON object a line, or coloured text on a terminal. structlog, and one short cut.

Comes in: the level and the stream, at start. Goes out: lines of bytes. The line that every request ends with is written
by `tell`, which does without what structlog does for lines of any form. Nothing is set up by importing this.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_FORM = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS


class Lines:
    """Whole lines of a stream, as structlog makes and uses a logger of its own; `level` is the least that is told."""

    def __init__(self, stream: TextIO, level: int) -> None:
        self.level = level
        self._stream = stream
        self._bytes = getattr(stream, "buffer", None)
        self._lock = threading.Lock()

    def __call__(self, *_names: object) -> Lines:
        return self

    def msg(self, line: bytes) -> None:
        with self._lock:
            if self._bytes is None:
                self._stream.write(line.decode())
            else:
                self._bytes.write(line)
                self._bytes.flush()

    debug = info = warning = error = critical = exception = msg


def tell(event: str, facts: Mapping[str, object]) -> None:
    """A line of level info; facts without a value are left out."""
    lines = structlog.get_config()["logger_factory"]
    if not isinstance(lines, Lines):
        structlog.get_logger().info(event, **{name: value for name, value in facts.items() if value is not None})
    elif lines.level <= logging.INFO:
        line = {"ts": datetime.now(UTC), "level": "info", "event": event, **facts}
        for name in [name for name, value in facts.items() if value is None]:
            del line[name]
        lines.msg(orjson.dumps(line, default=str, option=_FORM))


def configure_logging(level: str = "info", stream: TextIO | None = None) -> None:
    """Set structlog up for this process: `ts level event request_id ...`, newest context last."""
    target = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
    ]
    rendered: list[Processor] = (
        [structlog.dev.ConsoleRenderer(timestamp_key="ts", exception_formatter=structlog.dev.plain_traceback)]
        if target.isatty()
        else [structlog.processors.format_exc_info, _in_order, _rendered]
    )
    structlog.configure(
        processors=[*shared, *rendered],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(target) if target.isatty() else Lines(target, LEVELS[level]),
        cache_logger_on_first_use=False,
    )
    # the server's own loggers would write a second, unstructured line
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).setLevel(logging.WARNING)


def _rendered(_logger: WrappedLogger, _name: str, event: EventDict) -> bytes:
    return orjson.dumps(event, default=str, option=_FORM)


def _in_order(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """The keys every line has come first, so that lines read alike."""
    first = ("ts", "level", "event", "request_id")
    return {**{key: event[key] for key in first if key in event}, **event}
