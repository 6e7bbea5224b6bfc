"""The limit of every answer: an ASGI application that only sends bytes.

`python -m backend.benchmarks.api.bare PORT FILE` runs it on uvicorn with the flags of our own server.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import uvicorn

Message = Mapping[str, object]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def sending(body: bytes) -> Callable[[Message, Receive, Send], Awaitable[None]]:
    """An application that reads a request's body and answers these bytes."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]

    async def send_body(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return send_body


def main() -> None:
    port, file = sys.argv[1:]
    uvicorn.run(
        sending(Path(file).read_bytes()),
        port=int(port),
        lifespan="off",
        log_config=None,
        access_log=False,
        ws="none",
        server_header=False,
    )


if __name__ == "__main__":
    main()
