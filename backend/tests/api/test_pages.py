"""The two pages work without a network: what they load is served from here, what is inline is allowed by its hash."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import httpx
import pytest

from backend.api.pages import ASSETS, asset_names
from backend.api.questions import READY

PAGES = ["/graphql", "/docs"]
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_comes_from_afar(door: httpx.AsyncClient, path: str) -> None:
    page = await door.get(path, headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert re.findall(r"https?:|//[a-z]", page.text) == []
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert loaded
    for address in loaded:
        asset = await door.get(address)
        assert (asset.status_code, len(asset.content) > 1000) == (200, True)


@pytest.mark.parametrize("path", PAGES)
async def test_inline_parts_are_allowed_by_hash(door: httpx.AsyncClient, path: str) -> None:
    page = await door.get(path, headers=BROWSER)
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in page.headers["content-security-policy"]
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
        assert f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'" in policy[rule]


async def test_questions_are_on_the_page(door: httpx.AsyncClient) -> None:
    page = await door.get("/graphql", headers=BROWSER)
    assert all(question.split("\n", 1)[1].splitlines()[0] in page.text for question in READY)


async def test_assets_are_sent_as_the_caller_reads_them(door: httpx.AsyncClient) -> None:
    packed = await door.get("/assets/react.production.min.js", headers={"accept-encoding": "gzip"})
    plain = await door.get("/assets/react.production.min.js", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert plain.headers["content-type"].startswith("text/javascript")


def test_every_asset_is_written_down() -> None:
    """Name and digest of each file are in the list that says where it came from."""
    listed = (ASSETS / "README.md").read_text(encoding="utf-8")
    for name in asset_names():
        digest = sha256((ASSETS / f"{name}.gz").read_bytes()).hexdigest()
        assert re.search(rf"\| `{re.escape(name)}\.gz` \| .* \| `{digest}` \|", listed), name


async def test_the_description_is_served(door: httpx.AsyncClient) -> None:
    described = (await door.get("/openapi.json")).json()
    assert "/api/kpis/echo" in described["paths"]
