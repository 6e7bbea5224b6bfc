"""The layer that says who asks, plain ASGI, just inside the outermost: it puts the principal into the request's trace.

Comes in: any HTTP request. Goes out: the application's response, for its caller's own cache alone. Nothing is refused
here: what a role may do is demanded on the route that matched (`backend.access.demands`), never on an address's text.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.access.gate import Gate
from backend.api.trace import Trace

VARY = ("Authorization", "Accept", "Accept-Encoding")
PRIVATE = "private, no-cache"


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
        given = Headers(scope=scope).getlist("authorization")
        trace.principal = self.gate.admit(given[0] if len(given) == 1 else "" if given else None)
        trace.facts["scope_digest"] = trace.principal.policy.digest[:12]

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": list(message["headers"])}
                _mark(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, marked)


def _mark(headers: MutableHeaders) -> None:
    """An answer is for who asked: kept by nobody else, and by them only to be asked for again.

    Failures say that they are not kept at all, the dashboard's own files that anybody may keep them.
    """
    for name in VARY:
        headers.add_vary_header(name)
    headers.setdefault("Cache-Control", PRIVATE)
