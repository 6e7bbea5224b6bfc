"""The reference's examples: every report has one, both doors answer them alike, and with what is printed."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import httpx
import orjson
import pytest

from backend.api.rest import path_of
from backend.examples.answers import FITTED, key_of, sample_store, selected, shortened
from backend.examples.forms import Example, graphql_document, rest_address
from backend.examples.questions import EXAMPLES
from backend.reference import ANSWERS
from backend.reports.registry import reports
from backend.tests.asking import ROOT
from backend.tests.whole.test_history import open_door
from druid.catalog.sales import SALES

SPECS = {spec.name: spec for spec in reports(SALES)}
PRINTED = orjson.loads((ROOT / ANSWERS).read_bytes())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_store(tmp_path_factory.mktemp("examples"))


def test_every_report_has_an_example() -> None:
    assert set(SPECS) == {example.report for example in EXAMPLES}
    assert len(EXAMPLES) >= 27
    assert max(Counter(map(key_of, EXAMPLES)).values()) == 1
    assert list(PRINTED) == [key_of(example) for example in EXAMPLES]


async def test_both_doors_answer_as_printed(store: Path) -> None:
    fitted = next(example for example in EXAMPLES if example.report == FITTED)
    async with open_door(store) as door:
        for example in (fitted, *EXAMPLES):
            await check(door, example)


async def check(door: httpx.AsyncClient, example: Example) -> None:
    told = (await door.post("/graphql", json={"query": graphql_document(example)})).json()
    assert "errors" not in told, told
    envelope = told["data"][example.report]
    assert envelope["error"] is None, envelope["error"]
    spec = SPECS[example.report]
    if spec.method == "POST":
        rest = await door.post(path_of(spec), json=dict(example.arguments))
    else:
        rest = await door.get(rest_address(example, path_of(spec)))
    assert rest.status_code == 200, rest.json()
    assert selected(rest.json()["data"], example.select) == envelope["data"]
    assert is_alike(shortened(envelope["data"]), PRINTED[key_of(example)]), key_of(example)


def is_alike(found: object, printed: object) -> bool:
    """Equal; fitted numbers may differ in the sixth digit between machines."""
    if isinstance(found, dict) and isinstance(printed, dict):
        return found.keys() == printed.keys() and all(is_alike(found[key], printed[key]) for key in found)
    if isinstance(found, list) and isinstance(printed, list):
        return len(found) == len(printed) and all(map(is_alike, found, printed))
    if isinstance(found, float) and isinstance(printed, float):
        return math.isclose(found, printed, rel_tol=1e-6)
    return found == printed
