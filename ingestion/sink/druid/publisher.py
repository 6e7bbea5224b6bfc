"""The publisher of a Druid cluster: keeps what it serves equal to the record.

In: the store, the cluster under one prefix, the record's manifest. Out: `Published`, `CopyAudit`, `CopyState`; what
cannot be done is a `PublicationFailed` and leaves what is served standing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from druid.ingestion_spec import Cluster
from druid.store.manifest import Manifest, ManifestInvalid
from druid.store.serving import Serving
from druid.store.snapshots import read_facts
from ingestion.errors import LoadRefused, PublicationFailed
from ingestion.sink.druid.auditing import audit_copy, copy_state
from ingestion.sink.druid.cluster import ServingCluster
from ingestion.sink.druid.difference import Seen, difference
from ingestion.sink.druid.documents import first_document, kept_findings, write_document
from ingestion.sink.druid.publication import Site, bring_along, clear_up
from ingestion.sink.druid.real import RealCluster
from ingestion.sink.port import NOTHING_MORE, CopyAudit, CopyState, Place, Progress, Published, Wanted
from ingestion.sink.store import Store

_HINTS = {"DRUID_UNREACHABLE": "Start it with make druid-up, or correct SALES_DRUID_URL."}
_FILL_FIRST = "Fill an empty store with SALES_ENGINE=embedded (load, restore), then: python -m ingestion publish --all."


@dataclass(frozen=True, slots=True)
class DruidPublisher:
    """Publishes one store under one prefix."""

    store: Store
    cluster: ServingCluster
    prefix: str
    clock: Callable[[], float] = monotonic

    def check(self, wanted: Wanted = NOTHING_MORE) -> None:
        try:
            seen = self.cluster.seen()
        except PublicationFailed as failure:
            hint = f"{_HINTS.get(failure.code, failure.hint)} To load into the record alone: SALES_ENGINE=embedded."
            raise PublicationFailed(failure.code, f"{failure.message} Nothing was changed.", hint) from failure
        self._refuse_taken(first_document(self.store, self.prefix), seen, wanted)

    def publish(
        self, record: Manifest | None, now: datetime, progress: Progress, wanted: Wanted = NOTHING_MORE
    ) -> Published | None:
        cluster = self.cluster.patient()
        before, seen = first_document(self.store, self.prefix), cluster.seen()
        if record is None:
            raise LoadRefused("NOTHING_TO_PUBLISH", "The store is empty; nothing was published.", _FILL_FIRST)
        _refuse_unknown(record, self.store.catalog.base, wanted)
        self._refuse_taken(before, seen, wanted)
        everything = self._all_wanted(before, record, wanted)
        found = difference(self.store.catalog, record, before, seen, everything)
        if found.is_empty and (before.loading or before.toward):
            # a task of the publication that was cut off may still bring what is no longer wanted
            cluster.cancel_others({}, before.number)
            seen = cluster.seen()
            found = difference(self.store.catalog, record, before, seen, everything)
        if found.is_empty:
            return self._confirm(before, record, now)
        site = Site(self.store, cluster, record, now, progress, self.clock)
        return bring_along(site, before, found, seen, is_asked=wanted != NOTHING_MORE)

    def audit(self, record: Manifest | None, now: datetime, progress: Progress) -> CopyAudit | None:
        before = first_document(self.store, self.prefix)
        if record is None:
            return CopyAudit(before.number, (), ())
        return audit_copy(self.store, self.cluster, record, before, (now, progress))

    def state(self, record: Manifest | None) -> CopyState | None:
        return copy_state(self.store, self.cluster, record, first_document(self.store, self.prefix))

    def _confirm(self, before: Serving, record: Manifest, now: datetime) -> Published:
        """Nothing to be built; only a document when it names an older version, or months that are no longer there."""
        kept = kept_findings(before, (), record, self.store.catalog)
        settled = replace(before, record=record.sequence, loading=(), toward=0, missing=kept.missing)
        settled = replace(settled, withdrawn=kept.withdrawn)
        if settled != before:
            before = replace(settled, number=before.number + 1, published_at=now.isoformat())
            write_document(self.store, before)
        clear_up(self.store)
        return Published(record.version, before.number, withdrawn=before.withdrawn)

    def _all_wanted(self, before: Serving, record: Manifest, wanted: Wanted) -> Wanted:
        """Everything where what is served has another layout: rollups may differ though their base has not changed."""
        if not before.record or before.record == record.sequence:
            return wanted
        try:
            served = read_facts(self.store.path, before.record)
        except ManifestInvalid:
            return replace(wanted, everything=True)
        return wanted if served.catalog == record.catalog else replace(wanted, everything=True)

    def _refuse_taken(self, before: Serving, seen: Mapping[Place, Seen], wanted: Wanted) -> None:
        """Datasources that hold what this store never put there are not overwritten by accident."""
        is_ours = before.record or before.loading
        if seen and not is_ours and not wanted.everything:
            table = min(table for table, _ in seen)
            raise LoadRefused(
                "DRUID_TAKEN",
                f"The datasource {self.prefix}{table} already holds data that this store did not put there.",
                f"Choose another SALES_DRUID_PREFIX. Or take it over: {_FILL_FIRST}",
            )


def druid_publisher(store: Store, url: str, prefix: str) -> DruidPublisher:
    """The publisher of the cluster at that address; nothing is asked of it yet."""
    return DruidPublisher(store, RealCluster(url.rstrip("/"), Cluster(prefix, store.timezone), store.catalog), prefix)


def _refuse_unknown(record: Manifest, base: str, wanted: Wanted) -> None:
    if unknown := sorted(wanted.months - {file.month for file in record.of_table(base)}):
        raise LoadRefused(
            "MONTH_UNKNOWN", f"The record has no month {unknown[0]}.", "python -m ingestion status lists the months."
        )
