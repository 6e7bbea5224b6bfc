"""Mapping files: every key as a value, every slip refused with the word at fault and the nearest right one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from ingestion.errors import MappingError
from ingestion.mapping.document import KEYS, DateOrder, MappingDocument, load_mapping, parse_mapping
from ingestion.mapping.origin import Origin
from ingestion.read.source import Dialect

WHOLE = """
name: shop
encoding: cp1252
delimiter: ";"
quote: "'"
escape: "\\\\"
sheet: March
header_line: 3
decimal: ","
thousands: ". "
date_order: month_first
date_format: ["%d.%m.%y", "%F"]
timezone: Europe/London
unique_key: [order_id, product]
order_key: order_id
sign_rules: {negative_units: returns}
gross_includes_tax: 0.16
ignore: [Notes]
values: {branch: {NAIROBI: Nairobi}}
columns:
  __time: {header: Day, format: ["%d/%m/%Y", "%Y-%m-%d"], time: {header: Clock, format: "%H:%M:%S.%f"}}
  order_id: Bill
  product: {header: Item, values: {NO: Nothing, 00123: Nail}}
  gross_revenue: {expression: a * b, decimal: "."}
  branch: {constant: Main}
  discount_value: {constant: 0.5}
  units_sold: {header: Pieces, thousands: ""}
"""


def test_every_key_has_its_value() -> None:
    assert parse_mapping(WHOLE, SALES) == MappingDocument(
        name="shop",
        origins=(
            Origin(
                "__time",
                header="Day",
                formats=("%d/%m/%Y", "%Y-%m-%d"),
                time_header="Clock",
                time_formats=("%H:%M:%S%.f",),
            ),
            Origin("order_id", header="Bill"),
            Origin("product", header="Item", values={"00123": "Nail", "NO": "Nothing"}),
            Origin("gross_revenue", expression="a * b", decimal="."),
            Origin("branch", constant="Main"),
            Origin("discount_value", constant="0.5"),
            Origin("units_sold", header="Pieces", thousands=""),
        ),
        ignore=("Notes",),
        dialect=Dialect("cp1252", ";", "'", "\\", "March", 3),
        decimal=",",
        thousands=". ",
        date_order=DateOrder.MONTH_FIRST,
        date_formats=("%d.%m.%y", "%F"),
        timezone="Europe/London",
        unique_key=("order_id", "product"),
        order_key=("order_id",),
        negative_units_are_returns=True,
        gross_includes_tax=Decimal("0.16"),
        values={"branch": {"NAIROBI": "Nairobi"}},
    )


def test_the_sample_names_every_key() -> None:
    named = [line.partition(":")[0] for line in WHOLE.splitlines() if line and not line.startswith(" ")]
    assert sorted(named) == sorted(KEYS)


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("nmae: x", "UNKNOWN_KEY", "'name'"),
        ("columns: {prodct: X}", "UNKNOWN_COLUMN", "'product'"),
        ("columns: {lines: X}", "UNKNOWN_COLUMN", "'lines'"),
        ("columns: {product: {header: X, constant: Y}}", "TWO_ORIGINS", "product"),
        ("columns: {product: {values: {a: b}}}", "NO_ORIGIN", "product"),
        ("columns: {product: {headr: X}}", "UNKNOWN_KEY", "'header'"),
        ("columns: {product: X, product: Y}", "REPEATED_KEY", "'product'"),
        ("columns:\n  product: X\n  product: Y", "REPEATED_KEY", "Line 3"),
        ("columns: {product: [X]}", "BAD_VALUE", "product"),
        ("columns: {product: {expression: a + b}}", "BAD_VALUE", "expression"),
        ("columns: {product: {header: X, decimal: ','}}", "BAD_VALUE", "decimal"),
        ("columns: {units_sold: {header: X, format: '%Y'}}", "BAD_VALUE", "format"),
        ("columns: {__time: {constant: 2024-01-01}}", "BAD_VALUE", "constant"),
        ("columns: {__time: {header: D, format: '%d/%m'}}", "BAD_VALUE", "%d/%m"),
        ("columns: {__time: {header: D, format: '%H:%M %Y'}}", "BAD_VALUE", "a year, a month and a day"),
        ("columns: {__time: {header: D, format: '%d/%m/%Q'}}", "BAD_VALUE", "%Q"),
        ("columns: {__time: {header: D, time: {format: '%H:%M'}}}", "BAD_VALUE", "header"),
        ("columns: {discount_value: {constant: 0.00001}}", "BAD_VALUE", "4 decimals"),
        ("columns: {discount_value: {constant: cheap}}", "BAD_VALUE", "cheap"),
        ("timezone: Africa/Nairoby", "UNKNOWN_TIMEZONE", "Africa/Nairoby"),
        ("timezone: ../../etc/passwd", "UNKNOWN_TIMEZONE", "IANA"),
        ("date_order: dayfirst", "BAD_VALUE", "'day_first'"),
        ("gross_includes_tax: 16", "BAD_VALUE", "0.16"),
        ("gross_includes_tax: NaN", "BAD_VALUE", "NaN"),
        ("sign_rules: {negative_units: refunds}", "BAD_VALUE", "returns"),
        ("sign_rules: {negative_unit: returns}", "UNKNOWN_KEY", "'negative_units'"),
        ("date_format: '%d/%m'", "BAD_VALUE", "%d/%m"),
        ("delimiter: ';;'", "BAD_VALUE", "one character"),
        ("encoding: latin99", "BAD_VALUE", "latin99"),
        ("header_line: 0", "BAD_VALUE", "from 1"),
        ("decimal: ','\nthousands: ','", "BAD_VALUE", "both"),
        ("decimal: ';'", "BAD_VALUE", "';'"),
        ("unique_key: [ordr_id]", "UNKNOWN_COLUMN", "'order_id'"),
        ("unique_key: [order_id]\ncolumns: {product: X}", "UNKNOWN_COLUMN", "order_id"),
        ("values: {units_sold: {a: b}}", "UNKNOWN_COLUMN", "units_sold"),
        ("ignore: [a, a]", "BAD_VALUE", "different"),
        ("name: ", "BAD_VALUE", "name"),
        ("just text", "MAPPING_UNREADABLE", "key: value"),
        ("", "MAPPING_UNREADABLE", "key: value"),
        ("a: [", "MAPPING_UNREADABLE", "line 1"),
        ("a: &x [1]\nb: *x", "MAPPING_UNREADABLE", "alias"),
        ("? [a]\n: b", "MAPPING_UNREADABLE", "line 1"),
        ("a: " + "[" * 100_000, "MAPPING_UNREADABLE", "deep"),
    ],
)
def test_a_slip_is_refused_by_name(text: str, code: str, part: str) -> None:
    with pytest.raises(MappingError) as refused:
        parse_mapping(text, SALES)
    assert refused.value.code == code
    assert part in refused.value.message + refused.value.hint


def test_a_mapping_that_is_no_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"name: \xff\xfe")
    for name in ("bad.yaml", "missing.yaml"):
        with pytest.raises(MappingError, match="MAPPING_UNREADABLE"):
            load_mapping(tmp_path / name, SALES)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfname: shop\n")
    assert load_mapping(tmp_path / "bom.yaml", SALES).name == "shop"
