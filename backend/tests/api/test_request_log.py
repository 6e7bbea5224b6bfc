"""One line a request, in one form, with the request's id; nothing of what was asked, nothing lost when we fail."""

from __future__ import annotations

import io
from collections.abc import Iterator

import httpx
import pytest

from backend.tests.api.log_lines import lines, logged
from backend.tests.api.tiny import SECRET


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    with logged("info") as told:
        yield told


async def test_one_line_with_the_id(door: httpx.AsyncClient, stream: io.StringIO) -> None:
    response = await door.get("/api/kpis/top-products?branch=Canary", headers={"x-request-id": "line-1"})
    (line,) = lines(stream)
    assert list(line)[:4] == ["ts", "level", "event", "request_id"]
    assert line["request_id"] == "line-1"
    assert (line["event"], line["method"], line["status"]) == ("http.request.answered", "GET", 200)
    assert (line["route"], line["report"], line["rows"]) == ("/api/kpis/top-products", "topProducts", 2)
    assert line["data_version"] == response.json()["metadata"]["dataVersion"]
    assert isinstance(line["took_ms"], float)
    assert "Canary" not in stream.getvalue()


async def test_graphql_names_its_reports(door: httpx.AsyncClient, stream: io.StringIO) -> None:
    query = 'query Mine{echo(search:"Canary"){data{said}} topProducts(limit:0){error{code}}}'
    await door.post("/graphql", json={"query": query, "operationName": "Mine"})
    (line,) = lines(stream)
    assert (line["route"], line["operation"]) == ("/graphql", "Mine")
    assert set(line["report"].split(",")) == {"echo", "topProducts"}
    assert line["code"] == "INVALID_PARAMETER"
    assert len(line["document"]) == 12
    assert "Canary" not in stream.getvalue()


@pytest.mark.parametrize("path", ["/nowhere/Canary", "/api/kpis/Canary", "/assets/Canary"])
async def test_strangers_words_stay_out(door: httpx.AsyncClient, stream: io.StringIO, path: str) -> None:
    await door.get(path)
    (line,) = lines(stream)
    assert line["status"] == 404
    assert "Canary" not in stream.getvalue()


async def test_parameters_are_one_route(door: httpx.AsyncClient, stream: io.StringIO) -> None:
    await door.get("/api/filter-options/branch")
    assert lines(stream)[0]["route"] == "/api/filter-options/{dimension}"


async def test_our_failure_is_told_to_the_log(door: httpx.AsyncClient, stream: io.StringIO) -> None:
    response = await door.get("/api/kpis/crash")
    told, line = lines(stream)
    assert response.status_code == 500
    assert told["request_id"] == line["request_id"] == response.headers["x-request-id"]
    assert SECRET in told["exception"]
    assert (line["code"], line["status"]) == ("INTERNAL_ERROR", 500)


async def test_hostile_ids_forge_no_line(door: httpx.AsyncClient, stream: io.StringIO) -> None:
    await door.get("/api/kpis/echo", headers={b"x-request-id": b'a"}{"event":"forged'})
    (line,) = lines(stream)
    assert "forged" not in stream.getvalue()
    assert line["status"] == 200


async def test_every_field_of_a_question(door: httpx.AsyncClient, stream: io.StringIO) -> None:
    response = await door.get("/api/kpis/top-products")
    (line,) = lines(stream)
    told = {"ts", "level", "event", "request_id", "method", "status", "route", "report", "engine", "data_version"}
    assert line.keys() == told | {"rows", "cache", "bytes", "took_ms", "outcome"}
    assert (line["engine"], line["outcome"], line["bytes"]) == ("tiny", "answered", len(response.content))
    assert line["ts"].endswith("Z")


@pytest.mark.parametrize(
    ("path", "outcome"),
    [("/api/kpis/echo?limit=zero", "refused"), ("/nowhere", "refused"), ("/api/kpis/crash", "failed")],
)
async def test_how_it_ended(door: httpx.AsyncClient, stream: io.StringIO, path: str, outcome: str) -> None:
    await door.get(path)
    assert lines(stream)[-1]["outcome"] == outcome


async def test_the_wrong_method_tells_no_address(door: httpx.AsyncClient, stream: io.StringIO) -> None:
    await door.post("/api/filter-options/Canary")
    assert "Canary" not in stream.getvalue()


async def test_less_is_told_at_a_higher_level(door: httpx.AsyncClient) -> None:
    with logged("warning") as stream:
        await door.get("/api/kpis/top-products")
    assert stream.getvalue() == ""
