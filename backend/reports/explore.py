"""explore: any measures by any dimensions and time, with comparisons, thresholds, order, tops, a pivot and totals.

Answers a table: `columns` say what each is, `rows` hold plain JSON values. Comparisons add, for each measure, a
column of the value then and one of its growth. `subtotals` and `others` are rows under the same columns.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from backend.errors import IllegalCombination, InvalidParameter
from backend.reports.arguments import COMMON
from backend.reports.blocks import Blocks, block
from backend.reports.columns import TIME, Shown, handed_over, key_columns, measure_columns, table_nulls, written
from backend.reports.fields import row_nulls
from backend.reports.levels import Levels
from backend.reports.ordering import ordering, top_of
from backend.reports.pivot import check_size, pivot_columns, pivot_of
from backend.reports.rows import cut, page_of
from backend.reports.session import Answered, Session, outcome_facts, refuse_missing, to_question
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec
from backend.reports.table import BUCKET
from backend.reports.thresholds import conditions, measure_in, meeting, stated
from backend.reports.trends import refuse_missing_hours
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, Unit, camel

MOST_MEASURES = 12
MOST_DIMENSIONS = 4
MOST_COMPARISONS = 5


def checked(arguments: Arguments, catalog: Catalog) -> None:
    """Refuse what has no meaning, each with its reason."""
    _check_sizes(arguments)
    for one in arguments.having:
        measure = catalog.measure[measure_in(one)]
        if measure.unit is Unit.INSTANT:
            raise InvalidParameter(f"{measure.label} is a moment; thresholds are numbers.", field="having")
    if TIME in arguments.columns and arguments.grain is None:
        raise IllegalCombination("Time becomes columns only with a grain.", "Give a grain.", field="columns")
    rows = row_keys(arguments)
    if arguments.top is not None and not rows:
        raise IllegalCombination("A top needs rows to choose from.", "Give a dimension or a grain.", field="top")
    if arguments.others and not rows:
        raise IllegalCombination("Without groups nothing is left out.", "Give a dimension or a grain.", field="others")
    per = None if arguments.top is None else arguments.top.per
    if per is not None and _key(per) not in rows:
        kind = "stands in the columns" if per in arguments.columns else "is not grouped by"
        said = TIME if per == TIME else catalog.dimension[per].label.lower()
        raise IllegalCombination(
            f"A top of each {said} is asked, which {kind}.", f"Add {camel(per)} to dimensions.", field="top"
        )


def _check_sizes(arguments: Arguments) -> None:
    if not arguments.measures:
        raise InvalidParameter("explore needs at least one measure.", field="measures")
    if len(arguments.measures) > MOST_MEASURES or len(all_dimensions(arguments)) > MOST_DIMENSIONS:
        raise IllegalCombination(f"explore takes at most {MOST_MEASURES} measures and {MOST_DIMENSIONS} dimensions.")
    if len(arguments.compare or ()) > MOST_COMPARISONS:
        raise IllegalCombination(f"explore takes at most {MOST_COMPARISONS} comparisons.", field="compare")
    for names in (arguments.measures, arguments.dimensions, arguments.columns):
        if len(set(names)) < len(names):
            raise InvalidParameter("A name stands twice in the question.")


def all_dimensions(arguments: Arguments) -> tuple[str, ...]:
    """What lines are grouped by: dimensions, and those of columns that are not among them."""
    return tuple(dict.fromkeys((*arguments.dimensions, *(name for name in arguments.columns if name != TIME))))


def row_keys(arguments: Arguments) -> tuple[str, ...]:
    """What tells rows apart: every dimension that is no column, then time."""
    members = tuple(name for name in arguments.dimensions if name not in arguments.columns)
    return (*members, BUCKET) if arguments.grain is not None and TIME not in arguments.columns else members


def _key(name: str) -> str:
    return BUCKET if name == TIME else name


async def _explore(session: Session, arguments: Arguments) -> Outcome:
    checked(arguments, session.catalog)
    hidden = tuple(measure_in(one) for one in arguments.having)
    measures = tuple(dict.fromkeys((*arguments.measures, *hidden)))
    asked = to_question(arguments, session.conventions, measures, all_dimensions(arguments), arguments.grain)
    answer = await session.ask(asked)
    await refuse_missing_hours(session, answer)
    _refuse_missing_measures(arguments, answer)
    sheet = sheet_of(session, arguments, answer)
    return await _answered(sheet, arguments)


def sheet_of(session: Session, arguments: Arguments, answer: Answered) -> Blocks:
    """The layout of a question's answer."""
    pivot = pivot_of(answer, tuple(_key(name) for name in arguments.columns)) if arguments.columns else None
    every = measure_columns(answer.plan, session.catalog)
    shown = tuple(one for one in every if one.measure in arguments.measures)
    return Blocks(Levels(session, answer), row_keys(arguments), pivot, shown)


