"""The two pages for people, GraphiQL and the REST description, and their assets: all served from here, none from afar.

Inline script and style are allowed by their hash alone. Assets are kept compressed (`assets/README.md` says whence).
"""

from __future__ import annotations

import gzip
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

import orjson
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from backend.api.questions import READY
from backend.api.trace import trace_of
from backend.errors import NotFound

ASSETS = Path(__file__).parent / "assets"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
KEPT = "public, max-age=86400"

_GRAPHIQL_STYLE = "html,body,#page{height:100%;margin:0;overflow:hidden}"
_GRAPHIQL_SCRIPT = """
const page = ReactDOM.createRoot(document.getElementById("page"));
const tabs = JSON.parse(document.getElementById("questions").textContent);
page.render(React.createElement(GraphiQL, {
  fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
  defaultTabs: tabs.map((query) => ({ query })),
  defaultQuery: tabs[0],
  defaultEditorToolsVisibility: false,
}));
"""
_DOCS_STYLE = "body{margin:0}"
_DOCS_SCRIPT = """
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#page", deepLinking: true, validatorUrl: null });
"""
_FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{sheets}
<style>{style}</style>
</head>
<body>
<div id="page">Loading ...</div>
{data}{scripts}
<script>{script}</script>
</body>
</html>
"""


@cache
def graphiql_page() -> Response:
    """GraphiQL with the ready questions as tabs."""
    # a closing tag inside JSON would end the element early
    questions = orjson.dumps(READY).decode().replace("<", "\\u003c")
    return _page(
        "Sales analytics: GraphQL",
        ("graphiql.min.css", "react.production.min.js", "react-dom.production.min.js", "graphiql.min.js"),
        (_GRAPHIQL_STYLE, _GRAPHIQL_SCRIPT),
        f'<script type="application/json" id="questions">{questions}</script>\n',
    )


@cache
def docs_page() -> Response:
    return _page("Sales analytics: REST", ("swagger-ui.css", "swagger-ui-bundle.js"), (_DOCS_STYLE, _DOCS_SCRIPT), "")


def _page(title: str, assets: tuple[str, ...], inline: tuple[str, str], data: str) -> Response:
    style, script = inline
    html = _FRAME.format(
        title=title,
        sheets="\n".join(f'<link rel="stylesheet" href="/assets/{a}">' for a in assets if a.endswith(".css")),
        scripts="\n".join(f'<script src="/assets/{a}"></script>' for a in assets if a.endswith(".js")),
        style=style,
        script=script,
        data=data,
    )
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' {_hash(script)}",
        "style-src": f"'self' {_hash(style)}",
        "font-src": "'self' data:",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cache-Control": "no-cache",
    }
    return Response(html, media_type="text/html", headers=headers)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def asset_names() -> frozenset[str]:
    return frozenset(path.name.removesuffix(".gz") for path in ASSETS.glob("*.gz"))


async def _asset(request: Request) -> Response:
    trace_of(request).facts["route"] = "/assets/{name}"
    name = request.path_params["name"]
    if name not in asset_names():
        raise NotFound("There is no such asset.")
    body = (ASSETS / f"{name}.gz").read_bytes()
    headers = {"Cache-Control": KEPT, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type=MEDIA_TYPES[Path(name).suffix], headers=headers)


def add_pages(app: FastAPI, description: bytes) -> None:
    async def docs(_request: Request) -> Response:
        return docs_page()

    async def openapi(_request: Request) -> Response:
        return Response(description, media_type="application/json")

    app.add_route("/docs", docs, include_in_schema=False)
    app.add_route("/openapi.json", openapi, include_in_schema=False)
    app.add_route("/assets/{name}", _asset, include_in_schema=False)
