"""Loads over HTTP that do not go their way: killed, cancelled at the swap, moved, without their server, never whole."""

from __future__ import annotations

import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import orjson
import pytest

from backend.api.data_loads import ARRIVALS_AT_ONCE
from backend.tests.loads_api import LINES, PATIENCE, eventually, ingestion, many, sales, served


def test_a_load_goes_on_while_the_server_is_started_again(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with served(store) as first:
        load = first.begin(first.upload(many(), "many.csv"))
    with served(store) as second:
        ended = second.ended(load)
        assert (ended["state"], ended["balance"]["lines"]["loaded"]) == ("loaded", LINES)
        assert second.version() == ended["version"]


@pytest.mark.parametrize(("point", "state"), [("manifest.write", "failed"), ("gc.delete", "loaded")])
def test_a_loader_that_is_killed(tmp_path: Path, point: str, state: str) -> None:
    with served(tmp_path / "store", SALES_FAULT=f"kill@{point}") as api:
        before = api.version()
        ended = api.load(sales("2024-11-01", "1.00"))
        assert (ended["state"], (api.version() == before)) == (state, state == "failed")
        assert (ended["error"] or {}).get("code") == ("INTERRUPTED" if state == "failed" else None)
        again = tmp_path / "again.csv"
        again.write_bytes(sales("2024-11-01", "1.00"))
        assert "load" in ingestion("load", again, "--data-dir", api.store)
        assert api.state(ended["id"])["state"] == state


@pytest.mark.parametrize(("point", "state"), [("manifest.sync", "failed"), ("manifest.rename", "done")])
def test_an_undo_that_is_killed(tmp_path: Path, point: str, state: str) -> None:
    with served(tmp_path / "store", SALES_FAULT=f"kill@{point}") as api:
        before = api.version()
        undo = api.http.post("/undo", json={}).json()["data"]["id"]
        ended = api.ended(undo)
        assert (ended["state"], api.version() == before) == (state, state == "failed")
        if state == "failed":
            ingestion("undo", "--data-dir", api.store)
        again = tmp_path / "again.csv"
        again.write_bytes(sales("2024-11-02", "1.00"))
        ingestion("load", again, "--data-dir", api.store)
        assert api.state(undo)["state"] == state


def test_a_store_that_moved_tells_no_old_place(tmp_path: Path) -> None:
    first, second = tmp_path / "old place" / "store", tmp_path / "new"
    first.parent.mkdir()
    with served(first) as api:
        nothing = api.load(sales("2024-04-02", "ten"), "nothing.csv")
        partly = api.load(sales("2024-04-01", "5.00", "ten"), "partly.csv")
    first.rename(second)
    with served(second) as api:
        for load in (nothing, partly):
            assert api.state(load["id"]) == load
            assert api.http.get(f"/loads/{load['id']}/quarantine").status_code == 200
        assert str(first) not in api.http.get("/loads").text


@pytest.mark.parametrize(
    ("point", "status", "state"),
    [
        ("manifest.write", 200, "cancelled"),
        ("manifest.sync", 409, "loaded"),
        pytest.param("manifest.rename", 409, "loaded", marks=pytest.mark.torture),
        pytest.param("root.sync", 409, "loaded", marks=pytest.mark.torture),
        ("gc.delete", 409, "loaded"),
    ],
)
def test_a_cancel_at_the_swap_changes_nothing_or_says_that_it_came_too_late(
    tmp_path: Path, point: str, status: int, state: str
) -> None:
    with served(tmp_path / "store", SALES_FAULT=f"pause@{point}") as api, ThreadPoolExecutor() as others:
        before, load = api.version(), api.begin(api.upload(sales("2024-11-03", "1.00")))
        loader = Loader(api.store / "attempts" / load)
        cancelled = others.submit(api.http.delete, f"/loads/{load}")
        try:
            eventually(lambda: cancelled.done() or loader.is_asked_to_end(), bool)
        finally:
            loader.go_on()
        answer, ended = cancelled.result(), api.ended(load)
        assert (answer.status_code, ended["state"], ended["cancellable"]) == (status, state, False)
        assert (answer.json()["error"] or {}).get("code") == (None if status == 200 else "LOAD_ENDED")
        assert (api.version() == before) == (state == "cancelled")
        assert (ended["error"] or {}).get("code") == ("STOPPED" if state == "cancelled" else None)


class Loader:
    """The process of a load, halted at a point."""

    def __init__(self, attempt: Path) -> None:
        eventually((attempt / "pid.json").exists, bool)
        self.process = int(orjson.loads((attempt / "pid.json").read_bytes())["pid"])
        eventually(lambda: self._told("State")[0], lambda state: state == "T")

    def is_asked_to_end(self) -> bool:
        return bool(int(self._told("ShdPnd"), 16) & 1 << (signal.SIGTERM - 1))

    def go_on(self) -> None:
        os.kill(self.process, signal.SIGCONT)

    def _told(self, name: str) -> str:
        lines = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:"))


def test_size_and_time_of_a_file_are_bounded(tmp_path: Path) -> None:
    bounds = {"SALES_MAX_UPLOAD_BYTES": "500", "SALES_UPLOAD_TIMEOUT_SECONDS": "1.5"}
    with served(tmp_path / "store", **bounds) as api:
        body = sales("2024-12-01", *["1.00"] * 20)
        declared = api.check(body)
        streamed = api.http.post("/check", content=iter([body[:400], body[400:]]))
        assert [answer.status_code for answer in (declared, streamed)] == [413, 413]
        assert slow_status(api.address) == b"408"
        assert list((api.store / "uploads").iterdir()) == []


def begun_body(address: str) -> socket.socket:
    """An upload that promises more than it sends."""
    place = urlsplit(address)
    talk = socket.create_connection((place.hostname, place.port), timeout=PATIENCE)
    talk.sendall(b"POST /api/data/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n__time,")
    return talk


def answer_of(talk: socket.socket) -> bytes:
    """All that is said before the server closes the connection."""
    said = b""
    while more := talk.recv(4096):
        said += more
    return said


def slow_status(address: str) -> bytes:
    with begun_body(address) as talk:
        return talk.recv(64).split(b" ")[1]


def test_no_more_bodies_arrive_than_have_a_place(tmp_path: Path) -> None:
    body = sales("2024-12-01", "1.00")
    with served(tmp_path / "store", SALES_UPLOAD_IDLE_SECONDS="600") as api, ExitStack() as talks:
        for _ in range(ARRIVALS_AT_ONCE - 1):
            talks.enter_context(begun_body(api.address))
        assert api.check(body).status_code == 200

        def check_beside_one_more() -> httpx.Response:
            # one that arrives while a check holds the last place is refused itself
            talks.enter_context(begun_body(api.address))
            return api.check(body)

        full = eventually(check_beside_one_more, lambda answer: answer.status_code == 503)
        assert (full.json()["error"]["code"], full.headers["retry-after"]) == ("OVERLOADED", "5")


def test_senders_that_fall_silent_hold_no_place(tmp_path: Path) -> None:
    with served(tmp_path / "store", SALES_UPLOAD_IDLE_SECONDS="2") as api, ExitStack() as talks:
        silent = [talks.enter_context(begun_body(api.address)) for _ in range(ARRIVALS_AT_ONCE)]
        ends = [answer_of(talk) for talk in silent]
        assert [end.split(b" ")[1] for end in ends] == [b"408"] * ARRIVALS_AT_ONCE
        assert all(b"Nothing of the file arrived for" in end for end in ends)
        assert api.check(sales("2024-12-01", "1.00")).status_code == 200
