"""Writes the recipe: one field a canonical column, in the catalog's order, every format spelled out.

In: a `Plan` and its `Formats`. Out: a `Recipe`, equal for equal readings of a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from druid.catalog.model import SCALE, Kind
from ingestion.mapping.formats import Formats
from ingestion.mapping.origin import Origin
from ingestion.mapping.plan import Plan
from ingestion.recipe import Field, NumberFormat, Recipe


def write_recipe(plan: Plan, formats: Formats) -> Recipe:
    """The recipe of a plan whose formats are known."""
    order = [column.name for column in plan.catalog.columns]
    origins = sorted(plan.bound.origins, key=lambda origin: order.index(origin.column))
    operands = {header for origin in origins if origin.expression for header in plan.operands(origin)}
    document = plan.document
    return Recipe(
        name=document.name,
        fields=tuple(_field(plan, origin, formats) for origin in origins),
        dialect=plan.source.dialect,
        timezone=document.timezone or plan.zone,
        numbers=commonest(formats.numbers.values()),
        expression_numbers={header: formats.numbers[header] for header in sorted(operands)},
        unique_key=document.unique_key,
        order_key=document.order_key,
        negative_units_are_returns=document.negative_units_are_returns,
        gross_includes_tax=document.gross_includes_tax,
        ignored=plan.bound.ignored,
    )


def commonest(formats: Iterable[NumberFormat]) -> NumberFormat:
    """The format of most columns, the file's default."""
    counts = Counter(formats)
    return min(
        counts, key=lambda format_: (-counts[format_], format_.decimal, format_.thousands), default=NumberFormat()
    )


def _field(plan: Plan, origin: Origin, formats: Formats) -> Field:
    kind = plan.kind(origin)
    values = {**plan.document.values.get(origin.column, {}), **origin.values}
    return Field(
        origin.column,
        header=origin.header,
        expression=origin.expression,
        constant=origin.constant,
        date=formats.dates[origin.column] if kind is Kind.INSTANT else None,
        number=_number(origin, kind, formats),
        values={member: values[member] for member in sorted(values)},
    )


def _number(origin: Origin, kind: Kind, formats: Formats) -> NumberFormat | None:
    """Constants are written in the mapping, with a decimal point, whatever the file's marks are."""
    if kind not in SCALE or origin.expression:
        return None
    return formats.numbers[origin.header] if origin.header else NumberFormat()
