"""The catalog's check refuses each kind of contradiction, and the schema's two executions find the same cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from druid.catalog.check import InconsistentCatalog, check
from druid.catalog.model import (
    Catalog,
    Column,
    Dimension,
    Distinct,
    DistinctDays,
    DistinctOrders,
    Expression,
    Grain,
    Kind,
    Level,
    Linear,
    Marker,
    Measure,
    Ratio,
    Rollup,
    Sign,
    Sum,
    Unit,
)
from druid.catalog.sales import SALES
from druid.catalog.schema import LARGEST_AMOUNT, STATUSES, cell_checks, sale_schema, stored_type


def measure(name: str, expression: Expression, unit: Unit = Unit.MONEY) -> Measure:
    return Measure(name, name, unit, expression, "a test", "a test")


def with_column(*columns: Column) -> Callable[[Catalog], Catalog]:
    return lambda catalog: replace(catalog, columns=(*catalog.columns, *columns))


def with_measure(*measures: Measure) -> Callable[[Catalog], Catalog]:
    return lambda catalog: replace(catalog, measures=(*catalog.measures, *measures))


def with_rollup(rollup: Rollup) -> Callable[[Catalog], Catalog]:
    return lambda catalog: replace(catalog, rollups=(*catalog.rollups, rollup))


def with_dimension(*dimensions: Dimension) -> Callable[[Catalog], Catalog]:
    return lambda catalog: replace(catalog, dimensions=(*catalog.dimensions, *dimensions))


def with_markers(*markers: Marker) -> Callable[[Catalog], Catalog]:
    return lambda catalog: replace(catalog, markers=markers)


def without_column(name: str) -> Callable[[Catalog], Catalog]:
    return lambda catalog: replace(catalog, columns=tuple(c for c in catalog.columns if c.name != name))


def test_the_sales_catalog_is_consistent() -> None:
    check(SALES)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (with_column(Column("branch", Kind.TEXT, "again")), "The column or marker 'branch' is defined 2 times."),
        (with_column(Column("first_of_order", Kind.COUNT, "clash")), "'first_of_order' is defined 2 times"),
        (with_column(Column("shop", Kind.TEXT, "where", ("Out-Let",))), "The header 'outlet' is defined 2 times."),
        (with_column(Column("Shop", Kind.TEXT, "where")), "'Shop' is not a snake_case name."),
        (with_column(Column("shop", Kind.TEXT, " ")), "'shop' has no definition."),
        (with_column(Column("shop", Kind.TEXT, "where", minimum=1)), "'shop' is not a number"),
        (with_column(Column("fee", Kind.MONEY, "fee", default="none")), "of another kind than the column"),
        (with_column(Column("fee", Kind.MONEY, "fee", default=-1, sign=Sign.NOT_NEGATIVE)), "own sign or minimum"),
        (with_column(Column("fee", Kind.MONEY, "fee", default=1, sign=Sign.NOT_POSITIVE)), "own sign or minimum"),
        (with_column(Column("fee", Kind.COUNT, "fee", default=0, minimum=1)), "own sign or minimum"),
        (with_column(Column("fee", Kind.COUNT, "fee", default=0, required=True)), "its default is never used"),
        (without_column("__time"), "The time column '__time' must be a required instant."),
        (without_column("status"), "The status column 'status' must be text with the default 'completed'."),
        (without_column("branch"), "The dimension 'branch' has no text column."),
        (without_column("total_cost"), "sums 'total_cost', which is not a stored number"),
        (lambda c: replace(c, completed=("status", "done")), "must be text with the default 'done'"),
        (lambda c: replace(c, base="sales_hourly"), "The table 'sales_hourly' is defined 2 times."),
        (with_dimension(Dimension("total_cost", "c", "c", "c", Level.ORDER)), "'total_cost' has no text column."),
        (with_dimension(Dimension("order_id", "o", "o", "order", Level.LINE)), "'order_id' has no marker"),
        (with_dimension(SALES.dimension["branch"]), "The dimension 'branch' is defined 2 times."),
        (with_markers(*SALES.markers[1:]), "There must be one marker of whole orders, not 0."),
        (with_markers(*SALES.markers, Marker("first_of_branch", "branch")), "counts by 'branch'"),
        (with_markers(*SALES.markers, Marker("first_again", "product")), "The dimension 'product' has 2 markers."),
        (with_markers(*SALES.markers, Marker("first_day", None, DistinctDays("branch", "lines"))), "no measure counts"),
        (with_markers(*SALES.markers, replace(SALES.markers[-1], name="again")), "has 2 markers."),
        (
            with_measure(measure("x", DistinctOrders("fee"), Unit.COUNT)),
            "depends on 'fee', which is not a stored number",
        ),
        (
            with_measure(measure("x", DistinctDays("town", "lines"), Unit.COUNT)),
            "counts 'town', which is not a dimension",
        ),
        (with_measure(measure("x", DistinctDays("customer", "lines"))), "its unit must be count, not money."),
        (with_measure(SALES.measure["orders"]), "The measure 'orders' is defined 2 times."),
        (with_measure(measure("fees", Sum("fee"))), "sums 'fee', which is not a stored number."),
        (with_measure(measure("sold", Sum("units_sold"))), "is in money, its column 'units_sold' in units."),
        (with_measure(measure("towns", Distinct("town"), Unit.COUNT)), "counts 'town', which is not a dimension."),
        (with_measure(measure("towns", Distinct("branch"))), "its unit must be count, not money."),
        (with_measure(measure("x", Linear(((1, "nothing"),)))), "needs 'nothing', which is not a measure."),
        (with_measure(measure("x", Linear(()))), "has no terms"),
        (with_measure(measure("x", Linear(((0, "net_revenue"),)))), "multiplied by zero"),
        (with_measure(measure("x", Linear(((1, "net_units"),)))), "its term 'net_units' in units."),
        (with_measure(measure("x", Linear(((1, "profit_margin"),)))), "from 'profit_margin', a ratio of sums measure"),
        (with_measure(measure("x", Ratio("profit_margin", "orders"))), "from 'profit_margin', a ratio of sums measure"),
        (with_measure(measure("x", Ratio("net_revenue", "customers"))), "from 'customers', a distinct measure"),
        (with_measure(measure("x", Ratio("net_revenue", "orders", 0))), "'x' is multiplied by zero."),
        (with_measure(measure("x", Linear(((1, "x"),)))), "The measure 'x' is computed from itself."),
        (
            with_measure(measure("x", Linear(((1, "y"),))), measure("y", Linear(((1, "x"),)))),
            "The measure 'y' is computed from itself.",
        ),
        (with_measure(replace(measure("branch_", Sum("total_cost")), field="revenue")), "row field 'revenue'"),
        (with_rollup(Rollup("weekly", Grain.WEEK, ("town",), "x")), "groups by 'town', which is not a dimension."),
        (with_rollup(Rollup("weekly", Grain.WEEK, ("branch", "branch"), "x")), "'branch' is defined 2 times."),
        (with_rollup(SALES.rollups[0]), "The table 'sales_hourly' is defined 2 times."),
    ],
)
def test_a_contradiction_is_refused_with_its_reason(change: Callable[[Catalog], Catalog], reason: str) -> None:
    with pytest.raises(InconsistentCatalog) as refusal:
        check(change(SALES))
    assert any(reason in problem for problem in refusal.value.problems), refusal.value.problems


def test_all_reasons_are_told_at_once() -> None:
    broken = with_rollup(Rollup("weekly", Grain.WEEK, ("town",), "x"))(with_measure(measure("x", Sum("fee")))(SALES))
    with pytest.raises(InconsistentCatalog, match=r"'fee'.*'town'") as refusal:
        check(broken)
    assert len(refusal.value.problems) == 2


def test_a_column_or_measure_more_is_welcome() -> None:
    fee = Column("fee_value", Kind.MONEY, "a fee", ("fee",), default=0, sign=Sign.NOT_NEGATIVE)
    larger = with_measure(measure("fee_value", Sum("fee_value")))(with_column(fee)(SALES))
    check(larger)
    schema = sale_schema(larger)
    assert schema.columns["fee_value"].nullable is False
    assert {c.rule for c in cell_checks(schema) if c.column == "fee_value"} == {"REQUIRED", "SIGN_RULE", "MONEY_RANGE"}


LIMIT = LARGEST_AMOUNT * 10_000
CELLS: dict[Kind, st.SearchStrategy[object]] = {
    Kind.INSTANT: st.none() | st.just(datetime.fromisoformat("2024-01-05T10:00:00")),
    Kind.TEXT: st.none() | st.sampled_from([*STATUSES, "lost", ""]),
    Kind.MONEY: st.none() | st.sampled_from([-LIMIT - 1, -LIMIT, -1, 0, 1, LIMIT, LIMIT + 1]),
    Kind.UNITS: st.none() | st.integers(-2, 2),
    Kind.COUNT: st.none() | st.integers(-2, 2),
}
ROW = st.tuples(*(CELLS[column.kind] for column in SALES.columns))


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_expressions_find_the_cells_that_pandera_finds(rows: list[tuple[object, ...]]) -> None:
    types = {column.name: stored_type(column.kind) for column in SALES.columns}
    frame = pl.DataFrame(rows, types, orient="row")
    schema = sale_schema(SALES)
    ours = {
        (check.column, check.rule, row)
        for check in cell_checks(schema)
        for row in frame.select(check.fails.alias("fails"))["fails"].arg_true().to_list()
    }
    assert ours == found_by_pandera(schema, frame)


def found_by_pandera(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> set[tuple[str, str, int]]:
    """Failing cells of a lazy validation."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failures:
        cases = failures.failure_cases.select("column", "check", "index").rows()
        return {(column, "REQUIRED" if rule == "not_nullable" else rule, row) for column, rule, row in cases}
    return set()


def test_a_check_without_an_expression_is_never_lost() -> None:
    schema = pa.DataFrameSchema({"product": pa.Column(pl.String, pa.Check.str_startswith("a"))})
    with pytest.raises(NotImplementedError, match="str_startswith"):
        cell_checks(schema)
