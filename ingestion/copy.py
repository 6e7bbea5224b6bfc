"""Bringing a copy of the record along: after every command that changes the record, and by `publish` alone.

In: a publisher and the record. Out: a `CopyOutcome`, None where the record itself is served. A failure is an outcome,
not an error: the record has changed and stands, and its report must still be said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from druid.store.manifest import Manifest
from ingestion.errors import IngestionError
from ingestion.lock import hold_lock
from ingestion.sink.failures import coded_failures
from ingestion.sink.port import NOTHING_MORE, Published, Publisher, Wanted
from ingestion.sink.store import Store
from ingestion.state import current_manifest, refuse_foreign
from ingestion.watch import Watch


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """What the copy holds now, or why it could not be brought along."""

    published: Published | None = None
    failure: IngestionError | None = None

    @property
    def exit_code(self) -> int:
        if self.failure:
            return self.failure.exit_code
        return 1 if self.published and self.published.withdrawn else 0


def bring_copy(
    publisher: Publisher, record: Manifest | None, now: datetime, watch: Watch, wanted: Wanted = NOTHING_MORE
) -> CopyOutcome | None:
    """Publish under the lock that the caller holds."""
    try:
        with coded_failures():
            published = publisher.publish(record, now, watch.on_stage, wanted)
    except IngestionError as failure:
        return CopyOutcome(failure=failure)
    return CopyOutcome(published) if published else None


def publish_record(
    store: Store, now: datetime, watch: Watch, publisher: Publisher, wanted: Wanted = NOTHING_MORE
) -> CopyOutcome | None:
    """Publish what the record holds now."""
    with coded_failures(), hold_lock(store.lock, f"a publication, begun at {now:%Y-%m-%d %H:%M:%S %Z}"):
        record = current_manifest(store)
        refuse_foreign(store, record)
        return bring_copy(publisher, record, now, watch, wanted)
