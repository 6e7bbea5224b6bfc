"""What real tasks of a real Druid make of our months: every cell, every rollup row, and nothing besides.

Each test has datasources of its own. Expected rows come from plain Python over the lines.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from druid.catalog.sales import SALES
from druid.client.router import Patience, Router
from druid.client.segments import answering_segments, served_segments, wait_gone
from druid.client.tasks import Phase, TaskFailed
from druid.ingestion_spec import Cluster, StagedMonth, base_columns, base_task, interval
from druid.tests.prefixes import fresh_prefix
from ingestion.tests.druid_months import (
    DruidMonths,
    base_rows,
    joined,
    line,
    rolled_up,
    rollup_columns,
    some_lines,
    stage_lines,
)

pytestmark = pytest.mark.druid

ZONE = "Africa/Nairobi"


@pytest.fixture
def months(druid_url: str, druid_prefix: str) -> Iterator[DruidMonths]:
    with Router(druid_url, Patience(pause=0.3)) as router:
        yield DruidMonths(router, Cluster(druid_prefix, ZONE))


def at(text: str, zone: str = ZONE) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def column_names() -> tuple[str, ...]:
    return tuple(base_columns(SALES))


AWKWARD_TEXTS = (
    *("", None, " ", "null", "NaN", "[]", '["a","b"]', '{"a": 1}', "1", "true", "a,b", "\\", '"', "'", "\\n", "/"),
    *("tab\there", "line\nbreak", "cr\r\nlf", "\x1fjoint", "\x1eown", "\x01", "\x7f", "\u2028\u2029", "\ufeffbom"),
    *("Zoë", "Zoe\u0308", "😀👩‍👩‍👧", "مرحبا", "日本", "\u202edlrow", "x" * 30_000, "é" * 20_000),
)
AWKWARD_NUMBERS = (0, -1, 1, 2**53 + 1, -(2**53) - 1, 2**62 + 3, -(2**62) - 3, 2**63 - 1, -(2**63), None)


def test_every_cell_comes_back(months: DruidMonths, tmp_path: Path) -> None:
    """Texts, integers of 64 bits, missing cells, and columns without a single value."""
    start = at("2024-03-01")
    texts = [
        line(start + place, product=text, order_key=text, branch=text, order_id=text)
        for place, text in enumerate(AWKWARD_TEXTS)
    ]
    numbers = [
        line(start + place, gross_revenue=number, units_sold=number, first_of_order=number)
        for place, number in enumerate(AWKWARD_NUMBERS)
    ]
    lines = [*texts, *texts[:3], *numbers, line(at("2024-04-01") - 1)]
    months.load_base(stage_lines(tmp_path, ZONE, lines))
    assert months.rows(SALES.base, column_names()) == base_rows(lines)


ZONED_DAYS = {
    "Africa/Nairobi": ("2024-01-31T20:00", "2024-01-31T23:00", "2024-02-01T00:00", "2024-02-29T23:00"),
    "Asia/Kolkata": ("2024-02-29T23:15", "2024-03-01T00:10", "2024-03-01T05:25"),
    "America/New_York": (
        *("2024-10-31T23:00", "2024-11-01T00:00", "2024-11-03T00:30", "2024-11-03T01:10", "2024-11-03T02:00"),
        *("2024-03-10T01:30", "2024-03-10T03:10", "2024-03-31T23:30"),
    ),
    "Asia/Beirut": ("2024-03-30T23:30", "2024-03-31T01:00", "2024-03-31T02:00", "2024-10-26T23:30"),
}


@pytest.mark.parametrize("zone", ZONED_DAYS)
def test_rollups_have_the_rows_of_the_record(zone: str, druid_url: str, tmp_path: Path) -> None:
    """Rows, sums and bounds of every rollup, in days, hours and months of the business zone."""
    moments = [at(text, zone) for text in ZONED_DAYS[zone]]
    repeated_hour = [moment + 3_600_000 for moment in moments]
    lines = some_lines(7, [*moments, *repeated_hour], 1500)
    with Router(druid_url, Patience(pause=0.3)) as router, fresh_prefix(druid_url) as prefix:
        cluster = DruidMonths(router, Cluster(prefix, zone))
        staged = stage_lines(tmp_path, zone, lines)
        cluster.load_base(staged)
        segments = cluster.load_rollups(SALES.rollups, staged)
        for rollup in SALES.rollups:
            assert cluster.rows(rollup.name, rollup_columns(rollup)) == rolled_up(rollup, lines, zone)
            bounds = {month: interval(month, zone) for month in segments[rollup.name]}
            assert set(answering_segments(router, cluster.name(rollup.name), bounds.values())) == {
                segment.id for found in segments[rollup.name].values() for segment in found
            }


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("America/Havana", ("2020-10-31T23:30", "2020-11-01T00:00", "2020-11-01T02:30", "2020-11-30T22:59")),
        ("America/Asuncion", ("2023-09-30T22:30", "2023-10-01T01:00", "2023-10-31T22:00")),
    ],
)
def test_months_that_begin_with_an_odd_midnight(
    zone: str, days: tuple[str, ...], druid_url: str, tmp_path: Path
) -> None:
    """Where clocks repeat midnight Druid has two buckets for the day, which add up to ours; no line changes months."""
    moments = [at(text, zone) for text in days]
    lines = some_lines(9, [*moments, *(moment + 3_600_000 for moment in moments)], 600)
    rollups = [SALES.rollup["sales_daily_customer"], SALES.rollup["customer_month"]]
    with Router(druid_url, Patience(pause=0.3)) as router, fresh_prefix(druid_url) as prefix:
        cluster = DruidMonths(router, Cluster(prefix, zone))
        staged = stage_lines(tmp_path, zone, lines)
        segments = cluster.load_base(staged)
        assert {month: sum(s.rows for s in found) for month, found in segments.items()} == {
            month.month: month.rows for month in staged
        }
        cluster.load_rollups(rollups, staged)
        for rollup in rollups:
            rows = cluster.rows(rollup.name, rollup_columns(rollup))
            assert joined(rollup, rows.elements(), zone) == rolled_up(rollup, lines, zone)


def test_several_workers_make_the_same_rollup(months: DruidMonths, tmp_path: Path) -> None:
    """Months cut by members, by two workers, still have each row once."""
    lines = some_lines(11, [at("2024-01-05"), at("2024-02-05")], 2000)
    staged = stage_lines(tmp_path, ZONE, lines)
    parallel = DruidMonths(months.router, Cluster(months.place.prefix, ZONE, workers=2))
    parallel.load_base(staged)
    assert months.rows(SALES.base, column_names()) == base_rows(lines)
    rollup = SALES.rollups[1]
    parallel.load_rollups([rollup], staged)
    assert months.rows(rollup.name, rollup_columns(rollup)) == rolled_up(rollup, lines, ZONE)


def test_only_the_named_months_change(months: DruidMonths, tmp_path: Path) -> None:
    """January and March are replaced: February keeps its segments, in the base and in the rollup."""
    rollup = SALES.rollups[0]
    moments = [at("2024-01-15"), at("2024-02-15"), at("2024-03-15")]
    before = some_lines(1, moments, 600)
    staged = stage_lines(tmp_path / "before", ZONE, before)
    old_base = months.load_base(staged)
    old_rollup = months.load_rollups([rollup], staged)[rollup.name]
    kept = [found for found in before if at("2024-02-01") <= found["__time"] < at("2024-03-01")]
    after = some_lines(2, [moments[0], moments[2]], 500)
    again = stage_lines(tmp_path / "after", ZONE, after)
    months.load_base(again, 2)
    months.load_rollups([rollup], again, 2)
    now = {(s.table, s.version) for s in served_segments(months.router, months.place.prefix, [SALES.base, rollup.name])}
    assert {(SALES.base, s.version) for s in old_base["2024-02"]} < now
    assert {(rollup.name, s.version) for s in old_rollup["2024-02"]} < now
    assert months.rows(SALES.base, column_names()) == base_rows([*kept, *after])
    assert months.rows(rollup.name, rollup_columns(rollup)) == rolled_up(rollup, [*kept, *after], ZONE)


BAD_LINES = {
    "cut short": (b'{"__time":1709285120000,"branch":"Nai', "line 2 of bad.json.gz cannot be read"),
    "without a moment": (b'{"__time":null,"branch":"Nairobi"}', "line 2 of bad.json.gz cannot be read"),
    "words for a number": (
        b'{"__time":1709285120000,"units_sold":"many"}',
        "a line cannot be read: units_sold is not a whole number",
    ),
}


def test_what_cannot_be_read_changes_nothing(months: DruidMonths, tmp_path: Path) -> None:
    """A bad line, a torn file and a file that is not there: all leave what was served."""
    lines = some_lines(3, [at("2024-03-15")], 200)
    staged = stage_lines(tmp_path, ZONE, lines)
    months.load_base(staged)
    bad = tmp_path / "bad.json.gz"
    good = b'{"__time":1709285120000,"lines":1}\n'
    for number, (text, reason) in enumerate(BAD_LINES.values(), start=2):
        bad.write_bytes(gzip.compress(good + text + b"\n"))
        task = months.submit_base([StagedMonth("2024-03", (bad,), 2, "")], number)
        with pytest.raises(TaskFailed) as failed:
            months.finish(task)
        assert failed.value.reason.startswith(reason)
        assert str(tmp_path) not in failed.value.message
    bad.write_bytes(staged[0].paths[0].read_bytes()[:-20])
    with pytest.raises(TaskFailed, match="Unexpected end"):
        months.finish(months.submit_base([StagedMonth("2024-03", (bad,), 200, "")], 8))
    absent = StagedMonth("2024-03", (tmp_path / "absent.json.gz",), 200, "")
    with pytest.raises(TaskFailed, match="found no lines"):
        months.finish(months.submit_base([absent], 9))
    assert months.rows(SALES.base, column_names()) == base_rows(lines)


def test_a_line_of_another_month_is_told(months: DruidMonths, tmp_path: Path) -> None:
    """Druid leaves it out and calls that success; we do not."""
    march = stage_lines(tmp_path, ZONE, [line(at("2024-03-31T23:59")), line(at("2024-03-15"))])
    task = months.submit_base([StagedMonth("2024-02", march[0].paths, 2, "")], 1)
    with pytest.raises(TaskFailed, match="left out 2 lines"):
        months.finish(task)


def test_a_task_is_run_once(months: DruidMonths, tmp_path: Path) -> None:
    """Submitting an id again, while it runs or later, finds the task that there is."""
    staged = stage_lines(tmp_path, ZONE, [line(at("2024-03-15"))])
    task = months.submit_base(staged, 1)
    assert months.submit_base(staged, 1) == task
    before = months.finish(task)
    versions = {s.version for found in months.served(SALES.base, staged, task).values() for s in found}
    assert months.submit_base(staged, 1) == task
    assert months.finish(task) == before
    now = served_segments(months.router, months.place.prefix, [SALES.base])
    assert {segment.version for segment in now} == versions


def test_tasks_are_listed_until_they_succeed(months: DruidMonths, tmp_path: Path) -> None:
    staged = stage_lines(tmp_path, ZONE, [line(at("2024-03-15"))])
    months.finish(months.submit_base(staged, 1))
    torn = tmp_path / "torn.json.gz"
    torn.write_bytes(staged[0].paths[0].read_bytes()[:-4])
    failing = months.submit_base([StagedMonth("2024-03", (torn,), 1, "")], 2)
    with pytest.raises(TaskFailed):
        months.finish(failing)
    assert [(s.id, s.phase) for s in months.tasks.tasks([months.name(SALES.base)])] == [(failing, Phase.FAILED)]
    assert months.tasks.status("never-seen") is None
    assert months.tasks.report("never-seen") is None


def test_a_refused_task_is_told_once(months: DruidMonths) -> None:
    spec = base_task(SALES, months.place, [StagedMonth("2024-03", (), 0, "")], "refused-task")
    with pytest.raises(TaskFailed, match="refused-task failed: Druid refused it"):
        months.tasks.submit(spec)


def test_months_can_be_taken_away(months: DruidMonths, tmp_path: Path) -> None:
    lines = some_lines(5, [at("2024-01-15"), at("2024-02-15")], 50)
    months.load_base(stage_lines(tmp_path, ZONE, lines))
    january = interval("2024-01", ZONE)
    months.tasks.mark_unused(months.name(SALES.base), [january])
    wait_gone(months.router, months.place.prefix, {SALES.base: [january]}, 60)
    kept = [found for found in lines if found["__time"] >= at("2024-02-01")]
    assert months.rows(SALES.base, column_names()) == base_rows(kept)