async def _answered(sheet: Blocks, arguments: Arguments) -> Outcome:
    session, answer = sheet.levels.session, sheet.levels.detail
    columns = _columns(sheet, answer)
    order = ordering(arguments.sort, columns, answer.plan.nulls)
    every = (*columns, *measure_columns(answer.plan, session.catalog))
    frame = meeting(await _sortable(sheet, order.keys), conditions(arguments.having, every))
    per = None if arguments.top is None or arguments.top.per is None else _key(arguments.top.per)
    listed = top_of(order.sort(frame), arguments.top, per)
    identity = [getattr(arguments, name) for name in arguments.__slots__ if name not in {"after", "limit"}]
    page, cursor = page_of(listed, cut(arguments.after, arguments.limit or 50, (session.scope, identity)))
    page = page.select(name for name in page.columns if "@" not in name)
    if sheet.pivot is not None:
        check_size(len(columns), page.height)
    shown = await sheet.with_cells(page, sheet.pivot)
    left = await sheet.others(per, page if arguments.top is None else listed, page) if arguments.others else None
    total = await sheet.subtotals((), page) if arguments.totals else None
    data = {
        "columns": [one.described() for one in columns],
        "rows": [] if session.as_sheet else written(shown, columns, answer),
        "subtotals": await _subtotals(sheet, columns, page) if arguments.totals else [],
        "others": None if left is None else block(left, columns, answer),
    }
    facts = outcome_facts(answer, *sheet.levels.asked)
    facts["notes"] += await member_notes(session, arguments.filters)
    facts["notes"] += (order.note,) if order.note else ()
    return Outcome(
        data,
        sheet=handed_over(shown, columns, answer) if session.as_sheet else None,
        nulls=table_nulls(shown, columns),
        row_count=shown.height,
        page=cursor,
        totals=None if total is None else _named(total, columns, answer),
        others=_named(left, columns, answer) if left is not None and per is None else None,
        extra=stated(arguments.having),
        **facts,
    )


def _columns(sheet: Blocks, answer: Answered) -> tuple[Shown, ...]:
    """Keys, a pivot's columns, then the rows' own measures, which are a pivot's row totals."""
    keys = key_columns(answer.plan, sheet.keys, sheet.catalog)
    if sheet.pivot is None:
        return (*keys, *sheet.measures)
    check_size(sheet.pivot.keys.height * len(sheet.measures), 1)
    return (*keys, *pivot_columns(sheet.pivot, sheet.measures, answer), *sheet.measures)


async def _sortable(sheet: Blocks, keys: Mapping[str, bool]) -> pl.DataFrame:
    """Every row, with the cells that it is sorted by."""
    rows = await sheet.rows()
    places = [int(key.rpartition("@")[2]) for key in keys if "@" in key]
    if sheet.pivot is None or not places:
        return rows
    check_size(len(set(places)) * len(sheet.measures), rows.height)
    return await sheet.with_cells(rows, sheet.pivot.only(places))


async def _subtotals(sheet: Blocks, columns: Sequence[Shown], page: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows for the first key, the first two…, of the groups on this page."""
    levels = [sheet.keys[:length] for length in range(1, len(sheet.keys))]
    frames = await asyncio.gather(*(sheet.subtotals(keys, page) for keys in levels))
    return [block(frame, columns, sheet.levels.detail) for frame in frames]


def _refuse_missing_measures(arguments: Arguments, answer: Answered) -> None:
    if all(name in answer.plan.nulls for name in arguments.measures):
        refuse_missing(arguments.measures[0], answer, "measures")
    for one in arguments.having:
        refuse_missing(measure_in(one), answer, "having")


def _named(frame: pl.DataFrame, columns: Sequence[Shown], answer: Answered) -> dict[str, Any]:
    """A single row by column name, with the reasons of its nulls."""
    measures = [one for one in columns if not one.is_key]
    row = written(frame, measures, answer)[0]
    nulls = [{"field": null.field, "code": null.code} for null in table_nulls(frame, measures)]
    return {**dict(zip((one.column.field for one in measures), row, strict=True)), "nulls": nulls}


def explore_reports() -> tuple[ReportSpec, ...]:
    arguments = ("measures", "dimensions", "columns", *COMMON, "grain", "having", "sort", "top", "limit", "after")
    return (
        ReportSpec(
            "explore",
            "Any measures by any dimensions.",
            _TABLE,
            (*arguments, "totals", "others"),
            _explore,
            cost=50,
            limit=50,
            required=("measures",),
            method="POST",
        ),
    )


_COLUMN = (
    Field("name", FieldType.TEXT, "what sort and files call it, such as netRevenue:PREVIOUS_YEAR", required=True),
    Field("label", FieldType.TEXT, "what a table's head calls it", required=True),
    Field("kind", FieldType.TEXT, "dimension, time, measure, comparison or growth", required=True),
    Field("unit", FieldType.TEXT, "text, instant, money, units, count, fraction or number", required=True),
    Field("measure", FieldType.TEXT, "the measure shown, null for members and time"),
    Field("members", FieldType.JSON, "the members that a pivot's column is of, by dimension"),
    Field("bucket", FieldType.TEXT, "what a comparison's own bucket in a pivot by time is called; null without one"),
)
_COLUMNS = Field("columns", FieldType.LIST, "what each column is", True, _COLUMN, "ExploreColumn")
_ROWS = Field("rows", FieldType.JSON, "one list of values a row", required=True)
_LEVEL = (
    Field("level", FieldType.COUNT, "by how many keys the rows are grouped", required=True),
    Field("dimensions", FieldType.JSON, "those keys; under every other key a row holds null", required=True),
    replace(_ROWS, description="rows under the same columns, over all lines of their group"),
    replace(row_nulls(), description="why values of these rows are null"),
)
_SUBTOTALS = Field("subtotals", FieldType.LIST, "the groups that this page's rows are in", True, _LEVEL, "ExploreLevel")
_OTHERS = Field("others", FieldType.OBJECT, "what the rows leave out of each group", False, _LEVEL, "ExploreLevel")
_TABLE = Field("explore", FieldType.OBJECT, fields=(_COLUMNS, _ROWS, _SUBTOTALS, _OTHERS), type_name="ExploreTable")
