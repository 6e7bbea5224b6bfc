"""One publication: stage, withdraw, replace the base, build the rollups, prove, and say so in a document.

In: a `Site` (store, cluster, record, progress) and the difference. Out: `Published`. A failure before the base has
changed leaves what was served; after it, the new base is served and rollups that are not proved are left out.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from druid.client.tasks import Phase
from druid.ingestion_spec import StagedMonth
from druid.store.contents import built_tables, given_tables
from druid.store.manifest import Manifest, Withdrawn
from druid.store.serving import Serving, serving_folder
from ingestion.errors import PublicationFailed
from ingestion.sink.disk import Point
from ingestion.sink.druid.cluster import Pulse, ServingCluster
from ingestion.sink.druid.difference import Difference, Seen
from ingestion.sink.druid.documents import (
    Findings,
    closing,
    collect_documents,
    kept_findings,
    opening,
    renewed,
    reopened,
    write_document,
)
from ingestion.sink.druid.proof import MISMATCH, given_gaps, prove_base, rollup_gaps
from ingestion.sink.druid.staging import stage_month
from ingestion.sink.port import Place, Progress, Published, Step
from ingestion.sink.store import Store

LATELY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Site:
    """What a publication works with. `clock` counts seconds; `steps` grows as it goes on."""

    store: Store
    cluster: ServingCluster
    record: Manifest
    now: datetime
    progress: Progress
    clock: Callable[[], float]
    steps: list[Step] = field(default_factory=list)

    def months(self, names: tuple[str, ...], table: str = "") -> tuple[StagedMonth, ...]:
        """Months as a task names them, without their files: of the base, or of a table that the cluster is given."""
        catalog = self.store.catalog
        source = table if table in given_tables(catalog) else catalog.base
        files = {file.month: file for file in self.record.of_table(source)}
        return tuple(StagedMonth(month, (), files[month].rows, files[month].sha256) for month in names)

    def rows(self, table: str, months: Collection[str]) -> int:
        """Rows of these months of a table in the record: as many as the cluster will have."""
        return sum(file.rows for file in self.record.of_table(table) if file.month in months)

    def step(self, name: str, rows: int, begun: float) -> None:
        self.steps.append(Step(name, rows, round(self.clock() - begun, 3)))


def bring_along(
    site: Site, before: Serving, found: Difference, seen: Mapping[Place, Seen], *, is_asked: bool = False
) -> Published:
    """Make the cluster hold the record; months that were asked for again are not taken from an earlier publication."""
    opened = opening(before, found, site.store.catalog, (site.record, site.now))
    is_resumed = not is_asked and _says_the_same(before, opened) and _can_go_on(site, before, found, seen)
    opened = before if is_resumed else _number_free(site, opened, found)
    site.cluster.cancel_others(dict(_tasks(site, found)), opened.number)
    staged = _stage(site, found, opened.number)
    if not is_resumed:
        write_document(site.store, opened)
    site.store.disk.reach(Point.COVERAGE_WITHDRAW)
    try:
        fresh = _replace_base(site, staged, found, opened.number)
        prove_base(site.cluster, site.store.catalog, site.record, found.base)
    except PublicationFailed as failure:
        _leave(site, (before, opened), found, failure)
        raise
    return _finish(site, opened, found, {**seen, **fresh}, is_resumed=is_resumed)


def _says_the_same(before: Serving, opened: Serving) -> bool:
    """Whether the newest document opened this publication of this very record: it was cut off."""
    return replace(opened, number=before.number, published_at=before.published_at) == before


def _can_go_on(site: Site, before: Serving, found: Difference, seen: Mapping[Place, Seen]) -> bool:
    """Whether what the earlier publication submitted is worth waiting for: nothing failed, nothing was lost since.

    What was built lately may not be announced yet.
    """
    phases = {table: site.cluster.phase(table, months, before.number) for table, months in _tasks(site, found)}
    places = [*((site.store.catalog.base, month) for month in found.base), *found.rollups]
    is_there = all(place in seen for place in places if phases[place[0]] is Phase.SUCCESS)
    is_young = site.now - datetime.fromisoformat(before.published_at) < LATELY
    return (is_there or is_young) and Phase.FAILED not in phases.values()


def _number_free(site: Site, opened: Serving, found: Difference) -> Serving:
    """A number under which the cluster knows no task: it may remember those of a store that is no more."""
    while any(site.cluster.phase(*task, opened.number) for task in _tasks(site, found)):
        opened = replace(opened, number=opened.number + 1)
    return opened


def _tasks(site: Site, found: Difference) -> list[tuple[str, tuple[StagedMonth, ...]]]:
    """The tasks that a difference takes: a table and its months, the base first."""
    catalog = site.store.catalog
    rollups = ((table, site.months(found.of_rollup(table), table)) for table in built_tables(catalog))
    return [task for task in ((catalog.base, site.months(found.base)), *rollups) if task[1]]


def clear_up(store: Store) -> None:
    """Remove what was staged, and old documents; what cannot be removed now goes after the next publication."""
    shutil.rmtree(_staged_folder(store), ignore_errors=True)
    with suppress(OSError):
        collect_documents(store)


def _staged_folder(store: Store) -> Path:
    return serving_folder(store.path) / "staged"


def _stage(site: Site, found: Difference, number: int) -> tuple[StagedMonth, ...]:
    """The lines of the months, where the cluster can read them; a task that is known already has its own."""
    store, begun, base = site.store, site.clock(), site.store.catalog.base
    planned = site.months(found.base)
    if not planned or site.cluster.phase(base, planned, number):
        return planned
    folder = _staged_folder(store)
    shutil.rmtree(folder, ignore_errors=True)
    store.disk.make_folder(folder)
    staged = _put(site, base, found.base)
    site.step("stage", sum(month.rows for month in staged), begun)
    return staged


def _put(site: Site, table: str, months: Collection[str]) -> tuple[StagedMonth, ...]:
    """The rows of these months of a table of the record as files."""
    store = site.store
    files = [file for file in site.record.of_table(table) if file.month in months]
    staged: list[StagedMonth] = []
    total = sum(file.rows for file in files)
    for file in sorted(files, key=lambda file: file.month):
        site.progress("cluster.stage", sum(month.rows for month in staged), total)
        staged.append(stage_month(store, file, _staged_folder(store)))
        store.disk.reach(Point.STAGE_PUT)
    return tuple(staged)


def _given(site: Site, table: str, months: tuple[StagedMonth, ...], number: int) -> tuple[StagedMonth, ...]:
    """With their rows staged, where the cluster does not build them from its base; a task that is known has its own."""
    if table not in given_tables(site.store.catalog) or site.cluster.phase(table, months, number):
        return months
    site.store.disk.make_folder(_staged_folder(site.store))
    return _put(site, table, [month.month for month in months])


def _pulse(site: Site, stage: str, point: Point, total: int) -> Pulse:
    def told(rows: int) -> None:
        site.progress(stage, min(rows, total), total)
        site.store.disk.reach(point)

    return told


def _replace_base(site: Site, staged: tuple[StagedMonth, ...], found: Difference, number: int) -> Mapping[Place, Seen]:
    """The base holds the months of the record, served and adding up; what the record no longer has is gone."""
    base, fresh = site.store.catalog.base, {}
    if staged:
        begun, total = site.clock(), sum(month.rows for month in staged)
        task = site.cluster.submit(base, staged, number)
        site.store.disk.reach(Point.TASK_SUBMIT)
        running = _pulse(site, f"cluster.{base}", Point.TASK_RUN, total)
        running(0)
        site.cluster.wait_task(task, running)
        site.store.disk.reach(Point.TASK_PUBLISH)
        pulse = _pulse(site, "cluster.served", Point.HANDOFF_WAIT, total)
        fresh = dict(site.cluster.wait_served(base, found.base, task, pulse))
        site.step(base, total, begun)
    if found.gone:
        site.cluster.take_away(found.gone)
        site.cluster.wait_gone(found.gone, _pulse(site, "cluster.gone", Point.HANDOFF_WAIT, len(found.gone)))
    return fresh


def _leave(site: Site, documents: tuple[Serving, Serving], found: Difference, failure: PublicationFailed) -> None:
    """Say what is still whole, once the base can change no more; until that is known the opened document stands."""
    before, opened = documents
    try:
        base = site.months(found.base)
        phase = site.cluster.phase(site.store.catalog.base, base, opened.number) if base else None
        seen = site.cluster.seen()
    except PublicationFailed:
        return
    if failure.code == MISMATCH:
        write_document(site.store, renewed(opened, site.now))
    elif phase in {None, Phase.FAILED}:
        write_document(site.store, reopened(before, opened, site.store.catalog, seen, site.now))


def _finish(
    site: Site, opened: Serving, found: Difference, seen: Mapping[Place, Seen], *, is_resumed: bool
) -> Published:
    """Build and prove the rollups, then publish; rollups that failed are left out, and their failure is raised last."""
    failures: list[PublicationFailed] = []
    built = _build_rollups(site, found, opened.number, failures)
    withdrawn = _prove(site, built, failures)
    if withdrawn is None:
        built, withdrawn = {}, ()
    kept = kept_findings(opened, found.rollups, site.record, site.store.catalog)
    lacking = sorted(set(found.rollups) - built.keys())
    findings = Findings((*kept.withdrawn, *withdrawn), (*kept.missing, *lacking))
    whole = {place: entry for place, entry in {**seen, **built}.items() if place not in found.gone}
    site.cluster.retire_replaced(_pulse(site, "cluster.gone", Point.HANDOFF_WAIT, 1))
    final = _publish(site, closing(opened, site.record, site.store.catalog, whole, findings))
    if failures:
        raise failures[0]
    return Published(
        version=site.record.version,
        document=final.number,
        months=found.base,
        rollups=found.rollups,
        gone=found.gone,
        withdrawn=final.withdrawn,
        steps=tuple(site.steps),
        resumed=is_resumed,
    )


def _publish(site: Site, final: Serving) -> Serving:
    final = replace(final, published_at=site.now.isoformat())
    write_document(site.store, final)
    site.store.disk.reach(Point.COVERAGE_PUBLISH)
    clear_up(site.store)
    return final


def _build_rollups(site: Site, found: Difference, number: int, failures: list[PublicationFailed]) -> dict[Place, Seen]:
    """The rollups that were built and are served; all are submitted before the first is waited for."""
    built: dict[Place, Seen] = {}
    running = []
    for table, months in _tasks(site, found):
        if table != site.store.catalog.base:
            with _noting(failures):
                lines = _given(site, table, months, number)
                running.append((table, lines, site.cluster.submit(table, lines, number)))
            site.store.disk.reach(Point.ROLLUP_TASK)
    for table, months, task in running:
        begun, total = site.clock(), sum(month.rows for month in months)
        pulse = _pulse(site, f"cluster.{table}", Point.ROLLUP_TASK, total)
        with _noting(failures):
            site.cluster.wait_task(task, pulse)
            names = [month.month for month in months]
            pulse = _pulse(site, "cluster.served", Point.ROLLUP_TASK, site.rows(table, names))
            built |= site.cluster.wait_served(table, names, task, pulse)
            site.step(table, total, begun)
    return built


def _prove(site: Site, built: Mapping[Place, Seen], failures: list[PublicationFailed]) -> tuple[Withdrawn, ...] | None:
    """What differs from the base; None when the cluster did not let itself be compared."""
    site.store.disk.reach(Point.VERIFY)
    if not built:
        return ()
    begun = site.clock()
    site.progress("cluster.prove", 0, len(built))
    try:
        gaps = rollup_gaps(site.cluster, site.store.catalog, site.record.timezone, built)
        gaps += given_gaps(site.cluster, site.store.catalog, site.record, built)
    except PublicationFailed as failure:
        failures.append(failure)
        return None
    site.step("proof", sum(seen.rows for seen in built.values()), begun)
    return gaps


@contextmanager
def _noting(failures: list[PublicationFailed]) -> Iterator[None]:
    """Go on after a failure: what could be built is published before it is told."""
    try:
        yield
    except PublicationFailed as failure:
        failures.append(failure)
