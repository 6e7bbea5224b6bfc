"""The answer shown in the README is the answer of the sample that `make demo` loads."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from backend.question import Period
from backend.reports.spec import Arguments
from backend.tests.asking import ROOT, asking, load

SAMPLE_ROWS = 200_000


def shown() -> dict[str, object]:
    """The JSON block between the README's answer marks."""
    text = (ROOT / "README.md").read_text()
    block = re.search(r"answer:begin.*?```json\n(.*?)```.*?answer:end", text, re.DOTALL)
    assert block is not None
    answer: dict[str, object] = orjson.loads(block[1])
    return answer


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The store of `make demo`."""
    file = tmp_path / "sample.csv"
    command = [sys.executable, "-m", "ingestion", "seed", "--rows", str(SAMPLE_ROWS), "--out", str(file), "--orders"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    assert load(file, tmp_path / "store", "--mode", "replace").returncode == 0
    return tmp_path / "store"


async def test_the_answer_shown_is_the_samples(sample: Path) -> None:
    async with asking(sample) as asker:
        envelope = await asker.envelope("salespersonLeaderboard", Arguments(period=Period.YEAR, limit=2))
    answer = shown()
    rows = answer["data"]
    assert isinstance(rows, list)
    assert [{key: row[key] for key in rows[0]} for row in envelope["data"]] == rows
    metadata = answer["metadata"]
    assert isinstance(metadata, dict)
    assert envelope["metadata"]["comparisons"] == metadata["comparisons"]
    parts = [{"table": part["table"], "window": part["window"]} for part in envelope["metadata"]["source"]["parts"]]
    assert parts == metadata["source"]["parts"]
