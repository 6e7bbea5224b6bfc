"""The scaling page cannot drift: every formula gives the figure shown, every measured figure is the saved one."""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest

from docs.tests.arithmetic import Figure, compute, figures

DOCS = Path(__file__).parents[1]
PAGE = (DOCS / "scaling.md").read_text(encoding="utf-8")
FIGURES = tuple(figures(PAGE))
DERIVED = [figure for figure in FIGURES if figure.formula]
EXACT: dict[str, float] = {}
for figure in FIGURES:
    EXACT[figure.name] = compute(figure.formula, EXACT) if figure.formula else figure.value


@pytest.mark.parametrize("figure", DERIVED, ids=lambda figure: figure.name)
def test_a_formula_gives_the_figure_shown(figure: Figure) -> None:
    assert EXACT[figure.name] == pytest.approx(figure.value, abs=figure.half_a_digit)


def test_measured_figures_are_the_saved_ones() -> None:
    saved = orjson.loads((DOCS / "benchmarks" / "segments.json").read_bytes())["measured"]
    shown = {figure.name: figure.value for figure in FIGURES if figure.origin == "measured"}
    assert len(shown) > 15
    assert {name: saved.get(name) for name in shown} == shown


def test_every_row_of_figures_was_read() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `") and line.count("|") == 5]
    assert len(rows) == len(FIGURES) > 60
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)


def test_every_figure_says_where_it_is_from() -> None:
    words = ("measured", "assumed", "cited", "setting", "chosen")
    unsaid = [f.name for f in FIGURES if not f.formula and not f.origin.startswith(words)]
    assert unsaid == []


def test_figures_in_sentences_are_those_of_the_tables() -> None:
    """`{name}` in a sentence is followed by the figure, so that prose drifts no more than tables."""
    for name, shown in re.findall(r"([0-9,.]+)\s*<!-- (\w+) -->", PAGE):
        figure = next(figure for figure in FIGURES if figure.name == shown)
        assert name == figure.shown, shown
