"""The built dashboard behind the real application: every address of it, what browsers keep, and what they may run."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from backend.tests.api.tiny import client, tiny_app

SCRIPT = 'document.documentElement.dataset.theme = "dark";'
STYLE = "body{margin:0}"
PAGE = f"""<!doctype html><html><head><style>{STYLE}</style><script>{SCRIPT}</script>
<script type="module" src="/static/main-1a2b.js"></script></head><body><div id="root"></div></body></html>"""
CODE = b"console.log(1);" * 200
SMALLEST = b"as built: the server never packs or unpacks"
FILE = "/static/main-1a2b.js"
ROUTES = [
    "/",
    "/salespeople",
    "/salespeople/Wanjiru%20Kamau",
    "/products/Nuts%20%2F%20Bolts",
    "/branches/Nairobi?p=YEAR",
    "/customers",
    "/profit",
    "/explore",
    "/data",
    "/diagnostics",
    "/settings",
]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "static").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    (folder / ".built").touch()
    (folder / "static" / "main-1a2b.js").write_bytes(CODE)
    (folder / "static" / "main-1a2b.js.gz").write_bytes(gzip.compress(CODE))
    (folder / "static" / "main-1a2b.js.br").write_bytes(SMALLEST)
    return folder


@pytest.fixture
async def site(build: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with client(tiny_app(site_dir=build)) as asking:
        yield asking


def take_away(build: Path) -> None:
    build.rename(build.with_name("gone"))


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("address", ROUTES)
async def test_every_address_of_the_dashboard_is_its_page(site: httpx.AsyncClient, address: str) -> None:
    page = await site.get(address)
    assert (page.status_code, page.text) == (200, PAGE)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "/static/other.js",
        "/static/%2e%2e/index.html",
        "/static/",
        "/assets/none",
        "/api/nonsense",
        "/api",
        "/graphql/nonsense",
        "/docs/nonsense",
        "/..%2findex.html",
        "/salesperson/..%2f..%2f.built",
        "/%2e%2e/x",
        "/..%5cx",
    ],
)
async def test_what_is_not_there_is_refused_in_the_coded_form(site: httpx.AsyncClient, address: str) -> None:
    told = await site.get(address, headers={"accept": "text/html"})
    assert (told.status_code, told.json()["error"]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    "address", ["/nonsense", "/salesperson?p=YEAR", "/index.html", "/.built", "/profit/more", "/a/"]
)
async def test_a_link_to_nowhere_shows_the_dashboard_that_says_so(site: httpx.AsyncClient, address: str) -> None:
    page = await site.get(address, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (page.status_code, page.text) == (404, PAGE)
    assert (page.headers["cache-control"], page.headers["vary"]) == ("no-store", "Accept, Accept-Encoding")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "etag" not in page.headers
    told = [await site.get(address), await site.get(address, headers={"accept": "application/json"})]
    told += [await site.post(address, headers={"accept": "text/html"})]
    assert [(one.status_code, one.json()["error"]["code"]) for one in told] == [(404, "NOT_FOUND")] * 3


async def test_the_policy_names_what_is_inline_and_nothing_else(site: httpx.AsyncClient) -> None:
    page = await site.get("/profit")
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' {hashed(SCRIPT)}"
    assert policy["style-src"] == f"'self' {hashed(STYLE)} {hashed('')}"
    assert (policy["connect-src"], policy["img-src"]) == ("'self'", "'self' data: blob:")
    assert (policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'")
    assert "unsafe" not in page.headers["content-security-policy"]


async def test_hashed_files_are_kept_for_good_and_others_asked_for_again(site: httpx.AsyncClient) -> None:
    hashed_file, other = await site.get(FILE), await site.get("/robots.txt")
    assert hashed_file.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert hashed_file.headers["content-type"] == "text/javascript; charset=utf-8"
    assert other.headers["cache-control"] == "no-cache"
    assert "script-src" not in hashed_file.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("reads", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("deflate", None),
        ("gzip;q=0.000", None),
        ("", None),
    ],
)
async def test_the_smallest_form_that_the_caller_reads(
    site: httpx.AsyncClient, build: Path, reads: str, coding: str | None
) -> None:
    async with site.stream("GET", FILE, headers={"accept-encoding": reads}) as told:
        body = b"".join([part async for part in told.aiter_raw()])
    suffix = {"br": ".br", "gzip": ".gz", None: ""}[coding]
    assert told.headers.get("content-encoding") == coding
    assert told.headers["vary"] == "Accept-Encoding"
    assert body == (build / "static" / f"main-1a2b.js{suffix}").read_bytes()
    assert int(told.headers["content-length"]) == len(body)


@pytest.mark.parametrize("address", ["/", FILE, "/robots.txt"])
async def test_what_was_seen_is_not_sent_again(site: httpx.AsyncClient, address: str) -> None:
    asked = {"accept-encoding": "gzip"}
    seen = await site.get(address, headers=asked)
    again = await site.get(address, headers={**asked, "if-none-match": f'"other", W/{seen.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert {again.headers[name] == seen.headers[name] for name in ("etag", "cache-control", "vary")} == {True}
    assert again.headers["content-security-policy"] == seen.headers["content-security-policy"]


async def test_forms_have_tags_of_their_own(site: httpx.AsyncClient) -> None:
    plain, packed = [await site.head(FILE, headers={"accept-encoding": coding}) for coding in ("identity", "gzip")]
    assert plain.headers["etag"] != packed.headers["etag"]


async def test_a_part_of_a_file_is_answered_by_the_whole(site: httpx.AsyncClient) -> None:
    told = await site.get(FILE, headers={"range": "bytes=0-9", "accept-encoding": "identity"})
    assert (told.status_code, told.content, told.headers["accept-ranges"]) == (200, CODE, "none")


async def test_other_methods_are_refused(site: httpx.AsyncClient) -> None:
    head, post = await site.head("/explore"), await site.post("/explore")
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(PAGE)))
    assert (post.status_code, post.json()["error"]["code"]) == (405, "METHOD_NOT_ALLOWED")


async def test_files_are_read_once(site: httpx.AsyncClient, build: Path) -> None:
    take_away(build)
    assert [(await site.get(path)).status_code for path in ("/", FILE)] == [200, 200]


async def test_the_api_stays_where_it_is(site: httpx.AsyncClient) -> None:
    assert (await site.get("/api/health/live")).json()["data"] == {"status": "alive"}
    assert "GraphiQL" in (await site.get("/graphql", headers={"accept": "text/html"})).text


async def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    async with client(tiny_app(site_dir=tmp_path)) as asking:
        seen = await asking.get("/", headers={"accept": "text/html,*/*"})
        told = await asking.get("/")
        other = await asking.get("/profit")
    assert (seen.status_code, "make build" in seen.text) == (404, True)
    assert seen.headers["content-type"].startswith("text/plain")
    assert (told.status_code, "make build" in told.json()["error"]["hint"]) == (404, True)
    assert other.status_code == 404
