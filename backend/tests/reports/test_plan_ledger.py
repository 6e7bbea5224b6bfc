"""A ledger of a leap February in New York, its commissions and attainments reckoned by hand; files by the commands."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backend.errors import IllegalCombination, MeasureNotLoaded
from backend.question import DateSpan, Filter, Period
from backend.reports.rules import Rules
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from backend.tests.asking import asking
from backend.tests.reports.ledger import check_envelope
from backend.tests.reports.plans import typed
from backend.tests.reports.shops import HEADER

ZONE = {"SALES_TIMEZONE": "America/New_York"}
NEW_YORK = Conventions(timezone="America/New_York", rules=Rules(trading_days=(1, 2, 3, 4, 5, 6)))
SALES = [
    # 23:30 in New York on the 14th is the 15th in UTC, when the rate has changed
    "2024-02-14 23:30:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,1000,0,10,0,600,1,A1,completed",
    "2024-02-15 00:10:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,1000,0,10,0,600,1,A2,completed",
    "2024-02-16 12:00:00,Home,Soap,Thika,Asha,Retail,Soap,Ann,200,-50,2,1,100,1,A3,completed",
    "2024-02-29 12:00:00,Food,Flour,Ruiru,Asha,Retail,Flour,Ann,333.33,0,3,0,300,1,A4,completed",
    "2024-02-20 12:00:00,Food,Flour,Ruiru,Ben,Retail,Flour,Dan,500,0,5,0,300,1,A5,completed",
    "2024-02-21 12:00:00,Food,Flour,Ruiru,,Retail,Flour,Dan,70,0,1,0,30,1,A6,completed",
    "2024-02-21 12:00:00,Food,Flour,Ruiru,Ben,Retail,Flour,Dan,9999,0,9,0,1,1,A7,cancelled",
    "2024-02-28 23:59:59,Food,Flour,Ruiru,Fay,Retail,Flour,Dan,100,0,0,0,60,1,A10,completed",
    "2024-02-29 00:00:00,Food,Flour,Ruiru,Fay,Retail,Flour,Dan,100,0,0,0,60,1,A11,completed",
    "2024-03-02 12:00:00,Food,Flour,Ruiru,Ben,Retail,Flour,Dan,400,0,4,0,240,1,A8,completed",
    "2024-03-04 12:00:00,Food,Flour,Ruiru,Cora,Retail,Flour,Dan,100,0,1,0,60,1,A9,completed",
]
RATES = [
    "SalesPerson,ProductLine,Branch,Rate,Effective from,Effective to",
    ",,,2%,2024-01-01,2024-02-28",
    "Asha,,,0.03,2024-01-01,",
    "Asha,,,0.05,2024-02-15,",
    "Asha,Home,,10%,2024-02-01,",
    ",,Ruiru,1.25%,2024-03-01,",
]
TARGETS = [
    "Month,SalesPerson,Branch,ProductLine,Target,Measure",
    "2024-02,Asha,,,5000,",
    "2024-02,Ben,,,1000,",
    "2024-03,Ben,,,2600,",
    "2024-03,Dora,,,10,",
    "2024-02,,Thika,,1000,gross profit",
    "2024-02,,,Food,100,units sold",
]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sales and no plans."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "sales.csv").write_text("\n".join([HEADER, *SALES]) + "\n", encoding="utf-8")
    typed("load", folder / "sales.csv", "--covers", "2024-01-01..2024-03-06", "--data-dir", folder / "store", **ZONE)
    return folder / "store"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    for name, lines in (("sales", [HEADER, *SALES]), ("rates", RATES), ("targets", TARGETS)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    where = ("--data-dir", folder / "store")
    # plans first: a load of sales keeps them
    typed("rates", folder / "rates.csv", *where, **ZONE)
    typed("targets", folder / "targets.csv", *where, **ZONE)
    typed("load", folder / "sales.csv", "--covers", "2024-01-01..2024-03-06", *where, **ZONE)
    return folder / "store"


async def rows_of(store: Path, report: str, arguments: Arguments) -> dict[str | None, dict[str, Any]]:
    async with asking(store, NEW_YORK) as asker:
        envelope = await asker.envelope(report, arguments)
    check_envelope(envelope)
    return {next(iter(row.values())): row for row in envelope["data"]}


def of(row: dict[str, Any], field: str) -> Decimal | str | None:
    value = row[field]
    if value is not None:
        return Decimal(repr(value))
    return next((null["code"] for null in row["nulls"] if null["field"] == field), None)


FEBRUARY = DateSpan(date(2024, 2, 1), date(2024, 2, 29))


async def test_rates_of_the_day_the_person_and_the_line(store: Path) -> None:
    rows = await rows_of(store, "salespersonLeaderboard", Arguments(span=FEBRUARY))
    # 1000 x 3 % + 1000 x 5 % + (200 - 50) x 10 % + 333.33 x 5 % = 30 + 50 + 15 + 16.6665
    assert of(rows["Asha"], "commission") == Decimal("111.6665")
    assert of(rows["Ben"], "commission") == Decimal("10.0")  # 500 x 2 %; the cancelled line earns nothing
    assert of(rows["Fay"], "commission") == Decimal("2.0")  # everyone's rate ends with the 28th
    assert of(rows[None], "commission") == "NO_SALESPERSON"


async def test_a_window_that_ends_in_the_middle_of_a_week(store: Path) -> None:
    """The fifteenth is a Thursday: what was sold half an hour before midnight is of the day before."""
    before = await rows_of(
        store, "salespersonLeaderboard", Arguments(span=DateSpan(date(2024, 2, 12), date(2024, 2, 14)))
    )
    assert of(before["Asha"], "commission") == Decimal("30.0")
    after = await rows_of(
        store, "salespersonLeaderboard", Arguments(span=DateSpan(date(2024, 2, 15), date(2024, 2, 17)))
    )
    assert of(after["Asha"], "commission") == Decimal("65.0")


async def test_instants_are_cut_where_the_business_day_begins(store: Path) -> None:
    east = timezone(timedelta(hours=-5))
    span = DateSpan(datetime(2024, 2, 14, 23, tzinfo=east), datetime(2024, 2, 15, 1, tzinfo=east))
    rows = await rows_of(store, "salespersonLeaderboard", Arguments(span=span, timezone="Asia/Kolkata"))
    assert of(rows["Asha"], "commission") == Decimal("80.0")


async def test_the_last_day_of_a_rate_counts_and_the_next_does_not(store: Path) -> None:
    """Everyone's rate ended on 28 February; from March Ruiru has one."""
    rows = await rows_of(store, "salespersonLeaderboard", Arguments(span=DateSpan(date(2024, 3, 1), date(2024, 3, 6))))
    assert of(rows["Ben"], "commission") == Decimal("5.0")  # 400 x 1.25 %
    assert of(rows["Cora"], "commission") == Decimal("1.25")
    leap = await rows_of(
        store, "salespersonLeaderboard", Arguments(span=DateSpan(date(2024, 2, 29), date(2024, 2, 29)))
    )
    assert of(leap["Fay"], "commission") == "NO_RATE"
    line = Filter("branch", ("Thika",))
    february = Arguments(span=DateSpan(date(2024, 2, 29), date(2024, 2, 29)))
    assert of((await rows_of(store, "salespersonLeaderboard", february))["Asha"], "commission") == Decimal("16.6665")
    filtered = await rows_of(store, "salespersonLeaderboard", Arguments(span=FEBRUARY, filters=(line,)))
    assert of(filtered["Asha"], "commission") == Decimal("95.0")


