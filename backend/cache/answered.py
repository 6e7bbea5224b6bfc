"""What the application sent for one request, taken in whole, and whether another may be answered with it.

Comes in: the messages of an application. Goes out: `Answered`; sent on as it was, or kept.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from starlette.types import Message, Receive, Send

from backend.api.trace import Trace
from backend.cache.asked import JSON


@dataclass(slots=True)
class Answered:
    """`send` of a response, and what came."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def pass_on(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})

    @property
    def is_json(self) -> bool:
        return self.status == 200 and (b"content-type", JSON) in self.headers


class Replayed:
    """The `receive` of a request whose body was read already.

    After it comes what `receive` says; without one nothing ever does: whoever waits for the client to leave is
    cancelled together with the computation.
    """

    def __init__(self, body: bytes, receive: Receive | None = None) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        if self._receive is not None:
            return await self._receive()
        never: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        return await never


def is_whole(trace: Trace) -> bool:
    """Whether every part of the answer is of a report that was answered fresh, whole and without a failure."""
    is_good = trace.may_keep and "code" not in trace.facts and all(one.is_good for one in trace.heard)
    return bool(trace.heard) and is_good
