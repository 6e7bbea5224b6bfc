"""The generated pages are those of the code, and name every measure, report, argument, error and setting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from backend.error_table import ERRORS
from backend.reference import ANSWERS, PAGES, definitions, pages, table
from backend.reports.arguments import ARGUMENTS
from backend.reports.registry import reports
from backend.reports.spec import Field
from backend.settings import settings_table
from backend.tests.asking import ROOT
from druid.catalog.model import camel
from druid.catalog.sales import SALES

MADE = pages(SALES, orjson.loads((ROOT / ANSWERS).read_bytes()))


def first_cells(page: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", MADE[page], re.MULTILINE))


@pytest.mark.parametrize("name", MADE)
def test_pages_are_true(name: str) -> None:
    assert (ROOT / PAGES / name).read_text(encoding="utf-8") == MADE[name], "run `make docs`"


def test_no_page_is_left_over() -> None:
    assert {path.name for path in (ROOT / PAGES).iterdir()} == set(MADE)


def unexplained(field: Field, path: str) -> Iterator[str]:
    for inner in field.fields:
        if not inner.description.strip():
            yield f"{path}.{inner.name}"
        yield from unexplained(inner, f"{path}.{inner.name}")


def test_every_field_of_every_report_has_a_meaning() -> None:
    assert [path for spec in reports(SALES) for path in unexplained(spec.data, spec.name)] == []


def test_everything_is_named() -> None:
    assert {camel(m.name) for m in SALES.measures} | {camel(d.name) for d in SALES.dimensions} <= first_cells(
        "catalog.md"
    )
    assert set(ARGUMENTS) <= first_cells("reports.md")
    assert {error.code for error in ERRORS} == first_cells("errors.md")
    assert {row.variable for row in settings_table()} == first_cells("settings.md")


def test_paths_are_those_of_the_service() -> None:
    """Against the OpenAPI description, which is made elsewhere."""
    document = orjson.loads((Path(ROOT) / "backend" / "openapi.json").read_bytes())
    served = {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}
    told = re.findall(r"`((?:GET|POST) /\S+)`", MADE["reports.md"])
    assert len(told) == len(reports(SALES))
    assert set(told) <= served


def test_every_report_is_defined() -> None:
    found = definitions()
    assert set(found) == {spec.name for spec in reports(SALES)}
    assert all(text.startswith("- ") for text in found.values())


def test_bars_in_cells_are_escaped() -> None:
    assert table(["a"], [["x|y"]]).splitlines()[-1] == "| x\\|y |"


def test_tables_have_even_rows() -> None:
    for name, page in MADE.items():
        for block in re.findall(r"(?:^\|.*\n?)+", page, re.MULTILINE):
            bars = {len(re.findall(r"(?<!\\)\|", line)) for line in block.strip().splitlines()}
            assert len(bars) == 1, (name, block[:80])
