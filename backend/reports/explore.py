"""explore: any measures by any dimensions and time, with filters, comparisons, thresholds, order and pages.

Answers a table: `columns` say what each is, `rows` hold plain JSON values. Comparisons add, for each measure, a
column of the value then and one of its growth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from backend.errors import IllegalCombination, InvalidParameter, MeasureNotLoaded, UnknownField, did_you_mean
from backend.planner.plan import Note, Window
from backend.reports.arguments import COMMON
from backend.reports.fields import TYPE_OF_UNIT
from backend.reports.rows import Column, cut, page_of, to_rows, values
from backend.reports.session import Answered, Session, outcome_facts, refuse_missing, to_question
from backend.reports.spec import Arguments, Field, FieldType, Having, Null, Outcome, ReportSpec, SortBy, SortOrder
from backend.reports.table import BUCKET, Table, code_of
from backend.reports.trends import refuse_missing_hours
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, Unit, camel

MOST_MEASURES = 12
MOST_DIMENSIONS = 4
LARGEST = 2**62
"""Beyond this a threshold is compared as a float; no sum is that large."""
SCALES: Mapping[Unit, int] = {Unit.MONEY: 10_000, Unit.UNITS: 1_000}


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of the answer: how it is named, labelled and written, and the frame column behind it."""

    column: Column
    label: str
    kind: str
    unit: str

    def described(self) -> dict[str, str]:
        return {"name": self.column.field, "label": self.label, "kind": self.kind, "unit": self.unit}


def _checked(arguments: Arguments, catalog: Catalog) -> None:
    if not arguments.measures:
        raise InvalidParameter("explore needs at least one measure.", field="measures")
    if len(arguments.measures) > MOST_MEASURES or len(arguments.dimensions) > MOST_DIMENSIONS:
        raise IllegalCombination(f"explore takes at most {MOST_MEASURES} measures and {MOST_DIMENSIONS} dimensions.")
    for names in (arguments.measures, arguments.dimensions):
        if len(set(names)) < len(names):
            raise InvalidParameter("A name stands twice in the question.")
    for one in arguments.having:
        if one.measure not in arguments.measures:
            raise InvalidParameter(
                f"The threshold on {camel(one.measure)} needs its column.", "Add it to measures.", field="having"
            )
        if catalog.measure[one.measure].unit is Unit.INSTANT:
            raise InvalidParameter(f"{camel(one.measure)} is a moment; thresholds are numbers.", field="having")


def _then_name(position: int, window: Window) -> str:
    """The comparison's suffix: its kind, numbered from the second of the same position on."""
    kind = window.comparison.kind.value if window.comparison else "COMPARISON"
    return kind if kind != "CUSTOM" else f"CUSTOM{position + 1}"


def shown_columns(answer: Answered, catalog: Catalog) -> tuple[Shown, ...]:
    """Dimensions, time, measures, then each comparison's values and growths."""
    question = answer.plan.question
    columns = [
        Shown(Column(name, camel(name), FieldType.TEXT), catalog.dimension[name].label, "dimension", "text")
        for name in question.dimensions
    ]
    if answer.plan.grain is not None:
        label = answer.plan.grain.value.capitalize()
        columns.append(Shown(Column(BUCKET, "time", FieldType.INSTANT), label, "time", "instant"))
    for name in question.measures:
        measure = catalog.measure[name]
        column = Column(name, camel(name), TYPE_OF_UNIT[measure.unit])
        columns.append(Shown(column, measure.label, "measure", measure.unit.value))
    for position, window in enumerate(answer.plan.windows[1:]):
        columns.extend(_compared(position, window, question.measures, catalog))
    return tuple(columns)


def _compared(position: int, window: Window, measures: Sequence[str], catalog: Catalog) -> list[Shown]:
    suffix = _then_name(position, window)
    columns: list[Shown] = []
    for name in measures:
        measure = catalog.measure[name]
        then = Column(f"{name}:{position}", f"{camel(name)}:{suffix}", TYPE_OF_UNIT[measure.unit])
        columns.append(Shown(then, f"{measure.label}, {suffix}", "comparison", measure.unit.value))
        if measure.unit is not Unit.INSTANT:
            grown = Column(f"{name}:{position}:growth", f"{camel(name)}:{suffix}:growth", FieldType.FRACTION)
            columns.append(Shown(grown, f"{measure.label}, growth", "growth", "fraction"))
    return columns


_OPERATORS = {
    "=": pl.Expr.eq,
    "!=": pl.Expr.ne,
    "<": pl.Expr.lt,
    "<=": pl.Expr.le,
    ">": pl.Expr.gt,
    ">=": pl.Expr.ge,
}


def meeting(frame: pl.DataFrame, having: Sequence[Having], catalog: Catalog) -> pl.DataFrame:
    """Rows whose measures meet every threshold; a null meets none."""
    for one in having:
        frame = frame.filter(_OPERATORS[one.op](pl.col(one.measure), threshold(one, catalog)))
    return frame


def threshold(one: Having, catalog: Catalog) -> pl.Expr:
    """The value in the measure's stored scale: the decimal that was written, not its nearest float."""
    exact = Decimal(repr(one.value)) * SCALES.get(catalog.measure[one.measure].unit, 1)
    is_whole = exact == exact.to_integral_value() and abs(exact) < LARGEST
    return pl.lit(int(exact)) if is_whole else pl.lit(float(exact))


