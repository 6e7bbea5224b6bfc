"""Too much at once, over real sockets: files wait their turn, sleepers are cut, refusals say when to come back."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import polars as pl
import pytest

from backend.api.door import EXPORTS_AT_ONCE, Door
from backend.api.trace import Trace
from backend.app import assemble, make_door
from backend.engine.slots import Slots
from backend.errors import Overloaded
from backend.exports.tests.test_streams import served
from backend.reports.rows import Column
from backend.reports.session import Session
from backend.reports.sheet import Sheet
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec
from backend.tests.api.tiny import ECHO, NOW, TinyEngine, client, codes, settings
from backend.tests.asking import load
from backend.tests.whole.servers import running
from druid.catalog.sales import SALES

PATIENCE = 180.0
CROWD = 400
HELD = "{ q%d: hold { data { said } } }"
SHAPE = Field("long", FieldType.LIST, fields=(Field("number", FieldType.COUNT),), type_name="Long")
ROWS = 4_000_000
"""More of them than the buffers of two sockets hold."""


async def _long(_session: Session, _arguments: Arguments) -> Outcome:
    frame = pl.DataFrame({"number": pl.int_range(ROWS, eager=True)})
    return Outcome([], row_count=ROWS, sheet=Sheet(frame, (Column("number", "number", FieldType.COUNT),)))


async def _busy(_session: Session, _arguments: Arguments) -> Outcome:
    raise Overloaded("Too many questions are waiting.", retry_after=7)


async def _idle(_session: Session, _arguments: Arguments) -> Outcome:
    return Outcome({"said": "here", "version": "1"})


SPECS = (
    ReportSpec("long", "Many rows.", SHAPE, ("limit",), _long, limit=10),
    ReportSpec("busy", "Has no room.", ECHO, (), _busy),
    ReportSpec("idle", "Has room.", ECHO, (), _idle),
)


def door_of(**changes: float) -> Door:
    return make_door(settings(**changes), TinyEngine(), SALES, SPECS, lambda: NOW)


async def until(look: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / 0.01)):
        if look():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def asleep(address: str) -> socket.socket:
    """A reader that asks for a long file and takes nothing of it."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    parts = urlsplit(address)
    reader.connect((parts.hostname, parts.port))
    reader.sendall(b"GET /api/kpis/long?format=csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return reader


async def test_a_reader_that_sleeps_is_cut_and_its_place_given_to_the_next() -> None:
    door = door_of(write_idle_seconds=3)
    async with served(assemble(door)) as address:
        with asleep(address), asleep(address):
            await until(lambda: door.exports.in_use == EXPORTS_AT_ONCE)
            await until(lambda: door.exports.in_use == 0)
            async with httpx.AsyncClient() as asking:
                answer = await asking.get(f"{address}/api/kpis/idle", timeout=PATIENCE)
    assert answer.status_code == 200


async def test_a_reader_that_leaves_gives_its_place_back() -> None:
    door = door_of()
    async with served(assemble(door)) as address:
        reader = asleep(address)
        await until(lambda: door.exports.in_use == 1)
        reader.close()
        await until(lambda: door.exports.in_use == 0)


async def test_more_files_than_places_are_told_when_to_come_back() -> None:
    """Two are on their way, the third waits a second and is refused; other answers are not held up by them."""
    door = door_of()
    async with served(assemble(door)) as address:
        with asleep(address), asleep(address):
            await until(lambda: door.exports.in_use == EXPORTS_AT_ONCE)
            async with httpx.AsyncClient() as asking:
                refused = await asking.get(f"{address}/api/kpis/long?format=csv", timeout=PATIENCE)
                page = await asking.get(f"{address}/api/kpis/idle", timeout=PATIENCE)
    assert (refused.status_code, codes(refused)) == (503, ["OVERLOADED"])
    assert 1 <= int(refused.headers["Retry-After"]) <= 30
    assert page.status_code == 200


async def test_a_file_may_take_longer_than_a_page() -> None:
    door = door_of(request_timeout_seconds=5, export_timeout_seconds=50)
    page, file = Trace("a"), Trace("b")
    assert door.deadline(file, as_sheet=True) - door.deadline(page) == pytest.approx(45, abs=1)
    assert door.deadline(page, as_sheet=True) == door.deadline(page), "a deadline that was made stands"


async def test_each_door_tells_when_to_come_back() -> None:
    async with client(assemble(door_of())) as asking:
        rest = await asking.get("/api/kpis/busy")
        graphql = await asking.post(
            "/graphql", json={"query": "{ a: busy { error { code } } b: busy { error { code } } }"}
        )
        partly = await asking.post("/graphql", json={"query": "{ busy { error { code } } idle { data { said } } }"})
    assert [(one.status_code, codes(one)) for one in (rest, graphql)] == [(503, ["OVERLOADED"])] * 2
    assert graphql.json()["errors"][0]["extensions"]["requestId"] == graphql.headers["X-Request-ID"]
    assert (partly.status_code, partly.json()["data"]["idle"]["data"]["said"]) == (200, "here")
    assert [one.headers["Retry-After"] for one in (rest, graphql, partly)] == ["7", "7", "7"]


async def test_a_body_that_dribbles_is_refused_in_its_time() -> None:
    async with served(assemble(door_of(body_timeout_seconds=0.5))) as address:
        parts = urlsplit(address)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        writer.write(b"Content-Length: 9999\r\n\r\n")
        dribbling = asyncio.create_task(_dribble(writer))
        async with asyncio.timeout(PATIENCE):
            # what is sent after the refusal resets the connection, whose end is therefore not waited for
            answer = await reader.readuntil(b"REQUEST_TIMEOUT")
        dribbling.cancel()
        writer.close()
    assert answer.startswith(b"HTTP/1.1 408")


async def _dribble(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b" ")
        await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty days of sales, loaded by the real command."""
    folder = tmp_path_factory.mktemp("crowd")
    lines = [f"2024-{n % 2 + 1:02}-{n % 20 + 1:02},Item {n % 30},Branch {n % 7},{n + 1}.50,1" for n in range(2000)]
    (folder / "sales.csv").write_text("\n".join(["Date,Product,Branch,Gross Revenue,Quantity", *lines, ""]))
    done = load(folder / "sales.csv", folder / "store")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "store"


async def test_a_crowd_is_answered_or_told_when_to_come_back(store: Path, tmp_path: Path) -> None:
    """Four hundred different questions at one moment, of 300 that the minute allows: nothing else happens to any."""
    limits = {"RATE_LIMIT_PER_MINUTE": "300", "COST_PER_MINUTE": "0"}
    with running(tmp_path, store, 1, limits) as server:
        connections = httpx.Limits(max_connections=CROWD)
        async with httpx.AsyncClient(base_url=server.address, limits=connections, timeout=PATIENCE) as asking:
            asked = (
                asking.get("/api/kpis/top-products", params={"period": "ALL", "limit": n + 1}) for n in range(CROWD)
            )
            answers = await asyncio.gather(*asked)
            quiet = await asking.get("/api/health/live")
        refused = [one for one in answers if one.status_code != 200]
    found = Counter((one.status_code, one.headers.get("Retry-After", "") != "") for one in refused)
    assert set(found) <= {(429, True), (503, True)}
    assert 0 < found[429, True] <= CROWD - 300
    assert any(one.status_code == 200 for one in answers)
    assert {one.json()["error"]["code"] for one in refused} <= {"RATE_LIMITED", "OVERLOADED"}
    assert quiet.status_code == 200


async def test_one_too_many_is_refused_before_anything_is_done() -> None:
    """Two are being answered, two wait; the next is told at once, while what costs nothing is answered."""
    begun, ended = asyncio.Semaphore(0), asyncio.Event()

    async def hold(_session: Session, _arguments: Arguments) -> Outcome:
        begun.release()
        await ended.wait()
        return Outcome({"said": "done", "version": "1"})

    specs = (ReportSpec("hold", "Takes long.", ECHO, (), hold), ReportSpec("free", "Is free.", ECHO, (), _idle, cost=1))
    door = replace(make_door(settings(), TinyEngine(), SALES, specs, lambda: NOW), answering=Slots(2, 2))
    async with client(assemble(door)) as asking:
        first = [asyncio.create_task(asking.get(f"/api/kpis/hold?{name}")) for name in ("format=json", "")]
        for _ in first:
            await begun.acquire()
        waiting = [asyncio.create_task(asking.post("/graphql", json={"query": HELD % n})) for n in range(2)]
        await until(lambda: door.answering.waiting == 2)
        refused = await asking.post("/graphql", json={"query": HELD % 2})
        free = await asking.get("/api/kpis/free")
        ended.set()
        answers = await asyncio.gather(*first, *waiting)
    assert (refused.status_code, codes(refused)) == (503, ["OVERLOADED"])
    assert int(refused.headers["Retry-After"]) >= 1
    assert free.status_code == 200
    assert [one.status_code for one in answers[:2]] == [200] * 2
    assert {one.status_code for one in answers[2:]} <= {200, 503}, "on a slow machine a second may pass"
    assert (door.answering.in_use, door.answering.waiting) == (0, 0)
