"""What a caller is told of a cluster's failures: a code of ours, and not a word of the cluster's."""

from __future__ import annotations

import pytest

from backend.engine.druid.sql_cluster import coded
from druid.client import errors

SECRET = "SELECT secret FROM vault at historical-7:8083"  # a text to look for in answers, not a secret


@pytest.mark.parametrize(
    ("failure", "code", "status"),
    [
        (errors.Unreachable(SECRET), "ENGINE_UNAVAILABLE", 503),
        (errors.BreakerOpen(SECRET, retry_after=2.0), "ENGINE_UNAVAILABLE", 503),
        (errors.Failed(SECRET, status=500, detail=SECRET), "ENGINE_UNAVAILABLE", 503),
        (errors.TimedOut(SECRET), "ENGINE_TIMEOUT", 504),
        (errors.Busy(SECRET, retry_after=3.0), "OVERLOADED", 503),
        (errors.Starved(SECRET), "OVERLOADED", 503),
        (errors.Truncated(SECRET, rows_seen=4), "ENGINE_TRUNCATED", 502),
        (errors.Malformed(SECRET), "ENGINE_TRUNCATED", 502),
        (errors.TooLarge(SECRET), "TOO_MANY_GROUPS", 422),
        (errors.Refused(SECRET, status=400, category="INVALID_INPUT", detail=SECRET), "ENGINE_FAILED", 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_each_failure_has_its_code(failure: errors.DruidError, code: str, status: int) -> None:
    told = coded(failure)
    assert (told.code, told.status) == (code, status)
    assert "secret" not in told.message + told.hint
    assert "historical" not in told.message + told.hint


def test_a_busy_cluster_may_say_when() -> None:
    assert coded(errors.Busy("Busy.", retry_after=3.2)).hint == "Try again in 3 seconds."
    assert coded(errors.Busy("Busy.", retry_after=3600)).hint == "Try again in a second."
    assert coded(errors.Busy("Busy.")).hint == "Try again in a second."
