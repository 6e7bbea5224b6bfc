"""Append, replace, keys and duplicates: what a second file does to what is loaded, by decisions 1 to 3."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from ingestion.errors import IngestionError
from ingestion.run import Request, load_file
from ingestion.sink.port import Mode, ReplacedDay, Totals
from ingestion.sink.store import Store
from ingestion.tests.sales_store import (
    NOW,
    Sale,
    load_sales,
    make_store,
    manifest_of,
    revenue,
    stored_lines,
    write_sales,
)
from ingestion.verify import undo_load
from ingestion.watch import Watch

FIRST = Sale("2024-01-10 10:00:00", "10.00", "A1", "Tea")
SECOND = Sale("2024-01-10 10:00:00", "20.00", "A1", "Milk")
THIRD = Sale("2024-01-11 09:00:00", "30.00", "A2", "Tea", branch="Thika")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "store")


def refusal(store: Store, sales: list[Sale], mode: Mode = Mode.APPEND, *, key: bool = True) -> IngestionError:
    before = manifest_of(store) if revenue(store) else None
    with pytest.raises(IngestionError) as caught:
        load_sales(store, sales, mode, name="refused", key=key)
    assert (manifest_of(store) if before else None) == before
    return caught.value


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    first = load_sales(store, [FIRST, SECOND])
    again = load_sales(store, [FIRST, SECOND])
    assert again.already
    assert again.exit_code == 0
    assert again.record == first.record
    assert manifest_of(store).sequence == 1


def test_without_a_key_equal_lines_are_kept_and_counted(store: Store) -> None:
    inside = load_sales(store, [FIRST, FIRST, FIRST, SECOND])
    assert inside.record.warnings["MAYBE_DUPLICATE"] == 2
    across = load_sales(store, [FIRST, SECOND, SECOND, THIRD], name="across")
    assert across.record.warnings["MAYBE_DUPLICATE"] == 3
    assert revenue(store) == (10 * 3 + 20 + 10 + 20 * 2 + 30) * 10_000


def test_an_exact_repeat_of_a_key_is_a_duplicate(store: Store) -> None:
    outcome = load_sales(store, [FIRST, SECOND, FIRST, FIRST], key=True)
    assert outcome.record.lines["duplicate"] == 2
    assert outcome.record.money["gross_revenue"] == {
        "in": 500_000,
        "loaded": 300_000,
        "duplicate": 200_000,
        "quarantined": 0,
    }
    assert [row["line"] for row in stored_lines(store)] == [2, 3]
    later = load_sales(store, [SECOND, THIRD], key=True, name="later")
    assert later.record.lines["duplicate"] == 1
    assert revenue(store) == 600_000


def test_a_key_with_two_meanings_goes_to_quarantine_with_all_its_lines(store: Store) -> None:
    outcome = load_sales(store, [FIRST, replace(FIRST, gross_revenue="11.00"), SECOND, FIRST], key=True)
    assert outcome.record.lines == {
        "in": 4,
        "loaded": 1,
        "duplicate": 0,
        "quarantined": 3,
        "blank": 0,
        "repeated headers": 0,
    }
    assert outcome.exit_code == 1
    assert outcome.quarantine is not None
    rows = pl.read_csv(outcome.quarantine, infer_schema=False)
    assert rows["_line"].to_list() == ["2", "3", "5"]
    assert rows["_rule"].to_list() == ["KEY_CONFLICT"] * 3
    assert rows["grossRevenue"].to_list() == ["10.00", "11.00", "10.00"]


def test_a_fixed_quarantine_file_closes_the_gap(store: Store) -> None:
    broken = replace(THIRD, gross_revenue="thirty")
    outcome = load_sales(store, [FIRST, SECOND, broken])
    assert outcome.quarantine is not None
    assert outcome.record.lines["quarantined"] == 1
    fixed = outcome.quarantine.read_text().replace("thirty", "30.00", 1)
    path = store.path.parent / "fixed.csv"
    path.write_text(fixed)
    closed = load_file(store, Request(path, mode=Mode.REPLACE), NOW, Watch())
    assert closed.record.mode == "append"
    assert revenue(store) == 600_000


def test_append_refuses_a_loaded_key_with_other_values(store: Store) -> None:
    load_sales(store, [FIRST, SECOND], key=True)
    error = refusal(store, [replace(FIRST, gross_revenue="12.00"), replace(SECOND, customer="Otieno"), THIRD])
    assert error.code == "OVERLAP"
    assert error.message.startswith("2 lines")
    assert error.exit_code == 2


def test_replace_judges_keys_after_removal(store: Store) -> None:
    load_sales(store, [FIRST, SECOND, THIRD], key=True)
    load_sales(store, [replace(FIRST, gross_revenue="12.00")], Mode.REPLACE, key=True, name="corrected")
    assert revenue(store) == (12 + 30) * 10_000
    moved = replace(THIRD, time="2024-02-01 09:00:00", gross_revenue="31.00")
    assert refusal(store, [moved], Mode.REPLACE).code == "OVERLAP"


def test_replace_deletes_days_of_the_files_branches_only(store: Store) -> None:
    load_sales(store, [FIRST, replace(FIRST, branch="Thika"), THIRD, replace(THIRD, branch="Nairobi")])
    outcome = load_sales(store, [replace(FIRST, gross_revenue="1.00")], Mode.REPLACE, name="corrected")
    assert outcome.landing is not None
    assert outcome.landing.replaced == (ReplacedDay("2024-01-10", "Nairobi", Totals(1, 100_000), Totals(1, 10_000)),)
    assert revenue(store) == (1 + 10 + 30 + 30) * 10_000


def test_replace_deletes_whole_days_when_a_line_names_no_branch(store: Store) -> None:
    load_sales(store, [FIRST, replace(FIRST, branch="Thika"), THIRD])
    nameless = replace(FIRST, gross_revenue="1.00", branch="")
    load_sales(store, [nameless, replace(FIRST, gross_revenue="2.00")], Mode.REPLACE, name="corrected")
    assert revenue(store) == (1 + 2 + 30) * 10_000


def test_replace_goes_by_local_days(store: Store) -> None:
    late_evening = Sale("2024-01-10T21:30:00Z", "5.00")
    load_sales(store, [Sale("2024-01-10T20:30:00Z", "7.00"), late_evening])
    load_sales(store, [replace(late_evening, gross_revenue="6.00")], Mode.REPLACE, name="corrected")
    assert revenue(store) == (7 + 6) * 10_000


def test_undo_goes_back_one_load_at_a_time_and_frees_the_file(store: Store) -> None:
    load_sales(store, [FIRST], name="one")
    load_sales(store, [SECOND], name="two")
    load_sales(store, [THIRD], name="three")
    assert undo_load(store, NOW).undone == ("00000003-" + manifest_of(store).undone[0][9:],)
    assert revenue(store) == 300_000
    undo_load(store, NOW)
    assert revenue(store) == 100_000
    undo_load(store, NOW)
    assert revenue(store) == 0
    assert manifest_of(store).sequence == 6
    with pytest.raises(IngestionError, match="NOTHING_TO_UNDO"):
        undo_load(store, NOW)
    assert not load_sales(store, [SECOND], name="two").already
    assert revenue(store) == 200_000


def test_a_file_without_a_good_line_is_refused_and_its_lines_are_kept_to_fix(store: Store) -> None:
    load_sales(store, [FIRST])
    error = refusal(store, [replace(SECOND, gross_revenue="x")], Mode.REPLACE, key=False)
    assert error.code == "NO_LINES"
    assert sorted(path.suffix for path in store.quarantine.iterdir()) == [".csv", ".yaml"]


def test_totals_past_the_range_are_refused(store: Store) -> None:
    largest = Sale("2024-01-10 10:00:00", "999999999999.00")
    load_sales(store, [largest] * 230)
    error = refusal(store, [largest] * 232, key=False)
    assert error.code == "TOTAL_RANGE"
    assert revenue(store) == 230 * 999_999_999_999 * 10_000


def test_another_zone_or_currency_is_refused(store: Store) -> None:
    load_sales(store, [FIRST])
    path = write_sales(store.path.parent / "more.csv", [SECOND])
    for other in (replace(store, timezone="Europe/London"), replace(store, currency="UGX")):
        with pytest.raises(IngestionError, match="STORE_SETTINGS"):
            load_file(other, Request(path), NOW, Watch())
    assert manifest_of(store).sequence == 1


def test_covers_widens_what_the_file_speaks_for(store: Store) -> None:
    path = write_sales(store.path.parent / "quiet.csv", [FIRST])
    load_file(store, Request(path, covers=("2024-01-01", "2024-01-31")), NOW, Watch())
    (coverage,) = manifest_of(store).coverage
    assert (coverage.first_day, coverage.last_day, coverage.branch) == ("2024-01-01", "2024-01-31", "Nairobi")
