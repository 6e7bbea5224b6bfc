"""The load, as one pipe: read, map, clean, park, build, prove, balance, publish.

In: a store, a request for one file and the moment. Out: an `Outcome`; every failure is an `IngestionError` and leaves
what readers see as it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from druid.store.manifest import LoadRecord, Manifest
from ingestion.clean import clean
from ingestion.copy import CopyOutcome, bring_copy
from ingestion.coverage import covered_by
from ingestion.errors import FileRefused, LoadRefused
from ingestion.intake import Taken, make_ledger, set_aside_conflicts, take_in
from ingestion.kept_mapping import keep_mapping, kept_mapping
from ingestion.ledger import LINE_PARTS, MONEY_PARTS, Ledger
from ingestion.lock import hold_lock
from ingestion.mapping.document import load_mapping
from ingestion.mapping.resolve import Resolution, resolve
from ingestion.opening import open_file
from ingestion.quarantine import QuarantineWriter, is_quarantine, open_quarantine, quarantine_path
from ingestion.read.source import Notice, Source
from ingestion.sink.choice import RECORD_ONLY
from ingestion.sink.disk import Point
from ingestion.sink.embedded import EmbeddedSink
from ingestion.sink.failures import coded_failures
from ingestion.sink.port import Batch, Landing, Mode, Publisher
from ingestion.sink.publication import make_sure, next_sequence, publish
from ingestion.sink.spool import Spool, order_columns
from ingestion.sink.store import Store
from ingestion.snapshot import landed_manifest, renumbered
from ingestion.state import (
    clear_staging,
    current_manifest,
    left_aside,
    refuse_foreign,
    refuse_full_disk,
    staging_folder,
    tidy_up,
)
from ingestion.stopwatch import Stopwatch
from ingestion.watch import Watch


@dataclass(frozen=True, slots=True)
class Request:
    """One file to load. `covers` are the first and last local day it speaks for, when not those of its lines.

    `name` is what the file is called in reports, when not by its path.
    """

    path: Path
    mapping: Path | None = None
    mode: Mode = Mode.APPEND
    covers: tuple[str, str] | None = None
    name: str = ""

    @property
    def called(self) -> str:
        return self.name or self.path.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. `already` is the earlier load of the same file, which then changed nothing.

    `copy` is what became of the copy on a cluster, None where there is none.
    """

    file: str
    version: str
    record: LoadRecord
    already: bool = False
    ledger: Ledger | None = None
    landing: Landing | None = None
    quarantine: Path | None = None
    notices: tuple[Notice, ...] = ()
    copy: CopyOutcome | None = None

    @property
    def exit_code(self) -> int:
        return max(1 if self.quarantine else 0, self.copy.exit_code if self.copy else 0)


