"""One spelling of each question of the dashboard, so that its hash and its text share one kept answer.

Comes in: the body of a GraphQL request. Goes out: the body that asks the same by hash, for one of the dashboard's
operations; every other body as it is. Only what the door would take is spelled anew.
"""

from __future__ import annotations

import json

from cachetools import LRUCache

from backend.api.call import read_call
from backend.api.json_body import parse_json
from backend.api.operations import Operations, by_hash
from backend.errors import SalesError

KEPT = 512
LONGEST_KEPT = 8192
"""Bytes of a body whose spelling is remembered; 4 MiB of bodies at most."""


class Spelling:
    """`most_values` is the longest list that a variable may hold."""

    def __init__(self, operations: Operations, most_values: int) -> None:
        self._operations = operations
        self._most_values = most_values
        self._known: LRUCache[bytes, bytes] = LRUCache(KEPT)

    def __len__(self) -> int:
        return len(self._known)

    def of(self, body: bytes) -> bytes:
        found = self._known.get(body)
        if found is None:
            found = self._spelled(body)
            if len(body) <= LONGEST_KEPT:
                self._known[body] = found
        return found

    def _spelled(self, body: bytes) -> bytes:
        try:
            call = read_call(parse_json(body), self._most_values, self._operations)
        except SalesError:
            return body
        if call.document.name is None:
            return body
        told = {
            "operationName": call.operation_name,
            "variables": call.variables or {},
            "extensions": by_hash(call.document.digest),
        }
        return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()
