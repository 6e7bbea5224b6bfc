"""The first look before the first visitor: the snapshot is open, and an empty store is no failure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import structlog

from backend.tests.asking import NOW, asking, load
from backend.warmup import FIRST_LOOK, warm_up

LINES = """\
__time,ProductLine,ItemGroup,Branch,SalesPerson,AcctName,ItemName,CardName,grossRevenue,returnsValue,unitsSold,\
unitsReturned,totalCost,lineItemCount
2024-03-01 09:00:00,Dairy,Milk,Nairobi,Achieng,Retail,Whole milk 1 l,Wanjiru,120.00,0,2,0,90.00,1
"""


async def warmed(store: Path) -> dict[str, Any]:
    """The one event that a warm-up logs."""
    with structlog.testing.capture_logs() as events:
        async with asking(store) as asker:
            await warm_up(asker.context, asker.specs, NOW)
    return dict(next(event for event in events if event["event"] == "server.warmed"))


async def test_an_empty_store_is_no_failure(tmp_path: Path) -> None:
    assert (await warmed(tmp_path))["unanswered"] == ["NO_DATA"] * len(FIRST_LOOK)


async def test_every_report_of_the_first_look_answers(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(LINES)
    assert load(file, tmp_path / "store").returncode == 0
    assert (await warmed(tmp_path / "store"))["unanswered"] == []


@pytest.mark.parametrize("name", FIRST_LOOK)
async def test_the_first_look_names_reports_that_exist(name: str, tmp_path: Path) -> None:
    async with asking(tmp_path) as asker:
        assert name in asker.specs
