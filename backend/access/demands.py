"""What each route demands of who asks for it: the one table, and the guard put around every route of the application.

Comes in: the routes of an application, its reports. Goes out: routes that answer 401 or 403 to who may not have them.
A route that the table does not know cannot be served at all: `guard` raises UnknownRoute when the application is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import structlog
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.access.principal import Principal, Role
from backend.errors import Forbidden, SalesError, Unauthenticated

audit = structlog.get_logger("audit")


@dataclass(frozen=True, slots=True)
class Demand:
    """The least role. With `whole` every line must be seen, because what is shown holds totals of all of them.

    `audited` names what is done, for the audit log. `alone` is a lesser role that is for this and nothing else.
    """

    role: Role
    whole: bool = False
    audited: str | None = None
    alone: Role | None = None


PUBLIC = Demand(Role.STRANGER)
READING = Demand(Role.VIEWER)
LOADING = Demand(Role.LOADER, whole=True)
RUNNING = Demand(Role.ADMIN, whole=True)
SCRAPING = Demand(Role.ADMIN, whole=True, alone=Role.METRICS)

Table = Mapping[tuple[str, str], Demand]
"""By method and path."""

FIXED: Table = {
    ("GET", "/api/health"): PUBLIC,
    ("GET", "/api/health/ready"): PUBLIC,
    ("GET", "/health"): PUBLIC,
    ("GET", "/api/health/live"): PUBLIC,
    ("GET", "/api/health/druid"): RUNNING,
    ("GET", "/api/diagnostics"): RUNNING,
    ("GET", "/metrics"): SCRAPING,
    ("GET", "/docs"): PUBLIC,
    ("GET", "/openapi.json"): PUBLIC,
    ("GET", "/assets/{name}"): PUBLIC,
    ("GET", "/graphql"): PUBLIC,
    ("POST", "/graphql"): READING,
    ("GET", "/api/reports/overview.html"): READING,
    ("GET", "/api/reports/overview.pdf"): READING,
    ("POST", "/api/data/check"): Demand(Role.LOADER, whole=True, audited="check"),
    ("POST", "/api/data/loads"): Demand(Role.LOADER, whole=True, audited="load"),
    ("GET", "/api/data/loads"): LOADING,
    ("GET", "/api/data/loads/{id}"): LOADING,
    ("DELETE", "/api/data/loads/{id}"): Demand(Role.LOADER, whole=True, audited="cancel"),
    ("GET", "/api/data/loads/{id}/events"): LOADING,
    ("GET", "/api/data/loads/{id}/quarantine"): Demand(Role.LOADER, whole=True, audited="quarantine"),
    ("POST", "/api/data/undo"): Demand(Role.LOADER, whole=True, audited="undo"),
}
"""Every route but the reports' own and the dashboard's files, which are public: they hold no figure."""

REPORTS: Mapping[str, Role] = {"explore": Role.ANALYST}
"""Reports that a viewer may not ask, at whichever door."""

EXPORTING = Role.ANALYST
"""Who may have an answer as a file of every row."""

CHECKING = Role.ANALYST
"""Who may have an answer from the base lines in place of rollups."""


class UnknownRoute(LookupError):
    """A route is served that no demand is stated for."""


def refuse_unless(principal: Principal, role: Role, what: str, *, whole: bool = False) -> None:
    """Raises Unauthenticated for a stranger, Forbidden for a principal who may not."""
    if principal.role is Role.STRANGER and role is not Role.STRANGER:
        raise Unauthenticated("This needs a key or token that is in force.")
    if principal.role < role:
        raise Forbidden(f"{what} needs the role {role.word}; yours is {principal.role.word}.")
    if whole and principal.policy.is_limited:
        raise Forbidden(f"{what} tells of all lines, and you may see some of them.")


class Guarded:
    """An endpoint behind its demand."""

    def __init__(self, app: ASGIApp, demand: Demand) -> None:
        self.app = app
        self.demand = demand

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        trace = scope["state"]["trace"]
        demand, principal = self.demand, trace.principal
        least = demand.alone if demand.alone is principal.role else demand.role
        try:
            refuse_unless(principal, least, "This address", whole=demand.whole)
        except SalesError as error:
            audit.warning("audit", action=demand.audited or "ask", outcome=error.code, subject=principal.subject)
            raise
        await self.app(scope, receive, self._noting(principal, send) if demand.audited else send)

    def _noting(self, principal: Principal, send: Send) -> Send:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                note(principal, self.demand.audited or "ask", status=message["status"])
            await send(message)

        return noted


def note(principal: Principal, action: str, **facts: object) -> None:
    """A line of the audit log: who did what, and how it went."""
    audit.info("audit", action=action, outcome="answered", subject=principal.subject, **facts)


def guard(routes: Iterable[BaseRoute], table: Table, *, is_on: bool) -> None:
    """Put every route behind its demand; without access control only that there is one is looked at."""
    for route in routes:
        if not isinstance(route, Route):
            raise UnknownRoute(f"{route!r} is no plain route.")
        demand = demand_of(route, table)
        if is_on and demand is not PUBLIC:
            route.app = Guarded(route.app, demand)


def demand_of(route: Route, table: Table) -> Demand:
    """The one demand of all methods of a route."""
    methods = (route.methods or {"GET"}) - {"HEAD"}
    found = {table.get((method, route.path)) for method in methods}
    if len(found) != 1 or (demand := found.pop()) is None:
        raise UnknownRoute(f"No demand is stated for {sorted(methods)} {route.path}: see backend/access/demands.py.")
    return demand
