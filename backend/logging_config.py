"""How the process logs: one JSON object a line, or coloured text on a terminal. structlog only.

Comes in: the level and the stream, at start. Nothing is set up by importing this.
"""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


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
        else [structlog.processors.format_exc_info, _in_order, structlog.processors.JSONRenderer(_dumps)]
    )
    structlog.configure(
        processors=[*shared, *rendered],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    # the server's own loggers would write a second, unstructured line
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).setLevel(logging.WARNING)


def _dumps(event: object, **_options: object) -> str:
    return orjson.dumps(event, default=str).decode()


def _in_order(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """The keys every line has come first, so that lines read alike."""
    first = ("ts", "level", "event", "request_id")
    return {**{key: event[key] for key in first if key in event}, **event}
