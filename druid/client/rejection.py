"""Turns an answer that is not 200 into the error it stands for.

In: status, headers and the first bytes of the body. Out: a DruidError whose message is ours; Druid's own words are kept
apart, for logs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import orjson

from druid.client.errors import Busy, DruidError, Failed, Malformed, Refused, TableMissing, TimedOut

_LONGEST_WAIT = 3600.0
_is_unknown_table = re.compile(r"Object '.+' not found").search


def rejection(status: int, headers: Mapping[str, str], body: bytes, query_id: str) -> DruidError:
    """The error for `status`; raising it is the caller's."""
    category, detail = words(body)
    if status == 429:
        return Busy("Druid is busy.", retry_after=retry_after(headers.get("retry-after")), query_id=query_id)
    if status == 504 or category == "TIMEOUT":
        return TimedOut("Druid did not finish in time.", query_id=query_id)
    if status < 400:
        return Malformed("Druid's address answers with something that is not an answer.", query_id=query_id)
    if status >= 500 and status != 501:
        return Failed("Druid could not answer.", status=status, category=category, detail=detail, query_id=query_id)
    kind = TableMissing if _is_unknown_table(detail) else Refused
    return kind(
        "Druid does not accept the statement.", status=status, category=category, detail=detail, query_id=query_id
    )


def words(body: bytes) -> tuple[str, str]:
    """Category and message of Druid's error document; a body that is none gives the start of its text.

    >>> words(b'{"category":"INVALID_INPUT","errorMessage":"no such column"}')
    ('INVALID_INPUT', 'no such column')
    >>> words(b"")
    ('', '')
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "", body[:500].decode("utf-8", "replace")
    if not isinstance(document, dict):
        return "", ""
    category = document.get("category") or document.get("error") or ""
    return str(category), str(document.get("errorMessage") or "")


def retry_after(text: str | None) -> float | None:
    """Seconds asked for, None when absent, a date, or nonsense.

    >>> retry_after("3"), retry_after("soon"), retry_after(None)
    (3.0, None, None)
    """
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 <= seconds <= _LONGEST_WAIT else None
