"""The notebooks run from the first cell to the last, and say what they said when they were committed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from backend.examples.notebooks import pages

ROOT = Path(__file__).parents[2]


def test_the_notebooks_say_what_they_said() -> None:
    command = [sys.executable, "-m", "backend.examples.notebooks", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def test_there_are_three() -> None:
    assert len(pages()) >= 3
