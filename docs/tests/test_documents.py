"""The documents stay true: links lead somewhere, the settings file is the table, the example measure is one."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from backend.settings import SettingRow, settings_table
from druid.catalog import model
from druid.catalog.sales import SALES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
GUIDE = (DOCS / "add-a-measure.md").read_text(encoding="utf-8")


def entry(row: SettingRow) -> str:
    """A list may be empty; any other setting without a default is shown but not set."""
    mark = "" if row.default or row.variable.endswith("ORIGINS") else "# "
    return f"# {row.description}\n{mark}{row.variable}={row.default}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if not link.startswith("http")]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_settings_file_is_the_settings_table() -> None:
    head, *entries = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")
    assert head.startswith("# Copy to .env")
    assert entries == [entry(row) for row in settings_table()]


def test_example_measure_is_one(tmp_path: Path) -> None:
    """The guide's entry, built as it stands there, is answerable from the catalog's columns."""
    (block,) = re.findall(r"```python\n(.+?)```", GUIDE, re.DOTALL)
    script = tmp_path / "entry.py"
    script.write_text(f"from druid.catalog.model import *\nMEASURE = {block.strip().rstrip(',')}\n", encoding="utf-8")
    measure = runpy.run_path(str(script))["MEASURE"]
    catalog = replace(SALES, measures=(*SALES.measures, measure))
    assert catalog.needs("discount_rate") == {"discount_value", "gross_revenue"}
    assert measure.name not in SALES.measure


def test_expressions_of_the_guide_exist() -> None:
    named = re.findall(r"\| `([A-Z][a-z]+)\(", GUIDE)
    assert len(named) >= 5
    assert [name for name in named if not hasattr(model, name)] == []


def test_decisions_are_numbered_and_short() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page.name) for page in pages)
    assert len(set(numbers)) == len(numbers), "two decisions of one number"
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], page.name
        assert len(text.split()) < 650, f"{page.name} is longer than a page"


def test_glossary_is_in_order() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| ([^|]+?) \|", text, re.MULTILINE)[2:]
    assert len(words) > 30
    assert words == sorted(words)
