"""What routing needs to know of a snapshot, read from its manifest once and kept while the snapshot is in use.

Comes in: a manifest. Goes out: `Facts`: stored rows by table and month, months a rollup may not serve, orders that
markers cannot count, columns that were loaded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter

from backend.planner.plan import Interval, Reason
from druid.calendar import month_bounds
from druid.catalog.model import Catalog
from druid.catalog.pairs import ORDER_ID
from druid.store.manifest import Coverage, DataFile, Manifest, OrderException


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A snapshot as routing sees it, equal only to itself. `months` are the base's with their stretches, in order.

    `bounds` are the moments of a month's first line and of its newest completed one, None where not known. `markers`
    are those that every line has. `before` counts a table's rows in the months before each one, and then in all.
    """

    zone: str
    newest_ms: int | None
    coverage: tuple[Coverage, ...]
    loaded: frozenset[str]
    months: Mapping[str, Interval]
    names: tuple[str, ...]
    month_starts: tuple[int, ...]
    month_ends: tuple[int, ...]
    bounds: Mapping[str, tuple[int | None, int | None]]
    markers: frozenset[str]
    before: Mapping[str, tuple[int, ...]]
    unusable: Mapping[tuple[str, str], Reason]
    exceptions: tuple[OrderException, ...]
    exception_starts: tuple[int, ...]
    exception_ends: tuple[int, ...]  # running maximum, so that a search finds the first that can touch a window

    def touching(self, start_ms: int, end_ms: int) -> tuple[OrderException, ...]:
        """Orders markers may miscount whose lines may lie in a window."""
        low = bisect_left(self.exception_ends, start_ms)
        high = bisect_left(self.exception_starts, end_ms)
        return tuple(order for order in self.exceptions[low:high] if order.last_ms >= start_ms)

    def months_in(self, start_ms: int, end_ms: int) -> tuple[str, ...]:
        """The base's months that overlap a stretch of time."""
        low, high = bisect_right(self.month_ends, start_ms), bisect_left(self.month_starts, end_ms)
        return self.names[low:high]

    def bounds_of(self, row: Interval) -> tuple[int | None, int | None]:
        """The bounds of the business month that holds a row; unknown when there is no such month."""
        name = next(iter(self.months_in(row.start_ms, row.start_ms + 1)), None)
        return (None, None) if name is None else self.bounds[name]

    def estimated_rows(self, table: str, intervals: tuple[Interval, ...]) -> float:
        """Rows a statement reads: each month's rows by the part of the month that is asked."""
        before = self.before.get(table)
        if before is None:
            return 0.0
        return sum(self._rows_until(one.end_ms, before) - self._rows_until(one.start_ms, before) for one in intervals)

    def _rows_until(self, ms: int, before: tuple[int, ...]) -> float:
        place = bisect_right(self.month_ends, ms)
        if place == len(self.names):
            return before[place]
        start, end = self.month_starts[place], self.month_ends[place]
        return before[place] + (before[place + 1] - before[place]) * max(ms - start, 0) / (end - start)


class _Held:
    """Identity as a key: a manifest holds tables, so it cannot be hashed by value."""

    __slots__ = ("catalog", "manifest")

    def __init__(self, manifest: Manifest, catalog: Catalog) -> None:
        self.manifest = manifest
        self.catalog = catalog

    def __hash__(self) -> int:
        return hash((id(self.manifest), id(self.catalog)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.manifest is other.manifest and self.catalog is other.catalog


def facts_of(manifest: Manifest, catalog: Catalog) -> Facts:
    """The facts of a snapshot; the same manifest is read once."""
    return _facts(_Held(manifest, catalog))


@lru_cache(maxsize=16)
def _facts(held: _Held) -> Facts:
    manifest, catalog = held.manifest, held.catalog
    rows: dict[tuple[str, str], int] = {}
    for file in manifest.files:
        rows[file.table, file.month] = rows.get((file.table, file.month), 0) + file.rows
    files: dict[str, list[DataFile]] = {}
    for file in manifest.of_table(catalog.base):
        files.setdefault(file.month, []).append(file)
    months = sorted(files)
    spans = {name: Interval(*month_bounds(name, manifest.timezone)) for name in months}
    exceptions = tuple(sorted(manifest.exceptions, key=attrgetter("first_ms")))
    return Facts(
        zone=manifest.timezone,
        newest_ms=manifest.newest_ms,
        coverage=manifest.coverage,
        loaded=_loaded(manifest, catalog),
        months=spans,
        names=tuple(months),
        month_starts=tuple(span.start_ms for span in spans.values()),
        month_ends=tuple(span.end_ms for span in spans.values()),
        bounds={name: _bounds(files[name]) for name in months},
        markers=_markers(manifest, catalog),
        before={table: tuple(_before(table, months, rows)) for table in {table for table, _ in rows}},
        unusable=_unusable(manifest, catalog, months, rows),
        exceptions=exceptions,
        exception_starts=tuple(order.first_ms for order in exceptions),
        exception_ends=tuple(accumulate((order.last_ms for order in exceptions), max)),
    )


def _before(table: str, months: Iterable[str], rows: Mapping[tuple[str, str], int]) -> Iterable[int]:
    return accumulate((rows.get((table, month), 0) for month in months), initial=0)


def _bounds(files: Iterable[DataFile]) -> tuple[int | None, int | None]:
    firsts, newest = zip(*((file.first_ms, file.newest_ms) for file in files), strict=True)
    return _known(min, firsts), _known(max, newest)


def _known(choose: Callable[[list[int]], int], moments: tuple[int | None, ...]) -> int | None:
    """Of several files, one without a moment tells nothing of its lines."""
    known = [moment for moment in moments if moment is not None]
    return choose(known) if known and len(known) == len(moments) else None


def _markers(manifest: Manifest, catalog: Catalog) -> frozenset[str]:
    """Markers of the catalog; later ones only where every file of the base has them."""
    stored = [file.sums.keys() for file in manifest.of_table(catalog.base)]
    is_current = manifest.catalog == catalog.layout
    return frozenset(
        marker.name
        for marker in catalog.markers
        if is_current or marker.name not in catalog.later or all(marker.name in sums for sums in stored)
    )


def _loaded(manifest: Manifest, catalog: Catalog) -> frozenset[str]:
    """Columns with a value in some line; a column with a default always has one, and one that every pair has."""
    return frozenset(
        column.name
        for column in catalog.columns
        if column.default is not None
        or (column.required and catalog.paired is not None)
        or manifest.columns.get(column.name, 0) > 0
    )


def _unusable(
    manifest: Manifest, catalog: Catalog, months: list[str], rows: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], Reason]:
    """(rollup, month) that must be answered from the base. A month the manifest does not list is not trusted."""
    orderless = _orderless(manifest, catalog)
    unlisted = {
        (rollup.name, month): Reason.NOT_BUILT
        for rollup in catalog.rollups
        for month in months
        if (rollup.name, month) not in rows and not (catalog.paired and month in orderless)
    }
    not_built = dict.fromkeys(manifest.not_built, Reason.NOT_BUILT)
    withdrawn = {(entry.table, entry.month): Reason.PROOF_FAILED for entry in manifest.withdrawn}
    return unlisted | not_built | withdrawn


def _orderless(manifest: Manifest, catalog: Catalog) -> frozenset[str]:
    """Months in which no line names an order, so that they have no pairs and no table of them."""
    files = manifest.of_table(catalog.base)
    return frozenset(file.month for file in files if file.newest_ms is None or not file.present.get(ORDER_ID))