async def test_attainment_of_whole_and_cut_months(store: Path) -> None:
    """February 2024 has 29 days, of which 25 are no Sundays; March has 26."""
    whole = await rows_of(store, "salespersonLeaderboard", Arguments(span=FEBRUARY))
    assert of(whole["Asha"], "target") == Decimal("5000.0")
    assert whole["Asha"]["quotaAttainment"] == whole["Asha"]["pace"] == 2483.33 / 5000
    assert of(whole[None], "target") == of(whole[None], "quotaAttainment") == "NO_TARGET"
    # Thursday 15 to Sunday 18 February: three trading days of 25
    cut = await rows_of(store, "salespersonLeaderboard", Arguments(span=DateSpan(date(2024, 2, 15), date(2024, 2, 18))))
    assert of(cut["Asha"], "target") == Decimal("600.0")
    assert cut["Asha"]["quotaAttainment"] == 1150 / 600


async def test_attainment_and_pace_over_two_months(store: Path) -> None:
    """From 1 February to Wednesday 6 March: 25 trading days of February, five of March's 26."""
    arguments = Arguments(span=DateSpan(date(2024, 2, 1), date(2024, 3, 6)))
    async with asking(store, NEW_YORK) as asker:
        envelope = await asker.envelope("salespersonLeaderboard", arguments)
    rows = {row["salesperson"]: row for row in envelope["data"]}
    assert of(rows["Ben"], "target") == Decimal("1500.0")  # 1000 + 2600 x 5 / 26
    assert rows["Ben"]["quotaAttainment"] == 900 / 1500
    assert rows["Ben"]["pace"] == (900 * 51 / 30) / 3600
    # Asha has a target for February only, and is measured by February only
    assert rows["Asha"]["quotaAttainment"] == 2483.33 / 5000
    assert of(rows["Cora"], "quotaAttainment") == "NO_TARGET"
    quota = envelope["metadata"]["extra"]["quota"]
    assert quota == {
        "tradingWeekdays": [1, 2, 3, 4, 5, 6],
        "tradingDaysElapsed": 30,
        "tradingDaysInMonths": 51,
        "withoutSales": ["Dora"],
        "withoutSalesCount": 1,
    }
    assert envelope["metadata"]["extra"]["commission"] == 129.9165  # 111.6665 + 10 + 2 + 5 + 1.25


