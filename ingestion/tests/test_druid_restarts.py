"""Services of a real Druid die while a month is replaced: the load goes on, or says which task failed and why.

A cluster of its own, as others must not meet these deaths. What was served is served until the new month is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from druid.catalog.sales import SALES
from druid.client.router import Patience, Router
from druid.client.tasks import Phase, TaskFailed
from druid.cluster.instance import Instance
from druid.cluster.runtime import kill, restart, wait_ready
from druid.ingestion_spec import Cluster, StagedMonth, base_columns
from druid.tests.prefixes import fresh_prefix
from ingestion.tests.druid_months import SECONDS, DruidMonths, Line, base_rows, some_lines, stage_lines

pytestmark = pytest.mark.torture

ZONE = "Africa/Nairobi"
MOMENTS = [round(datetime(2024, month, 15, tzinfo=ZoneInfo(ZONE)).timestamp() * 1000) for month in (1, 2)]
LINES = 30_000


@pytest.fixture
def months(own_cluster: tuple[Instance, str]) -> Iterator[DruidMonths]:
    instance, url = own_cluster
    wait_ready(instance)
    with fresh_prefix(url) as prefix, Router(url, Patience(away=300.0)) as router:
        yield DruidMonths(router, Cluster(prefix, ZONE))
        wait_ready(instance)


def staged(folder: Path, seed: int) -> tuple[list[Line], tuple[StagedMonth, ...]]:
    lines = some_lines(seed, MOMENTS, LINES)
    return lines, stage_lines(folder, ZONE, lines)


def die(instance: Instance, service: str, seconds: float) -> threading.Thread:
    """Kill a service as a crash would; it comes back after a while, in a thread of its own."""
    kill(instance, service)
    back = threading.Timer(seconds, restart, (instance, service), {"wait": False})
    back.start()
    return back


def once(act: Callable[[], threading.Thread], threads: list[threading.Thread]) -> Callable[[int], None]:
    """A pulse that acts when the task has begun to read."""

    def pulse(rows: int) -> None:
        if rows and not threads:
            threads.append(act())

    return pulse


def holds(months: DruidMonths, lines: list[Line]) -> bool:
    return months.rows(SALES.base, base_columns(SALES)) == base_rows(lines)


def test_the_overlord_is_away_when_a_task_is_submitted(
    own_cluster: tuple[Instance, str], months: DruidMonths, tmp_path: Path
) -> None:
    lines, files = staged(tmp_path, 1)
    back = die(own_cluster[0], "coordinator", 3.0)
    months.load_base(files)
    back.join()
    assert holds(months, lines)


def test_the_overlord_dies_while_a_task_runs(
    own_cluster: tuple[Instance, str], months: DruidMonths, tmp_path: Path
) -> None:
    lines, files = staged(tmp_path, 2)
    threads: list[threading.Thread] = []
    task = months.submit_base(files, 1)
    pulse = once(lambda: die(own_cluster[0], "coordinator", 2.0), threads)
    assert months.tasks.wait(task, SECONDS, pulse).rows == LINES
    for thread in threads:
        thread.join()
    months.served(SALES.base, files, task)
    assert holds(months, lines)


def test_the_worker_dies_with_its_task(own_cluster: tuple[Instance, str], months: DruidMonths, tmp_path: Path) -> None:
    """The task fails by name and what was served stays; the next publication's task does it."""
    before, old = staged(tmp_path / "before", 3)
    months.load_base(old)
    after, new = staged(tmp_path / "after", 4)
    threads: list[threading.Thread] = []
    task = months.submit_base(new, 2)
    with pytest.raises(TaskFailed, match=task):
        months.tasks.wait(task, SECONDS, once(lambda: die(own_cluster[0], "indexer", 2.0), threads))
    for thread in threads:
        thread.join()
    assert [(state.id, state.phase) for state in months.tasks.tasks([months.name(SALES.base)])] == [
        (task, Phase.FAILED)
    ]
    assert holds(months, before)
    wait_ready(own_cluster[0])
    months.load_base(new, 3)
    assert holds(months, after)


@pytest.mark.parametrize("service", ["historical", "broker"])
def test_what_was_built_is_waited_for(
    service: str, own_cluster: tuple[Instance, str], months: DruidMonths, tmp_path: Path
) -> None:
    """The task succeeds while nobody can serve what it built: the month counts as served only afterwards."""
    lines, files = staged(tmp_path, 5)
    task = months.submit_base(files, 1)
    months.finish(task)
    back = die(own_cluster[0], service, 5.0)
    found = months.served(SALES.base, files, task)
    back.join()
    assert sum(segment.rows for segments in found.values() for segment in segments) == LINES
    assert holds(months, lines)
