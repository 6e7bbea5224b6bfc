"""A cluster's values become exact frames, or a failure; never something near."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from sqlglot import exp, parse_one

from backend.engine.druid.cluster import Reply
from backend.engine.druid.frames import to_frame
from backend.engine.druid.statements import Cutting, cutting_of, druid_sql, in_zone
from backend.errors import EngineFailed
from backend.planner.plan import Statement
from druid.catalog.sales import SALES

TEXT = (
    'SELECT "branch" AS "branch", TIME_FLOOR("__time", \'P1D\', NULL, \'Africa/Nairobi\') AS "bucket" '
    'FROM "sales_hourly" WHERE "__time" >= ? GROUP BY 1, 2'
)


def statement(leaves: tuple[str, ...], *, bucket: bool = False, sql: str = TEXT) -> Statement:
    select = parse_one(sql, dialect="druid")
    assert isinstance(select, exp.Select)
    return Statement("sales_hourly", "current", (), select, (), ("branch",), leaves, has_bucket=bucket)


def reply(**columns: tuple[str, Sequence[object]]) -> Reply:
    return Reply(tuple(columns), tuple(kind for kind, _ in columns.values()), tuple(v for _, v in columns.values()))


def moment(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC).replace(tzinfo=None)


def test_values_keep_their_types_whatever_the_order_of_columns() -> None:
    asked = statement(("lines", "gross_revenue", "first_sale", "last_sale"), bucket=True)
    told = reply(
        gross_revenue=("BIGINT", (9_007_199_254_740_993, None)),
        last_sale=("TIMESTAMP", ("2024-01-01T00:00:00.250Z", None)),
        first_sale=("BIGINT", (1_704_067_200_000, None)),
        lines=("BIGINT", (2, 0)),
        branch=("VARCHAR", ("", None)),
        bucket=("TIMESTAMP", ("2023-12-31T21:00:00.000Z", "2024-01-31T21:00:00.000Z")),
    )
    first, second = to_frame(told, asked, SALES).rows()
    december, january, new_year = moment(2023, 12, 31, 21), moment(2024, 1, 31, 21), moment(2024, 1, 1)
    later = new_year + timedelta(milliseconds=250)
    assert first == (december, "", 2, 9_007_199_254_740_993, new_year, later)
    assert second == (january, None, 0, None, None, None)


def test_an_empty_answer_has_its_types() -> None:
    asked = statement(("lines", "first_sale"), bucket=True)
    told = reply(bucket=("TIMESTAMP", ()), branch=("VARCHAR", ()), lines=("BIGINT", ()), first_sale=("BIGINT", ()))
    frame = to_frame(told, asked, SALES)
    assert frame.schema == {
        "bucket": pl.Datetime("ms"), "branch": pl.String, "lines": pl.Int64, "first_sale": pl.Datetime("ms"),
    }  # fmt: skip
    assert frame.is_empty()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        pytest.param("DOUBLE", (2.5,), id="a fraction where a whole number was asked"),
        pytest.param("BIGINT", (2.5,), id="a fraction called whole"),
        pytest.param("BIGINT", ("2",), id="text called whole"),
        pytest.param("BIGINT", (1 << 63,), id="too large"),
        pytest.param("VARCHAR", ("2",), id="text"),
        pytest.param("TIMESTAMP", ("2024-01-01",), id="a day where an instant was promised"),
        pytest.param("OTHER", (2,), id="an unknown type"),
    ],
)
def test_other_types_are_failures(kind: str, values: Sequence[object]) -> None:
    with pytest.raises(EngineFailed):
        to_frame(reply(branch=("VARCHAR", ("a",)), lines=(kind, values)), statement(("lines",)), SALES)


@pytest.mark.parametrize("names", [("branch",), ("branch", "lines", "orders")], ids=["one less", "one more"])
def test_other_columns_are_failures(names: tuple[str, ...]) -> None:
    told = reply(**{name: ("VARCHAR", ("a",)) if name == "branch" else ("BIGINT", (1,)) for name in names})
    with pytest.raises(EngineFailed):
        to_frame(told, statement(("lines",)), SALES)


def test_the_statement_is_asked_under_the_prefix_and_in_another_zone() -> None:
    asked = statement(("lines",), bucket=True)
    assert druid_sql(asked, "sales_hourly") == asked.text
    moved = druid_sql(in_zone(asked, "+05:00"), "shop_sales_hourly")
    assert 'FROM "shop_sales_hourly"' in moved
    assert "'P1D', NULL, '+05:00'" in moved
    assert "'P1D', NULL, '+03:00'" in druid_sql(in_zone(asked, "+03:00"), "shop_sales_hourly")
    assert "Africa/Nairobi" in asked.text


def test_how_buckets_are_cut_is_read_from_the_statement() -> None:
    assert cutting_of(statement(("lines",), bucket=True)) == Cutting("P1D", "Africa/Nairobi", has_origin=False)
    assert cutting_of(statement(("lines",))) is None
    origin = TEXT.replace("NULL", "CAST('1980-01-06 21:00:00' AS TIMESTAMP)")
    assert cutting_of(statement(("lines",), bucket=True, sql=origin)) == Cutting(
        "P1D", "Africa/Nairobi", has_origin=True
    )
