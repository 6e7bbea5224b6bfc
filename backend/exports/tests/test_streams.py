"""Files on their way: in pieces, with bounded memory, for as long as wanted; what fails never looks whole."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
import uvicorn
from fastapi import FastAPI

from backend.app import create_app
from backend.exports.table import CHUNK_ROWS
from backend.reports.rows import Column
from backend.reports.session import Session
from backend.reports.sheet import Reasons, Sheet
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec
from backend.tests.api.tiny import NOW, TinyEngine, settings

ROOT = Path(__file__).parents[3]
SHAPE = Field("long", FieldType.LIST, fields=(Field("number", FieldType.COUNT),), type_name="Long")
ROWS = 10 * CHUNK_ROWS
PATIENCE = 60.0
LINE = "number,nulls\r\n"


@dataclass(frozen=True)
class LongList:
    """A report of many rows; telling the reasons of its nulls fails from some row on."""

    fails_at: int | None = None

    async def answer(self, session: Session, arguments: Arguments) -> Outcome:
        assert session.as_sheet
        frame = pl.DataFrame({"number": pl.int_range(ROWS, eager=True)}).head(arguments.limit or ROWS)
        sheet = Sheet(frame, (Column("number", "number", FieldType.COUNT),), self.reasons_of())
        return Outcome([], row_count=frame.height, sheet=sheet)

    def reasons_of(self) -> Reasons:
        def reasons(rows: pl.DataFrame) -> Mapping[str, Sequence[str | None]]:
            if self.fails_at is not None and (rows["number"] >= self.fails_at).any():
                raise RuntimeError("the disk is gone")
            return {}

        return reasons


def app_of(report: LongList) -> FastAPI:
    spec = ReportSpec("long", "Many rows.", SHAPE, ("limit",), report.answer, limit=10)
    return create_app(settings(), TinyEngine(), specs=(spec,), clock=lambda: NOW)


class Serving(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_ready.set()


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """The application behind a real server and a real socket."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = Serving(uvicorn.Config(app, log_config=None, lifespan="off"))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await server.is_ready.wait()
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


@pytest.mark.parametrize("form", ["csv", "arrow", "parquet"])
async def test_half_a_file_never_looks_whole(form: str) -> None:
    """A failure in the middle ends the connection; no client takes the bytes for an answer."""
    async with served(app_of(LongList(fails_at=ROWS // 2))) as address, httpx.AsyncClient() as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get(f"{address}/api/kpis/long", params={"format": form}, timeout=PATIENCE)


@pytest.mark.parametrize("form", ["csv", "arrow", "parquet", "xlsx"])
async def test_what_fails_before_the_first_piece_is_a_coded_refusal(form: str) -> None:
    async with served(app_of(LongList(fails_at=0))) as address, httpx.AsyncClient() as client:
        response = await client.get(f"{address}/api/kpis/long", params={"format": form, "limit": 3}, timeout=PATIENCE)
    assert (response.status_code, response.json()["error"]["code"]) == (500, "INTERNAL_ERROR")
    assert "disk" not in response.text


async def test_a_whole_file_arrives_in_pieces() -> None:
    async with served(app_of(LongList())) as address, httpx.AsyncClient() as client:
        response = await client.get(f"{address}/api/kpis/long", params={"format": "csv"}, timeout=PATIENCE)
    assert response.headers["transfer-encoding"] == "chunked"
    assert response.headers["x-row-count"] == str(ROWS)
    assert response.text == LINE + "".join(f"{n},\r\n" for n in range(ROWS))


async def test_writing_ends_with_the_client() -> None:
    """After the first piece nobody listens: no further ones are made."""
    made: list[int] = []
    report = LongList()
    gone = asyncio.Event()
    messages: list[MutableMapping[str, Any]] = []
    count_rows = report.reasons_of()

    async def answer(session: Session, arguments: Arguments) -> Outcome:
        outcome = await report.answer(session, arguments)
        assert outcome.sheet is not None

        def reasons(rows: pl.DataFrame) -> Mapping[str, Sequence[str | None]]:
            made.append(rows.height)
            return count_rows(rows)

        return Outcome([], row_count=ROWS, sheet=Sheet(outcome.sheet.frame, outcome.sheet.columns, reasons))

    async def receive() -> MutableMapping[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)
        if message["type"] == "http.response.body":
            gone.set()
            await asyncio.Event().wait()

    spec = ReportSpec("long", "Many rows.", SHAPE, ("limit",), answer, limit=10)
    app = create_app(settings(), TinyEngine(), specs=(spec,), clock=lambda: NOW)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": "/api/kpis/long",
        "raw_path": b"/api/kpis/long", "root_path": "", "scheme": "http", "query_string": b"format=csv",
        "headers": [(b"host", b"testserver")], "client": ("127.0.0.1", 1), "server": ("testserver", 80),
    }  # fmt: skip
    async with asyncio.timeout(PATIENCE):
        await app(scope, receive, send)
    assert messages[0]["status"] == 200
    assert not any(message["type"] == "http.response.body" and not message["more_body"] for message in messages)
    assert len(made) <= 1


@pytest.mark.parametrize(
    ("form", "rows"), [("csv", 1_000_000), ("arrow", 1_000_000), ("parquet", 1_000_000), ("xlsx", 30_000)]
)
def test_memory_does_not_grow_with_the_rows(form: str, rows: int) -> None:
    """The frame of the answer is held once or twice; beside it only the piece at hand. As rows it would be 1 GB."""
    words = [sys.executable, str(Path(__file__).with_name("memory_probe.py")), form, str(rows)]
    done = subprocess.run(words, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    size, status, whole, streaming = map(int, done.stdout.split())
    assert status == 200
    assert size > 30 * rows
    assert whole < 400
    assert streaming < 100
