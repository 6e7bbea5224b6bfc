"""What a command says about the copy of the record on a cluster: lines for people, a part of the document for machines.

In: a `CopyOutcome`, `CopyAudit` or `CopyState`. Out: text lines or plain dictionaries; nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from druid.store.manifest import Withdrawn
from ingestion.copy import CopyOutcome
from ingestion.sink.port import CopyAudit, CopyState, Place, Published

LISTED = 10


def copy_lines(outcome: CopyOutcome | None) -> list[str]:
    """What became of the copy after a command; nothing where there is none."""
    if outcome is None:
        return []
    if failure := outcome.failure:
        told = f"{failure.code}: the record stands, but the cluster does not hold it. {failure.message}"
        return [told, f"  {failure.hint}"]
    return _published_lines(outcome.published) if outcome.published else []


def _published_lines(published: Published) -> list[str]:
    if published.is_unchanged:
        held = f"Druid: holds version {published.version} already; nothing was published."
        return [held, *_gap_lines(published.withdrawn)]
    resumed = " (went on from an earlier publication)" if published.resumed else ""
    parts = [f"Druid: holds version {published.version}{resumed}"]
    parts += [f"  base months published: {_few(published.months)}"] if published.months else []
    parts += [f"  rollup months built there: {len(published.rollups):,}"] if published.rollups else []
    parts += [f"  taken away: {_few([' '.join(place) for place in published.gone])}"] if published.gone else []
    parts += [f"  {step.name}: {step.rows:,} in {step.seconds:,.1f} s" for step in published.steps]
    return [*parts, *_gap_lines(published.withdrawn)]


def copy_json(outcome: CopyOutcome | None) -> dict[str, object] | None:
    if outcome is None:
        return None
    if failure := outcome.failure:
        error = {"code": failure.code, "message": failure.message, "hint": failure.hint}
        return {"outcome": "failed", "error": error}
    published = outcome.published
    if published is None:
        return None
    return {
        "outcome": "unchanged" if published.is_unchanged else "published",
        "resumed": published.resumed,
        "version": published.version,
        "document": published.document,
        "months": list(published.months),
        "rollups": _listed(published.rollups),
        "gone": _listed(published.gone),
        "withdrawn": [asdict(gap) for gap in published.withdrawn],
        "steps": [asdict(step) for step in published.steps],
    }


def state_lines(state: CopyState | None) -> list[str]:
    """What the cluster serves, beside what is loaded."""
    if state is None:
        return []
    if not state.record and not state.loading:
        return ["Druid: nothing is published; python -m ingestion publish"]
    lines = [f"Druid: serves version {state.record or 'none'}, {state.rows:,} lines in {state.months} months"]
    lines += [f"Druid: cannot be looked at: {state.fault}"] if state.fault else []
    lines += [f"Druid: behind the record: {_few(state.behind)}; python -m ingestion publish"] if state.behind else []
    lines += [f"Druid: being replaced: {_few(state.loading)}"] if state.loading else []
    lines += [f"Druid: not served now: {_few([' '.join(place) for place in state.unserved])}"] if state.unserved else []
    lines += [f"Druid: not built: {_few([' '.join(place) for place in state.missing])}"] if state.missing else []
    return [*lines, *_gap_lines(state.withdrawn)]


def state_json(state: CopyState | None) -> dict[str, object] | None:
    if state is None:
        return None
    return {
        "version": state.record or None,
        "document": state.document,
        "months": state.months,
        "lines": state.rows,
        "behind": list(state.behind),
        "loading": list(state.loading),
        "unserved": _listed(state.unserved),
        "missing": _listed(state.missing),
        "withdrawn": [asdict(gap) for gap in state.withdrawn],
        "fault": state.fault or None,
    }


def audit_lines(audit: CopyAudit | None) -> list[str]:
    if audit is None:
        return []
    if audit.is_equal:
        return ["Druid: equal; its base adds up to the record, every rollup to its base"]
    missing = [f"Druid: not built: {_few([' '.join(place) for place in audit.missing])}"] if audit.missing else []
    hint = ["  mend it with: python -m ingestion publish"]
    return ["Druid: not equal", *(f"Druid: {gap}" for gap in audit.gaps), *_gap_lines(audit.withdrawn), *missing, *hint]


def audit_json(audit: CopyAudit | None) -> dict[str, object] | None:
    if audit is None:
        return None
    return {
        "equal": audit.is_equal,
        "document": audit.document,
        "gaps": list(audit.gaps),
        "withdrawn": [asdict(gap) for gap in audit.withdrawn],
        "missing": _listed(audit.missing),
    }


def _gap_lines(gaps: Iterable[Withdrawn]) -> list[str]:
    told = "Druid: withdrawn: {0.table} {0.month}, {0.day} {0.measure} is {0.found}, the lines say {0.expected}"
    return [told.format(gap) for gap in gaps]


def _listed(places: Iterable[Place]) -> list[list[str]]:
    return [list(place) for place in places]


def _few(names: Sequence[str]) -> str:
    """The first names in full.

    >>> _few(["2024-01", "2024-02"]), _few([str(n) for n in range(12)])
    ('2024-01, 2024-02', '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more')
    """
    more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
