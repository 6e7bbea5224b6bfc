"""Looking at what the cluster serves: segments against the document, base against the record, rollups against the base.

In: the cluster, the record's manifest, the newest document. Out: a `CopyAudit` after writing a document that withdraws
what does not add up and clears what does again; or a `CopyState`, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from druid.catalog.model import Catalog
from druid.store.manifest import Manifest, ManifestInvalid, Withdrawn
from druid.store.serving import Serving
from druid.store.snapshots import read_manifest
from ingestion.errors import PublicationFailed
from ingestion.sink.druid.cluster import ServingCluster
from ingestion.sink.druid.difference import Difference, Seen, built_rollups, difference, is_unchanged
from ingestion.sink.druid.documents import write_document
from ingestion.sink.druid.proof import base_gaps, given_gaps, rollup_gaps
from ingestion.sink.port import CopyAudit, CopyState, Place, Progress
from ingestion.sink.store import Store


def audit_copy(
    store: Store, cluster: ServingCluster, record: Manifest, before: Serving, when: tuple[datetime, Progress]
) -> CopyAudit:
    """Compare everything that can be compared, and write what follows from it."""
    (now, progress), catalog = when, store.catalog
    seen = cluster.seen()
    lost, unserved = lost_places(before, seen), {place for place, found in seen.items() if not found.is_whole}
    current = _current_months(catalog, record, before, seen) - set(before.loading)
    current -= {month for table, month in unserved if table == catalog.base}
    progress("cluster.verify", 0, 2)
    sentences = base_gaps(cluster, catalog, record, current)
    wrong = {month for month in current if any(f" {month}: " in sentence for sentence in sentences)}
    progress("cluster.verify", 1, 2)
    built = (place for place in built_rollups(catalog, record) if place in seen and place not in unserved)
    places = [place for place in built if place[1] in current - wrong]
    gaps = rollup_gaps(cluster, catalog, record.timezone, places) + given_gaps(cluster, catalog, record, places)
    found = _after_audit(before, gaps, (places, lost, wrong), catalog)
    left = difference(catalog, record, before, seen)
    if not left.base and not left.gone and not wrong and before.record:
        found = replace(found, record=record.sequence)
    if found != before:
        found = replace(found, number=before.number + 1, published_at=now.isoformat())
        write_document(store, found)
    told = [*_segment_gaps(lost, seen), *_other_gaps(left, lost, unserved, catalog), *sentences]
    return CopyAudit(found.number, tuple(told), found.withdrawn, found.missing)


def lost_places(serving: Serving, seen: Mapping[Place, Seen]) -> tuple[Place, ...]:
    """Months whose segments are not, or not all, those that were published."""
    return tuple(
        (entry.table, entry.month)
        for entry in serving.months
        if not is_unchanged(entry, seen.get((entry.table, entry.month)))
    )


def _current_months(catalog: Catalog, record: Manifest, before: Serving, seen: Mapping[Place, Seen]) -> frozenset[str]:
    """Months whose base was published from the file that the record has, and of which there is something to add up."""
    sources = {file.month: file.sha256 for file in record.of_table(catalog.base)}
    return frozenset(
        entry.month
        for entry in before.of_table(catalog.base)
        if sources.get(entry.month) == entry.source and (catalog.base, entry.month) in seen
    )


def _after_audit(
    before: Serving,
    gaps: tuple[Withdrawn, ...],
    found: tuple[Collection[Place], Collection[Place], Collection[str]],
    catalog: Catalog,
) -> Serving:
    """Withdrawals of what was compared are as found now; a base that is wrong is treated as being replaced."""
    compared, lost, wrong = found
    stay = tuple(gap for gap in before.withdrawn if (gap.table, gap.month) not in compared)
    vanished = {place for place in lost if place[0] != catalog.base and place not in compared}
    return replace(
        before,
        withdrawn=(*stay, *gaps),
        loading=tuple(sorted({*before.loading, *wrong})),
        missing=tuple(sorted({*before.missing, *vanished})),
    )


def _segment_gaps(lost: Collection[Place], seen: Mapping[Place, Seen]) -> list[str]:
    return [
        f"{table} {month}: " + ("other segments than were published" if (table, month) in seen else "segments are gone")
        for table, month in lost
    ]


def _other_gaps(left: Difference, lost: Collection[Place], unserved: Collection[Place], catalog: Catalog) -> list[str]:
    """Months behind the record, months beyond it, and months that nobody serves at this moment."""
    behind = ((catalog.base, month) for month in left.base if (catalog.base, month) not in lost)
    return [
        *(f"{table} {month}: behind the record" for table, month in behind),
        *(f"{table} {month}: not in the record" for table, month in left.gone),
        *(f"{table} {month}: published, but not served now" for table, month in sorted(unserved)),
    ]


def copy_state(store: Store, cluster: ServingCluster, record: Manifest | None, serving: Serving) -> CopyState:
    """What is served, by the document and by the cluster itself as far as it answers."""
    base = serving.of_table(store.catalog.base)
    state = CopyState(
        record=_version(store, record, serving.record),
        document=serving.number,
        months=len(base),
        rows=sum(entry.rows for entry in base),
        loading=serving.loading,
        withdrawn=serving.withdrawn,
        missing=serving.missing,
    )
    try:
        seen = cluster.seen()
    except PublicationFailed as failure:
        return replace(state, fault=failure.message)
    behind = difference(store.catalog, record, serving, seen).months
    return replace(state, behind=behind, unserved=tuple(place for place, found in seen.items() if not found.is_whole))


def _version(store: Store, record: Manifest | None, sequence: int) -> str:
    if not sequence:
        return ""
    if record and record.sequence == sequence:
        return record.version
    try:
        return read_manifest(store.path, sequence).version
    except ManifestInvalid:
        return f"{sequence:08d}"
