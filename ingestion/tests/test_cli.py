"""The command in fresh processes: exit codes, reports, errors a person can read, one loader at a time, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from ingestion.lock import hold_lock
from ingestion.progress import seen_from_outside
from ingestion.tests.sales_store import Sale, make_store, manifest_of, write_sales
from ingestion.watch import Watch

GOOD = Sale("2024-01-10 10:00:00", "10.00", "A1")
BAD = Sale("2024-01-10 10:00:00", "ten", "A2")


def command(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingestion", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_sales(tmp_path / "good.csv", [GOOD] * 3)


def test_load_verify_status_undo(tmp_path: Path, good: Path) -> None:
    where = ("--data-dir", tmp_path / "data")
    loaded = command("load", good, *where)
    manifest = manifest_of(make_store(tmp_path / "data"))
    first = f"good.csv: loaded as {manifest.loads[0].load_id} (append), version {manifest.version}"
    assert (loaded.returncode, loaded.stdout.splitlines()[0]) == (0, first)
    again = command("load", good, *where, "--json")
    assert (again.returncode, json.loads(again.stdout)["outcome"]) == (0, "already loaded")
    assert command("verify", *where).stdout.startswith("equal: ")
    status = json.loads(command("status", *where, "--json").stdout)
    assert (status["lines"], status["months"], len(status["loads"])) == (3, ["2024-01"], 1)
    assert command("undo", *where).returncode == 0
    assert command("undo", *where).returncode == 2


def test_several_files_are_several_loads_and_the_worst_code_stands(tmp_path: Path, good: Path) -> None:
    mixed = write_sales(tmp_path / "mixed.csv", [GOOD, BAD])
    absent = tmp_path / "absent.csv"
    run = command("load", good, mixed, absent, "--data-dir", tmp_path / "data", "--json")
    assert run.returncode == 2
    document = json.loads(run.stdout)
    assert [entry["exitCode"] for entry in document["files"]] == [0, 1, 2]
    assert document["files"][1]["balance"]["lines"]["quarantined"] == 1
    assert Path(document["files"][1]["quarantine"]).exists()
    assert document["files"][2]["error"]["code"] == "FILE_NOT_FOUND"
    assert len(manifest_of(make_store(tmp_path / "data")).loads) == 2


def test_check_writes_nothing(tmp_path: Path) -> None:
    mixed = write_sales(tmp_path / "mixed.csv", [GOOD, BAD])
    run = command("check", mixed, "--data-dir", tmp_path / "data", "--json")
    assert run.returncode == 1
    found = json.loads(run.stdout)
    assert found["rules"] == {"NOT_A_NUMBER": 1}
    assert found["examples"] == [{"line": 3, "column": "grossRevenue", "value": "ten", "rule": "NOT_A_NUMBER"}]
    assert "gross_revenue: grossRevenue" in found["mapping"]
    assert not (tmp_path / "data").exists()


def test_a_load_says_in_its_lock_how_far_it_is(tmp_path: Path) -> None:
    lock = make_store(tmp_path / "data").lock
    with hold_lock(lock, "a load of\nother.csv"):
        watch = seen_from_outside(Watch(), lock)
        watch.on_file("other.csv", 1_000_000)
        watch.on_stage("base", 1, 4)
        who, event = lock.read_text(encoding="utf-8").split("\n")
    assert who == "a load of other.csv"
    assert json.loads(event) | {"secondsLeft": None} == {
        "phase": "building",
        "stage": "building months",
        "done": 1,
        "total": 4,
        "share": 0.25,
        "secondsLeft": None,
    }
    # the next to work on the store begins anew
    with hold_lock(lock, "an undo"):
        assert lock.read_text(encoding="utf-8") == "an undo"


def test_a_second_loader_is_told_who_the_first_is(tmp_path: Path, good: Path) -> None:
    lock = make_store(tmp_path / "data").lock
    with hold_lock(lock, "a load of other.csv"):
        seen_from_outside(Watch(), lock).on_file("other.csv", 1)
        run = command("load", good, "--data-dir", tmp_path / "data")
    assert run.returncode == 2
    assert "LOADER_BUSY: The store is being loaded by a load of other.csv." in run.stderr


@pytest.mark.parametrize(
    ("words", "environment", "sentence"),
    [
        (("--covers", "2024-02-01..2024-01-01"), {}, "COVERS: "),
        ((), {"SALES_TIMEZONE": "Mars/Olympus"}, "SETTINGS: "),
        (("--mode", "upsert"), {}, "Invalid value for '--mode'"),
    ],
)
def test_wrong_words_are_refused(
    tmp_path: Path, good: Path, words: tuple[str, ...], environment: dict[str, str], sentence: str
) -> None:
    run = command("load", good, "--data-dir", tmp_path / "data", *words, **environment)
    assert run.returncode == 2
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "data" / "manifests").exists()


def test_a_store_that_cannot_be_written_is_exit_3(tmp_path: Path, good: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "data").write_text("a file where a folder must go")
    run = command("load", good, "--data-dir", tmp_path / "data")
    assert run.returncode == 3
    assert run.stderr.splitlines()[-2].startswith("STORE_WRITE: The disk refused a step of the load")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_load_before_it_publishes(tmp_path: Path, number: signal.Signals) -> None:
    told = tmp_path / "progress"
    many = write_sales(tmp_path / "many.csv", [GOOD] * 60_000)
    words = [sys.executable, "-m", "ingestion", "load", str(many), "--data-dir", str(tmp_path / "data"), "--json"]
    with told.open("wb") as progress, subprocess.Popen(words, stdout=subprocess.PIPE, stderr=progress) as load:
        while "reading" not in told.read_text():
            assert load.poll() is None, told.read_text()
            sleep(0.01)
        load.send_signal(number)
        said, _ = load.communicate()
    document: dict[str, Any] = json.loads(said)
    assert (load.returncode, document["error"]["code"]) == (3, "STOPPED")
    assert not (tmp_path / "data" / "manifests").exists()


def test_a_closed_reader_of_the_report_is_no_traceback(tmp_path: Path) -> None:
    run = command("--help")
    assert run.returncode == 0
    assert "load" in run.stdout
    assert command("seed", "--rows", "0", "--out", tmp_path / "x.csv").returncode == 2
    assert command("seed", "--rows", "50", "--out", tmp_path / "x.csv").returncode == 0
    assert len((tmp_path / "x.csv").read_text().splitlines()) == 51
