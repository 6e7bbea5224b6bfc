"""What a check says of a replace is what the replace does; events for programs; a file called by another name."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from ingestion.errors import FileRefused
from ingestion.inspection import inspect_file
from ingestion.progress import EventWatch
from ingestion.run import Request, load_file
from ingestion.sink.port import Mode
from ingestion.tests.sales_store import Sale, load_sales, make_store, manifest_of, write_sales
from ingestion.watch import Watch

NOW = datetime(2024, 6, 1, tzinfo=UTC)
KEPT = [Sale("2024-01-10 23:30:00", "10.00"), Sale("2024-01-11 00:30:00", "20.00"), Sale("2024-03-01 10:00:00", "5.00")]
COMING = [Sale("2024-01-10 09:00:00", "1.25"), Sale("2024-02-10 10:00:00", "2.00")]


def test_the_days_of_a_check_are_the_days_of_the_load(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    load_sales(store, KEPT, name="kept")
    request = Request(write_sales(tmp_path / "coming.csv", COMING), mode=Mode.REPLACE)
    found = inspect_file(store, request, NOW, Watch())
    loaded = load_file(store, request, NOW, Watch())
    assert loaded.landing is not None
    assert found.replaced == loaded.landing.replaced
    assert [(day.day, day.before.lines, day.after.lines) for day in found.replaced] == [
        ("2024-01-10", 1, 1),
        ("2024-02-10", 0, 1),
    ]


def test_a_refused_file_shows_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Blue,Red\nx,ten\ny,\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        inspect_file(make_store(tmp_path / "store"), Request(file), NOW, Watch())
    seen = refused.value.seen
    assert [(column["name"], column["filled"], column["of"]) for column in seen] == [("Blue", 2, 2), ("Red", 1, 2)]


def test_a_load_tells_programs_how_it_gets_on(tmp_path: Path) -> None:
    file = write_sales(tmp_path / "0f3a.csv", COMING)
    words = ["load", str(file), "--name", "June sales.csv", "--data-dir", str(tmp_path / "data"), "--progress", "json"]
    run = subprocess.run(
        [sys.executable, "-m", "ingestion", *words, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    events = [json.loads(line) for line in run.stderr.splitlines()]
    assert events[0]["phase"] == "reading"
    record = manifest_of(make_store(tmp_path / "data")).loads[0]
    assert events[-1] == {"phase": "published", "version": json.loads(run.stdout)["version"]}
    assert record.file == "June sales.csv"


def test_shares_and_time_left() -> None:
    seconds = iter([0.0, 0.0, 10.0, 10.0, 20.0, 20.0, 20.0, 25.0, 25.0])
    out = StringIO()
    watch = EventWatch(out, lambda: next(seconds))
    watch.on_file("a.csv", 100)
    watch.on_read(25, 1_000)
    watch.on_stage("base", 0, 4)
    _, read, stage = (json.loads(line) for line in out.getvalue().splitlines())
    assert (read["share"], read["linesPerSecond"], read["secondsLeft"]) == (0.25, 100.0, 30.0)
    assert (stage["stage"], stage["share"], stage["secondsLeft"]) == ("building months", 0.0, None)
