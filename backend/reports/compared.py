"""The windows beside the one asked: their totals, and every measure now against then.

Out: one object a comparison, `values` then, `changes` = now - then in the measure's own unit (of a fraction: points),
`growth` = (now - then) / abs(then) as a fraction, from exact sums. A change is null with its reason: that of the value
now or then, NO_BASE or BASE_PARTIAL of the whole window, ZERO_BASE for growth from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from backend.envelope import iso
from backend.planner import base_code
from backend.planner.plan import Window
from backend.reports.fields import TYPE_OF_UNIT, measure_fields
from backend.reports.growth import ZERO_BASE
from backend.reports.reasons import window_nulls
from backend.reports.rows import measure_columns, to_rows, written
from backend.reports.session import Answered
from backend.reports.spec import Field, FieldType, Null
from druid.catalog.model import Catalog, Unit


def comparisons_field(catalog: Catalog, fields: Mapping[str, str], type_name: str) -> Field:
    """The list of comparison windows, each with its own totals and what has changed since."""
    then = measure_fields(catalog, fields)
    moving = measure_fields(catalog, moving_of(fields, catalog))
    growing = measure_fields(catalog, growing_of(fields, catalog))
    changes = tuple(replace(one, description=f"now minus then of {one.description}") for one in moving)
    growth = tuple(replace(one, type=FieldType.FRACTION, description=f"growth of {one.description}") for one in growing)
    inner = (
        Field("kind", FieldType.TEXT, "kind of the comparison", required=True),
        Field("start", FieldType.INSTANT, "start of its window", required=True),
        Field("end", FieldType.INSTANT, "end of its window, not included", required=True),
        Field("values", FieldType.OBJECT, "the same totals then", fields=then, type_name=f"{type_name}Values"),
        Field("changes", FieldType.OBJECT, "now minus then", True, changes, f"{type_name}Changes"),
        Field("growth", FieldType.OBJECT, "(now - then) / abs(then)", True, growth, f"{type_name}Growth"),
    )
    about = "one a comparison, in the order asked"
    return Field("comparisons", FieldType.LIST, about, True, inner, f"{type_name}Comparison")


def moving_of(fields: Mapping[str, str], catalog: Catalog) -> dict[str, str]:
    """Those of the measures that can be subtracted: all but moments."""
    return {name: field for name, field in fields.items() if catalog.measure[name].unit is not Unit.INSTANT}


def growing_of(fields: Mapping[str, str], catalog: Catalog) -> dict[str, str]:
    """Those of the measures that grow; a fraction changes by points alone."""
    moving = moving_of(fields, catalog)
    return {name: field for name, field in moving.items() if catalog.measure[name].unit is not Unit.FRACTION}


def one_row(answer: Answered, window: Window, fields: Mapping[str, str], catalog: Catalog) -> dict[str, Any]:
    """The totals of one window; nothing but nulls when none of it was loaded."""
    if window.covered_days == 0:
        return dict.fromkeys(fields.values())
    zone = answer.plan.question.timezone
    return to_rows(answer.frames[window.name], measure_columns(catalog, fields), zone)[0]


def earlier_rows(answer: Answered, fields: Mapping[str, str], catalog: Catalog) -> list[dict[str, Any]]:
    zone = answer.plan.question.timezone
    return [
        {
            "kind": window.comparison.kind.value if window.comparison else None,
            "start": iso(window.start_ms, zone),
            "end": iso(window.end_ms, zone),
            "values": one_row(answer, window, fields, catalog),
            **_told(answer, window, fields, catalog),
        }
        for window in answer.plan.windows[1:]
    ]


def _told(answer: Answered, window: Window, fields: Mapping[str, str], catalog: Catalog) -> dict[str, Any]:
    moved = moves(answer, window, fields, catalog)
    return {
        "changes": {field: move.change for field, move in moved.items()},
        "growth": {field: moved[field].growth for field in growing_of(fields, catalog).values()},
    }


@dataclass(frozen=True, slots=True)
class Move:
    """One measure now against then. `code`: why there is no change, `growth_code` why no growth."""

    change: Any
    growth: float | None
    code: str | None
    growth_code: str | None


def moves(answer: Answered, window: Window, fields: Mapping[str, str], catalog: Catalog) -> dict[str, Move]:
    """Field -> how its measure moved since the earlier window."""
    now, then = (
        {null.field: null.code for null in window_nulls(answer, one, fields, catalog)}
        for one in (answer.window, window)
    )
    whole = base_code(window)
    codes = {field: now.get(field) or whole or then.get(field) for field in fields.values()}
    return {
        field: _nothing(code) if (code := codes[field]) else _moved(answer, window, name, catalog)
        for name, field in moving_of(fields, catalog).items()
    }


def _nothing(code: str) -> Move:
    return Move(None, None, code, code)


def _moved(answer: Answered, window: Window, name: str, catalog: Catalog) -> Move:
    now, then = (frame[name][0] for frame in (answer.current, answer.frames[window.name]))
    kind = TYPE_OF_UNIT[catalog.measure[name].unit]
    return Move(
        written(now - then, kind), (now - then) / abs(then) if then else None, None, None if then else ZERO_BASE
    )


def earlier_nulls(answer: Answered, fields: Mapping[str, str], catalog: Catalog) -> tuple[Null, ...]:
    """The reason of every null in the comparisons, each under its path."""
    found: list[Null] = []
    growing = growing_of(fields, catalog).values()
    for position, window in enumerate(answer.plan.windows[1:]):
        path = f"comparisons[{position}]"
        found += window_nulls(answer, window, fields, catalog, f"{path}.values.")
        moved = moves(answer, window, fields, catalog)
        found += (Null(f"{path}.changes.{field}", move.code) for field, move in moved.items() if move.code)
        found += (Null(f"{path}.growth.{field}", code) for field in growing if (code := moved[field].growth_code))
    return tuple(found)
