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
from ingestion.sink.building import (
    BASE_LINES,
    ROLLUP_LINES,
    BuiltMonth,
    MonthPlan,
    Site,
    build_bases,
    build_rollups,
    grouped,
    twins_among,
)
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
from ingestion.sink.orders import OrderFindings, carry_exceptions, find_exceptions, gather_touched
from ingestion.sink.pairing import build_pairs, unpaired_months
from ingestion.sink.port import Batch, Landing, Mode, Progress
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
            plans, removal = _plans(site.store, before, batch), arrivals.removal(batch.mode)
            paths = [path for plan in plans for path in plan.loaded]
            replaced = replaced_days(bench, self.store.catalog, paths, removal)
            bases, twins = _build_bases(site, plans, removal, batch, progress)
            _refuse_range(_next_base(self.store, before, bases))
            landing = _landing(site, before, batch, _build_rollups(site, bases, progress))
            spoken = replace(landing, days=arrivals.span, branches=arrivals.branches)
            return replace(spoken, replaced=replaced, twins=twins)


def _set_calendar(site: Site, before: Manifest | None, batch: Batch) -> None:
    """Tables `calendar` and `slots` for every moment of the store and the batch."""
    files = before.of_table(site.store.catalog.base) if before else ()
    bounds = [(f.first_ms, f.last_ms) for f in files if f.first_ms is not None and f.last_ms is not None]
    bounds.append((batch.spooled.first_ms, batch.spooled.last_ms))
    first, last = min(low for low, _ in bounds), max(high for _, high in bounds)
    site.bench.keep("calendar", local_slots(first, last, site.store.timezone))
    site.bench.focus()


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


def _plans(store: Store, before: Manifest | None, batch: Batch) -> tuple[MonthPlan, ...]:
    """The months to rebuild: those of the batch, all of a store of another catalog, those without pairs."""
    files = {file.month: file for file in before.of_table(store.catalog.base)} if before else {}
    months = set(batch.spooled.months)
    if before and before.catalog != store.catalog.layout:
        months |= files.keys()
    months |= unpaired_months(before, store.catalog) if before else set()
    return tuple(
        MonthPlan(
            month,
            loaded=(store.path / files[month].path,) if month in files else (),
            pieces=batch.spooled.pieces.get(month, ()),
            lines=batch.spooled.sizes.get(month, 0) + (files[month].rows if month in files else 0),
        )
        for month in sorted(months)
    )


def _build_bases(
    site: Site, plans: tuple[MonthPlan, ...], removal: Removal, batch: Batch, progress: Progress
) -> tuple[list[BuiltMonth], int]:
    """Base files of all months, and how many new lines repeat another where no key could tell."""
    bases: list[BuiltMonth] = []
    twins = 0
    for group in grouped(plans, lambda plan: plan.lines, BASE_LINES):
        progress("base", len(bases), len(plans))
        bases += build_bases(site, group, removal)
        twins += 0 if batch.unique_key else twins_among(site, group)
    return bases, twins


def _build_rollups(site: Site, bases: Sequence[BuiltMonth], progress: Progress) -> tuple[BuiltMonth, ...]:
    built: list[BuiltMonth] = []
    for group in grouped(bases, lambda month: month.lines, ROLLUP_LINES):
        progress("rollups", len(built), len(bases))
        built += build_pairs(site, build_rollups(site, group))
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
    findings = _exceptions(site, before, batch.mode, (rebuilt, old_base, new_base))
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
        twins=0,
    )


def _exceptions(
    site: Site, before: Manifest | None, mode: Mode, parts: tuple[set[str], list[Path], list[Path]]
) -> OrderFindings:
    """Order exceptions of the new state, carried over from the state before where that can be shown to be right."""
    bench, catalog, zone = site.bench, site.store.catalog, site.store.timezone
    rebuilt, untouched, new = parts
    bench.focus()
    if before and before.catalog == catalog.layout:
        old = [path for month, path in _base_paths(site.store, before).items() if month in rebuilt]
        for name, paths in (("untouched", untouched), ("month_before", old), ("month_after", new)):
            see_lines(bench, catalog, name, paths)
        gather_touched(bench, catalog, mode)
        if carried := carry_exceptions(bench, catalog, zone, before.exceptions):
            return carried
    see_lines(bench, catalog, "stored", [*untouched, *new])
    return find_exceptions(bench, catalog, zone)


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
