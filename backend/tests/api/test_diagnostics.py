"""`/api/diagnostics` over a loaded store and over engines that fail: true, and its blocks fail alone."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from backend.api.diagnostics_fields import DIAGNOSTICS_FIELD
from backend.api.openapi import DIAGNOSTICS
from backend.app import create_app
from backend.engine.canned import CannedEngine
from backend.engine.port import Engine
from backend.loads.attempts import Wish
from backend.reports.spec import Field
from backend.slow import KEPT_SECONDS, MOST_KEPT, SlowQuestions
from backend.tests.api.log_lines import lines as logged_lines
from backend.tests.api.log_lines import logged
from backend.tests.api.tiny import TinyEngine, client, settings, tiny_app
from backend.tests.asking import ROOT, load
from backend.tests.stores import Trouble, make_store
from druid.catalog.sales import SALES
from druid.store.manifest import encode, manifest_path
from druid.store.proof import proof_path
from druid.store.snapshots import open_snapshot

HEADERS = "__time,Branch,ItemName,SalesPerson,CardName,grossRevenue,totalCost,unitsSold\n"
DAYS = ("2024-01-30", "2024-01-31", "2024-02-01", "2024-02-02", "2024-03-04")
ROLLUP = "sales_daily_product"


def lines(days: tuple[str, ...], repeats: int = 6) -> str:
    return HEADERS + "".join(
        f"{day} {8 + n}:00:00,Nairobi,Tea {n % 2},Asha,Wanjiru,100.00,60.00,1\n" for day in days for n in range(repeats)
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for name, days in (("first", DAYS[:4]), ("second", DAYS[4:])):
        (tmp_path / f"{name}.csv").write_text(lines(days), encoding="utf-8")
        assert load(tmp_path / f"{name}.csv", tmp_path / "store").returncode == 0
    return tmp_path / "store"


@asynccontextmanager
async def opened(store: Path, engine: Engine | None = None) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings(data_dir=store), engine)
    async with app.router.lifespan_context(app), client(app) as door:
        yield door


async def told(door: httpx.AsyncClient) -> dict[str, Any]:
    response = await door.get(DIAGNOSTICS)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    data: dict[str, Any] = response.json()["data"]
    return data


def verify(store: Path) -> int:
    command = [sys.executable, "-m", "ingestion", "verify", "--data-dir", str(store)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120).returncode


def falsify(store: Path) -> None:
    """Add seven cents to one day of a rollup; the manifest knows nothing of it."""
    snapshot = open_snapshot(store)
    assert snapshot is not None
    file = next(f for f in snapshot.manifest.of_table(ROLLUP) if f.month == "2024-01")
    frame = pl.read_parquet(store / file.path)
    first = pl.col("__time") == pl.col("__time").min()
    more = pl.when(first).then(pl.col("gross_revenue") + 700).otherwise(pl.col("gross_revenue"))
    frame.with_columns(more).write_parquet(store / file.path)
    data = (store / file.path).read_bytes()
    believed = replace(file, size=len(data), sha256=sha256(data).hexdigest())
    files = tuple(believed if entry == file else entry for entry in snapshot.manifest.files)
    manifest_path(store, snapshot.manifest.sequence).write_bytes(encode(replace(snapshot.manifest, files=files)))


def undescribed(value: object, field: Field, path: str = "") -> Iterator[str]:
    """Keys of an answer that its description lacks, and required ones that the answer lacks."""
    if isinstance(value, list) and field.fields:
        for row in value:
            yield from undescribed(row, field, path)
    elif isinstance(value, dict) and field.fields:
        known = {part.name: part for part in field.fields}
        yield from (f"{path}.{name}" for name in value.keys() - known)
        yield from (f"{path}.{name}?" for name, part in known.items() if part.required and value.get(name) is None)
        for name in value.keys() & known:
            yield from undescribed(value[name], known[name], f"{path}.{name}")


async def test_an_answer_is_as_described(store: Path) -> None:
    assert verify(store) == 0
    async with opened(store) as door:
        await door.get("/api/kpis/sales-overview")
        found = await told(door)
    assert {path for path in undescribed(found, DIAGNOSTICS_FIELD) if not path.startswith(".engine.data.")} == set()
    assert all(block["error"] is None for block in found.values())
    assert str(store) not in json.dumps(found)


async def test_months_and_holes_are_those_of_the_loads(store: Path) -> None:
    async with opened(store) as door:
        found = (await told(door))["coverage"]["data"]
    assert [(m["month"], m["lines"], m["days"], m["daysLoaded"]) for m in found["months"]] == [
        ("2024-01", 12, 31, 2),
        ("2024-02", 12, 29, 2),
        ("2024-03", 6, 31, 1),
    ]
    january, _, march = (set(month["missingDays"]) for month in found["months"])
    assert set(range(1, 32)) - january == {30, 31}
    assert set(range(1, 32)) - march == {4}
    assert found["holes"] == [{"start": "2024-02-03", "end": "2024-03-03"}]
    assert (found["holeCount"], found["daysLoaded"], found["olderMonths"]) == (1, 5, 0)
    tables = {table["table"]: table for table in found["tables"]}
    assert set(tables) == {*SALES.rollup, "product_pairs_month"}
    assert tables[ROLLUP]["states"] == ["BUILT", "BUILT", "BUILT"]
    assert sum(tables[ROLLUP]["rowsByMonth"]) == tables[ROLLUP]["rows"]
    assert tables["product_pairs_month"]["states"] == ["EMPTY", "EMPTY", "EMPTY"]


async def test_a_false_rollup_is_told_by_day_and_measure_and_recovers(store: Path) -> None:
    async with opened(store) as door:
        assert (await told(door))["proof"]["data"] == {
            "last": None,
            "isCurrent": False,
            "withdrawn": [],
            "withdrawnCount": 0,
        }
        falsify(store)
        assert verify(store) == 1
        found = await told(door)
        gap = {"table": ROLLUP, "month": "2024-01", "day": "2024-01-30", "measure": "grossRevenue"}
        proof = found["proof"]["data"]
        assert not proof["last"]["isEqual"]
        assert proof["isCurrent"]
        assert [{key: one[key] for key in gap} for one in proof["withdrawn"]] == [gap]
        assert round(proof["withdrawn"][0]["found"] - proof["withdrawn"][0]["expected"], 4) == pytest.approx(0.14)
        states = {table["table"]: table["states"] for table in found["coverage"]["data"]["tables"]}
        assert states[ROLLUP] == ["WITHDRAWN", "BUILT", "BUILT"]
        differing = {table["table"]: table["differingDays"] for table in found["coverage"]["data"]["tables"]}
        assert differing[ROLLUP] == ["2024-01-30"]
        assert not any(days for table, days in differing.items() if table != ROLLUP)
        (store.parent / "again.csv").write_text(lines(DAYS[:2], 5), encoding="utf-8")
        assert load(store.parent / "again.csv", store, "--mode", "replace").returncode == 0
        healed = await told(door)
        assert not healed["proof"]["data"]["isCurrent"]
        assert healed["proof"]["data"]["withdrawn"] == []
        assert verify(store) == 0
        last = (await told(door))["proof"]["data"]
        assert last["isCurrent"]
        assert last["last"]["isEqual"]


async def test_a_torn_proof_fails_alone(store: Path) -> None:
    assert verify(store) == 0
    proof = proof_path(store)
    proof.write_bytes(proof.read_bytes()[:-9])
    async with opened(store) as door:
        found = await told(door)
    assert found["proof"]["error"]["code"] == "PROOF_UNREADABLE"
    assert [name for name, block in found.items() if block["error"]] == ["proof"]


async def test_a_load_is_told_for_as_long_as_it_is_at_work(tmp_path: Path) -> None:
    attempt = tmp_path / "attempts" / "20240615T090000-0123abcd"
    attempt.mkdir(parents=True)
    begun = {"id": attempt.name, "startedAt": "2024-06-15T09:00:00+00:00"}
    wish = Wish("load", "june.csv")
    asked = {"id": begun["id"], "started_at": begun["startedAt"], "wish": asdict(wish)}
    (attempt / "attempt.json").write_text(json.dumps(asked), encoding="utf-8")
    async with opened(tmp_path, CannedEngine(None, {}, SALES)) as door:
        with (attempt / "alive").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            busy = await told(door)
        ended = await told(door)
    assert [*undescribed(busy["loader"]["data"], loader_field())] == []
    assert busy["loader"]["data"]["running"] == {**begun, "kind": "load", "file": "june.csv"}
    assert ended["loader"]["data"] == {"running": None, "holder": None}


async def test_a_load_by_a_command_is_told_in_its_own_words(tmp_path: Path) -> None:
    lock = tmp_path / "loader.lock"
    words, event = "a load of june.csv, begun at 2024-06-15 09:00:00 UTC", {"phase": "reading", "share": 0.5}
    lock.write_text(f"{words}\n{json.dumps(event)}  ", encoding="utf-8")
    async with opened(tmp_path, CannedEngine(None, {}, SALES)) as door:
        with lock.open("r+") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            busy = (await told(door))["loader"]["data"]
            listed = (await door.get("/api/data/loads")).json()["data"]
        ended = (await told(door))["loader"]["data"]
    assert busy == {"running": None, "holder": words}
    assert (listed["running"], listed["holder"], listed["holderProgress"]) == (None, words, event)
    assert ended == {"running": None, "holder": None}


async def test_a_version_says_when_it_was_proved_and_when_it_is_stale(store: Path) -> None:
    async def asked(tag: str = "") -> httpx.Response:
        return await door.get("/api/data-version", headers={"if-none-match": tag})

    async with opened(store) as door:
        loaded = await asked()
        told = loaded.json()["data"]
        assert (told["proof"], told["withdrawnCount"], told["staleAfterHours"]) == (None, 0, 48)
        assert (await asked(loaded.headers["etag"])).status_code == 304
        assert verify(store) == 0
        proved = await asked(loaded.headers["etag"])
        proof = proved.json()["data"]["proof"]
        assert (proof["isEqual"], proof["version"]) == (True, told["version"])
        falsify(store)
        assert verify(store) == 1
        false = (await asked(proved.headers["etag"])).json()["data"]
        assert not false["proof"]["isEqual"]
        assert false["withdrawnCount"] > 0
        proof_path(store).write_bytes(b"{")
        assert (await asked()).json()["data"]["proof"] is None


def loader_field() -> Field:
    (block,) = [field for field in DIAGNOSTICS_FIELD.fields if field.name == "loader"]
    return block.fields[0]


async def test_nothing_loaded_is_said_and_the_rest_stands(tmp_path: Path) -> None:
    engine = CannedEngine(None, {}, SALES)
    async with opened(tmp_path, engine) as door:
        found = await told(door)
    assert found["coverage"]["error"]["code"] == "NO_DATA"
    assert found["versions"]["data"]["dataVersion"] is None
    assert found["engine"]["data"]["state"] == "no_data"


class BrokenEngine(TinyEngine):
    async def health(self) -> dict[str, object]:
        raise RuntimeError("secret words of the engine")


async def test_an_engine_that_breaks_takes_nothing_with_it() -> None:
    async with client(tiny_app(BrokenEngine())) as door:
        body = (await door.get(DIAGNOSTICS)).text
        found = json.loads(body)["data"]
    assert found["engine"]["data"] is None
    assert found["engine"]["error"]["code"] == "INTERNAL_ERROR"
    assert "secret" not in body
    assert found["slow"]["error"] is None


async def test_troubled_months_of_any_store_are_told(tmp_path: Path) -> None:
    troubled = make_store(7, Trouble(withdrawn=3, not_built=4))
    async with opened(tmp_path, CannedEngine(troubled.manifest, troubled.tables, SALES)) as door:
        found = (await told(door))["coverage"]["data"]
    months = [month["month"] for month in found["months"]]
    state = {(t["table"], m): s for t in found["tables"] for m, s in zip(months, t["states"], strict=True)}
    assert {place for place, s in state.items() if s == "WITHDRAWN"} == {
        (gap.table, gap.month) for gap in troubled.manifest.withdrawn
    }
    assert {place for place in troubled.manifest.not_built if state[place] != "NOT_BUILT"} == set()


async def test_slow_questions_carry_what_was_asked(store: Path) -> None:
    asked = {"measures": ["netRevenue"], "dimensions": ["product"], "filters": {"branch": {"in": ["Nairobi"]}}}
    async with opened(store) as door:
        await door.post("/api/kpis/explore", json=asked, headers={"x-request-id": "slow-1"})
        await door.post("/graphql", json={"query": "{topProducts(period: YEAR, source: BASE){data{product}}}"})
        found = (await told(door))["slow"]["data"]
    questions = {question["report"]: question for question in found["questions"]}
    assert found["asked"] == 2
    assert questions["explore"]["requestId"] == "slow-1"
    assert questions["explore"]["arguments"] == asked
    assert questions["explore"]["tables"] == [ROLLUP]
    assert questions["topProducts"]["arguments"]["source"] == "BASE"
    assert questions["topProducts"]["tables"] == [SALES.base]


def envelope(took_ms: float) -> dict[str, Any]:
    return {
        "data": None,
        "error": None,
        "metadata": {"requestId": f"r{took_ms}", "tookMs": took_ms, "rowCount": 1, "source": None},
    }


def test_the_slowest_are_kept_and_grow_old() -> None:
    moment = [0.0]
    slow = SlowQuestions(lambda: moment[0])
    at = datetime(2024, 6, 15, tzinfo=UTC)
    for took in range(2 * MOST_KEPT):
        slow.note("echo", {"search": "x" * (5000 if took == 99 else 1)}, envelope(float(took)), at)
    assert slow.asked == 2 * MOST_KEPT
    assert [one.took_ms for one in slow.slowest(3)] == [99.0, 98.0, 97.0]
    assert slow.slowest(1)[0].arguments is None
    assert min(one.took_ms for one in slow.slowest(1000)) == MOST_KEPT
    moment[0] = KEPT_SECONDS + 1
    slow.note("echo", {}, envelope(1.0), at)
    assert [one.took_ms for one in slow.slowest(9)] == [1.0]


@pytest.mark.parametrize(("told_ms", "took", "is_told"), [(1000, 999.0, False), (1000, 1000.0, True), (0, 9e9, False)])
def test_the_log_is_told_how_a_slow_question_was_answered(told_ms: int, took: float, is_told: bool) -> None:
    at = datetime(2024, 3, 4, tzinfo=UTC)
    slow = SlowQuestions(told_ms=told_ms)
    passed = {"table": "sales_hourly", "reason": "DIMENSION_MISSING", "field": "product"}
    source = {"parts": [{"table": "sales_analytics", "window": "current", "measures": ["lines"]}], "rejected": [passed]}
    asked = envelope(took)
    asked["metadata"] |= {"source": source, "requestId": "slow-2"}
    with logged("warning") as stream:
        slow.note("topProducts", {"search": "Canary"}, asked, at)
    assert "Canary" not in stream.getvalue()
    assert [line["event"] for line in logged_lines(stream)] == ["question.slow"] * is_told
    for line in logged_lines(stream):
        assert (line["report"], line["table"], line["took_ms"]) == ("topProducts", "sales_analytics", took)
        assert line["rejected"] == ["sales_hourly DIMENSION_MISSING"]
        assert line["request_id"] == "slow-2"
        assert line["plan_hash"] == slow.slowest(1)[0].plan_hash
        assert len(line["plan_hash"]) == 12