@dataclass(frozen=True, slots=True)
class Job:
    """A file that is understood and not yet loaded."""

    store: Store
    request: Request
    now: datetime
    before: Manifest | None
    source: Source
    resolution: Resolution
    digest: str
    sequence: int
    passed_over: tuple[Notice, ...] = ()

    @property
    def mode(self) -> Mode:
        """A quarantine file is always appended: it closes the gap that its load left."""
        return Mode.APPEND if is_quarantine(self.source.headers) else self.request.mode

    @property
    def identity(self) -> str:
        """Recognises the same content, read the same way, in the same mode."""
        return sha256(f"{self.digest} {self.resolution.recipe.digest} {self.mode}".encode()).hexdigest()[:16]

    @property
    def load_id(self) -> str:
        return f"{self.sequence:08d}-{self.identity[:8]}"

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Warnings known before the lines are read."""
        return (*self.passed_over, *self.source.notices, *self.resolution.notices)

    @property
    def unique_key(self) -> tuple[str, ...]:
        return self.resolution.recipe.unique_key


def load_file(
    store: Store, request: Request, now: datetime, watch: Watch, publisher: Publisher = RECORD_ONLY
) -> Outcome:
    """Load one file, wholly or not at all, then let the publisher bring its copy along."""
    holder = f"a load of {request.called}, begun at {now:%Y-%m-%d %H:%M:%S %Z}"
    with coded_failures(), hold_lock(store.lock, holder):
        job = understand(store, request, now, watch)
        publisher.check()
        known = _earlier_load(job)
        outcome = _confirm(job, known) if known else _load(job, watch)
        return replace(outcome, copy=bring_copy(publisher, current_manifest(store), now, watch))


def understand(store: Store, request: Request, now: datetime, watch: Watch) -> Job:
    """Open the file and decide how it is read; nothing is written."""
    before = current_manifest(store)
    refuse_foreign(store, before)
    document = load_mapping(request.mapping, store.catalog) if request.mapping else None
    source = open_file(request.path, document.dialect if document else None)
    watch.on_file(request.called, source.size)
    if document is None and (kept := kept_mapping(store.quarantine, source)):
        document = load_mapping(kept, store.catalog)
    today = now.astimezone(ZoneInfo(store.timezone)).date()
    resolution = resolve(source, document, store.catalog, store.timezone, today)
    with request.path.open("rb") as data:
        digest = file_digest(data, "sha256").hexdigest()
    return Job(store, request, now, before, source, resolution, digest, next_sequence(store), left_aside(store))


def _earlier_load(job: Job) -> LoadRecord | None:
    loads = job.before.loads if job.before else ()
    return next((load for load in loads if load.identity == job.identity), None)


def _confirm(job: Job, known: LoadRecord) -> Outcome:
    """The file is loaded; make sure that it stays so after a power cut."""
    clear_staging(job.store)
    make_sure(job.store)
    version = job.before.version if job.before else ""
    return Outcome(job.request.called, version, known, already=True)


def _load(job: Job, told: Watch) -> Outcome:
    refuse_full_disk(job.store, job.source.size)
    watch = Stopwatch(told)
    with staging_folder(job.store, job.load_id) as folder:
        draft = folder / "quarantine.csv"
        with open_quarantine(draft, job.load_id, job.source, job.request.called) as quarantine:
            taken = _take_in(job, folder, quarantine, watch)
            landing = _land(job, taken, folder, watch) if taken.spooled.lines else None
            if landing:
                set_aside_conflicts(job.source, landing.conflict_lines, job.unique_key, quarantine)
        aside = _keep_quarantine(job, draft)
        if landing is None:
            raise _nothing_to_load(job, taken, aside)
        return _publish(job, taken, landing, aside, watch)


def _take_in(job: Job, folder: Path, quarantine: QuarantineWriter, watch: Watch) -> Taken:
    store, recipe = job.store, job.resolution.recipe
    spool = Spool(store, folder, job.sequence, order_columns(recipe.loaded, recipe.order_key))
    today = job.now.astimezone(ZoneInfo(store.timezone)).date()
    chunks = clean(job.source, recipe, store.catalog, today, currency=store.currency)
    taken = take_in(chunks, spool, quarantine, store.disk, watch)
    if job.source.sha256 != job.digest:
        raise FileRefused("FILE_CHANGED", "The file changed while it was read.", "Load it when nothing writes to it.")
    return taken


def _land(job: Job, taken: Taken, folder: Path, watch: Watch) -> Landing:
    batch = Batch(job.sequence, job.mode, job.unique_key, taken.spooled)
    landing = EmbeddedSink(job.store, folder).land(job.before, batch, watch.on_stage)
    _refuse_uncovered(job.request.covers, landing.days)
    watch.on_replaced(landing.replaced)
    return landing


def _publish(job: Job, taken: Taken, landing: Landing, aside: Path | None, watch: Stopwatch) -> Outcome:
    """Balance, then make the new state visible."""
    watch.begin_publishing()
    ledger = make_ledger(taken.tally, landing)
    ledger.balance()
    record = _record(job, landing, ledger, aside)
    record = replace(record, warnings=_warnings(job, taken, landing))
    start = renumbered(job.store, job.before, job.sequence, job.now)
    days = job.request.covers or landing.days
    covered = covered_by(days, landing.branches) if days else ()
    manifest = landed_manifest(start, landing, record, covered, base=job.store.catalog.base)
    publish(job.store, manifest, landing.staged)
    watch.on_published(manifest.version)
    outcome = Outcome(
        file=job.request.called,
        version=manifest.version,
        record=record,
        ledger=ledger,
        landing=landing,
        quarantine=aside,
        notices=job.notices,
    )
    tidied = tidy_up(job.store, record, job.now, watch.seconds())
    outcome = replace(outcome, notices=(*outcome.notices, *tidied))
    job.store.disk.reach(Point.EXIT)
    return outcome


def _refuse_uncovered(said: tuple[str, str] | None, found: tuple[str, str] | None) -> None:
    """Lines outside of the days that a file is said to cover would be sales of days never loaded."""
    if said and found and not said[0] <= found[0] <= found[1] <= said[1]:
        raise LoadRefused(
            "COVERS",
            f"--covers {said[0]}..{said[1]} leaves out days of the file, whose lines are of {found[0]} to {found[1]}.",
            "Widen --covers, or look at the dates of the file.",
        )


def _record(job: Job, landing: Landing, ledger: Ledger, aside: Path | None) -> LoadRecord:
    recipe = job.resolution.recipe
    return LoadRecord(
        load_id=job.load_id,
        identity=job.identity,
        file=job.request.called,
        sha256=job.digest,
        mapping=f"{recipe.name}:{recipe.digest}",
        mode=job.mode.value,
        loaded_at=job.now.isoformat(),
        lines={part: ledger.lines[part] for part in ("in", *LINE_PARTS)},
        money={column: {part: parts[part] for part in ("in", *MONEY_PARTS)} for column, parts in ledger.money.items()},
        months=landing.months,
        days=landing.days,
        quarantine=str(aside.relative_to(job.store.path)) if aside else None,
    )


def _warnings(job: Job, taken: Taken, landing: Landing) -> dict[str, int]:
    """Every coded warning with its count, of the file, the cells and the store."""
    counts = Counter(taken.tally.warnings)
    for notice in job.notices:
        counts[notice.code] += notice.count
    counts["MAYBE_DUPLICATE"] += landing.twins
    counts["LONG_ORDER"] += landing.long_orders
    return {code: count for code, count in sorted(counts.items()) if count}


def _keep_quarantine(job: Job, draft: Path) -> Path | None:
    """Move a quarantine file that holds lines to its place beside the store's data."""
    if not draft.exists():
        return None
    job.store.disk.make_folder(job.store.quarantine)
    path = quarantine_path(job.store.quarantine, job.load_id, job.request.called)
    job.store.disk.rename(draft, path)
    keep_mapping(job.store.disk, job.store.quarantine, job.load_id, job.resolution.recipe)
    return path


def _nothing_to_load(job: Job, taken: Taken, aside: Path | None) -> FileRefused:
    where = f"Correct the lines in {aside} and load that file." if aside else "Look whether the file was cut."
    told = f"None of the {taken.tally.lines_in:,} lines can be loaded."
    return FileRefused("NO_LINES", told, where, details={"load_id": job.load_id} if aside else None)
