"""What a cluster says of itself and of one datasource, for people who look after it.

In: the router's address and a datasource. Out: Druid's version, the moments a datasource spans, its rows and bytes as
those who serve it count them. Synchronous, each question with a time limit: ask in a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.request import ProxyHandler, build_opener

import orjson

from druid.client.errors import Malformed, Unreachable
from druid.client.proof import PatientDruid

_STATUS = "/status"
_ALWAYS = "0000-01-01/3000-01-01"
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Extent:
    """First and last moment of a datasource's rows as ISO text, None when it has none; its rows and bytes."""

    first: str | None
    last: str | None
    rows: int
    size: int


def cluster_version(url: str, seconds: float) -> str:
    """The version that the router runs."""

    def ask() -> str:
        with build_opener(ProxyHandler({})).open(url.rstrip("/") + _STATUS, timeout=seconds) as answer:
            return str(orjson.loads(answer.read())["version"])

    return _told(ask)


def extent_of(url: str, datasource: str, seconds: float) -> Extent:
    """What is served of a datasource; nothing at all gives an extent without moments."""

    def ask() -> Extent:
        druid = PatientDruid(url, seconds)
        boundary = druid.time_boundary(datasource=datasource).result
        found = druid.segment_metadata(
            datasource=datasource,
            intervals=[_ALWAYS],
            analysisTypes=["size"],
            merge=True,
            context={"useCache": False, "populateCache": False, "timeout": round(seconds * 1000)},
        ).result
        return _extent(boundary, found)

    return _told(ask)


def _extent(boundary: list[dict[str, Any]], found: list[dict[str, Any]]) -> Extent:
    moments = boundary[0]["result"] if boundary else {}
    return Extent(
        first=moments.get("minTime"),
        last=moments.get("maxTime"),
        rows=sum(segment["numRows"] for segment in found),
        size=sum(segment["size"] for segment in found),
    )


def _told(ask: Callable[[], Told]) -> Told:
    try:
        return ask()
    except (OSError, HTTPException) as error:
        raise Unreachable("Druid cannot be reached.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Malformed("Druid's answer about itself lacks a field.") from error
