"""The outermost layer, plain ASGI: a request id, limits of the request line, safe headers, one log line, no traces.

Comes in: any ASGI request. Goes out: the application's response with our headers, or a coded refusal. Whatever the
application raises is answered as INTERNAL_ERROR and logged with its trace; the caller sees neither.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.access.principal import Principal
from backend.answer import STATUS
from backend.api.trace import Trace, begin
from backend.errors import HeadersTooLarge, InternalError, NotFound, Refused, SalesError, ShuttingDown, UrlTooLong
from backend.logging_config import tell
from backend.metrics.requests import Seen, answered
from backend.spent import begin_spending

log = structlog.get_logger("http")
_HOST = re.compile(r"(?P<name>[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
Header = tuple[bytes, bytes]
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SECURITY: tuple[Header, ...] = tuple((name.lower().encode(), value.encode()) for name, value in SECURITY.items())
OURS = frozenset({b"x-request-id", *(name for name, _ in _SECURITY)})
"""Headers that are ours alone to say; a page may say its own policy."""
API_POLICY = b"default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """`principal` is whom requests are answered for that nobody has looked at yet."""

    url_bytes: int
    header_bytes: int
    hosts: frozenset[str]
    principal: Principal


Refusal = Callable[[SalesError, Trace, str], Response]


class Outermost:
    """`refuse` makes the response of a coded error for a trace and a path."""

    def __init__(self, app: ASGIApp, limits: RequestLimits, refuse: Refusal) -> None:
        self.app = app
        self.limits = limits
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await _close_websocket(scope, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        trace = begin(scope)
        trace.principal = self.limits.principal
        outgoing = Outgoing(send, trace)
        structlog.contextvars.bind_contextvars(request_id=trace.request_id)
        trace.spent = begin_spending()
        failed: Exception | None = None
        try:
            refusal = refused_form(scope, self.limits)
            app = self.app if refusal is None else self.refuse(refusal, trace, scope["path"])
            await app(scope, receive, outgoing)
        except asyncio.CancelledError:
            # a request is cancelled from outside when the server has waited long enough for it
            trace.facts["code"] = ShuttingDown.code
            await self._late(ShuttingDown("The server stopped before the answer was there."), scope, outgoing)
            _log_request(scope, trace, outgoing, None)
            raise
        except Exception as error:  # noqa: BLE001  # the last place that can answer in the product's own form
            failed = error
            await self._late(InternalError("Something went wrong on our side."), scope, outgoing)
        _count_request(scope, trace, outgoing)
        _log_request(scope, trace, outgoing, failed)

    async def _late(self, error: SalesError, scope: Scope, outgoing: Outgoing) -> None:
        """The refusal of a request that was at work, where no answer of it has begun."""
        if outgoing.status is None:
            await self.refuse(error, outgoing.trace, scope["path"])(scope, _nothing_more, outgoing)


class Outgoing:
    """The `send` of a response: adds our headers to its start and remembers its status."""

    def __init__(self, send: Send, trace: Trace) -> None:
        self.send = send
        self.trace = trace
        self.status: int | None = None
        self.sent = 0
        self.content_type: bytes | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            self.sent += len(message.get("body", b""))
        elif message["type"] == "http.response.start":
            self.status = message["status"]
            # a kept response is sent many times: its own headers stay as they are
            message = {**message, "headers": self._with_ours(message["headers"])}
        await self.send(message)

    def _with_ours(self, given: Iterable[Header]) -> list[Header]:
        headers, policy = [], API_POLICY
        for header in given:
            name = header[0]
            if name == b"content-security-policy":
                policy = header[1]
            elif name not in OURS:
                headers.append(header)
                if name == b"content-type":
                    self.content_type = header[1]
        own = ((b"x-request-id", self.trace.request_id.encode()), (b"content-security-policy", policy))
        return [*headers, *self.trace.tells, *own, *_SECURITY]


def refused_form(scope: Scope, limits: RequestLimits) -> SalesError | None:
    """What is wrong with the request line and headers, None when nothing is."""
    size, hosts, upgrade = _weighed(scope["headers"])
    host = _host_of(hosts[0]) if len(hosts) == 1 else None
    if host is None:
        return Refused("The Host header is not a host name.", "Ask by the server's own name.")
    if "*" not in limits.hosts and host not in limits.hosts:
        return Refused("This server does not answer to that host name.", "Add it to SALES_ALLOWED_HOSTS.")
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > limits.url_bytes:
        return UrlTooLong(f"The address is longer than {limits.url_bytes:,} bytes.")
    if size > limits.header_bytes:
        return HeadersTooLarge(f"The headers are larger than {limits.header_bytes:,} bytes.")
    if upgrade.lower() == b"websocket":
        return NotFound("Nothing is served over WebSocket here.")
    return None


def _weighed(headers: Iterable[Header]) -> tuple[int, list[bytes], bytes]:
    """How large the headers are, every Host among them, and what the connection is to become."""
    size, hosts, upgrade = 0, [], b""
    for name, value in headers:
        size += len(name) + len(value) + 4
        if name == b"host":
            hosts.append(value)
        elif name == b"upgrade":
            upgrade = value
    return size, hosts, upgrade


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}


@lru_cache(maxsize=256)
def _host_of(header: bytes) -> str | None:
    """The name in a Host header, None when it holds none."""
    found = _HOST.fullmatch(header.decode("latin-1"))
    return None if found is None else found["name"].strip("[]").lower()


async def _close_websocket(scope: Scope, send: Send) -> None:
    if "websocket.http.response" in scope.get("extensions", {}):
        await send({"type": "websocket.http.response.start", "status": 404, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close", "code": 1000})


def _count_request(scope: Scope, trace: Trace, outgoing: Outgoing) -> None:
    facts = trace.facts
    route = facts.get("route")
    seen = Seen(
        route=route if isinstance(route, str) else None,
        method=scope["method"],
        status=outgoing.status or 0,
        content_type=outgoing.content_type,
        sent=outgoing.sent,
        operation=facts.get("operation"),
        codes=facts.get("code"),
    )
    answered(seen, time.perf_counter() - trace.started)


def _log_request(scope: Scope, trace: Trace, outgoing: Outgoing, failed: Exception | None) -> None:
    facts, spent = trace.facts, trace.spent
    codes = facts.get("code")
    known = {
        "request_id": trace.request_id,
        "method": scope["method"],
        "status": outgoing.status,
        **facts,
        "bytes": outgoing.sent,
        "took_ms": trace.took_ms,
        "queue_ms": spent.queue_ms or None,
        "outcome": outcome_of(codes if isinstance(codes, str) else None, outgoing.status),
        "query_id": ",".join(spent.query_ids) or None,
    }
    if failed is None:
        tell("http.request.answered", known)
    else:
        del known["request_id"]  # every line of structlog's has it
        told = {name: value for name, value in known.items() if value is not None}
        log.error("http.request.failed", **told, exc_info=failed)


def outcome_of(codes: str | None, status: int | None) -> str:
    """How a request ended: answered, refused for what the caller asked, or failed for what is wrong here.

    >>> outcome_of(None, 200), outcome_of("UNKNOWN_FIELD", 200), outcome_of("OVERLOADED,UNKNOWN_FIELD", 200)
    ('answered', 'refused', 'failed')
    """
    if status is None or status >= 500:
        return "failed"
    if not codes:
        return "answered"
    return "failed" if any(STATUS.get(code, 500) >= 500 for code in codes.split(",")) else "refused"
