"""The page of threats names every hostile question, and tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from druid.tests.test_layers import functions, python_files

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
THREATS = 16
HOSTILE = range(1, 51)


def rows(heading: str) -> list[list[str]]:
    """Cells of the table under a heading."""
    _, _, after = PAGE.partition(f"## {heading}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table[2:]]


def written() -> set[str]:
    files = [path for path in python_files() if path.name.startswith("test_")]
    return {
        f"{path.name}::{one.name}" for path in files for one in functions(ast.parse(path.read_text(encoding="utf-8")))
    }


def test_what_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+\.py::test_\w+)`", PAGE))
    assert len(named) > 50
    assert named - written() == set()
    others = re.findall(r"`(frontend/[\w./-]+)`", PAGE)
    assert [path for path in others if not (ROOT / path).is_file()] == []


def test_every_row_names_a_test() -> None:
    table = [*rows("Threats"), *rows("Hostile questions")]
    assert [row[0] for row in table if "::test_" not in row[-1]] == []
    assert len(rows("Threats")) == THREATS


def test_every_hostile_question_is_there_once() -> None:
    named: list[int] = []
    for number, *_ in rows("Hostile questions"):
        first, _, last = number.replace("H", "").partition("-")
        named += range(int(first), int(last or first) + 1)
    assert named == list(HOSTILE)
