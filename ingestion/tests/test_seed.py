"""The sample: exact line counts, the same bytes again, recomputed facts, a believable company."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.errors import IngestionError
from ingestion.seed import SAMPLE_DAYS, SampleFacts, Totals, write_sample
from ingestion.seed.chance import Dice, make_choices

COMPANY = (
    "__time,ProductLine,ItemGroup,Branch,SalesPerson,AcctName,ItemName,CardName,"
    "grossRevenue,returnsValue,unitsSold,unitsReturned,totalCost,lineItemCount"
)
DAY = pl.col("__time").str.slice(0, 10)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.DataFrame, SampleFacts]:
    """60,000 lines with orders, every column as text."""
    path = tmp_path_factory.mktemp("sample") / "sales.csv"
    facts = write_sample(path, 60_000, orders=True)
    return pl.read_csv(path, infer_schema=False), facts


def recount(lines: pl.DataFrame) -> Totals:
    """The facts from the text of the file, in plain decimals."""

    def money(column: str) -> int:
        return int(sum((Decimal(text) for text in lines[column]), Decimal(0)) * 10_000)

    def whole(column: str) -> int:
        return sum(int(text) for text in lines[column])

    return Totals(
        lines=lines.height,
        orders=len(set(lines["OrderId"])),
        gross_revenue=money("grossRevenue"),
        returns_value=money("returnsValue"),
        total_cost=money("totalCost"),
        units_sold=whole("unitsSold"),
        units_returned=whole("unitsReturned"),
    )


def test_facts_are_what_the_file_says(sample: tuple[pl.DataFrame, SampleFacts]) -> None:
    lines, facts = sample
    assert facts.rows == lines.height == 60_000
    assert facts.all == recount(lines)
    assert facts.completed == recount(lines.filter(pl.col("Status") == "completed"))
    days = lines.select(DAY).to_series()
    assert (facts.first.isoformat(), facts.last.isoformat()) == (days.min(), days.max())


def test_company_headers_without_orders(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "sales.csv"
    facts = write_sample(path, 500)
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    assert head == COMPANY
    assert len(lines) == facts.rows == 500
    assert facts.completed == facts.all
    assert [entry.name for entry in path.parent.iterdir()] == ["sales.csv"]


def test_same_arguments_same_bytes(tmp_path: Path) -> None:
    def digest(name: str, seed: int) -> str:
        write_sample(tmp_path / name, 3_000, seed, days=(date(2023, 5, 1), date(2023, 7, 31)), orders=True)
        return sha256((tmp_path / name).read_bytes()).hexdigest()

    assert digest("a.csv", 42) == digest("b.csv", 42)
    assert digest("c.csv", 43) != digest("a.csv", 42)


def test_every_cell_is_typed_as_told(sample: tuple[pl.DataFrame, SampleFacts]) -> None:
    lines, _ = sample
    money = r"^-?\d+\.\d{2}$"
    assert (
        lines.select(pl.col("grossRevenue", "returnsValue", "totalCost").str.contains(money).all()).row(0)
        == (True,) * 3
    )
    assert lines["__time"].str.contains(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$").all()
    assert lines["__time"].is_sorted()
    assert lines["grossRevenue"].str.starts_with("-").sum() == 0
    assert set(lines["Status"]) == {"completed", "pending", "cancelled"}


def test_lines_of_an_order_agree(sample: tuple[pl.DataFrame, SampleFacts]) -> None:
    lines, _ = sample
    shared = ("__time", "Branch", "Region", "SalesPerson", "AcctName", "CardName", "Channel", "Status")
    orders = lines.group_by("OrderId").agg(pl.col(*shared).n_unique(), size=pl.len())
    assert orders.select(pl.col(*shared).max()).row(0) == (1,) * len(shared)
    assert (orders["size"].min(), orders["size"].max()) == (1, 6)


def test_a_return_follows_its_sale(sample: tuple[pl.DataFrame, SampleFacts]) -> None:
    """Each returned line has an earlier sale of the same product to the same buyer by the same person."""
    lines, _ = sample
    who = ["Branch", "SalesPerson", "AcctName", "ItemName", "CardName"]
    typed = lines.with_columns(
        pl.col("unitsSold", "unitsReturned").cast(pl.Int64), pl.col("returnsValue").cast(pl.Float64)
    )
    returned = typed.filter(pl.col("unitsReturned") > 0)
    sales = typed.filter(pl.col("unitsSold") > 0).select(*who, sold="__time", had="unitsSold")
    matched = returned.with_row_index().join(sales, on=who, nulls_equal=True)
    matched = matched.filter((pl.col("sold").str.slice(0, 10) < DAY) & (pl.col("had") >= pl.col("unitsReturned")))
    assert matched["index"].n_unique() == returned.height
    assert (returned["returnsValue"] < 0).all()
    assert 0.02 <= returned.height / typed.height <= 0.04


def test_share_of_orders_not_completed(sample: tuple[pl.DataFrame, SampleFacts]) -> None:
    _, facts = sample
    assert 0.01 <= 1 - facts.completed.lines / facts.all.lines <= 0.02


def test_company_is_believable(sample: tuple[pl.DataFrame, SampleFacts]) -> None:
    lines, facts = sample
    by_branch = dict(lines.group_by("Branch").agg(DAY.min().alias("first")).iter_rows())
    assert len(by_branch) == 8
    assert by_branch.pop("Machakos") == "2023-06-12"
    assert max(by_branch.values()) < "2023-01-10"
    by_month = dict(lines.group_by(pl.col("__time").str.slice(0, 7)).len().iter_rows())
    for year in ("2023", "2024"):
        months = {month: count for month, count in by_month.items() if month.startswith(year)}
        assert max(months, key=months.__getitem__) == f"{year}-12"
        assert min(months, key=months.__getitem__) == f"{year}-01"
    hours = lines["__time"].str.slice(11, 2).cast(pl.Int64)
    assert (hours.min(), hours.max()) == (8, 17)
    assert 0.25 < lines["CardName"].null_count() / lines.height < 0.45
    margin = 1 - facts.completed.total_cost / (facts.completed.gross_revenue + facts.completed.returns_value)
    assert 0.08 < margin < 0.35


def test_people_and_customers_come_and_go(sample: tuple[pl.DataFrame, SampleFacts]) -> None:
    lines, _ = sample
    sold = lines.filter(pl.col("grossRevenue") != "0.00")
    last = dict(sold.group_by("SalesPerson").agg(DAY.max().alias("last")).iter_rows())
    first = dict(sold.group_by("SalesPerson").agg(DAY.min().alias("first")).iter_rows())
    assert last["Peter Mwangi"] <= "2024-03-31"
    assert first["Faith Mutua"] >= "2024-04-01"
    assert lines.group_by("SalesPerson").agg(pl.col("Branch").n_unique())["Branch"].max() == 1
    named = sold.filter(pl.col("CardName").is_not_null())
    stays = named.group_by("CardName").agg(
        DAY.min().alias("first"), DAY.max().alias("last"), pl.col("AcctName").n_unique()
    )
    assert stays["AcctName"].max() == 1
    assert stays.filter(pl.col("first") > "2024-01-01").height > 50
    assert stays.filter(pl.col("last") < "2024-06-01").height > 50


def test_customers_are_unequal(sample: tuple[pl.DataFrame, SampleFacts]) -> None:
    """A fifth of the customers brings well over half of the value."""
    lines, _ = sample
    named = lines.filter(pl.col("CardName").is_not_null()).with_columns(pl.col("grossRevenue").cast(pl.Float64))
    value = named.group_by("CardName").agg(pl.col("grossRevenue").sum())["grossRevenue"].sort(descending=True).to_list()
    assert sum(value[: len(value) // 5]) / sum(value) > 0.6


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["hour", "Branch", "Region", "Channel"], id="hourly"),
        pytest.param(["day", "ItemName", "Branch"], id="product"),
        pytest.param(["day", "SalesPerson", "Branch", "ProductLine"], id="salesperson"),
        pytest.param(["day", "CardName", "AcctName", "Branch"], id="customer"),
    ],
)
def test_rollups_pay(tmp_path_factory: pytest.TempPathFactory, keys: list[str]) -> None:
    """At the density of 300,000 lines over two years a rollup has well under half of the lines."""
    path = tmp_path_factory.mktemp("dense") / "sales.csv"
    write_sample(path, 37_500, days=(date(2023, 9, 1), date(2023, 11, 30)), orders=True)
    lines = pl.read_csv(path, infer_schema=False).with_columns(day=DAY, hour=pl.col("__time").str.slice(0, 13))
    assert lines.select(keys).n_unique() / lines.height < 0.4


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        pytest.param(0, SAMPLE_DAYS, id="no lines"),
        pytest.param(10, (date(2024, 2, 2), date(2024, 2, 1)), id="end before start"),
        pytest.param(10, (date(2024, 12, 25), date(2024, 12, 25)), id="all closed"),
    ],
)
def test_impossible_sample_is_refused(tmp_path: Path, rows: int, days: tuple[date, date]) -> None:
    with pytest.raises(IngestionError) as refusal:
        write_sample(tmp_path / "sales.csv", rows, days=days)
    assert refusal.value.code == "SAMPLE_REFUSED"
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=15, deadline=None)
@given(rows=st.integers(1, 400), length=st.integers(0, 40), offset=st.integers(0, 700), orders=st.booleans())
def test_exactly_as_many_lines(
    tmp_path_factory: pytest.TempPathFactory, rows: int, length: int, offset: int, *, orders: bool
) -> None:
    start = date.fromordinal(date(2023, 1, 2).toordinal() + offset)
    end = date.fromordinal(start.toordinal() + length + 1)
    path = tmp_path_factory.mktemp("few") / "sales.csv"
    facts = write_sample(path, rows, days=(start, end), orders=orders)
    lines = pl.read_csv(path, infer_schema=False)
    assert lines.height == facts.rows == rows
    assert start <= facts.first <= facts.last <= end


def test_chance_is_even_and_the_same_both_ways() -> None:
    """Expressions and plain numbers draw the same; each of ten faces comes within five standard deviations."""
    dice = Dice(7)
    drawn = pl.select(pl.int_range(100_000)).select(dice.below("face", pl.first(), 10)).to_series()
    assert drawn.head(200).to_list() == [dice.number("face", counter, 10) for counter in range(200)]
    counts = drawn.value_counts()["count"]
    assert counts.len() == 10
    assert max(abs(count - 10_000) for count in counts) < 5 * 95


def test_choices_follow_weights() -> None:
    """Key 0 never picks the weightless member; key 1 picks its only one."""
    choices = make_choices([[1, 0, 3], [5]], pl.DataFrame({"who": ["a", "b", "c", "d"]}))
    rolls = pl.Series([0, (1 << 30) - 1, 1 << 30, (1 << 32) - 1, 0, (1 << 32) - 1], dtype=pl.UInt64)
    assert choices.pick(pl.Series([0, 0, 0, 0, 1, 1]), rolls)["who"].to_list() == ["a", "a", "c", "c", "d", "d"]
