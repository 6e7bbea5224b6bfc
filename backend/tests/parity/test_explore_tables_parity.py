"""Pivots, subtotals, tops, others, thresholds and misspelt members: both engines give the same envelopes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.tests.parity.published import application, dense_sample, published
from backend.tests.parity.test_whole_answers import answer_of
from backend.tests.whole.test_equal_doors import SPECS
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

EXPLORE = next(spec for spec in SPECS if spec.name == "explore")
YEAR: dict[str, Any] = {"period": "YEAR", "compare": []}
MEASURES = ["netRevenue", "profitMargin", "orders", "customers"]
QUESTIONS: tuple[dict[str, Any], ...] = (
    {**YEAR, "measures": MEASURES, "dimensions": ["productLine", "branch"], "columns": ["branch"], "totals": True},
    {**YEAR, "measures": MEASURES, "dimensions": ["branch"], "grain": "MONTH", "columns": ["time"], "totals": True},
    {**YEAR, "measures": MEASURES, "dimensions": ["region", "branch", "productLine"], "totals": True, "limit": 7},
    {
        "period": "QUARTER",
        "compare": [{"kind": "PREVIOUS_PERIOD"}, {"kind": "PREVIOUS_YEAR"}],
        "measures": ["netRevenue", "orders", "lastSale"],
        "dimensions": ["branch", "salesperson"],
        "top": {"n": 2, "per": "branch"},
        "others": True,
    },
    {**YEAR, "measures": MEASURES, "dimensions": ["customer"], "top": {"n": 5}, "others": True, "totals": True},
    {
        **YEAR,
        "measures": ["netRevenue"],
        "dimensions": ["product"],
        "grain": "QUARTER",
        "top": {"n": 3, "per": "time"},
        "others": True,
        "having": [{"measure": "orders", "op": ">", "value": 1}],
    },
    {**YEAR, "measures": ["netRevenue"], "filters": {"customer": {"in": ["Umoja Tradrs Nairobi"]}}},
    {
        **YEAR,
        "measures": ["netRevenue"],
        "dimensions": ["branch"],
        "filters": {"branch": {"in": ["Nairobbi", "Kisumu"]}},
    },
)


@pytest.fixture(scope="module")
def store(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("explored")
    with fresh_prefix(druid_url) as prefix:
        published(dense_sample(folder, 6_000), folder / "store", (druid_url, prefix))
        yield folder / "store"


async def test_both_engines_explore_alike(store: Path, druid_url: str) -> None:
    async with (
        application("embedded", store, druid_url) as embedded,
        application("druid", store, druid_url) as druid,
    ):
        for asked in QUESTIONS:
            ours, theirs = [answer_of(await doors.rest(EXPLORE, asked)) for doors in (embedded, druid)]
            assert ours.code is None, (asked, ours.error)
            assert ours == theirs, asked
            assert answer_of(await druid.graphql(EXPLORE, asked)) == theirs, asked


async def test_misspelt_members_are_suggested_by_both(store: Path, druid_url: str) -> None:
    for engine in ("embedded", "druid"):
        async with application(engine, store, druid_url) as doors:
            told = [answer_of(await doors.rest(EXPLORE, asked)) for asked in QUESTIONS[-2:]]
        for one, name in zip(told, ("'Umoja Traders Nairobi'", "'Nairobi'"), strict=True):
            (warning,) = [note for note in one.metadata["warnings"] if note["code"] == "UNKNOWN_MEMBER"]
            assert name in warning["message"]
        assert [row[0] for row in told[1].data["rows"]] == ["Kisumu"]
