"""Files over HTTP, at /api/data: check one, load it, watch it, stop it, undo it, fetch what was set aside.

Each endpoint says its answer in the envelope. The work is that of `python -m ingestion` in processes of its own
(`backend.loads`); whatever touches the disk is done in threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from backend.api.door import Door
from backend.api.health import Drain
from backend.api.json_body import BodyLimits, read_json
from backend.api.load_events import Watches
from backend.api.presence import while_there
from backend.api.replies import NOT_KEPT, json_reply
from backend.api.same_site import refuse_cross_site
from backend.api.scalars import plain_text
from backend.api.streamed import Streamed
from backend.api.trace import trace_of
from backend.envelope import Facts, success
from backend.errors import (
    InvalidParameter,
    Overloaded,
    RepeatedParameter,
    RequestTimeout,
    UnknownParameter,
    did_you_mean,
)
from backend.load_errors import FileUnusable, LoadEnded, NotNewest
from backend.loads.arrival import Incoming, Pace, paced
from backend.loads.attempts import Wish, attempts, begin, find_attempt, working
from backend.loads.checked import Refusal, checked_document, refusal
from backend.loads.child import answer_of
from backend.loads.form import Form
from backend.loads.history import attempt_document, history, read_ledger, record_document
from backend.loads.place import Json, Place
from backend.loads.quarantine import open_quarantine
from backend.loads.uploads import Upload, UploadLimits, find_upload, keep_rules, receive, refuse_size, remove, tidy
from backend.reports.spec import Outcome
from druid.catalog.model import Catalog

CHECK = "/api/data/check"
LOADS = "/api/data/loads"
UNDO = "/api/data/undo"
ARRIVALS_AT_ONCE = 8
"""Files that may be on their way, or wait for a check, at the same time; workers share the places."""
CHECKS_AT_ONCE = 2
BUSY_SECONDS = 5
"""When to come back where others arrive, are checked, or are watched."""
LISTED = 100
STOP_SECONDS = 5.0
"""How long a cancel waits for the loader to end, so that its answer is the last word where it can be."""
MODES = ("append", "replace")

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Look:
    """How a file is to be looked at: as it would be loaded."""

    mode: str
    mapping: str | None = None


class DataDoor:
    """The endpoints over one place."""

    def __init__(self, door: Door, drain: Drain, catalog: Catalog) -> None:
        self.door = door
        self.catalog = catalog
        self.place = Place(door.settings)
        share = max(door.settings.workers, 1)
        self.arrivals = asyncio.Semaphore(max(ARRIVALS_AT_ONCE // share, 1))
        self.checks = asyncio.Semaphore(max(CHECKS_AT_ONCE // share, 1))
        self.watches = Watches(drain)

    async def check(self, request: Request) -> Response:
        """Take a file, or look at one again with another mapping; nothing is loaded."""
        refuse_cross_site(request)
        self.place.require()
        words = _query(request, ("name", "mode"))
        if _media_type(request) == "application/json":
            return await self._check_again(request)
        mode = _mode(words.get("mode"))
        if self.arrivals.locked():
            raise Overloaded("Other files are arriving.", "Send the file again in a moment.", retry_after=BUSY_SECONDS)
        async with self.arrivals:
            upload = await self._receive(request, words.get("name", ""))
            return await while_there(request, self._checked(request, upload, Look(mode)))

    async def _check_again(self, request: Request) -> Response:
        asked = await self._body(request, ("upload", "mapping", "mode"))
        upload = await asyncio.to_thread(find_upload, self.place.uploads, asked.get("upload"))
        look = Look(_mode(asked.get("mode")), _text(asked, "mapping"))
        if self.checks.locked():
            raise Overloaded("Other files are being checked.", retry_after=BUSY_SECONDS)
        return await while_there(request, self._checked(request, upload, look))

    async def load(self, request: Request) -> Response:
        """Begin to load an upload."""
        refuse_cross_site(request)
        self.place.require()
        asked = await self._body(request, ("upload", "mapping", "mode", "covers"))
        upload = await asyncio.to_thread(find_upload, self.place.uploads, asked.get("upload"))
        mode, mapping, covers = _mode(asked.get("mode")), _text(asked, "mapping"), asked.get("covers")
        covers = None if covers is None else plain_text(covers, "covers")
        wish = Wish("load", upload.name, upload.id, upload.sha256, mapping, mode, covers)
        return await self._begun(request, wish)

    async def undo(self, request: Request) -> Response:
        """Begin to put the store back to the state before its newest load."""
        refuse_cross_site(request)
        self.place.require()
        asked = await self._body(request, ("loadId",))
        wanted = _text(asked, "loadId")
        ledger = await asyncio.to_thread(read_ledger, self.place)
        if wanted is not None and wanted != ledger.newest:
            raise NotNewest("That is not the newest load of the store.")
        file = str(ledger.records[ledger.newest]["file"]) if ledger.newest else ""
        return await self._begun(request, Wish("undo", file, undoes=ledger.newest))

    async def list(self, request: Request) -> Response:
        """Every load, the newest first."""
        _query(request, ())
        found = await asyncio.to_thread(history, self.place)
        listed = [{**document, "replaced": []} for document in found[:LISTED]]
        first, holder = await asyncio.to_thread(working, self.place)
        reason = self.place.why_off()
        facts: Json = {
            "loads": listed,
            "running": first.id if first else None,
            "holder": holder.words if holder else None,
            "holderProgress": holder.progress if holder else None,
            "uploads": {"isOn": reason is None, "reason": reason, "maxBytes": self.door.settings.max_upload_bytes},
        }
        return self._reply(request, facts, rows=len(found))

    async def one(self, request: Request) -> Response:
        """One load with everything known of it."""
        _query(request, ())
        return self._reply(request, await asyncio.to_thread(self._document, request.path_params["id"]))

    async def cancel(self, request: Request) -> Response:
        """Stop a load before its swap; after it, say that it was too late."""
        refuse_cross_site(request)
        self.place.require()
        attempt = await asyncio.to_thread(find_attempt, self.place, request.path_params["id"])
        if not await asyncio.to_thread(lambda: attempt.is_alive):
            raise LoadEnded("That load has ended.")
        if await asyncio.to_thread(lambda: attempt.is_published):
            raise LoadEnded("It is too late to stop that load: its lines are published.")
        await asyncio.to_thread(attempt.stop, STOP_SECONDS)
        document = await asyncio.to_thread(self._document, attempt.id)
        if document["state"] not in {"stopping", "cancelled"}:
            raise LoadEnded("It was too late to stop that load.")
        return self._reply(request, document)

    async def events(self, request: Request) -> Response:
        """How a load is getting on, as server-sent events; the last one is the load itself."""
        attempt = await asyncio.to_thread(find_attempt, self.place, request.path_params["id"])
        if self.watches.count >= self.door.settings.max_event_streams:
            raise Overloaded(
                "Too many pages watch loads.", f"Ask for {LOADS}/{attempt.id} now and then.", retry_after=BUSY_SECONDS
            )
        given = request.headers.get("last-event-id", "")
        after = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
        stream = self.watches.stream(attempt, after, lambda: self._document(attempt.id))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        events = Streamed(stream, media_type="text/event-stream", headers=headers)
        return events.hold(self.door.settings.write_idle_seconds)

    async def quarantine(self, request: Request) -> Response:
        """The lines that a load set aside, as CSV."""
        document = await asyncio.to_thread(self._document, request.path_params["id"])
        error = document["error"]
        set_aside = error.get("quarantineOf") if isinstance(error, dict) else None
        load_id = document["loadId"] or set_aside
        found = await asyncio.to_thread(open_quarantine, self.place, str(load_id) if load_id else None)
        headers = {
            **NOT_KEPT,
            "Content-Disposition": f'attachment; filename="{found.name}"',
            "Content-Length": str(found.size),
        }
        file = Streamed(found.file, media_type="text/csv; charset=utf-8", headers=headers)
        return file.hold(self.door.settings.write_idle_seconds)

    async def _receive(self, request: Request, name: str) -> Upload:
        settings, folder = self.door.settings, self.place.uploads
        limits = UploadLimits(settings.max_upload_bytes, settings.upload_timeout_seconds)
        refuse_size(request.headers.get("content-length", ""), folder, limits)
        await asyncio.to_thread(self._tidy)
        incoming = Incoming(paced(request.stream(), Pace(settings.upload_idle_seconds)), name)
        if _media_type(request) == "multipart/form-data":
            incoming.chunks = Form(request.headers["content-type"], incoming).file()
        try:
            return await receive(incoming, folder, limits)
        except ClientDisconnect as error:
            raise RequestTimeout("The client left before its file arrived.") from error

    def _tidy(self) -> None:
        tidy(self.place.uploads, {a.wish.upload for a in attempts(self.place) if a.is_alive})

    async def _checked(self, request: Request, upload: Upload, look: Look) -> Response:
        """What the loader finds; whoever comes while others are looked at waits in turn."""
        folder = self.place.uploads
        path, rules = upload.path(folder), upload.rules(folder)
        words = ["check", str(path), f"--name={upload.name}", f"--mode={look.mode}"]
        async with self.checks:
            if look.mapping is not None:
                await asyncio.to_thread(keep_rules, upload, folder, look.mapping)
                words.append(f"--mapping={rules}")
            answer = await answer_of(words, self.door.settings)
        found: Any = self.place.told(answer, {str(path): upload.name, path.name: upload.name, rules.name: "as sent"})
        if found.get("error"):
            return await self._refused(request, refusal(found, upload, self.catalog))
        return self._reply(request, checked_document(found, upload, self.catalog))

    async def _refused(self, request: Request, refused: Refusal) -> Response:
        """The loader's own code; what could be read of the file stands beside it."""
        trace = trace_of(request)
        trace.facts["code"] = refused.code
        if not refused.is_readable:
            await asyncio.to_thread(remove, self.place.uploads, refused.document["upload"]["id"])
            refused.document["upload"] = None
        envelope = self.door.refuse(FileUnusable(refused.message, refused.hint), trace)
        envelope["error"]["code"] = refused.code
        return json_reply({**envelope, "data": refused.document}, FileUnusable.status)

    async def _begun(self, request: Request, wish: Wish) -> Response:
        attempt = await asyncio.to_thread(begin, self.place, wish)
        document = await asyncio.to_thread(self._document, attempt.id)
        return self._reply(request, document, status=202, headers={"Location": f"{LOADS}/{attempt.id}"})

    def _document(self, load_id: str) -> Json:
        ledger = read_ledger(self.place)
        if load_id in ledger.records:
            return record_document(load_id, ledger)
        return attempt_document(self.place, find_attempt(self.place, load_id), ledger)

    async def _body(self, request: Request, names: tuple[str, ...]) -> dict[str, object]:
        settings = self.door.settings
        body = await read_json(request, BodyLimits(settings.max_body_bytes, settings.body_timeout_seconds))
        if not isinstance(body, dict):
            raise InvalidParameter("The body is not a JSON object.", 'Write {"upload": "..."}.')
        _refuse_unknown(body, names)
        return body

    def _reply(
        self, request: Request, data: Json, *, status: int = 200, headers: dict[str, str] | None = None, rows: int = 1
    ) -> Response:
        trace, settings = trace_of(request), self.door.settings
        engine = self.door.context.engine.name
        facts = Facts(trace.request_id, engine, settings.currency, settings.timezone, took_ms=trace.took_ms)
        return json_reply(success(Outcome(data, row_count=rows), facts), status, {**NOT_KEPT, **(headers or {})})


