"""What a recipe changes across columns: tax taken out of gross revenue, negative units booked as returns, defaults.

In: the typed columns of a chunk. Out: the same, changed in place, and for each money column the amount that was
moved into it (scale 4), so that money in still equals money out.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import polars as pl

from druid.catalog.model import SCALE, Catalog, Column, Kind
from druid.catalog.schema import stored_type
from ingestion.clean.cells import repeat
from ingestion.clean.columns import Typed
from ingestion.clean.expressions import Operand, evaluate
from ingestion.mapping.nodes import Binary, Header, Number, Operator
from ingestion.recipe import Recipe

GROSS, RETURNS, TAX = "gross_revenue", "returns_value", "tax_value"
SOLD, RETURNED = "units_sold", "units_returned"
COST, UNCOSTED = "total_cost", "uncosted_lines"


def adjust(typed: Typed, recipe: Recipe, catalog: Catalog) -> Counter[str]:
    """Tax, then returns, then defaults. The counter says what came into (or left) each money column."""
    moved: Counter[str] = Counter()
    if recipe.gross_includes_tax is not None and GROSS in typed.values:
        moved.update(_split_tax(typed, recipe.gross_includes_tax))
    if recipe.negative_units_are_returns and SOLD in typed.values and GROSS in typed.values:
        moved.update(_book_returns(typed))
    for column in catalog.columns:
        _fill(typed, column)
    return moved


def total(amounts: pl.Series) -> int:
    """An exact sum; 64 bits would not hold a chunk of the largest amounts."""
    return int(str(amounts.cast(pl.Int128).sum()))


def _split_tax(typed: Typed, rate: Decimal) -> Counter[str]:
    """gross / (1 + rate) half-even; the tax is the rest, unless the file has a tax column of its own."""
    gross = typed.values[GROSS]
    scale = SCALE[Kind.MONEY]
    without = evaluate(Binary(Operator.OVER, Header(GROSS), Number(1 + rate)), {GROSS: Operand(gross, scale)}, scale)
    typed.values[GROSS] = without.values
    tax = gross - without.values
    moved = Counter({GROSS: -total(tax)})
    if TAX not in typed.values:
        typed.values[TAX] = tax
        moved[TAX] = total(tax)
    return moved


def _book_returns(typed: Typed) -> Counter[str]:
    """A line of negative units is a return: its units and its value change columns."""
    frame = pl.DataFrame(
        {name: typed.values[name] for name in (SOLD, GROSS, RETURNED, RETURNS) if name in typed.values}
    )
    missing = [pl.lit(0, pl.Int64).alias(name) for name in (RETURNED, RETURNS) if name not in frame.columns]
    is_return = (pl.col(SOLD) < 0).fill_null(value=False)
    is_valued = is_return & pl.col(GROSS).is_not_null()
    value = pl.when(is_valued).then(GROSS).otherwise(0)
    booked = frame.with_columns(*missing).select(
        pl.when(is_return).then(0).otherwise(SOLD).alias(SOLD),
        pl.when(is_return).then(pl.col(RETURNED).fill_null(0) - pl.col(SOLD)).otherwise(RETURNED).alias(RETURNED),
        pl.when(is_valued).then(0).otherwise(GROSS).alias(GROSS),
        pl.when(is_valued).then(pl.col(RETURNS).fill_null(0) + pl.col(GROSS)).otherwise(RETURNS).alias(RETURNS),
        value.alias("moved"),
    )
    for name in (SOLD, RETURNED, GROSS, RETURNS):
        typed.values[name] = booked[name]
    amount = total(booked["moved"])
    return Counter({GROSS: -amount, RETURNS: amount})


def _fill(typed: Typed, column: Column) -> None:
    values = typed.values.get(column.name)
    if column.name == UNCOSTED:
        cost = typed.values.get(COST)
        typed.values[UNCOSTED] = repeat(1, pl.Int64(), typed.height) if cost is None else cost.is_null().cast(pl.Int64)
        return
    default = column.default
    if isinstance(default, int):
        default *= 10 ** SCALE[column.kind]
    if values is None:
        typed.values[column.name] = repeat(default, stored_type(column.kind), typed.height)
    elif default is not None and values.null_count():
        typed.values[column.name] = values.fill_null(default)
