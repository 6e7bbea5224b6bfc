"""Totals for a proof: asked natively without caches, whole numbers or an error, never an answer with holes.

The answers come from a small server that says exactly what a case needs; the shapes are those of a Druid 33.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from druid.client.errors import DruidError, Failed, Malformed, Refused, TimedOut, Truncated, Unreachable
from druid.client.proof import ROWS, Sums, add_up

SUMS = Sums(
    "p_sales_hourly",
    ("gross_revenue", "total_cost"),
    ("2024-02-29T21:00:00.000Z/2024-03-31T21:00:00.000Z",),
    "P1D",
    "Africa/Nairobi",
    ("status", "completed"),
)
DAYS = [
    {"timestamp": "2024-03-01T00:00:00.000+03:00", "result": {"gross_revenue": 2**62, "total_cost": None, "rows": 2}},
    {"timestamp": "2024-03-31T00:00:00.000+03:00", "result": {"gross_revenue": -1, "total_cost": 0, "rows": 1}},
]
WHOLE = json.dumps(DAYS).encode()
COVERAGE = "X-Druid-Response-Context"


@contextmanager
def answering(status: int, body: bytes, headers: dict[str, str] | None = None) -> Iterator[tuple[str, list[Any]]]:
    """A server that gives this answer to everything, and the questions it was asked. An empty header is left out."""
    asked: list[Any] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(status)
            for name, value in {COVERAGE: "{}", **(headers or {})}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_whole_numbers_by_local_day() -> None:
    with answering(200, WHOLE, {"X-Druid-Response-Context": '{"uncoveredIntervals":[]}'}) as (url, _):
        assert add_up(url, SUMS) == {
            "2024-03-01": {"gross_revenue": 2**62, "total_cost": None, ROWS: 2},
            "2024-03-31": {"gross_revenue": -1, "total_cost": 0, ROWS: 1},
        }


def test_what_is_asked() -> None:
    with answering(200, b"[]") as (url, asked):
        assert add_up(url, SUMS) == {}
    ((path, question),) = asked
    assert path == "/druid/v2"
    assert question["queryType"] == "timeseries"
    assert question["granularity"] == {"type": "period", "period": "P1D", "timeZone": "Africa/Nairobi"}
    assert question["filter"] == {"type": "selector", "dimension": "status", "value": "completed"}
    assert {(a["type"], a.get("fieldName")) for a in question["aggregations"]} >= {("longSum", "gross_revenue")}
    caches = {name: on for name, on in question["context"].items() if "Cache" in name}
    assert caches == dict.fromkeys(
        ("useCache", "populateCache", "useResultLevelCache", "populateResultLevelCache"), False
    )


def test_nothing_is_asked_about_no_months() -> None:
    assert add_up("http://127.0.0.1:1", Sums("t", (), (), "P1D", "UTC")) == {}


HOLE = (
    '{"uncoveredIntervals":["2024-03-04T21:00:00.000Z/2024-03-31T21:00:00.000Z"],"uncoveredIntervalsOverflowed":false}'
)


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind"),
    [
        pytest.param(200, WHOLE, {COVERAGE: HOLE}, Malformed, id="hole"),
        pytest.param(200, WHOLE, {COVERAGE: ""}, Malformed, id="coverage not told"),
        pytest.param(200, WHOLE[:-5], None, Malformed, id="cut"),
        pytest.param(200, b"", None, Truncated, id="empty"),
        pytest.param(200, b"<html>", None, Malformed, id="not JSON"),
        pytest.param(200, b'{"error":"x"}', None, Malformed, id="an object"),
        pytest.param(200, WHOLE.replace(b"-1", b"-1.0"), None, Malformed, id="a float"),
        pytest.param(200, WHOLE.replace(b"-1", b'"1"'), None, Malformed, id="a text"),
        pytest.param(200, WHOLE, {"Content-Length": str(len(WHOLE) + 9)}, Truncated, id="shorter than promised"),
        pytest.param(302, b"", {"Location": "http://127.0.0.1:1/"}, Refused, id="redirect"),
        pytest.param(404, b"<html>", None, Refused, id="not there"),
        pytest.param(500, b'{"errorMessage":"no","category":"TIMEOUT"}', None, Failed, id="error"),
    ],
)
def test_anything_else_is_an_error(status: int, body: bytes, headers: dict[str, str] | None, kind: type) -> None:
    with answering(status, body, headers) as (url, _), pytest.raises(DruidError) as caught:
        add_up(url, SUMS)
    assert type(caught.value) is kind
    assert "http" not in caught.value.message


def test_nobody_there_and_nobody_answering() -> None:
    with pytest.raises(Unreachable):
        add_up("http://127.0.0.1:1", SUMS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    try:
        with pytest.raises(TimedOut):
            add_up(f"http://127.0.0.1:{server.server_port}", SUMS, seconds=0.2)
    finally:
        server.server_close()
