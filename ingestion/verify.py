"""Verification and undo: the two commands that publish a new version of what is already stored.

In: a store and the moment. Out: a `Verification`, after withdrawing or clearing rollup months by what was found and
keeping the result for operators (`druid/store/proof.py`); or the version that an undo made.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from druid.store.manifest import Manifest, Withdrawn
from druid.store.proof import LISTED, Proof, encode_proof, proof_path
from druid.store.snapshots import Snapshot
from ingestion.copy import CopyOutcome, publish_record
from ingestion.lock import hold_lock
from ingestion.read.source import Notice
from ingestion.sink.audit import Audit, audit
from ingestion.sink.choice import RECORD_ONLY
from ingestion.sink.failures import coded_failures
from ingestion.sink.port import CopyAudit, Publisher
from ingestion.sink.publication import next_sequence, publish
from ingestion.sink.store import Store
from ingestion.snapshot import undone_manifest
from ingestion.state import current_manifest, left_aside, refuse_foreign, staging_folder
from ingestion.watch import Watch


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found in which version; `version` is a new one when withdrawals changed, "" for an empty store.

    `passed_over` warns of newer versions that cannot be read, and so were not what was verified.
    """

    version: str
    audit: Audit
    passed_over: tuple[Notice, ...] = ()
    copy: CopyAudit | None = None

    @property
    def is_equal(self) -> bool:
        return self.audit.is_equal and not self.passed_over and (self.copy is None or self.copy.is_equal)


def verify_store(store: Store, now: datetime, watch: Watch, publisher: Publisher = RECORD_ONLY) -> Verification:
    """Read everything, publish the withdrawals that follow, then compare a copy on a cluster."""
    started = time.monotonic()
    with coded_failures(), hold_lock(store.lock, f"a verification, begun at {now:%Y-%m-%d %H:%M:%S %Z}"):
        manifest = current_manifest(store)
        refuse_foreign(store, manifest)
        if manifest is None:
            return Verification("", Audit(0, (), ()))
        passed_over = left_aside(store)
        with staging_folder(store, "verify") as folder:
            found = audit(store, Snapshot(store.path, manifest), folder, watch.on_stage)
        if found.withdrawn != manifest.withdrawn:
            manifest = _with_withdrawals(store, manifest, found, now)
        copy = publisher.audit(manifest, now, watch.on_stage)
        verification = Verification(manifest.version, found, passed_over, copy)
        _keep(store, _proof_of(verification, now, round((time.monotonic() - started) * 1000)))
        return verification


def _keep(store: Store, proof: Proof) -> None:
    """Leave the result for whoever looks. What was found stands and is said even if this fails."""
    target = proof_path(store.path)
    draft = target.with_name(f"{target.name}.tmp")
    with suppress(OSError):
        store.disk.write(draft, encode_proof(proof))
        store.disk.sync_file(draft)
        store.disk.rename(draft, target)


def _proof_of(verification: Verification, now: datetime, took_ms: int) -> Proof:
    found, copy = verification.audit, verification.copy
    return Proof(
        version=verification.version,
        at=now.isoformat(),
        took_ms=took_ms,
        is_equal=verification.is_equal,
        files=found.checked,
        differences=len(found.withdrawn),
        listed=_first(found.withdrawn),
        damaged=tuple((damage.file.table, damage.file.month) for damage in found.damage[:LISTED]),
        passed_over=len(verification.passed_over),
        copy_equal=None if copy is None else copy.is_equal,
        copy_withdrawn=() if copy is None else _first(copy.withdrawn),
        copy_gaps=() if copy is None else copy.gaps[:LISTED],
    )


def _first(gaps: tuple[Withdrawn, ...]) -> tuple[Withdrawn, ...]:
    return gaps[:LISTED]


def _with_withdrawals(store: Store, manifest: Manifest, found: Audit, now: datetime) -> Manifest:
    sequence = next_sequence(store)
    following = replace(manifest, sequence=sequence, withdrawn=found.withdrawn, published_at=now.isoformat())
    publish(store, following)
    return following


@dataclass(frozen=True, slots=True)
class Undone:
    """The version that an undo made, and what became of a copy on a cluster."""

    manifest: Manifest
    copy: CopyOutcome | None


def undo_everywhere(store: Store, now: datetime, watch: Watch, publisher: Publisher) -> Undone:
    """Undo, and bring the copy along."""
    publisher.check()
    watch.on_stage("undo", 0, 1)
    manifest = undo_load(store, now)
    watch.on_published(manifest.version)
    return Undone(manifest, publish_record(store, now, watch, publisher))


def undo_load(store: Store, now: datetime) -> Manifest:
    """Publish the state before the newest load as a new version."""
    with coded_failures(), hold_lock(store.lock, f"an undo, begun at {now:%Y-%m-%d %H:%M:%S %Z}"):
        following = undone_manifest(store, current_manifest(store), next_sequence(store), now)
        publish(store, following)
        return following
