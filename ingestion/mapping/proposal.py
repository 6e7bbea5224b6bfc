"""A recipe as the text of a mapping file, for a person to save, correct and load with.

In: a `Recipe`, and the candidates of columns that are still open. Out: YAML that loads back to the same recipe.
An open column has a line a candidate; the mapping is refused until one is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from ingestion.mapping.origin import EXCEL_SERIAL, Origin
from ingestion.read.source import Dialect
from ingestion.recipe import DateFormat, Field, NumberFormat, Recipe

_WIDE = 10_000


def render_mapping(recipe: Recipe, candidates: Mapping[str, tuple[Origin, ...]]) -> str:
    """The mapping file that says what the recipe does."""
    lines = [f"name: {flow(recipe.name)}"] if recipe.name else []
    lines += [*_dialect(recipe.dialect), *_numbers(recipe.numbers), "columns:"]
    settled = (field for field in recipe.fields if field.column not in candidates)
    lines += [f"  {field.column}: {_entry(field, recipe)}" for field in settled]
    for column, choices in candidates.items():
        lines.append(f"  # keep one of these lines for {column}")
        lines += [f"  {column}: {flow(_candidate(choice))}" for choice in choices]
    return "\n".join([*lines, *_rules(recipe)]) + "\n"


def _candidate(choice: Origin) -> object:
    return {"expression": choice.expression} if choice.expression else choice.header


def _dialect(dialect: Dialect) -> Iterator[str]:
    plain = Dialect(encoding="utf-8", delimiter=",", header_line=1)
    for key in ("encoding", "delimiter", "quote", "escape", "sheet", "header_line"):
        value = getattr(dialect, key)
        if value is not None and value != getattr(plain, key):
            yield f"{key}: {flow(value)}"


def _numbers(numbers: NumberFormat) -> Iterator[str]:
    yield f"decimal: {flow(numbers.decimal)}"
    yield f"thousands: {flow(numbers.thousands)}"


def _entry(field: Field, recipe: Recipe) -> str:
    entry: dict[str, object] = {}
    for key in ("header", "expression", "constant"):
        if getattr(field, key) is not None:
            entry[key] = getattr(field, key)
    entry |= _date(field.date) if field.date else {}
    entry |= _marks(field, recipe)
    if field.values:
        entry["values"] = dict(field.values)
    return flow(field.header if set(entry) == {"header"} else entry)


def _date(date: DateFormat) -> dict[str, object]:
    formats = [*date.patterns, *([EXCEL_SERIAL] if date.excel_serial else [])]
    entry: dict[str, object] = {"format": formats if len(formats) > 1 else formats[0]}
    if date.time_header:
        entry["time"] = {"header": date.time_header, "format": list(date.time_patterns)}
    return entry


def _marks(field: Field, recipe: Recipe) -> dict[str, object]:
    """The marks of a column that differ from the file's."""
    number = field.number
    if number is None or field.constant is not None or number == recipe.numbers:
        return {}
    return {"decimal": number.decimal, "thousands": number.thousands}


def _rules(recipe: Recipe) -> Iterator[str]:
    yield f"timezone: {flow(recipe.timezone)}"
    if recipe.ignored:
        yield f"ignore: {flow(list(recipe.ignored))}"
    for key in ("unique_key", "order_key"):
        if getattr(recipe, key):
            yield f"{key}: {flow(list(getattr(recipe, key)))}"
    if recipe.negative_units_are_returns:
        yield "sign_rules: {negative_units: returns}"
    if recipe.gross_includes_tax is not None:
        yield f"gross_includes_tax: {recipe.gross_includes_tax}"


def flow(value: object) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, width=_WIDE, allow_unicode=True)
    return text.removesuffix("...\n").rstrip("\n")
