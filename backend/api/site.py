"""The dashboard at the server's own address: its built files, read once at the start and answered from memory.

Comes in: the folder of a build, each file with its compressed forms beside it. Goes out: one page for every address
of the dashboard, with a policy that names its inline parts by hash, and files that a browser keeps for good because
their names carry a hash of what they hold. Without a build `/` says how to make one.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from backend.api.trace import trace_of
from backend.errors import NotFound

BUILT = Path(__file__).parents[2] / "frontend" / "dist"
"""Where a build is when no setting says otherwise: beside the package."""
INDEX = "index.html"
HASHED = "static/"
ALONE = ("/", "/profit", "/explore", "/data", "/diagnostics", "/settings")
WITH_MEMBERS = ("/salespeople", "/products", "/branches", "/customers")
OF_PROGRAMS = ("api", "graphql", "docs", "openapi.json", "static", "assets")
"""First parts of paths at which no page ever is."""
UP = ("", ".", "..")
ADDRESSES = (*ALONE, *WITH_MEMBERS, *(f"{path}/{{name:path}}" for path in WITH_MEMBERS))

FOREVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
CODINGS = {"br": ".br", "gzip": ".gz"}
"""Compressed forms by what a caller says it reads, the smallest first."""
EMPTY_STYLE = ""
"""Styles of components come through an element that is empty when it is made: the policy names that by its hash."""
NOT_BUILT = """The dashboard is not built here.

Build it with `make build` (Node 20.19, 22.12 or newer is needed), then start the server again.
The same numbers are at /graphql (GraphiQL) and /docs (REST).
"""
_SCRIPTS = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_STYLES = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_WEIGHT = re.compile(r";\s*q=0(?:\.0{1,3})?\s*$")


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file in each coding it was built in, `identity` always; its tags differ by coding, as its bytes do."""

    media_type: str
    bodies: Mapping[str, bytes]
    tags: Mapping[str, str]
    headers: Mapping[str, str]

    def reply(self, request: Request) -> Response:
        coding = self._coding(request)
        headers = {**self.headers, "ETag": self.tags[coding], "Vary": "Accept-Encoding", "Accept-Ranges": "none"}
        if self.tags[coding] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return self._sent(coding, 200, headers)

    def nowhere(self, request: Request) -> Response:
        """The page for an address at which it will say that nothing is; not kept, as what is there may change."""
        headers = {**self.headers, "Cache-Control": "no-store", "Vary": "Accept, Accept-Encoding"}
        return self._sent(self._coding(request), 404, headers)

    def _coding(self, request: Request) -> str:
        return chosen_coding(request.headers.get("accept-encoding", ""), self.bodies)

    def _sent(self, coding: str, status: int, headers: Mapping[str, str]) -> Response:
        coded = {} if coding == "identity" else {"Content-Encoding": coding}
        return Response(self.bodies[coding], status, {**headers, **coded}, self.media_type)


def chosen_coding(accepted: str, built: Mapping[str, bytes]) -> str:
    """The smallest form that the caller reads.

    >>> chosen_coding("gzip, br;q=0", {"identity": b"", "gzip": b"", "br": b""})
    'gzip'
    """
    parts = [part.strip().lower() for part in accepted.split(",")]
    read = {part.partition(";")[0].strip() for part in parts if not _WEIGHT.search(part)}
    return next((coding for coding in CODINGS if coding in built and coding in read), "identity")


def read_site(folder: Path) -> dict[str, BuiltFile]:
    """Every built file by its path in the folder; empty without a build."""
    if not (folder / INDEX).is_file():
        return {}
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    plain = [path for path in paths if path.suffix not in CODINGS.values()]
    return {path.relative_to(folder).as_posix(): _read(folder, path) for path in plain}


def _read(folder: Path, path: Path) -> BuiltFile:
    name = path.relative_to(folder).as_posix()
    bodies = {"identity": path.read_bytes()}
    for coding, suffix in CODINGS.items():
        packed = path.with_name(path.name + suffix)
        if packed.is_file():
            bodies[coding] = packed.read_bytes()
    tags = {coding: f'"{sha256(body).hexdigest()[:20]}"' for coding, body in bodies.items()}
    headers = {"Cache-Control": FOREVER if name.startswith(HASHED) else ASK_EACH_TIME}
    if name == INDEX:
        headers["Content-Security-Policy"] = policy_of(bodies["identity"].decode())
    return BuiltFile(guess_type(name)[0] or "application/octet-stream", bodies, tags, headers)


def policy_of(html: str) -> str:
    """The policy of a page: from here alone, and what is inline in it by hash."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *map(_hash, _SCRIPTS.findall(html)))),
        "style-src": " ".join(("'self'", *map(_hash, (*_STYLES.findall(html), EMPTY_STYLE)))),
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def add_site(app: FastAPI, folder: Path | None) -> tuple[str, ...]:
    """The dashboard's addresses, from a build in `folder` or beside the package. Call it after every other route.

    Tells the paths of its routes.
    """
    files = read_site(folder or BUILT)

    async def page(request: Request) -> Response:
        trace_of(request).facts["route"] = "dashboard"
        return files[INDEX].reply(request)

    async def file(request: Request) -> Response:
        trace_of(request).facts["route"] = "/static/{path}"
        found = files.get(request.scope["path"].removeprefix("/"))
        if found is None:
            raise NotFound("There is no such file.", "Reload the page: it may be of an older build.")
        return found.reply(request)

    if not files:
        app.add_route("/", _not_built, include_in_schema=False)
        return ("/",)
    _show_nowhere(app, files[INDEX])
    for address in ADDRESSES:
        app.add_route(address, page, include_in_schema=False)
    alone = (f"/{name}" for name in files if not name.startswith(HASHED) and name != INDEX)
    paths = (f"/{HASHED}{{path:path}}", *alone)
    for path in paths:
        app.add_route(path, file, include_in_schema=False)
    return (*ADDRESSES, *paths)


def _show_nowhere(app: FastAPI, page: BuiltFile) -> None:
    """Whoever follows a link to nowhere gets the dashboard, which says so; programs get the coded form."""
    refuse = app.router.default

    async def elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_page_asked(scope["method"], scope["path"], Headers(scope=scope)):
            await refuse(scope, receive, send)
            return
        request = Request(scope)
        trace_of(request).facts["route"] = "nowhere"
        await page.nowhere(request)(scope, receive, send)

    app.router.default = elsewhere


def is_page_asked(method: str, path: str, headers: Mapping[str, str]) -> bool:
    """Whether a browser goes to an address that is neither the API's nor a way up the path.

    >>> is_page_asked("GET", "/nonsense", {"accept": "text/html"}), is_page_asked("GET", "/nonsense", {})
    (True, False)
    >>> [is_page_asked("GET", path, {"accept": "text/html"}) for path in ("/api/x", "/a/../b", "//a", "/a/")]
    [False, False, False, True]
    """
    if method != "GET" or "text/html" not in headers.get("accept", ""):
        return False
    parts = path.removeprefix("/").removesuffix("/").split("/")
    return parts[0] not in OF_PROGRAMS and not any(part in UP or "\\" in part for part in parts)


async def _not_built(request: Request) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return Response(NOT_BUILT, 404, media_type="text/plain", headers={"Cache-Control": "no-store"})
    raise NotFound("The dashboard is not built here.", "Build it with `make build`, then start the server again.")
