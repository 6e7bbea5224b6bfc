"""The golden calendar: every case of `golden/calendar.csv` was worked out by hand, with the reason beside it.

Blank cells are the defaults: Africa/Nairobi, weeks from Monday, years from January, the newest line at noon of the
anchor day. PP, PY and SW are PREVIOUS_PERIOD, PREVIOUS_YEAR and SAME_WEEKDAYS_LAST_YEAR; `utc` and `then_utc` give
the instants where days alone do not tell them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend.errors import InvalidRange
from backend.planner import make_plan
from backend.planner.plan import Window
from backend.planner.view import whole
from backend.question import Anchor, Comparison, ComparisonKind, DateSpan, Period, Question
from backend.tests.planner.snapshots import NOW, at, manifest_of
from druid.catalog.model import Grain
from druid.catalog.sales import SALES
from druid.store.manifest import Coverage

TABLE = Path(__file__).parent / "golden" / "calendar.csv"
KINDS = {
    "PP": ComparisonKind.PREVIOUS_PERIOD,
    "PY": ComparisonKind.PREVIOUS_YEAR,
    "SW": ComparisonKind.SAME_WEEKDAYS_LAST_YEAR,
}


@dataclass(frozen=True)
class Case:
    """One line of the table, blank cells filled."""

    cells: Mapping[str, str]

    @property
    def zone(self) -> str:
        return self.cells["zone"] or "Africa/Nairobi"

    @property
    def week(self) -> int:
        return int(self.cells["week"] or 1)

    @property
    def fiscal(self) -> int:
        return int(self.cells["fiscal"] or 1)

    @property
    def newest(self) -> datetime:
        """The moment of the newest line."""
        text = self.cells["anchor"]
        if "T" in text:
            return datetime.fromisoformat(text)
        return datetime.combine(date.fromisoformat(text), time(12), ZoneInfo(self.zone))

    @property
    def now(self) -> datetime | None:
        return datetime.fromisoformat(self.cells["now"]) if self.cells["now"] else None

    @property
    def span(self) -> DateSpan | None:
        return span_of(self.cells["dates"]) if self.cells["dates"] else None

    @property
    def compare(self) -> tuple[Comparison, ...]:
        return tuple(comparison_of(text) for text in self.many("compare"))

    def many(self, column: str) -> list[str]:
        return self.cells[column].split(" | ") if self.cells[column] else []

    def question(self) -> Question:
        return Question(
            ("lines",),
            period=Period(self.cells["period"]),
            span=self.span,
            grain=Grain(self.cells["grain"]) if self.cells["grain"] else None,
            timezone=self.zone,
            compare=self.compare,
            anchor=Anchor.DATA if self.now is None else Anchor.NOW,
            start_of_week=self.week,
            fiscal_start=self.fiscal,
        )

    def windows(self) -> tuple[Window, ...]:
        newest = self.newest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
        manifest = replace(manifest_of(newest), coverage=(Coverage("2005-01-01", "2030-12-31"),))
        return make_plan(self.question(), SALES, whole(manifest), self.now or NOW).windows


def span_of(text: str) -> DateSpan:
    start, end = (
        datetime.fromisoformat(part) if "T" in part else date.fromisoformat(part) for part in text.split("..")
    )
    return DateSpan(start, end)


def comparison_of(text: str) -> Comparison:
    name, _, dates = text.partition(" ")
    return Comparison(KINDS[name]) if not dates else Comparison(ComparisonKind.CUSTOM, span_of(dates))


def cases() -> list[Case]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Case(row) for row in csv.DictReader(file, delimiter=";", strict=True)]


CASES = cases()


def named(case: Case) -> str:
    return case.cells["case"]


def days(window: Window) -> str:
    return f"{window.first_day}..{window.last_day}"


def instants(window: Window) -> tuple[int, int]:
    return window.start_ms, window.end_ms


def instants_of(text: str) -> tuple[int, int]:
    start, end = text.split("..")
    return at(start), at(end)


def test_the_table_is_whole() -> None:
    """Each line has every cell and a reason; names are used once; every period, comparison and grain is there."""
    assert len(CASES) >= 80
    assert len({named(case) for case in CASES}) == len(CASES)
    assert all(None not in case.cells and None not in case.cells.values() and case.cells["why"] for case in CASES)
    assert {case.cells["period"] for case in CASES} == set(Period) - {Period.ALL}
    assert {one.kind for case in CASES for one in case.compare} == set(ComparisonKind)
    assert {case.cells["grain"] for case in CASES} == {"", *Grain}
    assert {case.fiscal for case in CASES} == {1, 4, 7, 10}
    assert {case.week for case in CASES} == {1, 6, 7}


@pytest.mark.parametrize("case", CASES, ids=named)
def test_windows_are_those_of_the_calendar(case: Case) -> None:
    current, *earlier = case.windows()
    assert days(current) == case.cells["current"], case.cells["why"]
    assert ("yes" if current.whole else "no") == case.cells["whole"], case.cells["why"]
    assert [days(window) for window in earlier] == case.many("then"), case.cells["why"]
    if case.cells["utc"]:
        assert instants(current) == instants_of(case.cells["utc"]), case.cells["why"]
    if case.cells["then_utc"]:
        assert [instants(window) for window in earlier] == [instants_of(text) for text in case.many("then_utc")]


@pytest.mark.parametrize("case", [case for case in CASES if case.cells["grain"]], ids=named)
def test_buckets_are_called_by_the_calendar(case: Case) -> None:
    (current, *_) = case.windows()
    labels, statuses = case.many("labels"), case.many("statuses")
    assert [bucket.label for bucket in current.buckets][: len(labels)] == labels, case.cells["why"]
    assert [bucket.status for bucket in current.buckets][: len(statuses)] == statuses, case.cells["why"]
    assert current.buckets[0].start_ms == current.start_ms
    assert current.buckets[-1].end_ms == current.end_ms


@pytest.mark.parametrize("case", CASES, ids=named)
def test_no_window_is_empty_and_none_overlaps_the_current(case: Case) -> None:
    """However a window was found: it holds time, and an earlier one of the calendar ends before the current begins."""
    current, *earlier = case.windows()
    assert all(window.start_ms < window.end_ms for window in (current, *earlier))
    before = [w for w in earlier if w.comparison is None or w.comparison.kind is not ComparisonKind.CUSTOM]
    assert all(window.end_ms <= current.start_ms for window in before)


def test_a_day_that_clocks_skipped_cannot_be_asked() -> None:
    asked = Question(("lines",), period=Period.CUSTOM, span=span_of("2011-12-30..2011-12-30"), timezone="Pacific/Apia")
    with pytest.raises(InvalidRange, match="skipped 2011-12-30"):
        make_plan(asked, SALES, whole(manifest_of()), NOW)
