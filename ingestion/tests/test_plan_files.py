"""Files of targets and rates as people make them, good and bad: what is read, which defect is told of which line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from druid.store.plans import Rate, Target
from ingestion.errors import FileRefused, RowsRefused
from ingestion.plans.defects import CODES
from ingestion.plans.load import PlanKind, PlanOutcome, PlanRequest, load_plans
from ingestion.plans.sheet import MOST_ROWS
from ingestion.tests.sales_store import NOW, Sale, load_sales, make_store, manifest_of
from ingestion.watch import Watch

TARGET_HEAD, RATE_HEAD = "Month,SalesPerson,Branch,ProductLine,Target,Measure", "SalesPerson,Branch,Rate,From,To"


def take(folder: Path, kind: PlanKind, data: str | bytes, encoding: str | None = None) -> PlanOutcome:
    file = folder / "plans.csv"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    request = PlanRequest(file, kind, encoding=encoding)
    return load_plans(make_store(folder / "store"), request, NOW, Watch())


def targets(folder: Path, data: str | bytes, encoding: str | None = None) -> tuple[Target, ...]:
    take(folder, PlanKind.TARGETS, data, encoding)
    return manifest_of(make_store(folder / "store")).targets


def rates(folder: Path, data: str) -> tuple[Rate, ...]:
    take(folder, PlanKind.RATES, data)
    return manifest_of(make_store(folder / "store")).rates


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


def asha(month: str, value: int, measure: str = "net_revenue") -> Target:
    return Target(month, "salesperson", "Asha", value, measure)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(lines("Month,SalesPerson,Target", "2024-03,Asha,1500.5"), None, id="plain"),
        pytest.param("\ufeffMonth;SalesPerson;Target (KES)\r\nMar 2024;Asha;1.500,50\r\n", None, id="BOM, semicolons"),
        pytest.param(lines("month\tsales rep\tquota", "31/03/2024\tAsha\tKES 1,500.50"), None, id="tabs, a date in it"),
        pytest.param("Month;SalesPerson;Target\n2024-03;Asha;1500,50\n".encode("utf-16"), None, id="UTF-16"),
        pytest.param(
            lines("Month,SalesPerson,Target,,,", "2024-03,Asha,1500.50,,,", ",,,,,", ",,,,,"),
            None,
            id="trailing blanks",
        ),
        pytest.param(
            lines("Month,SalesPerson,SalesPerson,Target,Note", "March 2024,,Asha,1500.50,new"),
            None,
            id="a header twice",
        ),
        pytest.param(
            lines("Date,SalesPerson,Target", "2024-03-17 00:00:00,\u00a0Asha ,1500.5000"),
            None,
            id="blanks and midnight",
        ),
        pytest.param(lines('"Month","SalesPerson","Target"', '"03/2024","Asha","1,500.50"'), None, id="quotes"),
        pytest.param(lines("Month,SalesPerson,Target", "202403,Asha,1500.50"), None, id="digits"),
    ],
)
def test_one_target_however_it_is_written(tmp_path: Path, data: str | bytes, encoding: str | None) -> None:
    assert targets(tmp_path, data, encoding) == (asha("2024-03", 15_005_000),)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    data = "Month,SalesPerson,Target\n2024-03,Zoë,10\n".encode("cp1252")
    with pytest.raises(FileRefused) as refused:
        targets(tmp_path, data)
    assert refused.value.code == "ENCODING"
    assert "--encoding" in refused.value.hint
    assert "mapping" not in refused.value.message
    assert targets(tmp_path, data, "cp1252")[0].member == "Zoë"


def test_every_kind_of_target(tmp_path: Path) -> None:
    data = lines(
        TARGET_HEAD,
        "2024-02,Asha,,,1000,",
        "2024-02,Asha,,,0,Gross profit",
        "2024-02,Asha,,,12.5,units sold",
        "2024-02,,Thika,,7,revenue",
        "2024-02,,,Food,8,Units",
    )
    assert set(targets(tmp_path, data)) == {
        asha("2024-02", 10_000_000),
        asha("2024-02", 0, "gross_profit"),
        asha("2024-02", 12_500, "units_sold"),
        Target("2024-02", "branch", "Thika", 70_000),
        Target("2024-02", "product_line", "Food", 8_000, "units_sold"),
    }


def test_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "plans.xlsx"
    with Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        month, day, part = (book.add_format({"num_format": form}) for form in ("mmm yyyy", "dd/mm/yyyy", "0.00%"))
        sheet.write_row(0, 0, ["SalesPerson", "Rate", "Effective from", "Effective to"])
        sheet.write_row(1, 0, ["Asha", 0.0325])
        sheet.write_number(1, 1, 0.0325, part)
        sheet.write_datetime(1, 2, date(2024, 3, 1), month)
        sheet.write_datetime(1, 3, date(2024, 3, 31), day)
        sheet.write_row(2, 0, ["", 0.1 + 0.2, 45352])
    store = make_store(tmp_path / "store")
    load_plans(store, PlanRequest(file, PlanKind.RATES), NOW, Watch())
    everyone, one = manifest_of(store).rates
    assert everyone == Rate(300_000, "2024-03-01")
    assert one == Rate(32_500, "2024-03-01", "2024-03-31", "Asha")


def test_rates_as_people_write_them(tmp_path: Path) -> None:
    data = lines(
        "SalesPerson;Commission %;From;Until",
        "Asha;3%;1/2/2024;",
        "Ben;0,025;31/1/2024;",
        "Cora;2,5 %;1 March 2024;31 Mar 2024",
        ";1;2024-01-01;",
    )
    found = rates(tmp_path, data)
    assert {(one.salesperson, one.rate, one.effective_from, one.effective_to) for one in found} == {
        ("Asha", 30_000, "2024-02-01", None),
        ("Ben", 25_000, "2024-01-31", None),
        ("Cora", 25_000, "2024-03-01", "2024-03-31"),
        (None, 1_000_000, "2024-01-01", None),
    }


BAD_TARGETS = {
    "no month": (",Asha,,,10,", "MISSING"),
    "no such month": ("2024-13,Asha,,,10,", "NOT_A_MONTH"),
    "no such day": ("2024-02-30,Asha,,,10,", "NOT_A_MONTH"),
    "a word": ("soon,Asha,,,10,", "NOT_A_MONTH"),
    "two digits of a year": ("Mar 24,Asha,,,10,", "NOT_A_MONTH"),
    "long ago": ("1024-03,Asha,,,10,", "YEAR_RANGE"),
    "two readings": ("03/04/2024,Asha,,,10,", "AMBIGUOUS_DATE"),
    "nobody": ("2024-03,,,,10,", "NO_MEMBER"),
    "two of them": ("2024-03,Asha,Thika,,10,", "SEVERAL_MEMBERS"),
    "three of them": ("2024-03,Asha,Thika,Food,10,", "SEVERAL_MEMBERS"),
    "no target": ("2024-03,Asha,,,,net revenue", "MISSING"),
    "a word for a number": ("2024-03,Asha,,,lots,", "NOT_A_NUMBER"),
    "nothing as a word": ("2024-03,Asha,,,n/a,", "NOT_A_NUMBER"),
    "below zero": ("2024-03,Asha,,,-1,", "NEGATIVE"),
    "in brackets": ("2024-03,Asha,,,(10),", "NEGATIVE"),
    "five decimals": ("2024-03,Asha,,,1.00001,", "PRECISION"),
    "four decimals of a unit": ("2024-03,Asha,,,1.0001,units", "PRECISION"),
    "too large": ("2024-03,Asha,,,99999999999999,", "MONEY_RANGE"),
    "dollars": ("2024-03,Asha,,,USD 10,", "CURRENCY"),
    "gross revenue": ("2024-03,Asha,,,10,gross revenue", "UNKNOWN_MEASURE"),
    "a hidden bell": ("2024-03,As\x07ha,,,10,", "CONTROL_CHARACTER"),
    "an open quote": ('2024-03,"Asha,,,10,', "UNREADABLE_ROW"),
}
BAD_RATES = {
    "no rate": ("Asha,,,2024-01-01,", "MISSING"),
    "no first day": ("Asha,,3%,,", "MISSING"),
    "three": ("Asha,,3,2024-01-01,", "RATE_ABOVE_ONE"),
    "two hundred percent": ("Asha,,200%,2024-01-01,", "RATE_ABOVE_ONE"),
    "below zero rate": ("Asha,,-0.01,2024-01-01,", "NEGATIVE"),
    "seven decimals": ("Asha,,0.0000001,2024-01-01,", "PRECISION"),
    "a word for a rate": ("Asha,,some,2024-01-01,", "NOT_A_RATE"),
    "only a percent sign": ("Asha,,%,2024-01-01,", "NOT_A_RATE"),
    "a month for a day": ("Asha,,3%,2024-01,", "NOT_A_DATE"),
    "no such first day": ("Asha,,3%,2023-02-29,", "NOT_A_DATE"),
    "two readings of a day": ("Asha,,3%,03/04/2024,", "AMBIGUOUS_DATE"),
    "backwards": ("Asha,,3%,2024-02-01,2024-01-31", "ENDS_BEFORE_IT_STARTS"),
    "a bad last day": ("Asha,,3%,2024-02-01,later", "NOT_A_DATE"),
    "the far future": ("Asha,,3%,2200-01-01,", "YEAR_RANGE"),
}


def refused(folder: Path, kind: PlanKind, data: str) -> list[tuple[int, str]]:
    with pytest.raises(RowsRefused) as caught:
        take(folder, kind, data)
    assert all(defect.message and defect.hint for defect in caught.value.defects)
    assert {defect.code for defect in caught.value.defects} <= set(CODES)
    assert not (folder / "store" / "manifests").exists()
    return [(defect.line, defect.code) for defect in caught.value.defects]


@pytest.mark.parametrize("name", BAD_TARGETS)
def test_a_bad_target_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    row, code = BAD_TARGETS[name]
    # enough good rows that one broken line does not make the file unreadable
    good = [f"20{year}-0{month},Good,,,1.50,net revenue" for year in range(30, 60) for month in range(1, 10)]
    assert refused(tmp_path, PlanKind.TARGETS, lines(TARGET_HEAD, *good, row)) == [(len(good) + 2, code)]


@pytest.mark.parametrize("name", BAD_RATES)
def test_a_bad_rate_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    row, code = BAD_RATES[name]
    assert refused(tmp_path, PlanKind.RATES, lines(RATE_HEAD, "Good,,1%,2024-01-01,", row)) == [(3, code)]


def test_every_defect_of_a_file_is_listed(tmp_path: Path) -> None:
    rows = [row for row, code in BAD_RATES.values()]
    expected = [(place, code) for place, (_, code) in enumerate(BAD_RATES.values(), 2)]
    assert refused(tmp_path, PlanKind.RATES, lines(RATE_HEAD, *rows)) == expected
    several = refused(tmp_path, PlanKind.TARGETS, lines(TARGET_HEAD, "soon,,,,x,y"))
    assert sorted(code for _, code in several) == ["NOT_A_MONTH", "NOT_A_NUMBER", "NO_MEMBER", "UNKNOWN_MEASURE"]


def test_rows_that_contradict_each_other(tmp_path: Path) -> None:
    twice = lines(TARGET_HEAD, "2024-03,Asha,,,10,", "2024-03,Asha,,,10,profit", "Mar 2024,Asha,,,11,revenue")
    assert refused(tmp_path, PlanKind.TARGETS, twice) == [(4, "TARGET_TWICE")]
    same = lines(RATE_HEAD, "Asha,,1%,2024-01-01,", "Ben,,1%,2024-01-01,", "Asha,,2%,2024-01-01,")
    assert refused(tmp_path, PlanKind.RATES, same) == [(4, "RATE_TWICE")]
    over = lines(RATE_HEAD, "Asha,,1%,2024-01-01,2024-02-01", ",,9%,2024-01-15,", "Asha,,2%,2024-02-01,")
    assert refused(tmp_path, PlanKind.RATES, over) == [(4, "RATES_OVERLAP")]


def test_open_rates_end_where_the_next_begins(tmp_path: Path) -> None:
    rows = lines(RATE_HEAD, "Asha,,1%,2024-01-01,", "Asha,,2%,2024-02-01,2024-02-29", "Asha,Thika,3%,2024-01-10,")
    assert len(rates(tmp_path, rows)) == 3


def test_a_rate_that_runs_into_one_loaded_before(tmp_path: Path) -> None:
    rates(tmp_path, lines(RATE_HEAD, "Asha,,1%,2024-02-10,2024-03-31"))
    with pytest.raises(RowsRefused) as caught:
        rates(tmp_path, lines(RATE_HEAD, "Asha,,2%,2024-02-01,2024-02-10"))
    (defect,) = caught.value.defects
    assert (defect.line, defect.code) == (2, "RATES_OVERLAP")
    assert "from 2024-02-10 to 2024-03-31, loaded before" in defect.message


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        pytest.param(PlanKind.TARGETS, "", "EMPTY_FILE", id="nothing"),
        pytest.param(PlanKind.TARGETS, lines("Month,SalesPerson,Target"), "NO_ROWS", id="a header alone"),
        pytest.param(PlanKind.TARGETS, lines("Month,SalesPerson,Target", ", ,"), "NO_ROWS", id="blank rows alone"),
        pytest.param(PlanKind.TARGETS, lines("SalesPerson,Target", "Asha,1"), "MISSING_COLUMN", id="no months"),
        pytest.param(PlanKind.RATES, lines("SalesPerson,Rate", "Asha,1%"), "MISSING_COLUMN", id="no first days"),
        pytest.param(
            PlanKind.RATES, lines("Salespersn,Rate,From", "Asha,1%,2024-01-01"), "UNKNOWN_COLUMN", id="misspelt"
        ),
        pytest.param(
            PlanKind.RATES, lines("Customer,Rate,From", "Asha,1%,2024-01-01"), "UNKNOWN_COLUMN", id="a customer's"
        ),
        pytest.param(
            PlanKind.TARGETS, lines("Month,Rep,SalesPerson,Target", "2024-01,A,B,1"), "AMBIGUOUS_HEADER", id="two names"
        ),
        pytest.param(
            PlanKind.TARGETS,
            lines("Month;SalesPerson;Target", "2024-01;A;1.500", "2024-02;A;1,500"),
            "AMBIGUOUS_NUMBER",
            id="two marks",
        ),
    ],
)
def test_a_file_that_is_refused_as_a_whole(tmp_path: Path, kind: PlanKind, data: str, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        take(tmp_path, kind, data)
    assert caught.value.code == code
    assert "mapping" not in caught.value.hint
    assert not (tmp_path / "store" / "manifests").exists()


def test_a_file_of_sales_is_too_long(tmp_path: Path) -> None:
    rows = (f"2024-01,Person {n},1" for n in range(MOST_ROWS + 1))
    with pytest.raises(FileRefused) as caught:
        take(tmp_path, PlanKind.TARGETS, lines("Month,SalesPerson,Target", *rows))
    assert caught.value.code == "TOO_MANY_ROWS"


def test_as_many_rows_as_may_be(tmp_path: Path) -> None:
    rows: Iterable[str] = (f"2024-01,Person {n},1" for n in range(MOST_ROWS))
    assert len(targets(tmp_path, lines("Month,SalesPerson,Target", *rows))) == MOST_ROWS


def test_names_nobody_sold_under_are_told_and_taken(tmp_path: Path) -> None:
    load_sales(make_store(tmp_path / "store"), [Sale("2024-01-10 10:00:00", salesperson="Asha Wanjiru")])
    rows = ("2024-01,asha wanjiru,1", "2024-01,Asha Wanjiru,2", "2024-01,Asha Wanjiro,3")
    outcome = take(tmp_path, PlanKind.TARGETS, lines("Month,SalesPerson,Target", *rows))
    assert outcome.exit_code == 0
    assert [notice.code for notice in outcome.notices] == ["UNKNOWN_MEMBER"] * 2
    assert all("Did you mean 'Asha Wanjiru'?" in notice.message for notice in outcome.notices)
    assert outcome.kept == 3


def test_thousands_that_nothing_proves_are_told(tmp_path: Path) -> None:
    outcome = take(tmp_path, PlanKind.TARGETS, lines("Month;SalesPerson;Target", "2024-01;Asha;1.500"))
    assert [notice.code for notice in outcome.notices] == ["THOUSANDS_ASSUMED"]
    assert manifest_of(make_store(tmp_path / "store")).targets == (asha("2024-01", 15_000_000),)


def test_documents_tell_every_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [code for code in CODES if f"`{code}`" not in page] == []


def test_a_month_is_any_date_in_it() -> None:
    from ingestion.plans.days import Reading, read_month

    for text in ("2024-2", "2024/02/29", "2/2024", "02.2024", "feb-2024", "29 February 2024", "2024 Feb", "20240229"):
        assert read_month(text, Reading()) == date(2024, 2, 1), text
    assert read_month("45352", Reading(has_serials=True)) == date(2024, 3, 1)
    assert read_month("45352", Reading()) == "NOT_A_MONTH"
    assert read_month("4/3/2024", Reading(day_first=True)) == date(2024, 3, 1)
    assert read_month("4/3/2024", Reading(day_first=False)) == date(2024, 4, 1)
