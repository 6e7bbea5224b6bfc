"""Printed pages at the REST door: the overview as one HTML page that prints on one sheet.

All parts of a page are answered over one snapshot. A page whose overview cannot be answered is a coded refusal in
JSON; a part that cannot be answered says so on the page.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from backend.answer import status_of
from backend.api.door import Door
from backend.api.negotiation import refuse_form
from backend.api.presence import while_there
from backend.api.query_string import read_query
from backend.api.replies import FRESH, json_reply
from backend.api.trace import Trace, trace_of
from backend.errors import NotAcceptable, SalesError
from backend.printed.overview import OVERVIEW, QUESTIONS, overview_page
from backend.printed.style import STYLE

PATH = "/api/reports/overview"
MOST_MEMBERS = 8
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def add_printed(app: FastAPI, door: Door) -> None:
    """Only where every report of the page is served."""

    async def page(request: Request) -> Response:
        trace = trace_of(request)
        refuse_form(request)
        spec = door.specs[QUESTIONS[OVERVIEW][0]]
        raw = read_query(request.scope["query_string"], spec.arguments, door.names)
        return await while_there(request, _answered(door, raw, trace))

    async def pdf(_request: Request) -> Response:
        raise NotAcceptable("The overview does not come as PDF.", f"Open {PATH}.html and print it: it is one A4 page.")

    if all(report in door.specs for report, _ in QUESTIONS.values()):
        app.add_route(f"{PATH}.html", page, include_in_schema=False)
        app.add_route(f"{PATH}.pdf", pdf, include_in_schema=False)


async def _answered(door: Door, raw: Mapping[str, object], trace: Trace) -> Response:
    parts = await _parts(door, raw, trace)
    trace.add_envelopes([(QUESTIONS[name][0], envelope) for name, envelope in parts.items()])
    overview = parts[OVERVIEW]
    if overview["error"] is not None:
        return json_reply(overview, status_of(overview))
    html = await asyncio.to_thread(overview_page, parts, filters_in_words(raw))
    headers = {**FRESH, "Content-Security-Policy": POLICY, "X-Data-Version": overview["metadata"]["dataVersion"] or ""}
    return Response(html, media_type="text/html", headers=headers)


async def _parts(door: Door, raw: Mapping[str, object], trace: Trace) -> dict[str, dict[str, Any]]:
    """Every part's envelope, over one lease."""
    try:
        cost = sum(door.specs[report].cost for report, _ in QUESTIONS.values())
        async with door.room(trace, cost), door.context.engine.lease() as lease:
            asked = (door.ask(door.specs[report], {**raw, **more}, trace, lease) for report, more in QUESTIONS.values())
            return dict(zip(QUESTIONS, await asyncio.gather(*asked), strict=True))
    except SalesError as error:
        return {OVERVIEW: door.refuse(error, trace)}


def filters_in_words(raw: Mapping[str, object]) -> str:
    """The filters of a page as its reader sees them.

    >>> filters_in_words({"filters": {"branch": {"in": ["Thika", None]}, "product": {"contains": "oil"}}})
    'branch is Thika or none; product contains oil'
    """
    filters = raw.get("filters")
    if not isinstance(filters, Mapping) or not filters:
        return "everything"
    return "; ".join(_condition(name, how, value) for name, body in filters.items() for how, value in body.items())


_HOW = {"in": "is", "notIn": "is not", "contains": "contains"}


def _condition(name: str, how: str, value: object) -> str:
    members = value if isinstance(value, list) else [value]
    told = " or ".join("none" if member is None else str(member) for member in members[:MOST_MEMBERS])
    more = f" or {len(members) - MOST_MEMBERS} more" if len(members) > MOST_MEMBERS else ""
    return f"{name} {_HOW[how]} {told}{more}"
