"""The table of products bought together, beside the rollups: which months have one, its files, their proof.

In: months whose base files are built; or a published month and its base. Out: the months with one more `Staged` file
each; or what disagrees. A month whose lines name no order has no file; one without pairs has a file without rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from druid.calendar import month_bounds
from druid.catalog.model import Catalog
from druid.catalog.pairs import FLOOR, ORDER_ID, ORDERS, PAIRS_TABLE, SKIPPED, pairs_of
from druid.store.manifest import DataFile, Manifest, Withdrawn
from ingestion.errors import StoreFailed
from ingestion.sink.bench import Workbench
from ingestion.sink.building import BuiltMonth, Site, staged
from ingestion.sink.disk import Point
from ingestion.sink.pairs import PairFacts, count_pairs, different_rows, stored_pairs, write_pairs
from ingestion.sink.port import Staged

ROWS = "rows"


def names_orders(base: DataFile) -> bool:
    """Whether a month's lines name orders and some are completed, so that it has pairs or is known to have none."""
    return base.newest_ms is not None and base.present.get(ORDER_ID, 0) > 0


def unpaired_months(before: Manifest, catalog: Catalog) -> set[str]:
    """Months of a store that an earlier release built without pairs."""
    if pairs_of(catalog) is None:
        return set()
    paired = {file.month for file in before.of_table(PAIRS_TABLE)}
    return {file.month for file in before.of_table(catalog.base) if names_orders(file)} - paired


def build_pairs(site: Site, months: Sequence[BuiltMonth]) -> tuple[BuiltMonth, ...]:
    """Write, describe and prove the pairs of months whose base files are built."""
    paired = {m.month: m.base for m in months if m.base and names_orders(m.base.file)}
    if not paired or pairs_of(site.store.catalog) is None:
        return tuple(months)
    site.bench.focus(list(paired))
    site.bench.see("base_lines", [base.path for base in paired.values()])
    found = count_pairs(site.bench, site.store.catalog)
    files = {month: _written(site, month, found.get(month, PairFacts())) for month in paired}
    return tuple(
        replace(month, rollups=(*month.rollups, files[month.month])) if month.month in files else month
        for month in months
    )


def _written(site: Site, month: str, facts: PairFacts) -> Staged:
    """The file of one month, read back: its rows and orders must be those that the baskets' sizes say."""
    bench, catalog, disk, zone = site.bench, site.store.catalog, site.store.disk, site.store.timezone
    path = site.folder / f"{PAIRS_TABLE}-{month}.parquet"
    disk.produce(path, partial(write_pairs, bench, catalog, (month, zone), facts.floor, path))
    disk.reach(Point.ROLLUP_DATA)
    if stored_pairs(bench, path) != (facts.rows, facts.orders) or not facts.is_proved:
        raise StoreFailed(
            "PAIRS_PROOF",
            f"The products bought together in {month} do not add up to its orders.",
            "Load the file again; the store is as it was before.",
        )
    return staged(path, described(month, zone, facts))


def described(month: str, zone: str, facts: PairFacts) -> DataFile:
    start, _ = month_bounds(month, zone)
    return DataFile(
        table=PAIRS_TABLE,
        month=month,
        path="",
        size=0,
        sha256="",
        rows=facts.rows,
        sums={ORDERS: facts.orders},
        first_ms=start,
        last_ms=start,
        facts={FLOOR: facts.floor, SKIPPED: facts.skipped},
    )


def audit_pairs(bench: Workbench, catalog: Catalog, zone: str, found: Mapping[Path, DataFile]) -> Iterator[Withdrawn]:
    """Count the pairs of view `base_lines` again and compare them with the published files of its month."""
    if not found:
        return
    counted = count_pairs(bench, catalog)
    for path, file in found.items():
        again = counted.get(file.month, PairFacts())
        rows, orders = stored_pairs(bench, path)
        expected = described(file.month, zone, again)
        if (expected.sums, expected.facts) != (file.sums, file.facts) or orders != again.orders:
            yield Withdrawn(PAIRS_TABLE, file.month, "", ORDERS, again.orders, orders)
        elif different_rows(bench, catalog, (file.month, zone), again.floor):
            yield Withdrawn(PAIRS_TABLE, file.month, "", ROWS, again.rows, rows)
