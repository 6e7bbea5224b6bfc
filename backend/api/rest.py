"""The REST door: one route a report, each parses, asks and replies with the envelope under the code's status.

Routes come from the reports; unknown paths and methods are answered in the same form by `add_refusals`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from hashlib import sha256
from typing import Any

import orjson
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from backend.access.policy import RowPolicy
from backend.answer import status_of
from backend.api.door import Door
from backend.api.downloads import download
from backend.api.json_body import BodyLimits, read_json
from backend.api.negotiation import Chosen, chosen_form
from backend.api.presence import while_there
from backend.api.query_string import read_query
from backend.api.replies import FRESH, GRAPHQL_PATH, graphql_refusal, json_reply, rest_status
from backend.api.trace import Trace, trace_of
from backend.errors import (
    InternalError,
    InvalidParameter,
    MethodNotAllowed,
    NotFound,
    SalesError,
    UnknownReport,
    did_you_mean,
)
from backend.reports.spec import ReportSpec

KPIS = "/api/kpis/"

Endpoint = Callable[[Request], Awaitable[Response]]


def path_of(spec: ReportSpec) -> str:
    """The REST path: the report's own, or its kebab-case name under /api/kpis."""
    return spec.rest_path or KPIS + kebab(spec.name)


def kebab(name: str) -> str:
    """camelCase to kebab-case.

    >>> kebab("salesOverview")
    'sales-overview'
    """
    return re.sub(r"[A-Z]", lambda letter: "-" + letter.group().lower(), name)


def add_reports(app: FastAPI, door: Door) -> None:
    for spec in door.specs.values():
        app.add_route(path_of(spec), _endpoint(door, spec), methods=[spec.method], include_in_schema=False)


def _endpoint(door: Door, spec: ReportSpec) -> Endpoint:
    read = _read_body if spec.method == "POST" else _read_address

    async def endpoint(request: Request) -> Response:
        trace = trace_of(request)
        trace.facts["route"] = path_of(spec)
        chosen = chosen_form(request)
        raw = await read(request, door, spec)
        work = answered(request, raw, trace) if chosen.form is None else filed(chosen, raw, trace)
        return await while_there(request, work)

    async def answered(request: Request, raw: dict[str, object], trace: Trace) -> Response:
        async with door.room(trace, spec.cost):
            envelope = await door.ask(spec, raw, trace)
        trace.add_envelopes([(spec.name, envelope)])
        return _reply(request, spec, envelope)

    async def filed(chosen: Chosen, raw: dict[str, object], trace: Trace) -> Response:
        """A file of every row; a failure is an envelope in JSON, whatever was asked for."""
        with ExitStack() as held:
            held.callback(door.exports.give, await door.exports.take(id(trace), door.deadline(trace, as_sheet=True)))
            async with door.room(trace, spec.cost):
                answer = await door.ask_all(spec, raw, trace)
            trace.add_envelopes([(spec.name, answer.envelope)])
            if answer.outcome is None:
                return _failed(answer.envelope, trace)
            zone = str(raw.get("timezone") or door.settings.timezone)
            asked = (spec, raw, kebab(spec.name))
            file = await download(chosen, asked, answer.envelope["metadata"], answer.outcome, zone)
            return file.hold(door.settings.write_idle_seconds, held.pop_all().close)

    return endpoint


async def _read_address(request: Request, door: Door, spec: ReportSpec) -> dict[str, object]:
    in_path = dict(request.path_params)
    asked = [name for name in spec.arguments if name not in in_path]
    raw = read_query(request.scope["query_string"], asked, door.names)
    return {**raw, **in_path}


async def _read_body(request: Request, door: Door, _spec: ReportSpec) -> dict[str, object]:
    read_query(request.scope["query_string"], (), door.names)
    limits = BodyLimits(door.settings.max_body_bytes, door.settings.body_timeout_seconds)
    body = await read_json(request, limits)
    if not isinstance(body, dict):
        raise InvalidParameter("The body is not a JSON object.", 'Write {"measures": [...]}.')
    return body


def _reply(request: Request, spec: ReportSpec, envelope: dict[str, Any]) -> Response:
    if envelope["error"] is not None:
        return _failed(envelope, trace_of(request))
    headers = {}
    if spec.name == "dataVersion":
        tag = _tag(envelope["data"], trace_of(request).principal.policy)
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={**FRESH, "ETag": tag})
        headers["ETag"] = tag
    return json_reply(envelope, 200, headers)


def _tag(data: dict[str, Any], policy: RowPolicy) -> str:
    """A proof and a setting may change while the version stays: everything told counts, and to whom."""
    told = sha256(orjson.dumps(data) + policy.digest.encode()).hexdigest()
    return f'W/"{data["version"]}.{told[:8]}"'


def _failed(envelope: dict[str, Any], trace: Trace) -> Response:
    status = status_of(envelope)
    if status == 400 and envelope["error"]["code"] == "COMPLEXITY_LIMIT":
        status = 422
    return json_reply(envelope, status, manners(status, trace))


_MANNERS = {
    401: {"WWW-Authenticate": 'Bearer realm="sales"'},
    408: {"Connection": "close"},
}
_PASSING = frozenset({429, 503})


def manners(status: int, trace: Trace) -> dict[str, str]:
    """What a client does next, by status: whatever else a late sender sends is read by nobody."""
    if status in _PASSING:
        return {"Retry-After": str(trace.retry_after or 1)}
    return _MANNERS.get(status, {})


def refusal(door: Door, error: SalesError, trace: Trace, path: str) -> Response:
    """The response of a refusal before any report was asked, in the form of the door it came to."""
    trace.facts["code"] = error.code
    trace.ask_again(error.retry_after)
    if path == GRAPHQL_PATH:
        more = {"Allow": "POST"} if error.status == 405 else manners(error.status, trace)
        return json_reply(graphql_refusal(error, trace.request_id), error.status, more)
    status = rest_status(error)
    return json_reply(door.refuse(error, trace), status, manners(status, trace))


def add_refusals(app: FastAPI, door: Door) -> None:
    """One form for every failure outside `answer()`: coded errors, unknown paths, wrong methods."""

    async def coded(request: Request, error: Exception) -> Response:
        if not isinstance(error, SalesError):
            raise error
        return refusal(door, error, trace_of(request), request.scope["path"])

    async def unrouted(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        coded_error = _unrouted(request, error, door)
        response = refusal(door, coded_error, trace_of(request), request.scope["path"])
        allowed = (error.headers or {}).get("Allow")
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed.split(", ")))
        return response

    async def failed(request: Request, _error: Exception) -> Response:
        # the framework raises the error once more, for the outermost layer to log it
        error = InternalError("Something went wrong on our side.")
        return refusal(door, error, trace_of(request), request.scope["path"])

    app.add_exception_handler(SalesError, coded)
    app.add_exception_handler(Exception, failed)
    app.add_exception_handler(HTTPException, unrouted)


def _unrouted(request: Request, error: HTTPException, door: Door) -> SalesError:
    path = request.scope["path"]
    if error.status_code == 405:
        return MethodNotAllowed(f"{request.method[:20]} is not answered here.", "See /docs for the methods.")
    if path.startswith(KPIS):
        known = [path_of(spec).removeprefix(KPIS) for spec in door.specs.values() if spec.rest_path is None]
        name = path.removeprefix(KPIS)[:50]
        return UnknownReport(f"There is no report {name!r}.", did_you_mean(name, known))
    return NotFound("Nothing is served at this address.", "See /docs for the addresses.")
