"""The layer that says who asks, plain ASGI, just inside the outermost: it puts the principal into the request's trace.

Comes in: any HTTP request. Goes out: the application's response, for its caller's own cache alone. Nothing is refused
here: what a role may do is demanded on the route that matched (`backend.access.demands`), never on an address's text.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.access.gate import Gate
from backend.api.trace import Trace

Header = tuple[bytes, bytes]
VARY = b"Authorization, Accept, Accept-Encoding"
VARIES: Header = (b"vary", VARY)
PRIVATE: Header = (b"cache-control", b"private, no-cache")


class AccessLayer:
    """`gate` tells who a header speaks for."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app = app
        self.gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        trace: Trace = scope["state"]["trace"]
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        trace.principal = self.gate.admit(given[0].decode("latin-1") if len(given) == 1 else "" if given else None)
        trace.facts["scope_digest"] = trace.principal.policy.digest[:12]

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and not is_marked(message["headers"]):
                message = {**message, "headers": _marked(message["headers"])}
            await send(message)

        await self.app(scope, receive, marked)


def is_marked(headers: Container[Header]) -> bool:
    """Whether an answer says so itself, as kept ones do."""
    return VARIES in headers and PRIVATE in headers


def _marked(headers: Iterable[Header]) -> list[Header]:
    """An answer is for who asked: kept by nobody else, and by them only to be asked for again.

    Failures say that they are not kept at all, the dashboard's own files that anybody may keep them.
    """
    kept, varies, is_told = [], [], False
    for header in headers:
        if header[0] == b"vary":
            varies.append(header[1])
        else:
            kept.append(header)
            is_told = is_told or header[0] == b"cache-control"
    kept.append((b"vary", VARY if not varies or varies == [VARY] else _joined(varies)))
    if not is_told:
        kept.append(PRIVATE)
    return kept


def _joined(varies: Iterable[bytes]) -> bytes:
    """Each name once, those that were said first."""
    names = {name.strip().lower(): name.strip() for one in (*varies, VARY) for name in one.split(b",")}
    return b", ".join(names.values())
