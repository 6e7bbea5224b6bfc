"""Requests whose headers never end are cut off, whatever piece is the long one; the next request is counted anew."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from backend.heads import MOST_BYTES, BoundedRequests

PATIENCE = 20.0


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    del scope
    while (await receive()).get("more_body"):
        continue
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(answer, http=BoundedRequests, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve([listening]))
        for _ in range(1000):
            if not server.started:
                await asyncio.sleep(0.01)
        yield int(listening.getsockname()[1])
        server.should_exit = True
        await serving


async def told(port: int, pieces: list[bytes]) -> bytes:
    """All that the server says to these pieces, sent one after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(PATIENCE):
            try:
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)
                return await reader.read()
            except ConnectionError:
                return b"cut off"
    finally:
        writer.close()


HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
PIECE = b"x" * 16_384
MANY = MOST_BYTES // len(PIECE) + 4


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([HEAD, b"X-Long: ", *[PIECE] * MANY], id="one value"),
        pytest.param([HEAD, *[PIECE] * MANY], id="one name"),
        pytest.param([b"GET /", *[PIECE] * MANY], id="the address"),
        pytest.param([HEAD, *[b"X-Many: " + PIECE + b"\r\n"] * MANY], id="many"),
    ],
)
async def test_a_head_without_an_end_is_cut_off(port: int, pieces: list[bytes]) -> None:
    said = await told(port, pieces)
    assert said == b"cut off" or said.startswith(b"HTTP/1.1 400 ")


async def test_large_bodies_and_many_requests_on_one_connection_pass(port: int) -> None:
    body = PIECE * MANY
    post = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
    last = HEAD + b"Connection: close\r\n\r\n"
    said = await told(port, [post, body, post + body, *[HEAD + b"X: " + PIECE + b"\r\n\r\n"] * MANY, last])
    assert said.count(b"HTTP/1.1 200 ") == MANY + 3
