"""Which form an answer takes: by `format=`, else by `Accept`; JSON where neither says otherwise.

Comes in: a request. Goes out: a `Form` with the wishes for it, or None for JSON. What cannot be given is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from backend.api.query_string import BOM, FORMAT
from backend.errors import IllegalCombination, InvalidParameter, NotAcceptable
from backend.exports.forms import CSV, FORMS, JSON_NAME, NAMES, Form, Wish

_FORMAT = re.compile(rb"(?:^|&)format=([^&]*)")
_BOM = re.compile(rb"(?:^|&)bom=([^&]*)")
_WEIGHT = re.compile(r";\s*q=([01](?:\.[0-9]{0,3})?)\s*(?:;|$)")
MEDIA_TYPES: Mapping[str, str] = {
    JSON_NAME: "application/json",
    **{form.name: form.media_type for form in FORMS.values()},
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file's form; `form` is None for JSON."""

    form: Form | None
    wish: Wish = Wish()


def chosen_form(request: Request) -> Chosen:
    query = request.scope["query_string"]
    asked = {value.decode("latin-1") for value in _FORMAT.findall(query)}
    name = accepted_form(request.headers.get("accept", "*/*")) if not asked else _named(asked)
    has_bom = _has_bom(query, name)
    return Chosen(FORMS.get(name), Wish(has_bom))


def refuse_form(request: Request) -> None:
    """Of what has one form only: raises NotAcceptable where `format=` asks for any."""
    if _FORMAT.search(request.scope["query_string"]):
        raise NotAcceptable("This page comes as HTML alone.", "Leave `format` out.", field=FORMAT)


def _named(asked: set[str]) -> str:
    known = [name for name in asked if name in NAMES]
    if len(asked) > 1 or not known:
        raise NotAcceptable(
            f"An answer comes as one of {', '.join(NAMES)}.", "Name one with format=, or leave it out.", field=FORMAT
        )
    return known[0]


def accepted_form(accept: str) -> str:
    """The form of the heaviest range; of equals the one that is named most closely, JSON before others."""
    ranges = dict(_ranges(accept))
    best, found = (0.0, 0), None
    for name, media_type in MEDIA_TYPES.items():
        weight = _weight(media_type, ranges)
        if weight[0] > 0 and weight > best:
            best, found = weight, name
    if found is None:
        raise NotAcceptable("Answers do not come in that form.", f"Accept {', '.join(MEDIA_TYPES.values())}.")
    return found


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        weight = _WEIGHT.search(part)
        yield part.partition(";")[0].strip().lower(), 1.0 if weight is None else float(weight[1])


def _weight(media_type: str, ranges: Mapping[str, float]) -> tuple[float, int]:
    """The weight that the closest range gives a type, and how close it is."""
    family = media_type.partition("/")[0] + "/*"
    for closeness, media_range in ((3, media_type), (2, family), (1, "*/*")):
        if media_range in ranges:
            return ranges[media_range], closeness
    return 0.0, 0


def _has_bom(query: bytes, name: str) -> bool:
    asked = [value.decode("latin-1") for value in _BOM.findall(query)]
    if not asked:
        return False
    if asked not in (["true"], ["false"]):
        raise InvalidParameter(f"{BOM} is neither true nor false.", field=BOM)
    if name != CSV.name:
        raise IllegalCombination("A byte order mark belongs to CSV alone.", "Ask with format=csv.", field=BOM)
    return asked == ["true"]
