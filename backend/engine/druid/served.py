"""What the cluster serves, as the planner sees it: a manifest of the record without what the cluster cannot answer.

Comes in: a serving document, the manifest it names, rollup months barred meanwhile. Goes out: `Served`, with the
derived manifest, and which published months a stretch of time touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from backend.planner.plan import Interval
from druid.calendar import month_bounds
from druid.catalog.model import Catalog
from druid.store.contents import built_tables, contents
from druid.store.manifest import Manifest
from druid.store.serving import ServedMonth, Serving

TableMonth = tuple[str, str]


@dataclass(frozen=True)
class Served:
    """One serving document over its record. `barred` are rollup months that are not used although they are published.

    `fallback` says why a newer document is not the one in use. `published` holds the months that were seen served
    and were built from the record's own lines.
    """

    serving: Serving
    record: Manifest
    catalog: Catalog
    barred: frozenset[TableMonth] = frozenset()
    fallback: str | None = None

    @cached_property
    def manifest(self) -> Manifest:
        """The record's manifest and version, without rollup months that the cluster may not answer."""
        not_built = frozenset((*self.serving.missing, *self._loading, *self._unpublished, *self.barred))
        return replace(self.record, withdrawn=self.serving.withdrawn, not_built=tuple(sorted(not_built)))

    @cached_property
    def name(self) -> str:
        """Differs whenever the document, the record or what is barred does; the record's version first."""
        barred = sha256(repr(sorted(self.barred)).encode()).hexdigest()[:8] if self.barred else ""
        return f"{self.record.version}.{self.serving.number}.{barred}"

    @cached_property
    def published(self) -> Mapping[TableMonth, ServedMonth]:
        return {
            (served.table, served.month): served
            for served in self.serving.months
            if served.segments and served.source == self._contents.get((served.table, served.month))
        }

    @cached_property
    def bounds(self) -> Mapping[str, Interval]:
        """Every month that is stored, served or being replaced, with its stretch of time."""
        months = {*self._base_months, *self.serving.loading, *(served.month for served in self.serving.months)}
        return {month: Interval(*month_bounds(month, self.record.timezone)) for month in sorted(months)}

    @cached_property
    def tables(self) -> tuple[str, ...]:
        return (self.catalog.base, *built_tables(self.catalog))

    @cached_property
    def _contents(self) -> Mapping[TableMonth, str]:
        """What each month of a table is to be built from."""
        return contents(self.catalog, self.record)

    @cached_property
    def _base_months(self) -> frozenset[str]:
        """Months whose lines the record has."""
        return frozenset(file.month for file in self.record.of_table(self.catalog.base))

    @property
    def _loading(self) -> Iterable[TableMonth]:
        return ((table, month) for table in built_tables(self.catalog) for month in self.serving.loading)

    @property
    def _unpublished(self) -> Iterable[TableMonth]:
        """Rollup months that the record has and the cluster was never seen to serve."""
        stored = (place for place in self._contents if place[0] != self.catalog.base)
        return (place for place in stored if place not in self.published)

    def datasource(self, table: str) -> str:
        return f"{self.serving.prefix}{table}"

    def months_in(self, intervals: Iterable[Interval]) -> tuple[str, ...]:
        """Months that overlap any of the intervals, in order."""
        asked = tuple(intervals)
        return tuple(
            month
            for month, span in self.bounds.items()
            if any(span.start_ms < each.end_ms and each.start_ms < span.end_ms for each in asked)
        )

    def published_in(self, table: str, intervals: Iterable[Interval]) -> tuple[str, ...]:
        """The table's published months that overlap any of the intervals."""
        return tuple(month for month in self.months_in(intervals) if (table, month) in self.published)

    def unpublished_in(self, intervals: Iterable[Interval]) -> tuple[str, ...]:
        """Months whose lines the record has, that the cluster was never seen to serve as they are."""
        base = self.catalog.base
        return tuple(
            month
            for month in self.months_in(intervals)
            if month in self._base_months and (base, month) not in self.published
        )

    def barring(self, barred: frozenset[TableMonth]) -> Served:
        """The same with other months barred; itself when nothing changes, so that plans' facts stay kept."""
        return self if barred == self.barred else replace(self, barred=barred)


def replaced_months(table: str, before: Serving, after: Serving) -> frozenset[str]:
    """Months of a table whose segments may differ between two documents, those being replaced in either included."""
    old, new = ({served.month: served.version for served in serving.of_table(table)} for serving in (before, after))
    changed = {month for month in old.keys() | new.keys() if old.get(month) != new.get(month)}
    return frozenset(changed.union(before.loading, after.loading))
