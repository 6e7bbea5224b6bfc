"""A process that streams a file of many groups; prints bytes, status, and by how many megabytes it grew.

The growth is told twice: over the whole request, and from the response's beginning on.

Run as `python memory_probe.py FORM ROWS`. The engine answers from one frame in memory; everything above it is the
product: explore, the table, the writer, the response.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import polars as pl
import psutil

from backend.app import create_app
from backend.engine.canned import CannedEngine
from backend.logging_config import configure_logging
from backend.planner.plan import Statement
from backend.tests.api.tiny import settings
from backend.tests.stores import make_store
from druid.catalog.sales import SALES

BODY = orjson.dumps(
    {
        "measures": ["netRevenue", "grossRevenue", "unitsSold", "returnsValue"],
        "dimensions": ["customer"],
        "period": "ALL",
        "compare": [],
    }
)
MEGABYTE = 1024 * 1024
Message = MutableMapping[str, Any]


def made_engine(rows: int) -> CannedEngine:
    """Every statement is answered with so many customers."""
    frames: dict[int, pl.DataFrame] = {}

    def answer(statement: Statement) -> pl.DataFrame:
        size = rows if statement.dimensions else 1
        if size not in frames:
            number = pl.int_range(size, eager=True)
            names = [pl.format("Customer {}", number).alias(name) for name in statement.dimensions]
            frames[size] = pl.select(*names, *((number * 12_345 + 1).alias(leaf) for leaf in statement.leaves))
        return frames[size]

    return CannedEngine(make_store(1).manifest, answer, SALES)


async def streamed(rows: int, form: str) -> tuple[int, int, int, int]:
    """Bytes sent, the status, and the growth of the process in megabytes: of all, of the streaming."""
    app = create_app(settings(), made_engine(rows))
    process = psutil.Process()
    size, status, peak = 0, 0, 0
    headers = [(b"host", b"testserver"), (b"content-type", b"application/json")]
    path = "/api/kpis/explore"
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": path,
        "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": f"format={form}".encode(),
        "headers": headers, "client": ("127.0.0.1", 1), "server": ("testserver", 80),
    }  # fmt: skip
    waiting: list[Message] = [{"type": "http.request", "body": BODY, "more_body": False}]
    began, before = 0, 0

    async def receive() -> Message:
        nonlocal began
        if waiting:
            began = process.memory_info().rss
            return waiting.pop()
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        nonlocal size, status, peak, before
        status = message.get("status", status)
        size += len(message.get("body", b""))
        now = process.memory_info().rss
        before = before or now
        peak = max(peak, now)

    await app(scope, receive, send)
    return size, status, (peak - began) // MEGABYTE, (peak - before) // MEGABYTE


if __name__ == "__main__":
    configure_logging("warning", io.StringIO())
    sys.stdout.write(" ".join(map(str, asyncio.run(streamed(int(sys.argv[2]), sys.argv[1])))))
