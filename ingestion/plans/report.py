"""What the commands say about targets and rates: text for people, plain values for machines.

In: outcomes and manifests. Out: lines of text or dictionaries; nothing is printed here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from druid.store.manifest import Manifest
from ingestion.copy_report import copy_json, copy_lines
from ingestion.errors import RowsRefused
from ingestion.plans.load import PlanOutcome


def plan_text(outcome: PlanOutcome) -> str:
    """The report of one file."""
    told = f"{outcome.file}: {outcome.rows:,} {outcome.kind}"
    if outcome.record is None:
        first = f"{told}, loaded already as they are; nothing changed."
    else:
        first = f"{told} loaded as {outcome.record.load_id}, version {outcome.version}"
    said = (f"warning {notice.code}: {notice.message}" for notice in outcome.notices)
    return "\n".join([first, f"{outcome.kind} in all: {outcome.kept:,}", *said, *copy_lines(outcome.copy)])


def plan_json(outcome: PlanOutcome) -> dict[str, object]:
    return {
        "file": outcome.file,
        "kind": str(outcome.kind),
        "outcome": "unchanged" if outcome.record is None else "loaded",
        "exitCode": outcome.exit_code,
        "version": outcome.version,
        "rows": outcome.rows,
        "kept": outcome.kept,
        "load": asdict(outcome.record) if outcome.record else None,
        "notices": [asdict(notice) for notice in outcome.notices],
        "published": copy_json(outcome.copy),
    }


def defect_lines(refused: RowsRefused) -> list[str]:
    """A line for each defect, by line number."""
    return [
        f"  line {d.line}, {d.column or 'row'}{f' {d.value!r}' if d.value else ''}: {d.code}: {d.message} {d.hint}"
        for d in refused.defects
    ]


def kept_lines(manifest: Manifest) -> list[str]:
    """What of targets and rates a version holds."""
    lines = []
    if manifest.targets:
        months = [target.month for target in manifest.targets]
        counts = Counter(target.dimension.replace("_", " ") for target in manifest.targets)
        kinds = ", ".join(f"{count:,} by {name}" for name, count in sorted(counts.items()))
        lines.append(f"targets: {len(months):,} for {min(months)} to {max(months)} ({kinds})")
    if manifest.rates:
        first = min(rate.effective_from for rate in manifest.rates)
        lines.append(f"commission rates: {len(manifest.rates):,}, the first from {first}")
    return lines


def kept_json(manifest: Manifest | None) -> dict[str, object]:
    """The same for machines."""
    targets, rates = (manifest.targets, manifest.rates) if manifest else ((), ())
    months = [target.month for target in targets]
    return {
        "targets": {"count": len(targets), "first": min(months, default=None), "last": max(months, default=None)},
        "rates": {"count": len(rates), "first": min((rate.effective_from for rate in rates), default=None)},
    }
