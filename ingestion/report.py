"""What a command says about a load, a check, the store or a verification: text for people, one document for machines.

In: outcomes. Out: text or plain dictionaries; nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from druid.store.manifest import Withdrawn, covered_days
from druid.store.snapshots import Snapshot
from ingestion.backup import Kept, Restored
from ingestion.copy import CopyOutcome
from ingestion.copy_report import audit_json, audit_lines, copy_json, copy_lines, state_json, state_lines
from ingestion.errors import FileRefused, IngestionError, RowsRefused
from ingestion.ledger import amount, render, to_json
from ingestion.plans.report import defect_lines, kept_json, kept_lines
from ingestion.run import Outcome
from ingestion.sink.audit import DAMAGED
from ingestion.sink.port import CopyState, Landing, ReplacedDay
from ingestion.verify import Verification

LISTED_DAYS = 20
LISTED_LOADS = 10
NO_BRANCH = "-"


def outcome_text(outcome: Outcome) -> str:
    """The report of one load."""
    if outcome.already:
        record = outcome.record
        told = f"{outcome.file}: loaded before as {record.load_id} at {record.loaded_at}; nothing changed."
        return "\n".join([told, *copy_lines(outcome.copy)])
    record, landing = outcome.record, outcome.landing
    parts = [f"{outcome.file}: loaded as {record.load_id} ({record.mode}), version {outcome.version}"]
    parts += [render(outcome.ledger)] if outcome.ledger else []
    parts += [f"months rebuilt: {_month_spans(record.months)}"] if record.months else ["no month changed"]
    parts += [f"days: {record.days[0]} to {record.days[1]}"] if record.days else []
    parts += _warning_lines(outcome)
    parts += _landing_lines(landing) if landing else []
    parts += [f"lines set aside: {outcome.quarantine}"] if outcome.quarantine else []
    parts += copy_lines(outcome.copy)
    return "\n".join(parts)


def _warning_lines(outcome: Outcome) -> list[str]:
    told = {notice.code for notice in outcome.notices}
    notices = [f"warning {notice.code}: {notice.message}" for notice in outcome.notices]
    counted = outcome.record.warnings.items()
    return [*notices, *(f"warning {code}: {count:,}" for code, count in counted if code not in told)]


def _gap_line(gap: Withdrawn) -> str:
    if gap.measure == DAMAGED:
        return f"withdrawn: {gap.table} {gap.month}, its file is damaged; answers come from the sale lines"
    return f"withdrawn: {gap.table} {gap.month}, {gap.day} {gap.measure} is {gap.found}, the lines say {gap.expected}"


def _month_spans(months: Sequence[str]) -> str:
    """Months as they follow each other.

    >>> _month_spans(["2023-11", "2023-12", "2024-01", "2024-03"])
    '2023-11 to 2024-01 (3), 2024-03'
    """
    runs: list[list[str]] = []
    for month in months:
        if runs and _month_number(month) == _month_number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]} ({len(run)})" for run in runs)


def _month_number(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)


def _landing_lines(landing: Landing) -> list[str]:
    lines = [_gap_line(gap) for gap in landing.withdrawn if gap.month in landing.months]
    small = sorted({name for name, month in landing.not_built if month in landing.months})
    return [*lines, f"not built in some months (they would save too little): {', '.join(small)}"] if small else lines


def outcome_json(outcome: Outcome) -> dict[str, object]:
    landing = outcome.landing
    return {
        "file": outcome.file,
        "outcome": "already loaded" if outcome.already else "loaded",
        "exitCode": outcome.exit_code,
        "version": outcome.version,
        "load": asdict(outcome.record),
        "balance": to_json(outcome.ledger) if outcome.ledger else None,
        "quarantine": str(outcome.quarantine) if outcome.quarantine else None,
        "notices": [asdict(notice) for notice in outcome.notices],
        "replaced": [asdict(day) for day in landing.replaced] if landing else [],
        "withdrawn": [asdict(gap) for gap in landing.withdrawn] if landing else [],
        "notBuilt": [list(gap) for gap in landing.not_built] if landing else [],
        "published": copy_json(outcome.copy),
    }


def error_text(error: IngestionError) -> str:
    """Code, sentence, hint; below them each wrong row of a file that is refused for its rows."""
    if isinstance(error, RowsRefused):
        return "\n".join([f"{error.code}: {error.message}", f"  {error.hint}", *defect_lines(error)])
    place = f" (line {error.line})" if isinstance(error, FileRefused) and error.line else ""
    text = f"{error.code}: {error.message}{place}\n  {error.hint}"
    proposal = error.details.get("proposal") if isinstance(error, FileRefused) else None
    return f"{text}\nproposed mapping:\n\n{proposal}" if proposal else text


def error_json(error: IngestionError, file: str | None) -> dict[str, object]:
    found: dict[str, object] = {"code": error.code, "message": error.message, "hint": error.hint}
    if isinstance(error, FileRefused):
        found |= {"line": error.line, "details": {key: str(value) for key, value in error.details.items()}}
    if isinstance(error, RowsRefused):
        found["defects"] = [asdict(defect) for defect in error.defects]
    columns = {"columns": list(error.seen)} if error.seen else {}
    return {"file": file, "outcome": "refused", "exitCode": error.exit_code, "error": found, **columns}


def replaced_table(days: Sequence[ReplacedDay]) -> str:
    """Old and new totals per day and branch, the first ones in full."""
    rows = [
        (d.day, d.branch or NO_BRANCH, f"{d.before.lines:,}", amount(d.before.gross_revenue), f"{d.after.lines:,}",
         amount(d.after.gross_revenue))
        for d in days[:LISTED_DAYS]
    ]  # fmt: skip
    more = [f"and {len(days) - LISTED_DAYS:,} more"] if len(days) > LISTED_DAYS else []
    return "\n".join(
        ["replacing:", *_table(("day", "branch", "old lines", "old gross", "new lines", "new gross"), rows), *more]
    )


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    table = [header, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(header))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in table]


def status_text(snapshot: Snapshot | None, base: str, state: CopyState | None = None) -> str:
    """What is loaded."""
    if snapshot is None:
        return "\n".join(["The store is empty. Load a file: python -m ingestion load FILE", *state_lines(state)])
    manifest = snapshot.manifest
    files = manifest.of_table(base)
    covered = covered_days(manifest)
    lines = [
        *(f"warning {p.code}: version {p.sequence} is left aside: {p.reason}" for p in snapshot.passed_over),
        f"version {manifest.version}, published {manifest.published_at}",
        f"{sum(f.rows for f in files):,} lines in {len(files)} months, zone {manifest.timezone}, {manifest.currency}",
    ]
    lines += [f"covered: {covered[0]} to {covered[1]}"] if covered else []
    lines += [f"withdrawn: {gap.table} {gap.month}" for gap in manifest.withdrawn]
    lines += kept_lines(manifest)
    lines += [
        f"load {load.load_id}: {load.file}, {load.lines['loaded']:,} {_kind(load.mode)}"
        for load in manifest.loads[-LISTED_LOADS:]
    ]
    lines += state_lines(state)
    return "\n".join(lines)


def _kind(mode: str) -> str:
    """What the rows of a load are."""
    kind, _, how = mode.partition(":")
    return kind if how else "lines"


def status_json(snapshot: Snapshot | None, base: str, state: CopyState | None = None) -> dict[str, object]:
    if snapshot is None:
        return {"version": None, "lines": 0, "loads": [], **kept_json(None), "druid": state_json(state)}
    manifest = snapshot.manifest
    return {
        "version": manifest.version,
        "publishedAt": manifest.published_at,
        "lines": sum(file.rows for file in manifest.of_table(base)),
        "months": [file.month for file in manifest.of_table(base)],
        "timezone": manifest.timezone,
        "currency": manifest.currency,
        "coverage": [asdict(entry) for entry in manifest.coverage],
        "withdrawn": [asdict(gap) for gap in manifest.withdrawn],
        "notBuilt": [list(gap) for gap in manifest.not_built],
        "loads": [asdict(load) for load in manifest.loads],
        **kept_json(manifest),
        "passedOver": [asdict(entry) for entry in snapshot.passed_over],
        "druid": state_json(state),
    }


def verification_text(found: Verification) -> str:
    audit = found.audit
    if not found.version:
        return "The store is empty; there is nothing to compare."
    aside = [f"warning {notice.code}: {notice.message}" for notice in found.passed_over]
    if audit.is_equal:
        equal = f"equal: {audit.checked:,} files of version {found.version} hold, every rollup adds up to the base"
        return "\n".join([*aside, equal, *audit_lines(found.copy)])
    gaps = [_gap_line(gap) for gap in audit.withdrawn]
    damage = [f"damaged: {d.reason}" for d in audit.damage]
    return "\n".join([*aside, f"not equal, version {found.version}", *gaps, *damage, *audit_lines(found.copy)])


def verification_json(found: Verification) -> dict[str, object]:
    return {
        "version": found.version or None,
        "equal": found.is_equal,
        "files": found.audit.checked,
        "withdrawn": [asdict(gap) for gap in found.audit.withdrawn],
        "damaged": [{"path": d.file.path, "reason": d.reason} for d in found.audit.damage],
        "passedOver": [notice.message for notice in found.passed_over],
        "druid": audit_json(found.copy),
    }


def backup_text(kept: Kept) -> str:
    aside = [f"warning {notice.code}: {notice.message}" for notice in kept.passed_over]
    held = f"kept: version {kept.version}, {kept.files:,} files of {kept.size:,} bytes, every byte compared"
    return "\n".join([*aside, f"{held}, in {kept.folder}"])


def backup_json(kept: Kept) -> dict[str, object]:
    return {
        "folder": str(kept.folder),
        "version": kept.version,
        "files": kept.files,
        "bytes": kept.size,
        "passedOver": [notice.message for notice in kept.passed_over],
        "exitCode": kept.exit_code,
    }


def restored_text(restored: Restored, copy: CopyOutcome | None = None) -> str:
    told = f"restored: version {restored.kept} of {restored.folder} is now version {restored.version}"
    return "\n".join([told, *copy_lines(copy)])


def restored_json(restored: Restored, copy: CopyOutcome | None = None) -> dict[str, object]:
    return {
        "folder": str(restored.folder),
        "kept": restored.kept,
        "version": restored.version,
        "files": restored.files,
        "bytes": restored.size,
        "published": copy_json(copy),
        "exitCode": copy.exit_code if copy else 0,
    }
