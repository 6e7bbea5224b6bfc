"""The bench of reports: hand-written SQL for every report that reads lines, and turns that differ."""

from __future__ import annotations

from pathlib import Path

import duckdb

from backend.benchmarks.__main__ import child
from backend.benchmarks.reports import measure_reports, statements_by_hand, table_of_reports
from backend.benchmarks.rotations import TURNS, Members, rotated
from backend.reports.registry import reports
from backend.tests.asking import load
from druid.catalog.sales import SALES

WITHOUT_LINES = {"dataRange", "dataVersion", "catalog"}
MEMBERS = Members({name: [f"{name} {n}" for n in range(30)] for name in ("branch", "product", "customer")})


def test_every_report_that_reads_lines_has_its_sql() -> None:
    assert statements_by_hand().keys() == {spec.name for spec in reports(SALES)} - WITHOUT_LINES


def test_the_sql_is_sql() -> None:
    with duckdb.connect() as connection:
        for statements in statements_by_hand().values():
            for statement in statements:
                assert connection.extract_statements(statement)


def test_no_question_of_a_report_is_asked_twice() -> None:
    for spec in reports(SALES):
        turns = [rotated(spec, turn, MEMBERS) for turn in range(TURNS + 1)]
        if "period" in spec.arguments:
            assert len(set(turns)) == len(turns), spec.name


def test_every_report_is_timed(tmp_path: Path) -> None:
    child("-m", "ingestion", "seed", "--rows", "5000", "--out", str(tmp_path / "sample.csv"), "--orders")
    assert load(tmp_path / "sample.csv", tmp_path / "store").returncode in {0, 1}
    timed = measure_reports(tmp_path / "store", turns=2)
    assert {one.report for one in timed} == {spec.name for spec in reports(SALES)}
    assert all(one.p50 > 0 and one.p95 > 0 for one in timed)
    assert table_of_reports(timed).count("\n") == len(timed) + 1
