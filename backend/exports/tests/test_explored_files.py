"""Random questions to explore, as files and as JSON: the same columns, the same rows, in the same order."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pytest

from backend.app import create_app
from backend.exports.tests.reading import Kinds, read_arrow, read_csv, read_parquet
from backend.exports.tests.test_files_at_rest import STRANGE, bags, is_same_workbook, kinds_in
from backend.tests.api.tiny import client, settings
from backend.tests.reports.shops import FULL, HEADER, loaded

EXPLORE = "/api/kpis/explore"
MEASURES = ("netRevenue", "grossRevenue", "orders", "unitsSold", "profitMargin", "grossProfit", "lastSale", "customers")
DIMENSIONS = ("product", "branch", "salesperson", "customer", "productLine")
QUESTIONS = 24


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("explored"), [HEADER, *FULL, *STRANGE])


@pytest.fixture
async def door(shop: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings(data_dir=shop))
    async with app.router.lifespan_context(app), client(app) as asking:
        yield asking


def a_question(chance: random.Random) -> dict[str, Any]:
    dimensions = chance.sample(DIMENSIONS, chance.randint(0, 3))
    question: dict[str, Any] = {
        "measures": chance.sample(MEASURES, chance.randint(1, 4)),
        "dimensions": dimensions,
        "period": chance.choice(["ALL", "MONTH", "TODAY"]),
        "compare": chance.choice([[], ["PREVIOUS_PERIOD"], ["PREVIOUS_PERIOD", "2031-01-01/2031-01-31"]]),
        "totals": chance.random() < 0.5,
    }
    if chance.random() < 0.4:
        question["grain"] = chance.choice(["DAY", "WEEK", "MONTH"])
    if dimensions and chance.random() < 0.3:
        question["columns"] = [dimensions[-1]]
    if chance.random() < 0.3:
        question["filters"] = {"branch": {"in": ["Thika"]}}
    if chance.random() < 0.3:
        question["having"] = [{"measure": question["measures"][0], "op": ">=", "value": 1}]
    return question


@pytest.mark.parametrize("seed", range(4))
async def test_files_hold_what_explore_answers(door: httpx.AsyncClient, seed: int) -> None:
    chance = random.Random(seed)
    answered = 0
    for _ in range(QUESTIONS // 4):
        question = a_question(chance)
        answered += await compare(door, question)
    assert answered, "no question was legal"


async def compare(door: httpx.AsyncClient, question: dict[str, Any]) -> bool:
    envelope = (await door.post(EXPLORE, json={**question, "limit": 10_000})).json()
    files = {form: await door.post(EXPLORE, params={"format": form}, json=question) for form in FORMS}
    if envelope["error"] is not None:
        assert {response.json()["error"]["code"] for response in files.values()} == {envelope["error"]["code"]}
        return False
    assert {response.status_code for response in files.values()} == {200}, question
    names, rows = read_arrow(files["arrow"].content)
    kinds: Kinds = kinds_in(pa.ipc.open_stream(files["arrow"].content).schema)
    assert names == [column["name"] for column in envelope["data"]["columns"]]
    assert bags(rows) == bags(envelope["data"]["rows"]), question
    assert read_parquet(files["parquet"].content) == (names, rows)
    assert read_csv(files["csv"].content, kinds) == (names, rows)
    is_same_workbook(files["xlsx"].content, rows, kinds)
    return True


FORMS = ("csv", "arrow", "parquet", "xlsx")
