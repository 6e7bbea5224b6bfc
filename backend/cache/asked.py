"""What a request asks of the cache: whether its answer may be kept at all, and in which coding it would come.

Comes in: an ASGI scope. Goes out: `Asked`, or None for everything else: files, health, loads, diagnostics, versions,
bodies that are not plain JSON, headers that are given twice. Nothing is refused or authorised here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from starlette.types import Scope

from backend.api.negotiation import accepted_form
from backend.api.replies import GRAPHQL_PATH
from backend.api.rest import path_of
from backend.errors import NotAcceptable
from backend.exports.forms import JSON_NAME
from backend.reports.spec import ReportSpec

JSON = b"application/json"
GZIP = b"gzip"
NEVER = frozenset({"dataVersion"})
"""Reports whose own address is always computed: it is how clients learn that there is something new."""
_READ = (b"accept", b"accept-encoding", b"content-type", b"content-encoding", b"if-none-match")


class Asked(NamedTuple):
    """`tags` is what the caller says to have; `takes_gzip` whether it reads a compressed body."""

    method: str
    path: str
    query: bytes
    takes_gzip: bool
    tags: bytes


class Addresses:
    """Where questions are asked whose answers may be kept."""

    def __init__(self, specs: Iterable[ReportSpec]) -> None:
        paths = [(spec.method, path_of(spec)) for spec in specs if spec.name not in NEVER]
        self._exact = frozenset(pair for pair in paths if "{" not in pair[1]) | {("POST", GRAPHQL_PATH)}
        self._below = tuple((method, path.partition("{")[0]) for method, path in paths if "{" in path)

    def read(self, scope: Scope, max_body_bytes: int) -> Asked | None:
        method, path = scope["method"], scope["path"]
        if not self.are_asked(method, path):
            return None
        query = scope["query_string"]
        headers = dict(scope["headers"])
        if b"format" in query or (len(headers) != len(scope["headers"]) and _is_doubtful(scope)):
            return None
        if method == "POST" and not _is_plain_json(headers, max_body_bytes):
            return None
        # GraphQL answers in JSON whatever is accepted
        if path != GRAPHQL_PATH and not _accepts_json(headers.get(b"accept", b"*/*")):
            return None
        takes_gzip = _accepts_gzip(headers.get(b"accept-encoding", b""))
        return Asked(method, path, query, takes_gzip, headers.get(b"if-none-match", b""))

    def are_asked(self, method: str, path: str) -> bool:
        """Whether questions are asked there, and nothing is done."""
        is_exact = (method, path) in self._exact
        return is_exact or any(method == asked and path.startswith(start) for asked, start in self._below)


def _is_doubtful(scope: Scope) -> bool:
    """Whether a header that decides something here was given more than once."""
    counts = Counter(name for name, _ in scope["headers"])
    return any(counts[name] > 1 for name in _READ)


def _is_plain_json(headers: dict[bytes, bytes], max_bytes: int) -> bool:
    """Whether the body is one that a door would read; what is not is refused there."""
    content_type = headers.get(b"content-type", b"")
    is_json = content_type == JSON or content_type.partition(b";")[0].strip().lower() == JSON
    declared = headers.get(b"content-length", b"0")[:20]
    return is_json and b"content-encoding" not in headers and declared.isdigit() and int(declared) <= max_bytes


@lru_cache(maxsize=256)
def _accepts_json(accept: bytes) -> bool:
    try:
        return accepted_form(accept.decode("latin-1")) == JSON_NAME
    except NotAcceptable:
        return False


@lru_cache(maxsize=256)
def _accepts_gzip(codings: bytes) -> bool:
    """Whether gzip is named with a weight above nothing; a star is not taken for it."""
    for part in codings.lower().split(b","):
        name, _, weight = part.partition(b";")
        if name.strip() in {GZIP, b"x-gzip"}:
            return weight.replace(b" ", b"") not in {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
    return False
