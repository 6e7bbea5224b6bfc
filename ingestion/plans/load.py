"""The load of a file of targets or rates: read, judge, join with what is loaded, publish the next manifest.

In: a store, a request and the moment. Out: a `PlanOutcome`; a file with any wrong row is refused whole, and what
readers see is as it was. Undo, backup, crash safety and a cluster's copy are those of the manifest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from druid.store.manifest import LoadRecord, Manifest
from druid.store.plans import KEYS, Rate, Target
from ingestion.copy import CopyOutcome, bring_copy
from ingestion.errors import RowsRefused
from ingestion.lock import hold_lock
from ingestion.plans.columns import rate_parts, target_parts
from ingestion.plans.joining import join_rates, join_targets
from ingestion.plans.judged import Judge
from ingestion.plans.members import unknown_members
from ingestion.plans.rates import read_rates
from ingestion.plans.sheet import Sheet, read_sheet
from ingestion.plans.targets import read_targets
from ingestion.read.source import Notice
from ingestion.sink.choice import RECORD_ONLY
from ingestion.sink.disk import Point
from ingestion.sink.failures import coded_failures
from ingestion.sink.port import Publisher
from ingestion.sink.publication import make_sure, next_sequence, publish
from ingestion.sink.store import Store
from ingestion.snapshot import empty_manifest
from ingestion.state import clear_staging, current_manifest, left_aside, refuse_foreign, tidy_up
from ingestion.watch import Watch


class PlanKind(StrEnum):
    TARGETS = "targets"
    RATES = "rates"


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """One file. `replaces` takes out everything of its kind that was loaded before."""

    path: Path
    kind: PlanKind
    replaces: bool = False
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What became of a file: how many rows it has, how many are kept in all; `record` is None when nothing changed."""

    file: str
    kind: PlanKind
    version: str
    rows: int
    kept: int
    record: LoadRecord | None = None
    notices: tuple[Notice, ...] = ()
    copy: CopyOutcome | None = None

    @property
    def exit_code(self) -> int:
        return self.copy.exit_code if self.copy else 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that can be taken: the plans as they will stand, and what to say about them."""

    sheet: Sheet
    targets: tuple[Target, ...]
    rates: tuple[Rate, ...]
    notices: tuple[Notice, ...]


def load_plans(
    store: Store, request: PlanRequest, now: datetime, watch: Watch, publisher: Publisher = RECORD_ONLY
) -> PlanOutcome:
    """Load one file, wholly or not at all, then let the publisher bring its copy along."""
    holder = f"a load of {request.path.name}, begun at {now:%Y-%m-%d %H:%M:%S %Z}"
    with coded_failures(), hold_lock(store.lock, holder):
        before = current_manifest(store)
        refuse_foreign(store, before)
        judged = _judge(store, request, before)
        publisher.check()
        outcome = _publish(store, request, judged, now)
        return replace(outcome, copy=bring_copy(publisher, current_manifest(store), now, watch))


def _judge(store: Store, request: PlanRequest, before: Manifest | None) -> Judged:
    targets, rates = (before.targets, before.rates) if before else ((), ())
    is_target = request.kind is PlanKind.TARGETS
    parts = (target_parts if is_target else rate_parts)(store.catalog)
    judge = Judge(read_sheet(request.path, parts, request.encoding))
    judge.defects += judge.sheet.defects
    if is_target:
        fresh = read_targets(judge, store.currency)
        targets = join_targets(() if request.replaces else targets, fresh)
        named = [(target.dimension, target.member) for target in fresh]
    else:
        found = read_rates(judge)
        rates = join_rates(() if request.replaces else rates, found, judge)
        pairs = (zip(KEYS, rate.members, strict=True) for rate in found.values())
        named = [(key, name) for pair in pairs for key, name in pair if name is not None]
    if judge.defects:
        raise RowsRefused(judge.sheet.name, tuple(sorted(judge.defects, key=lambda found: (found.line, found.column))))
    by_dimension = {key: [name for dimension, name in named if dimension == key] for key in KEYS}
    said = (*left_aside(store), *judge.sheet.notices, *judge.notices, *unknown_members(store, before, by_dimension))
    return Judged(judge.sheet, targets, rates, said)


def _publish(store: Store, request: PlanRequest, judged: Judged, now: datetime) -> PlanOutcome:
    """Publish the plans, unless they are loaded as they are."""
    before = current_manifest(store) or empty_manifest(store, 0, now)
    kept = len(judged.targets if request.kind is PlanKind.TARGETS else judged.rates)
    rows = judged.sheet.frame.height
    clear_staging(store)
    outcome = PlanOutcome(request.path.name, request.kind, before.version, rows, kept, notices=judged.notices)
    if (before.targets, before.rates) == (judged.targets, judged.rates):
        if before.sequence:
            make_sure(store)
        return outcome
    record = _record(request, judged, next_sequence(store), now)
    following = replace(
        before,
        sequence=next_sequence(store),
        published_at=now.isoformat(),
        targets=judged.targets,
        rates=judged.rates,
        loads=(*before.loads, record),
    )
    publish(store, following)
    notices = (*judged.notices, *tidy_up(store, record, now))
    store.disk.reach(Point.EXIT)
    return replace(outcome, version=following.version, record=record, notices=notices)


def _record(request: PlanRequest, judged: Judged, sequence: int, now: datetime) -> LoadRecord:
    how = "replace" if request.replaces else "append"
    identity = sha256(f"{judged.sheet.sha256} {request.kind} {how}".encode()).hexdigest()[:16]
    rows = judged.sheet.frame.height
    counts = Counter(notice.code for notice in judged.notices)
    return LoadRecord(
        load_id=f"{sequence:08d}-{identity[:8]}",
        identity=identity,
        file=judged.sheet.name,
        sha256=judged.sheet.sha256,
        mapping="",
        mode=f"{request.kind}:{how}",
        loaded_at=now.isoformat(),
        lines={"in": rows, "loaded": rows},
        money={},
        months=(),
        days=None,
        warnings=dict(sorted(counts.items())),
    )
