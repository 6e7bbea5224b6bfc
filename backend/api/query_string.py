"""A query string, read strictly, in the form that a GraphQL call or a JSON body has.

Comes in: the raw bytes after `?`. Goes out: raw argument values by name (`{"limit": 10, "filters": {...}}`), for
`backend.api.parameters` to check. Refused here: unknown and repeated names, bytes that are not UTF-8, controls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from backend.api.parameters import Names
from backend.api.scalars import plain_text, whole_number
from backend.errors import InvalidParameter, RepeatedParameter, UnknownParameter, did_you_mean
from backend.reports.arguments import ARGUMENTS, ArgumentKind

FORMAT = "format"
BOM = "bom"
NO_COMPARISON = "NONE"
DATES = ("startDate", "endDate")
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_OPERATORS = {"": "in", "!": "notIn", "~": "contains"}

LISTED = frozenset({ArgumentKind.COMPARE, ArgumentKind.DIMENSIONS, ArgumentKind.MEASURES})


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    value: str


def read_query(query: bytes, arguments: Iterable[str], names: Names) -> dict[str, object]:
    """Raw argument values of a query string; `arguments` are those that the report takes."""
    taken = tuple(arguments)
    known = allowed_names(taken, names)
    grouped: dict[str, list[str]] = {}
    for pair in _pairs(query):
        if pair.name not in known and pair.name.rstrip("!~") not in known:
            shown = pair.name[:50]
            raise UnknownParameter(f"{shown!r} is not a parameter here.", did_you_mean(shown, known), field=shown)
        grouped.setdefault(pair.name, []).append(pair.value)
    return _arranged(grouped, names)


def allowed_names(arguments: Iterable[str], names: Names) -> tuple[str, ...]:
    """The names that a query string may use for these arguments, as documented."""
    spread: list[str] = []
    for argument in arguments:
        if argument == "dateRange":
            spread += DATES
        elif argument == "filters":
            spread += names.dimensions
        else:
            spread.append(argument)
    return (*spread, FORMAT, BOM)


def _pairs(query: bytes) -> Iterable[Pair]:
    for piece in query.split(b"&"):
        if piece:
            name, _, value = piece.partition(b"=")
            decoded = _decoded(name)
            # a zone's own refusal is the clearer one, whatever the text holds
            yield Pair(decoded, _decoded(value) if decoded == "timezone" else plain_text(_decoded(value), decoded[:50]))


def _decoded(raw: bytes) -> str:
    if _BROKEN_ESCAPE.search(raw):
        raise InvalidParameter("The query string holds a broken percent escape.", "Write a percent sign as %25.")
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidParameter("The query string is not UTF-8.", "Escape the UTF-8 bytes of each character.") from error


def _arranged(grouped: Mapping[str, list[str]], names: Names) -> dict[str, object]:
    raw: dict[str, object] = {}
    filters: dict[str, dict[str, object]] = {}
    dates: dict[str, object] = {}
    for name, values in grouped.items():
        dimension = name.rstrip("!~")
        if dimension in names.dimensions and name not in ARGUMENTS:
            _add_filter(filters.setdefault(dimension, {}), name, values)
        elif name in DATES:
            dates[name] = _single(name, values)
        elif name not in {FORMAT, BOM}:
            raw[name] = _value(name, values)
    if dates:
        raw["dateRange"] = {"startDate": dates.get("startDate"), "endDate": dates.get("endDate")}
    if filters:
        raw["filters"] = filters
    return raw


def _add_filter(found: dict[str, object], name: str, values: list[str]) -> None:
    suffix = name[len(name.rstrip("!~")) :]
    if suffix not in _OPERATORS:
        raise UnknownParameter(f"{name[:50]!r} is not a parameter here.", "Filter by name=, name!= or name~=.")
    if suffix == "~":
        found["contains"] = _single(name, values)
    else:
        # an empty value stands for lines without a member
        found[_OPERATORS[suffix]] = [value or None for value in values]


def _single(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise RepeatedParameter(f"{name} is given {len(values)} times.", "Give it once.", field=name)
    if not values[0]:
        raise InvalidParameter(f"{name} is empty.", "Give it a value or leave it out.", field=name)
    return values[0]


def _value(name: str, values: list[str]) -> object:
    kind = ARGUMENTS[name].kind
    if kind is ArgumentKind.COMPARE:
        return [] if values == [NO_COMPARISON] else list(values)
    if kind in LISTED:
        return list(values)
    return _SCALARS.get(kind, _as_text)(_single(name, values), name)


def _as_text(text: str, _name: str) -> str:
    return text


def _flag(text: str, name: str) -> bool:
    if text not in {"true", "false"}:
        raise InvalidParameter(f"{name} is neither true nor false.", field=name)
    return text == "true"


_SCALARS: Mapping[ArgumentKind, Callable[[str, str], object]] = {
    ArgumentKind.LIMIT: whole_number,
    ArgumentKind.BUCKETS: whole_number,
    ArgumentKind.FLAG: _flag,
}