def add_loads(app: FastAPI, door: Door, drain: Drain, catalog: Catalog) -> None:
    """The routes of /api/data that change or show loads."""
    data = DataDoor(door, drain, catalog)
    routes: tuple[tuple[str, str, Endpoint], ...] = (
        ("POST", CHECK, data.check),
        ("POST", LOADS, data.load),
        ("GET", LOADS, data.list),
        ("GET", f"{LOADS}/{{id}}", data.one),
        ("DELETE", f"{LOADS}/{{id}}", data.cancel),
        ("GET", f"{LOADS}/{{id}}/events", data.events),
        ("GET", f"{LOADS}/{{id}}/quarantine", data.quarantine),
        ("POST", UNDO, data.undo),
    )
    for method, path, endpoint in routes:
        app.add_route(path, _named(path, endpoint), methods=[method], include_in_schema=False)


def _named(path: str, endpoint: Endpoint) -> Endpoint:
    async def answered(request: Request) -> Response:
        trace_of(request).facts["route"] = path
        return await endpoint(request)

    return answered


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _query(request: Request, names: tuple[str, ...]) -> dict[str, str]:
    given = request.query_params.multi_items()
    found = dict(given)
    _refuse_unknown(found, names)
    if len(found) != len(given):
        raise RepeatedParameter("A parameter is given more than once.", "Give each once.")
    return {name: plain_text(value, name) for name, value in found.items()}


def _refuse_unknown(given: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in given:
        if name not in names:
            shown = str(name)[:50]
            raise UnknownParameter(f"{shown!r} is not a parameter here.", did_you_mean(shown, names), field=shown)


def _mode(value: object) -> str:
    if value is None:
        return MODES[0]
    if value not in MODES:
        raise InvalidParameter("mode is neither append nor replace.", field="mode")
    return str(value)


def _text(asked: dict[str, object], name: str) -> str | None:
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise InvalidParameter(f"{name} is not a text.", field=name)
    return value
