"""Misspelt members: named in a warning with the nearest names, in short lists and in long ones."""

from __future__ import annotations

import polars as pl
import pytest

from backend.question import Filter, Period
from backend.reports.spec import Arguments
from backend.reports.warnings import MOST_ALIKE, MOST_LIKELY, MOST_NOTES, likely_members
from backend.tests.asking import asking
from backend.tests.reports.shops import loaded

LONG = pl.Series([f"Customer {n:06}" for n in range(30_000)] + ["Umoja Traders", "Zawadi Stores", "ÉCOLE Thika", "B"])


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Umoja Tradres", "Umoja Traders"),
        ("moja Traders", "Umoja Traders"),
        ("umoja traders", "Umoja Traders"),
        ("Sawadi Stores", "Zawadi Stores"),
        ("école thika", "ÉCOLE Thika"),
        ("Customer 02345", "Customer 023456"),
        ("B", "B"),
    ],
)
def test_long_lists_are_searched_by_letters(asked: str, meant: str) -> None:
    """A slip in the first letter is a slip like any other."""
    assert len(LONG) > MOST_LIKELY
    found = likely_members(asked, LONG)
    assert meant in found
    assert len(found) <= MOST_ALIKE


def test_nothing_alike_is_nothing() -> None:
    assert likely_members("%%%%", LONG) == []


async def test_a_misspelt_member_is_named_and_counts_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = ["date,item,shop,revenue", "2024-03-01,Salt,Thika,10", "2024-03-01,Salt,thika,5", "2024-03-02,Soap,Ruiru,7"]
    store = loaded(tmp_path_factory.mktemp("names"), lines)
    async with asking(store) as asker:
        for name, nearest in (("Thikka", ["'Thika'", "'thika'"]), ("RUIRU", ["'Ruiru'"]), ("Zanzibar", [])):
            envelope = await asker.envelope("topProducts", ask(name))
            (warning,) = [one for one in envelope["metadata"]["warnings"] if one["code"] == "UNKNOWN_MEMBER"]
            assert f"'{name}'" in warning["message"]
            assert all(near in warning["message"] for near in nearest), warning
            assert ("Nearest" in warning["message"]) == bool(nearest)
            assert envelope["data"] == []
        excluded = await asker.envelope("topProducts", Arguments(filters=(Filter("branch", excluded=("Thikka",)),)))
        assert "UNKNOWN_MEMBER" in {one["code"] for one in excluded["metadata"]["warnings"]}
        many = await asker.envelope("topProducts", ask(*(f"X{n}" for n in range(40))))
        told = [one for one in many["metadata"]["warnings"] if one["code"] == "UNKNOWN_MEMBER"]
        assert len(told) == MOST_NOTES + 1


async def test_a_part_of_no_name_is_said_to_be_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = ["date,item,shop,revenue", "2024-03-01,Salt,Thika,10", "2024-03-02,Soap,Straße,7"]
    store = loaded(tmp_path_factory.mktemp("parts"), lines)
    async with asking(store) as asker:
        for text, is_known in (("HIK", True), ("ss", False), ("STRA", True), ("%", False), ("zz", False)):
            asked = Arguments(period=Period.ALL, compare=(), filters=(Filter("branch", contains=text),))
            envelope = await asker.envelope("topProducts", asked)
            codes = [one["code"] for one in envelope["metadata"]["warnings"]]
            assert ("UNKNOWN_MEMBER" in codes) == (not is_known and text != "ss"), text
            assert bool(envelope["data"]) == is_known, text


def ask(*names: str) -> Arguments:
    return Arguments(period=Period.ALL, compare=(), filters=(Filter("branch", names),))
