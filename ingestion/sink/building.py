"""Building months aside: base files, their rollups, their facts and their proof.

In: a `Site` (store, staging folder, workbench) and what each month is made of. Out: `Staged` files with their facts.
Small months are built together: a statement costs the same for a hundred lines as for ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import TypeVar

from druid.catalog.model import Rollup
from druid.store.manifest import DataFile, Withdrawn
from ingestion.sink.bench import Workbench
from ingestion.sink.disk import Point
from ingestion.sink.duplicates import count_twins
from ingestion.sink.months import BaseFacts, Removal, arrange, base_facts, gather_months, see_kept, write_base
from ingestion.sink.port import Staged
from ingestion.sink.rollups import (
    RollupFacts,
    base_days,
    disagreements,
    is_too_large,
    rollup_facts,
    sum_lines,
    write_rollup,
)
from ingestion.sink.store import Store

BASE_LINES = 40_000
"""Months are arranged together up to so many lines; above, holding them costs more than reading them again."""
ROLLUP_LINES = 500_000

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a landing is built."""

    store: Store
    folder: Path
    bench: Workbench


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """What a month is made of: its file so far, its new pieces, and at most how many lines they hold."""

    month: str
    loaded: tuple[Path, ...]
    pieces: tuple[Path, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class BuiltMonth:
    """The new files of a month; all empty when nothing is left of it."""

    month: str
    base: Staged | None = None
    completed: int = 0
    rollups: tuple[Staged, ...] = ()
    not_built: tuple[str, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    @property
    def lines(self) -> int:
        return self.base.file.rows if self.base else 0


def grouped(items: Iterable[Item], lines: Callable[[Item], int], most: int) -> Iterator[tuple[Item, ...]]:
    """Neighbours together up to `most` lines; a larger item stands alone.

    >>> list(grouped([3, 4, 9, 1, 1], lambda item: item, most=8))
    [(3, 4), (9,), (1, 1)]
    """
    group: list[Item] = []
    total = 0
    for item in items:
        if group and total + lines(item) > most:
            yield tuple(group)
            group, total = [], 0
        group.append(item)
        total += lines(item)
    if group:
        yield tuple(group)


def build_bases(site: Site, plans: Sequence[MonthPlan], removal: Removal) -> tuple[BuiltMonth, ...]:
    """Write the base files of months; what `removal` says of the loaded lines is left out."""
    bench, catalog, disk = site.bench, site.store.catalog, site.store.disk
    bench.focus([plan.month for plan in plans])
    see_kept(bench, catalog, [path for plan in plans for path in plan.loaded], removal)
    gather_months(bench, catalog, [path for plan in plans for path in plan.pieces])
    arrange(bench, catalog, held=len(plans) > 1)
    paths = {plan.month: site.folder / f"{catalog.base}-{plan.month}.parquet" for plan in plans}
    for month, path in paths.items():
        disk.produce(path, partial(write_base, bench, catalog, month, path))
        disk.reach(Point.BASE_DATA)
    bench.see("base_lines", list(paths.values()))
    facts = base_facts(bench, catalog)
    return tuple(_built(site, month, path, facts.get(month)) for month, path in paths.items())


def twins_among(site: Site, plans: Sequence[MonthPlan]) -> int:
    """Lines of the months just built that repeat another in every column."""
    return count_twins(site.bench, site.store.catalog) if any(plan.pieces for plan in plans) else 0


def _built(site: Site, month: str, path: Path, facts: BaseFacts | None) -> BuiltMonth:
    if facts is None:
        return BuiltMonth(month)
    described = DataFile(
        table=site.store.catalog.base,
        month=month,
        path="",
        size=0,
        sha256="",
        rows=facts.rows,
        sums=facts.sums,
        first_ms=facts.first_ms,
        last_ms=facts.last_ms,
        present=facts.present,
        absolutes=facts.absolutes,
        newest_ms=facts.newest_ms,
    )
    return BuiltMonth(month, staged(path, described), facts.completed)


def build_rollups(site: Site, months: Sequence[BuiltMonth]) -> tuple[BuiltMonth, ...]:
    """Write, describe and prove every rollup of months whose base files are built."""
    built = {month.month: month for month in months}
    rolled = {month.month: month for month in months if month.base and month.completed}
    if not rolled:
        return tuple(months)
    site.bench.focus(list(rolled))
    site.bench.see("base_lines", [month.base.path for month in rolled.values() if month.base])
    expected = base_days(site.bench, site.store.catalog)
    for rollup in site.store.catalog.rollups:
        files = _write_months(site, rollup, rolled)
        withdrawn = disagreements(site.bench, site.store.catalog, rollup, files.keys(), expected)
        for name in rolled:
            built[name] = _with_rollup(built[name], rollup, files.get(name), withdrawn)
    site.store.disk.reach(Point.FACTS)
    return tuple(built.values())


def _with_rollup(month: BuiltMonth, rollup: Rollup, file: Staged | None, withdrawn: Iterable[Withdrawn]) -> BuiltMonth:
    if file is None:
        return replace(month, not_built=(*month.not_built, rollup.name))
    found = tuple(gap for gap in withdrawn if gap.month == month.month)
    return replace(month, rollups=(*month.rollups, file), withdrawn=(*month.withdrawn, *found))


def _write_months(site: Site, rollup: Rollup, months: dict[str, BuiltMonth]) -> dict[str, Staged]:
    """The rollup's files by month, left as view `rollup_rows`; a month in which it saves too little has none."""
    bench, catalog, disk = site.bench, site.store.catalog, site.store.disk
    sum_lines(bench, catalog, rollup, held=len(months) > 1)
    paths = {month: site.folder / f"{rollup.name}-{month}.parquet" for month in months}
    for month, path in paths.items():
        disk.produce(path, partial(write_rollup, bench, catalog, rollup, month, path))
        disk.reach(Point.ROLLUP_DATA)
    bench.see("rollup_rows", list(paths.values()))
    facts = rollup_facts(bench, catalog, rollup)
    kept = {month: facts[month] for month in paths if not is_too_large(facts[month].rows, months[month].completed)}
    return {month: staged(paths[month], _described(rollup, month, found)) for month, found in kept.items()}


def _described(rollup: Rollup, month: str, facts: RollupFacts) -> DataFile:
    return DataFile(
        table=rollup.name,
        month=month,
        path="",
        size=0,
        sha256="",
        rows=facts.rows,
        sums=facts.sums,
        first_ms=facts.first_ms,
        last_ms=facts.last_ms,
    )


def staged(path: Path, described: DataFile) -> Staged:
    """The file with its size, digest and the place that its content names."""
    with path.open("rb") as data:
        digest = file_digest(data, "sha256").hexdigest()
    place = f"data/{described.table}/{described.month}-{digest[:16]}.parquet"
    return Staged(path, replace(described, path=place, size=path.stat().st_size, sha256=digest))
