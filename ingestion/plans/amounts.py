"""Amounts of targets and rates of commission, exactly: scaled integers or the code of what is wrong.

In: text cells. Out: `Amount`s at scale 4, and a rate at scale 6 from `0.03`, `3%` or `2,5 %`. The decimal mark of
amounts is decided from all of them, as for sales; in a rate a point and a comma both part decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

import polars as pl

from druid.store.plans import RATE_SCALE
from ingestion.clean.numbers import NumberStyle, parse_numbers
from ingestion.errors import FileRefused
from ingestion.mapping.number_choice import choose_numbers
from ingestion.mapping.number_survey import NumberSurvey
from ingestion.mapping.words import Marks
from ingestion.read.source import Notice
from ingestion.recipe import NumberFormat

_RATE = re.compile(r"([+-]?\d{0,9}(?:[.,]\d{1,40})?|[+-]?\d{1,9}[.,])\s*(%|percent)?", re.IGNORECASE)
EXACT = Context(prec=60)
_ASSUMED = ("THOUSANDS_ASSUMED", "DECIMALS_ASSUMED")


@dataclass(frozen=True, slots=True)
class Amounts:
    """A value (scale 4) or the code of what is wrong, cell by cell; both None where the cell is empty."""

    values: list[int | None]
    codes: list[str | None]
    notices: tuple[Notice, ...] = ()


def read_amounts(cells: pl.Series, header: str, currency: str, *, is_plain: bool) -> Amounts:
    """A column of amounts; `is_plain` when the file itself held numbers."""
    lines = pl.Series(range(len(cells)), dtype=pl.Int64)
    survey = NumberSurvey()
    survey.add(cells.drop_nulls(), lines.filter(cells.is_not_null()))
    style, notices = (NumberFormat(), ()) if is_plain else _choose(header, survey)
    parsed = parse_numbers(cells, NumberStyle(style, currency, is_optional=False), 4)
    return Amounts(parsed.values.to_list(), parsed.rules.to_list(), notices)


def _choose(header: str, survey: NumberSurvey) -> tuple[NumberFormat, tuple[Notice, ...]]:
    try:
        choice = choose_numbers({header: survey}, {header: Marks(None, None)})[header]
    except FileRefused as refused:
        hint = "Write every amount the same way, such as 1500000.50."
        raise FileRefused(refused.code, refused.message, hint, details=refused.details) from refused
    return choice.format, tuple(notice for notice in choice.notices if notice.code in _ASSUMED)


def read_rate(text: str) -> int | str:
    """The rate at scale 6, or NOT_A_RATE, NEGATIVE, RATE_ABOVE_ONE, PRECISION.

    >>> read_rate("3%"), read_rate("0,025"), read_rate("2.5 %"), read_rate("3")
    (30000, 25000, 25000, 'RATE_ABOVE_ONE')
    """
    match = _RATE.fullmatch(text.replace("\u00a0", " ").replace("−", "-").strip())
    if not match or not re.search(r"\d", match[1]):
        return "NOT_A_RATE"
    rate = Decimal(match[1].replace(",", ".")).scaleb(-2 if match[2] else 0, EXACT)
    scaled = rate.scaleb(RATE_SCALE, EXACT)
    if rate < 0:
        return "NEGATIVE"
    if rate > 1:
        return "RATE_ABOVE_ONE"
    return int(scaled) if scaled == int(scaled) else "PRECISION"
