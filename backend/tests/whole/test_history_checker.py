"""The checker itself can fail: each kind of anomaly, put into a history by hand, is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backend.tests.whole.history import Read, anomalies
from backend.tests.whole.published import Facts, Line, Load, after, facts_of

TEA = Line("2024-01-01", "Food", "Nairobi", 1000, 2, 400)
SOAP = Line("2024-02-01", "Home", "Thika", 50, 1, 20)
OLD, NEW = facts_of([TEA]), facts_of([TEA, SOAP])
PUBLISHED: list[tuple[str, Facts]] = [("v1", OLD), ("v2", NEW)]
GOOD = Read(1, 1, "v1", ("v2", "v2"), {"overview": NEW["overview"], "branches": NEW["branches"]})


def test_facts_by_hand() -> None:
    assert NEW == {
        "overview": (105_000, 63_000, 3, 2),
        "productLines": {"Food": (100_000, 60_000, 2), "Home": (5_000, 3_000, 1)},
        "totals": (105_000, 63_000, 3),
        "branches": {"Nairobi": 100_000, "Thika": 5_000},
        "months": {"2024-01": 100_000, "2024-02": 5_000},
        "storedLines": 2,
    }


def test_a_replace_takes_out_the_days_of_its_branches() -> None:
    other = replace(TEA, branch="Kisumu")
    fresh = replace(TEA, gross=7)
    assert after((TEA, other, SOAP), Load("x", (fresh,), replaces=True)) == (other, SOAP, fresh)
    both = (fresh, replace(SOAP, branch="Kisumu"))
    assert after((TEA, other, SOAP), Load("x", both, replaces=True)) == (SOAP, *both)
    assert after((TEA,), Load("x", (SOAP,))) == (TEA, SOAP)


def test_a_good_history_has_no_anomaly() -> None:
    first = Read(1, 0, None, ("v1",), {"overview": OLD["overview"]})
    assert anomalies(PUBLISHED, [GOOD, first]) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"versions": ("v1", "v2")}, "one operation over"),
        ({"versions": ("v3", "v3")}, "never published"),
        ({"floor": "v2", "versions": ("v1", "v1"), "answers": {}}, "was reported before"),
        ({"answers": {"overview": NEW["overview"], "branches": OLD["branches"]}}, "branches of v2 is"),
        ({"answers": {"overview": OLD["overview"]}}, "overview of v2 is"),
    ],
)
def test_anomalies_are_found(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in " ".join(anomalies(PUBLISHED, [replace(GOOD, **changes)]))


def test_time_does_not_go_backwards_for_a_client() -> None:
    later = Read(1, 2, None, ("v1",), {})
    assert anomalies(PUBLISHED, [later, GOOD]) == ["client 1: v1 after v2"]
    assert anomalies(PUBLISHED, [replace(later, client=2), GOOD]) == []
