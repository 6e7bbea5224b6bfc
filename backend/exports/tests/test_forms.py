"""Any table, written in every form and read back by other libraries, is the same table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import NotAvailable
from backend.exports.cells import number_format
from backend.exports.facts import Facts
from backend.exports.forms import FORMS, Wish
from backend.exports.table import Table, TableColumn, stored, stored_type
from backend.exports.tests.reading import (
    Cell,
    Rows,
    kinds_of,
    moment_of,
    read_arrow,
    read_csv,
    read_parquet,
    read_parquet_by_polars,
    read_workbook,
)
from backend.exports.workbook import workbook_chunks
from backend.reports.rows import exact_json, money
from backend.reports.spec import FieldType

ZONES = ("Africa/Nairobi", "America/New_York", "Asia/Kolkata", "UTC")
LARGEST = 2**63 - 1
METADATA: Mapping[str, Any] = dict.fromkeys(
    ("requestId", "dataVersion", "asOf", "engine", "currency", "period", "comparisons", "warnings", "nulls", "page")
) | {"complete": True, "rowCount": 0, "currency": "KES", "totals": None, "others": None, "extra": None, "source": None}
FACTS = Facts("topProducts", "A list.", {"filters": {"branch": {"in": ["Thika"]}}}, METADATA, 0)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "=1+1",
            "+A1",
            "-5",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "'=x",
            "''",
            "'tis",
            'a "b"',
            "x,y",
            "a\nb",
            "a\r\nb",
            " ",
            "é😀",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
)
INTEGERS = st.one_of(st.none(), st.integers(-LARGEST, LARGEST), st.integers(-10_000, 10_000))
VALUES: Mapping[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: TEXTS,
    FieldType.MONEY: INTEGERS,
    FieldType.UNITS: INTEGERS,
    FieldType.COUNT: INTEGERS,
    FieldType.FRACTION: st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)),
    FieldType.FLAG: st.one_of(st.none(), st.booleans()),
    FieldType.INSTANT: st.one_of(st.none(), st.integers(0, 2**41)),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A text column first, as every list has, and others of any type."""
    kinds = [FieldType.TEXT, *draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=6))]
    height = draw(st.integers(0, 6))
    columns = tuple(TableColumn(f"c{i}", kind, f"c{i}", f"Column {i}") for i, kind in enumerate(kinds))
    series = [
        pl.Series(c.name, draw(st.lists(VALUES[c.type], min_size=height, max_size=height)), stored_type(c.type))
        for c in columns
    ]
    return Table(columns, pl.DataFrame(series), draw(st.sampled_from(ZONES)))


