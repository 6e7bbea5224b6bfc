"""Strict reading of a JSON request body: what is not exactly JSON, or cannot be kept exactly, is refused.

Comes in: an ASGI request. Goes out: plain values without duplicate keys, numbers that overflow, lone surrogates
or deep nesting. The size and the time of arrival are bounded before anything is parsed.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.types import Receive

from backend.errors import (
    ComplexityLimit,
    InvalidJson,
    InvalidParameter,
    PayloadTooLarge,
    RequestTimeout,
    UnsupportedMediaType,
)

MAX_NESTING = 32
MAX_DIGITS = 40


@dataclass(frozen=True, slots=True)
class BodyLimits:
    max_bytes: int
    seconds: float


async def read_json(request: Request, limits: BodyLimits) -> object:
    """The body as plain values; raises a coded refusal before parsing whatever is too large, late or not JSON."""
    _check_content(request)
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limits.max_bytes:
        raise _too_large(limits)
    return parse_json(await read_bytes(request.receive, limits))


def _check_content(request: Request) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType(f"The body is {media_type or 'of no stated type'}; only application/json is read.")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("Compressed bodies are not read.", "Send the body uncompressed.")


async def read_bytes(receive: Receive, limits: BodyLimits, *, is_here: bool = False) -> bytes:
    """The whole body; raises a coded refusal of one that is too large, late, or whose sender left.

    One that is here already is not waited for: setting and ending a limit of time takes longer than to read it.
    """
    if is_here:
        return await _collect(receive, limits)
    try:
        async with asyncio.timeout(limits.seconds):
            return await _collect(receive, limits)
    except TimeoutError as error:
        raise RequestTimeout(f"The body did not arrive within {limits.seconds:g} seconds.") from error


async def _collect(receive: Receive, limits: BodyLimits) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise RequestTimeout("The client left before its body arrived.")
        body += message.get("body", b"")
        if len(body) > limits.max_bytes:
            raise _too_large(limits)
        if not message.get("more_body", False):
            return bytes(body)


def _too_large(limits: BodyLimits) -> PayloadTooLarge:
    return PayloadTooLarge(f"The body is larger than {limits.max_bytes:,} bytes.")


def parse_json(body: bytes) -> object:
    """Plain values of a strict JSON text.

    >>> parse_json(b'{"limit": 5}')
    {'limit': 5}
    """
    try:
        text = body.decode("utf-8")
        value: object = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_fraction
        )
    except UnicodeDecodeError as error:
        raise InvalidJson("The body is not UTF-8.", "Send JSON as UTF-8.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidJson("The body is not JSON.", "Check brackets, quotes and commas.") from error
    _check_values(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidJson("A JSON object names the same key twice.", "Name each key once.")
    return found


def _constant(name: str) -> NoReturn:
    raise InvalidParameter(f"{name} is not a number that can be asked with.")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise InvalidParameter("A number in the body is too long.")
    return int(digits)


def _fraction(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise InvalidParameter("A number in the body is too large.")
    return value


def _check_values(root: object) -> None:
    """Walk without recursion: nesting is bounded, and every text can be written as UTF-8."""
    waiting: list[tuple[object, int]] = [(root, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise ComplexityLimit(f"The body is nested deeper than {MAX_NESTING} levels.")
        if isinstance(value, str):
            _check_text(value)
        elif isinstance(value, dict):
            waiting += [(part, depth + 1) for item in value.items() for part in item]
        elif isinstance(value, list):
            waiting += [(part, depth + 1) for part in value]


def _check_text(value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidParameter("A text in the body holds half of a surrogate pair.") from error
