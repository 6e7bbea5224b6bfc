"""One row of measures with share, growth and the reason of each null: totals of a list, and what a page leaves out.

In: a frame of one row, or the answer about a whole window. Out: plain values under the fields of the common block.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from backend.frame import NOT_LOADED
from backend.reports.fields import GROWTH as GROWTH_FIELD
from backend.reports.fields import SHARE
from backend.reports.growth import GROWTH, ZERO_BASE, base_of, no_base_code, with_growth
from backend.reports.reasons import ZERO_DENOMINATOR, reasons
from backend.reports.rows import Column, measure_columns, to_rows
from backend.reports.session import Answered
from backend.reports.spec import FieldType
from druid.catalog.model import Catalog

SHARE_COLUMN = "share"
ADDED = (
    Column(SHARE_COLUMN, SHARE.name, FieldType.FRACTION),
    Column(GROWTH, GROWTH_FIELD.name, FieldType.FRACTION),
)


def with_share(frame: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Each row's part of the total net revenue, null when the total is 0."""
    total = int(whole["net_revenue"][0] or 0)
    shares = [None if not total or part is None else part / total for part in frame["net_revenue"].to_list()]
    return frame.hstack([pl.Series(SHARE_COLUMN, shares, dtype=pl.Float64)])


def total_row(whole: Answered, fields: Mapping[str, str], catalog: Catalog) -> dict[str, Any]:
    """The measures of a whole window; `fields` maps them to fields. Net revenue must be among the measures asked."""
    frame = with_share(with_growth(whole.current, base_of(whole), "net_revenue", ()), whole.current)
    is_loaded = whole.window.covered_days > 0
    return sum_row(frame, whole, fields, catalog, {} if is_loaded else dict.fromkeys(fields, NOT_LOADED))


def sum_row(
    frame: pl.DataFrame, answer: Answered, fields: Mapping[str, str], catalog: Catalog, known: Mapping[str, str]
) -> dict[str, Any]:
    """A row with the reasons of its nulls; `known` has those of measures that are null for certain."""
    row = to_rows(frame, (*measure_columns(catalog, fields), *ADDED), answer.plan.question.timezone)[0]
    codes = {f: c[0] for f, c in reasons(frame, fields, {**answer.plan.nulls, **known}, catalog).items()}
    codes[SHARE.name] = ZERO_DENOMINATOR
    codes[GROWTH_FIELD.name] = no_base_code(answer) or ZERO_BASE
    row["nulls"] = [{"field": field, "code": code} for field, code in codes.items() if row[field] is None]
    return row
