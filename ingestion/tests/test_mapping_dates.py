"""The reading of date columns: decided by proof, refused without, whatever the chunks. Oracle: plain Python."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.clean.dates import DateStyle, parse_moments
from ingestion.errors import FileRefused
from ingestion.mapping.date_choice import DateChoice, choose_clocks, choose_dates
from ingestion.mapping.date_survey import DateSurvey
from ingestion.mapping.document import DateOrder

TODAY = date(2026, 1, 1)
MARCH_17 = datetime(2024, 3, 17, 14, 5, 9, tzinfo=UTC)


def surveyed(cells: Sequence[str | None], chunk: int = 1_000) -> DateSurvey:
    survey = DateSurvey()
    for start in range(0, len(cells), chunk):
        part = cells[start : start + chunk]
        survey.add(pl.Series(part, dtype=pl.String), pl.Series(range(start + 2, start + 2 + len(part)), dtype=pl.Int64))
    return survey


def chosen(cells: Sequence[str | None], hint: DateOrder | None = None) -> DateChoice:
    return choose_dates("Date", surveyed(cells), hint, TODAY)


def refused(cells: Sequence[str | None], hint: DateOrder | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as error:
        chosen(cells, hint)
    return error.value


@pytest.mark.parametrize(
    "pattern",
    [
        *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y%m%d"),
        *("%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y-%b-%d", "%d %b, %Y"),
        *("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z", "%d/%m/%Y %H:%M"),
        *("%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y, %H:%M:%S", "%d/%m/%Y %I:%M%p"),
    ],
)
def test_each_way_of_writing_is_known(pattern: str) -> None:
    cells = [
        MARCH_17.strftime(pattern.replace("%z", "+03:00")),
        MARCH_17.replace(day=28).strftime(pattern.replace("%z", "Z")),
    ]
    assert chosen(cells).format.patterns == (pattern,)


def test_full_month_names() -> None:
    assert chosen(["5 January 2024", "17 March 2024"]).format.patterns == ("%d %B %Y",)


def test_fractions_of_a_second() -> None:
    assert chosen(["2024-05-17 14:05:09.123"]).format.patterns == ("%Y-%m-%d %H:%M:%S%.f",)


def test_variants_with_and_without_time_are_one_reading() -> None:
    choice = chosen(["25/12/2024 10:00", "26/12/2024 11:30", "27/12/2024"])
    assert choice.format.patterns == ("%d/%m/%Y %H:%M", "%d/%m/%Y")
    assert choice.notices == ()


def test_one_day_above_twelve_decides() -> None:
    assert chosen(["12/1/2010 8:26"] * 50 + ["12/13/2010 8:26"]).format.patterns == ("%m/%d/%Y %H:%M",)
    assert chosen(["01/12/2010"] * 50 + ["13/12/2010"]).format.patterns == ("%d/%m/%Y",)


def test_undecidable_dates_are_refused_with_both_ranges() -> None:
    error = refused(["01/02/2024", "03/04/2024", "12/05/2024"])
    assert error.code == "AMBIGUOUS_DATE"
    assert error.details == {"day_first": "2024-02-01 to 2024-05-12", "month_first": "2024-01-02 to 2024-12-05"}


def test_a_reading_in_the_future_is_named_and_proves_nothing() -> None:
    error = refused(["01/12/2025", "02/03/2026", "03/02/2026"])
    assert error.details["month_first"] == "2025-01-12 to 2026-03-02 (in the future)"


def test_the_mapping_settles_the_order() -> None:
    cells = ["01/02/2024", "03/04/2024"]
    assert chosen(cells, DateOrder.DAY_FIRST).format.patterns == ("%d/%m/%Y",)
    assert chosen(cells, DateOrder.MONTH_FIRST).format.patterns == ("%m/%d/%Y",)
    assert refused(["25/12/2024"] * 3, DateOrder.MONTH_FIRST).code == "MIXED_DATES"


def test_equal_day_and_month_read_the_same_both_ways() -> None:
    assert chosen(["05/05/2024", "12/12/2024"]).format.patterns == ("%d/%m/%Y",)


def test_a_small_minority_is_left_to_quarantine() -> None:
    choice = chosen(["2024-05-17"] * 95 + ["17/05/2024"] * 5)
    assert choice.format.patterns == ("%Y-%m-%d",)
    assert [(notice.code, notice.count) for notice in choice.notices] == [("MIXED_DATES", 5)]
    assert refused(["2024-05-17"] * 94 + ["17/05/2024"] * 6).code == "MIXED_DATES"


def test_a_few_contradictions_within_one_format_are_a_minority_too() -> None:
    choice = chosen(["25/12/2024"] * 95 + ["12/25/2024"] * 5)
    assert choice.format.patterns == ("%d/%m/%Y",)
    assert [(notice.code, notice.count) for notice in choice.notices] == [("MIXED_DATES", 5)]
    assert refused(["25/12/2024"] * 90 + ["12/25/2024"] * 10).code == "MIXED_DATES"
    assert refused(["25/12/2024"] * 5 + ["12/25/2024"] * 5).code == "AMBIGUOUS_DATE"


def test_few_undecided_dates_beside_many_plain_ones_refuse_nothing() -> None:
    choice = chosen(["2024-05-17"] * 97 + ["01/02/2024"] * 3)
    assert choice.format.patterns == ("%Y-%m-%d",)
    assert [(notice.code, notice.count) for notice in choice.notices] == [("MIXED_DATES", 3)]


def test_two_digit_years_are_refused_with_the_format_they_seem_to_have() -> None:
    error = refused(["25/12/24", "01/02/24"])
    assert (error.code, error.details) == ("TWO_DIGIT_YEAR", {"format": "%d/%m/%y"})
    assert refused(["17-May-24"]).details == {"format": "%d-%b-%y"}


def test_excel_day_numbers() -> None:
    choice = chosen(["45429", "45430.5"])
    assert choice.format.excel_serial
    assert choice.format.patterns == ()
    assert [(notice.code, notice.count) for notice in choice.notices] == [("EXCEL_SERIAL_DATES", 2)]


def test_cells_that_are_no_dates_are_shown_with_their_lines() -> None:
    choice = chosen(["2024-05-17", "soon", None, "", "2024-05-18", "N/A"])
    assert [(notice.code, notice.count, notice.lines) for notice in choice.notices] == [("UNREADABLE_DATES", 2, (3, 7))]


def test_columns_without_dates_are_refused() -> None:
    error = refused(["Nairobi", "Mombasa"])
    assert (error.code, error.line) == ("UNREADABLE_DATES", 2)
    assert "no dates" in refused([None, " "]).message
    assert refused(["17052024", "18052024"]).code == "UNREADABLE_DATES"
    assert refused(["2024-05-17", "soon", "later"]).code == "UNREADABLE_DATES"
    assert chosen(["2024-05-17", "soon"]).format.patterns == ("%Y-%m-%d",)


def test_midnights_are_noticed() -> None:
    assert chosen(["2024-05-17 00:00:00", "2024-05-18 0:00"]).has_only_midnights
    assert chosen(["05/17/2024 12:00 AM"]).has_only_midnights
    assert chosen(["2024-05-17"]).has_only_midnights
    assert not chosen(["2024-05-17 00:00:00", "2024-05-18 00:00:01"]).has_only_midnights
    assert not chosen(["2024-05-17 10:00", "2024-05-18 20:00"]).has_only_midnights


def test_times_of_the_day_in_their_own_column() -> None:
    assert choose_clocks("Time", surveyed(["14:05", "9:30", "10:00:01"])) == ("%H:%M", "%H:%M:%S")
    with pytest.raises(FileRefused, match="UNREADABLE_TIMES"):
        choose_clocks("Time", surveyed(["morning"]))


_DAYS = st.lists(st.dates(date(2015, 1, 1), date(2025, 12, 31)), min_size=1, max_size=40)


@settings(deadline=None)
@given(_DAYS, st.booleans(), st.sampled_from("/-."), st.booleans(), st.integers(1, 50))
def test_numeric_dates_are_decided_exactly_when_a_day_proves_it(
    days: list[date], day_first: bool, mark: str, is_padded: bool, chunk: int
) -> None:
    pattern = f"%d{mark}%m{mark}%Y" if day_first else f"%m{mark}%d{mark}%Y"
    cells = [day.strftime(pattern) for day in days]
    if not is_padded:
        cells = [mark.join(part.lstrip("0") for part in cell.split(mark)) for cell in cells]
    survey = surveyed(cells, chunk)
    if all(day.day <= 12 for day in days) and any(day.day != day.month for day in days):
        with pytest.raises(FileRefused, match="AMBIGUOUS_DATE"):
            choose_dates("Date", survey, None, TODAY)
        return
    (found,) = choose_dates("Date", survey, None, TODAY).format.patterns
    assert [date(*time.strptime(cell, found)[:3]) for cell in cells] == days


_WAYS = (
    *("%Y-%m-%d %H:%M:%S", "%Y/%m/%dT%H:%M", "%d %b %Y %H:%M", "%d-%b-%Y %I:%M %p", "%B %d, %Y %H:%M:%S"),
    *("%d/%m/%Y %I:%M:%S %p", "%m/%d/%Y, %H:%M", "%d.%m.%Y %H:%M", "%Y%m%d %H:%M"),
)
_FIRST, _LAST = datetime.fromisoformat("2015-01-01"), datetime.fromisoformat("2025-12-01")
_MOMENTS = st.datetimes(_FIRST, _LAST).map(lambda moment: moment.replace(second=0, microsecond=0))


@settings(deadline=None)
@given(st.lists(_MOMENTS, min_size=1, max_size=20), st.sampled_from(_WAYS))
def test_what_is_chosen_reads_every_cell_as_it_was_meant(moments: list[datetime], pattern: str) -> None:
    meant = [*moments, datetime.fromisoformat("2024-03-17T14:05")]
    cells = pl.Series([moment.strftime(pattern) for moment in meant])
    choice = choose_dates("Date", surveyed(cells.to_list()), None, TODAY)
    assert parse_moments(cells, None, DateStyle(choice.format, "UTC", TODAY)).values.to_list() == meant


@settings(deadline=None)
@given(_DAYS, st.integers(1, 50))
def test_iso_dates_are_always_decided(days: list[date], chunk: int) -> None:
    survey = surveyed([day.isoformat() for day in days], chunk)
    assert choose_dates("Date", survey, None, TODAY).format.patterns == ("%Y-%m-%d",)
