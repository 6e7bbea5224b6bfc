"""A load belongs to the server, not to a worker: what one began any other lists, follows, hands out and stops."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import orjson
import psutil
import pytest

from backend.tests.loads_api import HEADER, Json, eventually, many, sales
from backend.tests.whole.servers import running

Pair = tuple[httpx.Client, httpx.Client]
LOADS = "/api/data/loads"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A client of each of two workers."""
    folder = tmp_path_factory.mktemp("loads")
    with running(folder, folder / "store", 2) as server, server.a_client_each() as (one, other):
        yield one, other


def loaders(sent: str) -> list[int]:
    """Processes that load an upload."""
    found = psutil.process_iter(["cmdline"])
    return [process.pid for process in found if any(sent in word for word in process.info["cmdline"] or ())]


def upload(client: httpx.Client, body: bytes) -> str:
    found = client.post("/api/data/check", content=body, params={"name": "sales.csv"})
    return str(found.json()["data"]["upload"]["id"])


def begin(client: httpx.Client, upload_id: str) -> httpx.Response:
    return client.post(LOADS, json={"upload": upload_id})


def document(client: httpx.Client, load: str) -> Json:
    data: Json = client.get(f"{LOADS}/{load}").json()["data"]
    return data


def ended(client: httpx.Client, load: str) -> Json:
    return eventually(lambda: document(client, load), lambda found: found["state"] not in {"running", "stopping"})


def test_a_load_is_followed_and_its_lines_handed_out_by_another_worker(pair: Pair) -> None:
    one, other = pair
    body = sales("2024-02-01", "10.00", "20.00") + b"2024-02-01 11:00:00,x,Lamp,Home,Nairobi,Achieng,Ann,1,oops,1.00\n"
    begun = begin(other, upload(one, body))
    load = begun.json()["data"]["id"]
    assert (begun.status_code, [found["id"] for found in one.get(LOADS).json()["data"]["loads"]]) == (202, [load])
    events = one.get(f"{LOADS}/{load}/events").text
    told = orjson.loads(events.rpartition("event: end\ndata: ")[2])
    assert (told["id"], told["state"], told["quarantine"]) == (load, "loaded", {"lines": 1})
    versions = [client.get("/api/data-version").json()["data"]["version"] for client in pair]
    assert versions == [told["version"] or versions[0]] * 2
    aside = [client.get(f"{LOADS}/{load}/quarantine").content for client in pair]
    assert aside[0] == aside[1]
    assert b"oops" in aside[0]
    assert document(one, load) == document(other, load)


def test_of_two_loads_at_one_moment_in_two_workers_one_is_refused(pair: Pair) -> None:
    files = [upload(client, many(4_000 + place)) for place, client in enumerate(pair)]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(begin, pair, files))
    assert sorted(answer.status_code for answer in answers) == [202, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["error"]["code"] == "LOADER_BUSY"
    load = next(answer for answer in answers if answer.status_code == 202).json()["data"]["id"]
    assert ended(pair[0], load)["state"] == "loaded"


def test_a_load_is_stopped_through_another_worker_and_undone_through_any(pair: Pair) -> None:
    one, other = pair
    before = one.get("/api/data-version").json()["data"]["version"]
    sent = upload(one, many())
    load = begin(one, sent).json()["data"]["id"]
    assert other.get(LOADS).json()["data"]["running"] == load
    assert [psutil.Process(pid).nice() for pid in loaders(sent)] == [psutil.Process().nice() + 10]
    stopped = other.delete(f"{LOADS}/{load}")
    assert stopped.json()["data"]["state"] in {"stopping", "cancelled"}
    assert {ended(client, load)["state"] for client in pair} == {"cancelled"}
    assert [client.get("/api/data-version").json()["data"]["version"] for client in pair] == [before] * 2

    added = begin(other, upload(other, HEADER.encode() + b"2024-03-01 10:00:00,1,A,B,C,D,E,1,5.00,1.00\n"))
    assert ended(one, added.json()["data"]["id"])["state"] == "loaded"
    undo = one.post("/api/data/undo", json={}).json()["data"]["id"]
    assert ended(other, undo)["state"] == "done"
    assert document(one, added.json()["data"]["id"])["state"] == "undone"
