"""The GraphQL door: POST runs one query, a browser's GET opens the page, nothing else executes.

Comes in: a JSON body. Goes out: 200 with every root field's envelope; a document or variables that reach no field
are refused in the standard `errors` form with `extensions.code` and the request id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import structlog
from cachetools import LRUCache
from fastapi import FastAPI
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import ExecutionResult

from backend.answer import ATTEMPTS
from backend.api.call import Call, read_call
from backend.api.document import Analysis, DocumentLimits, analyse
from backend.api.door import Door
from backend.api.graphql_schema import Operation, SalesSchema, build_schema
from backend.api.json_body import BodyLimits, read_json
from backend.api.operations import refuse_foreign
from backend.api.pages import graphiql_page
from backend.api.presence import while_there
from backend.api.replies import GRAPHQL_PATH, json_reply
from backend.api.trace import Trace, free, trace_of
from backend.engine.port import Lease
from backend.errors import (
    InternalError,
    InvalidDocument,
    MethodNotAllowed,
    Overloaded,
    SalesError,
)

log = structlog.get_logger("graphql")
KEPT_DOCUMENTS = 256
LONGEST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class GraphQLDoor:
    """`documents` keeps measured documents by text and operation, so that a repeated one is parsed once."""

    door: Door
    schema: SalesSchema
    limits: DocumentLimits
    costs: Mapping[str, int]
    documents: LRUCache[tuple[str, str | None], Analysis] = field(default_factory=lambda: LRUCache(KEPT_DOCUMENTS))

    def analysis_of(self, call: Call) -> Analysis:
        text = call.document.text
        key = (text, call.operation_name)
        known = self.documents.get(key)
        if known is None:
            known = analyse(text, self.costs, self.limits, call.operation_name)
            if len(text) <= LONGEST_KEPT:
                self.documents[key] = known
        return known

    async def run(self, call: Call, trace: Trace) -> Response:
        """Answer every root field over one snapshot; again when that was collected or became unusable."""
        if self.door.settings.persisted_only == "on":
            refuse_foreign(call.document, trace.principal)
        analysis = self.analysis_of(call)
        trace.may_keep = trace.may_keep and not analysis.renames_own
        trace.facts["operation"] = call.operation_name
        trace.facts["document"] = call.document.digest[:12]
        async with self.door.room(trace, analysis.weight.cost):
            trace.charge(analysis.weight.cost)
            trace.charge = free
            operation, result = await self._attempted(call, trace, analysis)
        if operation.answered:
            trace.add_envelopes(operation.answered)
            _refuse_overload(operation.answered, trace)
        return _reply(result, trace)

    async def _attempted(self, call: Call, trace: Trace, analysis: Analysis) -> tuple[Operation, ExecutionResult]:
        operation, result = await self._execute(call, Operation(self.door, trace, analysis))
        for _ in range(ATTEMPTS - 1):
            if not any(_code(envelope) == "VERSION_GONE" for _, envelope in operation.answered):
                break
            operation, result = await self._execute(call, Operation(self.door, trace, analysis))
        return operation, result

    async def _execute(self, call: Call, operation: Operation) -> tuple[Operation, ExecutionResult]:
        async with AsyncExitStack() as stack:
            if operation.analysis.weight.cost:
                operation.lease = await self._lease(stack)
            result = await self.schema.execute(
                call.document.text, call.variables, context_value=operation, operation_name=call.operation_name
            )
        return operation, result

    async def _lease(self, stack: AsyncExitStack) -> Lease | None:
        """The snapshot of the operation. Without one, each field says itself why it has no data."""
        try:
            return await stack.enter_async_context(self.door.context.engine.lease())
        except SalesError:
            return None


def _refuse_overload(answered: Iterable[tuple[str, Mapping[str, Any]]], trace: Trace) -> None:
    """An operation that no field of was answered, for want of room, is refused as a whole."""
    errors = [envelope["error"] for _, envelope in answered]
    if all(error is not None and error["code"] == Overloaded.code for error in errors):
        raise Overloaded(errors[0]["message"], errors[0]["hint"], retry_after=trace.retry_after)


def _code(envelope: Mapping[str, Any]) -> str | None:
    return envelope["error"]["code"] if envelope["error"] else None


def _reply(result: ExecutionResult, trace: Trace) -> Response:
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [_error(error, trace) for error in result.errors]
        codes = dict.fromkeys(error["extensions"]["code"] for error in body["errors"])
        trace.facts["code"] = ",".join(codes)
    if result.data is None and not _reached_a_field(result.errors or ()):
        del body["data"]
        return json_reply(body, 400)
    again = {} if trace.retry_after is None else {"Retry-After": str(trace.retry_after)}
    return json_reply({**body, "extensions": {"requestId": trace.request_id}}, 200, again)


def _reached_a_field(errors: Iterable[GraphQLError]) -> bool:
    return any(error.path for error in errors)


def _error(error: GraphQLError, trace: Trace) -> dict[str, Any]:
    """An error as its caller may see it: mistakes of the document in full, ours without their text."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        code, message = InvalidDocument.code, error.message
    else:
        log.error("graphql.field.failed", exc_info=cause)
        code, message = InternalError.code, "Something went wrong on our side."
    places = [{"line": place.line, "column": place.column} for place in error.locations or ()]
    shown: dict[str, Any] = {"message": message, "extensions": {"code": code, "requestId": trace.request_id}}
    if places:
        shown["locations"] = places
    if error.path:
        shown["path"] = error.path
    return shown


def add_graphql(app: FastAPI, door: Door) -> GraphQLDoor:
    settings = door.settings
    limits = DocumentLimits(
        tokens=settings.max_tokens,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        complexity=settings.max_complexity,
        is_introspectable=settings.is_introspectable,
    )
    costs = {spec.name: spec.cost for spec in door.specs.values()}
    graphql = GraphQLDoor(door, build_schema(tuple(door.specs.values()), door.names), limits, costs)
    body_limits = BodyLimits(settings.max_body_bytes, settings.body_timeout_seconds)

    async def run(request: Request) -> Response:
        call = read_call(await read_json(request, body_limits), settings.max_filter_values, door.operations)
        return await while_there(request, graphql.run(call, trace_of(request)))

    async def show(request: Request) -> Response:
        is_browser = "text/html" in request.headers.get("accept", "")
        if not is_browser or request.scope["query_string"]:
            raise MethodNotAllowed("Queries are run by POST.", "POST a JSON body, or open this address in a browser.")
        return graphiql_page()

    app.add_route(GRAPHQL_PATH, run, methods=["POST"], include_in_schema=False)
    app.add_route(GRAPHQL_PATH, show, methods=["GET"], include_in_schema=False)
    return graphql
