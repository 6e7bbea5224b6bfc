"""Files over HTTP against a real server and real loader processes: what is taken, refused, stopped, undone and told."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from backend.tests.loads_api import Api, ingestion, many, sales, served


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with served(tmp_path_factory.mktemp("loads") / "store") as found:
        yield found


def test_a_good_file_is_checked_and_loaded_as_on_the_command_line(api: Api, tmp_path: Path) -> None:
    body, before = sales("2024-02-01", "10.25", "20.50"), api.version()
    answer = api.check(body, "feb.csv")
    data = answer.json()["data"]
    assert (answer.status_code, data["outcome"], data["lines"]["clean"]) == (200, "clean", 2)
    assert {"column": "grossRevenue", "in": 30.75} in data["money"]
    assert api.version() == before

    loaded = api.ended(api.begin(data["upload"]["id"], mapping=data["mapping"]))
    (tmp_path / "feb.csv").write_bytes(body)
    (tmp_path / "m.yaml").write_text(data["mapping"], encoding="utf-8")
    words = ("--mapping", tmp_path / "m.yaml", "--data-dir", tmp_path / "other")
    by_command = ingestion("load", tmp_path / "feb.csv", *words)["balance"]
    assert (loaded["state"], loaded["file"], loaded["isNewest"]) == ("loaded", "feb.csv", True)
    assert loaded["balance"]["isEqual"] is True
    assert loaded["balance"]["lines"]["loaded"] == by_command["lines"]["loaded"] == 2
    gross = next(m for m in loaded["balance"]["money"] if m["column"] == "grossRevenue")
    assert gross["in"] == gross["loaded"] == float(by_command["money"]["gross_revenue"]["loaded"]) == 30.75
    assert api.version() == loaded["version"] != before

    again = api.load(body, "feb.csv", mapping=data["mapping"])
    assert (again["state"], again["loadId"], api.version()) == ("unchanged", loaded["loadId"], loaded["version"])


@pytest.mark.parametrize(
    ("body", "name", "code"), [(b"%PDF-1.7 \x00\x01", "sales.pdf", "NOT_A_TABLE"), (b"", "empty.csv", "EMPTY_FILE")]
)
def test_a_file_that_is_no_table_leaves_nothing(api: Api, body: bytes, name: str, code: str) -> None:
    before = api.version()
    answer = api.check(body, name)
    envelope = answer.json()
    assert (answer.status_code, envelope["error"]["code"], envelope["data"]["upload"]) == (422, code, None)
    assert name in envelope["error"]["message"]
    assert str(api.store) not in answer.text
    assert (list((api.store / "uploads").glob("*.data")), api.version()) == ([], before)


def test_a_file_that_needs_a_mapping_shows_its_columns(api: Api) -> None:
    body = b"Blue,Red,Green\n2024-03-01 10:00:00,7.50,Lamp\n"
    refused = api.check(body, "odd.csv")
    envelope = refused.json()
    assert (refused.status_code, envelope["error"]["code"]) == (422, "MISSING_COLUMN")
    assert [column["samples"] for column in envelope["data"]["columns"]][1:] == [["7.50"], ["Lamp"]]
    upload = envelope["data"]["upload"]["id"]
    mapping = "columns:\n  __time: Blue\n  gross_revenue: Red\n  product: Green\n"
    checked = api.http.post("/check", json={"upload": upload, "mapping": mapping})
    assert (checked.status_code, checked.json()["data"]["outcome"]) == (200, "clean")
    by_column = {field["column"]: field["header"] for field in checked.json()["data"]["fields"]}
    assert (by_column["product"], by_column["branch"]) == ("Green", None)
    assert api.ended(api.begin(upload, mapping=mapping))["state"] == "loaded"


def test_a_refused_load_says_why_and_changes_nothing(api: Api) -> None:
    upload, before = api.upload(sales("2024-03-02", "1.00")), api.version()
    refused = api.ended(api.begin(upload, mapping="columns:\n  __time: Nowhere\n"))
    assert (refused["state"], refused["error"]["code"], api.version()) == ("refused", "MISSING_COLUMN", before)
    assert refused["error"]["hint"]


def test_lines_set_aside_are_fetched_mended_and_loaded(api: Api) -> None:
    body = sales("2024-04-01", "5.00", "ten", "7.00")
    found = api.check(body, "april.csv").json()["data"]
    assert (found["outcome"], found["rules"][0]["rule"], found["rules"][0]["count"]) == (
        "quarantine",
        "NOT_A_NUMBER",
        1,
    )
    assert found["rules"][0]["examples"] == [{"line": 3, "column": "grossRevenue", "value": "ten"}]
    loaded = api.ended(api.begin(found["upload"]["id"]))
    assert (loaded["quarantine"], loaded["balance"]["isEqual"]) == ({"lines": 1}, True)
    answer = api.http.get(f"/loads/{loaded['id']}/quarantine")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="april.{loaded["loadId"]}.quarantine.csv"'
    mended = api.load(answer.content.replace(b",ten,", b",6.00,"), "mended.csv")
    assert (mended["state"], mended["balance"]["lines"]["loaded"], mended["quarantine"]) == ("loaded", 1, None)
    assert api.http.get(f"/loads/{mended['id']}/quarantine").json()["error"]["code"] == "NO_QUARANTINE"


def test_a_replace_is_shown_before_it_is_made(api: Api) -> None:
    api.load(sales("2024-05-01", "5.00", "6.00"))
    body = sales("2024-05-01", "7.00")
    shown = api.check(body, mode="replace").json()["data"]["replaced"]
    expected = {
        "day": "2024-05-01",
        "branch": "Nairobi",
        "before": {"lines": 2, "grossRevenue": 11.0},
        "after": {"lines": 1, "grossRevenue": 7.0},
    }
    assert shown == [expected]
    assert api.load(body, mode="replace")["replaced"] == [expected]


def test_an_undo_takes_the_newest_load_back(api: Api) -> None:
    first, second = api.load(sales("2024-06-01", "1.00")), api.load(sales("2024-06-02", "2.00"))
    refused = api.http.post("/undo", json={"loadId": first["loadId"]})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "NOT_NEWEST")
    begun = api.http.post("/undo", json={"loadId": second["loadId"]})
    undone = api.ended(begun.json()["data"]["id"])
    assert (undone["kind"], undone["state"], undone["loadId"]) == ("undo", "done", second["loadId"])
    assert api.version() == undone["version"]
    assert (api.state(second["id"])["state"], api.state(first["id"])["isNewest"]) == ("undone", True)


def test_the_history_has_loads_of_the_command_line(api: Api, tmp_path: Path) -> None:
    (tmp_path / "by hand.csv").write_bytes(sales("2024-07-01", "3.00"))
    record = ingestion("load", tmp_path / "by hand.csv", "--data-dir", api.store)["load"]
    listed = api.http.get("/loads").json()["data"]
    newest = listed["loads"][0]
    assert (newest["id"], newest["by"], newest["file"]) == (record["load_id"], "command", "by hand.csv")
    assert (listed["running"], listed["uploads"]["isOn"]) == (None, True)
    assert api.state(newest["id"])["balance"]["lines"]["loaded"] == 1


def test_events_end_with_the_load_and_may_be_read_again(api: Api) -> None:
    load = api.begin(api.upload(sales("2024-08-01", "4.00")))
    with ThreadPoolExecutor() as watchers:
        streams = list(watchers.map(lambda _: api.http.get(f"/loads/{load}/events").text, range(3)))
    assert len(set(streams)) == 1
    *_, last, end = streams[0].strip().split("\n\n")
    assert last.endswith(f'"version":"{api.version()}"}}')
    assert orjson.loads(end.partition("data: ")[2])["state"] == "loaded"
    seen = last.partition("\n")[0].removeprefix("id: ")
    rest = api.http.get(f"/loads/{load}/events", headers={"Last-Event-ID": seen}).text
    assert rest.count("event: progress") == 0
    assert rest.count("event: end") == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:5173"}, 404),
        ({}, 404),
    ],
)
def test_pages_of_other_sites_change_nothing(api: Api, headers: dict[str, str], status: int) -> None:
    calls = [
        api.http.post("/check", json={"upload": "x"}, headers=headers),
        api.http.post("/loads", json={"upload": "x"}, headers=headers),
        api.http.delete("/loads/20240101T000000-00000000", headers=headers),
    ]
    assert [call.status_code for call in calls] == [status] * 3
    if status == 403:
        assert api.http.post("/undo", json={}, headers=headers).json()["error"]["code"] == "CROSS_SITE"


@pytest.mark.parametrize("name", ["../../../etc/passwd", "..\\..\\boot.ini", "/abs/o\u202elute.csv", "..", "%00.csv"])
def test_a_file_keeps_no_name_of_its_sender(api: Api, name: str) -> None:
    shown = api.check(sales("2024-09-01", "1.00"), name).json()["data"]["upload"]["name"]
    assert not set(shown) & {"/", "\\", "\u202e"}
    assert {path.parent for path in api.store.rglob("*.data")} == {api.store / "uploads"}


@pytest.mark.parametrize("path", ["..%2f..%2fmanifests", "%2e%2e", "20240101T000000-../../x", "00000001-zzzzzzzz"])
def test_only_ids_are_looked_up(api: Api, path: str) -> None:
    assert api.http.get(f"/loads/{path}").status_code == 404
    assert api.http.get(f"/loads/{path}/quarantine").status_code == 404


@pytest.mark.parametrize("covers", ["2024-01-01\0", "x" * 200_000, 7])
def test_days_that_no_command_could_carry_are_refused(api: Api, covers: object) -> None:
    upload = api.upload(sales("2024-10-02", "1.00"))
    refused = api.http.post("/loads", json={"upload": upload, "covers": covers})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "INVALID_PARAMETER")


def test_a_parameter_is_given_once(api: Api) -> None:
    refused = api.http.post("/check?mode=append&mode=replace", content=sales("2024-10-02", "1.00"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "REPEATED_PARAMETER")


def test_one_loader_at_a_time(api: Api) -> None:
    upload = api.upload(sales("2024-10-01", "1.00"))
    lock = os.open(api.store / "loader.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.ftruncate(lock, 0)
    os.write(lock, b"a load of april.csv")
    busy = api.http.post("/loads", json={"upload": upload})
    os.close(lock)
    assert (busy.status_code, busy.json()["error"]["code"]) == (409, "LOADER_BUSY")
    assert "april.csv" in busy.json()["error"]["message"]


def test_a_load_is_stopped_before_its_swap_and_no_other_begins_meanwhile(api: Api) -> None:
    before, upload = api.version(), api.upload(many(), "many.csv")
    load = api.begin(upload)
    assert api.http.post("/loads", json={"upload": upload}).json()["error"]["code"] == "LOADER_BUSY"
    with api.http.stream("GET", f"/loads/{load}/events") as events:
        next(line for line in events.iter_lines() if line.startswith("event: progress"))
    stopped = api.http.delete(f"/loads/{load}")
    assert stopped.status_code == 200
    assert (api.ended(load)["state"], api.version()) == ("cancelled", before)
    assert api.http.delete(f"/loads/{load}").json()["error"]["code"] == "LOAD_ENDED"
    assert not (api.store / "staging").exists()


def test_a_form_with_one_file_is_taken(api: Api) -> None:
    taken = api.http.post("/check", files={"file": ("m\u00e4rz.csv", sales("2024-12-03", "1.00"))})
    assert (taken.status_code, taken.json()["data"]["upload"]["name"]) == (200, "m\u00e4rz.csv")
    cross = api.http.post("/check", files={"file": b"x"}, headers={"Origin": "https://evil.example"})
    assert (cross.status_code, cross.json()["error"]["code"]) == (403, "CROSS_SITE")
    fields = api.http.post("/check", files={"file": b"x"}, data={"mode": "replace"})
    assert (fields.status_code, fields.json()["error"]["code"]) == (422, "INVALID_PARAMETER")


def test_uploads_are_switched_off(tmp_path: Path) -> None:
    with served(tmp_path / "store", SALES_UPLOADS="off") as api:
        refused = [
            api.check(sales("2024-12-01", "1.00")),
            api.http.post("/loads", json={"upload": "x"}),
            api.http.delete("/loads/20240101T000000-00000000"),
            api.http.post("/undo", json={}),
        ]
        assert {(answer.status_code, answer.json()["error"]["code"]) for answer in refused} == {(403, "UPLOADS_OFF")}
        listed = api.http.get("/loads").json()["data"]
        assert (listed["uploads"]["isOn"], len(listed["loads"])) == (False, 1)
