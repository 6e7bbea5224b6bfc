"""One chunk's source columns to canonical ones: each field of the recipe by its own parser.

In: the text frame of a chunk and a `Typing` (recipe, catalog, day, currency, native columns). Out: `Typed`: a
value column for each field, the cells that break a rule, warnings, cells without a value, and rounding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from druid.catalog.model import SCALE, Catalog, Column, Kind
from ingestion.clean.cells import Finding, Parsed, no_rules, repeat
from ingestion.clean.dates import DateStyle, parse_moments
from ingestion.clean.expressions import Evaluated, Operand, evaluate
from ingestion.clean.numbers import NumberStyle, parse_numbers
from ingestion.clean.text import TextStyle, normal_form, parse_names
from ingestion.errors import MappingError
from ingestion.mapping.expression import headers_of, parse
from ingestion.recipe import DateFormat, Field, NumberFormat, Recipe

_ISO = DateFormat(("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S.%f%z"))
_OPERAND_SCALES = (4, 9, 18)


@dataclass(frozen=True)
class Typing:
    """What typing needs to know beside the cells."""

    recipe: Recipe
    catalog: Catalog
    today: date
    currency: str
    columns: tuple[str, ...]
    native: Mapping[str, pl.DataType]

    @cached_property
    def fields(self) -> tuple[tuple[Field, Column], ...]:
        return tuple((entry, self.catalog.column[entry.column]) for entry in self.recipe.fields)

    def number_format(self, entry: Field | None, header: str) -> NumberFormat:
        """Cells that were numbers in the file itself are written plainly, whatever marks the text cells use."""
        native = self.native.get(header)
        if native is not None and native.is_numeric():
            return NumberFormat()
        if entry is not None and entry.number is not None:
            return entry.number
        return self.recipe.expression_numbers.get(header, self.recipe.numbers)


@dataclass(slots=True)
class Typed:
    """The canonical columns of a chunk while it is being cleaned."""

    height: int
    values: dict[str, pl.Series] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    unparsable: dict[str, int] = field(default_factory=dict)
    rounding: float = 0.0

    def take(self, column: str, header: str | None, parsed: Parsed) -> None:
        self.values[column] = parsed.values
        self.warnings.update(parsed.warnings)
        if parsed.rules.null_count() < self.height:
            self.findings.append(Finding(column, header, parsed.rules))


def type_columns(frame: pl.DataFrame, typing: Typing) -> Typed:
    """Every field of the recipe over one chunk."""
    typed = Typed(frame.height)
    for entry, column in typing.fields:
        if entry.expression is not None:
            _evaluate(frame, entry, column, typing, typed)
        elif entry.header is not None:
            _read(frame, entry, column, typing, typed)
        else:
            typed.take(column.name, None, _constant(entry, column, typing, frame.height))
    return typed


def _read(frame: pl.DataFrame, entry: Field, column: Column, typing: Typing, typed: Typed) -> None:
    cells = frame[entry.header or ""]
    times = frame[entry.date.time_header] if entry.date and entry.date.time_header else None
    parsed = _parse(cells, times, entry, column, typing)
    typed.take(column.name, entry.header, parsed)
    if column.kind in SCALE and parsed.values.null_count() > cells.null_count():
        written = cells.filter(parsed.values.is_null()).str.strip_chars()
        typed.unparsable[column.name] = int((written != "").sum())


def _constant(entry: Field, column: Column, typing: Typing, height: int) -> Parsed:
    one = _parse(pl.Series([entry.constant], dtype=pl.String), None, entry, column, typing)
    values = repeat(one.values[0], one.values.dtype, height)
    return Parsed(values, repeat(one.rules[0], pl.String(), height))


def _parse(cells: pl.Series, times: pl.Series | None, entry: Field, column: Column, typing: Typing) -> Parsed:
    match column.kind:
        case Kind.INSTANT:
            style = DateStyle(entry.date or _ISO, typing.recipe.timezone, typing.today)
            return parse_moments(cells, times, style)
        case Kind.TEXT:
            return parse_names(cells, _text_style(entry, column, typing.catalog))
        case _:
            marks = NumberFormat() if entry.header is None else typing.number_format(entry, entry.header)
            return parse_numbers(cells, NumberStyle(marks, typing.currency, not column.required), SCALE[column.kind])


def _text_style(entry: Field, column: Column, catalog: Catalog) -> TextStyle:
    return TextStyle(
        aliases={normal_form(name): member for name, member in entry.values.items()},
        is_order_id=column.name == "order_id",
        is_status=column.name == catalog.completed[0],
    )


def _evaluate(frame: pl.DataFrame, entry: Field, column: Column, typing: Typing, typed: Typed) -> None:
    """An expression's column: the broken cells of its operands first, then its own undefined results."""
    if column.kind not in SCALE:
        raise MappingError(
            "BAD_EXPRESSION", f"{column.name!r} is not a number.", "Use an expression only for amounts and counts."
        )
    node = parse(entry.expression or "", typing.columns)
    operands = {}
    broken = pl.Series([False]).new_from_index(0, frame.height)
    for header in headers_of(node):
        operand, parsed = _operand(frame[header], header, column, typing)
        operands[header] = operand
        typed.warnings.update(parsed.warnings)
        if parsed.rules.null_count() < frame.height:
            typed.findings.append(Finding(column.name, header, parsed.rules))
            broken |= parsed.rules.is_not_null()
    if not operands:
        operands = {"": Operand(repeat(0, pl.Int64(), frame.height), 0)}
    result = evaluate(node, operands, SCALE[column.kind])
    _take_result(result, broken, column, typed)


def _operand(cells: pl.Series, header: str, column: Column, typing: Typing) -> tuple[Operand, Parsed]:
    """The cells at the smallest scale that holds all their decimals."""
    style = NumberStyle(typing.number_format(None, header), typing.currency, not column.required)
    for scale in _OPERAND_SCALES:
        parsed = parse_numbers(cells, style, scale)
        if not (parsed.rules == "PRECISION").any():
            break
    return Operand(parsed.values, scale), parsed


def _take_result(result: Evaluated, broken: pl.Series, column: Column, typed: Typed) -> None:
    typed.rounding += result.rounding
    undefined = result.undefined & ~broken
    lost = int((undefined | result.beyond | broken).sum())
    if lost:
        typed.unparsable[column.name] = lost
    rules = no_rules(typed.height).set(result.beyond, "MONEY_RANGE")
    if undefined.any():
        if column.required:
            rules = rules.set(undefined, "EXPRESSION")
        else:
            typed.warnings["EXPRESSION_UNDEFINED"] += int(undefined.sum())
    typed.take(column.name, None, Parsed(result.values, rules))
