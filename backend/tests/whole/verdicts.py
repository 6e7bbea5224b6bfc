"""What an answer is worth when the engine misbehaves: right, flagged, coded, or wrong, which it must never be.

In: an envelope of a question, the facts of every published version. Out: a `Verdict` and what was seen. A right answer
equals the newest version; a flagged one says that it is old or that a load is under way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.error_table import ERRORS
from backend.tests.whole.clients import READERS
from backend.tests.whole.published import Facts

LOADING, STALE = "LOAD_IN_PROGRESS", "STALE_ANSWER"
TROUBLE = frozenset(
    (
        *("ENGINE_UNAVAILABLE", "ENGINE_TIMEOUT", "ENGINE_TRUNCATED", "ENGINE_FAILED", "OVERLOADED"),
        *("SEGMENTS_UNAVAILABLE", "VERSION_GONE", "REQUEST_TIMEOUT"),
    )
)
"""Codes that an engine in trouble may give; each is a 5xx that says when or whether to try again."""


class Verdict(StrEnum):
    RIGHT = "right"
    FLAGGED = "flagged"
    CODED = "coded"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Verdict
    seen: str


def judge(name: str, envelope: Mapping[str, Any], versions: Mapping[str, Facts], fresh: Collection[str] = ()) -> Judged:
    """`versions` in the order of their publication; unflagged answers must be of the newest, or of those in `fresh`."""
    if envelope["error"] is not None:
        return _coded(envelope)
    version = envelope["metadata"]["dataVersion"]
    warned = {warning["code"] for warning in envelope["metadata"]["warnings"]}
    is_equal = version in versions and READERS[name](envelope["data"]) == versions[version][name]
    if envelope["metadata"]["stale"]:
        return Judged(Verdict.FLAGGED if is_equal and STALE in warned else Verdict.WRONG, f"stale, {version}")
    if not envelope["metadata"]["complete"]:
        return Judged(Verdict.FLAGGED if LOADING in warned else Verdict.WRONG, f"incomplete, {sorted(warned)}")
    is_newest = version in (fresh or list(versions)[-1:])
    told = f"{version}, {READERS[name](envelope['data'])}"
    return Judged(Verdict.RIGHT if is_equal and is_newest else Verdict.WRONG, told)


def _coded(envelope: Mapping[str, Any]) -> Judged:
    code = envelope["error"]["code"]
    is_told = code in TROUBLE and envelope["data"] is None and bool(envelope["error"]["hint"])
    known = {error.code for error in ERRORS}
    return Judged(Verdict.CODED if is_told and code in known else Verdict.WRONG, code)
