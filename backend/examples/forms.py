"""Example questions of the reference, each report in its turn: as GraphQL, as REST, and from a notebook.

Data, and how it is written in each form. The answers shown beside them are made by `backend.reference` from the
deterministic sample; tests ask every example through both doors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson

from backend.reports.arguments import ARGUMENTS, ArgumentKind
from backend.reports.spec import ReportSpec

BARE = frozenset(
    {
        ArgumentKind.PERIOD,
        ArgumentKind.GRAIN,
        ArgumentKind.SORT,
        ArgumentKind.ORDER,
        ArgumentKind.ANCHOR,
        ArgumentKind.SOURCE,
        ArgumentKind.METRIC,
        ArgumentKind.GROUP_BY,
        ArgumentKind.ABC_CLASS,
        ArgumentKind.SEGMENT,
        ArgumentKind.PART,
    }
)
"""Kinds that GraphQL writes without quotes."""
BARE_KEYS: Mapping[ArgumentKind, str] = {ArgumentKind.COMPARE: "kind", ArgumentKind.SORT_LIST: "order"}


@dataclass(frozen=True, slots=True)
class Example:
    """`arguments` as GraphQL variables, `select` the fields of `data` that are shown."""

    report: str
    title: str
    select: str
    arguments: Mapping[str, Any]


def graphql_document(example: Example) -> str:
    """The question as a person types it into GraphiQL."""
    stated = ", ".join(f"{name}: {_literal(name, value)}" for name, value in example.arguments.items())
    call = f"{example.report}({stated})" if stated else example.report
    return f"{{\n  {call} {{\n    data {{ {example.select} }}\n    error {{ code message hint }}\n  }}\n}}"


def rest_request(example: Example, spec: ReportSpec, path: str) -> str:
    """The question as a line of `GET` or, for explore, a `POST` with its body."""
    if spec.method == "POST":
        return f"POST {path}\n\n{orjson.dumps(example.arguments, option=orjson.OPT_INDENT_2).decode()}"
    return f"GET {rest_address(example, path)}"


def rest_address(example: Example, path: str) -> str:
    """Path and query of a GET; an argument that the path names is put there."""
    in_path = {name: str(value) for name, value in example.arguments.items() if f"{{{name}}}" in path}
    pairs = [pair for name in example.arguments if name not in in_path for pair in _pairs(example, name)]
    address = path.format(**in_path)
    return f"{address}?{urlencode(pairs, safe='/:')}" if pairs else address


def _pairs(example: Example, name: str) -> Iterator[tuple[str, str]]:
    value = example.arguments[name]
    match ARGUMENTS[name].kind:
        case ArgumentKind.DATE_RANGE:
            yield from value.items()
        case ArgumentKind.FILTERS:
            for dimension, restriction in value.items():
                yield from _filter_pairs(dimension, restriction)
        case ArgumentKind.COMPARE:
            yield from ((name, _comparison(one)) for one in value)
        case _:
            items = value if isinstance(value, list) else [value]
            yield from ((name, str(item).lower() if isinstance(item, bool) else str(item)) for item in items)


def _comparison(stated: Mapping[str, str]) -> str:
    return f"{stated['startDate']}/{stated['endDate']}" if stated["kind"] == "CUSTOM" else stated["kind"]


def _filter_pairs(dimension: str, restriction: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, mark in (("in", ""), ("notIn", "!")):
        yield from ((dimension + mark, member or "") for member in restriction.get(key, ()))
    if "contains" in restriction:
        yield f"{dimension}~", restriction["contains"]


def _literal(name: str, value: object) -> str:
    kind = ARGUMENTS[name].kind
    return str(value) if kind in BARE else _written(value, BARE_KEYS.get(kind))


def _written(value: object, bare: str | None) -> str:
    if isinstance(value, Mapping):
        parts = (f"{key}: {part if key == bare else _written(part, bare)}" for key, part in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(item, bare) for item in value) + "]"
    return orjson.dumps(value).decode()
