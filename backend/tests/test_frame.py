"""The frame step against plain Python: parts added by group, exact ratios, gaps, unknown costs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pandera.errors import SchemaError
from sqlglot import exp

from backend.frame import add_up, fill
from backend.frame_schema import check_schema
from backend.measures import FEW, scaled_ratio, with_measures
from backend.planner.plan import Bucket, Interval, Plan, Statement, Window
from backend.question import Question
from druid.catalog.model import Grain
from druid.catalog.sales import SALES

DAY = 86_400_000
START = 1_704_056_400_000  # 1 January 2024 in Nairobi
INSTANT = pl.Datetime("ms")
Row = tuple[object, ...]


def window(statuses: Sequence[str] = (), covered: int | None = None, *, late: int = 0) -> Window:
    """A window of days; `late` milliseconds of its first day are cut off."""
    starts = [START + i * DAY + (late if i == 0 else 0) for i in range(len(statuses) or 1)]
    ends = [START + (i + 1) * DAY for i in range(len(starts))]
    buckets = tuple(Bucket(starts[i], ends[i], str(i), status) for i, status in enumerate(statuses))
    days = len(starts)
    known = days - list(statuses).count("NOT_LOADED") if covered is None else covered
    first = date(2024, 1, 1)
    return Window("current", starts[0], ends[-1], first, first + timedelta(days=days - 1), known, days, buckets=buckets)


def plan(
    question: Question, where: Window, leaves: Iterable[Sequence[str]], nulls: dict[str, str] | None = None
) -> Plan:
    """One statement for each list of leaves."""
    statements = tuple(
        Statement(
            f"table{i}",
            where.name,
            (Interval(where.start_ms, where.end_ms),),
            exp.select("1"),
            (),
            question.dimensions,
            tuple(names),
            question.grain is not None,
        )
        for i, names in enumerate(leaves)
    )
    return Plan(question, question.grain, (where,), statements, (), (), nulls or {})


def part(names: Sequence[str], rows: Sequence[Row]) -> pl.DataFrame:
    types: dict[str, pl.DataType | type[pl.DataType]]
    types = {"bucket": INSTANT, "first_sale": INSTANT, "last_sale": INSTANT, "branch": pl.String, "product": pl.String}
    return pl.DataFrame(list(rows), schema={name: types.get(name, pl.Int64) for name in names}, orient="row")


def at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC).replace(tzinfo=None)


def only(question: Question, where: Window, frame: pl.DataFrame, leaves: Sequence[str]) -> pl.DataFrame:
    return add_up(plan(question, where, [leaves]), [frame], SALES)["current"]


LEAVES = ("gross_revenue", "returns_value", "total_cost", "uncosted_lines")


@pytest.mark.parametrize("seed", range(20))
def test_parts_are_added_by_group_and_measures_derived(seed: int) -> None:
    chance = random.Random(seed)
    keys = [(b, p) for b in ("Thika", "Ruiru", "Éldoret", None) for p in ("Tea", "tea", None)]
    parts, oracle = [], dict[tuple[str | None, str | None], list[int | None]]()
    for _ in range(3):
        rows: list[Row] = []
        for key in chance.sample(keys, chance.randint(0, len(keys))):
            values: list[int | None] = [
                chance.randint(0, 10**12),
                -chance.randint(0, 10**6),
                None,
                chance.randint(0, 1),
            ]
            if chance.random() < 0.8:
                values[2] = chance.randint(0, 10**12)
            rows.append((*key, *values))
            known = oracle.setdefault(key, [None] * 4)
            oracle[key] = [b if a is None else a if b is None else a + b for a, b in zip(known, values, strict=True)]
        parts.append(part(("branch", "product", *LEAVES), rows))
    question = Question(("net_revenue", "gross_profit", "profit_margin", "total_cost"), ("branch", "product"))
    frame = add_up(plan(question, window(), [LEAVES] * 3), parts, SALES)["current"]
    expected = []
    for key in sorted(oracle, key=lambda k: [(v is None, v or "") for v in k]):
        gross, returned, cost, uncosted = oracle[key]
        assert gross is not None
        assert returned is not None
        net = gross + returned
        cost = None if uncosted else cost
        profit = None if cost is None else net - cost
        margin = None if profit is None or net == 0 else profit / net
        expected.append((*key, net, profit, margin, cost))
    assert frame.select("branch", "product", *question.measures).rows() == expected


def test_distinct_counts_of_another_table_join_by_group_also_without_member() -> None:
    question = Question(("gross_revenue", "customers"), ("branch",))
    money = part(("branch", "gross_revenue"), [("Thika", 5), (None, 7)])
    heads = part(("branch", "customers"), [(None, 2), ("Thika", 1)])
    frame = add_up(plan(question, window(), [("gross_revenue",), ("customers",)]), [money, heads], SALES)["current"]
    assert frame.select("branch", "gross_revenue", "customers").rows() == [("Thika", 5, 1), (None, 7, 2)]


@pytest.mark.parametrize("height", [FEW // 2, 2 * FEW])
def test_rows_are_in_the_order_of_their_keys_without_a_member_last(height: int) -> None:
    names = [None, *(f"{letter}{number}" for number in range(height // 2) for letter in "éZa")][: height // 2]
    keys = [(branch, product) for branch in ("b", "B") for product in names]
    shuffled = random.Random(7).sample(keys, len(keys))
    columns = ("branch", "product", "gross_revenue")
    frame = part(columns, [(*key, 1) for key in shuffled])
    found = only(Question(("gross_revenue",), ("branch", "product")), window(), frame, columns[2:])
    placed = sorted(keys, key=lambda key: (key[0], key[1] is None, key[1] or ""))
    assert found.select("branch", "product").rows() == placed


def test_first_and_last_moments_combine_as_moments() -> None:
    question = Question(("first_sale", "last_sale"))
    names = ("first_sale", "last_sale")
    parts = [part(names, [(at(START + i), at(START + 10 * i))]) for i in (5, 3, 4)]
    frame = add_up(plan(question, window(), [names] * 3), parts, SALES)["current"]
    assert frame.row(0) == (at(START + 3), at(START + 50))


@given(
    st.integers(-(2**62), 2**62),
    st.one_of(st.integers(-(2**62), 2**62), st.integers(-20, 20)),
    st.integers(-4, 4),
)
@example(5, 2, 0)
@example(-5, 2, 0)
@example(2**62, 7, 3)
def test_money_ratios_are_rounded_half_even_exactly(top: int, bottom: int, places: int) -> None:
    exact = None if bottom == 0 else Fraction(top, bottom) * Fraction(10) ** places
    frame = pl.DataFrame({"n": [top], "d": [bottom]}, schema={"n": pl.Int64, "d": pl.Int64})
    if exact is not None and abs(exact) >= 2**63 - 1:
        return
    rounded = None if exact is None else round(exact)
    for height in (1, FEW + 1):
        tops, bottoms = (frame[name].new_from_index(0, height) for name in ("n", "d"))
        assert scaled_ratio(tops, bottoms, places).to_list() == [rounded] * height


@given(st.none() | st.integers(-(2**53), 2**53), st.none() | st.integers(-(2**53), 2**53))
@example(0, -3)
@example(3, 0)
def test_fractions_of_few_rows_are_those_of_many(top: int | None, bottom: int | None) -> None:
    leaves = {"returns_value": top, "gross_revenue": bottom, "units_sold": top, "orders": bottom}
    ratios = ["return_rate", "units_per_order"]
    few, many = (
        with_measures(pl.DataFrame({n: pl.Series([v] * h, dtype=pl.Int64) for n, v in leaves.items()}), ratios, SALES)
        for h in (1, FEW + 1)
    )
    assert repr(many.select(ratios).row(-1)) == repr(few.select(ratios).row(0))


def test_money_by_order_money_by_unit_and_units_by_order() -> None:
    question = Question(("average_order_value", "average_selling_price", "units_per_order", "return_rate"))
    leaves = ("gross_revenue", "returns_value", "orders", "units_sold")
    # KES 1,000.0005 gross, 250.0002 back, 3 orders, 2.5 units.
    frame = only(question, window(), part(leaves, [(10_000_005, -2_500_002, 3, 2_500)]), leaves)
    with localcontext(prec=50, rounding=ROUND_HALF_EVEN):
        order_value = (Decimal("750.0003") / 3).quantize(Decimal("0.0001"))
        price = (Decimal("1000.0005") / Decimal("2.5")).quantize(Decimal("0.0001"))
    row = frame.row(0, named=True)
    assert row["average_order_value"] == int(order_value * 10_000) == 2_500_001
    assert row["average_selling_price"] == int(price * 10_000) == 4_000_002
    assert row["units_per_order"] == 2.5 / 3
    assert row["return_rate"] == 2_500_002 / 10_000_005


def test_a_ratio_over_nothing_is_null() -> None:
    question = Question(("profit_margin", "average_order_value"), ("branch",))
    leaves = (*LEAVES, "orders")
    rows = [("a", 100, -100, 5, 0, 2), ("b", 100, 0, 5, 0, 0), ("c", None, None, None, None, None)]
    frame = only(question, window(), part(("branch", *leaves), rows), leaves)
    assert frame["profit_margin"].to_list() == [None, 0.95, None]
    assert frame["average_order_value"].to_list() == [0, None, None]


def test_a_missing_cost_makes_profit_unknown() -> None:
    question = Question(("gross_profit", "net_revenue"), ("branch",))
    frame = only(question, window(), part(("branch", *LEAVES), [("a", 10, 0, 4, 0), ("b", 10, 0, 4, 1)]), LEAVES)
    assert frame["gross_profit"].to_list() == [6, None]
    assert frame["total_cost"].to_list() == [4, None]


def test_days_without_sales_count_zero_and_days_never_loaded_are_null() -> None:
    where = window(("COMPLETE", "PARTIAL", "NOT_LOADED", "COMPLETE"))
    question = Question(("gross_revenue", "orders", "average_order_value", "first_sale"), grain=Grain.DAY)
    leaves = ("gross_revenue", "returns_value", "orders", "first_sale")
    rows = [(at(START + 3 * DAY), 30, 0, 2, at(START + 3 * DAY + 5)), (at(START + 2 * DAY), 9, 0, 1, at(START))]
    frame = only(question, where, part(("bucket", *leaves), rows), leaves)
    assert frame.select("bucket", *question.measures).rows() == [
        (at(START), 0, 0, None, None),
        (at(START + DAY), 0, 0, None, None),
        (at(START + 2 * DAY), None, None, None, None),
        (at(START + 3 * DAY), 30, 2, 15, at(START + 3 * DAY + 5)),
    ]


def test_a_bucket_that_began_before_the_window_is_the_first() -> None:
    where = window(("COMPLETE", "COMPLETE"), late=DAY // 2)
    question = Question(("gross_revenue",), grain=Grain.DAY)
    parts = [part(("bucket", "gross_revenue"), [(at(START), 4)]), part(("bucket", "gross_revenue"), [(at(START), 3)])]
    frame = add_up(plan(question, where, [("gross_revenue",)] * 2), parts, SALES)["current"]
    assert frame.rows() == [(at(START + DAY // 2), 7), (at(START + DAY), 0)]


def test_a_whole_window_without_lines_is_zero_when_loaded_and_null_when_not() -> None:
    question = Question(("net_revenue", "customers", "tax_value", "profit_margin"))
    leaves = (*LEAVES, "customers", "tax_value")
    nothing = part(leaves, [(None, None, None, None, 0, None)])
    assert only(question, window(), nothing, leaves).row(0)[:4] == (0, 0, 0, None)
    assert only(question, window(covered=0), nothing, leaves).row(0)[:4] == (None, None, None, None)


def test_a_sum_whose_every_cell_is_missing_stays_null() -> None:
    question = Question(("gross_revenue", "tax_value"))
    leaves = ("gross_revenue", "tax_value")
    assert only(question, window(), part(leaves, [(0, None)]), leaves).row(0) == (0, None)


def test_measures_never_loaded_are_null_with_their_type() -> None:
    question = Question(("gross_revenue", "profit_margin", "total_cost"), ("branch",))
    nulls = {"profit_margin": "MEASURE_NOT_LOADED", "total_cost": "MEASURE_NOT_LOADED"}
    asked = plan(question, window(), [("gross_revenue",)], nulls)
    frame = add_up(asked, [part(("branch", "gross_revenue"), [("a", 1)])], SALES)["current"]
    assert frame.rows() == [("a", 1, None, None)]
    assert frame.schema["profit_margin"] == pl.Float64


def test_a_window_without_statement_still_has_its_frame() -> None:
    grouped = Question(("gross_revenue",), ("branch",))
    whole = Question(("gross_revenue",))
    assert add_up(plan(grouped, window(covered=0), []), [], SALES)["current"].rows() == []
    assert add_up(plan(whole, window(covered=0), []), [], SALES)["current"].rows() == [(None,)]


def test_filling_gives_every_member_every_bucket() -> None:
    where = window(("COMPLETE", "NOT_LOADED", "COMPLETE"))
    question = Question(("gross_revenue", "return_rate"), ("branch",), grain=Grain.DAY)
    leaves = ("gross_revenue", "returns_value")
    rows = [(at(START), "b", 8, -2), (at(START + 2 * DAY), None, 5, 0)]
    frame = only(question, where, part(("bucket", "branch", *leaves), rows), leaves)
    filled = fill(frame, where, question.measures, SALES, by=("branch",))
    days = [at(START + i * DAY) for i in range(3)]
    assert filled.rows() == [
        ("b", days[0], 8, 0.25),
        ("b", days[1], None, None),
        ("b", days[2], 0, None),
        (None, days[0], 0, None),
        (None, days[1], None, None),
        (None, days[2], 5, 0.0),
    ]
    one = fill(frame.filter(pl.col("branch") == "b"), where, ("gross_revenue",), SALES)
    assert one.rows() == [(days[0], 8), (days[1], None), (days[2], 0)]


def test_an_answer_of_another_shape_is_refused() -> None:
    question = Question(("gross_revenue",), ("branch",))
    right = part(("branch", "gross_revenue"), [("a", 1)])
    check_schema(right, question, SALES)
    for wrong in (right.drop("branch"), right.with_columns(x=1), right.cast({"gross_revenue": pl.Float64})):
        with pytest.raises(SchemaError):
            check_schema(wrong, question, SALES)
