"""What the log says when a load over HTTP ends, from reports that the real command wrote."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from backend.loads.told import ended_facts
from backend.tests.asking import ROOT

HEADERS = "__time,Branch,ItemName,SalesPerson,CardName,grossRevenue,totalCost,unitsSold\n"
GOOD = "2024-03-01 08:00:00,Nairobi,Tea,Asha,Wanjiru,100.00,60.00,1\n"
BAD = "2024-03-01 09:00:00,Nairobi,Tea,Asha,Wanjiru,a lot,60.00,1\n"


def report_of(folder: Path, text: str, name: str = "sales.csv") -> dict[str, Any]:
    (folder / name).write_text(text, encoding="utf-8")
    words = [
        sys.executable,
        "-m",
        "ingestion",
        "load",
        str(folder / name),
        "--data-dir",
        str(folder / "store"),
        "--json",
    ]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
    report: dict[str, Any] = orjson.loads(told.stdout)
    return report


def test_a_load_with_lines_set_aside(tmp_path: Path) -> None:
    facts = ended_facts(report_of(tmp_path, HEADERS + GOOD + BAD), {"phase": "published"})
    assert facts.pop("load_id") == f"00000001-{facts_id(tmp_path)}"
    assert facts == {
        "outcome": "loaded",
        "stage": "published",
        "file_hash": facts["file_hash"],
        "lines_in": 2,
        "loaded": 1,
        "duplicate": 0,
        "quarantined": 1,
        "blank": 0,
        "money_delta": 0,
    }
    assert ended_facts(report_of(tmp_path, HEADERS + GOOD + BAD), None)["outcome"] == "already loaded"


def facts_id(folder: Path) -> str:
    (kept,) = (folder / "store" / "reports").glob("*.json")
    return kept.stem.partition("-")[2]


@pytest.mark.parametrize("text", ["", HEADERS])
def test_a_refused_file(tmp_path: Path, text: str) -> None:
    facts = ended_facts(report_of(tmp_path, text), {"phase": "reading"})
    assert (facts["outcome"], facts["stage"]) == ("refused", "reading")
    assert isinstance(facts["code"], str)


def test_a_loader_that_died() -> None:
    told = {"phase": "building", "stage": "building months"}
    assert ended_facts(None, told) == {"outcome": "failed", "code": "INTERRUPTED", "stage": "building months"}
