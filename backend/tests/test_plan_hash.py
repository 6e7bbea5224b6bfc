"""One plan has one hash: tables, windows, measures and what was passed over count, and nothing of what was asked."""

from __future__ import annotations

from typing import Any

import pytest

from backend.envelope import plan_hash

PART = {"table": "sales_hourly", "window": "current", "start": "2024-03-01", "end": "2024-04-01", "measures": ["lines"]}
PASSED = {"table": "sales_daily_product", "reason": "DIMENSION_MISSING", "field": "branch"}


def hashed(
    part: dict[str, Any], report: str = "salesOverview", rejected: tuple[dict[str, Any], ...] = ()
) -> str | None:
    return plan_hash([(report, {"parts": [part], "rejected": list(rejected)})])


def test_days_do_not_count() -> None:
    assert hashed(PART) == hashed({**PART, "start": "2020-01-01", "end": "2021-01-01"})


@pytest.mark.parametrize(
    "other",
    [
        hashed({**PART, "table": "sales_analytics"}),
        hashed({**PART, "window": "comparison[0]"}),
        hashed({**PART, "measures": ["orders"]}),
        hashed(PART, report="salesTrends"),
        hashed(PART, rejected=(PASSED,)),
    ],
)
def test_the_way_counts(other: str | None) -> None:
    assert other is not None
    assert other != hashed(PART)


def test_nothing_planned_has_none() -> None:
    assert plan_hash([("salesOverview", None)]) is None
