"""The exit code of the real command is exact each time: twenty fresh processes, each way it may end.

Libraries of other languages have ended interpreters at their exit; a code that is wrong once in a hundred is wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEADER = "__time,Branch,ItemName,grossRevenue,unitsSold\n"
FILES = {
    "good.csv": HEADER + "2024-01-05 10:00:00,Nairobi,Tea,100.00,1\n",
    "aside.csv": HEADER + "2024-01-05 10:00:00,Nairobi,Tea,100.00,1\n2024-01-05 10:00:00,Nairobi,Tea,1.123456,1\n",
    "refused.csv": "a,b\n1,2\n",
    "full.csv": HEADER + "2024-01-06 10:00:00,Nairobi,Salt,10.00,1\n",
}
ENDS: Mapping[str, int] = {"good.csv": 0, "aside.csv": 1, "refused.csv": 2, "full.csv": 3}
"""How a load of each file ends; the last one's disk is full."""


def ended(folder: Path, name: str, number: int) -> tuple[str, int]:
    """A load into a store of its own."""
    fault = {"SALES_FAULT": "ENOSPC@3"} if name == "full.csv" else {}
    words = ("load", str(folder / name), "--data-dir", str(folder / f"store-{name}-{number}"))
    run = subprocess.run(
        [sys.executable, "-m", "ingestion", *words],
        cwd=ROOT,
        env={**os.environ, **fault},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"Traceback" not in run.stderr, run.stderr
    return name, run.returncode


def ended_often(folder: Path, rounds: int) -> Counter[tuple[str, int]]:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    cases = [(folder, name, number) for number in range(rounds) for name in FILES]
    with ThreadPoolExecutor(2) as two:
        return Counter(two.map(lambda case: ended(*case), cases))


def test_exit_codes_are_exact(tmp_path: Path) -> None:
    assert ended_often(tmp_path, 5) == dict.fromkeys(ENDS.items(), 5)


@pytest.mark.torture
def test_exit_codes_are_exact_each_time(tmp_path: Path) -> None:
    assert ended_often(tmp_path, 75) == dict.fromkeys(ENDS.items(), 75)
