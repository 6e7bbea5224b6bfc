"""What has to be done so that the cluster holds the record: the plan of a publication, as a pure function.

In: the record's manifest, the newest serving document, the segments seen on the cluster, and which months are wanted
again in any case. Out: a `Difference`; empty when the cluster holds the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from druid.catalog.model import Catalog
from druid.store.contents import contents
from druid.store.manifest import Manifest
from druid.store.serving import ServedMonth, Serving
from ingestion.sink.port import NOTHING_MORE, Place, Wanted


@dataclass(frozen=True, slots=True)
class Seen:
    """A month of a table as the cluster shows it now. `is_whole` says that every segment is served."""

    version: str
    segments: int
    rows: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """`base` are months to load again, `rollups` those to build again, `gone` what the record no longer has."""

    base: tuple[str, ...] = ()
    rollups: tuple[Place, ...] = ()
    gone: tuple[Place, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.base or self.rollups or self.gone)

    @property
    def months(self) -> tuple[str, ...]:
        """Every month that is touched."""
        return tuple(sorted({*self.base, *(month for _, month in (*self.rollups, *self.gone))}))

    def of_rollup(self, name: str) -> tuple[str, ...]:
        return tuple(month for table, month in self.rollups if table == name)


def difference(
    catalog: Catalog,
    record: Manifest | None,
    serving: Serving | None,
    seen: Mapping[Place, Seen],
    wanted: Wanted = NOTHING_MORE,
) -> Difference:
    """What the cluster lacks, holds otherwise, or holds beyond the record."""
    sources = contents(catalog, record)
    months = {month for table, month in sources if table == catalog.base}
    served = {(entry.table, entry.month): entry for entry in serving.months} if serving else {}
    unsure = frozenset(serving.loading if serving else ())

    def is_held(place: Place) -> bool:
        entry = served.get(place)
        return entry is not None and entry.source == sources[place] and is_unchanged(entry, seen.get(place))

    again = months if wanted.everything else wanted.months | unsure
    base = {month for month in months if month in again or not is_held((catalog.base, month))}
    distrusted = _distrusted(serving)
    rollups = {
        place
        for place in built_rollups(catalog, record)
        if place[1] in base or place in distrusted or not is_held(place)
    }
    return Difference(tuple(sorted(base)), tuple(sorted(rollups)), tuple(sorted(seen.keys() - sources.keys())))


def built_rollups(catalog: Catalog, record: Manifest | None) -> tuple[Place, ...]:
    """The months of rollups, and of tables beside them, that the record holds.

    A rollup that saves too little there is not built on the cluster.
    """
    return tuple(place for place in contents(catalog, record) if place[0] != catalog.base)


def is_month(name: str) -> bool:
    """Whether a span of segments is a month of the business zone; any other is named by its interval.

    >>> is_month("2024-03"), is_month("2024-03-01T00:00:00.000Z/2024-04-01T00:00:00.000Z")
    (True, False)
    """
    return "/" not in name


def is_unchanged(entry: ServedMonth, seen: Seen | None) -> bool:
    """Whether the segments are still those of the publication; rows are known of segments that are served only."""
    if seen is None or (entry.version, entry.segments) != (seen.version, seen.segments):
        return False
    return not seen.is_whole or entry.rows == seen.rows


def _distrusted(serving: Serving | None) -> frozenset[Place]:
    """Rollup months that failed the proof or were not built."""
    if serving is None:
        return frozenset()
    return frozenset((*((gap.table, gap.month) for gap in serving.withdrawn), *serving.missing))
