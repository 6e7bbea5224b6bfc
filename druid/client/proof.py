"""Totals of a datasource by local day or month, asked of the cluster natively and with every cache off.

In: the cluster's address, a table, columns, months' intervals and the business zone. Out: whole numbers by local day or
month; None where a column has no value. What proves a copy must not come from a cache, nor from half a table, so an
interval that nobody serves is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import orjson
from pydruid.client import PyDruid
from pydruid.query import Query
from pydruid.utils.aggregators import count, longsum
from pydruid.utils.filters import Dimension

from druid.client.errors import Failed, Malformed, Refused, TimedOut, Truncated, Unreachable

ROWS = "rows"
"""Names the number of rows among the totals."""

NATIVE = "druid/v2"
_SECONDS = 120.0
_CONTEXT = {
    "useCache": False,
    "populateCache": False,
    "useResultLevelCache": False,
    "populateResultLevelCache": False,
    "skipEmptyBuckets": True,
    "uncoveredIntervalsLimit": 1_000,
}

Totals = dict[str, dict[str, int | None]]


@dataclass(frozen=True, slots=True)
class Sums:
    """What to add up: `columns` of `table` within `intervals` (ISO, UTC), by `period` ("P1D", "P1M") of `zone`.

    `only` keeps the rows in which a dimension has that value.
    """

    table: str
    columns: tuple[str, ...]
    intervals: tuple[str, ...]
    period: str
    zone: str
    only: tuple[str, str] | None = None


class PatientDruid(PyDruid):
    """PyDruid with a time limit, without redirects and proxies, that refuses an answer with holes."""

    def __init__(self, url: str, seconds: float = _SECONDS) -> None:
        super().__init__(url, NATIVE)
        self._seconds = seconds

    def _post(self, query: Query) -> Query:
        headers, body, url = self._prepare_url_headers_and_body(query)
        opener = build_opener(ProxyHandler({}), _NoRedirect())
        with opener.open(Request(url, body, headers), timeout=self._seconds) as answer:
            _refuse_holes(answer.headers.get("X-Druid-Response-Context"))
            body = answer.read()
        if not body:
            raise IncompleteRead(body)
        query.parse(body.decode())
        return query


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A cluster that sends its readers elsewhere is not the one that was named."""


def add_up(url: str, sums: Sums, seconds: float = _SECONDS) -> Totals:
    """Totals by the first local day of each period that has rows; DruidError when they cannot be had whole."""
    if not sums.intervals:
        return {}
    try:
        answer = PatientDruid(url, seconds).timeseries(**_question(sums, seconds))
        return {_day(row["timestamp"]): _numbers(row["result"]) for row in answer.result}
    except HTTPError as error:
        raise _rejected(error) from error
    except IncompleteRead as error:
        raise Truncated("Druid's totals ended too early") from error
    except TimeoutError as error:
        raise TimedOut(f"Druid gave no totals within {seconds:.0f} s") from error
    except (OSError, HTTPException) as error:
        raise Unreachable(f"Druid cannot be reached ({_cause(error)})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed("Druid's totals are cut short or are not what was asked for") from error


def _question(sums: Sums, seconds: float) -> dict[str, object]:
    numbers = {name: longsum(name) for name in sums.columns}
    return {
        "datasource": sums.table,
        "granularity": {"type": "period", "period": sums.period, "timeZone": sums.zone},
        "intervals": list(sums.intervals),
        "aggregations": {**numbers, ROWS: count(ROWS)},
        "filter": None if sums.only is None else Dimension(sums.only[0]) == sums.only[1],
        "context": {**_CONTEXT, "timeout": round(seconds * 1_000)},
    }


def _refuse_holes(context: str | None) -> None:
    """The broker names the intervals for which it knows of no segment; rows of those are missing from the sums."""
    if context is None:
        raise Malformed("Druid did not say which of the asked time it serves")
    found: Mapping[str, Any] = orjson.loads(context)
    if uncovered := found.get("uncoveredIntervals"):
        raise Malformed(f"Druid serves no rows of {', '.join(uncovered[:3])}")


def _day(timestamp: str) -> str:
    """The local day in which a period begins; Druid writes timestamps in the zone of the periods."""
    return datetime.fromisoformat(timestamp).date().isoformat()


def _numbers(result: Mapping[str, Any]) -> dict[str, int | None]:
    for name, value in result.items():
        if value is not None and type(value) is not int:
            raise ValueError(f"{name} is no whole number")
    return dict(result)


def _cause(error: OSError | HTTPException) -> object:
    """urllib wraps the operating system's reason."""
    return getattr(error, "reason", None) or error


def _rejected(error: HTTPError) -> Failed | Refused:
    """An error answer with Druid's own words, which are for logs; whatever else answers has none."""
    try:
        body = orjson.loads(error.read())
        detail, category = str(body["errorMessage"]), str(body.get("category", ""))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, OSError):
        detail, category = "", ""
    kind = Failed if error.code >= 500 else Refused
    return kind(f"Druid answered {error.code}", status=error.code, category=category, detail=detail)
