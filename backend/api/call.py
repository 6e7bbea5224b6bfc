"""The body of a GraphQL request, checked: which document, which of its operations, with which variables.

Comes in: plain values of JSON. Goes out: a `Call`, or a coded refusal of a batch and of anything that is not a call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from backend.api.operations import Document, Operations
from backend.errors import BatchingDisabled, InvalidDocument, InvalidJson, TooManyValues

_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,63}")


@dataclass(frozen=True, slots=True)
class Call:
    """`operation_name` is that of the dashboard's operation where the body names none."""

    document: Document
    variables: dict[str, Any] | None
    operation_name: str | None


def read_call(body: object, most_values: int, operations: Operations) -> Call:
    """The parts of a body; raises for a batch, for anything that is not a call, and for a hash that nothing has."""
    if isinstance(body, list):
        raise BatchingDisabled("The body is a list of operations.")
    if not isinstance(body, dict):
        raise InvalidJson("The body is not a JSON object.", 'Write {"query": "{ ... }"}.')
    document = operations.meant(body.get("query"), body.get("extensions"))
    variables, name = body.get("variables"), body.get("operationName")
    if variables is not None and not isinstance(variables, dict):
        raise InvalidDocument("The variables are not a JSON object.", 'Write {"variables": {"name": value}}.')
    if name is not None and not (isinstance(name, str) and _NAME.fullmatch(name)):
        raise InvalidDocument("operationName is not a name.", "Name an operation of the document.")
    _check_variables(variables, most_values)
    return Call(document, variables, document.name if name is None else name)


def _check_variables(variables: object, most_values: int) -> None:
    waiting = [variables]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            if len(value) > most_values:
                raise TooManyValues(f"A variable lists {len(value):,} values; {most_values} are allowed.")
            waiting.extend(value)
