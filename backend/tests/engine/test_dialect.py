"""Druid to DuckDB: written pairs, what the functions answer, and what is refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp, parse_one

from backend.engine.dialect import UnknownFunction, Years, to_duckdb

at = datetime.fromisoformat
FIXTURE = Path(__file__).parents[1] / "fixtures" / "dialect.sql"


def pairs() -> list[tuple[str, str, str]]:
    found = []
    for block in FIXTURE.read_text(encoding="utf-8").split("-- ")[1:]:
        title, rest = block.split("\n", 1)
        druid, duck = (part.strip() for part in rest.split("\n;\n")[:2])
        found.append((title, druid, duck))
    return found


def select(druid: str) -> exp.Select:
    parsed = parse_one(druid, dialect="druid")
    assert isinstance(parsed, exp.Select)
    return parsed


def translated(druid: str, years: Years | None = None) -> str:
    return to_duckdb(select(druid), None, years)


@pytest.mark.parametrize(("title", "druid", "duck"), pairs(), ids=[title for title, _, _ in pairs()])
def test_pairs(title: str, druid: str, duck: str) -> None:
    assert title
    assert translated(druid, Years(2024, 2024)) == duck


ROWS: list[tuple[datetime, str | None, int, int | None]] = [
    (at("2024-03-31 00:59"), "Ngong Road", 10, 1),
    (at("2024-03-31 01:00"), "ngong hills", 4, None),
    (at("2024-12-29 23:30"), "Thika", 3, 0),
    (at("2024-12-30 00:30"), None, 7, 2),
]


def answered(druid: str, *parameters: object) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'America/New_York'")
        connection.execute("CREATE TABLE sales (__time TIMESTAMP, branch VARCHAR, gross BIGINT, lines BIGINT)")
        connection.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", ROWS)
        return list(connection.execute(translated(druid), list(parameters)).fetchall())


def test_substrings_count_in_any_case_or_exactly() -> None:
    assert answered("SELECT COUNT(*) AS n FROM sales WHERE ICONTAINS_STRING(branch, ?)", "NGONG") == [(2,)]
    assert answered("SELECT COUNT(*) AS n FROM sales WHERE CONTAINS_STRING(branch, ?)", "Ngong") == [(1,)]
    assert answered("SELECT COUNT(*) AS n FROM sales WHERE ICONTAINS_STRING(branch, ?)", "%") == [(0,)]


def test_text_is_compared_by_code_point() -> None:
    assert answered("SELECT MIN(branch) AS first, MAX(branch) AS last FROM sales") == [("Ngong Road", "ngong hills")]
    assert answered("SELECT COUNT(*) AS n FROM sales WHERE branch < ?", "a") == [(2,)]


def test_local_hours_and_weekdays() -> None:
    hours = answered("SELECT TIME_EXTRACT(__time, 'HOUR', 'Europe/London') AS hour FROM sales")
    assert hours == [(0,), (2,), (23,), (0,)]
    weekdays = answered("SELECT TIME_EXTRACT(__time, 'DOW', 'Africa/Nairobi') AS weekday FROM sales")
    assert weekdays == [(7,), (7,), (1,), (1,)]


def test_a_step_on_the_local_clock_keeps_the_time_of_day() -> None:
    earlier = answered("SELECT TIME_SHIFT(__time, 'P1M', -1, 'Africa/Nairobi') AS earlier FROM sales")
    assert [row[0] for row in earlier[:2]] == [at("2024-02-29 00:59"), at("2024-02-29 01:00")]


def test_a_quotient_by_zero_is_null() -> None:
    assert answered("SELECT SAFE_DIVIDE(CAST(gross AS DOUBLE), lines) AS price FROM sales") == [
        (10.0,),
        (None,),
        (None,),
        (3.5,),
    ]


def test_sums_are_exact_or_an_error() -> None:
    assert answered("SELECT SUM(lines) AS lines, SUM(gross) FILTER (WHERE branch IS NULL) AS g FROM sales") == [(3, 7)]
    with pytest.raises(duckdb.ConversionException):
        answered("SELECT SUM(9223372036854775800 - gross + gross) AS big FROM sales")


REFUSED = (
    "SELECT APPROX_COUNT_DISTINCT_DS_HLL(customer) AS n FROM sales",
    "SELECT LATEST_BY(branch, __time) AS b FROM sales",
    "SELECT TIMESTAMPDIFF(DAY, a, b) AS d FROM sales",
    "SELECT TIME_FLOOR(__time, 'PT5M', NULL, 'UTC') AS t FROM sales",
    "SELECT TIME_FLOOR(__time, ?, NULL, 'UTC') AS t FROM sales",
    "SELECT TIME_FLOOR(__time, 'P1D', ?, 'UTC') AS t FROM sales",
    "SELECT TIME_EXTRACT(__time, 'CENTURY', 'UTC') AS t FROM sales",
    "SELECT TIME_SHIFT(__time, 'P1M2D', 1, 'UTC') AS t FROM sales",
    "SELECT TIME_SHIFT(__time, 'P1D', 1, 'Europe/London') AS t FROM sales",
    "SELECT SAFE_DIVIDE(a, b) AS q FROM sales",
    "SELECT a / b AS q FROM sales",
    "SELECT SUM(EARLIEST(a)) AS q FROM sales",
    "SELECT SUM(a) FILTER (WHERE read_text('x') = 'y') AS q FROM sales",
    "SELECT CAST(a AS DATE) AS d FROM sales",
    "SELECT * FROM sales",
    "SELECT DISTINCT branch FROM sales",
    "SELECT a FROM sales ORDER BY a LIMIT 3 OFFSET 2",
    "SELECT a FROM sales WHERE a LIKE 'x%'",
    "SELECT a FROM sales WHERE a IN (SELECT b FROM t)",
    "SELECT a FROM (SELECT a FROM sales UNION ALL SELECT a FROM sales) AS s",
    "SELECT a FROM sales WHERE a = (SELECT MAX(a) AS a FROM sales)",
    "SELECT s.a FROM sales AS s JOIN t ON s.a = t.a",
    "SELECT a FROM read_csv('/etc/passwd')",
    "WITH s AS (SELECT 1 AS a) SELECT a FROM s",
    "SELECT ROW_NUMBER() OVER (ORDER BY a) AS r FROM sales",
    "SELECT CURRENT_TIMESTAMP AS t FROM sales",
    "SELECT LOOKUP(a, 'b') AS l FROM sales",
)


@pytest.mark.parametrize("druid", REFUSED)
def test_what_has_no_tested_equivalent_is_refused(druid: str) -> None:
    with pytest.raises(UnknownFunction):
        translated(druid)


def test_the_statement_of_the_planner_stays_as_it_was() -> None:
    statement = select("SELECT TIME_FLOOR(__time, 'P1M', NULL, 'Africa/Nairobi') AS bucket FROM sales")
    before = statement.sql(dialect="druid")
    to_duckdb(statement)
    assert statement.sql(dialect="druid") == before
