"""The response cache, plain ASGI, between who asks and the routes: equal questions over equal data have one answer.

Comes in: a request whose principal is known. Goes out: a kept answer under this request's id, or what the application
answers. Strangers never reach it: what they may not have is refused by the route.
"""

from __future__ import annotations

from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.access.layer import PRIVATE, VARIES, Header
from backend.access.principal import Role
from backend.api.json_body import BodyLimits, read_bytes
from backend.api.middleware import Refusal
from backend.api.presence import CLIENT_GONE, until_gone
from backend.api.trace import Trace
from backend.cache.answered import Replayed
from backend.cache.answers import KeptAnswers
from backend.cache.asked import JSON, Asked
from backend.cache.figures import BYPASS, HIT, MISS, REVALIDATED, SHARED
from backend.cache.kept import Kept, Stamp
from backend.cache.key import Key, is_known
from backend.errors import SalesError
from backend.heads import ARRIVED

TYPE: Header = (b"content-type", JSON)
GZIPPED: Header = (b"content-encoding", b"gzip")


class CacheLayer:
    """`refuse` makes the response to a body that cannot be read."""

    def __init__(self, app: ASGIApp, answers: KeptAnswers, limits: BodyLimits, refuse: Refusal) -> None:
        self.app = app
        self.answers = answers
        answers.application = app
        self.limits = limits
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = self._asked(scope)
        if asked is None:
            await self.app(scope, receive, send)
            return
        trace: Trace = scope["state"]["trace"]
        body = b""
        if asked.method == "POST":
            try:
                body = await read_bytes(receive, self.limits, is_here=ARRIVED in scope["state"])
            except SalesError as error:
                await self.refuse(error, trace, asked.path)(scope, receive, send)
                return
        key = await self.answers.key_of(asked, body, trace)
        if key is None:
            self._count(trace, BYPASS)
            await self._alone(scope, body, receive, send)
            return
        kept = self.answers.shelf.find(key)
        if kept is not None:
            await self._from_kept(key, kept, asked, (trace, send))
        else:
            await self._computed(key, asked, body, (scope, receive, send))

    def _asked(self, scope: Scope) -> Asked | None:
        if scope["type"] != "http" or scope["state"]["trace"].principal.role is Role.STRANGER:
            return None
        return self.answers.addresses.read(scope, self.limits.max_bytes)

    async def _from_kept(self, key: Key, kept: Kept, asked: Asked, way: tuple[Trace, Send]) -> None:
        """A kept answer, or that the caller has it."""
        trace, send = way
        stamp = Stamp(trace.request_id.encode(), trace.took_ms, self.answers.age_ms(kept))
        trace.facts.update(kept.facts, answer_of=kept.computed_by)
        if is_known(kept.tag, asked.tags):
            self._count(trace, REVALIDATED)
            await _send_unchanged(send, kept)
            return
        self._count(trace, HIT)
        age = (b"age", b"%d" % ((stamp.age_ms or 0) // 1000))
        if asked.takes_gzip and kept.packed is not None:
            await _send(send, kept.packed, (*_validators(kept), age, GZIPPED))
            return
        if asked.takes_gzip:
            self.answers.pack(key, kept, stamp)
        await _send(send, kept.template.written(stamp), (*_validators(kept), age))

    async def _computed(self, key: Key, asked: Asked, body: bytes, way: tuple[Scope, Receive, Send]) -> None:
        """The answer of the one computation of this question, begun by this request or by an equal one before."""
        scope, receive, send = way
        trace: Trace = scope["state"]["trace"]
        compute = partial(self.answers.compute, key, scope, body)
        landed = await self.answers.flights.join(key, compute, until_gone(receive))
        if landed is None:
            await send({"type": "http.response.start", "status": CLIENT_GONE, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        answered, kept = landed.value or (None, None)
        if answered is None or (kept is None and not landed.is_own):
            self._count(trace, MISS)
            await self._alone(scope, body, receive, send)
            return
        self._count(trace, MISS if landed.is_own else SHARED)
        if kept is not None:
            kept.asked += 1
        if kept is None:
            await answered.pass_on(send)
        elif is_known(kept.tag, asked.tags):
            await _send_unchanged(send, kept)
        elif landed.is_own:
            await _send(send, answered.body, _validators(kept))
        else:
            trace.facts.update(kept.facts, answer_of=kept.computed_by)
            stamp = Stamp(trace.request_id.encode(), trace.took_ms, None)
            await _send(send, kept.template.written(stamp), _validators(kept))

    async def _alone(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        await self.app(scope, Replayed(body, receive), send)

    def _count(self, trace: Trace, outcome: str) -> None:
        self.answers.figures.requests[outcome] += 1
        trace.facts["cache"] = outcome


def _validators(kept: Kept) -> tuple[Header, ...]:
    return (TYPE, PRIVATE, VARIES) if kept.tag is None else (TYPE, PRIVATE, VARIES, (b"etag", kept.tag))


async def _send(send: Send, body: bytes, headers: tuple[Header, ...]) -> None:
    sized = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": sized})
    await send({"type": "http.response.body", "body": body})


async def _send_unchanged(send: Send, kept: Kept) -> None:
    await send({"type": "http.response.start", "status": 304, "headers": list(_validators(kept)[1:])})
    await send({"type": "http.response.body", "body": b""})
