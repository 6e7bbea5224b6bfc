"""One store, loaded once by the command: both engines give the same envelopes through both doors, data and metadata.

Every report in its turn, with random periods, comparisons, filters, sorts and zones. The figures of the published
Superstore sample come out of Druid as they are printed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.reports.spec import ReportSpec
from backend.tests.asking import ROOT
from backend.tests.parity.published import application, dense_sample, published
from backend.tests.whole.doors import Doors, Told
from backend.tests.whole.test_equal_doors import SPECS, good_question
from druid.catalog.pairs import PAIRS_TABLE
from druid.catalog.sales import SALES
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

ROWS = int(os.environ.get("SALES_PARITY_ROWS", "24000"))
ROUNDS = int(os.environ.get("SALES_PARITY_ROUNDS", "5"))
ZONES = ("Africa/Nairobi", "America/New_York", "Europe/London", "Asia/Kolkata", "UTC")
SUPERSTORE = ROOT / "ingestion/tests/data/superstore.csv"
MAPPING = ROOT / "ingestion/examples/superstore.yaml"
OVERVIEW = next(spec for spec in SPECS if spec.name == "salesOverview")
Asked = tuple[ReportSpec, dict[str, Any]]


@pytest.fixture(scope="module")
def store(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("published")
    with fresh_prefix(druid_url) as prefix:
        published(dense_sample(folder, ROWS), folder / "store", (druid_url, prefix))
        yield folder / "store"


def question(seed: int) -> Asked:
    """Every zone in its turn for each report that takes one."""
    spec, asked = good_question(seed)
    if "timezone" in spec.arguments:
        asked["timezone"] = ZONES[seed // len(SPECS) % len(ZONES)]
    return spec, asked


def answer_of(told: Told) -> Told:
    return replace(told, metadata={name: value for name, value in told.metadata.items() if name != "engine"})


async def both_doors(doors: Doors, asked: Asked) -> tuple[Told, Told]:
    return answer_of(await doors.rest(*asked)), answer_of(await doors.graphql(*asked))


@pytest.mark.parametrize("turn", range(ROUNDS))
async def test_both_engines_give_the_same_envelopes(turn: int, store: Path, druid_url: str) -> None:
    seeds = range(turn * len(SPECS), (turn + 1) * len(SPECS))
    different: list[object] = []
    answered: Counter[str] = Counter()
    async with (
        application("embedded", store, druid_url) as embedded,
        application("druid", store, druid_url) as druid,
    ):
        for seed in seeds:
            asked = question(seed)
            ours, theirs = await both_doors(embedded, asked), await both_doors(druid, asked)
            if ours != theirs:
                different.append((seed, asked[0].name, asked[1], difference(ours, theirs)))
            answered[ours[0].code or "ok"] += 1
    assert different == []
    assert answered["ok"] > len(SPECS) * 2 // 3, answered


def difference(ours: tuple[Told, Told], theirs: tuple[Told, Told]) -> list[tuple[str, object, object]]:
    """The first unequal parts."""
    return [
        (part, getattr(one, part), getattr(other, part))
        for one, other in zip(ours, theirs, strict=True)
        for part in ("error", "metadata", "data")
        if getattr(one, part) != getattr(other, part)
    ][:1]


async def test_rollups_built_by_druid_take_part(store: Path, druid_url: str) -> None:
    tables: set[str] = set()
    async with application("druid", store, druid_url) as druid:
        for seed in range(3 * len(SPECS)):
            told = await druid.rest(*question(seed))
            tables |= {part["table"] for part in (told.metadata.get("source") or {}).get("parts", ())}
    assert tables == {SALES.base, *SALES.rollup, PAIRS_TABLE}


async def test_the_published_figures_come_out_of_druid(druid_url: str, tmp_path: Path) -> None:
    with fresh_prefix(druid_url) as prefix:
        published(SUPERSTORE, tmp_path / "store", (druid_url, prefix), "--mapping", str(MAPPING))
        async with application("druid", tmp_path / "store", druid_url) as druid:
            told = await druid.rest(OVERVIEW, {"period": "ALL", "compare": []})
    assert (told.code, told.metadata["engine"], told.metadata["complete"]) == (None, "druid", True)
    assert told.data["totalRevenue"] == 2_297_200.8603
    assert told.data["grossProfit"] == 286_397.0217
    assert told.data["unitsSold"] == 37_873
    assert told.data["totalOrders"] == 5_009
    assert told.data["uniqueCustomers"] == 793
    assert told.data["totalLines"] == 9_994
