"""The check of a file: everything a load would do up to storing, and nothing written.

In: a store and a request. Out: an `Inspection`: the mapping that would be used with its evidence, the counts, the
broken rules with examples.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from ingestion.clean import clean
from ingestion.errors import IngestionError
from ingestion.glimpse import columns_of, glimpse
from ingestion.intake import Tally
from ingestion.ledger import amount
from ingestion.lines import Defect
from ingestion.mapping.resolve import Resolution
from ingestion.preview import Arrived, Cells, replaced_by
from ingestion.read.source import Notice
from ingestion.rules import hint
from ingestion.run import Job, Request, understand
from ingestion.sink.failures import coded_failures
from ingestion.sink.port import Mode, ReplacedDay
from ingestion.sink.store import Store
from ingestion.watch import Watch

EXAMPLES = 5
LISTED_DAYS = 1_000


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a load of the file would find. `examples` are the first defects of each rule.

    `arrived` are the lines by local day and branch, `replaced` the days that a replace would change, `columns` the
    file's own with some of their cells.
    """

    file: str
    resolution: Resolution
    notices: tuple[Notice, ...]
    tally: Tally
    rules: dict[str, int]
    examples: dict[str, tuple[Defect, ...]]
    columns: tuple[dict[str, object], ...] = ()
    mode: Mode = Mode.APPEND
    arrived: Cells = field(default_factory=dict)
    replaced: tuple[ReplacedDay, ...] = ()

    @property
    def exit_code(self) -> int:
        return 1 if self.tally.quarantined else 0


def inspect_file(store: Store, request: Request, now: datetime, watch: Watch) -> Inspection:
    """Read, map and clean a file. A refusal carries the columns of a file that could be read that far."""
    with coded_failures():
        try:
            return _inspect(understand(store, request, now, watch), watch)
        except IngestionError as refused:
            refused.seen = glimpse(store, request)
            raise


def _inspect(job: Job, watch: Watch) -> Inspection:
    store, tally, arrived = job.store, Tally(), Arrived(job.store)
    rules, examples = Counter[str](), dict[str, list[Defect]]()
    today = job.now.astimezone(ZoneInfo(store.timezone)).date()
    for chunk in clean(job.source, job.resolution.recipe, store.catalog, today, currency=store.currency):
        tally.add(chunk)
        arrived.add(chunk.frame)
        for defect in (defect for line in chunk.quarantined for defect in line.defects):
            rules[defect.rule] += 1
            examples.setdefault(defect.rule, []).extend([defect] * (len(examples.get(defect.rule, ())) < EXAMPLES))
        watch.on_read(chunk.bytes_done, tally.lines_in)
    cells = arrived.cells()
    return Inspection(
        job.request.called,
        job.resolution,
        (*job.source.notices, *job.resolution.notices),
        tally,
        dict(rules),
        {rule: tuple(defects) for rule, defects in examples.items()},
        columns_of(job.source),
        job.mode,
        cells,
        replaced_by(store, job.before, cells) if job.mode is Mode.REPLACE else (),
    )


def inspection_text(found: Inspection) -> str:
    tally, resolution = found.tally, found.resolution
    money = [f"{column}: {amount(total)}" for column, total in tally.money_in.items()]
    lines = [
        f"{found.file}: {tally.lines_in:,} lines",
        f"{tally.cleaned:,} would load, {tally.quarantined:,} would be set aside",
        f"blank {tally.blank:,}, repeated headers {tally.repeated_headers:,}; {', '.join(money)}",
        *(f"evidence: {sentence}" for sentence in resolution.evidence),
        *(f"warning {notice.code}: {notice.message}" for notice in found.notices),
        *(f"warning {code}: {count:,}" for code, count in sorted(tally.warnings.items()) if count),
        *(f"question: {question.text}" for question in resolution.questions),
    ]
    for rule, count in sorted(found.rules.items()):
        lines.append(f"{rule}: {count:,} cells. {hint(rule)}")
        lines += [f"  line {d.line}, {d.column or '-'}: {d.value!r}" for d in found.examples[rule]]
    return "\n".join([*lines, "", "# mapping", resolution.mapping.rstrip()])


def inspection_json(found: Inspection) -> dict[str, object]:
    tally, resolution = found.tally, found.resolution
    return {
        "file": found.file,
        "outcome": "checked",
        "exitCode": found.exit_code,
        "lines": {
            "in": tally.lines_in,
            "clean": tally.cleaned,
            "quarantined": tally.quarantined,
            "blank": tally.blank,
            "repeated_headers": tally.repeated_headers,
        },
        "money": {column: amount(total).replace(",", "") for column, total in tally.money_in.items()},
        "unparsable": dict(tally.unparsable),
        "rules": found.rules,
        "hints": {rule: hint(rule) for rule in found.rules},
        "examples": [
            {"line": d.line, "column": d.column, "value": d.value, "rule": d.rule}
            for defects in found.examples.values()
            for d in defects
        ],
        "notices": [{"code": n.code, "message": n.message, "count": n.count} for n in found.notices],
        "warnings": {code: count for code, count in tally.warnings.items() if count},
        "evidence": list(resolution.evidence),
        "questions": [{"key": question.key, "text": question.text} for question in resolution.questions],
        "mapping": resolution.mapping,
        "fields": [
            {"column": f.column, "header": f.header, "expression": f.expression, "constant": f.constant}
            for f in resolution.recipe.fields
        ],
        "columns": list(found.columns),
        "ignored": [*resolution.recipe.ignored, *resolution.extras],
        **_days_json(found),
    }


def _days_json(found: Inspection) -> dict[str, object]:
    """What days and branches the file speaks for, and those that a replace would change, the first ones in full."""
    days = sorted({day for day, _ in found.arrived})
    return {
        "mode": found.mode.value,
        "days": {"first": days[0], "last": days[-1], "count": len(days)} if days else None,
        "branches": sorted({branch for _, branch in found.arrived if branch}),
        "replaced": [asdict(day) for day in found.replaced[:LISTED_DAYS]],
        "replacedCount": len(found.replaced),
    }