@dataclass(frozen=True, slots=True)
class Ordering:
    """The columns to sort by, first one first, and a note when the default could not be kept."""

    keys: Mapping[str, bool]
    note: Note | None = None

    def sort(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.sort(list(self.keys), descending=list(self.keys.values()), nulls_last=True)


def ordering(arguments: Arguments, answer: Answered, columns: Sequence[Shown]) -> Ordering:
    """The asked order, else time first and the first measure from the top; ties by members."""
    named = {shown.column.field: shown for shown in columns}
    wanted, note = (arguments.sort, None) if arguments.sort else _default_sort(answer, columns)
    keys: dict[str, bool] = {}
    for one in wanted:
        if one.field not in named:
            raise UnknownField(f"There is no column '{one.field}' to sort by.", did_you_mean(one.field, named))
        source = named[one.field].column.source
        if source.split(":")[0] in answer.plan.nulls:
            raise MeasureNotLoaded(f"Rows cannot be sorted by {one.field}: it was never loaded.", field="sort")
        keys.setdefault(source, one.order is SortOrder.DESC)
    for shown in columns:
        if shown.kind in {"dimension", "time"}:
            keys.setdefault(shown.column.source, False)
    return Ordering(keys, note)


def _default_sort(answer: Answered, columns: Sequence[Shown]) -> tuple[tuple[SortBy, ...], Note | None]:
    time = [SortBy(s.column.field, SortOrder.ASC) for s in columns if s.kind == "time"]
    measures = [s for s in columns if s.kind == "measure"]
    known = next(s for s in measures if s.column.source not in answer.plan.nulls)
    note = None
    if known is not measures[0]:
        first, used = measures[0].column.field, known.column.field
        note = Note("SORT_FALLBACK", f"Sorted by {used}, because {first} was never loaded.", first)
    return (*time, SortBy(known.column.field)), note


def _table(frame: pl.DataFrame, columns: Sequence[Shown], answer: Answered) -> list[list[Any]]:
    zone = answer.plan.question.timezone
    starts = [bucket.start_ms for bucket in answer.window.buckets]
    written: list[list[Any]] = []
    for shown in columns:
        series = frame[shown.column.source]
        if shown.kind == "time":
            series = pl.Series([starts[i] for i in series.to_list()], dtype=pl.Int64)
        written.append(values(series, shown.column.type, zone))
    return [list(row) for row in zip(*written, strict=True)]


async def _explore(session: Session, arguments: Arguments) -> Outcome:
    catalog = session.catalog
    _checked(arguments, catalog)
    asked = to_question(arguments, session.conventions, arguments.measures, arguments.dimensions, arguments.grain)
    answer = await session.ask(asked)
    await refuse_missing_hours(session, answer)
    _refuse_missing_measures(arguments, answer)
    columns = shown_columns(answer, catalog)
    order = ordering(arguments, answer, columns)
    frame = order.sort(meeting(Table(answer, catalog).frame(), arguments.having, catalog))
    identity = [getattr(arguments, name) for name in arguments.__slots__ if name not in {"after", "limit"}]
    shown, page = page_of(frame, cut(arguments.after, arguments.limit or 50, (session.version, identity)))
    facts = outcome_facts(answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    facts["notes"] += (order.note,) if order.note else ()
    return Outcome(
        {"columns": [c.described() for c in columns], "rows": _table(shown, columns, answer)},
        nulls=table_nulls(shown, columns),
        row_count=shown.height,
        page=page,
        totals=await _totals(session, arguments) if arguments.totals else None,
        **facts,
    )


def _refuse_missing_measures(arguments: Arguments, answer: Answered) -> None:
    if all(name in answer.plan.nulls for name in arguments.measures):
        refuse_missing(arguments.measures[0], answer, "measures")
    for one in arguments.having:
        refuse_missing(one.measure, answer, "having")


def table_nulls(frame: pl.DataFrame, columns: Sequence[Shown]) -> tuple[Null, ...]:
    """Every reason of a null in a column, once."""
    nulls: list[Null] = []
    for shown in columns:
        source = shown.column.source
        if code_of(source) in frame.columns:
            codes = frame.filter(pl.col(source).is_null())[code_of(source)].unique(maintain_order=True)
            nulls.extend(Null(shown.column.field, code) for code in codes)
    return tuple(nulls)


async def _totals(session: Session, arguments: Arguments) -> Mapping[str, Any]:
    """The same measures over every row, computed from base sums; thresholds do not apply."""
    answer = await session.ask(to_question(arguments, session.conventions, arguments.measures))
    columns = shown_columns(answer, session.catalog)
    frame = Table(answer, session.catalog).frame()
    row = to_rows(frame, [c.column for c in columns], answer.plan.question.timezone)[0]
    return {**row, "nulls": [{"field": null.field, "code": null.code} for null in table_nulls(frame, columns)]}


_COLUMN = tuple(Field(name, FieldType.TEXT, required=True) for name in ("name", "label", "kind", "unit"))


def explore_reports() -> tuple[ReportSpec, ...]:
    columns = Field("columns", FieldType.LIST, "what each column is", True, _COLUMN, "ExploreColumn")
    rows = Field("rows", FieldType.JSON, "one list of values a row", required=True)
    arguments = ("measures", "dimensions", *COMMON, "grain", "having", "sort", "limit", "after", "totals")
    return (
        ReportSpec(
            "explore",
            "Any measures by any dimensions.",
            Field("explore", FieldType.OBJECT, fields=(columns, rows), type_name="ExploreTable"),
            arguments,
            _explore,
            cost=50,
            limit=50,
            required=("measures",),
            method="POST",
        ),
    )
