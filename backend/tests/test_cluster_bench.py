"""The Druid bench runs: a small sample is published and asked every way, and its page tells each question."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.benchmarks.cluster.__main__ import main
from backend.benchmarks.cluster.asking import Asked, Spread, spread
from backend.benchmarks.cluster.publishing import Published, Stage, Table
from backend.benchmarks.cluster.text import page
from backend.benchmarks.questions import TYPICAL


def test_spread_is_quartiles() -> None:
    assert spread([30.0, 10.0, 20.0]) == Spread(15.0, 20.0, 25.0)


def test_page_shows_overhead_and_density() -> None:
    even = Spread(9.0, 10.0, 12.0)
    asked = Asked("branches", 2, 50.0, Spread(11.0, 12.5, 14.0), even, even, even, Spread(30.0, 40.0, 50.0))
    stages, tables = (Stage("record", 2.0, 500.0),), (Table("sales_hourly", 3, 1000, 44_000),)
    text = page("today", [(Published(1000, stages, tables, {"broker": 512.0}), [asked])])
    assert "| record | 2.0 | 500 |" in text
    assert "| sales_hourly | 3 | 1,000 | 0.0 | 44.0 |" in text
    assert "| branches | 2 | 50 | 12.5 (11.0-14.0) | 10.0 (9.0-12.0) | 1.25 | 10.0 | 10.0 | 40.0 | 4.0 |" in text
    assert "broker 512; 512 in all" in text
    assert "overhead 1.25; 1 of 1 within 1.3" in text


@pytest.mark.druid
def test_a_small_sample_is_measured(druid_url: str, tmp_path: Path) -> None:
    words = ["--rows", "5000", "--rounds", "1", "--url", druid_url, "--no-save", "--work", str(tmp_path)]
    told = CliRunner().invoke(main, words, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    assert [typical.name for typical in TYPICAL if f"| {typical.name} | " not in told.output] == []
