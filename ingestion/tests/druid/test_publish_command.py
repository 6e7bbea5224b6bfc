"""The commands as typed when the cluster is out of reach, or there is none: exit codes, words, untouched record."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingestion.tests.sales_store import Sale, load_sales, make_store, manifest_of, write_sales

SALES = [Sale("2024-01-10 10:00:00", "10.00", f"A{n}") for n in range(3)]
NOBODY = "http://127.0.0.1:1"


def typed(folder: Path, *words: str, engine: str = "druid") -> tuple[int, dict[str, object]]:
    """Exit code and document of a command on the store in `folder`."""
    environment = {**os.environ, "SALES_ENGINE": engine, "SALES_DRUID_URL": NOBODY, "SALES_DRUID_PREFIX": "nobody_"}
    command = [sys.executable, "-m", "ingestion", *words, "--json", "--data-dir", str(folder / "store")]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr
    return run.returncode, json.loads(run.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("typed")
    load_sales(make_store(path / "store"), SALES)
    write_sales(path / "more.csv", [Sale("2024-02-10 10:00:00", "1.00")])
    return path


@pytest.mark.parametrize("words", [("load", "more.csv"), ("undo",), ("publish",), ("verify",)])
def test_a_cluster_out_of_reach_changes_nothing(folder: Path, words: tuple[str, ...]) -> None:
    before = manifest_of(make_store(folder / "store"))
    code, said = typed(folder, *(str(folder / word) if word.endswith(".csv") else word for word in words))
    error = said["error"]
    assert isinstance(error, dict)
    assert (code, error["code"]) == (3, "DRUID_UNREACHABLE")
    assert "make druid-up" in str(error["hint"])
    assert manifest_of(make_store(folder / "store")) == before
    assert not (folder / "store" / "druid").exists()


def test_status_tells_that_the_cluster_cannot_be_looked_at(folder: Path) -> None:
    code, said = typed(folder, "status")
    druid = said["druid"]
    assert isinstance(druid, dict)
    assert (code, said["lines"], druid["version"]) == (0, 3, None)
    assert druid["fault"]


def test_without_a_cluster_there_is_nothing_to_publish(folder: Path) -> None:
    code, said = typed(folder, "publish", engine="embedded")
    error = said["error"]
    assert isinstance(error, dict)
    assert (code, error["code"]) == (2, "NO_CLUSTER")
    code, said = typed(folder, "verify", engine="embedded")
    assert (code, said["equal"], said["druid"]) == (0, True, None)
