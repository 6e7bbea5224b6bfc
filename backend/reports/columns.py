"""The columns of an explore answer: what each is called, labelled and read from, and rows written under them.

In: an answer's plan and frames as `Table` makes them. Out: `Shown` columns, rows of JSON values, reasons of nulls.
A name is `netRevenue`, `netRevenue:PREVIOUS_YEAR`, `netRevenue:PREVIOUS_YEAR:growth`; in a pivot the members stand
behind the measure as JSON texts: `netRevenue[branch="Thika"]:PREVIOUS_YEAR`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend.planner.plan import Plan, Window
from backend.reports.fields import TYPE_OF_UNIT
from backend.reports.rows import Column, values
from backend.reports.session import Answered
from backend.reports.sheet import Sheet
from backend.reports.spec import FieldType, Null
from backend.reports.table import BUCKET, code_of
from druid.catalog.model import Catalog, Unit, camel

TIME = "time"


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of the answer: how it is named, labelled and written, and the frame column behind it.

    `measure` is None for members and time; `members` are those of a pivot's column, None elsewhere. `position` is
    that of the comparison shown, `bucket` the name of its bucket beside that of a pivot's column.
    """

    column: Column
    label: str
    kind: str
    unit: str
    measure: str | None = None
    members: Mapping[str, str | None] | None = None
    position: int | None = None
    bucket: str | None = None

    @property
    def is_key(self) -> bool:
        return self.measure is None

    def described(self) -> dict[str, Any]:
        return {
            "name": self.column.field,
            "label": self.label,
            "kind": self.kind,
            "unit": self.unit,
            "measure": None if self.measure is None else camel(self.measure),
            "members": None if self.members is None else dict(self.members),
            "bucket": self.bucket,
        }


def key_columns(plan: Plan, keys: Sequence[str], catalog: Catalog) -> tuple[Shown, ...]:
    """Dimensions, then time."""
    columns = [
        Shown(Column(name, camel(name), FieldType.TEXT), catalog.dimension[name].label, "dimension", "text")
        for name in plan.question.dimensions
        if name in keys
    ]
    if BUCKET in keys and plan.grain is not None:
        label = plan.grain.value.capitalize()
        columns.append(Shown(Column(BUCKET, TIME, FieldType.INSTANT), label, "time", "instant"))
    return tuple(columns)


def measure_columns(plan: Plan, catalog: Catalog) -> tuple[Shown, ...]:
    """Measures, then each comparison's values and growths."""
    columns = []
    for name in plan.question.measures:
        measure = catalog.measure[name]
        column = Column(name, camel(name), TYPE_OF_UNIT[measure.unit])
        columns.append(Shown(column, measure.label, "measure", measure.unit.value, name))
    for position, window in enumerate(plan.windows[1:]):
        columns.extend(_compared(position, window, plan.question.measures, catalog))
    return tuple(columns)


def _compared(position: int, window: Window, measures: Sequence[str], catalog: Catalog) -> list[Shown]:
    suffix = _then_name(position, window)
    columns: list[Shown] = []
    for name in measures:
        measure = catalog.measure[name]
        then = Column(f"{name}:{position}", f"{camel(name)}:{suffix}", TYPE_OF_UNIT[measure.unit])
        columns.append(
            Shown(then, f"{measure.label}, {suffix}", "comparison", measure.unit.value, name, position=position)
        )
        if measure.unit is not Unit.INSTANT:
            grown = Column(f"{name}:{position}:growth", f"{camel(name)}:{suffix}:growth", FieldType.FRACTION)
            columns.append(Shown(grown, f"{measure.label}, growth", "growth", "fraction", name, position=position))
    return columns


def _then_name(position: int, window: Window) -> str:
    """The comparison's suffix: its kind; custom dates by their place among the comparisons."""
    kind = window.comparison.kind.value if window.comparison else "COMPARISON"
    return kind if kind != "CUSTOM" else f"CUSTOM{position + 1}"


def written(frame: pl.DataFrame, columns: Sequence[Shown], answer: Answered) -> list[list[Any]]:
    """One list of values a row; null under a key that the rows are not grouped by."""
    zone = answer.plan.question.timezone
    starts = [bucket.start_ms for bucket in answer.window.buckets]
    cells: list[list[Any]] = []
    present = set(frame.columns)
    for shown in columns:
        if shown.column.source not in present:
            cells.append([None] * frame.height)
            continue
        series = frame[shown.column.source]
        if shown.kind == "time":
            series = pl.Series([starts[i] for i in series.to_list()], dtype=pl.Int64)
        cells.append(values(series, shown.column.type, zone))
    return [list(row) for row in zip(*cells, strict=True)]


def handed_over(frame: pl.DataFrame, columns: Sequence[Shown], answer: Answered) -> Sheet:
    """The same rows for a file; buckets as their moments."""
    if BUCKET in frame.columns:
        starts = pl.Series([bucket.start_ms for bucket in answer.window.buckets], dtype=pl.Int64)
        frame = frame.with_columns(starts.gather(frame[BUCKET]).cast(pl.Datetime("ms")).alias(BUCKET))
    labels = {shown.column.field: shown.label for shown in columns}
    return Sheet(frame, tuple(shown.column for shown in columns), labels=labels)


def table_nulls(frame: pl.DataFrame, columns: Sequence[Shown]) -> tuple[Null, ...]:
    """Every reason of a null in a column, once."""
    nulls: list[Null] = []
    present = set(frame.columns)
    for shown in columns:
        source = shown.column.source
        if code_of(source) in present and frame[source].null_count():
            told = zip(frame[source].to_list(), frame[code_of(source)].to_list(), strict=True)
            codes = dict.fromkeys(code for value, code in told if value is None)
            nulls.extend(Null(shown.column.field, code) for code in codes)
    return tuple(nulls)
