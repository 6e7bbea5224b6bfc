"""Hostile questions and the one answer each has: its status and its code, never a 500, never our own words inside.

Left to the planner's and the reports' own tests, because they need data: cursors, a thousand buckets, members that
look like SQL. Left for later features: static files, exports, other versions, scopes, rate limits.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import orjson
import pytest

from backend.tests.api.tiny import SECRET, TinyEngine, client, codes, tiny_app

ECHO = "/api/kpis/echo"
JSON = {"content-type": "application/json"}

REST = [
    ("unknown name", "brnach=x", 400, "UNKNOWN_PARAMETER"),
    ("unknown operator", "branch!~=x", 400, "UNKNOWN_PARAMETER"),
    ("argument of a body", "dateRange=x", 400, "UNKNOWN_PARAMETER"),
    ("repeated scalar", "limit=1&limit=2", 400, "REPEATED_PARAMETER"),
    ("repeated date", "startDate=2024-01-01&startDate=2024-01-02&endDate=2024-02-01", 400, "REPEATED_PARAMETER"),
    *(("inexact number", f"limit={text}", 422, "INVALID_PARAMETER") for text in ("1_0", "%2B5", "%205", "5.0", "01")),
    *(("number out of range", f"limit={n}", 422, "INVALID_PARAMETER") for n in (0, -1, 10_001, 10**23)),
    ("number in other digits", "limit=%D9%A5", 422, "INVALID_PARAMETER"),
    *(("control character", f"branch={text}", 422, "INVALID_PARAMETER") for text in ("%00", "a%1Bb", "%0A", "%7F")),
    ("not UTF-8", "branch=%ff%fe", 422, "INVALID_PARAMETER"),
    ("overlong UTF-8", "branch=%c0%af", 422, "INVALID_PARAMETER"),
    ("broken escape", "branch=%zz", 422, "INVALID_PARAMETER"),
    ("sort injected", "sortBy=revenue;--", 422, "UNKNOWN_FIELD"),
    ("sort quoted", "sortBy=%22revenue%22", 422, "UNKNOWN_FIELD"),
    *(("zone", f"timezone={z}", 422, "UNKNOWN_TIMEZONE") for z in ("../../x", "UTC%2B3", "UTC%00", "localtime")),
    ("start after end", "startDate=2024-02-01&endDate=2024-01-01", 422, "INVALID_RANGE"),
    *(
        ("no such date", f"startDate={day}&endDate=2024-03-01", 422, "INVALID_PARAMETER")
        for day in ("2024-02-30", "2024-01-01T24:00", "99999-01-01", "2024-1-1", "2024-01-01T00:00:00", "20240101")
    ),
    ("plus not escaped", "startDate=2024-01-01T00:00:00+03:00&endDate=2024-02-01", 422, "INVALID_PARAMETER"),
    ("half a range", "startDate=2024-01-01", 422, "INVALID_PARAMETER"),
    ("period and dates", "period=MONTH&startDate=2024-01-01&endDate=2024-02-01", 422, "ILLEGAL_COMBINATION"),
    ("custom without dates", "period=CUSTOM", 422, "ILLEGAL_COMBINATION"),
    ("dates on a named comparison", "compare=PREVIOUS_YEAR&compare=CUSTOM", 422, "ILLEGAL_COMBINATION"),
    ("too many comparisons", "&".join(f"compare=2023-01-0{n}/2023-02-01" for n in range(1, 7)), 422, "TOO_MANY_VALUES"),
    ("enum in lower case", "period=month", 422, "INVALID_PARAMETER"),
    ("empty value", "limit=", 422, "INVALID_PARAMETER"),
    ("bare name", "period", 422, "INVALID_PARAMETER"),
    ("empty search in a filter", "branch~=", 422, "INVALID_PARAMETER"),
    ("long text", f"search={'x' * 1001}", 422, "INVALID_PARAMETER"),
    ("unknown measure", "measures=drop", 422, "UNKNOWN_MEASURE"),
    ("unknown dimension", "dimension=drop", 422, "UNKNOWN_DIMENSION"),
    ("unknown group", "groupBy=product", 422, "UNKNOWN_DIMENSION"),
    ("flag", "totals=1", 422, "INVALID_PARAMETER"),
    ("long address", "search=" + "x" * 9000, 414, "URL_TOO_LONG"),
    ("other format", "format=pdf", 406, "NOT_ACCEPTABLE"),
    ("two formats", "format=json&format=xml", 406, "NOT_ACCEPTABLE"),
]


@pytest.mark.parametrize(("query", "status", "code"), [pytest.param(*row[1:], id=row[0]) for row in REST])
async def test_query_strings(door: httpx.AsyncClient, query: str, status: int, code: str) -> None:
    response = await door.get(f"{ECHO}?{query}")
    assert (response.status_code, codes(response)) == (status, [code])


async def test_too_many_values() -> None:
    async with client(tiny_app(max_url_bytes=100_000)) as door:
        response = await door.get(ECHO + "?" + "&".join(f"branch={n}" for n in range(3000)))
    assert (response.status_code, codes(response)) == (422, ["TOO_MANY_VALUES"])


async def test_a_hint_names_the_nearest(door: httpx.AsyncClient) -> None:
    response = await door.get(f"{ECHO}?brnach=x")
    assert response.json()["error"]["hint"] == "Did you mean 'branch'?"


@pytest.mark.parametrize("member", ["' OR 1=1 --", '"; DROP TABLE sales;', "NA", "00123", "a&b=c", "50%", "Ω-é"])
async def test_members_are_only_values(door: httpx.AsyncClient, member: str) -> None:
    response = await door.get(ECHO, params={"branch": member})
    assert response.status_code == 200
    assert f"members=({member!r},)" in response.json()["data"]["said"]


@pytest.mark.parametrize("accept", ["text/plain", "application/xml", "application/json;q=0", "image/*"])
async def test_other_forms(door: httpx.AsyncClient, accept: str) -> None:
    response = await door.get(ECHO, headers={"accept": accept})
    assert (response.status_code, codes(response)) == (406, ["NOT_ACCEPTABLE"])


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html, application/json;q=0.9", "application/*"])
async def test_json_is_acceptable(door: httpx.AsyncClient, accept: str) -> None:
    assert (await door.get(ECHO, headers={"accept": accept})).status_code == 200


@pytest.mark.parametrize("host", ["evil/abc?x=", "a b", "evil.example", "", "localhost:http"])
async def test_hosts(door: httpx.AsyncClient, host: str) -> None:
    response = await door.get(ECHO, headers={"host": host})
    assert (response.status_code, codes(response)) == (400, ["REFUSED"])


async def test_large_headers(door: httpx.AsyncClient) -> None:
    response = await door.get(ECHO, headers={"x-filler": "x" * 20_000})
    assert (response.status_code, codes(response)) == (431, ["HEADERS_TOO_LARGE"])


@pytest.mark.parametrize("path", ["/api/..%2f..%2fetc/passwd", "/assets/..%2f..%2fapp.py", "/assets/%5c..%5capp.py",
                                  "/assets/%252e%252e%252fapp.py", "/api/kpis/echo/", "/api//kpis/echo"])  # fmt: skip
async def test_paths_out_of_the_way(door: httpx.AsyncClient, path: str) -> None:
    response = await door.get(path)
    assert response.status_code == 404
    assert codes(response)[0] in {"NOT_FOUND", "UNKNOWN_REPORT"}


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "POST", "OPTIONS"])
async def test_methods(door: httpx.AsyncClient, method: str) -> None:
    response = await door.request(method, ECHO, headers={"x-http-method-override": "GET"})
    assert (response.status_code, codes(response)) == (405, ["METHOD_NOT_ALLOWED"])
    assert response.headers["allow"] == "GET, HEAD"


async def test_unknown_report(door: httpx.AsyncClient) -> None:
    response = await door.get("/api/kpis/top-product")
    assert (response.status_code, codes(response)) == (404, ["UNKNOWN_REPORT"])
    assert response.json()["error"]["hint"] == "Did you mean 'top-products'?"


BODIES: list[tuple[str, bytes, Mapping[str, str], int, str]] = [
    ("gzip", b"\x1f\x8b", {**JSON, "content-encoding": "gzip"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("XML", b"<a/>", {"content-type": "application/xml"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("form", b"query=x", {"content-type": "application/x-www-form-urlencoded"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("multipart", b"x", {"content-type": "multipart/form-data; boundary=x"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("text", b"{}", {"content-type": "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("no type", b"{}", {}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    ("NaN", b'{"limit": NaN}', JSON, 422, "INVALID_PARAMETER"),
    ("infinite", b'{"limit": 1e999}', JSON, 422, "INVALID_PARAMETER"),
    ("half a surrogate", b'{"search": "\\ud800"}', JSON, 422, "INVALID_PARAMETER"),
    ("brackets", b"[" * 100_000, JSON, 400, "INVALID_JSON"),
    ("not UTF-8", b'{"search": "\xff"}', JSON, 400, "INVALID_JSON"),
    ("BOM", b'\xef\xbb\xbf{"limit": 1}', JSON, 400, "INVALID_JSON"),
    ("empty", b"", JSON, 400, "INVALID_JSON"),
    ("duplicate keys", b'{"limit": 1, "limit": 2}', JSON, 400, "INVALID_JSON"),
    ("endless number", b'{"limit": ' + b"9" * 5000 + b"}", JSON, 422, "INVALID_PARAMETER"),
    ("too large", b'{"search": "' + b"x" * 300_000 + b'"}', JSON, 413, "PAYLOAD_TOO_LARGE"),
    ("too deep", b'{"filters": ' + b'{"a":' * 100 + b"1" + b"}" * 100 + b"}", JSON, 422, "COMPLEXITY_LIMIT"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "headers", "status", "code"), [pytest.param(*row[1:], id=row[0]) for row in BODIES])
async def test_bodies(door: httpx.AsyncClient, body: bytes, headers: dict[str, str], status: int, code: str) -> None:
    response = await door.post("/api/kpis/explore", content=body, headers=headers)
    assert (response.status_code, codes(response)) == (status, [code])
    other = await door.post("/graphql", content=body, headers=headers)
    assert other.status_code == (400 if code == "COMPLEXITY_LIMIT" else status)
    assert codes(other) == [code]


EXPLORED: list[tuple[str, Any, int, str]] = [
    ("not an object", [], 422, "INVALID_PARAMETER"),
    ("a large question", {"measures": ["lines"] * 50, "dimensions": ["branch"] * 20}, 422, "COMPLEXITY_LIMIT"),
    ("unknown key", {"mesures": []}, 400, "UNKNOWN_PARAMETER"),
    ("unknown filter", {"filters": {"brnch": {"in": ["a"]}}}, 422, "UNKNOWN_DIMENSION"),
    ("unknown filter key", {"filters": {"branch": {"is": ["a"]}}}, 400, "UNKNOWN_PARAMETER"),
    ("empty filter", {"filters": {"branch": {}}}, 422, "INVALID_PARAMETER"),
    ("filter as text", {"filters": "branch"}, 422, "INVALID_PARAMETER"),
    ("numbers as members", {"filters": {"branch": {"in": [1]}}}, 422, "INVALID_PARAMETER"),
    ("limit as text", {"limit": "5"}, 422, "INVALID_PARAMETER"),
    ("limit as flag", {"limit": True}, 422, "INVALID_PARAMETER"),
    ("limit as fraction", {"limit": 5.0}, 422, "INVALID_PARAMETER"),
    ("threshold operator", {"having": [{"measure": "lines", "op": "LIKE", "value": 1}]}, 422, "INVALID_PARAMETER"),
    ("threshold measure", {"having": [{"measure": "1=1", "op": "=", "value": 1}]}, 422, "UNKNOWN_MEASURE"),
    ("threshold value", {"having": [{"measure": "lines", "op": "=", "value": "1"}]}, 422, "INVALID_PARAMETER"),
    ("two ways of dates", {"dateRange": {}, "startDate": "2024-01-01"}, 422, "ILLEGAL_COMBINATION"),
    ("sort as text", {"sort": "lines"}, 422, "INVALID_PARAMETER"),
    ("sort without field", {"sort": [{"order": "ASC"}]}, 422, "INVALID_PARAMETER"),
]


@pytest.mark.parametrize(("body", "status", "code"), [pytest.param(*row[1:], id=row[0]) for row in EXPLORED])
async def test_explored(door: httpx.AsyncClient, body: object, status: int, code: str) -> None:
    response = await door.post("/api/kpis/explore", content=orjson.dumps(body), headers=JSON)
    assert (response.status_code, codes(response)) == (status, [code])


async def test_a_slow_body_is_given_up() -> None:
    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(30)

    async with client(tiny_app(body_timeout_seconds=0.05)) as door:
        response = await door.post("/graphql", content=slowly(), headers=JSON)
    assert (response.status_code, codes(response)) == (408, ["REQUEST_TIMEOUT"])


FIELD = "echo{data{said}}"
DOCUMENTS: list[tuple[str, str, str]] = [
    ("depth", "{echo{data{" + "a{" * 9 + "b" + "}" * 9 + "}}}", "DEPTH_LIMIT"),
    ("great depth", "{" * 200 + "}" * 200, "DEPTH_LIMIT"),
    ("brackets in a value", "{echo(compare:" + "[" * 900 + "]" * 900 + "){data{said}}}", "DEPTH_LIMIT"),
    ("cycle", "{...A} fragment A on Query{...B} fragment B on Query{...A}", "INVALID_DOCUMENT"),
    ("own cycle", "{...A} fragment A on Query{...A}", "INVALID_DOCUMENT"),
    ("aliases", "{" + "".join(f"a{n}:{FIELD}" for n in range(31)) + "}", "ALIAS_LIMIT"),
    (
        "aliases by fragments",
        "{a:echo{...A}b:echo{...A}} fragment A on EchoEnvelope{" + "x:data{said}" * 16 + "}",
        "ALIAS_LIMIT",
    ),
    ("many roots", "{" + FIELD * 500 + "}", "TOKEN_LIMIT"),
    ("many equal fields", "{echo{data{" + "said " * 3000 + "}}}", "TOKEN_LIMIT"),
    ("many directives", "{echo{data{said" + " @skip(if:false)" * 5000 + "}}}", "TOKEN_LIMIT"),
    ("some directives", "{echo{data{said" + " @skip(if:false)" * 51 + "}}}", "COMPLEXITY_LIMIT"),
    ("cost", "{" + "explore{data{said}}" * 21 + "}", "COMPLEXITY_LIMIT"),
    ("two operations", "query A{" + FIELD + "} query B{" + FIELD + "}", "INVALID_DOCUMENT"),
    ("subscription", "subscription{" + FIELD + "}", "INVALID_DOCUMENT"),
    ("mutation", "mutation{" + FIELD + "}", "INVALID_DOCUMENT"),
    ("defer", "{...A @defer} fragment A on Query{" + FIELD + "}", "INVALID_DOCUMENT"),
    ("large Int", "{echo(limit:2147483648){data{said}}}", "INVALID_DOCUMENT"),
    ("enum as text", '{echo(period:"MONTH"){data{said}}}', "INVALID_DOCUMENT"),
    ("null for required", "{filterOptions(dimension:null){data{said}}}", "INVALID_DOCUMENT"),
    ("unknown argument", "{echo(brnach:1){data{said}}}", "INVALID_DOCUMENT"),
    ("unknown field", "{echos{data{said}}}", "INVALID_DOCUMENT"),
    ("unknown fragment", "{...A}", "INVALID_DOCUMENT"),
    ("fragment twice", "{...A} fragment A on Query{echo{data{said}}} fragment A on Query{x}", "INVALID_DOCUMENT"),
    ("only a fragment", "fragment A on Query{" + FIELD + "}", "INVALID_DOCUMENT"),
    ("syntax", "{echo{data{said}}", "INVALID_DOCUMENT"),
    ("NUL", "{echo\x00}", "INVALID_DOCUMENT"),
    ("blank", "   ", "INVALID_DOCUMENT"),
    ("deep introspection", "{__schema{types{" + "ofType{" * 120 + "name" + "}" * 123, "DEPTH_LIMIT"),
    (
        "wide introspection",
        "{__schema{types{fields{type{fields{type{fields{type{name}}}}}}}}}",
        "INVALID_DOCUMENT",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("document", "code"), [pytest.param(*row[1:], id=row[0]) for row in DOCUMENTS])
async def test_documents(door: httpx.AsyncClient, document: str, code: str) -> None:
    response = await door.post("/graphql", json={"query": document})
    assert response.status_code == 400
    assert set(codes(response)) == {code}
    assert {e["extensions"]["requestId"] for e in response.json()["errors"]} == {response.headers["x-request-id"]}


CALLS: list[tuple[str, Any, int, str]] = [
    ("batch", [{"query": "{" + FIELD + "}"}], 400, "BATCHING_DISABLED"),
    ("text", "x", 400, "INVALID_JSON"),
    ("no query", {}, 400, "INVALID_DOCUMENT"),
    ("query as number", {"query": 1}, 400, "INVALID_DOCUMENT"),
    ("variables as list", {"query": "{x}", "variables": []}, 400, "INVALID_DOCUMENT"),
    ("operation name as path", {"query": "{x}", "operationName": "../x"}, 400, "INVALID_DOCUMENT"),
    ("no such operation", {"query": "query A{" + FIELD + "}", "operationName": "B"}, 400, "INVALID_DOCUMENT"),
    (
        "long list",
        {"query": "query($m:[String!]){echo(measures:$m){error{code}}}", "variables": {"m": ["a"] * 20_000}},
        422,
        "TOO_MANY_VALUES",
    ),
    (
        "variable of another type",
        {"query": "query($n:Int){echo(limit:$n){error{code}}}", "variables": {"n": "5"}},
        400,
        "INVALID_DOCUMENT",
    ),
    (
        "variable missing",
        {"query": "query($d:String!){filterOptions(dimension:$d){error{code}}}"},
        400,
        "INVALID_DOCUMENT",
    ),
]


@pytest.mark.parametrize(("body", "status", "code"), [pytest.param(*row[1:], id=row[0]) for row in CALLS])
async def test_calls(door: httpx.AsyncClient, body: object, status: int, code: str) -> None:
    response = await door.post("/graphql", content=orjson.dumps(body), headers=JSON)
    assert (response.status_code, codes(response)) == (status, [code])


async def test_list_too_long_for_a_body(door: httpx.AsyncClient) -> None:
    body = orjson.dumps({"query": "{x}", "variables": {"m": ["a"] * 200_000}})
    response = await door.post("/graphql", content=body, headers=JSON)
    assert (response.status_code, codes(response)) == (413, ["PAYLOAD_TOO_LARGE"])


ARGUED: list[tuple[str, str]] = [
    ('timezone:"UTC+3"', "UNKNOWN_TIMEZONE"),
    ("limit:0", "INVALID_PARAMETER"),
    ('dateRange:{startDate:"2024-02-30",endDate:"2024-03-01"}', "INVALID_PARAMETER"),
    ('dateRange:{startDate:"2024-03-02",endDate:"2024-03-01"}', "INVALID_RANGE"),
    ('filters:{branch:{in:["a\\u0000"]}}', "INVALID_PARAMETER"),
    ("filters:{branch:{}}", "INVALID_PARAMETER"),
    ('dimension:"brnch"', "UNKNOWN_DIMENSION"),
    ("compare:[{kind:CUSTOM}]", "ILLEGAL_COMBINATION"),
]


@pytest.mark.parametrize(("argument", "code"), ARGUED)
async def test_bad_values_fail_their_field_alone(door: httpx.AsyncClient, argument: str, code: str) -> None:
    query = "{bad:echo(" + argument + "){data{said}error{code}} good:echo{data{said}error{code}}}"
    response = await door.post("/graphql", json={"query": query})
    assert response.status_code == 200
    answers = response.json()["data"]
    assert (answers["bad"]["data"], answers["bad"]["error"]["code"]) == (None, code)
    assert answers["good"]["error"] is None


@pytest.mark.parametrize("query", ["?query={echo{data{said}}}", ""])
async def test_get_never_executes(query: str) -> None:
    engine = TinyEngine()
    async with client(tiny_app(engine)) as door:
        response = await door.get(f"/graphql{query}", headers={"accept": "text/html" if query else "*/*"})
    assert (response.status_code, codes(response)) == (405, ["METHOD_NOT_ALLOWED"])
    assert engine.leases == 0


async def test_websocket_upgrade(door: httpx.AsyncClient) -> None:
    headers = {"connection": "Upgrade", "upgrade": "websocket", "accept": "text/html"}
    response = await door.get("/graphql", headers=headers)
    assert (response.status_code, codes(response)) == (404, ["NOT_FOUND"])


async def test_introspection_is_off_in_production() -> None:
    query = {"query": "{__schema{queryType{name}}}"}
    async with client(tiny_app(environment="production")) as door:
        refused = await door.post("/graphql", json=query)
    async with client(tiny_app(environment="production", introspection=True)) as door:
        answered = await door.post("/graphql", json=query)
    assert (refused.status_code, codes(refused)) == (400, ["INVALID_DOCUMENT"])
    assert answered.json()["data"] == {"__schema": {"queryType": {"name": "Query"}}}


async def test_our_failures_say_nothing_of_us(door: httpx.AsyncClient) -> None:
    rest = await door.get("/api/kpis/crash")
    graphql = await door.post("/graphql", json={"query": "{crash{data{said} error{code message hint}}}"})
    assert (rest.status_code, codes(rest)) == (500, ["INTERNAL_ERROR"])
    assert (graphql.status_code, codes(graphql)) == (200, ["INTERNAL_ERROR"])
    for told in (rest.text, graphql.text):
        assert SECRET not in told
        assert "Traceback" not in told
