"""Answers of reports, computed or standing in: which table served, which were passed over and why, how it ended.

Comes in: a report's name and its whole envelope, from which only codes and names of tables are taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.metrics.counting import Counted, Timed

CHOSEN = "CHOSEN"
"""The reason beside a table that served."""

_answers = Counted("answers_total")
_durations = Timed("answer_duration_seconds")
_incomplete = Counted("answers_incomplete_total")
_stale = Counted("answers_stale_total")
_choices = Counted("rollup_choices_total")


def told(report: str, engine: str, base: str, envelope: Mapping[str, Any]) -> None:
    """Count one answer. `base` names the table of lines; `tookMs` of the metadata is how long it took."""
    metadata, error = envelope["metadata"], envelope["error"]
    if metadata["stale"]:
        _stale.add()
        _answers.add(report, engine, "kept", "stale")
        return
    source = metadata["source"] or {"parts": (), "rejected": ()}
    served = {part["table"] for part in source["parts"]}
    for table in served:
        _choices.add(table, CHOSEN)
    for table, reason in {(passed["table"], passed["reason"]) for passed in source["rejected"]}:
        _choices.add(table, reason)
    _durations.add(report, engine, seconds=metadata["tookMs"] / 1000)
    _answers.add(report, engine, _source(served, base), _outcome(error, is_whole=metadata["complete"]))
    if error is None and not metadata["complete"]:
        for code in {warning["code"] for warning in metadata["warnings"]} or {"OTHER"}:
            _incomplete.add(code)


def _source(served: set[str], base: str) -> str:
    if not served:
        return "none"
    if base not in served:
        return "rollup"
    return "base" if len(served) == 1 else "both"


def _outcome(error: Mapping[str, Any] | None, *, is_whole: bool) -> str:
    if error is not None:
        return str(error["code"])
    return "answered" if is_whole else "incomplete"
