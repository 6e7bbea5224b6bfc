"""Requests whose headers never end are cut off, whatever piece is the long one; the next request is counted anew.

What follows a body is no header, and what a request is followed by is never read as part of another.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from backend.heads import ARRIVED, MOST_BYTES, BoundedRequests

PATIENCE = 20.0


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """The names of the headers and the body, as they were read, and whether it was here before it was asked for."""
    body, has_more = b"", True
    is_here = b"yes" if ARRIVED in scope["state"] else b"no"
    while has_more:
        message = await receive()
        body, has_more = body + message["body"], message["more_body"]
    text = b",".join(name for name, _ in scope["headers"]) + b"|" + (body if len(body) < 100 else b"long")
    headers = [(b"content-length", b"%d" % len(text)), (b"x-here", is_here)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text})


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
PIECES = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
PIECE = b"x" * 16_384
MANY = MOST_BYTES // len(PIECE) + 4


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([HEAD, b"X-Long: ", *[PIECE] * MANY], id="one value"),
        pytest.param([HEAD, *[PIECE] * MANY], id="one name"),
        pytest.param([b"GET /", *[PIECE] * MANY], id="the address"),
        pytest.param([HEAD, *[b"X-Many: " + PIECE + b"\r\n"] * MANY], id="many"),
        pytest.param([PIECES, b"0\r\nX-Long: ", *[PIECE] * MANY], id="one trailer"),
        pytest.param([PIECES, b"0\r\n", *[b"X-Many: " + PIECE + b"\r\n"] * MANY], id="many trailers"),
        pytest.param([PIECES, b"1;name=", *[PIECE] * MANY], id="an extension"),
    ],
)
async def test_a_head_without_an_end_is_cut_off(port: int, pieces: list[bytes]) -> None:
    said = await told(port, pieces)
    assert said == b"cut off" or b"HTTP/1.1 400 " in said


async def test_large_bodies_and_many_requests_on_one_connection_pass(port: int) -> None:
    body = PIECE * MANY
    post = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
    last = HEAD + b"Connection: close\r\n\r\n"
    said = await told(port, [post, body, post + body, *[HEAD + b"X: " + PIECE + b"\r\n\r\n"] * MANY, last])
    assert said.count(b"HTTP/1.1 200 ") == MANY + 3


async def test_a_trailer_is_no_header(port: int) -> None:
    ask = PIECES + b"2\r\nhi\r\n0\r\nAuthorization: Bearer of somebody\r\n\r\n"
    said = await told(port, [ask + HEAD + b"Connection: close\r\n\r\n"])
    assert said.count(b"HTTP/1.1 200 ") == 2
    assert b"host,transfer-encoding|hi" in said
    assert b"authorization" not in said


async def test_a_body_is_said_to_be_here_once_it_is_whole(port: int) -> None:
    post = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
    said = await told(port, [post + b"\r\nhere" + HEAD + b"Connection: close\r\n\r\n"])
    assert (said.count(b"x-here: yes"), said.count(b"x-here: no")) == (2, 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(PATIENCE):
        # the server asks for the rest when the application does, which has looked by then
        writer.write(post + b"Expect: 100-continue\r\nConnection: close\r\n\r\nhe")
        begun = await reader.readuntil(b"100 Continue\r\n\r\n")
        writer.write(b"re")
        said = begun + await reader.read()
    writer.close()
    assert b"x-here: no" in said
    assert b"|here" in said


UPGRADE = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n"
"""What curl and Java ask of a server in clear text, with whatever they send."""
LAST = HEAD + b"X-Last: 1\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("at", [0, 10, 28])
async def test_a_body_beside_another_protocol_is_the_body_and_no_request(port: int, at: int) -> None:
    body = b"GET /hidden HTTP/1.1\r\nX: 1\r\n\r\n"
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\n" + UPGRADE + b"Content-Length: %d\r\n\r\n" % len(body)
    said = await told(port, [head + body[:at], body[at:] + LAST])
    assert said.count(b"HTTP/1.1 200 ") == 2
    assert b"|" + body in said


async def test_requests_that_ask_for_another_protocol_are_answered_in_this_one(port: int) -> None:
    said = await told(port, [(HEAD + UPGRADE + b"\r\n") * 1500 + LAST])
    assert said.count(b"HTTP/1.1 200 ") == 1501


async def test_a_body_in_pieces_beside_another_protocol_is_refused(port: int) -> None:
    said = await told(port, [PIECES[:-2] + UPGRADE + b"\r\n2\r\nhi\r\n0\r\n\r\n"])
    assert said.startswith(b"HTTP/1.1 400 ")
