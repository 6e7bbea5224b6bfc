"""A proxy on the loopback address that stands between a client and a real Druid and misbehaves as told.

    async with FaultProxy("http://localhost:8888") as proxy:   # or a function from a request to a `Reply`
        proxy.always(Pass())                # what every matching request gets from now on
        proxy.script(Silence(), Reset())    # what the next two get first, one each
        ...ask proxy.url...
        proxy.clear()                       # no fault any more
        async with proxy.down(): ...        # connections are refused, then accepted on the same port again
        proxy.seen, proxy.replies, proxy.connections

Faults are in `druid.tests.client.faults`. Only questions (`POST /druid/v2/sql`) meet them, the rest passes; another
`matches` may be given. The proxy reads a whole answer of Druid before it begins to spoil it.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol, Self

import httpx
import orjson

SQL_PATH = "/druid/v2/sql"
# what belongs to one connection and is not passed on to the next
HOP_HEADERS = {"connection", "content-length", "transfer-encoding", "keep-alive", "host"}
UPSTREAM_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def query_id(self) -> str:
        return str(orjson.loads(self.body)["context"]["sqlQueryId"])

    @property
    def is_question(self) -> bool:
        return self.method == "POST" and self.path.rstrip("/") == SQL_PATH


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whole: Druid's, or one made up."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def without(self, *names: str) -> Reply:
        """The reply lacking those headers; names in lower case."""
        return replace(self, headers=tuple((name, text) for name, text in self.headers if name.lower() not in names))

    def having(self, name: str, text: str) -> Reply:
        return replace(self.without(name.lower()), headers=(*self.without(name.lower()).headers, (name, text)))

    def head(self, *framing: tuple[str, str]) -> bytes:
        """Status line and headers, with `framing` telling how long the body is."""
        kept = [(name, text) for name, text in self.headers if name.lower() not in HOP_HEADERS]
        lines = [f"HTTP/1.1 {self.status} Reply", *(f"{name}: {text}" for name, text in (*kept, *framing))]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"

    def encoded(self) -> bytes:
        return self.head(("Content-Length", str(len(self.body)))) + self.body


Upstream = str | Callable[[Seen], Reply]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Fault(Protocol):
    """What happens to one request."""

    async def play(self, exchange: Exchange) -> None:
        """Answers, or not. The connection is closed afterwards unless `exchange.keeps_open` was set."""
        ...


class Exchange:
    """One request on one connection, for a fault to answer."""

    def __init__(self, seen: Seen, proxy: FaultProxy, streams: Streams) -> None:
        self.seen = seen
        self.keeps_open = False
        self._proxy = proxy
        self._reader, self._writer = streams

    async def forward(self) -> Reply:
        """Druid's own answer."""
        return await self._proxy.forward(self.seen)

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def until_gone(self) -> None:
        """Returns when the client closes the connection."""
        await self._reader.read()

    def reset(self) -> None:
        reset(self._writer)


@dataclass(frozen=True, slots=True)
class Pass:
    """The answer as Druid gave it, on a connection that stays open."""

    async def play(self, exchange: Exchange) -> None:
        await exchange.send((await exchange.forward()).encoded())
        exchange.keeps_open = True


class FaultProxy:
    """See the module. `seen` are the requests so far, `replies` Druid's answers, `connections` those open now."""

    def __init__(self, upstream: Upstream, matches: Callable[[Seen], bool] = lambda seen: seen.is_question) -> None:
        self.seen: list[Seen] = []
        self.replies: list[Reply] = []
        self._upstream = upstream
        self._matches = matches
        self._default: Fault = Pass()
        self._script: deque[Fault] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._forwards: set[asyncio.Task[httpx.Response]] = set()
        self._server: asyncio.Server | None = None
        # no connection is kept, so that a Druid that was restarted is not met on an old one
        self._http = httpx.AsyncClient(
            timeout=UPSTREAM_SECONDS, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False
        )
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def connections(self) -> int:
        return len(self._tasks)

    @property
    def questions(self) -> list[Seen]:
        return [seen for seen in self.seen if seen.is_question]

    @property
    def cancelled(self) -> list[str]:
        """Query ids that a DELETE came for."""
        return [seen.path.rpartition("/")[2] for seen in self.seen if seen.method == "DELETE"]

    def always(self, fault: Fault) -> None:
        self._default = fault

    def script(self, *faults: Fault) -> None:
        self._script.extend(faults)

    def clear(self) -> None:
        """From now on everything passes."""
        self._default = Pass()
        self._script.clear()

    async def __aenter__(self) -> Self:
        await self._listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stop()
        await asyncio.gather(*self._forwards, return_exceptions=True)
        await self._http.aclose()

    @asynccontextmanager
    async def down(self) -> AsyncIterator[None]:
        """Refuses connections; those open are reset."""
        await self._stop()
        try:
            yield
        finally:
            await self._listen()

    async def forward(self, seen: Seen) -> Reply:
        reply = await self._asked(self._upstream, seen) if isinstance(self._upstream, str) else self._upstream(seen)
        self.replies.append(reply)
        return reply

    async def _asked(self, upstream: str, seen: Seen) -> Reply:
        headers = [(name, text) for name, text in seen.headers if name.lower() not in HOP_HEADERS]
        asked = self._http.request(seen.method, upstream + seen.path, headers=headers, content=seen.body)
        # never interrupted: a cancelled request may leave its connection open
        work = asyncio.create_task(asked)
        self._forwards.add(work)
        work.add_done_callback(self._forget)
        answer = await asyncio.shield(work)
        reply = Reply(answer.status_code, tuple(answer.headers.multi_items()), answer.content)
        return reply.without("content-encoding")

    def _forget(self, work: asyncio.Task[httpx.Response]) -> None:
        self._forwards.discard(work)
        if not work.cancelled():
            work.exception()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(lambda ended: self._left(ended, writer))

    def _left(self, ended: asyncio.Task[None], writer: asyncio.StreamWriter) -> None:
        self._tasks.discard(ended)
        if ended.cancelled():  # perhaps before it began, and then nothing in it ran
            reset(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (seen := await read_request(reader)) is not None:
                self.seen.append(seen)
                exchange = Exchange(seen, self, (reader, writer))
                await self._fault_for(seen).play(exchange)
                if not exchange.keeps_open:
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client left
        except httpx.HTTPError:
            reset(writer)  # Druid is down itself
        except asyncio.CancelledError:
            reset(writer)
            raise
        finally:
            writer.close()

    def _fault_for(self, seen: Seen) -> Fault:
        if not self._matches(seen):
            return Pass()
        return self._script.popleft() if self._script else self._default


def reset(writer: asyncio.StreamWriter) -> None:
    """Ends the connection with RST, as a process that was killed."""
    if writer.transport.is_closing():
        return
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def read_request(reader: asyncio.StreamReader) -> Seen | None:
    """The next request of a connection, None when the client closed it."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise
        return None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = tuple((name.strip(), text.strip()) for name, _, text in (line.partition(":") for line in lines))
    length = next((int(text) for name, text in headers if name.lower() == "content-length"), 0)
    return Seen(method, path, headers, await reader.readexactly(length))
