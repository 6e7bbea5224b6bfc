"""A client that leaves takes its question with it, at both doors; one that waits is answered as ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from backend.app import create_app
from backend.reports.session import Session
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec
from backend.tests.api.tiny import NOW, TinyEngine, settings

Message = MutableMapping[str, Any]
PATIENCE = 10.0
KIND = Field("hang", FieldType.OBJECT, fields=(Field("said", FieldType.TEXT),), type_name="Hang")


class Question:
    """A report that never ends by itself."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.ended_as: type[BaseException] | None = None

    async def answer(self, _session: Session, _arguments: Arguments) -> Outcome:
        self.began.set()
        try:
            await asyncio.Event().wait()
        except BaseException as error:
            self.ended_as = type(error)
            raise
        return Outcome({"said": "never"})


def request(method: str, path: str, body: bytes) -> dict[str, Any]:
    headers = [(b"host", b"testserver"), (b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path,
        "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": b"", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("testserver", 80),
    }  # fmt: skip


def told(body: bytes, leaves: asyncio.Event) -> Callable[[], Awaitable[Message]]:
    """The body, and the news that the client left once it has."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if waiting:
            return waiting.pop()
        await leaves.wait()
        return {"type": "http.disconnect"}

    return receive


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("GET", "/api/kpis/hang", b"", id="REST"),
        pytest.param("POST", "/graphql", orjson.dumps({"query": "{ hang { data { said } } }"}), id="GraphQL"),
    ],
)
async def test_a_question_ends_with_its_client(method: str, path: str, body: bytes) -> None:
    question, engine, leaves, sent = Question(), TinyEngine(), asyncio.Event(), []
    app = create_app(
        settings(), engine, specs=(ReportSpec("hang", "Never ends.", KIND, (), question.answer),), clock=lambda: NOW
    )

    async def send(message: Message) -> None:
        sent.append(message)

    async with asyncio.timeout(PATIENCE):
        asking = asyncio.create_task(app(request(method, path, body), told(body, leaves), send))
        await question.began.wait()
        assert engine.open_leases == 1
        leaves.set()
        await asking
    assert question.ended_as is asyncio.CancelledError
    assert engine.open_leases == 0
    assert sent[0]["status"] == 499


async def test_a_file_whose_sender_leaves_is_no_failure_of_the_server(tmp_path: Path) -> None:
    sent: list[Message] = []
    messages: list[Message] = [
        {"type": "http.request", "body": b"a,b\n", "more_body": True},
        {"type": "http.disconnect"},
    ]
    arriving = iter(messages)

    async def receive() -> Message:
        return next(arriving)

    async def send(message: Message) -> None:
        sent.append(message)

    app = create_app(settings(data_dir=tmp_path / "store"), TinyEngine(), clock=lambda: NOW)
    headers = [(b"host", b"testserver"), (b"content-type", b"text/csv")]
    await app({**request("POST", "/api/data/check", b""), "headers": headers}, receive, send)
    assert sent[0]["status"] == 408
    assert [*(tmp_path / "store" / "uploads").iterdir()] == []
