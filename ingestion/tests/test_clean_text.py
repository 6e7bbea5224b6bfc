"""Names and statuses: what stays as written, what is merged, what is refused."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.clean.text import STATUS_WORDS, Spellings, TextStyle, parse_names


def read(cell: str | None, style: TextStyle | None = None) -> tuple[str | None, str | None]:
    parsed = parse_names(pl.Series([cell], dtype=pl.String), style or TextStyle())
    return parsed.values[0], parsed.rules[0]


@pytest.mark.parametrize(
    "cell",
    ["NA", "null", "None", "-", "00123", "17850", "1e5", "1.50", "=SUM(A1)", "+254", "@x", "a\nb", "a  b", "true"],
)
def test_text_is_never_interpreted(cell: str) -> None:
    assert read(cell) == (cell, None)


@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0\t "])
def test_empty_is_missing(cell: str | None) -> None:
    assert read(cell) == (None, None)


def test_spellings_that_look_the_same_become_one_and_are_counted() -> None:
    cells = ["Cafe\u0301", "Caf\u00e9", " Caf\u00e9", "Caf\u00e9\u00a0", "Caf\u00e9"]
    parsed = parse_names(pl.Series(cells), TextStyle())
    assert parsed.values.unique().to_list() == ["Caf\u00e9"]
    assert parsed.warnings == {"NAME_MERGED": 3}
    assert read("Tea\u00a0Room") == ("Tea Room", None)


def test_names_that_differ_by_case_are_kept_apart_and_counted_once() -> None:
    spellings = Spellings()
    assert parse_names(pl.Series(["Thika", "THIKA"]), TextStyle()).values.to_list() == ["Thika", "THIKA"]
    chunks: list[list[str | None]] = [["Thika", "Kisumu"], ["THIKA", "Thika"], ["THIKA"], ["thika", "kisumu", None]]
    assert [spellings.count_new_variants("branch", pl.Series(chunk)) for chunk in chunks] == [0, 1, 0, 2]


@pytest.mark.parametrize("cell", ["a\x00b", "\x07", "a\x1fb", "a\x7f", "\x0bcell"])
def test_control_characters_are_refused(cell: str) -> None:
    assert read(cell)[1] == "CONTROL_CHARACTER"


@pytest.mark.parametrize("cell", ["a\u200bb", "\u202eabc", "\ufeffabc", "a\u00adb", "\x1b[31mred"])
def test_characters_that_do_not_show_are_kept_with_a_warning(cell: str) -> None:
    parsed = parse_names(pl.Series([cell, cell, "plain"]), TextStyle())
    assert parsed.values.to_list() == [cell, cell, "plain"]
    assert parsed.warnings["INVISIBLE_CHARACTER"] == 2


@pytest.mark.parametrize("cell", ["1.2E+11", "1,2E+11", "5e+09", "1E+100"])
def test_order_numbers_that_a_spreadsheet_damaged(cell: str) -> None:
    assert read(cell, TextStyle(is_order_id=True)) == (cell, "ID_DAMAGED")
    assert read(cell) == (cell, None)


@pytest.mark.parametrize("cell", ["1E5", "1.2E11", "12E+3", "INV-1E+5", "536365"])
def test_order_numbers_that_only_look_damaged(cell: str) -> None:
    assert read(cell, TextStyle(is_order_id=True)) == (cell, None)


def test_aliases_apply_after_trimming() -> None:
    style = TextStyle(aliases={"NAIROBI": "Nairobi", "NRB": "Nairobi"})
    parsed = parse_names(pl.Series([" NAIROBI ", "NRB", "nrb", "Nairobi"]), style)
    assert parsed.values.to_list() == ["Nairobi", "Nairobi", "nrb", "Nairobi"]


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Completed", "completed"),
        ("PAID", "completed"),
        ("Shipped ", "completed"),
        ("on-hold", "pending"),
        ("In_Progress", "pending"),
        ("Canceled", "cancelled"),
        ("VOID", "cancelled"),
        ("completed", "completed"),
    ],
)
def test_statuses_by_their_synonyms(cell: str, status: str) -> None:
    assert read(cell, TextStyle(is_status=True)) == (status, None)


def test_a_status_nobody_knows() -> None:
    assert read("refunded?", TextStyle(is_status=True)) == ("refunded?", "STATUS")
    assert read("refunded?", TextStyle({"refunded?": "Cancelled"}, is_status=True)) == ("cancelled", None)
    assert read(None, TextStyle(is_status=True)) == (None, None)


def test_no_word_means_two_statuses() -> None:
    words = [word for synonyms in STATUS_WORDS.values() for word in synonyms]
    assert len(words) == len(set(words))


SPACES = " \t\n\r\u00a0\u2007\u202f"


@settings(deadline=None)
@given(
    st.lists(
        st.none()
        | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]) | st.sampled_from(SPACES))
    )
)
def test_tidying_agrees_with_python(cells: list[str | None]) -> None:
    def tidy(cell: str) -> str | None:
        joined = "".join(" " if character in "\u00a0\u2007\u202f" else character for character in cell)
        return unicodedata.normalize("NFC", joined.strip()) or None

    parsed = parse_names(pl.Series(cells, dtype=pl.String), TextStyle())
    assert parsed.values.to_list() == [None if cell is None else tidy(cell) for cell in cells]
    assert parsed.rules.null_count() == len(cells)
