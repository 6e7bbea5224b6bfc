"""Responses: JSON bytes of envelopes and of GraphQL results, and the one form each kind of refusal has.

An answer may be kept by the caller's own browser if it asks again each time; a failure is never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response

from backend.errors import ComplexityLimit, SalesError
from backend.reports.rows import exact_json

GRAPHQL_PATH = "/graphql"
FRESH = {"Cache-Control": "private, no-cache"}
NOT_KEPT = {"Cache-Control": "no-store"}


def json_reply(body: Mapping[str, Any], status: int, headers: Mapping[str, str] | None = None) -> Response:
    kept = FRESH if status == 200 else NOT_KEPT
    return Response(orjson.dumps(body, default=exact_json), status, {**kept, **(headers or {})}, "application/json")


def rest_status(error: SalesError) -> int:
    """A REST question that is too complex is a well-formed bad question, unlike a document that is."""
    return 422 if isinstance(error, ComplexityLimit) else error.status


def graphql_refusal(error: SalesError, request_id: str) -> dict[str, Any]:
    """The standard GraphQL form of a document that reached no field."""
    extensions = {"code": error.code, "hint": error.hint, "requestId": request_id}
    return {"errors": [{"message": error.message, "extensions": extensions}]}
