"""branchProductHeatmap: one metric of every branch in every product line, with the margins of the table.

In: the common arguments and `metric`. Out: a cell for each branch and line that sold anything, by name; of a pair that
sold nothing a sum is 0, a ratio null. Totals by branch, by line and of all are asked apart, as customers and orders of
cells do not add up; they stand in `metadata.extra`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend.errors import TooManyValues
from backend.frame import COST_MISSING
from backend.reports.arguments import COMMON
from backend.reports.fields import GROWTH as GROWTH_FIELD
from backend.reports.fields import TYPE_OF_UNIT, common_measures, member_field, row_nulls
from backend.reports.growth import GROWTH, ZERO_BASE, base_of, no_base_code, with_growth
from backend.reports.ranked import unfit_members
from backend.reports.reasons import ZERO_DENOMINATOR, reason, window_nulls
from backend.reports.rows import Column, to_rows
from backend.reports.session import Answered, Session, outcome_facts, refuse_missing, to_question
from backend.reports.spec import Arguments, Field, FieldType, Metric, Null, Outcome, ReportSpec
from backend.reports.table import NOT_ADDITIVE
from backend.reports.totals import total_row
from backend.reports.trends import MEASURE_OF
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, Linear, Measure, Ratio, Sum, camel

BRANCH, LINE = "branch", "product_line"
MOST_CELLS = 10_000
REVENUE = "net_revenue"
CODES = {"value": "value#", "share": "share#", GROWTH_FIELD.name: "growth#"}
"""Field -> the frame column with the code of its null."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The cells, their margins and the whole, each asked for itself; the metric and branches without a base."""

    cells: Answered
    branches: Answered
    lines: Answered
    whole: Answered
    measure: Measure
    catalog: Catalog
    unfit: Mapping[str | None, str]

    @property
    def is_sum(self) -> bool:
        """Whether the metric of parts adds up, so that a part has a share."""
        return isinstance(self.measure.expression, Sum | Linear)

    def answer_by(self, keys: tuple[str, ...]) -> Answered:
        return {(BRANCH, LINE): self.cells, (BRANCH,): self.branches, (LINE,): self.lines}[keys]


async def _heatmap(session: Session, arguments: Arguments) -> Outcome:
    asked = await _asked(session, arguments)
    refuse_missing(asked.measure.name, asked.cells, "metric")
    grid = _grid(asked)
    facts = outcome_facts(asked.cells, asked.branches, asked.lines, asked.whole)
    facts["notes"] += await member_notes(session, arguments.filters)
    return Outcome(
        _rows(grid, asked, (BRANCH, LINE)),
        numbers={"value": TYPE_OF_UNIT[asked.measure.unit]},
        nulls=_nulls(asked),
        row_count=grid.height,
        totals=total_row(asked.whole, common_measures(session.catalog), session.catalog),
        extra={
            "metric": (arguments.metric or Metric.REVENUE).value,
            "branches": _rows(asked.branches.current, asked, (BRANCH,)),
            "productLines": _rows(asked.lines.current, asked, (LINE,)),
            "whole": _whole(asked),
        },
        **facts,
    )


async def _asked(session: Session, arguments: Arguments) -> Asked:
    """Four questions at once; the whole has the common block beside the metric."""
    catalog = session.catalog
    measure = catalog.measure[MEASURE_OF[arguments.metric or Metric.REVENUE]]
    own = tuple(dict.fromkeys((measure.name, REVENUE)))
    every = tuple(dict.fromkeys((*common_measures(catalog), measure.name)))
    asked = [(own, (BRANCH, LINE)), (own, (BRANCH,)), (own, (LINE,)), (every, ())]
    questions = (to_question(arguments, session.conventions, measures, by) for measures, by in asked)
    cells, branches, lines, whole = await asyncio.gather(*(session.ask(question) for question in questions))
    return Asked(cells, branches, lines, whole, measure, catalog, unfit_members(session, branches, BRANCH))


def _grid(asked: Asked) -> pl.DataFrame:
    """A row for every pair of members, in the order of their names."""
    branches, lines = asked.branches.current.select(BRANCH), asked.lines.current.select(LINE)
    if branches.height * lines.height > MOST_CELLS:
        raise TooManyValues(
            f"{branches.height:,} branches by {lines.height:,} product lines are more than {MOST_CELLS:,} cells.",
            "Filter branches or product lines.",
        )
    pairs = branches.join(lines, how="cross", maintain_order="left_right")
    return pairs.join(asked.cells.current, on=[BRANCH, LINE], how="left", nulls_equal=True, maintain_order="left")


