"""The page of promises names tests that are there, and every promise has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)


def test_every_promise_is_there() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 18))


@pytest.mark.parametrize(("number", "tests"), [(row[0], row[2]) for row in ROWS], ids=lambda part: part[:20])
def test_its_tests_exist(number: str, tests: str) -> None:
    named = re.findall(r"`([^`]+)`", tests)
    assert named, number
    for name in named:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.search(r"^(async )?def test_|^class .*TestCase|^Test\w+ = ", text, re.MULTILINE), name
