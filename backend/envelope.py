"""The envelope around every answer: data or a coded error, and the metadata that proves where it came from.

Comes in: an Outcome or a SalesError with the request's facts. Goes out: plain JSON values, the same for REST and
every GraphQL root field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from backend.errors import SalesError
from backend.planner.plan import Window
from backend.reports.spec import Outcome
from druid.catalog.model import camel


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about the request and the snapshot, whatever the outcome."""

    request_id: str
    engine: str
    currency: str
    timezone: str
    data_version: str | None = None
    newest_ms: int | None = None
    took_ms: float = 0.0
    cache_hit: bool = False
    cache_age_ms: int = 0


@lru_cache(maxsize=1 << 14)
def iso(ms: int, zone: str) -> str:
    """An instant as ISO text with the zone's offset. The same days are told by report after report.

    >>> iso(1704056400000, "Africa/Nairobi")
    '2024-01-01T00:00:00+03:00'
    """
    moment = datetime.fromtimestamp(ms // 1000, UTC).replace(microsecond=ms % 1000 * 1000)
    timespec = "milliseconds" if ms % 1000 else "seconds"
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec=timespec)


def plan_hash(sources: Iterable[tuple[str, Mapping[str, Any] | None]]) -> str | None:
    """Twelve digits for the way in which reports were answered: tables, windows and measures, and who was passed over.

    Equal for equal plans whatever the days, members, data version or caller. None where nothing was planned.
    """
    plans = [
        (report, [(part["table"], part["window"], part["measures"]) for part in source["parts"]], source["rejected"])
        for report, source in sources
        if source is not None
    ]
    return sha256(orjson.dumps(plans)).hexdigest()[:12] if plans else None


def success(outcome: Outcome, facts: Facts) -> dict[str, Any]:
    """The envelope of an answer."""
    return {"data": outcome.data, "error": None, "metadata": _metadata(facts, outcome)}


def failure(error: SalesError, facts: Facts) -> dict[str, Any]:
    """The envelope of a coded failure; no data, the same metadata keys."""
    body = {"code": error.code, "message": error.message, "hint": error.hint}
    return {"data": None, "error": body, "metadata": _metadata(facts, Outcome(None, row_count=0))}


def _metadata(facts: Facts, outcome: Outcome) -> dict[str, Any]:
    zone = outcome.timezone or facts.timezone
    return {
        "requestId": facts.request_id,
        "dataVersion": facts.data_version,
        "asOf": None if facts.newest_ms is None else iso(facts.newest_ms, zone),
        "engine": facts.engine,
        "source": _source(outcome, zone),
        "period": _period(outcome, zone),
        "comparisons": [_comparison(window, zone) for window in outcome.windows[1:]],
        "currency": facts.currency,
        "exact": True,
        "relativeError": None,
        "complete": outcome.complete,
        "stale": False,
        "rowCount": outcome.row_count,
        "cache": {"hit": facts.cache_hit, "ageMs": facts.cache_age_ms},
        "tookMs": round(facts.took_ms, 3),
        "warnings": [{"code": n.code, "message": n.message, "field": n.field} for n in outcome.notes],
        "nulls": [{"field": n.field, "code": n.code} for n in outcome.nulls],
        "page": _page(outcome),
        "totals": outcome.totals,
        "others": outcome.others,
        "extra": dict(outcome.extra) or None,
    }


def _source(outcome: Outcome, zone: str) -> dict[str, Any] | None:
    if not outcome.parts and not outcome.rejections:
        return None
    parts = [
        {
            "table": part.table,
            "window": part.window,
            "start": iso(part.start_ms, zone),
            "end": iso(part.end_ms, zone),
            "measures": [camel(name) for name in part.measures],
        }
        for part in outcome.parts
    ]
    rejected = [
        {"table": r.table, "reason": r.reason.value, "field": camel(r.field) if r.field else None}
        for r in outcome.rejections
    ]
    return {"parts": parts, "rejected": rejected}


def _period(outcome: Outcome, zone: str) -> dict[str, Any] | None:
    if not outcome.windows:
        return None
    window = outcome.windows[0]
    grain = outcome.grain.value if outcome.grain else None
    return {"start": iso(window.start_ms, zone), "end": iso(window.end_ms, zone), "grain": grain, "timezone": zone}


def _comparison(window: Window, zone: str) -> dict[str, Any]:
    kind = window.comparison.kind.value if window.comparison else None
    return {"kind": kind, "start": iso(window.start_ms, zone), "end": iso(window.end_ms, zone)}


def _page(outcome: Outcome) -> dict[str, Any] | None:
    page = outcome.page
    if page is None:
        return None
    return {"totalCount": page.total_count, "endCursor": page.end_cursor, "hasNextPage": page.has_next_page}