def _rows(frame: pl.DataFrame, asked: Asked, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """Value, share and growth of each row of the table or of a margin, with the reasons of nulls."""
    answer = asked.answer_by(keys)
    measure = asked.measure
    filled = _with_shares(_filled(frame, measure, asked.catalog), asked)
    grown = _without_base(with_growth(filled, base_of(answer), REVENUE, keys), asked.unfit)
    columns = (
        *(Column(name, camel(name), FieldType.TEXT) for name in keys),
        Column(measure.name, "value", TYPE_OF_UNIT[measure.unit]),
        Column("share", "share", FieldType.FRACTION),
        Column(GROWTH, GROWTH_FIELD.name, FieldType.FRACTION),
    )
    rows = to_rows(grown, columns, answer.plan.question.timezone)
    fixed = {null.field for null in _nulls(asked)}
    codes = {field: grown[code].to_list() for field, code in CODES.items() if field not in fixed}
    for position, row in enumerate(rows):
        row["nulls"] = [{"field": f, "code": of_rows[position]} for f, of_rows in codes.items() if row[f] is None]
    return rows


def _whole(asked: Asked) -> dict[str, Any]:
    """The metric of everything, with the reason where it is null."""
    name, answer = asked.measure.name, asked.whole
    value = to_rows(answer.current, (Column(name, "value", TYPE_OF_UNIT[asked.measure.unit]),), "UTC")[0]
    nulls = window_nulls(answer, answer.window, {name: "value"}, asked.catalog)
    return {**value, "nulls": [{"field": null.field, "code": null.code} for null in nulls]}


def _filled(frame: pl.DataFrame, measure: Measure, catalog: Catalog) -> pl.DataFrame:
    """Pairs that sold nothing: their sums are 0. Every row with the code of a null value."""
    is_absent = pl.col(REVENUE).is_null()
    known = pl.Series(reason(measure.name, frame, catalog), dtype=pl.String)
    code = pl.when(is_absent).then(pl.lit(ZERO_DENOMINATOR)).otherwise(known)
    nothing = None if isinstance(measure.expression, Ratio) else 0
    value = pl.when(is_absent).then(pl.lit(nothing)).otherwise(pl.col(measure.name)).alias(measure.name)
    return frame.with_columns(code.alias(CODES["value"])).with_columns(value).with_columns(pl.col(REVENUE).fill_null(0))


def _with_shares(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Each value's part of the whole, by one rounding."""
    total = asked.whole.current[asked.measure.name][0] if asked.is_sum else None
    values = frame[asked.measure.name].to_list()
    parts = [None if value is None or not total else value / total for value in values]
    code = pl.lit(ZERO_DENOMINATOR if total == 0 else COST_MISSING)
    return frame.with_columns(pl.Series("share", parts, dtype=pl.Float64), code.alias(CODES["share"]))


def _without_base(frame: pl.DataFrame, unfit: Mapping[str | None, str]) -> pl.DataFrame:
    """Growth of a branch whose own earlier days were not all loaded is null."""
    members = frame[BRANCH].to_list() if BRANCH in frame.columns else [None] * frame.height
    known = unfit if BRANCH in frame.columns else {}
    codes = pl.Series(CODES[GROWTH_FIELD.name], [known.get(name, ZERO_BASE) for name in members], dtype=pl.String)
    is_fit = pl.Series([name not in known for name in members], dtype=pl.Boolean)
    return frame.with_columns(codes, pl.when(is_fit).then(pl.col(GROWTH)).alias(GROWTH))


def _nulls(asked: Asked) -> tuple[Null, ...]:
    """Reasons that hold for every row."""
    code = no_base_code(asked.cells)
    growth = (Null(GROWTH_FIELD.name, code),) if code else ()
    return growth if asked.is_sum else (*growth, Null("share", NOT_ADDITIVE))


def heatmap_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    fields = (
        *(member_field(catalog, name) for name in (BRANCH, LINE)),
        Field("value", FieldType.NUMBER, "the metric; of a pair that sold nothing a sum is 0, a ratio null"),
        Field("share", FieldType.FRACTION, "part of the metric's total; null for orders, customers and ratios"),
        GROWTH_FIELD,
        row_nulls(),
    )
    return (
        ReportSpec(
            "branchProductHeatmap",
            "One metric of every branch in every product line.",
            Field("branchProductHeatmap", FieldType.LIST, fields=fields, type_name="BranchProductHeatmapRow"),
            (*COMMON, "metric"),
            _heatmap,
        ),
    )
