"""Building one month aside: its base file, its rollups, their facts and their proof.

In: a `Site` (store, staging folder, workbench) and what the month is made of. Out: `Staged` files with their facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path

from druid.catalog.model import Rollup
from druid.store.manifest import DataFile, Withdrawn
from ingestion.sink.bench import Workbench
from ingestion.sink.disk import Point
from ingestion.sink.duplicates import count_twins
from ingestion.sink.months import Removal, base_facts, gather_month, see_kept, write_base
from ingestion.sink.port import Staged
from ingestion.sink.rollups import base_days, disagreements, is_too_large, rollup_facts, write_rollup
from ingestion.sink.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """Where a landing is built."""

    store: Store
    folder: Path
    bench: Workbench


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """What a month is made of: its file so far, its new pieces, and what of the old is deleted."""

    month: str
    loaded: tuple[Path, ...]
    pieces: tuple[Path, ...]
    removal: Removal
    counts_twins: bool


@dataclass(frozen=True, slots=True)
class BuiltMonth:
    """The new files of a month; all empty when nothing is left of it."""

    month: str
    base: Staged | None = None
    completed: int = 0
    twins: int = 0
    rollups: tuple[Staged, ...] = ()
    not_built: tuple[str, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()


def build_base(site: Site, plan: MonthPlan) -> BuiltMonth:
    """Write the month's base file."""
    catalog, disk, month = site.store.catalog, site.store.disk, plan.month
    site.bench.focus(month)
    see_kept(site.bench, catalog, plan.loaded, plan.removal)
    gather_month(site.bench, catalog, plan.pieces)
    twins = count_twins(site.bench, catalog) if plan.counts_twins else 0
    path = site.folder / f"{catalog.base}-{month}.parquet"
    disk.produce(path, lambda: write_base(site.bench, catalog, path))
    disk.reach(Point.BASE_DATA)
    site.bench.see("base_lines", [path])
    facts = base_facts(site.bench, catalog)
    if not facts.rows:
        return BuiltMonth(month)
    described = DataFile(
        table=catalog.base,
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
    return BuiltMonth(month, _staged(path, described), facts.completed, twins)


def build_rollups(site: Site, built: BuiltMonth) -> BuiltMonth:
    """Write, describe and prove every rollup of a month whose base file is built."""
    if built.base is None or not built.completed:
        return built
    catalog = site.store.catalog
    site.bench.focus(built.month)
    site.bench.see("base_lines", [built.base.path])
    expected = base_days(site.bench, catalog)
    staged: list[Staged] = []
    not_built: list[str] = []
    withdrawn: list[Withdrawn] = []
    for rollup in catalog.rollups:
        file = _build_rollup(site, rollup, built)
        if file is None:
            not_built.append(rollup.name)
            continue
        staged.append(file)
        withdrawn.extend(disagreements(site.bench, catalog, rollup, built.month, expected))
    site.store.disk.reach(Point.FACTS)
    return replace(built, rollups=tuple(staged), not_built=tuple(not_built), withdrawn=tuple(withdrawn))


def _build_rollup(site: Site, rollup: Rollup, built: BuiltMonth) -> Staged | None:
    """The rollup's file of the month, left as view `rollup_rows`; None when it saves too little."""
    path = site.folder / f"{rollup.name}-{built.month}.parquet"
    catalog, disk = site.store.catalog, site.store.disk
    disk.produce(path, lambda: write_rollup(site.bench, catalog, rollup, path))
    disk.reach(Point.ROLLUP_DATA)
    site.bench.see("rollup_rows", [path])
    facts = rollup_facts(site.bench, catalog, rollup)
    if is_too_large(facts.rows, built.completed):
        return None
    described = DataFile(
        table=rollup.name,
        month=built.month,
        path="",
        size=0,
        sha256="",
        rows=facts.rows,
        sums=facts.sums,
        first_ms=facts.first_ms,
        last_ms=facts.last_ms,
    )
    return _staged(path, described)


def _staged(path: Path, described: DataFile) -> Staged:
    """The file with its size, digest and the place that its content names."""
    with path.open("rb") as data:
        digest = file_digest(data, "sha256").hexdigest()
    place = f"data/{described.table}/{described.month}-{digest[:16]}.parquet"
    return Staged(path, replace(described, path=place, size=path.stat().st_size, sha256=digest))
