"""The ways in which Druid, or something on the way to it, goes wrong; one class or constructor each.

A fault answers one request of a `FaultProxy`: `Edited` ones change Druid's real answer, others break how it comes, and
those built on `Respond` never ask for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from druid.tests.client.fault_proxy import Exchange, Reply, Seen

HEADER_LINES = 3


@dataclass(frozen=True, slots=True)
class Reset:
    """RST once the question was read; nothing of an answer."""

    async def play(self, exchange: Exchange) -> None:
        exchange.reset()


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer, until the client leaves. With `asks` Druid works on the question meanwhile."""

    asks: bool = False

    async def play(self, exchange: Exchange) -> None:
        asked = asyncio.create_task(exchange.forward()) if self.asks else None
        await exchange.until_gone()
        if asked is not None:
            await asked


@dataclass(frozen=True, slots=True)
class Drip:
    """Druid's answer in small pieces with a pause after each; `after` bytes of it come at once."""

    size: int = 1
    pause: float = 1.0
    after: int = 0

    async def play(self, exchange: Exchange) -> None:
        data = (await exchange.forward()).encoded()
        await exchange.send(data[: self.after])
        for start in range(self.after, len(data), self.size):
            await exchange.send(data[start : start + self.size])
            await asyncio.sleep(self.pause)
        exchange.keeps_open = True


@dataclass(frozen=True, slots=True)
class Stall:
    """The first `sent` bytes of the body, then silence."""

    sent: int

    async def play(self, exchange: Exchange) -> None:
        reply = await exchange.forward()
        await exchange.send(reply.head(("Content-Length", str(len(reply.body)))) + reply.body[: self.sent])
        await exchange.until_gone()


@dataclass(frozen=True, slots=True)
class Respond:
    """An answer made from the request alone; Druid is not asked."""

    make: Callable[[Seen], Reply]

    async def play(self, exchange: Exchange) -> None:
        await exchange.send(self.make(exchange.seen).encoded())
        exchange.keeps_open = True


@dataclass(frozen=True, slots=True)
class Edited:
    """Druid's answer, changed; correct HTTP, so that only the content can tell."""

    change: Callable[[Reply], Reply]

    async def play(self, exchange: Exchange) -> None:
        await exchange.send(self.change(await exchange.forward()).encoded())
        exchange.keeps_open = True


@dataclass(frozen=True, slots=True)
class Broken:
    """The first `at` bytes of the body in a chunk that says it is longer, then RST or a plain close."""

    at: int
    resets: bool = True

    async def play(self, exchange: Exchange) -> None:
        reply = await exchange.forward()
        chunk = b"%x\r\n" % (len(reply.body) + 1) + reply.body[: self.at]
        await exchange.send(reply.head(("Transfer-Encoding", "chunked")) + chunk)
        if self.resets:
            # what was sent must leave before RST throws away what was not
            await asyncio.sleep(0.02)
            exchange.reset()


@dataclass(frozen=True, slots=True)
class SlowHead:
    """The status line and headers one byte at a time."""

    pause: float = 0.05

    async def play(self, exchange: Exchange) -> None:
        reply = await exchange.forward()
        data = reply.encoded()
        for byte in data[: len(data) - len(reply.body)]:
            await exchange.send(bytes([byte]))
            await asyncio.sleep(self.pause)
        await exchange.send(reply.body)
        exchange.keeps_open = True


def cut(at: int) -> Edited:
    """The body ends after `at` bytes, and HTTP says that this is all of it."""
    return Edited(lambda reply: replace(reply, body=reply.body[:at]))


def stripped(header: str) -> Edited:
    return Edited(lambda reply: reply.without(header))


def labelled(header: str, text: str) -> Edited:
    return Edited(lambda reply: reply.having(header, text))


def with_row(change: Callable[[list[Any]], object]) -> Edited:
    """The first row after the header lines replaced by what `change` makes of it."""

    def changed(reply: Reply) -> Reply:
        lines = reply.body.split(b"\n")
        lines[HEADER_LINES] = orjson.dumps(change(orjson.loads(lines[HEADER_LINES])))
        return replace(reply, body=b"\n".join(lines))

    return Edited(changed)


def busy(retry_after: str | None = None) -> Respond:
    """429 as Druid gives it when its lanes are full."""
    headers = (("Content-Type", "application/json"), *((("Retry-After", retry_after),) if retry_after else ()))
    body = b'{"error":"Query capacity exceeded","errorMessage":"Too many concurrent queries"}'
    return Respond(lambda _: Reply(429, headers, body))


def html(status: int = 500) -> Respond:
    """A page of a balancer instead of Druid's JSON."""
    body = b"<html><body><h1>Server Error</h1><p>secret-host:8082</p></body></html>"
    return Respond(lambda _: Reply(status, (("Content-Type", "text/html"),), body))


def bare(status: int) -> Respond:
    """A status without a word."""
    return Respond(lambda _: Reply(status, (), b""))


def stumble() -> Respond:
    """Druid's error for a statement that it accepts and cannot run, such as a division by zero."""
    body = b'{"error":"druidException","category":"UNCATEGORIZED","errorMessage":"/ by zero"}'
    return Respond(lambda _: Reply(500, (("Content-Type", "application/json"),), body))


def redirect(to: str) -> Respond:
    return Respond(lambda _: Reply(307, (("Location", to),), b""))


def replay(stale: Reply) -> Respond:
    """An answer that was given before, whatever is asked now."""
    return Respond(lambda _: stale)


def canned(body: bytes, coverage: str = "{}") -> Callable[[Seen], Reply]:
    """Stands in for a Druid behind a proxy: this body to every question, 404 to a DELETE."""
    return lambda seen: druid_reply(seen, body, coverage) if seen.is_question else Reply(404, (), b"")


def druid_reply(seen: Seen, body: bytes, coverage: str = "{}") -> Reply:
    headers = (
        ("X-Druid-SQL-Query-Id", seen.query_id),
        ("X-Druid-SQL-Header-Included", "yes"),
        ("X-Druid-Response-Context", coverage),
        ("Content-Type", "application/json"),
    )
    return Reply(200, headers, body)
