"""Requests as the outermost layer saw them: one call for each, when its response was sent.

Comes in: the route as a pattern, never an address; what its log line says. Counted are requests, time, bytes, GraphQL
operations, and what was refused by a limit.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend import errors
from backend.api.operations import texts
from backend.metrics.counting import Counted, Timed

OTHER = "other"
METHODS = frozenset(("GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"))
GRAPHQL = "/graphql"

LIMITS = frozenset(
    error.code
    for error in (
        errors.AliasLimit,
        errors.ComplexityLimit,
        errors.DepthLimit,
        errors.HeadersTooLarge,
        errors.Overloaded,
        errors.PayloadTooLarge,
        errors.RateLimited,
        errors.RequestTimeout,
        errors.TokenLimit,
        errors.TooManyBuckets,
        errors.TooManyColumns,
        errors.TooManyGroups,
        errors.TooManyValues,
        errors.UrlTooLong,
    )
)
"""Codes of refusals by a limit."""

FORMATS = {
    "application/json": "json",
    "text/html": "html",
    "text/csv": "csv",
    "text/event-stream": "events",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.apache.parquet": "parquet",
    "application/vnd.apache.arrow.stream": "arrow",
    "text/javascript": "script",
    "text/css": "style",
    "text/plain": "text",
}


@dataclass(slots=True)
class Seen:
    """A response. `route` is None where no route matched; `content_type` is the header's value, None without one.

    `operation` and `codes` (error codes with commas between) are as in the log line.
    """

    route: str | None
    method: str
    status: int
    content_type: bytes | None
    sent: int
    operation: object
    codes: object


_requests = Counted("http_requests_total")
_durations = Timed("http_request_duration_seconds")
_bytes = Counted("http_response_bytes_total")
_operations = Counted("graphql_operations_total")
_rejections = Counted("limit_rejections_total")
_formats: dict[bytes, str] = {}


def answered(seen: Seen, seconds: float) -> None:
    """Count one request that took so long."""
    route = seen.route or OTHER
    method = seen.method if seen.method in METHODS else OTHER
    _requests.add(route, method, str(seen.status))
    _durations.add(route, seconds=seconds)
    if seen.sent:
        _bytes.add(route, _format(seen.content_type), by=seen.sent)
    if route == GRAPHQL and method == "POST":
        # every operation that the dashboard does not ask is somebody's own
        name = seen.operation if isinstance(seen.operation, str) and seen.operation in texts() else OTHER
        _operations.add(name, "failed" if seen.codes else "answered")
    if seen.codes:
        for code in LIMITS.intersection(str(seen.codes).split(",")):
            _rejections.add(code)


def _format(content_type: bytes | None) -> str:
    if content_type is None:
        return OTHER
    known = _formats.get(content_type)
    if known is None:
        name = content_type.partition(b";")[0].decode("latin-1").strip().lower()
        known = FORMATS.get(name, OTHER)
        if len(_formats) < 100:
            _formats[content_type] = known
    return known
