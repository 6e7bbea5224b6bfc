"""The serving documents of a publication: what they say at its beginning and end, and their way to the disk.

In: the document before, the difference, what the cluster shows. Out: the next document, written durably; old ones are
collected. The document is the only thing by which readers learn of a publication, so it is written like a manifest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from druid.catalog.model import Catalog
from druid.store.contents import contents
from druid.store.manifest import Manifest, Withdrawn
from druid.store.serving import (
    ServedMonth,
    Serving,
    encode_serving,
    newest_serving,
    serving_folder,
    serving_numbers,
    serving_path,
)
from ingestion.sink.druid.difference import Difference, Seen, built_rollups, is_month, is_unchanged
from ingestion.sink.port import Place
from ingestion.sink.store import Store

KEPT_DOCUMENTS = 30

NOTHING_SERVED = 0
"""The record's number in a document written before anything was ever published."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a publication ends with: rollup months that failed the proof, and those that could not be built."""

    withdrawn: tuple[Withdrawn, ...] = ()
    missing: tuple[Place, ...] = ()


def opening(before: Serving, found: Difference, catalog: Catalog, toward: tuple[Manifest, datetime]) -> Serving:
    """While the cluster changes: months whose base is replaced are loading, rollup months being built are missing."""
    gone = {month for table, month in found.gone if table == catalog.base and is_month(month)}
    replaced = {place for place in (*found.rollups, *found.gone) if place[0] != catalog.base and is_month(place[1])}
    record, now = toward
    return replace(
        before,
        number=before.number + 1,
        loading=tuple(sorted({*before.loading, *found.base, *gone})),
        missing=tuple(sorted({*before.missing, *replaced})),
        published_at=now.isoformat(),
        toward=record.sequence,
    )


def reopened(before: Serving, opened: Serving, catalog: Catalog, seen: Mapping[Place, Seen], now: datetime) -> Serving:
    """After a failure: months whose old base is still whole on the cluster are as they were before."""
    known = {entry.month for entry in before.of_table(catalog.base)}

    def is_as_before(month: str) -> bool:
        place = catalog.base, month
        return _is_served_as(before, place, seen) if month in known else place not in seen

    unsure = tuple(month for month in opened.loading if not is_as_before(month))
    changed = {place for place in opened.missing if place[1] in unsure or not _is_served_as(before, place, seen)}
    missing = tuple(sorted({*before.missing, *changed}))
    return replace(renewed(opened, now), loading=unsure, missing=missing)


def renewed(opened: Serving, now: datetime) -> Serving:
    """What was opened, no longer under way: tasks of the next publication have other ids."""
    return replace(opened, number=opened.number + 1, toward=0, published_at=now.isoformat())


def _is_served_as(serving: Serving, place: Place, seen: Mapping[Place, Seen]) -> bool:
    """Whether the segments of a month are those that the document names."""
    found = seen.get(place)
    return any(is_unchanged(entry, found) for entry in serving.months if (entry.table, entry.month) == place)


def closing(
    opened: Serving, record: Manifest, catalog: Catalog, seen: Mapping[Place, Seen], findings: Findings
) -> Serving:
    """The cluster holds `record`, but for the findings."""
    sources = contents(catalog, record)
    lacking = frozenset(findings.missing)
    return replace(
        opened,
        number=opened.number + 1,
        record=record.sequence,
        months=tuple(
            ServedMonth(*place, source, seen[place].version, seen[place].segments, seen[place].rows)
            for place, source in sorted(sources.items())
            if place in seen and place not in lacking
        ),
        loading=(),
        toward=0,
        withdrawn=tuple(sorted(findings.withdrawn, key=lambda gap: (gap.table, gap.day, gap.measure))),
        missing=tuple(sorted(place for place in sources if place in lacking or place not in seen)),
    )


def kept_findings(before: Serving, touched: Collection[Place], record: Manifest, catalog: Catalog) -> Findings:
    """What the document before says of rollup months that stay as they are."""
    stay = frozenset(built_rollups(catalog, record)) - frozenset(touched)
    withdrawn = tuple(gap for gap in before.withdrawn if (gap.table, gap.month) in stay)
    return Findings(withdrawn, tuple(place for place in before.missing if place in stay))


def first_document(store: Store, prefix: str) -> Serving:
    """The newest document of these datasources, or one that says that nothing is served; no number is above its own."""
    number = next(iter(serving_numbers(store.path)), 0)
    found = newest_serving(store.path)
    if found is None or found.prefix != prefix:
        return Serving(number, NOTHING_SERVED, prefix)
    return replace(found, number=number)


def write_document(store: Store, serving: Serving) -> None:
    """Durable when this returns: the draft, then its name, then the folder that holds the name."""
    disk, target = store.disk, serving_path(store.path, serving.number)
    draft = target.with_name(f"{target.name}.tmp")
    disk.make_folder(target.parent)
    disk.write(draft, encode_serving(serving))
    disk.sync_file(draft)
    disk.rename(draft, target)
    disk.sync_folder(target.parent)
    disk.sync_folder(store.path)


def collect_documents(store: Store) -> None:
    """Remove all but the newest documents, and drafts that a power cut left."""
    for number in serving_numbers(store.path)[KEPT_DOCUMENTS:]:
        store.disk.remove(serving_path(store.path, number))
    for draft in serving_folder(store.path).glob("*.tmp"):
        store.disk.remove(draft)
