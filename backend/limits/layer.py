"""The layer that limits how much each caller asks, plain ASGI, behind access control and before any cache.

Comes in: any HTTP request. Goes out: the application's response with what is left of the minute, or 429 with
`Retry-After`. Requests are counted here; cost is charged by the doors, for what is computed, through `trace.charge`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.access.principal import ANYONE, Role
from backend.api.health import DRUID, LIVE, READY
from backend.api.trace import Trace
from backend.errors import RateLimited, SalesError
from backend.limits.callers import Networks, address_of
from backend.limits.counts import Counts, Told, key_of

TOLD = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
COUNTED = ("/api/", "/graphql")
PROBES = frozenset({*READY, LIVE, DRUID})
Header = tuple[bytes, bytes]
Refuse = Callable[[SalesError, Trace, str], Response]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller may spend in a minute; 0 is no limit. `guesses` are credentials that open nothing."""

    requests: int
    cost: int
    guesses: int

    @property
    def is_any(self) -> bool:
        return self.requests > 0 or self.cost > 0 or self.guesses > 0


class LimitsLayer:
    """`refuse` makes the response of a coded error for a trace and a path."""

    def __init__(self, app: ASGIApp, allowed: Allowance, counts: Counts, trusted: Networks, refuse: Refuse) -> None:
        self.app = app
        self.allowed = allowed
        self.counts = counts
        self.trusted = trusted
        self.refuse = refuse
        self._limit = (b"ratelimit-limit", b"%d" % allowed.requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_counted(scope["path"]):
            await self.app(scope, receive, send)
            return
        trace: Trace = scope["state"]["trace"]
        caller = self._caller(scope, trace)
        if self.allowed.requests:
            told = self.counts.spend(key_of("requests", caller), 1, self.allowed.requests)
            trace.tells += self._told(told)
            if not told.is_allowed:
                await self._refuse(scope, receive, send, _too_many(self.allowed.requests, "requests", told))
                return
        if self.allowed.guesses and _is_guess(scope, trace):
            told = self.counts.spend(key_of("guesses", address_of(scope, self.trusted)), 1, self.allowed.guesses)
            if not told.is_allowed:
                await self._refuse(scope, receive, send, _too_many(self.allowed.guesses, "refused credentials", told))
                return
        if self.allowed.cost:
            trace.charge = partial(self._charge, caller)
        await self.app(scope, receive, send)

    def _caller(self, scope: Scope, trace: Trace) -> str:
        principal = trace.principal
        if principal.role is Role.STRANGER or principal is ANYONE:
            return address_of(scope, self.trusted)
        return f"subject {principal.subject}"

    def _charge(self, caller: str, cost: int) -> None:
        told = self.counts.spend(key_of("cost", caller), cost, self.allowed.cost)
        if not told.is_allowed:
            raise _too_many(self.allowed.cost, "units of cost", told)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, error: RateLimited) -> None:
        await self.refuse(error, scope["state"]["trace"], scope["path"])(scope, receive, send)

    def _told(self, told: Told) -> tuple[Header, ...]:
        left, reset = b"%d" % told.left, b"%d" % math.ceil(told.seconds)
        return (self._limit, (b"ratelimit-remaining", left), (b"ratelimit-reset", reset))


def is_counted(path: str) -> bool:
    """Whether requests for an address are counted: every one of the API but its probes.

    >>> [is_counted(path) for path in ("/api/kpis/sales-overview", "/graphql", "/api/health/live", "/static/a.js", "/")]
    [True, True, False, False, False]
    """
    return path.startswith(COUNTED) and path not in PROBES


def _is_guess(scope: Scope, trace: Trace) -> bool:
    if trace.principal.role is not Role.STRANGER:
        return False
    return any(name == b"authorization" for name, _ in scope["headers"])


def _too_many(limit: int, what: str, told: Told) -> RateLimited:
    wait = max(math.ceil(told.seconds), 1)
    hint = f"Ask again in {wait} second{'s' if wait > 1 else ''}."
    return RateLimited(f"More than {limit:,} {what} in a minute.", hint, retry_after=wait)
