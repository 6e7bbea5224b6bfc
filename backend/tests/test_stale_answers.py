"""The last good answer stands in while the engine is away: marked, not too old, for the same question only."""

from __future__ import annotations

from typing import Any

import pytest

from backend.access.policy import EVERYTHING, RowPolicy
from backend.envelope import Facts, failure, success
from backend.errors import (
    EngineFailed,
    EngineTimeout,
    EngineTruncated,
    EngineUnavailable,
    InvalidRange,
    Overloaded,
    SalesError,
    SegmentsDiffer,
    SegmentsUnavailable,
    ZoneDiffers,
)
from backend.question import Filter
from backend.reports.session import Conventions
from backend.reports.spec import Arguments, Outcome
from backend.stale import LARGEST, LastAnswers

WHOLE = EVERYTHING.digest
BRANCH = RowPolicy((Filter("branch", ("Thika",)),)).digest
KEY = ("salesOverview", Arguments(), Conventions(), WHOLE)
OTHER = (
    ("salesTrends", Arguments(), Conventions(), WHOLE),
    ("salesOverview", Arguments(timezone="UTC"), Conventions(), WHOLE),
    ("salesOverview", Arguments(), Conventions(currency="USD"), WHOLE),
    ("salesOverview", Arguments(), Conventions(), BRANCH),
)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def facts(request: str) -> Facts:
    return Facts(request, "druid", "KES", "Africa/Nairobi", "00000001-aa")


def answered(data: object = 7, *, complete: bool = True) -> dict[str, Any]:
    return success(Outcome(data, complete=complete), facts("first"))


def failed(error: SalesError | None = None) -> dict[str, Any]:
    return failure(error or EngineUnavailable("Away."), facts("second"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_an_outage_is_answered_by_the_last_answer_marked(clock: Clock) -> None:
    last = LastAnswers(900, clock)
    last.keep(KEY, answered(1))
    last.keep(KEY, answered(2))
    clock.now += 61.5
    told = last.instead_of(KEY, failed())
    metadata = told["metadata"]
    assert (told["data"], told["error"], metadata["stale"]) == (2, None, True)
    assert (metadata["requestId"], metadata["dataVersion"]) == ("second", "00000001-aa")
    assert metadata["cache"] == {"hit": True, "ageMs": 61_500}
    assert [warning["code"] for warning in metadata["warnings"]] == ["STALE_ANSWER"]
    assert len(last.instead_of(KEY, failed())["metadata"]["warnings"]) == 1


def test_it_is_given_up_with_age(clock: Clock) -> None:
    last = LastAnswers(900, clock)
    last.keep(KEY, answered())
    clock.now += 901
    assert last.instead_of(KEY, failed()) == failed()


@pytest.mark.parametrize("key", OTHER, ids=["report", "arguments", "conventions", "policy"])
def test_another_question_has_another_answer(key: tuple[str, Arguments, Conventions, str], clock: Clock) -> None:
    last = LastAnswers(900, clock)
    last.keep(KEY, answered())
    assert last.instead_of(key, failed())["error"]["code"] == "ENGINE_UNAVAILABLE"


@pytest.mark.parametrize(
    ("error", "stands_in"),
    [
        (EngineUnavailable("."), True),
        (EngineTimeout("."), True),
        (EngineTruncated("."), True),
        (SegmentsUnavailable("."), True),
        (SegmentsDiffer("."), False),
        (Overloaded("."), False),
        (EngineFailed("."), False),
        (ZoneDiffers("."), False),
        (InvalidRange("."), False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, SalesError) else "",
)
def test_only_for_an_engine_that_is_away(error: SalesError, stands_in: bool, clock: Clock) -> None:
    last = LastAnswers(900, clock)
    last.keep(KEY, answered())
    assert (last.instead_of(KEY, failed(error))["error"] is None) is stands_in


def test_what_may_not_be_whole_or_is_too_large_is_not_kept(clock: Clock) -> None:
    last = LastAnswers(900, clock)
    last.keep(KEY, answered(complete=False))
    last.keep(KEY, answered("x" * LARGEST))
    assert last.instead_of(KEY, failed())["error"] is not None


def test_an_operator_may_say_never(clock: Clock) -> None:
    last = LastAnswers(0, clock)
    last.keep(KEY, answered())
    assert last.instead_of(KEY, failed())["error"] is not None
