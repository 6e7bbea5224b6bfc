"""The log's line of a load that was asked for over HTTP and has ended: counts, hashes and codes, no names.

In: an attempt's last event of progress and its report, None for a loader that died. Out: the fields of the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LINES = ("loaded", "duplicate", "quarantined", "blank")
MONEY = ("loaded", "duplicate", "quarantined")


def ended_facts(report: Mapping[str, Any] | None, progress: Mapping[str, Any] | None) -> dict[str, object]:
    """`stage` is what it was doing last; `money_delta` is what came in and is neither loaded nor set aside: 0."""
    told = progress or {}
    stage = told.get("stage") or told.get("phase")
    if report is None:
        return {"outcome": "failed", "code": "INTERRUPTED", "stage": stage}
    error = report.get("error")
    if error:
        ended = "refused" if report["exitCode"] == 2 else "failed"
        return {"outcome": "cancelled" if error["code"] == "STOPPED" else ended, "code": error["code"], "stage": stage}
    load = report.get("load")
    outcome = {"outcome": report.get("outcome") or "undone", "stage": stage}
    return outcome if load is None else {**outcome, **_counts(load)}


def _counts(load: Mapping[str, Any]) -> dict[str, object]:
    missing = sum(parts["in"] - sum(parts.get(part, 0) for part in MONEY) for parts in load["money"].values())
    return {
        "load_id": load["load_id"],
        "file_hash": load["sha256"][:12],
        "lines_in": load["lines"]["in"],
        **{part: load["lines"].get(part, 0) for part in LINES},
        "money_delta": missing,
    }
