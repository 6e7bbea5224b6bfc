"""explore: any measures by any dimensions and time, with filters, comparisons, thresholds, order and pages.

Answers a table: `columns` say what each is, `rows` hold plain JSON values. Comparisons add, for each measure, a
column of the value then and one of its growth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend.errors import IllegalCombination, InvalidParameter, MeasureNotLoaded, UnknownField, did_you_mean
from backend.frame import fill
from backend.planner.plan import Window
from backend.reports.arguments import COMMON
from backend.reports.fields import TYPE_OF_UNIT
from backend.reports.growth import base_code, growth_of
from backend.reports.rows import Column, cut, page_of, to_rows, values
from backend.reports.session import Answered, Session, outcome_facts, to_question
from backend.reports.spec import Arguments, Field, FieldType, Having, Null, Outcome, ReportSpec, SortBy, SortOrder
from backend.reports.trends import refuse_missing_hours
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, Unit, camel

MOST_MEASURES = 12
MOST_DIMENSIONS = 4
BUCKET = "_bucket"
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


def _checked(arguments: Arguments) -> None:
    if not arguments.measures:
        raise InvalidParameter("explore needs at least one measure.", field="measures")
    if len(arguments.measures) > MOST_MEASURES or len(arguments.dimensions) > MOST_DIMENSIONS:
        raise IllegalCombination(f"explore takes at most {MOST_MEASURES} measures and {MOST_DIMENSIONS} dimensions.")
    for names in (arguments.measures, arguments.dimensions):
        if len(set(names)) < len(names):
            raise InvalidParameter("A name stands twice in the question.")


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


def _windowed(answer: Answered, window: Window, catalog: Catalog) -> pl.DataFrame:
    """A window's rows with the position of their bucket as `_bucket`; without dimensions, one row a bucket."""
    frame = answer.frames[window.name]
    question = answer.plan.question
    if answer.plan.grain is None:
        return frame
    if not question.dimensions:
        filled = fill(frame, window, question.measures, catalog)
        return filled.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(BUCKET))
    starts = pl.Series([b.start_ms for b in window.buckets], dtype=pl.Int64)
    position = starts.search_sorted(_epoch(frame["bucket"]), side="right") - 1
    return frame.with_columns(pl.Series(BUCKET, position, dtype=pl.Int64))


def _epoch(bucket: pl.Series) -> pl.Series:
    return bucket.dt.epoch("ms") if bucket.dtype.is_temporal() else bucket.cast(pl.Int64)


def compared_frame(answer: Answered, catalog: Catalog) -> pl.DataFrame:
    """Current rows with every comparison's measures and growths beside them."""
    question = answer.plan.question
    keys = [*question.dimensions, *([BUCKET] if answer.plan.grain is not None else [])]
    frame = _windowed(answer, answer.window, catalog)
    for position, window in enumerate(answer.plan.windows[1:]):
        then = _windowed(answer, window, catalog)
        renamed = then.select(*keys, *(pl.col(m).alias(f"{m}:{position}") for m in question.measures))
        frame = (
            frame.join(renamed, on=keys, how="left", nulls_equal=True)
            if keys
            else pl.concat([frame, renamed], how="horizontal")
        )
        frame = frame.with_columns(_growths(window, position, question.measures, catalog))
    return frame


def _growths(window: Window, position: int, measures: Sequence[str], catalog: Catalog) -> list[pl.Expr]:
    grown: list[pl.Expr] = []
    for name in measures:
        if catalog.measure[name].unit is Unit.INSTANT:
            continue
        exact = growth_of(pl.col(name), pl.col(f"{name}:{position}"))
        value = exact if base_code(window) is None else pl.lit(None, pl.Float64)
        grown.append(value.alias(f"{name}:{position}:growth"))
    return grown


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
        scale = SCALES.get(catalog.measure[one.measure].unit, 1)
        compare = _OPERATORS[one.op]
        frame = frame.filter(compare(pl.col(one.measure), pl.lit(one.value) * scale))
    return frame


def _sorted(frame: pl.DataFrame, arguments: Arguments, columns: Sequence[Shown]) -> pl.DataFrame:
    """The asked order, else time first and the first measure from the top; ties by members."""
    source = {shown.column.field: shown.column.source for shown in columns}
    wanted = arguments.sort or _default_sort(columns)
    for one in wanted:
        if one.field not in source:
            raise UnknownField(f"There is no column '{one.field}' to sort by.", did_you_mean(one.field, source))
    keys = {source[one.field]: one.order is SortOrder.DESC for one in wanted}
    for shown in columns:
        if shown.kind in {"dimension", "time"}:
            keys.setdefault(shown.column.source, False)
    return frame.sort(list(keys), descending=list(keys.values()), nulls_last=True) if keys else frame


def _default_sort(columns: Sequence[Shown]) -> tuple[SortBy, ...]:
    time = [SortBy(s.column.field, SortOrder.ASC) for s in columns if s.kind == "time"]
    first = next(s.column.field for s in columns if s.kind == "measure")
    return (*time, SortBy(first))


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
    _checked(arguments)
    asked = to_question(arguments, session.conventions, arguments.measures, arguments.dimensions, arguments.grain)
    answer = await session.ask(asked)
    refuse_missing_hours(answer)
    if all(name in answer.plan.nulls for name in arguments.measures):
        raise MeasureNotLoaded("No loaded file carries what these measures need.", field="measures")
    columns = shown_columns(answer, catalog)
    frame = meeting(compared_frame(answer, catalog), arguments.having, catalog)
    frame = _sorted(frame, arguments, columns)
    identity = [getattr(arguments, name) for name in arguments.__slots__ if name not in {"after", "limit"}]
    shown, page = page_of(frame, cut(arguments.after, arguments.limit or 50, identity))
    facts = outcome_facts(answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    return Outcome(
        {"columns": [c.described() for c in columns], "rows": _table(shown, columns, answer)},
        nulls=_nulls(answer),
        row_count=shown.height,
        page=page,
        totals=await _totals(session, arguments) if arguments.totals else None,
        **facts,
    )


def _nulls(answer: Answered) -> tuple[Null, ...]:
    own = [Null(camel(name), code) for name, code in answer.plan.nulls.items()]
    for position, window in enumerate(answer.plan.windows[1:]):
        code = base_code(window)
        suffix = _then_name(position, window)
        if code is not None:
            own.extend(Null(f"{camel(name)}:{suffix}:growth", code) for name in answer.plan.question.measures)
    return tuple(own)


async def _totals(session: Session, arguments: Arguments) -> Mapping[str, Any]:
    """The same measures over every row, computed from base sums; thresholds do not apply."""
    answer = await session.ask(to_question(arguments, session.conventions, arguments.measures))
    columns = shown_columns(answer, session.catalog)
    frame = compared_frame(answer, session.catalog)
    return to_rows(frame, [c.column for c in columns], answer.plan.question.timezone)[0]


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