def rows_of(table: Table) -> Rows:
    """What the table holds, in plain exact values."""
    columns = [[_exact(value, c.type, table.zone) for value in _integers(table.frame[c.source])] for c in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _integers(series: pl.Series) -> list[Any]:
    return (series.dt.epoch("ms") if series.dtype.is_temporal() else series).to_list()


def _exact(value: Cell, kind: FieldType, zone: str) -> Cell:
    if value is None:
        return None
    match kind:
        case FieldType.MONEY:
            return Decimal(value).scaleb(-4)
        case FieldType.UNITS:
            return Decimal(value).scaleb(-3)
        case FieldType.INSTANT:
            return datetime.fromtimestamp(value // 1000, ZoneInfo(zone)).replace(microsecond=value % 1000 * 1000)
        case _:
            return value


def written(table: Table, name: str) -> bytes:
    return b"".join(FORMS[name].write(table, FACTS, Wish()))


@settings(deadline=None)
@given(tables())
def test_four_forms_read_back_equal(table: Table) -> None:
    names, expected = [c.name for c in table.columns], rows_of(table)
    assert read_csv(written(table, "csv"), kinds_of(table)) == (names, expected)
    assert read_arrow(written(table, "arrow")) == (names, expected)
    parquet = written(table, "parquet")
    assert read_parquet(parquet) == read_parquet_by_polars(parquet) == (names, expected)


@settings(deadline=None)
@given(tables())
def test_a_workbook_reads_back_equal(table: Table) -> None:
    """To the fifteen digits that a cell keeps; moments as local dates."""
    book = read_workbook(written(table, "xlsx"))
    assert book.formulas == 0
    assert list(book.sheets) == ["Data", "About"]
    expected = [[_celled(v, c.type) for v, c in zip(row, table.columns, strict=True)] for row in rows_of(table)]
    found = [_shown(row, table) for row in book.data()]
    # rows of nothing but nulls at the end are not in the file
    assert found == expected[: len(found)]
    assert not any(value is not None for row in expected[len(found) :] for value in row)


def _shown(row: list[Cell], table: Table) -> list[Cell]:
    padded = [*row, *[None] * (len(table.columns) - len(row))]
    return [
        value if value is None or c.type is not FieldType.INSTANT else moment_of(value)
        for value, c in zip(padded, table.columns, strict=True)
    ]


def _celled(value: Cell, kind: FieldType) -> Cell:
    if value is None or kind in {FieldType.TEXT, FieldType.FLAG}:
        return value
    if kind is FieldType.INSTANT:
        return value.replace(tzinfo=UTC, fold=0)
    return float(f"{float(value):.16g}")


def a_table(height: int) -> Table:
    columns = (
        TableColumn("product", FieldType.TEXT, "product", "Product"),
        TableColumn("revenue", FieldType.MONEY, "revenue", "Revenue", "what was sold"),
    )
    frame = pl.DataFrame({"product": [f"P{n}" for n in range(height)], "revenue": pl.int_range(height, eager=True)})
    return Table(columns, frame, "Africa/Nairobi")


@pytest.mark.parametrize(
    ("height", "names"), [(8, ["Data"]), (9, ["Data", "Data 2"]), (17, ["Data", "Data 2", "Data 3"])]
)
def test_rows_beyond_a_sheet_go_to_the_next(height: int, names: list[str]) -> None:
    """Nine rows a sheet, of which one is the header."""
    book = read_workbook(b"".join(workbook_chunks(a_table(height), FACTS, 9)))
    assert list(book.sheets) == [*names, "About"]
    assert [row[0] for row in book.data()] == [f"P{n}" for n in range(height)]
    assert all(book.sheets[name][0] == ["Product", "Revenue"] for name in names)


def test_the_about_sheet_says_what_the_file_is() -> None:
    about = read_workbook(written(a_table(1), "xlsx")).sheets["About"]
    told = {row[0]: row[1] for row in about if len(row) > 1}
    assert (told["report"], told["currency"], told["complete"]) == ("topProducts", "KES", "true")
    assert told["filters"] == '{"branch":{"in":["Thika"]}}'
    assert ["Revenue", "revenue", "KES", "what was sold"] in about
    assert "precision" not in told


def test_numbers_too_long_for_a_cell_are_said() -> None:
    table = replace(a_table(1), frame=pl.DataFrame({"product": ["A"], "revenue": [LARGEST]}))
    told = [row[0] for row in read_workbook(written(table, "xlsx")).sheets["About"]]
    assert "precision" in told
    assert "922337203685477.5807" in written(table, "csv").decode()


def test_a_text_too_long_for_a_cell_is_refused() -> None:
    table = replace(a_table(1), frame=pl.DataFrame({"product": ["x" * 32_768], "revenue": [1]}))
    with pytest.raises(NotAvailable, match="32,767"):
        written(table, "xlsx")
    assert len(written(table, "csv")) > 32_768


@pytest.mark.parametrize("kind", [FieldType.FRACTION, FieldType.NUMBER])
def test_zero_has_no_sign(kind: FieldType) -> None:
    """Returns of nothing are -0.0 of what was sold; a null stays null."""
    column = TableColumn("rate", kind, "rate", "Rate")
    frame = pl.DataFrame({"rate": [-0.0, None, -0.5]})
    table = replace(a_table(3), columns=(*a_table(3).columns, column), frame=a_table(3).frame.hstack(frame))
    assert written(table, "csv").decode().split() == [
        "product,revenue,rate",
        "P0,0,0.0",
        "P1,0.0001,",
        "P2,0.0002,-0.5",
    ]
    assert [str(row[2]) for row in read_parquet(written(table, "parquet"))[1]] == ["0.0", "None", "-0.5"]
    assert [str(row[2]) for row in read_arrow(written(table, "arrow"))[1]] == ["0.0", "None", "-0.5"]
    assert not str(next(iter(read_workbook(written(table, "xlsx")).data()))[2]).startswith("-")


def test_a_byte_order_mark_comes_when_wished() -> None:
    assert (
        b"".join(FORMS["csv"].write(a_table(1), FACTS, Wish(has_bom=True)))
        == b"\xef\xbb\xbfproduct,revenue\r\nP0,0\r\n"
    )
    assert written(a_table(0), "csv") == b"product,revenue\r\n"


def test_a_single_empty_cell_is_still_a_row() -> None:
    table = Table(a_table(0).columns[1:], pl.DataFrame({"revenue": [None, 5]}, {"revenue": pl.Int64}), "UTC")
    assert written(table, "csv") == b'"revenue"\r\n""\r\n"0.0005"\r\n'


def test_money_has_the_format_of_its_currency() -> None:
    column = a_table(1).columns[1]
    assert number_format(column, a_table(1), "KES") == "[$KES] #,##0.00"
    assert number_format(column, a_table(1), "UGX") == "[$UGX] #,##0"
    assert number_format(column, a_table(1), "TND") == "[$TND] #,##0.000"


def test_every_number_of_an_answer_can_be_written_exactly() -> None:
    """Beyond 2**53 a float is not enough: the exact decimal goes along, into JSON too."""
    for scaled in (2**53 + 1, LARGEST, -LARGEST, 10**15 - 1, 12_345):
        value = money(scaled)
        assert stored(value, FieldType.MONEY) == scaled
        assert Decimal(orjson.dumps(value, default=exact_json).decode()) == Decimal(scaled).scaleb(-4)


@pytest.mark.parametrize(
    ("page", "rows", "complete", "expected"),
    [
        (None, 1, True, True),
        ({"totalCount": 3}, 3, True, True),
        ({"totalCount": 4}, 3, True, False),
        ({"totalCount": 3}, 3, False, False),
    ],
)
def test_a_file_is_complete_when_no_row_of_the_answer_is_missing(
    page: Mapping[str, int] | None, rows: int, complete: bool, expected: bool
) -> None:
    """Whether its rows have lists in them or not: this file has a hundred rows."""
    metadata = {**METADATA, "page": page, "rowCount": rows, "complete": complete}
    assert replace(FACTS, metadata=metadata, row_count=100).is_complete is expected
