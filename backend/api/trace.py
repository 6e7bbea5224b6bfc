"""What one request knows about itself: its id, when it began, and what its log line will say.

Made by the outermost middleware, kept in the ASGI scope, added to by the doors.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.access.principal import STRANGER, Principal
from backend.envelope import plan_hash
from backend.spent import Spent

ID_HEADER = "X-Request-ID"
_SAFE_ID = re.compile(rb"[A-Za-z0-9_.-]{1,64}")
_KEY = "trace"


@dataclass(frozen=True, slots=True)
class Heard:
    """What of an answered report decides whether and how long the response may be kept.

    `is_of_now` where its period follows the clock; `is_good` where it is fresh, whole and no failure.
    """

    report: str
    version: str | None
    is_of_now: bool
    is_good: bool


class Scoped(Protocol):
    """A request or a bare connection: whatever carries the ASGI scope."""

    @property
    def scope(self) -> MutableMapping[str, Any]: ...


def free(cost: int) -> None:
    """Computing is not limited."""
    del cost


@dataclass(slots=True)
class Trace:
    """`deadline` (monotonic seconds) is set by the first question; the others, and repeats, share it.

    `principal` is whom the request is answered for; a stranger until access control says otherwise. `charge` takes the
    cost of what is about to be computed and raises RateLimited. `retry_after` are seconds, once something is refused
    that may be asked again. `tells` are headers of the response, whatever it is. `heard` are the answers in it,
    `may_keep` whether it names its request only where that can be found again.
    """

    request_id: str
    started: float = field(default_factory=time.perf_counter)
    facts: dict[str, object] = field(default_factory=dict)
    deadline: float | None = None
    principal: Principal = STRANGER
    spent: Spent = field(default_factory=Spent)
    charge: Callable[[int], None] = free
    retry_after: int | None = None
    heard: list[Heard] = field(default_factory=list)
    may_keep: bool = True
    tells: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def took_ms(self) -> float:
        return round((time.perf_counter() - self.started) * 1000, 3)

    def ask_again(self, seconds: int | None) -> None:
        """Of several refusals the one that asks for most patience counts."""
        if seconds is not None:
            self.retry_after = max(seconds, self.retry_after or 0)

    def hear(self, report: str, envelope: Mapping[str, Any], *, is_of_now: bool) -> None:
        """Note of an answer what a cache must know."""
        metadata = envelope["metadata"]
        is_good = envelope["error"] is None and metadata["complete"] and not metadata["stale"]
        self.heard.append(Heard(report, metadata["dataVersion"], is_of_now, is_good))

    def add_envelopes(self, named: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Note what was answered, by report: tables, version, rows and failures."""
        pairs = list(named)
        metadata = [envelope["metadata"] for _, envelope in pairs]
        tables = [part["table"] for m in metadata if m["source"] for part in m["source"]["parts"]]
        codes = [envelope["error"]["code"] for _, envelope in pairs if envelope["error"]]
        self.facts["report"] = ",".join(name for name, _ in pairs)
        self.facts["engine"] = next((m["engine"] for m in metadata), None)
        self.facts["plan_hash"] = plan_hash((name, m["source"]) for (name, _), m in zip(pairs, metadata, strict=True))
        self.facts["table"] = ",".join(dict.fromkeys(tables)) or None
        self.facts["data_version"] = next((m["dataVersion"] for m in metadata if m["dataVersion"]), None)
        self.facts["rows"] = sum(m["rowCount"] for m in metadata)
        if codes:
            self.facts["code"] = ",".join(dict.fromkeys(codes))


def begin(scope: MutableMapping[str, Any]) -> Trace:
    """A trace for a request, under the caller's id when it gave exactly one safe one."""
    ids = [value for name, value in scope["headers"] if name == b"x-request-id"]
    is_safe = len(ids) == 1 and _SAFE_ID.fullmatch(ids[0]) is not None
    trace = Trace(ids[0].decode("ascii") if is_safe else os.urandom(16).hex())
    scope.setdefault("state", {})[_KEY] = trace
    return trace


def trace_of(request: Scoped) -> Trace:
    trace: Trace = request.scope["state"][_KEY]
    return trace


class Named:
    """An endpoint that tells the request's trace which route it is: the pattern, never the address."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app = app
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"][_KEY].facts["route"] = self.path
        await self.app(scope, receive, send)


def name_routes(routes: Iterable[BaseRoute]) -> None:
    """Have every route name itself. Endpoints that stand for many addresses may choose a better name."""
    for route in routes:
        if isinstance(route, Route):
            route.app = Named(route.app, route.path)
