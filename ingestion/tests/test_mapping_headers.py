"""Proposals from headers nobody mapped: used when there is one reading, refused with the candidates when not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from ingestion.errors import FileRefused, MappingError
from ingestion.mapping.document import parse_mapping
from ingestion.mapping.resolve import Resolution, resolve
from ingestion.mapping.synonyms import header_words
from ingestion.read.opening import open_source
from ingestion.report import error_text

TODAY = date(2026, 1, 1)

Cells = Mapping[str, Sequence[str]]


def written(folder: Path, headers: Sequence[str], *rows: Sequence[str]) -> Path:
    path = folder / "sales.csv"
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in (headers, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def resolved(path: Path, mapping: str | None = None) -> Resolution:
    document = parse_mapping(mapping, SALES) if mapping else None
    source = open_source(path, document.dialect if document else None)
    return resolve(source, document, SALES, "Africa/Nairobi", TODAY)


def origins(resolution: Resolution) -> dict[str, str | None]:
    return {field.column: field.header or field.expression or field.constant for field in resolution.recipe.fields}


def refused(path: Path, mapping: str | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as error:
        resolved(path, mapping)
    return error.value


COMPANY = {
    "__time": "__time",
    "product": "ItemName",
    "item_group": "ItemGroup",
    "product_line": "ProductLine",
    "branch": "Branch",
    "salesperson": "SalesPerson",
    "customer": "CardName",
    "account": "AcctName",
    "units_sold": "unitsSold",
    "units_returned": "unitsReturned",
    "gross_revenue": "grossRevenue",
    "returns_value": "returnsValue",
    "total_cost": "totalCost",
    "line_items": "lineItemCount",
}


def test_the_company_file_needs_no_mapping(tmp_path: Path) -> None:
    row = {"__time": "2024-03-01 09:15:00", "gross_revenue": "10.50", "units_sold": "1", "line_items": "1"}
    cells = [row.get(column, "0" if header[0].islower() else "x") for column, header in COMPANY.items()]
    resolution = resolved(written(tmp_path, list(COMPANY.values()), cells))
    assert origins(resolution) == COMPANY
    assert (resolution.questions, resolution.notices, resolution.extras) == ((), (), ())
    assert resolution.recipe.timezone == "Africa/Nairobi"


def test_an_online_shop_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"),
        ("536365", "85123A", "HEART HOLDER", "6", "12/1/2010 8:26", "2.55", "17850", "United Kingdom"),
        ("536366", "71053", "METAL LANTERN", "6", "12/13/2010 8:28", "3.39", "17850", "United Kingdom"),
        ("C536379", "D", "Discount", "-1", "12/1/2010 9:41", "27.50", "14527", "United Kingdom"),
    )
    resolution = resolved(path)
    assert origins(resolution) == {
        "__time": "InvoiceDate",
        "order_id": "InvoiceNo",
        "product": "Description",
        "region": "Country",
        "customer": "CustomerID",
        "units_sold": "Quantity",
        "gross_revenue": "Quantity * UnitPrice",
    }
    assert resolution.recipe.fields[0].date is not None
    assert resolution.recipe.fields[0].date.patterns == ("%m/%d/%Y %H:%M",)
    assert [notice.code for notice in resolution.notices] == ["SAME_COLUMN", "EXTRA_COLUMNS", "OPEN_QUESTION"]
    assert [question.key for question in resolution.questions] == ["sign_rules"]
    with path.open("a", encoding="utf-8") as file:
        file.write("536380,71053,WHITE LANTERN,1,12/14/2010 8:28,3.39,17850,United Kingdom\n")
    error = refused(path)
    assert (error.code, error.details["candidates"]) == ("AMBIGUOUS_MAPPING", {"product": ["Description", "StockCode"]})


def test_the_public_sample_leaves_one_choice() -> None:
    path = Path(__file__).parent / "data" / "superstore.csv"
    error = refused(path)
    assert error.code == "AMBIGUOUS_MAPPING"
    assert error.details["candidates"] == {"product": ["Product Name", "Product ID"]}
    proposal = str(error.details["proposal"])
    with pytest.raises(MappingError, match="REPEATED_KEY"):
        parse_mapping(proposal, SALES)
    settled = resolved(path, proposal.replace("  product: Product ID\n", ""))
    assert origins(settled) == {
        "__time": "Order Date",
        "order_id": "Order ID",
        "product": "Product Name",
        "item_group": "Sub-Category",
        "product_line": "Category",
        "region": "Region",
        "customer": "Customer Name",
        "account": "Segment",
        "units_sold": "Quantity",
        "gross_revenue": "Sales",
        "total_cost": "Sales - Profit",
    }


@pytest.mark.parametrize(
    ("headers", "row", "column", "origin"),
    [
        ("Date,Amount,Cost", "2024-05-17,10,4", "total_cost", "Cost"),
        ("Date,Amount (KES)", "2024-05-17,10", "gross_revenue", "Amount (KES)"),
        ("Invoice #,Date,Amount", "7,2024-05-17,10", "order_id", "Invoice #"),
        ("Date,Qty,Price", "2024-05-17,2,10", "gross_revenue", "Qty * Price"),
        ("Date,Qty,Unit-Price", "2024-05-17,2,10", "gross_revenue", "Qty * [Unit-Price]"),
        ("Date,Qty,Unit Price [KES]", "2024-05-17,2,10", "gross_revenue", 'Qty * "Unit Price [KES]"'),
        ("Date,Qty,Sales,Unit Cost", "2024-05-17,2,10,3", "total_cost", "Qty * Unit Cost"),
        ("Date,Qty,Price,Profit", "2024-05-17,2,10,3", "total_cost", "Qty * Price - Profit"),
        ("Date,Category,Sales", "2024-05-17,Tea,10", "item_group", "Category"),
        ("Date,Sales,Country,State,City", "2024-05-17,10,Kenya,Nakuru,Njoro", "region", "State"),
        ("Date,Sales,Country,State,City", "2024-05-17,10,Kenya,Nakuru,Njoro", "branch", None),
        ("DocDate,LineTotal,ItemCode,Dscription,SlpName", "2024-05-17,10,I1,Nail,Jane", "product", "Dscription"),
        ("Date,Qty,Unit Price,Store ID,Store Location", "2024-05-17,1,2,5,Harbour", "branch", "Store Location"),
        ("Fecha,Sales", "2024-05-17,10", "__time", "Fecha"),
        ("Date,Sales,Store,branch", "2024-05-17,10,a,b", "branch", "branch"),
        ("Order Date,Ship Date,Sales", "2024-05-17,2024-05-19,10", "__time", "Order Date"),
        ("Date,Net Sales,Refund", "2024-05-17,10,1", "gross_revenue", "Net Sales"),
        ("Date,Sales,Line", "2024-05-17,10,1", "product_line", None),
        ("Date,Sales,Returns", "2024-05-17,10,Yes", "returns_value", None),
        ("Date,Sales,Source", "2024-05-17,10,web", "channel", None),
        ("Date,Net Sales,Refund", "2024-05-17,10,1", "returns_value", None),
        ("Date,Qty,Price,Cost", "2024-05-17,2,10,3", "total_cost", None),
        ("Date,Sales,Refund,Profit", "2024-05-17,10,1,3", "total_cost", None),
        ("Date,Sales,Discount", "2024-05-17,10,0.1", "discount_value", None),
    ],
)
def test_rules(tmp_path: Path, headers: str, row: str, column: str, origin: str | None) -> None:
    path = written(tmp_path, headers.split(","), row.split(","))
    assert origins(resolved(path)).get(column) == origin


@pytest.mark.parametrize(
    ("headers", "rows", "candidates"),
    [
        ("Date,Sales,Total", ("2024-05-17,10,11.6",), {"gross_revenue": ["Sales", "Total"]}),
        ("Order Date,Invoice Date,Sales", ("2024-05-17,2024-05-18,10",), {"__time": ["Order Date", "Invoice Date"]}),
        (
            "Date,Sales,Customer ID,Customer Name",
            ("2024-05-17,10,1,Ann", "2024-05-17,10,2,Ann"),
            {"customer": ["Customer Name", "Customer ID"]},
        ),
        (
            "Date,Qty,Price,Discount",
            ("2024-05-17,2,10,0.1",),
            {"gross_revenue": ["Qty * Price", "Qty * Price * (1 - Discount)", "Qty * Price - Discount"]},
        ),
        (
            "Date,Gross Sales,Discount Amount",
            ("2024-05-17,10,1",),
            {"gross_revenue": ["Gross Sales", "Gross Sales - Discount Amount"]},
        ),
    ],
)
def test_choices_are_refused_with_candidates(
    tmp_path: Path, headers: str, rows: tuple[str, ...], candidates: dict[str, list[str]]
) -> None:
    error = refused(written(tmp_path, headers.split(","), *(row.split(",") for row in rows)))
    assert (error.code, error.details["candidates"]) == ("AMBIGUOUS_MAPPING", candidates)


def test_headers_that_say_the_same_on_every_line_are_no_choice(tmp_path: Path) -> None:
    rows = (("2024-05-17", "10", "10", "1", "Ann"), ("2024-05-18", "7", "7", "2", "Ben"))
    resolution = resolved(written(tmp_path, ("Date", "Sales", "Total", "Customer ID", "Customer Name"), *rows))
    assert origins(resolution)["gross_revenue"] == "Sales"
    assert origins(resolution)["customer"] == "Customer Name"


def test_a_date_and_a_time_column_make_one_moment(tmp_path: Path) -> None:
    for headers in (("Date", "Time", "Sales"), ("Order Date", "Order Time", "Sales")):
        resolution = resolved(written(tmp_path, headers, ("17/05/2024", "9:30", "10"), ("18/05/2024", "14:05", "7")))
        found = resolution.recipe.fields[0].date
        assert found is not None
        assert (found.patterns, found.time_header, found.time_patterns) == (("%d/%m/%Y",), headers[1], ("%H:%M",))
        assert resolution.notices == ()


def test_a_tax_column_asks_whether_revenue_includes_it(tmp_path: Path) -> None:
    path = written(tmp_path, ("Date", "Sales", "VAT"), ("2024-05-17 10:00", "10", "1.6"))
    assert [question.key for question in resolved(path).questions] == ["gross_includes_tax"]
    mapping = "gross_includes_tax: 0.16"
    assert resolved(path, mapping).questions == ()
    assert str(resolved(path, mapping).recipe.gross_includes_tax) == "0.16"


def test_a_missing_required_column_is_refused_with_the_nearest_headers(tmp_path: Path) -> None:
    error = refused(written(tmp_path, ("Date", "Salles", "Town"), ("2024-05-17", "10", "Nairobi")))
    assert (error.code, error.details["column"], error.details["nearest"]) == (
        "MISSING_COLUMN",
        "gross_revenue",
        ["Salles"],
    )
    error = refused(written(tmp_path, ("Dat", "Amount"), ("x", "10")))
    assert (error.code, error.details["column"], error.details["nearest"]) == ("MISSING_COLUMN", "__time", ["Dat"])
    mapped = refused(written(tmp_path, ("Date", "Sales"), ("2024-05-17", "10")), "columns: {__time: Date}")
    assert (mapped.code, mapped.details["column"]) == ("MISSING_COLUMN", "gross_revenue")


def test_a_missing_required_column_comes_with_a_mapping_to_begin_with(tmp_path: Path) -> None:
    """Amounts are offered for revenue; one kept line makes a mapping that loads; both kept are refused."""
    path = written(tmp_path, ("Date", "Town", "Wert", "Stueck"), ("2024-05-17", "Nairobi", "10.50", "3"))
    begun = str(refused(path).details["proposal"])
    assert [line for line in begun.splitlines() if line.startswith("  gross_revenue")] == [
        "  gross_revenue: Wert",
        "  gross_revenue: Stueck",
    ]
    assert "Town" in begun
    assert error_text(refused(path)).endswith(f"proposed mapping:\n\n{begun}")
    with pytest.raises(MappingError) as both:
        parse_mapping(begun, SALES)
    assert both.value.code == "REPEATED_KEY"
    kept = begun.replace("  gross_revenue: Stueck\n", "")
    fields = {field.column: field.header for field in resolved(path, kept).recipe.fields}
    assert fields == {"__time": "Date", "gross_revenue": "Wert"}


def test_repeated_headers_are_refused_with_their_places_unless_named(tmp_path: Path) -> None:
    path = written(tmp_path, ("Date", "Sales", "Note", "Sales"), ("2024-05-17", "10", "a", "11"))
    error = refused(path)
    assert (error.code, error.details) == ("DUPLICATE_HEADER", {"positions": [2, 4]})
    assert refused(path, "columns: {__time: Date, gross_revenue: Sales}").code == "DUPLICATE_HEADER"
    assert origins(resolved(path, "ignore: [Sales (2)]"))["gross_revenue"] == "Sales"
    second = "columns: {__time: Date, gross_revenue: Sales (2)}"
    assert origins(resolved(path, second))["gross_revenue"] == "Sales (2)"


def test_columns_without_a_header_warn_unused_and_are_refused_used(tmp_path: Path) -> None:
    path = written(tmp_path, ("Date", "", "Sales"), ("2024-05-17", "a", "10"))
    assert "EMPTY_HEADER" in [notice.code for notice in resolved(path).notices]
    used = "columns: {__time: Date, gross_revenue: Sales, product: (column 2)}"
    assert refused(path, used).code == "EMPTY_HEADER"


def test_extra_columns_are_listed(tmp_path: Path) -> None:
    path = written(tmp_path, ("Date", "Sales", "Mood", "Weather"), ("2024-05-17 10:00", "10", "a", "b"))
    resolution = resolved(path, "ignore: [weather]")
    assert resolution.extras == ("Mood",)
    assert [(notice.code, notice.count) for notice in resolution.notices] == [("EXTRA_COLUMNS", 1)]
    assert resolution.recipe.ignored == ("Weather",)


@pytest.mark.parametrize(
    ("mapping", "code", "hint"),
    [
        ("ignore: [Modo]", "UNKNOWN_HEADER", "'Mood'"),
        ("columns: {__time: Dtae, gross_revenue: Sales}", "UNKNOWN_HEADER", "'Date'"),
        ("columns: {__time: Date, gross_revenue: {expression: Slaes * 2}}", "UNKNOWN_HEADER", "'Sales'"),
        ("columns: {__time: {header: Date, time: Clock}, gross_revenue: Sales}", "UNKNOWN_HEADER", "Date, Sales, Mood"),
    ],
)
def test_headers_that_the_file_lacks(tmp_path: Path, mapping: str, code: str, hint: str) -> None:
    path = written(tmp_path, ("Date", "Sales", "Mood"), ("2024-05-17", "10", "a"))
    with pytest.raises(MappingError) as error:
        resolved(path, mapping)
    assert error.value.code == code
    assert hint in error.value.hint


def test_words_of_headers() -> None:
    assert header_words("grossRevenue (KES)") == ["gross", "revenue"]
    assert header_words("Invoice #") == ["invoice", "no"]
    assert header_words("UNIT_PRICE") == ["unit", "price"]
    assert header_words("CustomerID") == ["customer", "id"]
    assert header_words("Amount KES") == ["amount"]
    assert header_words("KES") == ["kes"]
