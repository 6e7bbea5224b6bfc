"""The embedded sink: month files and rollups in Parquet, assembled by DuckDB in bounded memory.

In: the manifest before and a batch of parked lines. Out: a `Landing` whose files wait in the staging folder; months
that the batch does not touch keep their files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from druid.store.manifest import DataFile, Manifest, Withdrawn
from ingestion.errors import LoadRefused
from ingestion.sink.arrivals import Arrivals, find_arrivals, recount, replaced_days
from ingestion.sink.bench import Workbench
from ingestion.sink.building import BuiltMonth, MonthPlan, Site, build_base, build_rollups
from ingestion.sink.calendar import local_slots
from ingestion.sink.duplicates import (
    Exclusion,
    exclude_loaded,
    exclude_nothing,
    exclude_repeats,
    excluded_facts,
    excluded_lines,
)
from ingestion.sink.months import Removal, see_kept, see_lines
from ingestion.sink.orders import find_exceptions
from ingestion.sink.port import Batch, Landing, Progress, ReplacedDay
from ingestion.sink.store import Store

LARGEST_TOTAL = 2**62


@dataclass(frozen=True, slots=True)
class EmbeddedSink:
    """Builds in `folder`, inside the staging folder of the store."""

    store: Store
    folder: Path

    def land(self, before: Manifest | None, batch: Batch, progress: Progress) -> Landing:
        """Exclude what repeats, rebuild the touched months, prove the rollups and count everything again."""
        with Workbench(self.folder / "spill") as bench:
            site = Site(self.store, self.folder, bench)
            _set_calendar(site, before, batch)
            arrivals = _exclude(site, before, batch)
            plans = _plans(site.store, before, batch, arrivals.removal(batch.mode))
            replaced = _replaced(site, plans)
            built = _build(site, before, plans, progress)
            landing = _landing(site, before, batch, built)
            return replace(landing, replaced=replaced, days=arrivals.span, branches=arrivals.branches)


def _set_calendar(site: Site, before: Manifest | None, batch: Batch) -> None:
    """Tables `calendar` and `slots` for every moment of the store and the batch."""
    files = before.of_table(site.store.catalog.base) if before else ()
    bounds = [(f.first_ms, f.last_ms) for f in files if f.first_ms is not None and f.last_ms is not None]
    bounds.append((batch.spooled.first_ms, batch.spooled.last_ms))
    first, last = min(low for low, _ in bounds), max(high for _, high in bounds)
    site.bench.keep("calendar", local_slots(first, last, site.store.timezone))
    site.bench.focus(None)


def _exclude(site: Site, before: Manifest | None, batch: Batch) -> Arrivals:
    """Fill table `excluded`; refuse keys that the store holds with other values."""
    bench, catalog = site.bench, site.store.catalog
    see_lines(bench, catalog, "incoming", [path for paths in batch.spooled.pieces.values() for path in paths])
    exclude_nothing(bench)
    if batch.unique_key:
        exclude_repeats(bench, catalog, batch.unique_key)
    arrivals = find_arrivals(bench, catalog)
    if batch.unique_key:
        see_kept(bench, catalog, list(_base_paths(site.store, before).values()), arrivals.removal(batch.mode))
        _refuse_overlap(exclude_loaded(bench, catalog, batch.unique_key), batch)
    return arrivals


def _refuse_overlap(lines: int, batch: Batch) -> None:
    if lines:
        key = ", ".join(batch.unique_key)
        raise LoadRefused(
            "OVERLAP",
            f"{lines:,} lines repeat a loaded {key} with other values.",
            "Correct the lines, or load whole days anew with --mode replace.",
        )


def _plans(store: Store, before: Manifest | None, batch: Batch, removal: Removal) -> tuple[MonthPlan, ...]:
    """The months to rebuild: those of the batch, and all when the store was built by another catalog."""
    loaded = _base_paths(store, before)
    months = set(batch.spooled.months)
    if before and before.catalog != store.catalog.version:
        months |= loaded.keys()
    return tuple(
        MonthPlan(
            month,
            loaded=(loaded[month],) if month in loaded else (),
            pieces=batch.spooled.pieces.get(month, ()),
            removal=removal,
            counts_twins=not batch.unique_key,
        )
        for month in sorted(months)
    )


def _replaced(site: Site, plans: tuple[MonthPlan, ...]) -> tuple[ReplacedDay, ...]:
    paths = [path for plan in plans for path in plan.loaded]
    removal = plans[0].removal if plans else Removal.NOTHING
    return replaced_days(site.bench, site.store.catalog, paths, removal)


def _build(
    site: Site, before: Manifest | None, plans: tuple[MonthPlan, ...], progress: Progress
) -> tuple[BuiltMonth, ...]:
    bases = []
    for done, plan in enumerate(plans):
        progress("base", done, len(plans))
        bases.append(build_base(site, plan))
    _refuse_range(_next_base(site.store, before, bases))
    built = []
    for done, base in enumerate(bases):
        progress("rollups", done, len(bases))
        built.append(build_rollups(site, base))
    return tuple(built)


def _refuse_range(files: Iterable[DataFile]) -> None:
    """A total past 2^62 could wrap in 64 bits somewhere; such a load is refused."""
    totals: Counter[str] = Counter()
    for file in files:
        totals.update(file.absolutes)
    for column, total in totals.items():
        if total >= LARGEST_TOTAL:
            raise LoadRefused(
                "TOTAL_RANGE",
                f"The amounts in {column} would add up to more than a total can hold.",
                "Check the column: it may hold identifiers, or amounts in a smaller unit.",
            )


def _landing(site: Site, before: Manifest | None, batch: Batch, built: tuple[BuiltMonth, ...]) -> Landing:
    """Everything built, with the files, withdrawals and gaps of months that were not touched."""
    bench, catalog = site.bench, site.store.catalog
    staged = tuple(file for month in built for file in (month.base, *month.rollups) if file)
    rebuilt = {month.month for month in built}
    new_base = [month.base.path for month in built if month.base]
    old_base = [path for month, path in _base_paths(site.store, before).items() if month not in rebuilt]
    see_lines(bench, catalog, "stored", [*old_base, *new_base])
    bench.focus(None)
    findings = find_exceptions(bench, catalog, site.store.timezone)
    untouched = _untouched(before, rebuilt)
    return Landing(
        staged=staged,
        files=(*untouched.files, *(file.file for file in staged)),
        withdrawn=(*untouched.withdrawn, *(gap for month in built for gap in month.withdrawn)),
        not_built=(*untouched.not_built, *((name, month.month) for month in built for name in month.not_built)),
        exceptions=findings.exceptions,
        long_orders=findings.long_orders,
        months=tuple(sorted(rebuilt)),
        loaded=recount(bench, catalog, new_base, batch.number),
        duplicates=excluded_facts(bench, catalog, Exclusion.DUPLICATE),
        conflicts=excluded_facts(bench, catalog, Exclusion.KEY_CONFLICT),
        conflict_lines=excluded_lines(bench, Exclusion.KEY_CONFLICT),
        twins=sum(month.twins for month in built),
    )


@dataclass(frozen=True, slots=True)
class _Untouched:
    files: tuple[DataFile, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    not_built: tuple[tuple[str, str], ...] = ()


def _untouched(before: Manifest | None, rebuilt: set[str]) -> _Untouched:
    if before is None:
        return _Untouched()
    return _Untouched(
        tuple(file for file in before.files if file.month not in rebuilt),
        tuple(gap for gap in before.withdrawn if gap.month not in rebuilt),
        tuple(gap for gap in before.not_built if gap[1] not in rebuilt),
    )


def _base_paths(store: Store, before: Manifest | None) -> dict[str, Path]:
    files = before.of_table(store.catalog.base) if before else ()
    return {file.month: store.path / file.path for file in files}


def _next_base(store: Store, before: Manifest | None, bases: Sequence[BuiltMonth]) -> Iterator[DataFile]:
    """Base files as they will stand after the load."""
    rebuilt = {month.month for month in bases}
    yield from (file for file in _untouched(before, rebuilt).files if file.table == store.catalog.base)
    yield from (month.base.file for month in bases if month.base)
