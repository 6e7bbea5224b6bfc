"""Which form an answer takes: format= over Accept, weights and closeness as RFC 9110 has them, JSON in doubt."""

from __future__ import annotations

import httpx
import pytest

from backend.tests.api.tiny import codes

ROWS = "/api/kpis/top-products"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
ARROW = "application/vnd.apache.arrow.stream"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("text/csv", "text/csv"),
        (XLSX, XLSX),
        (PARQUET, PARQUET),
        (ARROW, ARROW),
        ("TEXT/CSV; q=1", "text/csv"),
        ("text/*", "text/csv"),
        (BROWSER, "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        (f"application/json;q=0.5, {ARROW}", ARROW),
        (f"application/json, {ARROW}", "application/json"),
        ("text/csv, */*", "text/csv"),
        ("text/csv;q=0, */*", "application/json"),
        (f"application/json;q=0, {PARQUET};q=0.1", PARQUET),
        ("text/csv;q=0.2, application/json;q=0.3", "application/json"),
    ],
)
async def test_accept_is_heeded(door: httpx.AsyncClient, accept: str, given: str) -> None:
    response = await door.get(ROWS, headers={"accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == given


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "parquet", "arrow"])
async def test_format_stands_over_accept(door: httpx.AsyncClient, form: str) -> None:
    response = await door.get(ROWS, params={"format": form}, headers={"accept": "image/png"})
    assert response.status_code == 200
    is_file = "content-disposition" in response.headers
    assert is_file == (form != "json")
    if is_file:
        assert response.headers["content-disposition"] == f'attachment; filename="top-products.{form}"'


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("format=pdf", 406, "NOT_ACCEPTABLE"),
        ("format=csv&format=json", 406, "NOT_ACCEPTABLE"),
        ("format=", 406, "NOT_ACCEPTABLE"),
        ("format=csv&bom=1", 422, "INVALID_PARAMETER"),
        ("format=csv&bom=true&bom=false", 422, "INVALID_PARAMETER"),
        ("bom=true", 422, "ILLEGAL_COMBINATION"),
        ("format=xlsx&bom=true", 422, "ILLEGAL_COMBINATION"),
        ("format=csv&limit=0", 422, "INVALID_PARAMETER"),
        ("format=csv&brnach=x", 400, "UNKNOWN_PARAMETER"),
    ],
)
async def test_refusals_are_json_whatever_was_asked_for(
    door: httpx.AsyncClient, query: str, status: int, code: str
) -> None:
    response = await door.get(f"{ROWS}?{query}")
    assert (response.status_code, codes(response)) == (status, [code])
    assert response.headers["content-type"] == "application/json"


async def test_a_failure_is_json_whatever_was_asked_for(door: httpx.AsyncClient) -> None:
    response = await door.get("/api/kpis/crash", params={"format": "arrow"})
    assert (response.status_code, codes(response)) == (500, ["INTERNAL_ERROR"])


async def test_the_request_id_comes_with_a_file(door: httpx.AsyncClient) -> None:
    response = await door.get(ROWS, params={"format": "csv"}, headers={"x-request-id": "mine-1"})
    assert response.headers["x-request-id"] == "mine-1"
    assert response.headers["cache-control"] == "private, no-cache"
    assert response.headers["vary"] == "Accept"


async def test_a_mark_begins_the_file_when_wished(door: httpx.AsyncClient) -> None:
    response = await door.get(ROWS, params={"format": "csv", "bom": "true"})
    assert response.content.startswith(b"\xef\xbb\xbfproduct,")
    plain = await door.get(ROWS, params={"format": "csv", "bom": "false"})
    assert plain.content.startswith(b"product,")