async def test_a_sunday_alone_has_no_target(store: Path) -> None:
    sunday = DateSpan(date(2024, 2, 25), date(2024, 2, 25))
    rows = await rows_of(store, "salespersonLeaderboard", Arguments(span=sunday))
    assert rows == {}
    two_days = await rows_of(store, "branchPerformance", Arguments(span=DateSpan(date(2024, 2, 16), date(2024, 2, 18))))
    assert of(two_days["Thika"], "target") == Decimal("80.0")  # 1000 x 2 / 25 of profit
    assert two_days["Thika"]["quotaAttainment"] == 50 / 80
    assert two_days["Thika"]["targetMeasure"] == "grossProfit"


async def test_targets_in_units(store: Path) -> None:
    rows = await rows_of(store, "productLines", Arguments(span=FEBRUARY))
    assert of(rows["Food"], "target") == "TARGET_IN_UNITS"
    assert (rows["Food"]["targetMeasure"], rows["Food"]["quotaAttainment"]) == ("unitsSold", 29 / 100)
    assert of(rows["Home"], "quotaAttainment") == "NO_TARGET"


async def test_without_plans(bare: Path) -> None:
    async with asking(bare, NEW_YORK) as asker:
        envelope = await asker.envelope("salespersonLeaderboard", Arguments(period=Period.ALL))
        nulls = {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}
        assert nulls.items() >= {("commission", "RATES_NOT_LOADED"), ("target", "TARGETS_NOT_LOADED")}
        assert nulls["pace"] == nulls["quotaAttainment"] == nulls["targetMeasure"] == "TARGETS_NOT_LOADED"
        for name in ("COMMISSION", "PACE", "TARGET", "QUOTA_ATTAINMENT"):
            refused = await asker.envelope("salespersonLeaderboard", Arguments(sort_by=name))
            assert refused["error"]["code"] == MeasureNotLoaded.code


async def test_targets_are_of_all_sales(store: Path) -> None:
    other, own = Filter("branch", ("Ruiru",)), Filter("salesperson", ("Ben",))
    async with asking(store, NEW_YORK) as asker:
        cut = await asker.envelope("salespersonLeaderboard", Arguments(span=FEBRUARY, filters=(other,)))
        named = await asker.data("salespersonLeaderboard", Arguments(span=FEBRUARY, filters=(own,)))
        refused = await asker.envelope(
            "salespersonLeaderboard", Arguments(span=FEBRUARY, filters=(other,), sort_by="QUOTA_ATTAINMENT")
        )
    nulls = {null["field"]: null["code"] for null in cut["metadata"]["nulls"]}
    assert nulls["quotaAttainment"] == nulls["target"] == nulls["pace"] == "TARGET_OF_ALL_SALES"
    assert [(row["salesperson"], row["quotaAttainment"]) for row in named] == [("Ben", 0.5)]
    assert refused["error"]["code"] == IllegalCombination.code
    assert refused["error"]["message"].startswith("Rows cannot be sorted by quota attainment.")


async def test_answers_say_where_commissions_come_from(store: Path) -> None:
    async with asking(store, NEW_YORK) as asker:
        envelope = await asker.envelope("salespersonLeaderboard", Arguments(span=FEBRUARY, compare=()))
    parts = envelope["metadata"]["source"]["parts"]
    assert len({(part["start"], part["end"]) for part in parts if part["window"] == "current"}) > 1
