"""Parquet: typed columns become the text a careful person would have written; odd files are refused."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from ingestion.errors import FileRefused
from ingestion.read.limits import LIMITS
from ingestion.tests.files import read_path

MOMENT = datetime.fromisoformat("2024-03-01 14:05:00")


def write(folder: Path, frame: pl.DataFrame) -> Path:
    path = folder / "sales.parquet"
    frame.write_parquet(path)
    return path


def test_every_type_becomes_plain_text(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "at": [MOMENT, None],
            "zoned": pl.Series([MOMENT, None]).dt.replace_time_zone("Africa/Nairobi"),
            "day": [date(2024, 3, 1), None],
            "amount": [0.1 + 0.2, 261.96],
            "exact": pl.Series([Decimal("12.5000"), Decimal("-100.0000")], dtype=pl.Decimal(18, 4)),
            "count": [100, -3],
            "code": ["00123", "NA"],
            "kind": pl.Series(["a", "b"], dtype=pl.Categorical),
        }
    )
    got = read_path(write(tmp_path, frame))
    zoned = "2024-03-01 14:05:00+03:00"
    assert got.rows == [
        (1, "2024-03-01 14:05:00", zoned, "2024-03-01", "0.3", "12.5", "100", "00123", "a"),
        (2, None, None, None, "261.96", "-100", "-3", "NA", "b"),
    ]
    assert set(got.source.native) == {"at", "zoned", "day", "amount", "exact", "count"}
    assert "at" in got.notices["ZONE_ASSUMED"].message
    assert "zoned" not in got.notices["ZONE_ASSUMED"].message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (100.0, "100"),
        (0.0, "0"),
        (-0.00004, "-0.00004"),
        (1.23456, "1.23456"),
        (1234567.8901, "1234567.8901"),
        (float("nan"), "NaN"),
    ],
)
def test_floats_near_four_decimals_are_that_value(tmp_path: Path, value: float, text: str) -> None:
    got = read_path(write(tmp_path, pl.DataFrame({"amount": [value]})))
    assert got.rows == [(1, text)]


def test_floats_too_large_to_be_exact_keep_their_exponent(tmp_path: Path) -> None:
    got = read_path(write(tmp_path, pl.DataFrame({"number": [1.2e17]})))
    text = str(got.rows[0][1]).lower()
    assert "e" in text
    assert float(text) == 1.2e17


def test_blank_rows_are_counted_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    frame = pl.DataFrame({"name": ["a", None, "", "d"] * 50, "amount": ["1", None, None, "4"] * 50})
    got = read_path(write(tmp_path, frame), limits=replace(LIMITS, chunk_rows=14))
    assert got.blank == 100
    assert [row[0] for row in got.rows] == [row + step for row in range(0, 200, 4) for step in (1, 4)]


def test_nested_cut_empty_and_oversized_files_are_refused(tmp_path: Path) -> None:
    good = pl.DataFrame({"name": ["a"] * 1_000, "amount": range(1_000)})
    whole = write(tmp_path, good).read_bytes()
    path = write(tmp_path, pl.DataFrame({"a": [[1, 2]]}))
    found = []
    for data in (None, whole[:-20], whole[:40], b"PAR1" + bytes(30)):
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(FileRefused) as caught:
            read_path(path)
        found.append(caught.value.code)
    assert found == ["NESTED", "DAMAGED", "DAMAGED", "DAMAGED"]
    with pytest.raises(FileRefused, match="NO_LINES"):
        read_path(write(tmp_path, good.head(0)))
    with pytest.raises(FileRefused, match="ARCHIVE_BOMB"):
        read_path(write(tmp_path, good), limits=replace(LIMITS, parquet_group=1_000))


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, pl.DataFrame({"name": ["plain text of a name"], "amount": [1]}))
    path.write_bytes(path.read_bytes().replace(b"plain text", b"pl\xffin text"))
    with pytest.raises(FileRefused, match="DAMAGED"):
        read_path(path)
