"""Whether this process is alive, ready to answer, and connected: the probes of operators and balancers.

`Drain` is the one switch: set when the process was told to stop, so that readiness ends before answers do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from backend.access.principal import Principal, Role
from backend.api.door import Door
from backend.api.replies import NOT_KEPT, json_reply
from backend.api.trace import Trace, trace_of
from backend.engine.port import Diagnosed, Engine
from backend.envelope import Facts, success
from backend.errors import EngineUnavailable, SalesError, ShuttingDown
from backend.reports.spec import Outcome

READY = ("/api/health", "/api/health/ready", "/health")
LIVE = "/api/health/live"
DRUID = "/api/health/druid"


@dataclass(slots=True)
class Drain:
    """Whether a stop was asked for; running requests still end well."""

    is_stopping: bool = False


def add_health(app: FastAPI, door: Door, drain: Drain) -> None:
    async def ready(request: Request) -> Response:
        trace = trace_of(request)
        try:
            state = await _readiness(door.context.engine, drain)
        except SalesError as error:
            trace.facts["code"] = error.code
            return json_reply(door.refuse(error, trace), 503, {"Retry-After": "5"})
        return _report(door, trace, state if _sees_all(trace.principal) else {"status": state["status"]})

    async def live(request: Request) -> Response:
        return _report(door, trace_of(request), {"status": "alive"})

    async def druid(request: Request) -> Response:
        engine = door.context.engine
        if not isinstance(engine, Diagnosed):
            return _report(door, trace_of(request), {"state": "not_configured", "engine": engine.name})
        return _report(door, trace_of(request), {**await engine.diagnose(), "engine": engine.name})

    for path in READY:
        app.add_route(path, ready, include_in_schema=False)
    app.add_route(LIVE, live, include_in_schema=False)
    app.add_route(DRUID, druid, include_in_schema=False)


def _sees_all(principal: Principal) -> bool:
    """Probes bring no key: they are told no more than whether."""
    return principal.role >= Role.ADMIN and not principal.policy.is_limited


async def _readiness(engine: Engine, drain: Drain) -> dict[str, Any]:
    """Ready when the newest snapshot can be read and asked; degraded on an older one. Raises why not."""
    if drain.is_stopping:
        raise ShuttingDown("The server is stopping.")
    async with engine.lease() as lease:
        facts = {"dataVersion": lease.manifest.version, "engine": engine.name}
        details = await engine.health()
        if details.get("state") == "unreachable":
            hint = None if isinstance(engine, Diagnosed) else "The log says why; start the server again."
            raise EngineUnavailable("The engine does not answer.", hint)
        is_well = lease.fallback is None and details.get("state") != "degraded"
        status = "ready" if is_well else "degraded"
        return {"status": status, "reason": lease.fallback, **facts, "details": details}


def _report(door: Door, trace: Trace, data: dict[str, Any]) -> Response:
    version = data.get("dataVersion")
    settings = door.settings
    facts = Facts(
        trace.request_id, door.context.engine.name, settings.currency, settings.timezone, version, took_ms=trace.took_ms
    )
    return json_reply(success(Outcome(data), facts), 200, NOT_KEPT)
