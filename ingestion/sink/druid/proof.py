"""The proof of a publication: base totals against the record's facts, every rollup day or month against the base.

In: the cluster, the record's manifest and months. Out: nothing when the base holds what the record says, otherwise
`PublicationFailed`; for rollups `Withdrawn` for every day and number that differs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from druid.catalog.model import Catalog, Rollup
from druid.client.proof import ROWS, Sums, Totals
from druid.ingestion_spec import interval, rollup_numbers
from druid.store.contents import given_tables
from druid.store.manifest import DataFile, Manifest, Withdrawn
from ingestion.errors import PublicationFailed
from ingestion.sink.druid.cluster import ServingCluster
from ingestion.sink.port import Place
from ingestion.sink.rollups import by_row

DAY, MONTH = "P1D", "P1M"
MISMATCH = "DRUID_MISMATCH"


def base_gaps(cluster: ServingCluster, catalog: Catalog, record: Manifest, months: Collection[str]) -> tuple[str, ...]:
    """A sentence for every total of the base on the cluster that is not the record's."""
    files = [file for file in record.of_table(catalog.base) if file.month in months]
    if not files:
        return ()
    columns = (*catalog.summed, *(marker.name for marker in catalog.markers))
    spans = tuple(interval(file.month, record.timezone) for file in files)
    totals = cluster.add_up(Sums(catalog.base, columns, spans, MONTH, record.timezone))
    return tuple(gap for file in files for gap in _file_gaps(file, columns, totals))


def _file_gaps(file: DataFile, columns: Sequence[str], totals: Totals) -> Iterator[str]:
    found = totals.get(f"{file.month}-01", {})
    expected = {ROWS: file.rows, **{column: file.sums.get(column) for column in columns}}
    for name, number in expected.items():
        if found.get(name) != number:
            yield f"{file.table} {file.month}: {name} is {found.get(name)} on the cluster, {number} in the record"


def prove_base(cluster: ServingCluster, catalog: Catalog, record: Manifest, months: Collection[str]) -> None:
    """Refuse to go on with a base that does not add up to the record."""
    if gaps := base_gaps(cluster, catalog, record, months):
        more = f", and {len(gaps) - 1:,} more differences" if len(gaps) > 1 else ""
        raise PublicationFailed(
            MISMATCH,
            f"What the cluster holds is not what was sent: {gaps[0]}{more}.",
            "Look whether anything else writes to these datasources, then: make publish.",
        )


def rollup_gaps(
    cluster: ServingCluster, catalog: Catalog, zone: str, places: Collection[Place]
) -> tuple[Withdrawn, ...]:
    """Every day and number of the rollups that is not the sum of the base's completed lines."""
    if not places:
        return ()
    months = sorted({month for _, month in places})
    columns = (*catalog.summed, *(marker.name for marker in catalog.markers))
    spans = tuple(interval(month, zone) for month in months)
    expected = cluster.add_up(Sums(catalog.base, columns, spans, DAY, zone, catalog.completed))
    return tuple(
        gap
        for rollup in catalog.rollups
        if (of_rollup := sorted(month for table, month in places if table == rollup.name))
        for gap in _rollup_gaps(cluster, (catalog, rollup), zone, of_rollup, expected)
    )


def _rollup_gaps(
    cluster: ServingCluster, what: tuple[Catalog, Rollup], zone: str, months: Sequence[str], expected: Totals
) -> Iterator[Withdrawn]:
    catalog, rollup = what
    names = rollup_numbers(catalog, rollup)
    spans = tuple(interval(month, zone) for month in months)
    found = cluster.add_up(Sums(rollup.name, names, spans, DAY, zone))
    expected = by_row(expected, rollup.grain)
    days = sorted(day for day in expected.keys() | found.keys() if day[:7] in months)
    for day in days:
        for name in names:
            there, here = expected.get(day, {}).get(name), found.get(day, {}).get(name)
            if there != here:
                yield Withdrawn(rollup.name, day[:7], day, name, there or 0, here or 0)


def given_gaps(
    cluster: ServingCluster, catalog: Catalog, record: Manifest, places: Collection[Place]
) -> tuple[Withdrawn, ...]:
    """Every month and number of the tables that the cluster was given that is not the record's."""
    return tuple(
        gap
        for table in given_tables(catalog)
        if (files := [file for file in record.of_table(table) if (table, file.month) in places])
        for gap in _given_gaps(cluster, record.timezone, table, files)
    )


def _given_gaps(cluster: ServingCluster, zone: str, table: str, files: Sequence[DataFile]) -> Iterator[Withdrawn]:
    names = tuple(files[0].sums)
    spans = tuple(interval(file.month, zone) for file in files)
    totals = cluster.add_up(Sums(table, names, spans, MONTH, zone))
    for file in files:
        found = totals.get(f"{file.month}-01", {})
        expected = {ROWS: file.rows, **file.sums}
        for name, number in expected.items():
            if found.get(name) != number:
                yield Withdrawn(table, file.month, "", name, number, found.get(name) or 0)
