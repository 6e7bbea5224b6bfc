"""Whole numbers on a real Druid: exact past the precision of doubles, null where every line is, and why totals end.

Where Druid and the embedded engine differ, the difference is shown here and kept from mattering elsewhere.
"""

from __future__ import annotations

from datetime import datetime

import duckdb
import polars as pl
import pytest
from sqlglot import exp, parse_one

from backend.engine.dialect import to_duckdb
from backend.tests.parity.direct import Cluster, Row

pytestmark = pytest.mark.druid

at = datetime.fromisoformat
BIG = 2**53 + 1
"""A whole number that no double holds."""
LINES = pl.DataFrame(
    {
        "__time": [at("2024-01-31 23:59:59.999"), at("2024-02-01"), at("2024-02-29"), at("2024-03-01")],
        "branch": ["a", "a", "b", "b"],
        "big": [BIG, BIG, -BIG, 2],
        "huge": [2**62, 2**62, -(2**62), 0],
        "blank": [None, None, None, None],
        "few": [None, 5, None, None],
        "moment": [None, -1, None, 253_402_300_799_999],
    },
    schema={
        "__time": pl.Datetime("ms"),
        "branch": pl.String,
        **dict.fromkeys(("big", "huge", "blank", "few", "moment"), pl.Int64),
    },
)


@pytest.fixture(scope="module")
def numbers(cluster: Cluster) -> Cluster:
    cluster.load({"numbers": LINES}, "UTC")
    return cluster


def asked(sql: str, cluster: Cluster) -> list[Row]:
    return cluster.ask(sql.replace(" FROM numbers", f" FROM {cluster.prefix}numbers"))


def on_both(sql: str, cluster: Cluster) -> tuple[list[Row], list[Row]]:
    select = parse_one(sql, dialect="druid")
    assert isinstance(select, exp.Select)
    with duckdb.connect() as connection:
        connection.register("numbers", LINES.to_arrow())
        result = connection.execute(to_duckdb(select))
        names = [column[0] for column in result.description or []]
        return asked(sql, cluster), [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_sums_are_exact_past_doubles_and_null_where_all_is(numbers: Cluster) -> None:
    sql = "SELECT branch AS branch, SUM(big) AS big, SUM(blank) AS blank, SUM(few) AS few FROM numbers GROUP BY branch"
    expected = [
        {"branch": "a", "big": 2 * BIG, "blank": None, "few": 5},
        {"branch": "b", "big": 2 - BIG, "blank": None, "few": None},
    ]
    for rows in on_both(sql, numbers):
        assert sorted(rows, key=lambda row: str(row["branch"])) == expected


def test_extremes_of_whole_numbers_and_of_nothing(numbers: Cluster) -> None:
    sql = (
        "SELECT MIN(moment) AS lowest, MAX(moment) AS highest, MIN(blank) AS least, MAX(big) AS most,"
        " COUNT(DISTINCT few) AS kinds FROM numbers"
    )
    expected = [{"lowest": -1, "highest": 253_402_300_799_999, "least": None, "most": BIG, "kinds": 1}]
    assert on_both(sql, numbers) == (expected, expected)


def test_no_line_at_all_is_null_and_nobody(numbers: Cluster) -> None:
    sql = "SELECT SUM(big) AS big, COALESCE(SUM(few), 0) AS few FROM numbers WHERE branch = 'c'"
    assert on_both(sql, numbers) == ([{"big": None, "few": 0}],) * 2
    assert on_both("SELECT COUNT(DISTINCT branch) AS n FROM numbers WHERE 1 = 0", numbers) == ([{"n": 0}],) * 2
    grouped = "SELECT branch AS branch, SUM(big) AS big FROM numbers WHERE branch = 'c' GROUP BY branch"
    assert on_both(grouped, numbers) == ([], [])


def test_a_total_past_64_bits_wraps_without_a_word_so_no_load_may_hold_one(numbers: Cluster) -> None:
    assert asked("SELECT SUM(huge) AS huge FROM numbers WHERE branch = 'a'", numbers) == [{"huge": -(2**63)}]


def test_whole_numbers_divide_to_whole_numbers_so_no_statement_divides(numbers: Cluster) -> None:
    sql = "SELECT SUM(few) / 2 AS half, SAFE_DIVIDE(SUM(few), 2) AS safe FROM numbers"
    assert asked(sql, numbers) == [{"half": 2, "safe": 2}]
